from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from app.theme import theme
from app.widgets.bars import ProbabilityBars

SEVEN = [0.001, 0.008, 0.012, 0.004, 0.002, 0.001, 0.0, 0.951, 0.003, 0.018]


@pytest.fixture
def bars(show):
    widget = ProbabilityBars()
    widget.set_animated(False)
    widget.set_labels(tuple("0123456789"))
    show(widget, 150, 160)
    return widget


def texts(bars):
    return [bars.row_text(index) for index in bars.rows]


def test_values_are_per_cent_with_one_decimal(bars):
    bars.set_values(SEVEN)
    assert texts(bars) == ["0.1", "0.8", "1.2", "0.4", "0.2", "0.1", "0.0", "95.1", "0.3", "1.8"]
    assert bars.winner == 7
    assert bars.accessibleDescription().startswith("7: 95.1 %, 9: 1.8 %")


def test_winner_is_positive_and_others_negative_in_both_themes(bars, colour_at):
    bars.set_values([0.3, 0.6, 0.1])
    for mode in ("light", "dark"):
        theme().set_mode(mode)
        tokens = theme().tokens
        assert colour_at(bars, bars.bar_rect(1).center()) == QColor(tokens.positive)
        assert colour_at(bars, bars.bar_rect(0).center()) == QColor(tokens.negative)
        beyond = QPointF(bars.bar_rect(0).right() + 20, bars.bar_rect(0).center().y())
        assert colour_at(bars, beyond) == QColor(tokens.chip)


def test_bar_is_as_long_as_its_share(bars):
    bars.set_values([1.0, 0.5, 0.0])
    assert bars.bar_rect(1).width() == pytest.approx(bars.bar_rect(0).width() / 2)
    assert bars.bar_rect(2).width() == 0


def test_none_empties_the_bars_but_keeps_the_names(bars):
    bars.set_values(SEVEN)
    bars.set_values(None)
    assert bars.rows == tuple(range(10))
    assert texts(bars) == [""] * 10
    assert bars.bar_rect(7).isEmpty()
    assert bars.accessibleDescription() == "no values"


def test_nan_is_a_dash_and_never_wins(bars):
    bars.set_values([np.nan, 0.25, 0.75])
    assert texts(bars) == ["–", "25.0", "75.0"]
    assert bars.winner == 2
    bars.set_values([np.nan, np.nan])
    assert bars.winner == -1
    assert bars.bar_rect(0).isEmpty()
    bars.repaint()


def test_values_outside_0_to_1_are_plain_numbers_on_their_own_scale(bars):
    bars.set_values([2.0, -4.0, np.inf])
    assert texts(bars) == ["2", "−4", "∞"]
    assert bars.bar_rect(1).width() == pytest.approx(2 * bars.bar_rect(0).width())
    assert bars.bar_rect(1).right() == pytest.approx(bars.bar_rect(0).left())  # the zero
    assert "%" not in bars.accessibleDescription()
    bars.set_values([12.0, 3.0])
    assert bars.bar_rect(0).width() == pytest.approx(4 * bars.bar_rect(1).width())


def test_rounding_of_float32_does_not_end_per_cent(bars):
    bars.set_values(np.array([1.0000001, 0.0], dtype=np.float32))
    assert texts(bars) == ["100.0", "0.0"]


def test_more_than_twenty_classes_show_the_ten_largest_first(bars):
    bars.set_labels(())
    values = np.arange(1000) / 499_500
    bars.set_values(values)
    assert bars.rows == tuple(range(999, 989, -1))
    bars.set_values(None)
    assert bars.rows == ()


def test_twenty_rows_fit_without_overlap(bars):
    bars.set_labels(())
    bars.set_values(np.full(20, 0.05))
    assert bars.minimumSizeHint().height() == 20 * 12
    bars.resize(150, 240)
    rects = [bars.bar_rect(index) for index in bars.rows]
    assert rects[-1].bottom() <= 240
    for above, below in pairwise(rects):
        assert above.bottom() < below.top()


@pytest.mark.parametrize("count", [0, 1, 2, 20, 21])
@pytest.mark.parametrize("size", [(1, 1), (30, 9), (400, 300)])
def test_any_count_is_drawn_at_any_size(bars, count, size):
    bars.resize(*size)
    bars.set_values(np.linspace(0, 1, count))
    bars.grab()


def test_bars_ease_to_new_values_and_the_timer_rests(bars, qtbot):
    bars.set_animated(True)
    bars.set_values([0.0, 1.0])
    assert bars.is_moving
    assert bars.bar_rect(1).width() < 1
    assert bars.row_text(1) == "100.0"  # numbers do not wait
    seen = []

    def arrived():
        seen.append(bars.bar_rect(1).width())
        return not bars.is_moving

    qtbot.waitUntil(arrived, timeout=2000)
    assert seen == sorted(seen)
    bars.set_values([0.0, 1.0])
    assert not bars.is_moving


def test_hidden_bars_jump(bars):
    bars.set_animated(True)
    bars.set_values([0.0, 1.0])
    bars.hide()
    assert not bars.is_moving
    bars.set_values([1.0, 0.0])
    assert not bars.is_moving
    assert bars.bar_rect(0).width() > 10
