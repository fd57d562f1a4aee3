"""A loss and its weight for each of several outputs, in the inspector."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.models.outputs import set_output, with_loss, with_weight
from app.panels.inspector import InspectorPanel
from nncore.hyperparameters import hyperparameters_of
from nncore.layers import Dense
from nncore.losses import LOSSES
from nncore.objective import Aim
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig
from tests.app.panels.test_inspector_panel import commit, pick, undo_text

CHAIN = NetworkSpec.chain((4,), [Dense(units=3), Dense(units=3), Dense(units=3)])


@pytest.fixture
def panel(ready, qtbot):
    panel = InspectorPanel(ready)
    qtbot.addWidget(panel)
    panel.resize(248, 600)
    panel.show()
    spec = ready.config.spec
    spec = spec.insert(len(spec.layers), Dense(units=10, activation="softmax"), "early")
    spec = spec.connect("early", ["dense_1"]).with_outputs("dense_3", "early")
    ready.document.edit_config("Outputs", spec=spec)
    return panel


def test_one_output_has_the_one_loss_field(panel):
    losses = panel.output_losses
    assert losses.isVisible()
    assert not panel.loss_form.isVisible()
    panel._document.undo_stack.undo()
    assert not losses.isVisible()
    assert panel.loss_form.isVisible()
    assert losses.fields() == []


def test_each_output_has_a_row_with_its_name_loss_and_weight(panel):
    losses = panel.output_losses
    names = [label.text() for label in losses.findChildren(QLabel)]
    assert [name for name in names if name in ("dense_3", "early")] == ["dense_3", "early"]
    for name in ("dense_3", "early"):
        field = losses.loss_field(name)
        assert field.currentText() == "categorical_crossentropy"
        assert [field.itemText(n) for n in range(field.count())] == ["none", *LOSSES]
        assert field.accessibleName() == f"loss of {name}"
        assert losses.weight_field(name).value() == 1.0
        assert losses.weight_field(name).accessibleName() == f"weight of {name}"
    told = {hyper.name: hyper.help for hyper in hyperparameters_of(Aim)}
    assert told["loss"] in losses.loss_field("early").toolTip()
    assert told["weight"] in losses.weight_field("early").toolTip()


def test_loss_of_one_output_is_changed_in_one_named_edit(panel):
    pick(panel.output_losses.loss_field("early"), "mse")
    config = panel._document.config
    assert config.loss == {"dense_3": "categorical_crossentropy", "early": "mse"}
    assert config.aims()["early"].loss == "mse"
    assert undo_text(panel) == "Change loss of early"
    panel._document.undo_stack.undo()
    assert panel._document.config.loss == "categorical_crossentropy"
    assert panel.output_losses.loss_field("early").currentText() == "categorical_crossentropy"
    panel._document.undo_stack.redo()
    assert panel.output_losses.loss_field("early").currentText() == "mse"


def test_output_without_a_loss_keeps_no_weight_field(panel):
    pick(panel.output_losses.loss_field("early"), "none")
    assert panel._document.config.loss == {"dense_3": "categorical_crossentropy"}
    assert not panel.output_losses.weight_field("early").isEnabled()
    assert list(panel._document.config.aims()) == ["dense_3"]
    pick(panel.output_losses.loss_field("dense_3"), "none")
    assert "no output has one" in panel.loss_problem.text()


def test_weight_is_committed_and_refused_as_nncore_declares_it(panel):
    field = panel.output_losses.weight_field("early")
    commit(field, "0.3")
    assert panel._document.config.loss_weights == {"early": 0.3}
    assert undo_text(panel) == "Change weight of early"
    commit(field, "-1")
    assert field.property("invalid")
    assert panel._document.config.loss_weights == {"early": 0.3}
    panel._document.undo_stack.undo()
    assert field.value() == 1.0
    assert panel._document.config.loss_weights == {}


def test_loss_that_does_not_fit_turns_red_where_it_is(panel):
    spec = panel._document.config.spec
    panel._document.edit_config("Width", spec=spec.change("early", units=7))
    fields = {name: panel.output_losses.loss_field(name) for name in ("dense_3", "early")}
    assert fields["early"].property("invalid")
    assert "early gives 7" in fields["early"].toolTip()
    assert not fields["dense_3"].property("invalid")


def test_keyboard_goes_from_the_optimizer_through_the_outputs_to_the_batch_size(panel):
    start = panel.output_losses.weight_field("dense_3")
    start.setFocus(Qt.FocusReason.TabFocusReason)
    seen = []
    for _ in range(4):
        QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
        seen.append(panel.focusWidget().objectName())
    assert seen == [
        "outputs.dense_3.loss", "outputs.early.weight", "outputs.early.loss", "run.batch_size",
    ]  # fmt: skip


def test_rows_fit_a_narrow_dock(panel):
    losses = panel.output_losses
    page = losses.parentWidget()
    assert losses.minimumSizeHint().width() <= page.width()
    for field in losses.fields():
        right = field.mapTo(page, field.rect().topRight()).x()
        assert right <= page.width()


def test_one_loss_for_all_is_said_once():
    config = set_output(RunConfig(spec=CHAIN, loss="mse"), ["dense_1"], True)
    other = with_loss(config, "dense_1", "quadratic")
    assert other.loss == {"dense_3": "mse", "dense_1": "quadratic"}
    assert with_loss(other, "dense_1", "mse").loss == "mse"
    assert with_loss(other, "dense_3", "").loss == {"dense_1": "quadratic"}


def test_weight_of_one_goes_without_saying():
    config = set_output(RunConfig(spec=CHAIN, loss="mse"), ["dense_1"], True)
    heavy = with_weight(config, "dense_1", 2.0)
    assert heavy.loss_weights == {"dense_1": 2.0}
    assert with_weight(heavy, "dense_1", 1.0).loss_weights == {}
