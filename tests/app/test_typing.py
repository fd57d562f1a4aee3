"""What is being typed counts for every command, whether or not Enter has been pressed."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton

from app.jobs.training import Status
from app.widgets.text_field import CommitEdit
from nncore.formats.vitrine import read_bundle


@pytest.fixture
def units(studio, qtbot):
    """The units of the first dense layer, with the keyboard."""
    studio.session.document.select("dense_1")
    field = studio.findChild(CommitEdit, "layer.units")
    qtbot.waitUntil(field.isVisible)
    studio.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return field


def write(field, text):
    field.selectAll()
    QTest.keyClicks(field, text)


def units_of(config):
    spec = config.spec
    return spec.layers[spec.index("dense_1")].layer.units


def test_training_trains_what_is_typed(studio, units, qtbot):
    write(units, "12")
    with qtbot.waitSignal(studio.session.training.prepared) as prepared:
        studio.actions_["train"].trigger()
    assert units.hasFocus()
    assert units_of(studio.session.config) == 12
    assert prepared.args[0].snapshot.params["dense_1/bias"].shape == (12,)
    qtbot.waitUntil(lambda: studio.session.training.status is Status.FINISHED)


def test_step_is_one_of_what_is_typed(studio, units, qtbot):
    write(units, "12")
    studio.actions_["step_batch"].trigger()
    qtbot.waitUntil(lambda: studio.session.training.status is Status.PAUSED)
    assert studio.session.training.step == 1
    assert studio.session.training.info.snapshot.params["dense_1/bias"].shape == (12,)


def test_saving_saves_what_is_typed(studio, units, qtbot, tmp_path):
    write(units, "13")
    path = tmp_path / "typed.vitrine"
    studio.session.document.mark_saved(path, studio.session.document.project)
    with qtbot.waitSignal(studio.session.told):
        studio.actions_["save"].trigger()
    assert units_of(read_bundle(path).config) == 13


def test_closing_asks_about_what_is_typed(studio, units, monkeypatch):
    asked = []
    monkeypatch.setattr(studio.files, "ask", lambda box: asked.append(box.text()) or 0)
    write(units, "14")
    assert not studio.close()
    assert asked == ["The project has changes that are not saved."]
    assert units_of(studio.session.config) == 14


def test_text_that_cannot_be_taken_is_told_and_stays(studio, units, qtbot):
    write(units, "-3")
    studio.actions_["step_batch"].trigger()
    assert units_of(studio.session.config) == 64
    assert units.text() == "-3"
    assert units.property("invalid")
    assert studio.toast.text() == f"What was typed is not taken: {units.problem()}"
    qtbot.waitUntil(lambda: studio.session.training.status is Status.PAUSED)


def test_number_goes_to_its_own_layer_where_another_is_added(studio, units):
    write(units, "100")
    QTest.mouseClick(studio.findChild(QPushButton, "add.Dense"), Qt.MouseButton.LeftButton)
    config = studio.session.config
    new = studio.session.document.selection
    assert new not in ("", "dense_1")
    assert units_of(config) == 100
    assert config.spec.layers[config.spec.index(new)].layer.units != 100
    assert not units.isModified()
    assert units.text() == str(config.spec.layers[config.spec.index(new)].layer.units)


def test_what_is_typed_for_one_layer_is_not_left_for_another(studio, units):
    document = studio.session.document
    spec = document.config.spec
    previews = []
    document.previewed.connect(previews.append)
    for text in ("100", "1x"):  # the second is no number
        write(units, text)
        document.select("dense_2")
        assert not units.isModified()
        assert previews[-1] is None, "the cards show what is there"
        QTest.keyClick(units, Qt.Key.Key_Return)
        assert document.config.spec == spec
        document.select("dense_1")
        units.setFocus()


@pytest.mark.parametrize("name", ["weightsView.spread", "padClear", "layerCard.dense_3.remove"])
def test_press_on_a_small_button_takes_what_is_typed(studio, units, name):
    write(units, "12")
    button = studio.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert units_of(studio.session.config) == 12


@pytest.mark.parametrize(
    ("key", "claimed"),
    [
        (Qt.Key.Key_E, False),
        (Qt.Key.Key_D, False),
        (Qt.Key.Key_Z, False),
        (Qt.Key.Key_A, True),
        (Qt.Key.Key_C, True),
        (Qt.Key.Key_V, True),
        (Qt.Key.Key_X, True),
        (Qt.Key.Key_Left, True),
    ],
)
def test_field_claims_the_keys_of_a_short_text_only(units, key, claimed):
    control = Qt.KeyboardModifier.ControlModifier
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, control)
    event.ignore()
    units.event(event)
    assert event.isAccepted() is claimed


def test_field_undoes_its_own_typing_before_the_window_undoes(units):
    write(units, "12")
    event = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )
    event.ignore()
    units.event(event)
    assert event.isAccepted()
    units.revert()
