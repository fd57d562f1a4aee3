"""The word at the best point covers no curve and stays inside the plot."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from app.theme import theme
from app.widgets.plot_label import Label, free_place
from tests.app.widgets.plots import canvas, new_plot

PLOT = (10.0, 20.0, 200.0, 100.0)


def place(x: float, y: float, *curves) -> tuple[float, float] | None:
    pixels = [(np.array(xs, float), np.array(ys, float)) for xs, ys in curves]
    return free_place(Label(x, y, 60.0, 14.0, 5.0), PLOT, pixels)


def test_without_a_neighbour_it_stands_beside_the_point():
    left, top = place(110.0, 70.0)
    assert 110 - 5 - 60 <= left <= 110 + 5
    assert 70 - 5 - 14 - 1 <= top <= 70 + 5 + 1


def test_it_gives_way_upwards_and_downwards():
    flat = [10.0, 210.0]
    assert place(110.0, 70.0, (flat, [70.0, 70.0]), (flat, [60.0, 60.0]))[1] >= 75
    assert place(110.0, 70.0, (flat, [70.0, 70.0]), (flat, [80.0, 80.0]))[1] <= 65 - 14


def test_it_gives_way_to_the_side_of_a_steep_curve():
    steep = ([109.0, 110.0, 111.0], [20.0, 70.0, 120.0])
    left, top = place(110.0, 70.0, steep)
    assert left + 60 <= 109 or left >= 111
    assert abs(top + 7 - 70) < 20


def test_a_gap_is_no_curve():
    curve = ([10.0, 100.0, 105.0, 115.0, 210.0], [50.0, 50.0, np.nan, 50.0, 50.0])
    whole = ([10.0, 210.0], [50.0, 50.0])
    assert place(110.0, 57.0, whole) is not None
    left, top = place(110.0, 57.0, curve)
    assert not covers((left, top), curve)


def test_plot_without_room_has_no_word():
    assert free_place(Label(5.0, 5.0, 60.0, 14.0, 5.0), (0.0, 0.0, 50.0, 90.0), []) is None
    assert free_place(Label(5.0, 5.0, 60.0, 14.0, 5.0), (0.0, 0.0, 90.0, 10.0), []) is None


def covers(corner: tuple[float, float], curve, size=(60.0, 14.0)) -> bool:
    """Whether any of many points of a curve lies in the box."""
    x, y = (np.array(values, float) for values in curve)
    many = np.linspace(x[0], x[-1], 20_001)
    heights = np.interp(many, x, y)
    first, last = np.searchsorted(x, many, side="right") - 1, np.searchsorted(x, many)
    first, last = np.clip(first, 0, len(x) - 1), np.clip(last, 0, len(x) - 1)
    there = np.isfinite(y[first]) & np.isfinite(y[last])
    inside = (many > corner[0]) & (many < corner[0] + size[0])
    inside &= (heights > corner[1]) & (heights < corner[1] + size[1])
    return bool((inside & there).any())


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=30),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_no_curve_is_covered_where_that_can_be(points, across, down):
    points = sorted(points)
    curve = ([10 + 200 * x for x, _ in points], [20 + 60 * y for _, y in points])
    corner = place(10 + 200 * across, 20 + 100 * down, curve)
    left, top = corner
    assert 10 <= left <= 210 - 60
    assert 20 <= top <= 120 - 14  # the curve leaves the lowest 40 rows free
    assert not covers(corner, curve)


@pytest.mark.parametrize("size", [(300, 120), (320, 200)])
@pytest.mark.parametrize("percent", [False, True])
def test_noisy_training_curve_is_not_written_upon(show, size, percent):
    plot = new_plot(percent=percent, best="max" if percent else "min")
    show(plot, *size)
    rng = np.random.default_rng(0)
    x = np.linspace(0.01, 12, 1200)
    noisy = np.exp(-x) + 0.25 + 0.2 * rng.random(len(x))
    epochs = np.arange(1.0, 13)
    smooth = np.exp(-epochs) + 0.3
    plot.extend("train", x, 1 - noisy / 2 if percent else noisy)
    plot.extend("validation", epochs, 1 - smooth / 2 if percent else smooth)
    plot.refresh()
    surface, words = canvas(plot), canvas(plot).best_rect()
    assert not words.isEmpty()
    assert surface.plot_rect().contains(words)
    for xs, ys in surface._curve_pixels():
        assert not covers((words.x(), words.y()), (xs, ys), (words.width(), words.height()))
    picture = plot.grab().toImage()
    ratio = picture.devicePixelRatio()
    colours = {theme().tokens.train, theme().tokens.validation}
    seen = {
        picture.pixelColor(round(px * ratio), round(py * ratio)).name()
        for px in np.arange(words.left() + 1, words.right() - 1)
        for py in np.arange(words.top() + 1, words.bottom() - 1)
    }
    assert not seen & {shade.lower() for shade in colours}


def test_word_moves_when_a_curve_comes_or_the_plot_is_resized(fed):
    surface = canvas(fed)
    before = QRectF(surface.best_rect())
    middle = before.center()
    x = surface.x_at(middle)
    low, high = surface.scene_data.y_range
    rect = surface.plot_rect()
    y = low + (rect.bottom() - middle.y()) / rect.height() * (high - low)
    fed.extend("another", [x - 1, x, x + 1], [y, y, y])
    fed.refresh()
    assert surface.best_rect() != before
    fed.resize(400, 240)
    assert surface.plot_rect().contains(surface.best_rect())
