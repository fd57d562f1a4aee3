import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nncore.data import has_ink, normalize_digit
from nncore.data.digits import spread, stages
from nncore.errors import DataError


def seven(size: int = 280, top: int = 60, left: int = 80, scale: float = 1.0) -> np.ndarray:
    """A seven drawn with two thick strokes."""
    y, x = np.mgrid[0:size, 0:size].astype(float)
    u, v = (y - top) / scale, (x - left) / scale
    bar = (u >= 0) & (u < 16) & (v >= 0) & (v < 100)
    leg = (u >= 16) & (u < 150) & (np.abs(v - (92 - 0.45 * (u - 16))) < 9)
    return (bar | leg).astype(np.float32)


def mass_centre(image: np.ndarray) -> tuple[float, float]:
    at = np.arange(28)
    return (
        float(image.sum(axis=1) @ at / image.sum()),
        float(image.sum(axis=0) @ at / image.sum()),
    )


def box(image: np.ndarray) -> tuple[int, int]:
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def test_digit_is_28_by_28_ink() -> None:
    digit = normalize_digit(seven())
    assert digit.shape == (28, 28)
    assert digit.dtype == np.float32
    assert digit.min() == 0.0
    assert 0.9 < digit.max() <= 1.0


@settings(max_examples=40, deadline=None)
@given(
    top=st.integers(0, 100),
    left=st.integers(0, 150),
    scale=st.floats(0.4, 1.2),
)
def test_longer_side_is_20_and_mass_is_centred_wherever_it_was_drawn(
    top: int, left: int, scale: float
) -> None:
    digit = normalize_digit(seven(top=top, left=left, scale=scale))
    assert max(box(digit)) == 20
    assert np.abs(np.subtract(mass_centre(digit), 14)).max() <= 0.5 + 1e-4


def test_place_on_the_paper_does_not_matter() -> None:
    np.testing.assert_array_equal(
        normalize_digit(seven(top=5, left=9)), normalize_digit(seven(top=101, left=143))
    )


@pytest.mark.parametrize("factor", [2, 3, 5])
def test_size_of_the_drawing_does_not_matter(factor: int) -> None:
    drawing = seven()
    larger = np.kron(drawing, np.ones((factor, factor), np.float32))
    np.testing.assert_allclose(normalize_digit(larger), normalize_digit(drawing), atol=1e-5)


def test_half_the_size_drawn_anew_gives_nearly_the_same() -> None:
    difference = normalize_digit(seven(scale=0.6)) - normalize_digit(seven(scale=1.2))
    assert np.abs(difference).mean() < 0.05


def test_a_digit_of_mnist_stays_what_it_is() -> None:
    once = normalize_digit(seven())
    np.testing.assert_allclose(normalize_digit(once), once, atol=1e-6)


def test_mean_ink_is_kept_when_shrunk() -> None:
    drawing = np.zeros((200, 100), np.float32)
    drawing[::2] = 1.0
    drawing[-1] = 1.0
    fitted = stages(drawing)["fitted"]
    assert fitted.shape == (20, 10)
    np.testing.assert_allclose(fitted.mean(), drawing.mean(), atol=1e-5)


def test_proportions_are_kept() -> None:
    bar = np.zeros((280, 280))
    bar[20:220, 100:140] = 1.0
    assert box(normalize_digit(bar)) == (20, 4)
    assert box(normalize_digit(bar.T)) == (4, 20)


def test_empty_drawing_gives_an_empty_digit() -> None:
    assert not normalize_digit(np.zeros((280, 280))).any()
    assert not has_ink(np.zeros((3, 3)))
    assert not stages(np.zeros((9, 9)))["centred"].any()


def test_all_black_gives_a_square_in_the_middle() -> None:
    digit = normalize_digit(np.ones((280, 280)))
    assert digit.sum() == pytest.approx(400)
    assert box(digit) == (20, 20)


def test_single_dot_is_ink_and_gives_a_square() -> None:
    drawing = np.zeros((280, 280))
    drawing[3, 277] = 1.0
    assert has_ink(drawing)
    digit = normalize_digit(drawing)
    assert box(digit) == (20, 20)
    assert digit.max() == 1.0


def test_long_thin_stroke_keeps_a_pixel_of_width() -> None:
    drawing = np.zeros((280, 280))
    drawing[10:270, 50] = 1.0
    assert box(normalize_digit(drawing)) == (20, 1)


