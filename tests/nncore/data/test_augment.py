import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nncore.data.augment import Augment
from nncore.errors import SpecError


def pictures(count: int = 100, channels: int = 1, dtype: type = np.float32) -> np.ndarray:
    x = np.zeros((count, 28, 28, channels), dtype)
    x[:, 10:18, 12:15] = 1.0
    return x


def run(augment: Augment, x: np.ndarray, seed: int = 0) -> np.ndarray:
    return augment(x, np.random.default_rng(seed))


def centres(x: np.ndarray) -> np.ndarray:
    """Centre of mass (row, column) of each picture, from the middle of the picture."""
    at = np.arange(28) - 13.5
    ink = x[..., 0]
    total = ink.sum(axis=(1, 2))
    return np.stack([ink.sum(axis=2) @ at / total, ink.sum(axis=1) @ at / total], axis=1)


EVERYTHING = Augment(shift=2, rotate=15, scale=0.1, shear=10, elastic=34, noise=0.1)


def test_nothing_set_changes_nothing() -> None:
    x = np.random.default_rng(1).random((5, 28, 28, 3)).astype(np.float32)
    result = run(Augment(), x)
    np.testing.assert_array_equal(result, x)
    assert not np.shares_memory(result, x)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_same_seed_gives_the_same_pictures(dtype: type) -> None:
    x = pictures(dtype=dtype)
    result = run(EVERYTHING, x)
    assert result.dtype == dtype
    np.testing.assert_array_equal(result, run(EVERYTHING, x))
    assert not np.array_equal(result, run(EVERYTHING, x, seed=1))


def test_every_picture_is_changed_its_own_way_and_the_input_is_left_alone() -> None:
    x = pictures()
    result = run(Augment(shift=2, rotate=15), x)
    assert len({picture.tobytes() for picture in result}) == len(x)
    np.testing.assert_array_equal(x, pictures())


def test_out_is_filled_and_may_be_the_input() -> None:
    x = pictures()
    expected = run(EVERYTHING, x)
    out = np.empty_like(x)
    assert EVERYTHING(x, np.random.default_rng(0), out) is out
    np.testing.assert_array_equal(out, expected)
    EVERYTHING(x, np.random.default_rng(0), x)
    np.testing.assert_array_equal(x, expected)


def test_shift_stays_within_its_pixels_and_fills_the_range() -> None:
    x = pictures(1000)
    moved = centres(run(Augment(shift=3), x)) - centres(x)
    assert np.abs(moved).max() <= 3 + 1e-4
    assert np.abs(moved).max() > 2.9
    assert np.abs(moved.mean(axis=0)).max() < 0.2


def test_what_comes_in_from_outside_is_paper() -> None:
    result = run(Augment(shift=100), np.ones((50, 28, 28, 1), np.float32))
    assert (result.sum(axis=(1, 2, 3)) == 0).any()
    assert result.min() == 0.0
    assert result.max() <= 1.0 + 1e-6


def angle(picture: np.ndarray) -> float:
    """Direction of the long axis, degrees from the vertical, clockwise."""
    y, x = np.mgrid[0:28, 0:28] - 13.5
    ink = picture[..., 0]
    return math.degrees(0.5 * math.atan2(-2 * (ink * x * y).sum(), (ink * (y * y - x * x)).sum()))


def bar() -> np.ndarray:
    x = np.zeros((300, 28, 28, 1), np.float32)
    x[:, 6:22, 13:15] = 1.0
    return x


def test_rotation_turns_by_up_to_its_degrees_about_the_middle() -> None:
    result = run(Augment(rotate=30), bar())
    angles = np.array([angle(picture) for picture in result])
    assert 28 < np.abs(angles).max() < 30.5
    assert angles.min() < -25
    assert angles.max() > 25
    np.testing.assert_allclose(centres(result), 0.0, atol=0.02)
    np.testing.assert_allclose(result.sum(axis=(1, 2, 3)), 32, rtol=0.03)


def test_scale_changes_the_area_by_its_square() -> None:
    x = np.zeros((500, 28, 28, 1), np.float32)
    x[:, 9:19, 9:19] = 1.0
    sides = np.sqrt(run(Augment(scale=0.2), x).sum(axis=(1, 2, 3)))
    assert sides.min() == pytest.approx(8, abs=0.1)
    assert sides.max() == pytest.approx(12, abs=0.1)


