"""Copy, cut, paste, duplicate, rename, disable, freeze, mend: as a user does them."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QToolButton

from app.editor.layer_card import LayerCard
from app.models import clip
from app.widgets.name_edit import NameEdit
from nncore.formats.vitrine import read_bundle

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
FIRST = ["flatten_1", "dense_1", "dropout_1", "dense_2", "dense_3"]


def names(studio) -> list[str]:
    return [node.name for node in studio.session.config.spec.layers]


def undo_text(studio) -> str:
    return studio.session.document.undo_stack.undoText()


def card(studio, name: str) -> LayerCard:
    return studio.layout_.architecture.stack.card(name)


def choose(studio, *chosen: str) -> None:
    for i, name in enumerate(chosen):
        QTest.mouseClick(
            card(studio, name),
            Qt.MouseButton.LeftButton,
            CTRL if i else Qt.KeyboardModifier.NoModifier,
            QPoint(20, 10),
        )


def trigger(studio, action: str) -> None:
    assert studio.actions_[action].isEnabled()
    studio.actions_[action].trigger()


def said(studio) -> str:
    return studio.toast.text()


def test_copied_layer_is_pasted_behind_the_selected_one(studio):
    choose(studio, "dense_1")
    trigger(studio, "copy")
    text = QGuiApplication.clipboard().text()
    assert json.loads(text)["layers"][0]["units"] == 64
    choose(studio, "dropout_1")
    trigger(studio, "paste")
    assert names(studio) == [*FIRST[:3], "dense_4", *FIRST[3:]]
    assert undo_text(studio) == "Paste dense_1"
    assert studio.layers.selected == ("dense_4",)


def test_paste_where_nothing_was_ever_copied_changes_nothing(studio, monkeypatch):
    class Board:
        def mimeData(self):
            return None

    with monkeypatch.context() as patch:
        patch.setattr(QGuiApplication, "clipboard", lambda: Board())
        assert not studio.layers.can_paste
        studio.layers.paste_here()
    assert names(studio) == FIRST


def test_several_layers_are_cut_and_pasted_in_their_order(studio):
    choose(studio, "dense_2", "dropout_1")
    trigger(studio, "cut")
    assert names(studio) == ["flatten_1", "dense_1", "dense_3"]
    assert undo_text(studio) == "Cut dense_2, dropout_1"
    choose(studio, "flatten_1")
    trigger(studio, "paste")
    assert names(studio) == ["flatten_1", "dropout_1", "dense_2", "dense_1", "dense_3"]


@pytest.mark.parametrize(
    ("text", "says"), [("not layers", "not valid JSON"), ('{"type": "Dens"}', "did you mean")]
)
def test_bad_paste_says_what_is_wrong_and_changes_nothing(studio, text, says):
    QGuiApplication.clipboard().setText(text)
    trigger(studio, "paste")
    assert says in said(studio)
    assert names(studio) == FIRST
    assert undo_text(studio) == ""


def test_own_format_is_preferred_to_text(studio):
    choose(studio, "dense_2")
    trigger(studio, "copy")
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.hasFormat(clip.MIME)
    assert mime.hasText()


def test_duplicate_needs_no_clipboard(studio):
    QGuiApplication.clipboard().setText("mine")
    choose(studio, "dense_2")
    trigger(studio, "duplicate")
    assert names(studio) == [*FIRST[:4], "dense_4", "dense_3"]
    assert QGuiApplication.clipboard().text() == "mine"
    studio.actions_["undo"].trigger()
    assert names(studio) == FIRST


def test_shift_click_selects_a_row_of_layers_and_delete_removes_it(studio):
    choose(studio, "dense_1")
    QTest.mouseClick(card(studio, "dense_2"), Qt.MouseButton.LeftButton, SHIFT, QPoint(20, 10))
    assert studio.layers.selected == ("dense_1", "dropout_1", "dense_2")
    QTest.keyClick(card(studio, "dense_2"), Qt.Key.Key_Delete)
    assert names(studio) == ["flatten_1", "dense_3"]
    assert undo_text(studio) == "Remove 3 layers"
    assert studio.layers.selected == ("dense_3",)


def test_space_adds_a_card_to_the_selection(studio):
    card(studio, "dense_1").setFocus()
    studio.layers.select(["dropout_1"])
    QTest.keyClick(card(studio, "dense_1"), Qt.Key.Key_Space)
    assert set(studio.layers.selected) == {"dense_1", "dropout_1"}


def test_disabled_layer_is_passed_by_and_its_card_says_so(studio):
    choose(studio, "dropout_1")
    trigger(studio, "disable_layer")
    assert not studio.session.config.spec.layers[2].enabled
    assert card(studio, "dropout_1").property("disabled")
    shown = [label.text() for label in card(studio, "dropout_1").findChildren(QLabel)]
    assert "disabled: passed by" in shown
    assert studio.actions_["disable_layer"].text() == "Ena&ble layer"
    assert undo_text(studio) == "Disable dropout_1"
    trigger(studio, "disable_layer")
    assert undo_text(studio) == "Enable dropout_1"
    assert not card(studio, "dropout_1").property("disabled")


def test_frozen_layer_keeps_its_weights(studio, qtbot):
    choose(studio, "dense_1")
    trigger(studio, "freeze_layer")
    assert studio.session.config.frozen == ("dense_1",)
    assert "frozen" in card(studio, "dense_1").accessibleName()
    before = studio.session.training.info.network.params["dense_1/kernel"].copy()
    with qtbot.waitSignal(studio.session.training.snapshot_changed):
        studio.actions_["step_batch"].trigger()
    after = studio.session.predictor.network.params
    assert (after["dense_1/kernel"] == before).all()
    trigger(studio, "freeze_layer")
    assert studio.session.config.frozen == ()


def test_layer_without_weights_cannot_be_frozen(studio):
    choose(studio, "dropout_1")
    assert not studio.actions_["freeze_layer"].isEnabled()


def test_rename_on_the_card_is_one_step_and_keeps_the_weights(studio, qtbot):
    with qtbot.waitSignal(studio.session.training.snapshot_changed):
        studio.actions_["step_batch"].trigger()
    qtbot.waitUntil(lambda: studio.session.training.status.value == "paused")
    learned = studio.session.predictor.network.params["dense_2/kernel"].copy()
    choose(studio, "dense_2")
    trigger(studio, "rename_layer")
    edit = card(studio, "dense_2").findChild(NameEdit)
    with qtbot.waitSignal(studio.session.training.renamed) as made:
        QTest.keyClicks(edit, "narrow")
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert names(studio) == [*FIRST[:3], "narrow", "dense_3"]
    assert undo_text(studio) == "Rename dense_2 to narrow"
    assert studio.layers.selected == ("narrow",)
    prepared = made.args[0]
    assert prepared.step == 1
    assert (prepared.network.params["narrow/kernel"] == learned).all()
    with qtbot.waitSignal(studio.session.training.renamed) as back:
        studio.actions_["undo"].trigger()
    assert (back.args[0].network.params["dense_2/kernel"] == learned).all()


def test_leaving_the_name_takes_it_where_it_is_good(studio):
    choose(studio, "dense_2")
    for typed, kept in (("narrow", "narrow"), ("dense_1", "narrow")):
        trigger(studio, "rename_layer")
        edit = card(studio, names(studio)[3]).findChild(NameEdit)
        edit.setFocus()
        QTest.keyClicks(edit, typed)
        studio.layout_.loss.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        studio.layout_.loss.setFocus()
        assert names(studio)[3] == kept


def test_name_being_typed_is_saved(studio, qtbot, tmp_path):
    choose(studio, "dense_2")
    trigger(studio, "rename_layer")
    edit = card(studio, "dense_2").findChild(NameEdit)
    edit.setFocus()
    QTest.keyClicks(edit, "narrow")
    refused = []
    studio.actions_.refused.connect(refused.append)
    document = studio.session.document
    document.mark_saved(tmp_path / "a.vitrine", document.project)
    with qtbot.waitSignal(studio.session.told):
        studio.actions_["save"].trigger()
    assert "narrow/kernel" in read_bundle(tmp_path / "a.vitrine").network.params
    assert refused == []


def test_name_that_is_taken_stays_red_until_it_is_good(studio):
    choose(studio, "dense_2")
    trigger(studio, "rename_layer")
    edit = card(studio, "dense_2").findChild(NameEdit)
    QTest.keyClicks(edit, "dense_1")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.property("invalid")
    assert "taken" in card(studio, "dense_2")._problem.text()
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert names(studio) == FIRST
    assert card(studio, "dense_2")._problem.text() == ""


def test_mend_on_the_card_is_one_step(studio):
    studio.layers.remove(["flatten_1"])
    chip = studio.findChild(QPushButton, "layerCard.dense_1.mend0")
    assert chip.text() == "Insert Flatten here"
    assert "Flatten" in studio.session.blocked
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert names(studio)[0] == "flatten_1"
    assert studio.session.blocked == ""
    assert undo_text(studio) == "Insert Flatten here"
    assert not card(studio, "dense_1").property("broken")


def test_wrong_number_of_outputs_shows_on_the_last_card(studio):
    choose(studio, "dense_3")
    studio.session.document.edit_config(
        "Change units", spec=studio.session.config.spec.change("dense_3", units=7)
    )
    assert card(studio, "dense_3").property("broken")
    QTest.mouseClick(
        studio.findChild(QPushButton, "layerCard.dense_3.mend0"), Qt.MouseButton.LeftButton
    )
    assert studio.session.config.spec.layers[-1].layer.units == 10
    assert studio.session.blocked == ""


def test_shapes_and_costs_follow_while_typing(studio):
    choose(studio, "dense_1")
    field = studio.layout_.inspector.layer_form.field("units")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12")
    assert f"{784 * 12 + 12:,} params" in card(studio, "dense_1").accessibleName()
    assert "12" in card(studio, "dropout_1").accessibleName()
    assert studio.session.config.spec.layers[1].layer.units == 64
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert f"{784 * 64 + 64:,} params" in card(studio, "dense_1").accessibleName()
    assert undo_text(studio) == ""


def test_menu_of_a_card_offers_everything_and_makes_another_type(studio, qtbot):
    choose(studio, "dropout_1")
    spy = QSignalSpy(card(studio, "dropout_1").menu_asked)
    more = card(studio, "dropout_1").findChild(QToolButton, "layerCard.dropout_1.menu")
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    assert spy.count() == 1
    menu = studio.findChild(QMenu, "layerMenu")
    keys = {a.objectName().partition(".")[2] for a in menu.actions() if a.objectName()}
    assert {"rename", "cut", "copy", "paste", "duplicate", "disable", "freeze", "remove"} <= keys
    types = studio.findChild(QMenu, "layerMenu.types")
    action = next(action for action in types.actions() if action.text() == "BatchNormalization")
    assert isinstance(action, QAction)
    action.trigger()
    menu.close()
    assert studio.session.config.spec.layers[2].layer.type_name == "BatchNormalization"
    assert names(studio)[2] == "dropout_1"
    QApplication.processEvents()


def test_select_all_and_disable_reaches_every_layer(studio):
    trigger(studio, "select_all_layers")
    trigger(studio, "disable_layer")
    assert not any(node.enabled for node in studio.session.config.spec.layers)
    assert undo_text(studio) == "Disable 5 layers"