def test_no_ink_is_lost_over_the_edge() -> None:
    drawing = np.zeros((200, 200))
    drawing[0:20] = 1.0
    drawing[:, 0] = 0.02
    drawing[180:, :20] = 1.0
    result = stages(drawing)
    assert result["centred"].sum() == pytest.approx(result["fitted"].sum())


def test_stages_are_the_pictures_on_the_way() -> None:
    drawing = seven()
    result = stages(drawing)
    assert list(result) == ["raw", "cropped", "fitted", "centred"]
    np.testing.assert_array_equal(result["raw"], drawing)
    assert result["cropped"].shape == (150, 101)
    assert result["fitted"].shape == (20, 13)
    np.testing.assert_array_equal(result["centred"], normalize_digit(drawing))


def test_steps_can_be_left_out() -> None:
    drawing = seven(top=0, left=0, scale=0.5)
    plain = normalize_digit(drawing, crop=False, fit=False, center=False)
    np.testing.assert_allclose(plain, drawing.reshape(28, 10, 28, 10).mean(axis=(1, 3)), atol=1e-6)
    assert max(box(normalize_digit(drawing, fit=False))) == 8
    middle = normalize_digit(drawing, center=False)
    assert np.flatnonzero(middle.any(axis=1))[0] == 4
    assert box(normalize_digit(drawing, crop=False, center=False))[0] < 8


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (28, 28), (301, 77), (30, 30, 1)])
def test_any_size_is_taken(shape: tuple[int, ...]) -> None:
    assert normalize_digit(np.ones(shape)).shape == (28, 28)


def test_booleans_are_ink() -> None:
    np.testing.assert_array_equal(normalize_digit(seven() > 0), normalize_digit(seven()))


@pytest.mark.parametrize(
    ("image", "said"),
    [
        (np.full((9, 9), np.nan), "nan"),
        (np.full((9, 9), np.inf), "inf"),
        (np.full((9, 9), -0.1), "-0.1"),
        (np.full((9, 9), 255, np.uint8), "divide bytes by 255"),
        (np.zeros((0, 9)), r"\(0, 9\)"),
        (np.zeros(9), r"\(9,\)"),
        (np.zeros((9, 9, 3)), r"\(9, 9, 3\)"),
        (np.zeros((1, 40_000)), "40000"),
        (np.full((9, 9), "a"), "numbers"),
        (np.zeros((9, 9), complex), "complex"),
    ],
)
def test_what_is_no_drawing_is_refused(image: np.ndarray, said: str) -> None:
    with pytest.raises(DataError, match=said):
        normalize_digit(image)
    with pytest.raises(DataError, match=said):
        has_ink(image)


@pytest.mark.parametrize("switches", [
    {},
    {"crop": False},
    {"fit": False},
    {"center": False},
    {"crop": False, "fit": False, "center": False},
])  # fmt: skip
def test_stages_with_steps_left_out_end_as_the_digit_does(switches: dict[str, bool]) -> None:
    drawing = np.zeros((280, 280), np.float32)
    drawing[40:200, 30:60] = 1
    drawing[180:200, 30:150] = 0.5
    result = stages(drawing, **switches)
    np.testing.assert_array_equal(result["centred"], normalize_digit(drawing, **switches))
    expected = (160, 120) if switches.get("crop", True) else (280, 280)
    assert result["cropped"].shape == expected


def test_spread_takes_values_back_to_where_the_ink_is() -> None:
    drawing = np.zeros((280, 280), np.float32)
    drawing[100:200, 150:190] = 1  # the box: 20 x 8 pixels of the digit
    digit = normalize_digit(drawing)
    lower = np.zeros((28, 28), np.float32)
    rows = np.flatnonzero(digit.any(axis=1))
    lower[rows[len(rows) // 2] :] = -2.0
    back = spread(lower, drawing)
    assert back.shape == drawing.shape
    assert back.min() == -2.0  # signs and sizes stay
    assert not back[:100].any()
    assert not back[:, :150].any()
    assert not back[100:145].any()
    assert (back[155:200, 150:190] == -2.0).all()


def test_spread_of_a_digit_as_it_is_changes_nothing() -> None:
    values = np.random.default_rng(0).normal(size=(28, 28)).astype(np.float32)
    picture = np.ones((28, 28), np.float32)
    back = spread(values, picture, crop=False, fit=False, center=False)
    np.testing.assert_array_equal(back, values)
