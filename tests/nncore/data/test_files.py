import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from nncore.data import load
from nncore.data.files import load_idx_pairs
from nncore.errors import DataError
from tests.nncore.data.conftest import idx_bytes


def pair(folder: Path, count: int = 10, prefix: str = "train") -> tuple[Path, Path]:
    images, labels = folder / f"{prefix}-images.gz", folder / f"{prefix}-labels"
    pixels = np.arange(count * 12).reshape(count, 3, 4) % 256
    images.write_bytes(gzip.compress(idx_bytes(pixels)))
    labels.write_bytes(idx_bytes(np.arange(count) % 3))
    return images, labels


def test_pair_is_read_and_split_with_every_label_at_its_image(tmp_path: Path) -> None:
    data = load_idx_pairs(*pair(tmp_path))
    assert data.x_train.shape == (8, 3, 4, 1)
    assert data.x_test.shape == (2, 3, 4, 1)
    assert data.class_names == ("0", "1", "2")
    assert data.name == "train-images"
    x = np.concatenate([data.x_train, data.x_test])
    y = np.concatenate([data.y_train, data.y_test])
    first_pixel = np.rint(x[:, 0, 0, 0] * 255).astype(int)
    np.testing.assert_array_equal(y, first_pixel // 12 % 3)
    assert sorted(first_pixel.tolist()) == list(range(0, 120, 12))


def test_test_files_are_the_test_part(tmp_path: Path) -> None:
    data = load_idx_pairs(*pair(tmp_path), *pair(tmp_path, 4, "test"))
    assert (len(data.x_train), len(data.x_test)) == (10, 4)
    np.testing.assert_array_equal(data.y_test, [0, 1, 2, 0])


def test_source_takes_paths_from_the_data_directory(tmp_path: Path) -> None:
    images, labels = pair(tmp_path)
    data = load("idx", tmp_path, train_images=images.name, train_labels=str(labels))
    assert len(data.x_train) == 8


def test_floats_stay_as_they_are(tmp_path: Path) -> None:
    images, labels = pair(tmp_path, 4)
    values = np.linspace(-5, 5, 8).astype(">f4").reshape(4, 2)
    images.write_bytes(struct.pack(">BBBBII", 0, 0, 0x0D, 2, 4, 2) + values.tobytes())
    data = load_idx_pairs(images, labels)
    assert data.x_train.shape == (3, 2)
    assert np.concatenate([data.x_train, data.x_test]).min() == -5


def test_files_that_do_not_fit_are_named(tmp_path: Path) -> None:
    images, labels = pair(tmp_path)
    with pytest.raises(DataError, match="looks like a file of labels"):
        load_idx_pairs(labels, labels)
    with pytest.raises(DataError, match=rf"{images.name}: uint8 of shape \(10, 3, 4\)"):
        load_idx_pairs(images, images)
    with pytest.raises(DataError, match="test images without test labels"):
        load_idx_pairs(images, labels, images)
    labels.write_bytes(idx_bytes(np.zeros(9)))
    with pytest.raises(DataError, match="9 labels for the 10 examples"):
        load_idx_pairs(images, labels)
    labels.write_bytes(struct.pack(">BBBBI", 0, 0, 0x0C, 1, 10) + struct.pack(">i", -1) * 10)
    with pytest.raises(DataError, match=r"labels -1\.\.-1"):
        load_idx_pairs(images, labels)
    labels.write_bytes(struct.pack(">BBBBI", 0, 0, 0x0C, 1, 10) + struct.pack(">i", 1000) * 10)
    with pytest.raises(DataError, match=r"1000\.\.1000"):
        load_idx_pairs(images, labels)


def test_nan_is_named(tmp_path: Path) -> None:
    images, labels = pair(tmp_path, 2)
    for bad in (np.nan, np.inf, 1e300):
        content = struct.pack(">BBBBII", 0, 0, 0x0E, 2, 2, 1) + struct.pack(">dd", 1, bad)
        images.write_bytes(content)
        with pytest.raises(DataError, match=f"{images.name}: .*NaN or too large"):
            load_idx_pairs(images, labels)
