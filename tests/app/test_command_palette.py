"""The command palette: everything in it, found by words, run by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QTreeWidgetItem

from app.actions import ACTIONS
from app.i18n import plain
from app.models.layer_text import addable_layers
from app.settings import Settings
from app.theme import theme
from nncore.data import SOURCES
from nncore.training.config import recipe_names


@pytest.fixture
def palette(studio, qtbot):
    studio.activateWindow()
    studio.actions_["palette"].trigger()
    shown = studio.commands.palette
    qtbot.waitUntil(shown.field.hasFocus)
    return shown


def press(palette, key):
    QTest.keyClick(palette.field, key)


def rows_of(palette) -> dict[str, QTreeWidgetItem]:
    count = palette.list.topLevelItemCount()
    return {item.text(0): item for item in map(palette.list.topLevelItem, range(count))}


def test_everything_is_offered(studio, palette):
    texts = palette.texts()
    opening = {"palette", "shortcuts"}
    for spec in ACTIONS:
        if spec.id not in opening:
            assert plain(studio.actions_[spec.id].text()) in texts
    assert {f"Add {name}" for name in addable_layers()} <= set(texts)
    assert {f"Open {name}" for name in recipe_names()} <= set(texts)
    assert {f"Use {source.title}" for source in SOURCES.values()} <= set(texts)
    assert {f"Show {dock.windowTitle()}" for dock in studio.layout_.docks} <= set(texts)


def test_row_shows_the_keys_and_greys_what_cannot_be_done(palette):
    rows = rows_of(palette)
    assert rows["Save"].text(2) == "Ctrl+S"
    assert not rows["Save"].isDisabled()
    assert rows["Undo"].isDisabled()


def test_what_cannot_be_run_stands_behind_what_can(studio, palette):
    for typed in ("", "edit", "layer"):
        palette.field.setText(typed)
        greyed = [item.isDisabled() for item in rows_of(palette).values()]
        assert greyed == sorted(greyed)
        assert len(set(greyed)) == 2


def test_enter_runs_nothing_else_where_what_fits_best_cannot_be_run(studio, palette):
    QTest.keyClicks(palette.field, "undo")
    assert rows_of(palette)["Undo"].isDisabled()
    assert len(palette.texts()) > 1  # others have these letters too
    press(palette, Qt.Key.Key_Return)
    assert palette.isVisible()
    press(palette, Qt.Key.Key_Down)
    assert not palette.list.currentItem().isDisabled()


def test_order_is_the_one_of_the_moment(studio, palette):
    press(palette, Qt.Key.Key_Escape)
    studio.layers.select(["dense_1"])
    studio.actions_["palette"].trigger()
    palette.field.setText("layer")
    texts = palette.texts()
    assert texts.index("Remove layer") < texts.index("Add Dropout")


def test_keyboard_shortcuts_shows_what_has_keys_and_nothing_else(studio, qtbot):
    studio.activateWindow()
    studio.actions_["shortcuts"].trigger()
    palette = studio.commands.palette
    qtbot.waitUntil(palette.field.hasFocus)
    keyed = {spec.id for spec in ACTIONS if spec.shortcut}
    assert set(palette.texts()) == {plain(studio.actions_[one].text()) for one in keyed}
    assert all(item.text(2) for item in rows_of(palette).values())
    QTest.keyClicks(palette.field, "command palette")
    press(palette, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert "Add Dropout" in palette.texts()


def test_rows_are_as_high_the_first_time_as_later(studio, palette):
    first = palette.list.visualItemRect(palette.list.topLevelItem(0)).height()
    palette.show_commands(studio.commands.commands())
    assert palette.list.visualItemRect(palette.list.topLevelItem(0)).height() == first
    assert first > palette.list.fontMetrics().height() + 6


def test_enter_runs_the_first_that_fits_and_closes(studio, palette):
    before = len(studio.session.config.spec.layers)
    QTest.keyClicks(palette.field, "dropout add")
    assert palette.texts()[0] == "Add Dropout"
    press(palette, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert len(studio.session.config.spec.layers) == before + 1


def test_arrows_pass_over_what_is_greyed(palette):
    QTest.keyClicks(palette.field, "edit")
    chosen = []
    for _ in range(palette.list.topLevelItemCount()):
        item = palette.list.currentItem()
        assert not item.isDisabled()
        chosen.append(item.text(0))
        press(palette, Qt.Key.Key_Down)
    assert len(set(chosen)) > 1
    assert "Undo" not in chosen


def test_enter_does_nothing_where_nothing_fits(studio, palette):
    QTest.keyClicks(palette.field, "qqqq")
    assert palette.texts() == []
    press(palette, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_escape_closes_and_gives_the_focus_back(studio, qtbot):
    studio.activateWindow()
    field = studio.layout_.architecture.stack.card("dense_1")
    field.setFocus()
    studio.actions_["shortcuts"].trigger()
    palette = studio.commands.palette
    qtbot.waitUntil(palette.field.hasFocus)
    press(palette, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert studio.focusWidget() is field


def test_hidden_panel_comes_back(studio, palette):
    dock = studio.layout_.docks[3]
    dock.hide()
    QTest.keyClicks(palette.field, f"show {dock.windowTitle()}")
    press(palette, Qt.Key.Key_Return)
    assert dock.isVisible()


@pytest.mark.parametrize("answer", ["Reset", "Cancel"])
def test_settings_are_reset_only_after_a_yes(studio, monkeypatch, answer):
    monkeypatch.setattr(
        studio.files, "ask", lambda _box: getattr(QMessageBox.StandardButton, answer)
    )
    studio.actions_["theme_dark"].trigger()
    studio._settings.recent_files = ("a.vitrine",)
    studio.actions_["reset_settings"].trigger()
    kept = answer == "Cancel"
    again = Settings(studio._settings.path)
    assert again.recent_files == (("a.vitrine",) if kept else ())
    assert again.theme == theme().mode == ("dark" if kept else "system")


def test_list_ends_on_a_whole_row(palette):
    row = palette.list.visualItemRect(palette.list.topLevelItem(0)).height()
    assert row > 10
    assert palette.list.viewport().height() % row == 0
