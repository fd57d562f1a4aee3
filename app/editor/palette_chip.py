"""A layer type that can be clicked to add it, or dragged to where it should stand."""

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.guard import guarded
from app.i18n import engine_text
from app.widgets.chip import Chip
from nncore.layers import LAYERS

MIME = "application/x-vitrine-new-layer"
"""A dragged chip carries the name of its layer type."""


class PaletteChip(Chip):
    """One layer type."""

    def __init__(self, type_name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            f"+ {type_name}", f"add.{type_name}", parent, strong=True, tip=what_it_is(type_name)
        )
        self._type_name = type_name
        self._pressed_at: QPoint | None = None

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._pressed_at = None
            self.setDown(False)
            self._drag()

    def _drag(self) -> None:
        drag = QDrag(self)
        drag.setMimeData(mime_of(self._type_name))
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.CopyAction)


def mime_of(type_name: str) -> QMimeData:
    """What a dragged chip carries."""
    mime = QMimeData()
    mime.setData(MIME, type_name.encode())
    return mime


def dragged_type(mime: QMimeData) -> str:
    """The layer type that is dragged, "" where it is something else."""
    name = bytes(mime.data(MIME).data()).decode(errors="replace")
    return name if name in LAYERS else ""


def what_it_is(type_name: str) -> str:
    """What a layer type does, in one sentence."""
    return engine_text(LAYERS[type_name].summary)
