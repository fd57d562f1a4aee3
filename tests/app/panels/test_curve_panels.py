"""The curves and the large numbers beside them."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from app.jobs.mailbox import Mail
from app.jobs.training import Status
from app.panels.curves import CurvePanel
from app.panels.metrics import MetricsPanel
from nncore.training.events import EpochEnded


@pytest.fixture
def make(ready, qtbot):
    def run(metric: str) -> CurvePanel:
        panel = CurvePanel(ready, metric, metric.capitalize())
        qtbot.addWidget(panel)
        panel.resize(320, 200)
        panel.show()
        return panel

    return run


@pytest.fixture
def metrics(ready, qtbot):
    panel = MetricsPanel(ready)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def train_epoch(session, qtbot) -> None:
    session.training.step_epoch()
    qtbot.waitUntil(lambda: session.training.status is Status.PAUSED)


def chip(panel, name: str) -> QPushButton:
    return panel.findChild(QPushButton, name)


@pytest.mark.parametrize("metric", ["loss", "accuracy"])
def test_curve_of_training_and_point_of_validation_come(make, ready, qtbot, metric):
    panel = make(metric)
    panel.refresh()
    assert panel.plot.drawn_points() == 0
    train_epoch(ready, qtbot)
    panel.refresh()
    assert panel.plot.drawn_points() > 1
    assert set(panel.plot.values_at(1.0)) == {"train", "validation"}


def test_reset_clears_the_curves(make, ready, qtbot):
    panel = make("loss")
    train_epoch(ready, qtbot)
    panel.refresh()
    with qtbot.waitSignal(ready.training.prepared):
        ready.reset()
    panel.refresh()
    assert panel.plot.drawn_points() == 0


def test_log_is_an_edit_that_can_be_undone(make, ready):
    loss = make("loss")
    QTest.mouseClick(chip(loss, "lossLog"), Qt.MouseButton.LeftButton)
    assert ready.document.project.view.log_loss
    ready.document.undo_stack.undo()
    assert not chip(loss, "lossLog").isChecked()


def test_only_the_loss_has_a_logarithmic_scale(make):
    assert not chip(make("accuracy"), "accuracyLog").isVisible()
    assert chip(make("loss"), "lossLog").isVisible()


def test_title_names_the_loss_of_the_run(make, ready):
    panel = make("loss")
    assert panel.header._subtitle.text() == "cross-entropy"
    assert panel.header._subtitle.toolTip() == "Loss of this run: categorical_crossentropy"
    ready.document.edit_config("Change loss", loss="mse")
    assert panel.header._subtitle.text() == "mse"


def test_empty_plot_says_what_to_do_or_that_there_is_nothing_to_measure(make, ready, qtbot):
    panel = make("accuracy")
    assert "press Train" in panel.plot.summary()
    with qtbot.waitSignal(ready.data_changed):
        ready.open_recipe("worked-example")
    assert "no classes" in panel.plot.summary()


def test_metric_cards_begin_empty_and_show_the_last_epoch(metrics, ready, qtbot):
    assert metrics.accuracy.value() == metrics.f1.value() == metrics.gap.value() == "–"
    train_epoch(ready, qtbot)
    assert metrics.accuracy.value().endswith(" %")
    assert 0 <= float(metrics.accuracy.value()[:-2]) <= 100
    assert 0 <= float(metrics.f1.value()) <= 1
    assert metrics.accuracy.accessibleName() == f"val accuracy: {metrics.accuracy.value()}"


@pytest.mark.parametrize(("train", "tone"), [(0.99, "caution"), (0.91, "")])
def test_gap_warns_of_overfitting(metrics, ready, train, tone):
    values = {"accuracy": train, "loss": 0.1, "val_accuracy": 0.9, "val_loss": 0.3}
    epoch = EpochEnded(epoch=1, step=5, metrics=values, seconds=0.1, samples_per_second=1.0)
    mail = Mail(np.zeros(0), np.zeros(0), np.zeros(0), (epoch,), None, 0, None)
    ready.training.mail_came.emit(mail)
    assert metrics.gap.value() == f"{(train - 0.9) * 100:.1f} %"
    assert metrics.gap._value.property("tone") == tone


def test_reset_empties_the_cards(metrics, ready, qtbot):
    train_epoch(ready, qtbot)
    with qtbot.waitSignal(ready.training.prepared):
        ready.reset()
    assert metrics.accuracy.value() == "–"


def test_data_without_classes_get_cards_of_losses(metrics, ready, qtbot):
    assert metrics.f1.isVisibleTo(metrics)
    assert not metrics.train_loss.isVisibleTo(metrics)
    with qtbot.waitSignal(ready.training.prepared):
        ready.open_recipe("worked-example")
    assert not metrics.f1.isVisibleTo(metrics)
    assert metrics.train_loss.isVisibleTo(metrics)


# ---- pinned runs ----


def pin(panel) -> None:
    panel.menu.update_state()
    panel.menu.findChild(QAction, f"{panel._metric}Menu.pin").trigger()


def unpin(panel, key: int) -> None:
    panel.menu.update_state()
    panel.menu.findChild(QAction, f"{panel._metric}Menu.unpin{key}").trigger()


def test_pinned_run_survives_reset_and_another_recipe_on_every_plot(make, ready, qtbot):
    loss, accuracy = make("loss"), make("accuracy")
    train_epoch(ready, qtbot)
    pin(loss)
    value = accuracy.plot.values_at(1.0)["validation"][1]
    assert accuracy.plot.ghosts() == {
        1: f"first-digits, seed {ready.config.seed}: {value * 100:.2f} %"
    }
    with qtbot.waitSignal(ready.training.prepared):
        ready.reset()
    loss.refresh()
    assert loss.plot.values_at(1.0) == {}
    assert loss.plot.drawn_points() > 1
    with qtbot.waitSignal(ready.training.prepared):
        ready.open_recipe("worked-example")
    train_epoch(ready, qtbot)
    pin(loss)
    assert [text.split(",")[0] for text in loss.plot.ghosts().values()] == [
        "first-digits",
        "worked-example",
    ]
    assert list(accuracy.plot.ghosts()) == [1]  # a regression has no accuracy
    unpin(accuracy, 1)
    assert list(loss.plot.ghosts()) == [2]
    assert not accuracy.plot.ghosts()


def test_pin_takes_what_has_come_but_is_not_drawn(make, ready, qtbot):
    panel = make("loss")
    train_epoch(ready, qtbot)
    pin(panel)
    assert list(panel.plot.ghosts()) == [1]


def test_nothing_can_be_pinned_before_a_batch_nor_a_sixth_run(make, ready, qtbot):
    panel = make("loss")
    action = panel.menu.findChild(QAction, "lossMenu.pin")
    panel.menu.update_state()
    assert not action.isEnabled()
    assert not panel.menu.findChild(QMenu, "lossMenu.pinned").isEnabled()
    train_epoch(ready, qtbot)
    for _ in range(6):
        pin(panel)
    assert list(panel.plot.ghosts()) == [1, 2, 3, 4, 5]
    panel.menu.update_state()
    assert not action.isEnabled()
    assert "remove one first" in action.text()
    unpin(panel, 3)
    panel.menu.update_state()
    assert action.isEnabled()
    assert list(panel.plot.ghosts()) == [1, 2, 4, 5]


def test_the_plot_has_the_menu_where_the_mouse_is(make, ready, qtbot):
    panel = make("loss")
    train_epoch(ready, qtbot)
    viewport = panel.plot._canvas.viewport()
    at = viewport.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at))
    QApplication.sendEvent(viewport, event)
    assert panel.menu.isVisible()
    assert panel.menu.findChild(QAction, "lossMenu.pin").isEnabled()
    QTest.keyClick(panel.menu, Qt.Key.Key_Down)
    QTest.keyClick(panel.menu, Qt.Key.Key_Return)
    assert not panel.menu.isVisible()
    assert list(panel.plot.ghosts()) == [1]


def test_curves_of_the_project_before_are_not_shown_where_data_are_missing(ready, qtbot):
    panel, cards = CurvePanel(ready, "loss", "Loss"), MetricsPanel(ready)
    for widget in (panel, cards):
        qtbot.addWidget(widget)
    ready.training.step_epoch()
    qtbot.waitUntil(lambda: ready.training.status is Status.PAUSED)
    ready.training.collect()
    panel.refresh()
    assert panel.plot.curves()
    assert cards.accuracy.value() != "–"
    with qtbot.waitSignal(ready.data_failed):
        ready.open_recipe("nielsen-30")
    panel.refresh()
    assert not panel.plot.curves()
    assert cards.accuracy.value() == "–"
