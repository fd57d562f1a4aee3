"""Forms made from declarations: every layer and optimizer gets one that works."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit

from app.editor.form import SettingsForm
from app.models.layer_text import new_layer
from nncore.hyperparameters import hyperparameters_of
from nncore.layers import LAYERS, Dense, Dropout
from nncore.optimizers import OPTIMIZERS, SGD, Adam
from nncore.regularizers import Regularizer
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig

CONFIGURED = [*LAYERS.values(), *OPTIMIZERS.values()]


def example(kind):
    return new_layer(kind.__name__) if kind in LAYERS.values() else kind()


@pytest.fixture
def form(qtbot, styled):
    form = SettingsForm("layer")
    qtbot.addWidget(form)
    form.show()
    return form


def commit(field: QLineEdit, text: str) -> None:
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize("kind", CONFIGURED, ids=lambda kind: kind.__name__)
def test_every_setting_has_a_field_with_name_help_and_value(form, kind):
    value = example(kind)
    form.show_value(value)
    fields = form.fields()
    top = {hyper.name for hyper in hyperparameters_of(kind)}
    assert {path[0] for path in form._fields} == top
    assert all(field.objectName().startswith("layer.") for field in fields)
    assert all(field.accessibleName() and field.toolTip() for field in fields)
    names = [field.objectName() for field in fields]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("kind", CONFIGURED, ids=lambda kind: kind.__name__)
def test_every_form_fits_a_narrow_dock(form, kind):
    form.show_value(example(kind))
    assert form.minimumSizeHint().width() <= 190


def test_number_is_given_out_on_enter(form):
    form.show_value(Dense(units=3))
    spy = QSignalSpy(form.edited)
    commit(form.field("units"), "24")
    assert [spy.at(i) for i in range(spy.count())] == [["units", 24]]


@pytest.mark.parametrize("text", ["0", "-3", "many", "", "1.5"])
def test_number_that_cannot_be_stays_red_and_is_not_given_out(form, text):
    form.show_value(Dense(units=3))
    spy = QSignalSpy(form.edited)
    field = form.field("units")
    commit(field, text or " ")
    assert spy.count() == 0
    assert field.property("invalid")
    assert field.toolTip()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "3"
    assert not field.property("invalid")


def test_limit_of_the_declaration_is_the_limit_of_the_field(form):
    form.show_value(Dropout(rate=0.2))
    spy = QSignalSpy(form.edited)
    commit(form.field("rate"), "1")
    assert spy.count() == 0
    commit(form.field("rate"), "0.5")
    assert spy.at(0) == ["rate", 0.5]


def test_choice_and_tick_are_given_out(form):
    form.show_value(Dense(units=3))
    spy = QSignalSpy(form.edited)
    choice: QComboBox = form.field("activation")
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_End)
    last = [choice.itemText(i) for i in range(choice.count())][-1]
    assert spy.at(0) == ["activation", last]
    QTest.keyClick(form.field("use_bias"), Qt.Key.Key_Space)
    assert spy.at(1) == ["use_bias", False]


def test_nested_setting_gives_out_the_whole_value(form):
    form.show_value(Dense(units=3))
    spy = QSignalSpy(form.edited)
    commit(form.field("kernel_regularizer", "l2"), "0.001")
    assert spy.at(0) == ["kernel_regularizer", Regularizer(l2=0.001)]


def test_showing_another_value_keeps_the_fields_and_gives_nothing_out(form):
    form.show_value(Dense(units=3))
    spy = QSignalSpy(form.edited)
    field = form.field("units")
    form.show_value(Dense(units=7))
    assert form.field("units") is field
    assert field.text() == "7"
    assert spy.count() == 0


def test_another_type_gets_fields_of_its_own(form):
    form.show_value(SGD(learning_rate=0.1))
    assert form.field("momentum") is not None
    form.show_value(Adam())
    with pytest.raises(KeyError):
        form.field("momentum")
    assert form.field("beta_1").value() == 0.9


def test_only_some_settings_can_be_shown(qtbot, styled):
    form = SettingsForm("run", only=("units",))
    qtbot.addWidget(form)
    form.show_value(Dense(units=3))
    assert [field.objectName() for field in form.fields()] == ["run.units"]


def test_problem_marks_its_field_and_leaves_again(form):
    form.show_value(Dense(units=3))
    form.show_problem("units", "too many")
    assert form.field("units").property("invalid")
    assert form.field("units").toolTip() == "too many"
    assert not form.field("activation").property("invalid")
    form.show_problem("", "")
    assert not form.field("units").property("invalid")


def test_labels_say_words_not_identifiers(form):
    form.show_value(Dense(units=3))
    words = [label.text() for label in form.findChildren(QLabel)]
    assert "L2 on kernel" in words
    assert "kernel initializer" in words
    assert not [text for text in words if "_" in text]


def test_losses_of_several_outputs_are_one_more_choice(qtbot, styled):
    form = SettingsForm("run", only=("loss",))
    qtbot.addWidget(form)
    spec = NetworkSpec.chain((2,), [Dense(units=2), Dense(units=2)])
    single = RunConfig(spec=spec.with_outputs("dense_2", "dense_1"), loss="mse")
    both = single.replace(loss={"dense_2": "mse", "dense_1": "quadratic"})
    for first, second in ((single, both), (both, single)):
        form.show_value(first)
        form.show_value(second)
        field = form.field("loss")
        assert field.value() == second.loss
        assert field.currentText() in ("mse", "dense_2: mse, dense_1: quadratic")
    spy = QSignalSpy(form.edited)
    form.show_value(both)
    field.setCurrentIndex(0)
    field.activated.emit(0)
    assert [spy.at(i) for i in range(spy.count())] == [["loss", "mse"]]


def test_four_numbers_are_seen_whole_in_a_narrow_dock(form):
    form.resize(204, 600)
    form.show_value(new_layer("Conv2D"))
    field = form.field("explicit_padding")
    QApplication.processEvents()
    assert field.text() == "0 × 0 × 0 × 0"
    frame = 24  # with its padding
    assert field.fontMetrics().horizontalAdvance(field.text()) + frame <= field.width()