def test_shear_slants_and_keeps_the_rows() -> None:
    result = run(Augment(shear=20), bar())
    np.testing.assert_allclose(result.sum(axis=(2, 3))[:, 6:22], 2.0, atol=1e-4)
    top = (result[:, 6, :, 0] @ np.arange(28)) / 2
    bottom = (result[:, 21, :, 0] @ np.arange(28)) / 2
    slants = np.degrees(np.arctan((bottom - top) / 15))
    assert 19 < np.abs(slants).max() < 20.1


def test_affine_agrees_with_a_plain_loop() -> None:
    rng = np.random.default_rng(3)
    x = rng.random((3, 9, 7, 2)).astype(np.float32)
    augment = Augment(shift=2, rotate=40, scale=0.3, shear=20)
    matrices = augment._matrices(3, np.random.default_rng(5))
    assert matrices is not None
    expected = np.zeros_like(x)
    for n, r, c in np.ndindex(3, 9, 7):
        y0, x0 = matrices[n] @ [r - 4, c - 3, 1] + [4, 3]
        for i, j in np.ndindex(9, 7):
            near = max(0, 1 - abs(y0 - i)) * max(0, 1 - abs(x0 - j))
            expected[n, r, c] += near * x[n, i, j]
    np.testing.assert_allclose(augment(x, np.random.default_rng(5)), expected, atol=1e-5)


def test_elastic_bends_smoothly() -> None:
    y = np.mgrid[0:28, 0:28][0] / 27
    ramp = np.broadcast_to(y[..., np.newaxis], (200, 28, 28, 1)).astype(np.float32)
    moved = (run(Augment(elastic=34), ramp) - ramp)[:, 8:20, 8:20, 0] * 27
    # Uniform noise has deviation 0.577; a Gaussian of sigma 4 leaves 1 / (2 sigma sqrt(pi)) of it.
    assert moved.std() == pytest.approx(34 * 0.577 / (8 * math.sqrt(math.pi)), rel=0.1)
    assert np.abs(np.diff(moved, axis=1)).mean() < 0.3 * moved.std()


def test_noise_has_its_deviation_and_stays_ink() -> None:
    x = np.full((50, 28, 28, 1), 0.5, np.float32)
    result = run(Augment(noise=0.1), x)
    assert (result - x).std() == pytest.approx(0.1, rel=0.02)
    loud = run(Augment(noise=5), x)
    assert (loud.min(), loud.max()) == (0.0, 1.0)


@settings(max_examples=30, deadline=None)
@given(
    shape=st.tuples(st.integers(0, 70), st.integers(1, 6), st.integers(1, 6), st.integers(1, 3)),
    shift=st.floats(0, 1e4),
    elastic=st.floats(0, 1e4),
)
def test_any_shape_and_strength_gives_ink(
    shape: tuple[int, ...], shift: float, elastic: float
) -> None:
    result = run(
        Augment(shift=shift, rotate=180, scale=0.95, shear=60, elastic=elastic), np.ones(shape)
    )
    assert result.shape == shape
    assert ((result >= 0) & (result <= 1 + 1e-6)).all()


def test_json_keeps_every_setting() -> None:
    assert Augment.from_json(json.loads(json.dumps(EVERYTHING.to_json()))) == EVERYTHING
    assert Augment(rotate=10).to_json() == {"rotate": 10.0}
    assert Augment.from_json({}) == Augment()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"shift": -1}, "shift"),
        ({"rotate": 181}, "rotate"),
        ({"scale": 1.0}, "scale"),
        ({"shear": 90}, "shear"),
        ({"elastic": float("nan")}, "elastic"),
        ({"elastic_sigma": 0}, "elastic_sigma"),
        ({"noise": float("inf")}, "noise"),
        ({"shift": "2"}, "shift"),
        ({"shift": True}, "shift"),
        ({"shift": None}, "shift"),
        ({"zoom": 1}, "zoom"),
    ],
)
def test_bad_setting_is_refused_by_name(given: dict[str, object], field: str) -> None:
    with pytest.raises(SpecError, match=field) as caught:
        Augment.from_json(given)
    assert caught.value.field == field


def test_what_are_no_images_is_refused() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(SpecError, match=r"\(10, 784\)"):
        EVERYTHING(np.zeros((10, 784), np.float32), rng)
    with pytest.raises(SpecError, match="uint8"):
        EVERYTHING(np.zeros((1, 28, 28, 1), np.uint8), rng)
    with pytest.raises(SpecError, match="out must be"):
        EVERYTHING(pictures(2), rng, pictures(3))
    with pytest.raises(SpecError, match="list"):
        Augment.from_json([])  # type: ignore[arg-type]
