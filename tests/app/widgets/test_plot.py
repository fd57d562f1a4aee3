import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent
from PySide6.QtWidgets import QApplication

from app.theme import theme
from app.widgets.plot import LivePlot
from tests.app.widgets.plots import canvas, new_plot, scene


def mouse(plot, kind, x, y=0.0):
    surface = canvas(plot)
    point = surface.point_of(x, y)
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    event = QMouseEvent(
        kind,
        point,
        QPointF(surface.viewport().mapToGlobal(point.toPoint())),
        button,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(surface.viewport(), event)


# ---- drawing ----


def test_a_million_points_hand_over_at_most_two_thousand(plot):
    rng = np.random.default_rng(0)
    x = np.arange(1_000_000) / 1e5
    plot.extend("train", x, rng.normal(size=len(x)))
    plot.extend("validation", x, rng.normal(size=len(x)))
    plot.add_ghost(1, "earlier", {"train": (x[::7], rng.normal(size=len(x[::7])))})
    plot.resize(1200, 400)
    plot.refresh()
    assert 400 < plot.drawn_points() <= 2000
    plot.set_smoothing(0.6)
    assert plot.drawn_points() <= 2000


def test_refresh_draws_only_what_changed_and_can_be_seen(fed, monkeypatch):
    drawn = []
    monkeypatch.setattr(canvas(fed), "show_scene", drawn.append)
    fed.refresh()
    assert drawn == []
    fed.extend("train", [9.5], [0.02])
    fed.hide()
    fed.refresh()
    assert drawn == []
    fed.show()
    assert len(drawn) == 1


def test_extend_only_stores(fed):
    before = fed.drawn_points()
    fed.extend("train", [9.5], [0.02])
    assert fed.drawn_points() == before
    fed.refresh()
    assert fed.drawn_points() == before + 1


def test_curves_have_the_colours_of_the_theme_and_follow_it(fed, colour_at):
    x, y = 6.0, 0.8 * math.exp(-6.0) + 0.02

    def nearest_to(token):
        picture = fed.grab().toImage()
        point = canvas(fed).point_of(x, y).toPoint()
        want = QColor(token)
        around = [picture.pixelColor(point.x(), point.y() + dy) for dy in range(-3, 4)]
        return min(abs(c.red() - want.red()) + abs(c.blue() - want.blue()) for c in around)

    assert nearest_to(theme().tokens.train) < 40
    theme().set_mode("dark")
    assert nearest_to(theme().tokens.train) < 40
    corner = fed.grab().toImage().pixelColor(1, 1)
    assert corner == QColor(theme().tokens.panel)


def test_x_axis_shows_the_expected_epochs_or_more(plot):
    assert scene(plot).x_range == (0.0, 12.0)
    plot.extend("train", [15.5], [1.0])
    plot.refresh()
    assert scene(plot).x_range == (0.0, 15.5)


def test_shares_are_written_in_per_cent_and_never_above_one(show):
    plot = new_plot(percent=True, best="max")
    show(plot, 300, 150)
    plot.extend("validation", [1, 2, 3], [0.801, 0.9755, 0.96])
    plot.refresh()
    assert scene(plot).y_range[1] <= 1.0
    assert scene(plot).y_ticks[-1][1].endswith(" %")
    assert scene(plot).best[2] == "best 97.55 %"
    assert plot.best_point() == ("validation", 2.0, 0.9755)


def test_the_best_point_has_a_ring_and_its_value(fed):
    name, x, y = fed.best_point()
    assert name == "validation"
    assert x == pytest.approx(7.0, abs=0.11)
    assert y == pytest.approx(0.106, abs=0.002)
    assert scene(fed).best[:2] == (x, y)
    point = canvas(fed).point_of(x, y) + QPointF(4, 0)
    around = [
        fed.grab().toImage().pixelColor(int(point.x()) + dx, int(point.y())) for dx in (-1, 0, 1)
    ]
    want = QColor(theme().tokens.validation)
    assert min(abs(c.red() - want.red()) + abs(c.blue() - want.blue()) for c in around) < 90


def test_training_alone_has_no_best_mark(plot):
    plot.extend("train", [1, 2], [1.0, 0.5])
    plot.refresh()
    assert plot.best_point() is None
    assert scene(plot).best is None


def test_labels_of_the_axes_are_not_clipped(show):
    plot = LivePlot("epoch", "loss")
    show(plot, 220, 110)
    plot.extend("train", [1, 2], [1234567.0, -2.0])
    plot.refresh()
    surface = canvas(plot)
    widest = max(surface.fontMetrics().horizontalAdvance(text) for _, text in scene(plot).y_ticks)
    assert surface.plot_rect().left() >= widest
    assert surface.plot_rect().top() >= surface.fontMetrics().height()
    assert surface.plot_rect().bottom() <= surface.height() - surface.fontMetrics().height()


def test_empty_plot_says_what_to_do(plot):
    assert scene(plot).empty_text == "no data yet: press Train"
    plot.extend("train", [1.0], [1.0])
    plot.refresh()
    assert not scene(plot).empty_text
    plot.clear()
    assert scene(plot).empty_text
    assert plot.best_point() is None


@pytest.mark.parametrize(
    "ys",
    [
        [math.nan] * 4,
        [math.inf, -math.inf, 1.0, 2.0],
        [0.0] * 4,
        [1e300, -1e300, 5.0, 1e-300],
        [-1.0, -2.0, -3.0, -4.0],
        [5.0] * 4,
    ],
)
@pytest.mark.parametrize("log", [False, True])
def test_any_numbers_are_drawn(plot, ys, log):
    plot.set_log_y(log)
    plot.set_smoothing(0.5)
    plot.extend("train", [1, 2, 3, 4], ys)
    plot.extend("validation", [], [])
    plot.refresh()
    plot.set_hover(2.2)
    plot.grab()
    low, high = scene(plot).y_range
    assert math.isfinite(low)
    assert high > low


# ---- options ----


def test_log_axis_has_powers_and_gaps_up_to_zero(plot):
    plot.extend("train", [1, 2, 3, 4], [1.0, 0.1, 0.0, 0.001])
    plot.set_log_y(True)
    assert scene(plot).y_range == (-3.0, 0.0)
    assert [text for _, text in scene(plot).y_ticks] == ["0.001", "0.01", "0.1", "1"]
    drawn = plot._lines["train"].curve.yData
    assert drawn[[0, 1, 3]] == pytest.approx([0.0, -1.0, -3.0])
    assert math.isnan(drawn[2])


def test_smoothing_keeps_the_raw_curve_faint_and_adds_new_points(plot):
    plot.extend("train", [1, 2], [1.0, 3.0])
    plot.set_smoothing(0.5)
    plot.extend("train", [3], [1.0])
    plot.refresh()
    line = plot._lines["train"]
    assert line._faint.yData.tolist() == [1.0, 3.0, 1.0]
    # 0.5/0.5, (0.25 + 1.5)/0.75, (0.875 + 0.5)/0.875
    assert line.curve.yData == pytest.approx([1.0, 7 / 3, 11 / 7])
    plot.set_smoothing(0.0)
    assert line.curve.yData.tolist() == [1.0, 3.0, 1.0]


def test_smoothing_follows_points_that_go_back(plot):
    plot.set_smoothing(0.5)
    plot.extend("train", [1, 3], [1.0, 1.0])
    plot.extend("train", [2], [4.0])
    plot.refresh()
    assert plot._lines["train"].curve.yData == pytest.approx([1.0, 3.0, 13 / 7])


# ---- the user ----


def test_pointing_shows_epoch_and_nearest_values(fed, qtbot):
    with qtbot.waitSignal(fed.hovered) as told:
        mouse(fed, QEvent.Type.MouseMove, 7.43)
    assert told.args[0] == pytest.approx(7.43, abs=0.05)
    shown = scene(fed)
    assert shown.hover == pytest.approx(7.4, abs=0.051)
    assert shown.card_title == f"epoch {shown.hover:.2f}"
    assert [row.text for row in shown.card] == [
        f"train {0.8 * math.exp(-shown.hover) + 0.02:.4f}",
        f"validation {0.7 * math.exp(-shown.hover) + 0.105 + 0.01 * abs(shown.hover - 7):.4f}",
    ]
    QApplication.sendEvent(canvas(fed).viewport(), QEvent(QEvent.Type.Leave))
    assert scene(fed).hover is None


def test_last_x_label_is_inside(show):
    plot = LivePlot("epoch", "loss")
    show(plot, 240, 120)
    for span in (12, 12.5, 1000, 30000, 1e7):
        plot.set_x_span(span)
        surface = canvas(plot)
        surface.grab()
        x, text = scene(plot).x_ticks[-1]
        half = QFontMetricsF(surface._font()).horizontalAdvance(text) / 2
        assert surface.point_of(x, 0.0).x() + half <= surface.width()


def test_dragging_zooms_and_a_double_click_shows_all(fed):
    mouse(fed, QEvent.Type.MouseButtonPress, 3.0)
    mouse(fed, QEvent.Type.MouseMove, 6.0)
    mouse(fed, QEvent.Type.MouseButtonRelease, 6.0)
    assert scene(fed).x_range == pytest.approx((3.0, 6.0), abs=0.05)
    mouse(fed, QEvent.Type.MouseButtonDblClick, 4.0)
    assert scene(fed).x_range == (0.0, 12.0)
    mouse(fed, QEvent.Type.MouseButtonPress, 3.0)
    mouse(fed, QEvent.Type.MouseButtonRelease, 3.0)
    assert scene(fed).x_range == (0.0, 12.0)


def test_screen_readers_hear_the_last_values_but_not_every_time(fed):
    text = fed.accessibleDescription()
    assert text.startswith("loss: train 0.02")
    assert "best 0.10" in text
    fed.extend("train", [9.5], [0.5])
    fed.refresh()
    assert fed.accessibleDescription() == text
    assert "train 0.5000" in fed.summary()
