"""How weights are spread."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from app.theme import theme
from app.widgets.histogram import HistogramView


@pytest.fixture
def view(qtbot):
    widget = HistogramView()
    qtbot.addWidget(widget)
    widget.resize(424, 200)
    widget.set_counts(np.linspace(-2, 2, 5), np.array([0, 8, 8, 0]), np.array([1, 4, 10, 1]))
    return widget


def test_pointing_at_a_bar_tells_its_bounds_and_both_counts(view):
    assert view.bin_at(12 + 250) == 2
    assert view.bin_text(2) == "0 to 1: 10 now, 8 at the start"
    assert view.bin_at(3) == view.bin_at(420) == -1


def test_screen_readers_hear_how_many_weights_there_are(view):
    assert view.accessibleDescription() == "16 weights from −2 to 2"


def test_bars_are_drawn_in_the_accent_and_none_where_nothing_is(view):
    image = view.grab().toImage()
    high = image.pixelColor(QPoint(12 + 250, 60))
    empty = image.pixelColor(QPoint(12 + 50, 60))
    assert high != empty
    view.set_empty_text("nothing")
    view.set_counts(np.zeros(0), np.zeros(0, int), np.zeros(0, int))
    assert view.bin_at(200) == -1
    theme().set_mode("light")
    assert not view.grab().isNull()
