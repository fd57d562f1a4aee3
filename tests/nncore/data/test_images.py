"""Reading one picture as ink."""

import numpy as np
import pytest

from nncore.data.images import read_ink
from nncore.errors import DataError


def test_dark_ink_on_light_paper_is_inverted(tmp_path):
    page = np.full((20, 30), 255, np.uint8)
    page[5:15, 10:12] = 0
    np.save(tmp_path / "page.npy", page)
    ink = read_ink(tmp_path / "page.npy")
    assert ink.shape == (20, 30)
    assert ink.dtype == np.float32
    assert ink[0, 0] == 0
    assert ink[6, 10] == 1


def test_light_ink_on_dark_ground_is_kept(tmp_path):
    digit = np.zeros((28, 28, 1), np.float32)
    digit[8:20, 14] = 0.5
    np.save(tmp_path / "digit.npy", digit)
    np.testing.assert_array_equal(read_ink(tmp_path / "digit.npy"), digit[..., 0])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("objects.npy", np.array([[None, 1]], dtype=object)),
        ("cube.npy", np.zeros((3, 3, 3))),
        ("empty.npy", np.zeros((0, 5))),
        ("nan.npy", np.full((4, 4), np.nan)),
        ("negative.npy", np.full((4, 4), -1.0)),
    ],
)
def test_what_is_no_picture_is_refused_by_name(tmp_path, name, content):
    np.save(tmp_path / name, content, allow_pickle=True)
    with pytest.raises(DataError, match=name):
        read_ink(tmp_path / name)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"absent\.png: no such file"):
        read_ink(tmp_path / "absent.png")
