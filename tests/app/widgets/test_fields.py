"""Typed editors: what they commit, refuse and never echo."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.widgets.fields import (
    BoolField,
    ChoiceField,
    FloatField,
    IntField,
    IntTupleField,
    OptionalField,
    TextField,
)


@pytest.fixture
def place(qtbot: QtBot) -> Callable[[QWidget], list[Any]]:
    """Show a field beside another line edit; returns what it commits from now on."""

    windows: list[QWidget] = []

    def put(field: QWidget) -> list[Any]:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        column = QVBoxLayout(window)
        column.addWidget(field)
        column.addWidget(QLineEdit(window))
        with qtbot.waitExposed(window):
            window.show()
        field.setFocus()
        committed: list[Any] = []
        field.edited.connect(committed.append)
        return committed

    return put


def write(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.selectAll()
    qtbot.keyClicks(field, text)


def wheel(target: QWidget, notches: int) -> QWheelEvent:
    event = QWheelEvent(
        QPointF(5, 5),
        target.mapToGlobal(QPointF(5, 5)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, event)
    return event


Place = Callable[[QWidget], list[Any]]


def test_enter_commits_once(qtbot: QtBot, place: Place) -> None:
    field = IntField(64, "units", minimum=1)
    committed = place(field)
    write(qtbot, field, "128")
    assert committed == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert committed == [128]
    field.clearFocus()
    assert committed == [128]
    assert field.value() == 128


def test_leaving_the_field_commits(qtbot: QtBot, place: Place) -> None:
    field = FloatField(0.1, "rate")
    committed = place(field)
    write(qtbot, field, "0,25")
    field.clearFocus()
    assert committed == [0.25]
    assert field.text() == "0.25"


def test_same_value_is_not_committed_again(qtbot: QtBot, place: Place) -> None:
    field = FloatField(0.1, "rate")
    committed = place(field)
    write(qtbot, field, "1e-1")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert committed == []
    assert field.text() == "0.1"


@pytest.mark.parametrize("text", ["nan", "inf", "x", "", "1.5", "-0.1"])
def test_refused_text_stays_red_with_its_reason_and_the_old_value(
    qtbot: QtBot, place: Place, text: str
) -> None:
    field = FloatField(0.5, "rate", minimum=0, maximum=1, tip="Share to drop.")
    committed = place(field)
    write(qtbot, field, text) if text else field.clear()
    field.setModified(True)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert committed == []
    assert field.value() == 0.5
    assert field.text() == text
    assert field.property("invalid") is True
    assert field.toolTip() == field.problem() != ""


def test_red_goes_as_soon_as_the_text_is_good(qtbot: QtBot, place: Place) -> None:
    field = FloatField(0.5, "rate", maximum=1, tip="Share to drop.")
    committed = place(field)
    write(qtbot, field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.problem()
    write(qtbot, field, "0.7")
    assert field.problem() == ""
    assert field.toolTip() == "Share to drop."
    assert committed == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert committed == [0.7]


def test_escape_brings_the_good_value_back(qtbot: QtBot, place: Place) -> None:
    field = IntField(64, "units")
    committed = place(field)
    write(qtbot, field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.problem(), committed) == ("64", "", [])


def test_check_refuses_in_its_own_words(qtbot: QtBot, place: Place) -> None:
    field = IntField(2, "even", check=lambda n: "" if n % 2 == 0 else f"{n} is odd.")
    committed = place(field)
    write(qtbot, field, "3")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.problem(), committed) == ("3 is odd.", [])


def test_set_value_shows_without_echo(place: Place) -> None:
    field = FloatField(0.1, "rate")
    committed = place(field)
    field.set_value(2e-5)
    assert (field.text(), field.value(), committed) == ("2e-5", 2e-5, [])


def test_set_value_of_the_same_value_keeps_what_is_being_typed(qtbot: QtBot, place: Place) -> None:
    field = FloatField(0.1, "rate")
    place(field)
    write(qtbot, field, "0.3")
    field.set_value(0.1)
    assert field.text() == "0.3"
    field.set_value(0.2)
    assert field.text() == "0.2"


def test_problem_found_elsewhere_can_be_shown_and_taken_back(place: Place) -> None:
    field = IntField(64, "units", tip="How many.")
    place(field)
    seen: list[str] = []
    field.problem_changed.connect(seen.append)
    field.set_problem("too many for this shape")
    field.set_problem("")
    assert seen == ["too many for this shape", ""]
    assert field.toolTip() == "How many."


def test_arrows_step_along_the_log_scale(qtbot: QtBot, place: Place) -> None:
    field = FloatField(0.001, "learning_rate", minimum=0, log=True)
    committed = place(field)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert committed == [0.002, 0.005, 0.002]


def test_steps_stop_at_the_limits(qtbot: QtBot, place: Place) -> None:
    field = IntField(2, "units", minimum=1, maximum=12)
    committed = place(field)
    qtbot.keyClick(field, Qt.Key.Key_PageUp)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_PageDown)
    assert committed == [12, 2]
    qtbot.keyClick(field, Qt.Key.Key_PageDown)
    assert committed == [12, 2, 1]


def test_wheel_steps_only_in_the_field_with_the_focus(place: Place) -> None:
    field = IntField(5, "units")
    committed = place(field)
    assert wheel(field, 1).isAccepted()
    assert committed == [6]
    field.clearFocus()
    assert not wheel(field, 1).isAccepted()
    assert committed == [6]


def test_wheel_passes_over_a_choice(place: Place) -> None:
    field = ChoiceField(["relu", "tanh"])
    committed = place(field)
    assert not wheel(field, -1).isAccepted()
    assert (field.value(), committed) == ("relu", [])


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", (3, 3)), ("3 x 5", (3, 5)), ("3×5", (3, 5)), ("(3, 5)", (3, 5)), ("[3,5]", (3, 5))],
)
def test_several_numbers_are_read_as_people_write_them(
    qtbot: QtBot, place: Place, text: str, value: tuple[int, int]
) -> None:
    field = IntTupleField((1, 1), "kernel", minimum=1)
    committed = place(field)
    write(qtbot, field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert committed == [value]


@pytest.mark.parametrize("text", ["1 2 3", "0", "a", "", "1.5"])
def test_wrong_several_numbers_are_refused(qtbot: QtBot, place: Place, text: str) -> None:
    field = IntTupleField([2, 2], "kernel", minimum=1)
    committed = place(field)
    field.clear()
    qtbot.keyClicks(field, text)
    field.setModified(True)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert committed == []
    assert field.problem()
    assert field.value() == (2, 2)


def test_text_loses_its_outer_blanks(qtbot: QtBot, place: Place) -> None:
    field = TextField("dense_1", "name")
    committed = place(field)
    write(qtbot, field, "  hidden layer ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert committed == ["hidden layer"]


def test_choice_tells_what_the_user_picked_and_nothing_else(qtbot: QtBot, place: Place) -> None:
    field = ChoiceField([("relu", "ReLU"), (None, "none")], "relu", "activation")
    committed = place(field)
    field.set_value(None)
    assert (field.value(), field.currentText(), committed) == (None, "none", [])
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert committed == ["relu"]
    with pytest.raises(ValueError, match="selu"):
        field.set_value("selu")


def test_tick_is_committed_by_a_click_only(qtbot: QtBot, place: Place) -> None:
    field = BoolField(False, "use_bias", text="use bias")
    committed = place(field)
    field.set_value(True)
    assert committed == []
    field.click()
    assert committed == [False]


def test_optional_field_is_none_while_off(qtbot: QtBot, place: Place) -> None:
    inner = FloatField(1.0, "clip_norm")
    field = OptionalField(inner, None, "clip")
    committed = place(field)
    switch = field.findChild(QCheckBox, "clip.on")
    assert field.value() is None
    assert not inner.isEnabled()
    switch.click()
    assert committed == [1.0]
    write(qtbot, inner, "5")
    qtbot.keyClick(inner, Qt.Key.Key_Return)
    switch.click()
    assert committed == [1.0, 5.0, None]
    field.set_value(2.0)
    assert (field.value(), committed) == (2.0, [1.0, 5.0, None])
