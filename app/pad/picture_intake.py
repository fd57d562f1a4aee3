"""Pictures that are pasted, dropped or opened."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app.jobs.pictures import SUFFIXES, Pictures
from app.jobs.task import Tasks
from app.settings import Settings


class PictureIntake(QObject):
    """Takes pictures for the pad, wherever they come from.

    Signals:
        taken(ink): A picture as ink (h, w), 0 to 1.
        told(message, level): Why there is none.
    """

    taken = Signal(object)
    told = Signal(str, str)

    def __init__(self, tasks: Tasks, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._settings = settings
        self._pictures = Pictures(tasks, self)
        self._pictures.taken.connect(self.taken)
        self._pictures.told.connect(self.told)

    @Slot()
    def paste(self) -> None:
        """Take the picture of the clipboard, or the picture file that was copied."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is not None and holds_picture(mime):  # some systems have no clipboard
            self.take(mime)
        else:
            self.told.emit(self.tr("The clipboard holds no picture."), "info")

    @Slot(QMimeData)
    def take(self, mime: QMimeData) -> None:
        """Take what was dropped or copied."""
        path = _picture_file(mime)
        if path is not None:
            self._pictures.take(path)
        elif mime.hasImage():
            self._pictures.take(QImage(mime.imageData()))

    @Slot()
    def open(self) -> None:
        """Ask for a file."""
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open picture"),
            self._settings.last_folder,
            self.tr("Pictures ({0})").format(kinds),
        )
        if chosen:
            self._settings.last_folder = str(Path(chosen).parent)
            self._pictures.take(Path(chosen))


def holds_picture(mime: QMimeData) -> bool:
    """Whether a picture can be had from what is dragged or copied."""
    return mime.hasImage() or _picture_file(mime) is not None


def _picture_file(mime: QMimeData) -> Path | None:
    """The first file that a picture can be read from."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() in SUFFIXES), None)
