"""Setting a weight or a bias by hand in the network panel."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.jobs.training import Status
from app.panels.network import NetworkPanel


@pytest.fixture
def panel(qtbot, ready):
    shown = NetworkPanel(ready)
    qtbot.addWidget(shown)
    shown.resize(640, 420)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    shown.refresh()
    return shown


def click_neuron(panel, column: int, index: int) -> None:
    at = panel.diagram.neuron_position(column, index).toPoint()
    QTest.mouseMove(panel.diagram, at)
    QTest.mouseClick(panel.diagram, Qt.MouseButton.LeftButton, pos=at)


def type_value(panel, text: str) -> None:
    panel.card.field.selectAll()
    QTest.keyClicks(panel.card.field, text)
    QTest.keyClick(panel.card.field, Qt.Key.Key_Return)


def bias(session, index: int) -> float:
    return float(session.predictor.own.params["dense_2/bias"][index])


def test_bias_is_set_and_undone_by_name(qtbot, ready, panel):
    stack = ready.document.undo_stack
    click_neuron(panel, 2, 5)
    assert panel.card.is_editing
    type_value(panel, "0.25")
    qtbot.waitUntil(lambda: stack.count() == 1)
    assert stack.undoText() == "Set dense_2 bias 5 to 0.25"
    assert bias(ready, 5) == 0.25
    assert not panel.card.is_editing
    stack.undo()
    qtbot.waitUntil(lambda: bias(ready, 5) == 0.0)
    stack.redo()
    qtbot.waitUntil(lambda: bias(ready, 5) == 0.25)
    assert ready.document.modified


def test_click_on_a_link_sets_its_weight(qtbot, ready, panel):
    diagram = panel.diagram
    line = diagram.link_line((1, 3, 5))
    click_neuron(panel, 2, 5)  # now all its links are shown
    point = line.pointAt(0.5).toPoint()
    found = diagram.link_at(line.pointAt(0.5))
    assert found[0] == 1
    assert found[2] == 5
    QTest.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=point)
    assert panel.card.is_editing
    assert panel.card.text().startswith(f"dense_2 · weight {found[1]} → 5")
    type_value(panel, "-0.5")
    qtbot.waitUntil(lambda: ready.document.undo_stack.count() == 1)
    assert ready.document.undo_stack.undoText() == f"Set dense_2 weight {found[1]} → 5 to −0.5"
    assert ready.predictor.own.params["dense_2/kernel"][found[1], 5] == -0.5


def test_enter_on_a_ringed_neuron_edits_its_bias_and_escape_leaves_it(ready, panel):
    panel.diagram.setFocus()
    QTest.keyClick(panel.diagram, Qt.Key.Key_Down)
    QTest.keyClick(panel.diagram, Qt.Key.Key_Right)
    QTest.keyClick(panel.diagram, Qt.Key.Key_Return)
    assert panel.card.is_editing
    assert panel.card.field.hasFocus()
    QTest.keyClick(panel.card.field, Qt.Key.Key_Escape)
    assert not panel.card.is_editing
    assert panel.diagram.hasFocus()
    assert ready.document.undo_stack.count() == 0


def test_text_that_is_no_number_is_refused_in_words(ready, panel):
    click_neuron(panel, 2, 5)
    type_value(panel, "much")
    assert panel.card.is_editing
    assert panel.card._problem.isVisible()
    assert panel.card._problem.text() == "“much” is not a number; write 0.01 or 1e-2."
    assert panel.diagram.rect().contains(panel.card.geometry())
    assert ready.document.undo_stack.count() == 0


def test_weight_is_set_while_the_network_trains(qtbot, ready, panel):
    ready.train()
    qtbot.waitUntil(lambda: ready.training.status is Status.RUNNING)
    click_neuron(panel, 3, 4)
    type_value(panel, "0.5")
    qtbot.waitUntil(lambda: ready.document.undo_stack.count() == 1)
    assert ready.document.undo_stack.undoText() == "Set dense_3 bias 4 to 0.5"
    ready.training.pause()
    qtbot.waitUntil(lambda: not ready.training.is_running())


def test_undo_of_a_weight_that_is_gone_says_so(qtbot, ready, panel):
    told = []
    ready.told.connect(lambda text, level: told.append((text, level)))
    ready.weights.set("dense_9/bias", (0,), 1.0, "Set dense_9 bias 0 to 1")
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][1] == "warning"
    assert "no such weight" in told[0][0]
    assert ready.document.undo_stack.count() == 0


def test_weights_set_before_training_are_kept_when_a_layer_is_added(qtbot, ready, panel):
    click_neuron(panel, 2, 5)
    type_value(panel, "0.25")
    qtbot.waitUntil(lambda: ready.document.undo_stack.count() == 1)
    with qtbot.waitSignal(ready.training.prepared):
        ready.document.edit_config("Set batch size", batch_size=8)
        ready.document.edit_config("Set seed", seed=ready.config.seed + 1)
    assert bias(ready, 5) == 0.25


def test_press_beside_everything_closes_the_field(ready, panel):
    click_neuron(panel, 2, 5)
    QTest.mouseClick(panel.diagram, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not panel.card.is_editing
    assert not panel.card.isVisible()


def test_undone_right_after_an_edit_the_weight_has_its_old_value(qtbot, ready, look_at_bias):
    old = look_at_bias(3)
    ready.weights.set("dense_1/bias", (3,), 1.25, "Set dense_1 bias 3 to 1.25")
    qtbot.waitUntil(lambda: ready.document.undo_stack.count() == 1)
    with qtbot.waitSignal(ready.training.prepared):
        ready.document.edit_config("Narrow", spec=ready.config.spec.change("dense_1", units=12))
    ready.document.undo_stack.undo()
    ready.document.undo_stack.undo()
    assert look_at_bias(3) == old
    ready.document.undo_stack.redo()
    assert look_at_bias(3) == 1.25


def test_undo_after_a_reset_leaves_the_weights_that_were_drawn(qtbot, ready, look_at_bias):
    ready.weights.set("dense_1/bias", (3,), 1.25, "Set dense_1 bias 3 to 1.25")
    qtbot.waitUntil(lambda: ready.document.undo_stack.count() == 1)
    with qtbot.waitSignal(ready.training.prepared):
        ready.reset()
    drawn = look_at_bias(3)
    with qtbot.waitSignal(ready.told) as told:
        ready.document.undo_stack.undo()
        ready.document.undo_stack.redo()
    assert "drawn anew" in told.args[0]
    assert look_at_bias(3) == drawn != 1.25


@pytest.fixture
def look_at_bias(qtbot, ready):
    """Reads one bias of dense_1 in the training thread, after all that was asked before."""

    def look(index: int) -> float:
        found = []
        ready.training.ask(
            lambda run: float(run.network.params["dense_1/bias"][index]), found.append
        )
        qtbot.waitUntil(lambda: bool(found))
        return found[0]

    return look
