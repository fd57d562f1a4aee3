"""Opening and saving, with the questions that belong to them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.engine_messages import told_error
from app.jobs.session import Session
from app.settings import Settings
from app.widgets.text_field import commit_typing
from nncore.formats.atomic import atomic_write

if TYPE_CHECKING:
    from app.dialogs.export import ExportDialog

OPEN_FILTER = "Vitrine (*.vitrine *.npz *.safetensors)"
DIAGRAM_KINDS = ("svg", "png", "pdf")
PLOT_KINDS = ("png", "svg", "csv")
SAVE_FILTER = "Vitrine (*.vitrine)"

Make = Callable[[str], Callable[[], bytes] | None]
"""Draws a kind of file; the result gives its bytes in any thread. None: nothing to draw."""


class FilesMenu(QObject):
    """What the File menu does."""

    def __init__(self, session: Session, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._window = window
        self._dialog: ExportDialog | None = None
        self._opening: Path | None = None
        self._after_save: Callable[[], object] | None = None
        session.document.project_opened.connect(self._on_project_opened)
        session.document.file_changed.connect(self._on_file_changed)
        session.told.connect(self._on_told)

    def folder(self) -> Path:
        """Where the last file dialog ended."""
        remembered = Path(self._settings.last_folder or Path.home())
        return remembered if remembered.is_dir() else Path.home()

    @Slot()
    def open(self) -> None:
        """Ask for a file and open it."""
        self.leave(self._ask_and_open)

    def _ask_and_open(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open"), str(self.folder()), OPEN_FILTER
        )
        if chosen:
            self.open_path(Path(chosen))

    def open_path(self, path: Path) -> None:
        """Open a file; it is remembered once it is open."""
        self._opening = path
        self._session.open(path)

    @Slot(str)
    def open_recent(self, name: str) -> None:
        """Open a file of the list, or take it from the list where it is gone."""
        if Path(name).is_file():
            self.leave(partial(self.open_path, Path(name)))
            return
        self._settings.remove_recent_file(name)
        self._session.told.emit(self.tr("{0} is no longer there.").format(name), "warning")

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
        if not chosen:
            self._after_save = None
        else:
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
        suggested = self.folder() / f"{self._session.config.name}-weights.vitrine"
        from app.dialogs.export import ExportDialog  # here, because a window starts without it

        self._dialog = ExportDialog(suggested, count, self._window)
        self._dialog.accepted.connect(self._on_export_accepted)
        self._dialog.finished.connect(self._dialog.deleteLater)
        self._dialog.open()

    @Slot()
    def _on_export_accepted(self) -> None:
        if self._dialog is not None:
            self._settings.last_folder = str(self._dialog.path.parent)
            self._session.export(self._dialog.path)

    def export_diagram(self, make: Make) -> None:
        """Ask for a file and write the network diagram there."""
        empty = self.tr("There is no network to draw yet.")
        self._export_drawing(self.tr("Export diagram"), "", DIAGRAM_KINDS, make, empty)

    @Slot(str, str, object)
    def export_plot(self, name: str, kind: str, make: Make) -> None:
        """Ask for a file and write a plot there.

        Args:
            name: Added to that of the project.
            kind: The kind that is offered first.
            make: Draws it.
        """
        kinds = (kind, *(other for other in PLOT_KINDS if other != kind))
        empty = self.tr("There is no curve yet.")
        self._export_drawing(self.tr("Export plot"), f"-{name}", kinds, make, empty)

    def _export_drawing(
        self, title: str, name: str, kinds: tuple[str, ...], make: Make, empty: str
    ) -> None:
        start = self.folder() / f"{self._session.config.name}{name}.{kinds[0]}"
        filters = ";;".join(f"{kind.upper()} (*.{kind})" for kind in kinds)
        chosen, chosen_filter = QFileDialog.getSaveFileName(
            self._window, title, str(start), filters
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower().lstrip(".") not in kinds:
            kind = next((k for k in kinds if f"*.{k}" in chosen_filter), kinds[0])
            path = path.with_name(f"{path.name}.{kind}")
        data = make(path.suffix.lower().lstrip("."))
        if data is None:
            self._session.told.emit(empty, "warning")
            return
        self._settings.last_folder = str(path.parent)
        self._session.tasks.start(
            self.tr("Exporting {0}").format(path.name),
            lambda report: _write(path, data),
            succeeded=self._on_drawing_written,
            failed=self._on_drawing_failed,
            writes=True,
        )

    @Slot(object)
    def _on_drawing_written(self, path: Path) -> None:
        self._session.told.emit(self.tr("Exported {0}").format(path.name), "success")

    @Slot(object)
    def _on_drawing_failed(self, error: Exception) -> None:
        reason = told_error(error)
        self._session.told.emit(self.tr("The file cannot be written: {0}").format(reason), "error")

    @Slot()
    def save_picture(self) -> None:
        """Ask for a file and save the window there as a PNG."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save picture"), str(self.folder() / "vitrine.png"), "*.png"
        )
        if not chosen:
            return
        path = chosen if chosen.lower().endswith(".png") else f"{chosen}.png"
        if self._window.grab().save(path):
            self._session.told.emit(self.tr("Saved {0}").format(Path(path).name), "success")
        else:
            self._session.told.emit(self.tr("{0} cannot be written.").format(path), "error")

    def leave(self, then: Callable[[], object]) -> None:
        """Do what leaves the open project: at once, after saving it, or not at all."""
        if self.may_leave(then):
            then()

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Whether the open project may be left now; asks where something would be lost.

        Args:
            then: Called later where the user wants to save first, and the file is written.
        """
        from app.dialogs.question import Button, question

        self._after_save = None
        commit_typing()
        if not self._session.document.modified:
            return True
        answer = self.ask(
            question(
                "saveQuestion",
                self.tr("Save the project?"),
                self.tr("The project has changes that are not saved."),
                (Button.Save, Button.Discard, Button.Cancel),
                self._window,
                more=self.tr("Trained weights count as changes."),
            )
        )
        if answer == Button.Save:
            self._after_save = then
            self.save()
        return answer == Button.Discard

    def may_reset_settings(self) -> bool:
        """Ask once whether every setting is to be put back."""
        from app.dialogs.question import Button, question

        box = question(
            "resetQuestion",
            self.tr("Reset all settings?"),
            self.tr("Put every setting back?"),
            (Button.Cancel, Button.Reset),
            self._window,
            more=self.tr(
                "The list of recent files is emptied. Projects and data stay as they are."
            ),
        )
        return self.ask(box) == Button.Reset

    @staticmethod
    def ask(box: QMessageBox) -> int:
        """Show a question; in one place, so that tests can answer it."""
        return box.exec()

    @Slot()
    def _on_project_opened(self) -> None:
        if self._opening is not None:
            self._remember(self._opening)
            self._opening = None

    @Slot()
    def _on_file_changed(self) -> None:
        then = self._after_save
        if then is not None and not self._session.document.modified:
            self._after_save = None
            # The task that saved must be over before the window may close.
            QTimer.singleShot(0, self, then)

    @Slot(str, str)
    def _on_told(self, _message: str, level: str) -> None:
        if level == "error":
            self._opening = self._after_save = None

    def _remember(self, path: Path) -> None:
        self._settings.last_folder = str(path.parent)
        self._settings.add_recent_file(path)


def _write(path: Path, data: Callable[[], bytes]) -> Path:
    written = data()
    atomic_write(path, lambda stream: stream.write(written))
    return path
