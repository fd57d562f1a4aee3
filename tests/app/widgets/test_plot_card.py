"""The card beside the hover line tells every value whole, however small the plot is."""

import pytest
from PySide6.QtGui import QFontMetricsF

from app.widgets.plot_legend import SWATCH
from tests.app.widgets.plots import canvas, new_plot, scene

EARLIER = "first-digits, seed 12, learning rate 0.01"


def feed(plot):
    plot.set_x_span(12)
    for name in ("train", "validation"):
        plot.extend(name, range(1, 13), [0.9876 - 0.05 * i for i in range(12)])


@pytest.mark.parametrize("width", [240, 265, 320, 700])
@pytest.mark.parametrize("smoothing", [0.0, 0.6])
def test_a_curve_is_named_and_its_value_told_wherever_one_points(show, width, smoothing):
    plot = new_plot()
    show(plot, width, 180)
    feed(plot)
    plot.set_smoothing(smoothing)
    surface = canvas(plot)
    metrics = QFontMetricsF(surface._font())
    for x in range(1, 13):
        plot.set_hover(x)
        rows, card = surface._card_rows(), surface._card_rect()
        assert [row.text for row in rows] == [row.text for row in scene(plot).card]
        assert surface.rect().toRectF().contains(card)
        widest = max(metrics.horizontalAdvance(row.text) for row in rows)
        assert SWATCH + 6 + widest + 16 <= card.width() + 1


def test_an_earlier_run_gives_its_name_for_its_values(show):
    plot = new_plot()
    show(plot, 300, 180)
    feed(plot)
    plot.add_ghost(1, EARLIER, plot.curves())
    for x in range(1, 13):
        plot.set_hover(x)
        whole, short = scene(plot).card[-1].text, canvas(plot)._card_rows()[-1].text
        assert whole.startswith(EARLIER)
        assert "…" in short
        assert short.startswith("fi")
        assert short.rpartition("…")[2] == whole.removeprefix(f"{EARLIER}: ")


def test_the_name_is_cut_where_the_whole_plot_is_too_narrow(show):
    plot = new_plot()
    plot.add_series("norm", "the length of the gradient over all of the parameters")
    show(plot, 260, 180)
    plot.extend("norm", [1, 2], [0.1234, 0.2345])
    plot.set_hover(1.0)
    (row,) = canvas(plot)._card_rows()
    assert row.text.startswith("the length")
    assert row.text.endswith("… 0.1234")


def test_the_card_stands_beside_the_line_where_a_side_has_the_room(show):
    plot = new_plot()
    show(plot, 700, 180)
    feed(plot)
    for x in range(1, 13):
        plot.set_hover(x)
        card, at = canvas(plot)._card_rect(), canvas(plot)._hover_at()
        assert card.right() < at or card.left() > at
