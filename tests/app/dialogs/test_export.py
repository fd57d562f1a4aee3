"""The export dialog: formats, endings and files that exist."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QWidget,
)

from app.dialogs.export import ExportDialog


@pytest.fixture
def dialog(qtbot, styled, tmp_path):
    dialog = ExportDialog(tmp_path / "run-0.5-weights.vitrine", 51450)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def field(dialog) -> QLineEdit:
    return dialog.findChild(QLineEdit, "exportPath")


def ok(dialog) -> QPushButton:
    return dialog.findChild(QPushButton, "exportOk")


def test_button_is_as_high_as_the_field_beside_it(dialog):
    button = dialog.findChild(QPushButton, "exportBrowse")
    assert button.height() == field(dialog).height()


def choose(dialog, suffix: str) -> None:
    dialog.findChild(QRadioButton, f"export{suffix}").click()


def chosen(dialog) -> str:
    checked = [radio for radio in dialog.findChildren(QRadioButton) if radio.isChecked()]
    assert len(checked) == 1
    return checked[0].objectName().removeprefix("export")


def problem(dialog) -> str:
    label = dialog.findChild(QLabel, "exportProblem")
    return label.text() if label.isVisible() else ""


def test_suggested_name_is_kept_whole(dialog, tmp_path):
    assert dialog.path == tmp_path / "run-0.5-weights.vitrine"
    assert chosen(dialog) == ".vitrine"
    assert ok(dialog).isEnabled()


@pytest.mark.parametrize("suffix", [".npz", ".safetensors", ".vitrine"])
def test_format_changes_the_ending(dialog, tmp_path, suffix):
    choose(dialog, suffix)
    assert dialog.path == tmp_path / f"run-0.5-weights{suffix}"
    assert field(dialog).text() == str(dialog.path)


@pytest.mark.parametrize("suffix", [".npz", ".safetensors", ".vitrine"])
def test_typed_ending_chooses_the_format(dialog, tmp_path, suffix):
    field(dialog).setText(str(tmp_path / f"mine{suffix}"))
    assert chosen(dialog) == suffix
    assert dialog.path == tmp_path / f"mine{suffix}"


def test_name_without_a_known_ending_gets_that_of_the_format(dialog, tmp_path):
    choose(dialog, ".npz")
    field(dialog).setText(str(tmp_path / "mine.v2"))
    assert dialog.path == tmp_path / "mine.v2.npz"
    assert chosen(dialog) == ".npz"


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "needs a name"), ("   ", "needs a name"), ("/", "needs a name"),
     ("/nowhere/x.npz", "no folder /nowhere")],
)  # fmt: skip
def test_place_that_cannot_be_written_is_told_at_once(dialog, text, words):
    field(dialog).setText(text)
    assert words in problem(dialog)
    assert not ok(dialog).isEnabled()


def test_folder_is_no_file(dialog, tmp_path):
    field(dialog).setText(str(tmp_path))
    assert "is a folder" in problem(dialog)
    field(dialog).setText(str(tmp_path / "x.npz"))
    assert problem(dialog) == ""
    assert ok(dialog).isEnabled()


def test_enter_exports_and_escape_does_not(dialog):
    QTest.keyClick(field(dialog), Qt.Key.Key_Return)
    assert dialog.result() == ExportDialog.DialogCode.Accepted
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == ExportDialog.DialogCode.Rejected


@pytest.mark.parametrize("replace", [True, False])
def test_existing_file_is_replaced_only_after_a_yes(dialog, monkeypatch, replace):
    dialog.path.write_bytes(b"old")
    asked = []
    buttons = QMessageBox.StandardButton

    def question(*arguments):
        asked.append(arguments[-1])
        return buttons.Yes if replace else buttons.No

    monkeypatch.setattr(QMessageBox, "question", question)
    ok(dialog).click()
    assert dialog.path.name in asked[0]
    assert dialog.isVisible() is not replace


def test_browsing_takes_file_and_format(dialog, monkeypatch, tmp_path):
    there = tmp_path / "there.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(there), ""))
    dialog.findChild(QPushButton, "exportBrowse").click()
    assert dialog.path == there
    assert chosen(dialog) == ".safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: ("", ""))
    dialog.findChild(QPushButton, "exportBrowse").click()
    assert dialog.path == there


def test_everything_in_it_has_a_name(dialog):
    widgets: list[QWidget] = [*dialog.findChildren(QAbstractButton), field(dialog)]
    assert len({widget.objectName() for widget in widgets}) == len(widgets) == 7
    assert all(widget.accessibleName() for widget in widgets)


def test_window_exports_what_the_dialog_asks_for(studio, qtbot, monkeypatch, tmp_path):
    studio._settings.last_folder = str(tmp_path)
    studio.actions_["export"].trigger()
    dialog = studio.findChild(ExportDialog)
    assert dialog.path == tmp_path / "first-digits-weights.vitrine"
    choose(dialog, ".npz")
    with qtbot.waitSignal(studio.session.told) as told:
        ok(dialog).click()
    assert told.args[1] == "success", told.args[0]
    assert "51,450 parameters" in told.args[0]
    assert Path(tmp_path / "first-digits-weights.npz").stat().st_size > 100_000
