"""The one table of actions."""

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.actions import ACTIONS, MENUS, Actions
from app.resources import icons_dir


@pytest.fixture
def parent(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_every_id_and_shortcut_is_used_once():
    ids = [spec.id for spec in ACTIONS]
    keys = [QKeySequence(spec.shortcut).toString() for spec in ACTIONS if spec.shortcut]
    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)
    assert all(keys)


def test_every_action_stands_in_a_menu_with_its_own_mnemonic():
    for key, _title in MENUS:
        specs = [spec for spec in ACTIONS if spec.menu == key]
        letters = [spec.text[spec.text.index("&") + 1].lower() for spec in specs]
        assert specs, key
        assert len(set(letters)) == len(letters), (key, letters)
    assert {spec.menu for spec in ACTIONS} == {key for key, _ in MENUS}


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.id)
def test_every_tip_is_a_sentence(spec):
    assert spec.tip.endswith(".")
    assert spec.tip[0].isupper()


def test_action_without_handler_is_not_made(parent):
    actions = Actions({"open": print}, parent)
    assert "open" in actions
    assert "save" not in actions


def test_action_shows_its_keys_and_calls_its_handler(parent):
    calls = []
    action = Actions({"save": lambda: calls.append("save")}, parent)["save"]
    action.trigger()
    assert calls == ["save"]
    assert action.objectName() == "action.save"
    assert "Ctrl+S" in action.toolTip()


def test_menus_hold_every_action_in_the_order_of_the_table(parent):
    actions = Actions({spec.id: print for spec in ACTIONS}, parent)
    bar = QMenuBar(parent)
    actions.fill(bar)
    for key, _title in MENUS:
        menu = bar.findChild(QMenu, f"menu.{key}")
        named = [action.objectName() for action in menu.actions() if not action.isSeparator()]
        assert named == [f"action.{spec.id}" for spec in ACTIONS if spec.menu == key]


def test_every_icon_of_the_table_exists():
    icons = {path.stem for path in icons_dir().glob("*.svg")}
    assert {spec.icon for spec in ACTIONS if spec.icon} <= icons
