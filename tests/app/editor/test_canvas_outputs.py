"""Several outputs on the canvas: shown, chosen, wired, removed, and said where they cannot be."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from app.editor.node_words import output_text
from app.jobs.training import Status
from app.models.graph_layout import OUTPUT
from app.models.outputs import set_output, settled
from nncore.layers import Dense
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig
from tests.app.editor.test_canvas import canvas as canvas  # the fixture
from tests.app.editor.test_canvas import (
    click,
    drag,
    drop,
    inputs,
    key,
    middle,
    mime_of,
    on_link,
    port,
    spec,
    undo_text,
)  # fmt: skip

LEFT = Qt.MouseButton.LeftButton
CHAIN = NetworkSpec.chain((4,), [Dense(units=3), Dense(units=3), Dense(units=3)])


def marks(canvas) -> dict[str, str]:
    nodes = canvas.view.graph.nodes
    return {name: output_text(node.facts) for name, node in nodes.items() if node.facts.output}


def menu_action(canvas, name: str):
    click(canvas, middle(canvas, name))
    canvas.view.menu_asked.emit(name, canvas.mapToGlobal(middle(canvas, name)))
    menu = canvas.findChildren(QMenu, "layerMenu")[-1]
    return menu, next(one for one in menu.actions() if one.objectName() == "layerMenu.output")


def toggle(canvas, name: str) -> None:
    menu, action = menu_action(canvas, name)
    action.trigger()
    menu.close()


def test_last_layer_is_marked_and_cannot_stop_being_the_only_output(canvas):
    assert marks(canvas) == {"dense_3": "output"}
    menu, action = menu_action(canvas, "dense_3")
    assert action.isChecked()
    assert not action.isEnabled()
    menu.close()
    click(canvas, on_link(canvas, "dense_3", OUTPUT))
    key(canvas, Qt.Key.Key_Delete)
    assert spec(canvas).output_names == ("dense_3",)


def test_layer_becomes_an_output_from_its_menu_and_undo_takes_it_back(studio, canvas):
    toggle(canvas, "dense_2")
    assert spec(canvas).outputs == ("dense_3", "dense_2")
    assert undo_text(canvas) == "Make dense_2 an output"
    assert ("dense_2", OUTPUT) in canvas.view.graph.links
    assert marks(canvas) == {
        "dense_3": "main: cross-entropy", "dense_2": "output: cross-entropy",
    }  # fmt: skip
    assert studio.actions_["output_layer"].isChecked()
    studio.actions_["output_layer"].trigger()
    assert spec(canvas).outputs == ()
    assert undo_text(canvas) == "Show the canvas"  # on and off again is nothing
    toggle(canvas, "dense_2")
    canvas._document.undo_stack.undo()
    assert marks(canvas) == {"dense_3": "output"}


def test_wire_to_the_output_adds_one_and_cutting_it_takes_it_away(canvas):
    drag(canvas, port(canvas, "dense_1", "out"), port(canvas, OUTPUT, "in"))
    assert spec(canvas).outputs == ("dense_3", "dense_1")
    canvas.view.graph.select_link(("dense_1", OUTPUT))
    key(canvas, Qt.Key.Key_Delete)
    assert spec(canvas).outputs == ()


def test_output_that_the_data_do_not_fit_blocks_and_says_so_where_it_is(studio, canvas, qtbot):
    toggle(canvas, "dense_1")
    assert "10 classes; dense_1 gives 64" in studio.session.blocked
    assert not studio.actions_["train"].isEnabled()
    assert canvas._problem.layer == "dense_1"
    assert canvas.view.graph.nodes["dense_1"].facts.problem is not None
    assert "10 classes; dense_1 gives 64" in studio.layout_.inspector.loss_problem.text()
    mend = canvas._bubble.findChild(QPushButton, "problemBubble.mend0")
    assert mend.text() == "No loss for dense_1"
    QTest.mouseClick(mend, LEFT)
    assert marks(canvas)["dense_1"] == "output: no loss"
    assert studio.session.blocked == ""
    assert studio.layout_.inspector.loss_problem.text() == ""


def test_head_of_its_own_is_offered_and_both_outputs_are_trained(studio, canvas, qtbot):
    toggle(canvas, "dense_1")
    mend = canvas._bubble.findChild(QPushButton, "problemBubble.mend1")
    assert mend.text() == "Add Dense 10 as the output"
    with qtbot.waitSignal(studio.session.training.prepared):
        QTest.mouseClick(mend, LEFT)
    assert spec(canvas).outputs == ("dense_3", "dense_4")
    assert studio.session.blocked == ""
    training = studio.session.training
    failed = []
    training.failed.connect(failed.append)
    studio.session.train()
    qtbot.waitUntil(lambda: training.status is Status.RUNNING or bool(failed))
    qtbot.waitUntil(lambda: training.step > 3 or bool(failed))
    assert failed == []
    training.stop()


def test_layer_that_is_removed_leaves_its_output_and_loss_to_the_one_before(canvas):
    toggle(canvas, "dense_2")
    canvas._document.edit_config("Losses", loss={"dense_3": "mse", "dense_2": "quadratic"})
    click(canvas, middle(canvas, "dropout_1"))
    canvas._commands.remove(["dense_3"])
    assert spec(canvas).output_names == ("dense_2",)
    assert canvas._document.config.aims()["dense_2"].loss == "quadratic"
    canvas._document.undo_stack.undo()
    canvas._commands.remove(["dense_2"])
    assert spec(canvas).outputs == ("dense_3", "dropout_1")
    assert canvas._document.config.loss == {"dense_3": "mse", "dropout_1": "quadratic"}


def test_renamed_output_keeps_its_mark_and_loss(canvas):
    toggle(canvas, "dense_2")
    canvas._document.edit_config("Losses", loss={"dense_3": "mse", "dense_2": "quadratic"})
    canvas._commands.rename("dense_2", "side")
    assert marks(canvas) == {"dense_3": "main: mse", "side": "output: quadratic"}


def test_disabled_output_shows_that_and_can_be_enabled(canvas):
    toggle(canvas, "dense_2")
    canvas._commands.remove(["dense_2"])
    canvas._commands.set_enabled(["dense_3"], False)
    assert canvas._problem is not None
    assert canvas._problem.layer in spec(canvas).output_names


def test_loss_of_what_is_no_output_is_told_in_the_inspector_with_a_mend(studio, canvas):
    canvas._document.edit_config("Losses", loss={"dense_1": "mse"})
    row = studio.layout_.inspector.loss_problem
    assert "dense_1" in row.text()
    row.findChild(QPushButton, "lossProblem.mend0").click()
    assert canvas._document.config.loss == "mse"
    assert row.text() == ""


def test_losses_follow_the_output_that_takes_a_place():
    before = RunConfig(spec=CHAIN, loss={"dense_3": "mse"}, loss_weights={"dense_3": 2.0})
    longer = before.replace(spec=CHAIN.insert(3, Dense(units=3)))
    after = settled(before, longer)
    assert after.loss == "mse"
    assert after.loss_weights == {"dense_4": 2.0}
    assert settled(before, before) is before


@pytest.mark.parametrize("names", [["dense_1"], ["dense_1", "dense_2"]])
def test_on_and_off_is_nothing(names):
    config = RunConfig(spec=CHAIN, loss="mse")
    on = set_output(config, names, True)
    assert on.spec.outputs == ("dense_3", *names)
    assert set_output(on, names, False) == config


def test_layer_dropped_on_the_link_of_an_inner_output_goes_into_it(canvas):
    toggle(canvas, "dense_1")
    canvas._document.edit_config(
        "Losses",
        loss={"dense_3": "mse", "dense_1": "quadratic"},
        loss_weights={"dense_1": 0.5},
    )
    assert drop(canvas, mime_of("Dropout"), on_link(canvas, "dense_1", OUTPUT))
    assert undo_text(canvas) == "Add Dropout"
    assert inputs(canvas, "dropout_2") == ("dense_1",)
    assert inputs(canvas, "dropout_1") == ("dense_1",)  # the main flow is as it was
    assert spec(canvas).output_names == ("dense_3", "dropout_2")
    config = canvas._document.config
    assert config.loss == {"dense_3": "mse", "dropout_2": "quadratic"}
    assert config.loss_weights == {"dropout_2": 0.5}
    assert ("dropout_2", OUTPUT) in canvas.view.graph.links
    canvas._document.undo_stack.undo()
    assert spec(canvas).output_names == ("dense_3", "dense_1")


def test_layer_dropped_on_the_link_of_the_only_output_is_the_last(canvas):
    assert drop(canvas, mime_of("Dropout"), on_link(canvas, "dense_3", OUTPUT))
    assert spec(canvas).outputs == ()
    assert spec(canvas).output_names == ("dropout_2",)
    assert spec(canvas).layers[-1].inputs == ()


def test_layer_dropped_on_a_link_between_placed_nodes_stands_on_it(canvas, qtbot):
    toggle(canvas, "dense_1")
    canvas._commands.place(["dense_1"], canvas.view.graph.places())
    where = canvas.view.graph.places()
    where["dense_1"] = (0.0, 0.0)
    where[OUTPUT] = (900.0, 400.0)
    for place, name in enumerate(name for name in where if name not in ("dense_1", OUTPUT)):
        where[name] = (200.0 * place, 800.0)
    canvas._commands.place(list(where), where)
    canvas.view.fit()
    link = canvas.view.graph.links["dense_1", OUTPUT]
    at = link.path().pointAtPercent(0.5)
    assert drop(canvas, mime_of("Dropout"), canvas.view.mapFromScene(at))
    nodes = canvas.view.graph.nodes
    assert nodes["dropout_2"].rect().contains(at)
    assert {name: canvas.view.graph.places()[name] for name in where} == where
    canvas._document.undo_stack.undo()
    assert canvas.view.graph.places() == where
