"""The user's own IDX files: images and labels in pairs, as EMNIST and KMNIST come."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nncore.data.dataset import Dataset
from nncore.data.idx import read_idx
from nncore.data.split import shuffled_split
from nncore.errors import DataError

MAX_CLASSES = 1000


def load_idx_pairs(
    train_images: Path,
    train_labels: Path,
    test_images: Path | None = None,
    test_labels: Path | None = None,
    *,
    test_fraction: float = 0.2,
    seed: int = 0,
) -> Dataset:
    """Read images and labels from IDX files, gzipped or raw.

    Bytes become 0..1, other numbers stay as they are. Images (N, H, W) get a channel axis.

    Args:
        train_images: The examples (N, ...).
        train_labels: One whole number from 0 for each.
        test_images: Examples held out; None to draw them from the training files.
        test_labels: Their labels.
        test_fraction: Share drawn for the test if there are no test files.
        seed: The same seed draws the same examples.

    Raises:
        DataError: A file is damaged or does not fit its partner; the message names it.
    """
    if (test_images is None) != (test_labels is None):
        given, missing = ("images", "labels") if test_labels is None else ("labels", "images")
        raise DataError(f"{test_images or test_labels}: test {given} without test {missing}")
    x, y = _pair(train_images, train_labels)
    if test_images is not None and test_labels is not None:
        x_test, y_test = _pair(test_images, test_labels)
    else:
        train, test = shuffled_split(train_images, len(x), test_fraction, seed)
        x, x_test, y, y_test = x[train], x[test], y[train], y[test]
    classes = max(int(y.max()), int(y_test.max()), 1) + 1
    return Dataset(
        name=train_images.name.split(".")[0] or train_images.name,
        x_train=x,
        y_train=y,
        x_test=x_test,
        y_test=y_test,
        class_names=tuple(map(str, range(classes))),
        source=f"IDX files in {train_images.parent}",
    )


def _pair(images: Path, labels: Path) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Examples and their labels, read and checked against each other."""
    x, y = read_idx(images), read_idx(labels)
    if x.ndim < 2:
        raise DataError(f"{images}: {len(x)} single numbers; this looks like a file of labels")
    if y.ndim != 1 or y.dtype.kind not in "iu":
        raise DataError(
            f"{labels}: {y.dtype} of shape {y.shape}; labels must be whole numbers (N,)"
        )
    if len(x) != len(y):
        raise DataError(f"{labels}: {len(y)} labels for the {len(x)} examples of {images}")
    if y.min() < 0 or y.max() >= MAX_CLASSES:
        raise DataError(
            f"{labels}: labels {y.min()}..{y.max()}; they must lie in 0..{MAX_CLASSES - 1}"
        )
    return _inputs(x, images), y.astype(np.int64)


def _inputs(x: NDArray[Any], path: Path) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):
        values = x.astype(np.float32)
    if x.dtype == np.uint8:
        values *= np.float32(1 / 255)
    elif not np.isfinite(values).all():
        raise DataError(f"{path}: holds numbers that are NaN or too large for 32 bits")
    return values[..., np.newaxis] if values.ndim == 3 else values
