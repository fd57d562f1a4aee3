"""The window as a whole: names, menus, titles, questions, files, docks."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QScrollBar,
    QTabBar,
    QWidget,
)

from app.jobs.session import Session
from app.jobs.training import Status
from app.main_window import MainWindow
from app.settings import Settings
from app.theme import theme

INTERACTIVE = (QAbstractButton, QLineEdit, QComboBox, QAbstractSlider, QTabBar)


def is_internal(widget: QWidget) -> bool:
    """Parts that Qt and pyqtgraph make for themselves and never show as such."""
    if isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_"):
        return True
    name = ""
    parent = widget
    while parent is not None:
        name = type(parent).__name__
        if name in ("PlotCanvas", "QComboBoxPrivateContainer") or (
            isinstance(parent, QMenu) and parent.title() == "Plot Options"
        ):
            return True
        if parent is not widget and isinstance(parent, QComboBox):
            return True
        parent = parent.parentWidget()
    return False


def interactive(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if (isinstance(widget, INTERACTIVE) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not is_internal(widget)
        and not widget.isWindow()
    ]


def modify(studio) -> None:
    studio.session.document.edit_config("Change epochs", epochs=99)
    assert studio.session.document.modified


def answer(monkeypatch, button) -> list[QMessageBox]:
    """Answer every question of the files menu so; the list keeps them."""
    asked = []
    monkeypatch.setattr(
        "app.files_menu.FilesMenu.ask", staticmethod(lambda box: asked.append(box) or button)
    )
    return asked


def save_as(monkeypatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))


def drop(window, *paths: Path) -> QDragEnterEvent:
    """Drag files over the window and let go; returns how it met them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(
        QPoint(20, 20), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        event = QDropEvent(
            QPoint(20, 20), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(window, event)
    return enter


# ---- names and keys ----


def test_every_interactive_widget_has_a_unique_name_and_an_accessible_one(studio):
    studio.session.document.select("dense_1")
    widgets = interactive(studio)
    names = [widget.objectName() for widget in widgets]
    assert len(widgets) > 60
    assert [type(widget).__name__ for widget in widgets if not widget.objectName()] == []
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert [widget.objectName() for widget in widgets if not widget.accessibleName()] == []


def test_every_dock_and_action_has_a_name(studio):
    assert all(dock.objectName() and dock.windowTitle() for dock in studio.layout_.docks)
    menus = studio.menus.findChildren(QMenu)
    assert all(menu.objectName() for menu in menus if menu.title())


def test_nothing_is_ringed_at_the_start_and_tab_begins_at_the_bar(studio, qtbot):
    studio.activateWindow()
    assert studio.focusWidget() is studio
    studio.focusNextChild()
    assert studio.focusWidget().objectName() == "recipeButton"


def test_tab_reaches_fields_right_after_the_tabs_of_the_inspector(studio, qtbot):
    studio.session.document.select("dense_1")
    qtbot.waitUntil(studio.layout_.inspector.layer_form.field("units").isVisible)
    studio.layout_.inspector._tabs.button("training").setFocus()
    studio.focusNextChild()
    assert studio.focusWidget().objectName() == "layer.units"


def test_arrows_follow_the_order_of_cards_after_a_move(studio):
    studio.session.document.select("dense_2")
    studio.layout_.architecture.move_selected(-1)
    card = studio.layout_.architecture.stack.card("dense_1")
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Down)
    assert studio.focusWidget().objectName() == "layerCard.dense_2"


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_nothing_of_the_bar_is_cut_off(studio, qtbot, size):
    studio.session.open_recipe("worked-example")  # the longest name, 10,000 epochs
    studio.resize(*size)
    qtbot.waitUntil(lambda: studio.bar.width() == size[0])
    assert studio.bar.layout().minimumSize().width() <= size[0]
    shown = [w for w in studio.bar.findChildren(QAbstractButton) if w.isVisible()]

    def all_have_room() -> None:
        assert [b.objectName() for b in shown if b.width() < b.minimumSizeHint().width()] == []

    qtbot.waitUntil(all_have_room)


def test_window_may_become_as_small_as_a_small_screen(studio):
    assert studio.minimumSizeHint().width() <= 1024
    assert studio.minimumSizeHint().height() <= 700


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_no_form_is_wider_than_its_card(studio, qtbot, size):
    studio.resize(*size)
    studio._on_reset_layout()
    studio.session.document.select("dense_1")
    inspector = studio.layout_.inspector
    for key, name in (("layer", "layerScroll"), ("training", "trainingScroll")):
        inspector.show_page(key)
        QApplication.processEvents()
        scroll = inspector.findChild(QWidget, name)
        assert scroll.widget().width() <= scroll.viewport().width()


# ---- title ----


def test_title_tells_project_and_unsaved_changes(studio):
    assert studio.windowTitle() == "first-digits[*] – Vitrine"
    assert not studio.isWindowModified()
    assert studio.findChild(QWidget, "fileLabel").text() == "first-digits"
    modify(studio)
    assert studio.isWindowModified()
    assert studio.findChild(QWidget, "fileLabel").text() == "first-digits •"
    studio.actions_["undo"].trigger()
    assert not studio.isWindowModified()


# ---- edit menu ----


def test_undo_says_what_it_takes_back(studio):
    assert studio.actions_["undo"].text() == "&Undo"
    assert not studio.actions_["undo"].isEnabled()
    studio.layout_.architecture.add_layer("Dropout")
    assert studio.actions_["undo"].text() == "&Undo Add Dropout"
    studio.actions_["undo"].trigger()
    assert not studio.actions_["undo"].isEnabled()
    assert studio.actions_["redo"].text() == "&Redo Add Dropout"
    studio.actions_["redo"].trigger()
    assert "dropout_2" in [node.name for node in studio.session.config.spec.layers]


def test_layer_actions_need_a_selected_layer(studio):
    names = ("remove_layer", "move_layer_up", "move_layer_down")
    assert not any(studio.actions_[name].isEnabled() for name in names)
    studio.session.document.select("dense_2")
    assert all(studio.actions_[name].isEnabled() for name in names)
    studio.actions_["move_layer_up"].trigger()
    assert studio.session.config.spec.index("dense_2") == 2
    studio.actions_["move_layer_down"].trigger()
    assert studio.session.config.spec.index("dense_2") == 3
    studio.actions_["remove_layer"].trigger()
    assert "dense_2" not in [node.name for node in studio.session.config.spec.layers]
    assert not studio.actions_["remove_layer"].isEnabled()


# ---- view menu ----


def test_theme_is_chosen_in_the_menu_and_remembered(studio):
    studio.actions_["theme_dark"].trigger()
    assert theme().mode == "dark"
    checked = [mode for mode in ("system", "light", "dark")
               if studio.actions_[f"theme_{mode}"].isChecked()]  # fmt: skip
    assert checked == ["dark"]
    assert Settings(studio._settings.path).theme == "dark"
    studio.actions_["theme_dark"].trigger()
    assert studio.actions_["theme_dark"].isChecked()


def test_panel_is_hidden_and_comes_back_with_the_layout(studio):
    dock = studio.layout_.docks[0]
    studio.findChild(QMenu, "menu.view")
    dock.toggleViewAction().trigger()
    assert not dock.isVisible()
    studio.actions_["reset_layout"].trigger()
    assert dock.isVisible()


def test_layout_is_remembered_from_one_window_to_the_next(studio, qtbot, tmp_path):
    studio.layout_.docks[3].hide()
    studio.close()
    again = MainWindow(Session(), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(again)
    again.show()
    assert not again.layout_.docks[3].isVisible()
    assert again.layout_.docks[0].isVisible()
    again.close()


def test_safe_mode_neither_reads_nor_writes_settings(qtbot, styled, stand_in, tmp_path):
    path = tmp_path / "settings.json"
    settings = Settings(path)
    settings.theme = "dark"
    settings.window_state = b"of another program"
    before = path.read_bytes()
    window = MainWindow(Session(), Settings(path, safe_mode=True))
    qtbot.addWidget(window)
    window.show()
    window.actions_["theme_light"].trigger()
    window.close()
    assert path.read_bytes() == before


def test_unknown_layout_in_the_settings_leaves_every_panel_in_place(
    qtbot, styled, stand_in, tmp_path
):
    settings = Settings(tmp_path / "settings.json")
    settings.window_state = settings.window_geometry = b"of another program"
    window = MainWindow(Session(), settings)
    qtbot.addWidget(window)
    window.show()
    assert all(dock.isVisible() for dock in window.layout_.docks)
    window.close()


# ---- leaving ----


def test_window_without_changes_closes_without_a_question(studio, monkeypatch):
    asked = answer(monkeypatch, QMessageBox.StandardButton.Cancel)
    assert studio.close()
    assert not asked


def test_cancel_keeps_the_window_open(studio, monkeypatch):
    asked = answer(monkeypatch, QMessageBox.StandardButton.Cancel)
    modify(studio)
    assert not studio.close()
    assert studio.isVisible()
    assert "not saved" in asked[0].text()
    assert studio.session.document.modified


def test_discard_closes_without_saving(studio, monkeypatch):
    answer(monkeypatch, QMessageBox.StandardButton.Discard)
    modify(studio)
    assert studio.close()


def test_save_writes_the_file_and_then_closes(studio, monkeypatch, qtbot, tmp_path):
    asked = answer(monkeypatch, QMessageBox.StandardButton.Save)
    save_as(monkeypatch, tmp_path / "mine")
    modify(studio)
    assert not studio.close()
    qtbot.waitUntil(lambda: not studio.isVisible())
    assert (tmp_path / "mine.vitrine").stat().st_size > 1000
    assert len(asked) == 1


def test_save_that_finds_no_file_keeps_the_window_open(studio, monkeypatch):
    answer(monkeypatch, QMessageBox.StandardButton.Save)
    save_as(monkeypatch, "")
    modify(studio)
    assert not studio.close()
    studio.session.document.forget_changes()
    QApplication.processEvents()
    assert studio.isVisible()


def test_save_that_fails_keeps_the_window_open(studio, monkeypatch, qtbot, tmp_path):
    answer(monkeypatch, QMessageBox.StandardButton.Save)
    save_as(monkeypatch, tmp_path / "no-folder" / "mine.vitrine")
    modify(studio)
    with qtbot.waitSignal(studio.session.told) as told:
        assert not studio.close()
    assert told.args[1] == "error"
    assert studio.isVisible()
    assert studio.session.document.modified


def test_recipe_is_not_opened_over_changes_without_asking(studio, monkeypatch):
    answer(monkeypatch, QMessageBox.StandardButton.Cancel)
    modify(studio)
    studio.bar.recipe_chosen.emit("worked-example")
    assert studio.session.config.name == "first-digits"
    answer(monkeypatch, QMessageBox.StandardButton.Discard)
    studio.bar.recipe_chosen.emit("worked-example")
    assert studio.session.config.name == "worked-example"


def test_closing_while_it_trains_ends_the_thread(studio, qtbot):
    studio.session.train()
    qtbot.waitUntil(lambda: studio.session.training.status is Status.RUNNING)
    studio.session.document.forget_changes()
    studio.files._session.document._trained = False
    assert studio.close()
    assert not studio.session.training._thread.isRunning()


# ---- files ----


def save_project(studio, qtbot, monkeypatch, path: Path) -> None:
    save_as(monkeypatch, path)
    with qtbot.waitSignal(studio.session.told):
        studio.actions_["save"].trigger()


def test_saved_project_is_opened_again_from_the_recent_files(studio, qtbot, monkeypatch, tmp_path):
    modify(studio)
    save_project(studio, qtbot, monkeypatch, tmp_path / "mine.vitrine")
    assert studio.windowTitle() == "mine.vitrine[*] – Vitrine"
    studio.session.open_recipe("worked-example")
    studio.recent.fill()
    entry = studio.recent.actions()[0]
    assert entry.text() == "mine.vitrine"
    with qtbot.waitSignal(studio.session.document.project_opened):
        entry.trigger()
    assert studio.session.config.epochs == 99
    assert studio.windowTitle() == "mine.vitrine[*] – Vitrine"


def test_recent_menu_says_that_it_is_empty(studio):
    studio.recent.fill()
    assert [(a.text(), a.isEnabled()) for a in studio.recent.actions()] == [("No files yet", False)]
    menu = studio.findChild(QMenu, "menu.file")
    assert studio.recent.menuAction() in menu.actions()


def test_recent_files_of_one_name_are_told_apart_and_the_list_can_be_cleared(studio):
    studio._settings.add_recent_file("/a/digits.vitrine")
    studio._settings.add_recent_file("/b/digits.vitrine")
    studio.recent.fill()
    texts = [action.text() for action in studio.recent.actions()]
    assert texts[:2] == ["digits.vitrine – b", "digits.vitrine – a"]
    studio.recent.actions()[-1].trigger()
    assert studio._settings.recent_files == ()


def test_recent_file_that_is_gone_leaves_the_list(studio, tmp_path):
    studio._settings.add_recent_file(tmp_path / "gone.vitrine")
    studio.files.open_recent(str(tmp_path / "gone.vitrine"))
    assert studio._settings.recent_files == ()
    assert "gone.vitrine is no longer there" in studio.toast.text()


def test_file_that_cannot_be_opened_is_not_remembered(studio, qtbot, tmp_path):
    bad = tmp_path / "bad.vitrine"
    bad.write_bytes(b"junk")
    with qtbot.waitSignal(studio.session.told) as told:
        studio.files.open_path(bad)
    assert told.args[1] == "error"
    assert studio._settings.recent_files == ()
    assert studio.session.config.name == "first-digits"


def test_project_dropped_on_the_window_is_opened(studio, qtbot, monkeypatch, tmp_path):
    modify(studio)
    save_project(studio, qtbot, monkeypatch, tmp_path / "MINE.vitrine")
    studio.session.open_recipe("worked-example")
    with qtbot.waitSignal(studio.session.document.project_opened):
        assert drop(studio, tmp_path / "notes.txt", tmp_path / "MINE.vitrine").isAccepted()
    assert studio.session.config.epochs == 99


def test_other_files_are_not_taken(studio, tmp_path):
    assert not drop(studio, tmp_path / "notes.txt").isAccepted()
    assert not drop(studio).isAccepted()


def test_picture_of_the_window_gets_its_ending(studio, monkeypatch, tmp_path):
    save_as(monkeypatch, tmp_path / "shot")
    studio.actions_["screenshot"].trigger()
    assert (tmp_path / "shot.png").read_bytes().startswith(b"\x89PNG")
    save_as(monkeypatch, tmp_path / "no-folder" / "shot.png")
    studio.actions_["screenshot"].trigger()
    assert "cannot be written" in studio.toast.text()


def test_about_names_version_licence_and_folders(studio, monkeypatch):
    shown = []
    monkeypatch.setattr(QMessageBox, "about", lambda *arguments: shown.append(arguments[-1]))
    studio.actions_["about"].trigger()
    assert "Vitrine 0" in shown[0]
    assert "MIT" in shown[0]
    assert "no-data" in shown[0]
    assert "settings.json" in shown[0]


# ---- messages ----


def test_refused_edit_is_told_and_changes_nothing(studio):
    before = studio.session.document.project
    assert not studio.session.document.edit_config("Change epochs", epochs=0)
    assert "epochs" in studio.toast.text()
    assert studio.session.document.project == before


def test_weights_that_are_kept_are_told(studio, qtbot):
    studio.session.training.step_batch()
    qtbot.waitUntil(lambda: studio.session.training.status is Status.PAUSED)
    with qtbot.waitSignal(studio.session.training.prepared):
        studio.session.document.edit(
            "Widen",
            lambda project: project.with_config(
                project.config.replace(spec=project.config.spec.change("dense_2", units=20))
            ),
        )
    assert studio.toast.text() == "Kept the weights of dense_1; the rest starts anew."
