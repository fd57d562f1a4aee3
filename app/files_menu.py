"""Opening and saving, with the questions that belong to them."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.dialogs.export import ExportDialog
from app.jobs.session import Session
from app.settings import Settings

OPEN_FILTER = "Vitrine (*.vitrine *.npz *.safetensors)"
SAVE_FILTER = "Vitrine (*.vitrine)"


class FilesMenu(QObject):
    """What the File menu does.

    Signals:
        saved(): The project was saved after the user chose to save before closing.
    """

    saved = Signal()

    def __init__(self, session: Session, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._window = window
        self._dialog: ExportDialog | None = None

    def folder(self) -> Path:
        """Where the last file dialog ended."""
        remembered = Path(self._settings.last_folder or Path.home())
        return remembered if remembered.is_dir() else Path.home()

    @Slot()
    def open(self) -> None:
        """Ask for a file and open it."""
        if not self.may_leave():
            return
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open"), str(self.folder()), OPEN_FILTER
        )
        if chosen:
            self.open_path(Path(chosen))

    def open_path(self, path: Path) -> None:
        """Open a file and remember it."""
        self._remember(path)
        self._session.open(path)

    @Slot()
    def save(self) -> None:
        """Save to the project's file, or ask for one."""
        path = self._session.document.path
        if path is None:
            self.save_as()
        else:
            self._session.save(path)

    @Slot()
    def save_as(self) -> None:
        """Ask for a file and save there."""
        document = self._session.document
        start = document.path or self.folder() / f"{document.config.name}.vitrine"
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save as"), str(start), SAVE_FILTER
        )
        if chosen:
            path = Path(chosen)
            if path.suffix != ".vitrine":
                path = path.with_name(path.name + ".vitrine")
            self._remember(path)
            self._session.save(path)

    @Slot()
    def export(self) -> None:
        """Show the export dialog."""
        network = self._session.predictor.own
        count = 0 if network is None else int(network.flat.size)
        suggested = self.folder() / f"{self._session.config.name}-weights"
        self._dialog = ExportDialog(suggested, count, self._window)
        self._dialog.accepted.connect(self._on_export_accepted)
        self._dialog.finished.connect(self._dialog.deleteLater)
        self._dialog.open()

    @Slot()
    def _on_export_accepted(self) -> None:
        if self._dialog is None:
            return
        path = self._dialog.path
        if path.exists() and not self._confirm_overwrite(path):
            return
        self._settings.last_folder = str(path.parent)
        self._session.export(path)

    def _confirm_overwrite(self, path: Path) -> bool:
        answer = QMessageBox.question(
            self._window,
            self.tr("Replace the file?"),
            self.tr("{0} exists already. Replace it?").format(path.name),
        )
        return answer == QMessageBox.StandardButton.Yes

    def may_leave(self) -> bool:
        """Whether the open project may be left; asks where something would be lost."""
        if not self._session.document.modified:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Save the project?"))
        box.setText(self.tr("The project has changes that are not saved."))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        answer = self.ask(box)
        if answer == buttons.Save:
            self.save()
        return answer == buttons.Discard

    @staticmethod
    def ask(box: QMessageBox) -> int:
        """Show a question; in one place, so that tests can answer it."""
        return box.exec()

    def _remember(self, path: Path) -> None:
        self._settings.last_folder = str(path.parent)
        self._settings.add_recent_file(path)
