"""The user's own digits: one small PGM file each, in a folder for each of 0 to 9.

Any picture viewer opens the files, and nothing in them is executed. The folder is
``own-digits`` in the user's data folder; a file's name begins with the time it was drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nncore.data.dataset import Dataset
from nncore.data.digits import SIDE
from nncore.data.options import check_number
from nncore.data.split import shuffled_split
from nncore.errors import DataError
from nncore.paths import user_data_dir

LABELS = tuple("0123456789")
SUFFIX = ".pgm"
REPEATED = 10
"""How often each own digit is mixed in: once among thousands would teach nothing."""

_NAME = "own-digits"
_HEADER = b"P5\n28 28\n255\n"
_BYTES = len(_HEADER) + SIDE * SIDE
_MOST = 100_000

Image = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class OwnDigit:
    """One drawing that the user has named.

    Attributes:
        picture: Ink (28, 28), as a network reads it.
    """

    path: Path
    label: int
    picture: Image


def own_digits_dir() -> Path:
    """Where the user's own digits are kept."""
    return user_data_dir() / _NAME


def encode(picture: np.ndarray) -> bytes:
    """The file of a digit: ink (28, 28) in 0..1 as grey levels.

    Raises:
        DataError: It is no such picture.
    """
    ink = np.asarray(picture, np.float32)
    if ink.shape != (SIDE, SIDE) or not (ink.min() >= 0 and ink.max() <= 1):
        raise DataError(f"a digit must be (28, 28) with ink in 0..1, got {ink.shape}")
    return _HEADER + np.rint(ink * 255).astype(np.uint8).tobytes()


def decode(content: bytes, path: Path) -> Image:
    """The picture of a digit's file.

    Raises:
        DataError: The file was not written by `encode`.
    """
    if len(content) != _BYTES or not content.startswith(_HEADER):
        raise DataError(f"{path}: no digit of 28 x 28 grey pixels; remove the file")
    grey = np.frombuffer(content, np.uint8, offset=len(_HEADER)).reshape(SIDE, SIDE)
    return grey.astype(np.float32) / np.float32(255)


def read_own_digits(folder: Path) -> list[OwnDigit]:
    """All digits of the folder, the oldest first; none where there is no folder.

    Raises:
        DataError: A file cannot be read or is no digit; the message names it.
    """
    digits = [_read(path, label) for label in range(10) for path in _files(folder / str(label))]
    return sorted(digits, key=lambda digit: digit.path.name)


def load_own_digits(*, count: int = 0, test_fraction: float = 0.2, seed: int = 0) -> Dataset:
    """The user's own digits as a data set.

    Args:
        count: Only the first this many, the oldest; 0 for all.
        test_fraction: Share that is held out.
        seed: The same seed holds out the same digits.

    Raises:
        DataError: There are fewer than two.
    """
    folder = own_digits_dir()
    check_number(_NAME, "count", count, 0, _MOST, whole=True)
    digits = read_own_digits(folder)[: count or None]
    if len(digits) < 2:
        raise DataError(
            f"{folder}: {len(digits)} digits of yours; draw on the pad and name at least two "
            "with “this is a…”"
        )
    x, y = _arrays(digits)
    train, test = shuffled_split(folder, len(x), test_fraction, seed)
    return Dataset(
        name=_NAME,
        x_train=x[train],
        y_train=y[train],
        x_test=x[test],
        y_test=y[test],
        class_names=LABELS,
        source=f"{len(digits)} digits of yours in {folder}",
    )


def with_own_digits(data: Dataset, count: int) -> Dataset:
    """Digits with the user's own before the training part, each `REPEATED` times.

    Before it, because validation samples are cut off its end.

    Args:
        data: 28 x 28 pictures of the digits 0 to 9.
        count: How many of the user's, the oldest first; 0 changes nothing.

    Raises:
        DataError: There are none.
    """
    check_number(data.name, "own_digits", count, 0, _MOST, whole=True)
    if not count:
        return data
    folder = own_digits_dir()
    digits = read_own_digits(folder)[:count]
    if not digits:
        raise DataError(f"{folder}: no digits of yours; set own_digits to 0 or draw some")
    x, y = _arrays(digits)
    return replace(
        data,
        x_train=np.concatenate([np.tile(x, (REPEATED, 1, 1, 1)), data.x_train]),
        y_train=np.concatenate([np.tile(y, REPEATED), data.y_train]),
        source=f"{data.source}; with {len(digits)} digits of yours, {REPEATED} times each",
    )


def _arrays(digits: Iterable[OwnDigit]) -> tuple[Image, NDArray[np.int64]]:
    pictures = [digit.picture for digit in digits]
    labels = [digit.label for digit in digits]
    return np.stack(pictures)[..., np.newaxis], np.array(labels, np.int64)


def _files(folder: Path) -> list[Path]:
    try:
        return [p for p in folder.iterdir() if p.suffix == SUFFIX and not p.name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise DataError(f"{folder}: cannot be listed: {error.strerror or error}") from error


def _read(path: Path, label: int) -> OwnDigit:
    try:
        with path.open("rb") as stream:
            content = stream.read(_BYTES + 1)
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}") from error
    return OwnDigit(path, label, decode(content, path))
