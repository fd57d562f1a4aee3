"""The inspector: settings of the selected layer and of training."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from app.panels.inspector import InspectorPanel
from nncore.optimizers import OPTIMIZERS


@pytest.fixture
def panel(ready, qtbot):
    panel = InspectorPanel(ready)
    qtbot.addWidget(panel)
    panel.resize(300, 300)
    panel.show()
    return panel


def commit(field: QLineEdit, text: str) -> None:
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def pick(choice: QComboBox, text: str) -> None:
    """Choose as with the keyboard: until the word is shown."""
    QTest.keyClick(choice, Qt.Key.Key_Home)
    for _ in range(choice.count()):
        if choice.currentText() == text:
            return
        QTest.keyClick(choice, Qt.Key.Key_Down)
    raise AssertionError(text)


def undo_text(panel) -> str:
    return panel._document.undo_stack.undoText()


def test_training_is_shown_first_and_selecting_turns_to_the_layer(panel):
    assert panel.header.title() == "Training"
    panel._document.select("dense_1")
    assert panel.header.title() == "Layer"
    assert panel.header._subtitle.text() == "dense_1"
    assert panel.findChild(QLabel, "layerFormula").text()
    QTest.mouseClick(panel._tabs.button("training"), Qt.MouseButton.LeftButton)
    assert panel.header.title() == "Training"


def test_without_a_selection_the_page_says_what_to_do(panel):
    panel.show_page("layer")
    assert panel._none.isVisible()
    assert not panel.layer_form.isVisible()


def test_units_are_changed_in_one_edit(panel):
    panel._document.select("dense_1")
    commit(panel.layer_form.field("units"), "24")
    assert panel._document.config.spec.layers[1].layer.units == 24
    assert undo_text(panel) == "Change units of dense_1"
    panel._document.undo_stack.undo()
    assert panel.layer_form.field("units").value() == 64


def test_steps_in_one_field_are_one_edit(panel):
    panel._document.select("dense_1")
    for _ in range(3):
        QTest.keyClick(panel.layer_form.field("units"), Qt.Key.Key_Up)
    assert panel._document.config.spec.layers[1].layer.units == 67
    assert panel._document.undo_stack.count() == 1


def test_activation_and_regularizer_reach_the_layer(panel):
    panel._document.select("dense_1")
    pick(panel.layer_form.field("activation"), "tanh")
    commit(panel.layer_form.field("kernel_regularizer", "l2"), "0.01")
    layer = panel._document.config.spec.layers[1].layer
    assert layer.activation == "tanh"
    assert layer.kernel_regularizer.l2 == 0.01


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_every_optimizer_can_be_chosen_and_shows_its_settings(panel, name):
    pick(panel._optimizer_choice, name)
    assert panel._document.config.optimizer.type_name == name
    assert panel.optimizer_form.field("learning_rate") is not None
    panel._document.undo_stack.undo()


def test_learning_rate_is_changed_and_taken_back(panel):
    first = panel._document.config.optimizer.learning_rate
    commit(panel.optimizer_form.field("learning_rate"), "0.02")
    assert panel._document.config.optimizer.learning_rate == 0.02
    assert undo_text(panel) == "Change learning rate"
    panel._document.undo_stack.undo()
    assert panel.optimizer_form.field("learning_rate").value() == first


def test_settings_of_the_run_are_changed(panel):
    commit(panel.run_form.field("epochs"), "7")
    commit(panel.run_form.field("batch_size"), "16")
    commit(panel.run_form.field("validation_split"), "0.5")
    pick(panel.loss_form.field("loss"), "mse")
    QTest.keyClick(panel.run_form.field("shuffle"), Qt.Key.Key_Space)
    config = panel._document.config
    assert (config.epochs, config.batch_size, config.validation_split) == (7, 16, 0.5)
    assert (config.loss, config.shuffle) == ("mse", False)
    assert panel._document.undo_stack.count() == 5


def test_number_out_of_range_changes_nothing(panel):
    before = panel._document.project
    commit(panel.run_form.field("validation_split"), "1")
    assert panel.run_form.field("validation_split").property("invalid")
    assert panel._document.project == before


def test_fields_of_the_layer_are_gone_with_it(panel, ready):
    panel._document.select("dense_2")
    ready.document.edit(
        "Remove",
        lambda project: project.with_config(
            project.config.replace(spec=project.config.spec.remove("dense_2"))
        ),
    )
    assert not panel.layer_form.isVisible()
    assert panel.header._subtitle.text() == ""
