"""The user's own digits: files, a data set, and mixed into another one."""

from pathlib import Path

import numpy as np
import pytest

from nncore.data import Dataset, load
from nncore.data.own_digits import (
    REPEATED,
    decode,
    encode,
    own_digits_dir,
    read_own_digits,
    with_own_digits,
)
from nncore.errors import DataError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VITRINE_DATA", str(tmp_path))
    return own_digits_dir()


def keep(folder: Path, label: int, name: str, level: float = 1.0) -> None:
    path = folder / str(label) / f"{name}.pgm"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(np.full((28, 28), level)))


def other() -> Dataset:
    x = np.zeros((4, 28, 28, 1), np.float32)
    return Dataset("d", x, np.arange(4), x, np.arange(4), tuple("0123456789"), "made here")


def test_digit_comes_back_from_its_file_to_a_grey_level() -> None:
    picture = np.random.default_rng(0).random((28, 28)).astype(np.float32)
    back = decode(encode(picture), Path("x.pgm"))
    np.testing.assert_allclose(back, picture, atol=0.5 / 255)
    np.testing.assert_array_equal(decode(encode(back), Path("x.pgm")), back)


def test_file_is_a_picture_that_other_programs_read(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    path = tmp_path / "digit.pgm"
    picture = np.eye(28, dtype=np.float32)
    path.write_bytes(encode(picture))
    with image.open(path) as opened:
        np.testing.assert_array_equal(np.asarray(opened) / 255, picture)


@pytest.mark.parametrize(
    "content",
    [b"", b"P5\n28 28\n255\n", encode(np.zeros((28, 28)))[:-1], encode(np.zeros((28, 28))) + b"x",
     encode(np.zeros((28, 28))).replace(b"28 28", b"56 14", 1), b"<html>" * 200],
)  # fmt: skip
def test_file_that_is_no_digit_is_named(folder: Path, content: bytes) -> None:
    (folder / "3").mkdir(parents=True)
    (folder / "3" / "a.pgm").write_bytes(content)
    with pytest.raises(DataError, match=r"a\.pgm: no digit of 28 x 28"):
        read_own_digits(folder)


@pytest.mark.parametrize("picture", [np.zeros((27, 28)), np.full((28, 28), 1.5),
                                     np.full((28, 28), np.nan)])  # fmt: skip
def test_picture_that_is_no_digit_is_not_encoded(picture: np.ndarray) -> None:
    with pytest.raises(DataError, match="must be"):
        encode(picture)


def test_digits_come_in_the_order_they_were_drawn(folder: Path) -> None:
    keep(folder, 4, "20260102")
    keep(folder, 1, "20260101")
    keep(folder, 4, "20260103")
    (folder / "4" / ".vitrine-1.tmp").write_bytes(b"half")
    (folder / "notes.txt").write_text("mine")
    assert [digit.label for digit in read_own_digits(folder)] == [1, 4, 4]


def test_no_folder_means_no_digits(folder: Path) -> None:
    assert read_own_digits(folder) == []
    with pytest.raises(DataError, match="0 digits of yours; draw on the pad"):
        load("own-digits")


def test_own_digits_are_a_data_set_of_ten_classes(folder: Path) -> None:
    for i in range(10):
        keep(folder, 7, f"2026010{i}", level=i / 10)
    data = load("own-digits")
    assert (len(data.x_train), len(data.x_test)) == (8, 2)
    assert data.classes == 10
    assert set(data.y_train) == {7}
    assert len(load("own-digits", count=5).x_train) == 4
    with pytest.raises(DataError, match="count must be"):
        load("own-digits", count=-1)


def test_own_digits_stand_before_the_others_where_validation_does_not_reach(folder: Path) -> None:
    keep(folder, 9, "20260101")
    keep(folder, 8, "20260102")
    mixed = with_own_digits(other(), 1)
    assert len(mixed.x_train) == 4 + REPEATED
    assert mixed.y_train[:REPEATED].tolist() == [9] * REPEATED
    assert mixed.x_train[0].min() == 1
    assert mixed.y_train[-4:].tolist() == [0, 1, 2, 3]
    assert len(mixed.x_test) == 4
    assert "1 digits of yours" in mixed.source


def test_mixing_none_is_the_data_set_itself_and_mixing_what_is_not_there_fails(
    folder: Path,
) -> None:
    data = other()
    assert with_own_digits(data, 0) is data
    with pytest.raises(DataError, match="no digits of yours"):
        with_own_digits(data, 3)
    with pytest.raises(DataError, match="own_digits must be"):
        with_own_digits(data, True)
