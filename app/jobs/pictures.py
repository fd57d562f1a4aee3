"""Pictures from outside: a file or an image of the clipboard becomes ink, in the background."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from app.i18n import translate
from app.jobs.task import Report, Tasks
from nncore.data.images import as_drawing, as_ink
from nncore.errors import DataError

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".pgm", ".ppm")
"""What is taken for a picture when it is dropped."""

LONGEST = 280
_ENOUGH = 1120  # read at most this long: four times what is kept


class Pictures(QObject):
    """Reads pictures for the pad.

    Signals:
        taken(ink): A picture as ink (h, w), 0 to 1, at most `LONGEST` a side.
        told(message, level): It could not be read.
    """

    taken = Signal(object)
    told = Signal(str, str)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks

    def take(self, given: Path | QImage) -> None:
        """Read a file or an image."""
        name = given.name if isinstance(given, Path) else self.tr("the clipboard")

        def work(_report: Report) -> np.ndarray:
            return ink_of(read_image(given) if isinstance(given, Path) else given, name)

        self._tasks.start(
            self.tr("Reading {0}").format(name),
            work,
            succeeded=self._on_read,
            failed=self._on_failed,
        )

    @Slot(object)
    def _on_read(self, ink: np.ndarray) -> None:
        self.taken.emit(ink)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.told.emit(str(error), "error")


def read_image(path: Path) -> QImage:
    """The picture of a file, upright, reduced while it is read where it is large.

    Raises:
        DataError: It is no picture.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _ENOUGH:
        bound = QSize(_ENOUGH, _ENOUGH)
        reader.setScaledSize(size.scaled(bound, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        text = translate("Pictures", "{0}: cannot be read as a picture: {1}")
        raise DataError(text.format(path, reader.errorString()))
    return image


def ink_of(image: QImage, name: str) -> np.ndarray:
    """Ink of a picture, 0 for its paper; what is transparent is paper.

    Raises:
        DataError: It is empty or blank.
    """
    if image.isNull():
        raise DataError(translate("Pictures", "{0}: holds no picture").format(name))
    if image.hasAlphaChannel():
        paper = QImage(image.size(), QImage.Format.Format_RGB32)
        paper.fill(QColor("white"))
        painter = QPainter(paper)
        painter.drawImage(0, 0, image)
        painter.end()
        image = paper
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    height, width = grey.height(), grey.width()
    lines = np.frombuffer(grey.constBits(), np.uint8).reshape(height, grey.bytesPerLine())
    ink = as_drawing(as_ink(lines[:, :width].astype(np.float32) / np.float32(255)), LONGEST)
    if not ink.any():
        text = translate(
            "Pictures", "{0}: the picture is blank; a digit needs ink that differs from paper"
        )
        raise DataError(text.format(name))
    return ink
