"""The command palette: everything in it, found by words, run by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QTreeWidgetItem

from app.actions import ACTIONS
from app.editor.palette_chip import PaletteChip
from app.i18n import plain
from app.models.layer_text import addable_layers
from app.models.reading import Steps
from app.settings import Settings
from app.theme import theme
from app.widgets.chip import Chip
from nncore.data import SOURCES
from nncore.layers import LAYERS
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
        count = palette.list.topLevelItemCount()
        greyed = [palette.list.topLevelItem(i).isDisabled() for i in range(count)]
        assert greyed == sorted(greyed)
        assert len(set(greyed)) == 2


def test_enter_runs_nothing_else_where_what_fits_best_cannot_be_run(studio, palette):
    QTest.keyClicks(palette.field, "undo")
    assert rows_of(palette)["Undo"].isDisabled()
    assert len(palette.texts()) > 1  # the pad has one too, which was not meant
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


@pytest.mark.parametrize(
    ("typed", "text", "group"),
    [
        ("invert", "invert", "Digit pad"),
        ("eraser", "erase", "Digit pad"),
        ("stroke", "undo stroke", "Digit pad"),
        ("px wide", "Pen: 3 px wide", "Digit pad"),
        ("why", "why?", "Digit pad"),
        ("this is", "This is a…: 7", "Digit pad"),
        ("own digits", "Train on yours alone (0)", "Digit pad"),
        ("similar", "Beside the drawing: similar", "Digit pad"),
        ("ready-made", "Answers: The ready-made one", "Digit pad"),
        ("histogram", "histogram", "Weights"),
        ("gradient", "gradient", "Weights"),
        ("sort", "sort", "Weights"),
        ("smooth", "smooth", "Loss"),
        ("pin", "Pin this run", "Loss"),
        ("every epoch", "train: every epoch", "Accuracy"),
        ("csv", "Export as CSV…", "Loss"),
        ("csv", "Use Table from a file", "Data set"),
        ("hardest", "hardest", "Mistakes"),
        ("confusion", "counts", "Mistakes"),
        ("language", "Language: English", "View"),
        ("chinese", "Language: 简体中文", "View"),
        ("download", "Download", "Data"),
        ("tidy", "tidy", "Canvas"),
        ("stack", "stack", "Architecture"),
        ("dense_2", "Go to dense_2", "Layer"),
    ],
)
def test_what_can_be_clicked_is_found(palette, typed, text, group):
    palette.field.setText(typed)
    count = palette.list.topLevelItemCount()
    rows = map(palette.list.topLevelItem, range(count))
    assert (text, group) in {(item.text(0), item.text(1)) for item in rows}


def test_every_chip_of_every_panel_is_offered(studio, palette):
    offered = {command.text for command in studio.commands.commands()}
    chips = [chip for chip in studio.findChildren(Chip) if not isinstance(chip, PaletteChip)]
    assert len(chips) > 20
    missing = {chip.accessibleName() or chip.text() for chip in chips} - offered
    assert missing == {"Data set: MNIST sample", "more"} - offered


def test_layer_is_gone_to(studio, palette):
    QTest.keyClicks(palette.field, "dense_2")
    press(palette, Qt.Key.Key_Return)
    assert studio.layers.selected == ("dense_2",)


def test_control_is_used_where_it_can_be_seen(studio, palette):
    pad = studio.layout_.pad
    studio.layout_.docks[-1].hide()
    QTest.keyClicks(palette.field, "invert")
    press(palette, Qt.Key.Key_Return)
    assert pad.steps.invert is not Steps().invert
    assert studio.layout_.docks[-1].isVisible()
    assert pad.pages.currentWidget() is pad.step_view


def test_view_of_a_panel_is_chosen(studio, palette):
    QTest.keyClicks(palette.field, "histogram")
    press(palette, Qt.Key.Key_Return)
    weights = studio.layout_.weights
    assert weights.views.currentWidget() is weights.histogram


def test_choice_of_a_chip_is_made(studio, palette):
    QTest.keyClicks(palette.field, "3 px wide")
    press(palette, Qt.Key.Key_Return)
    assert studio.layout_.pad.canvas.pen_width == 3.0


def test_what_stands_on_the_canvas_waits_for_it(studio, palette):
    palette.field.setText("tidy")
    assert rows_of(palette)["tidy"].isDisabled()
    studio.layout_.show_canvas(True)
    palette.show_commands(studio.commands.commands())
    palette.field.setText("tidy")
    assert not rows_of(palette)["tidy"].isDisabled()


def test_shortcuts_of_pad_and_canvas_are_listed_and_lead_there(studio, palette):
    studio.layout_.show_canvas(True)
    studio.commands.open_shortcuts()
    count = palette.list.topLevelItemCount()
    items = list(map(palette.list.topLevelItem, range(count)))
    rows = {(item.text(1), item.text(2)) for item in items}
    assert {("Digit pad", "0 – 9"), ("Digit pad", "Del"), ("Digit pad", "Ctrl+V")} <= rows
    assert {("Canvas", "0"), ("Canvas", "+"), ("Canvas", "−"), ("Canvas", "L")} <= rows
    assert {("Network", "← ↑ → ↓"), ("Architecture", "Space"), ("Inspector", "↑ ↓")} <= rows
    palette.field.setText("link the node")
    press(palette, Qt.Key.Key_Return)
    assert studio.focusWidget() is studio.layout_.canvas.view


def test_whole_words_leave_no_room_for_letters(palette):
    for typed, away in (("pin", "Save picture of the window…"), ("lenet", "Remove layer")):
        palette.field.setText(typed)
        assert palette.texts()
        assert away not in palette.texts()


def test_keyboard_shortcuts_shows_what_has_keys_and_nothing_else(studio, qtbot):
    studio.activateWindow()
    studio.actions_["shortcuts"].trigger()
    palette = studio.commands.palette
    qtbot.waitUntil(palette.field.hasFocus)
    keyed = {spec.id for spec in ACTIONS if spec.shortcut}
    assert set(palette.texts()) >= {plain(studio.actions_[one].text()) for one in keyed}
    assert all(item.text(2) for item in rows_of(palette).values())
    assert "sort" not in palette.texts()
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
    QTest.keyClicks(palette.field, "layer")
    chosen = []
    for _ in range(palette.list.topLevelItemCount()):
        item = palette.list.currentItem()
        assert not item.isDisabled()
        chosen.append(item.text(0))
        press(palette, Qt.Key.Key_Down)
    assert len(set(chosen)) > 1
    assert "Remove layer" in palette.texts()
    assert "Remove layer" not in chosen


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


def test_layer_to_add_says_what_it_does_and_is_found_by_it(palette):
    palette.field.setText("window largest")
    rows = rows_of(palette)
    assert rows["Add MaxPooling2D"].toolTip(0) == LAYERS["MaxPooling2D"].summary
    assert "Add Dense" not in rows
