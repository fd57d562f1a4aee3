"""Leaving, saving, opening and dropping files in the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox

from app.jobs.training import Status


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
    taken = drop(studio, tmp_path / "notes.pdf").isAccepted()  # an event is not to be printed
    assert not taken
    taken = drop(studio).isAccepted()
    assert not taken


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


# ---- data that are dropped ----


def test_dropped_table_becomes_the_data_and_undo_takes_it_back(studio, qtbot, tmp_path):
    table = tmp_path / "wine.csv"
    rows = "\n".join(f"{i},{i % 7},{'red' if i % 2 else 'white'}" for i in range(40))
    table.write_text(f"acid,sugar,colour\n{rows}\n")
    assert drop(studio, table).isAccepted()
    session = studio.session
    assert (session.config.data, session.config.data_options) == ("csv", {"path": str(table)})
    qtbot.waitUntil(lambda: session.data is not None and session.data.name == "wine")
    assert session.data.input_shape == (2,)
    assert "Use wine.csv" in studio.actions_["undo"].text()
    studio.actions_["undo"].trigger()
    assert session.config.data == "mnist-sample"
    qtbot.waitUntil(lambda: session.data is not None and session.data.name == "mnist-sample")


def test_folder_without_data_is_told_and_nothing_changes(studio, tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    before = studio.session.document.project
    assert drop(studio, folder).isAccepted()
    assert studio.toast.text().startswith("empty holds no data.")
    assert studio.session.document.project == before


def test_table_that_cannot_be_read_says_why_and_undo_leads_back(studio, qtbot, tmp_path):
    table = tmp_path / "bad.csv"
    table.write_text("a,b\n1,2\n3\n")
    with qtbot.waitSignal(studio.session.data_failed) as failed:
        drop(studio, table)
    assert "bad.csv" in failed.args[0]
    assert "line 3" in failed.args[0]
    studio.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: studio.session.data is not None)


# ---- a blank project ----


def test_new_project_is_blank_and_is_built_up_layer_by_layer(studio, qtbot):
    studio.actions_["new"].trigger()
    session = studio.session
    assert session.config.spec.layers == ()
    assert session.blocked == "The network has no layers: add one."
    assert not studio.actions_["train"].isEnabled()
    for layer in ("Flatten", "Dense"):
        studio.layers.add(layer)
    name = session.config.spec.layers[-1].name
    session.document.edit(
        "Ten classes",
        lambda project: project.with_config(
            project.config.replace(
                spec=project.config.spec.change(name, units=10, activation="softmax")
            )
        ),
    )
    qtbot.waitUntil(lambda: session.training.status is Status.READY and not session.blocked)
    assert studio.actions_["train"].isEnabled()
    session.document.forget_changes()


def test_new_project_asks_before_changes_are_lost(studio, monkeypatch):
    answer(monkeypatch, QMessageBox.StandardButton.Cancel)
    modify(studio)
    studio.actions_["new"].trigger()
    assert studio.session.config.name == "first-digits"
