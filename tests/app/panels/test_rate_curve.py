"""The learning rate on an axis at the right of the loss, on demand."""

import numpy as np
import pytest
from PySide6.QtGui import QAction, QFontMetricsF

from app.jobs.training import Status
from app.panels.curves import CurvePanel


@pytest.fixture
def panel(small_loss):
    return small_loss


def toggle(panel) -> None:
    panel.menu.findChild(QAction, "lossMenu.rate").trigger()
    panel.refresh()


def scene(panel):
    return panel.plot._canvas.scene_data


def train_epoch(session, qtbot) -> None:
    session.training.step_epoch()
    qtbot.waitUntil(lambda: session.training.status is Status.PAUSED)


def test_rate_of_every_batch_is_there_whenever_it_is_asked_for(panel, ready, qtbot):
    train_epoch(ready, qtbot)
    panel.refresh()
    assert "rate" not in panel.plot.values_at(1.0)
    assert not scene(panel).right
    low = panel.plot._canvas.plot_rect().right()
    left = scene(panel).y_range
    toggle(panel)
    series = panel.plot._lines["rate"].feed.raw
    assert np.array_equal(series.x, panel.plot.curves()["train"][0])
    assert np.all(series.y == ready.config.optimizer.learning_rate)
    assert scene(panel).y_range == left
    assert panel.plot._canvas.plot_rect().right() < low
    assert len(scene(panel).right) == 1
    assert [row.text for row in scene(panel).legend] == ["train", "rate", "validation"]
    toggle(panel)
    assert not scene(panel).right
    assert panel.plot._canvas.plot_rect().right() == low


def test_curve_is_where_its_axis_says(panel, ready):
    toggle(panel)
    x = np.linspace(0.1, 5.0, 50)
    panel.plot.extend("train", x, 2.0 / (1.0 + x))
    panel.plot.extend("rate", x, 0.001 * np.exp(-x))
    for log in (False, True):
        panel.plot.set_log_y(log)
        panel.plot.refresh()
        line = panel.plot._lines["rate"]
        heights = [height for height, _ in scene(panel).right[0].ticks]
        values = [float(text) for _, text in scene(panel).right[0].ticks]
        drawn = np.interp(line.feed.raw.y, values, heights)
        assert line.curve.yData == pytest.approx(drawn)
        low, high = scene(panel).y_range
        assert np.all((line.curve.yData >= low - 1e-9) & (line.curve.yData <= high + 1e-9))


def test_ticks_at_the_right_are_inside(panel):
    toggle(panel)
    panel.plot.extend("train", [1.0, 2.0], [0.5, 0.4])
    panel.plot.extend("rate", [1.0, 2.0], [0.00123456, 0.00123457])
    panel.plot.refresh()
    canvas = panel.plot._canvas
    metrics = QFontMetricsF(canvas._font())
    widest = max(metrics.horizontalAdvance(text) for _, text in scene(panel).right[0].ticks)
    assert canvas.plot_rect().right() + 6 + widest <= canvas.width()


def test_hover_tells_it_and_the_best_mark_stays(panel, ready, qtbot):
    train_epoch(ready, qtbot)
    toggle(panel)
    panel.plot.set_hover(1.0)
    assert "rate 0.0010" in [row.text for row in scene(panel).card]
    assert panel.plot.best_point()[0] == "validation"
    assert "rate 0.0010" in panel.plot.summary()


def test_pinned_run_has_no_rate_but_the_table_has(panel, ready, qtbot):
    train_epoch(ready, qtbot)
    panel.refresh()
    ready.pins.pin()
    assert set(panel.plot._ghosts[1].feeds) == {"train", "train_epochs", "validation"}
    head = panel.plot.file("csv")().decode().split("\n")[0]
    assert head.startswith('epoch,train,"train, by epoch",rate,validation,')


def test_showing_it_is_an_edit_that_can_be_undone(panel, ready):
    toggle(panel)
    assert ready.document.project.view.show_rate
    assert ready.document.undo_stack.undoText() == "Show the learning rate"
    ready.document.undo_stack.undo()
    assert panel.plot._lines["rate"].hidden
    assert not panel.menu.findChild(QAction, "lossMenu.rate").isChecked()


def test_only_the_loss_has_it(ready, qtbot):
    panel = CurvePanel(ready, "accuracy", "Accuracy")
    qtbot.addWidget(panel)
    assert not panel.menu.findChild(QAction, "accuracyMenu.rate").isVisible()
    assert "rate" not in panel.plot._lines
