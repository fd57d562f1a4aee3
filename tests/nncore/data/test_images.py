"""Reading one picture as ink."""

import numpy as np
import pytest

from nncore.data.images import as_drawing, as_ink, read_ink
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


def test_clean_drawing_stays_as_it_is() -> None:
    ink = np.zeros((100, 80), np.float32)
    ink[20:70, 30:40] = 1
    ink[20:70, 29] = 0.4
    np.testing.assert_allclose(as_drawing(ink), ink, atol=1e-6)


def test_photograph_loses_grain_shadow_and_size() -> None:
    rng = np.random.default_rng(0)
    light = 0.75 + 0.1 * np.linspace(-1, 1, 1500)[:, None] + rng.normal(0, 0.02, (1500, 1200))
    light[300:1200, 550:640] = 0.15
    drawing = as_drawing(as_ink(light.astype(np.float32)))
    assert max(drawing.shape) == 280
    scale = 280 / 1500
    stroke = drawing[int(320 * scale) : int(1180 * scale), int(560 * scale) : int(630 * scale)]
    assert stroke.min() > 0.8
    paper = drawing[:, : int(500 * scale)]
    assert (paper > 0).mean() < 0.01


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (3, 5000), (5, 5)])
@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_drawing_without_any_stroke_is_empty(shape: tuple[int, int], value: float) -> None:
    drawing = as_drawing(np.full(shape, value, np.float32))
    assert not drawing.any()
    assert max(drawing.shape) <= 280
