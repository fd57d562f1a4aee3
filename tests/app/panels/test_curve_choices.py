"""The small panel behind "smooth": how much, and which points."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QSlider, QToolButton

from app.jobs.training import Status
from app.panels.curves import CurvePanel


@pytest.fixture
def panels(ready, qtbot):
    made = []
    for metric in ("loss", "accuracy"):
        panel = CurvePanel(ready, metric, metric.capitalize())
        qtbot.addWidget(panel)
        panel.resize(320, 200)
        panel.show()
        made.append(panel)
    return made


@pytest.fixture
def opened(panels):
    """The loss panel with its choices open."""
    panels[0].choices.popup(QPoint(10, 10))
    yield panels[0]
    panels[0].choices.close()


def slider(panel) -> QSlider:
    return panel.choices.findChild(QSlider)


def points(panel, key: str) -> QToolButton:
    return panel.choices.findChild(QToolButton, f"{panel._metric}SmoothMenuPoints.{key}")


def chip(panel) -> str:
    return panel.findChild(QPushButton, f"{panel._metric}Smooth").text()


def view(session):
    return session.document.project.view


def train_epochs(session, qtbot, count: int) -> None:
    for _ in range(count):
        session.training.step_epoch()
        qtbot.waitUntil(lambda: session.training.status is Status.PAUSED)


def test_slider_smooths_every_plot_as_one_edit(opened, panels, ready):
    assert chip(opened) == "smooth"
    for _ in range(3):
        QTest.keyClick(slider(opened), Qt.Key.Key_Right)
    assert view(ready).smoothing == 0.03
    assert [chip(panel) for panel in panels] == ["smooth 0.03"] * 2
    assert slider(panels[1]).value() == 3
    assert "0.03" in [label.text() for label in panels[1].choices.findChildren(QLabel)]
    assert panels[1].plot._smoothing == 0.03
    assert ready.document.undo_stack.undoText() == "Smooth the curves"
    ready.document.undo_stack.undo()
    assert view(ready).smoothing == 0.0
    assert slider(opened).value() == 0
    assert chip(opened) == "smooth"


def test_slider_ends_below_one(opened, ready):
    QTest.keyClick(slider(opened), Qt.Key.Key_End)
    assert view(ready).smoothing == 0.99


def test_slider_has_the_keyboard_when_it_opens_and_escape_closes(opened):
    assert opened.choices.focusWidget() is slider(opened)
    QTest.keyClick(opened.choices, Qt.Key.Key_Escape)
    assert not opened.choices.isVisible()


def test_every_epoch_draws_means_and_every_batch_comes_back(opened, panels, ready, qtbot):
    train_epochs(ready, qtbot, 2)
    QTest.mouseClick(points(opened, "epoch"), Qt.MouseButton.LeftButton)
    assert view(ready).per_epoch
    assert [chip(panel) for panel in panels] == ["epochs"] * 2
    for panel in panels:
        panel.refresh()
        assert panel.plot.drawn_points() == 4  # two means and two of validation
        assert set(panel.plot.values_at(1.0)) == {"train_epochs", "validation"}
    ready.document.undo_stack.undo()
    assert chip(opened) == "smooth"
    opened.refresh()
    assert opened.plot.drawn_points() > 4
    assert set(opened.plot.values_at(1.0)) == {"train", "validation"}


def test_mean_of_an_epoch_is_that_of_its_batches(panels, ready, qtbot):
    train_epochs(ready, qtbot, 1)
    panels[0].refresh()
    curves = panels[0].plot.curves()
    assert curves["train_epochs"][0].tolist() == [1.0]
    # The last batch may be smaller than the others.
    assert curves["train_epochs"][1][0] == pytest.approx(curves["train"][1].mean(), rel=0.05)


def test_validation_is_not_smoothed(panels, ready, qtbot):
    train_epochs(ready, qtbot, 2)
    loss = panels[0]
    loss.refresh()
    loss.choices.smoothing_chosen.emit(0.9)
    assert loss.plot._lines["validation"].feed.average is None
    assert loss.plot._lines["train"].feed.average is not None


def test_pinned_run_is_drawn_by_epoch_too(panels, ready, qtbot):
    train_epochs(ready, qtbot, 2)
    loss = panels[0]
    ready.pins.pin()
    loss.choices.per_epoch_chosen.emit(True)
    loss.refresh()
    loss.plot.set_hover(1.0)
    assert loss.plot.drawn_points() == 8
    card = loss.plot._canvas.scene_data.card
    assert len(card) == 3
    assert card[2].text.count("/") == 1


def test_first_epoch_by_epoch_does_not_ask_to_train(panels, ready, qtbot):
    loss = panels[0]
    loss.choices.per_epoch_chosen.emit(True)
    loss.refresh()
    assert loss.plot._canvas.scene_data.empty_text
    ready.training.step_batch()
    qtbot.waitUntil(lambda: ready.training.status is Status.PAUSED)
    loss.refresh()
    assert not loss.plot._canvas.scene_data.empty_text
