"""Tiles of numbers to point at, to choose from and to scroll through."""

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.guard import guarded
from app.widgets.tile_view import TileView

_END = 1 << 30
_STEP = 1.25
_FACTORS = {"+": _STEP, "=": _STEP, "-": 1 / _STEP, "0": 0.0}


class TileGrid(TileView):
    """A grid of tiles; pointing shows numbers, a click or the arrow keys select.

    The wheel scrolls, with Ctrl it zooms, as + and − do; 0 shows all tiles again.

    Signals:
        tile_selected: The index of the tile, in the order of the array.
    """

    tile_selected = Signal(int)

    zooms = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tileGrid")
        self.setAccessibleName(self.tr("Tiles"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._hovered = -1
        self._selected = -1
        self._crossed: np.ndarray = np.zeros(0, np.int64)

    def set_crossed(self, indices: np.ndarray) -> None:
        """Draw a line through these tiles."""
        if not np.array_equal(indices, self._crossed):
            self._crossed = indices
            self.update()

    @property
    def selected(self) -> int:
        """The index of the marked tile, or -1."""
        return self._selected

    def select(self, index: int) -> None:
        """Mark a tile without a signal; -1 marks none."""
        self._selected = index
        self.update()

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.tile_at(event.position())
        QToolTip.showText(event.globalPosition().toPoint(), self.tip_at(event.position()), self)
        if index != self._hovered:
            self._hovered = index
            self.update()

    @guarded()
    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.tile_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0 and not self._matrix:
            self._choose(index)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        layout = self._fit()
        steps: dict[int, int] = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -layout.columns,
            Qt.Key.Key_Down: layout.columns,
            Qt.Key.Key_PageUp: -layout.capacity,
            Qt.Key.Key_PageDown: layout.capacity,
            Qt.Key.Key_Home: -_END,
            Qt.Key.Key_End: _END,
        }
        factor = _FACTORS.get(event.text())
        if factor is not None and self.zooms and not self._matrix:
            self._zoom_by(factor, self._selected)
            return
        if event.key() not in steps or self._matrix or not len(self._in_order()):
            super().keyPressEvent(event)
            return
        self._step(steps[event.key()])

    @guarded()
    def wheelEvent(self, event: QWheelEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and self.zooms and not self._matrix and event.angleDelta().y():
            factor = _STEP if event.angleDelta().y() > 0 else 1 / _STEP
            self._zoom_by(factor, self.tile_at(event.position()))
            event.accept()
            return
        layout = self._fit()
        if layout.rows >= layout.total_rows or not event.angleDelta().y():
            event.ignore()
            return
        self._scroll_to(self._first_row + (-1 if event.angleDelta().y() > 0 else 1))

    def _zoom_by(self, factor: float, index: int) -> None:
        """Zoom so that a tile stays in sight."""
        self.set_zoom(self.zoom * factor)
        places = np.flatnonzero(self._in_order() == index)
        if len(places):
            layout = self._fit()
            self._scroll_to(int(places[0]) // layout.columns - layout.rows // 2)
        self.describe(self._summary())

    def _step(self, by: int) -> None:
        order, layout = self._in_order(), self._fit()
        at = np.flatnonzero(order == self._selected)
        start = int(at[0]) if len(at) else (0 if by == _END else -by)  # an arrow takes the first
        place = max(0, min(len(order) - 1, start + by))
        row = place // layout.columns
        if row < self._first_row:
            self._scroll_to(row)
        elif row >= self._first_row + layout.rows:
            self._scroll_to(row - layout.rows + 1)
        self._choose(int(order[place]))

    def _choose(self, index: int) -> None:
        self._selected = index
        self.describe(self._summary())
        self.update()
        self.tile_selected.emit(index)

    def _scroll_to(self, row: int) -> None:
        layout = self._fit()
        self._first_row = max(0, min(row, layout.total_rows - layout.rows))
        self._stale = True
        self.update()

    def _summary(self) -> str:
        text = super()._summary()
        if 0 <= self._selected < len(self._tiles):
            text += ", " + self.tr("selected: {0}").format(self._name_of(self._selected))
        return text

    def _paint_marks(self, painter: QPainter) -> None:
        if self._matrix:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.tokens.danger), 1.5))
        for index in self._crossed:
            rect = self.tile_rect(int(index))
            if not rect.isEmpty():
                inside = rect.adjusted(1, 1, -1, -1)  # the round ends stay in the tile
                painter.drawLine(inside.bottomLeft(), inside.topRight())
        for index, shade, width in (
            (self._hovered, self.tokens.muted, 1.0),
            (self._selected, self.tokens.accent, 2.0),
        ):
            rect = self.tile_rect(index)
            if not rect.isEmpty():
                painter.setPen(QPen(QColor(shade), width))
                painter.drawRect(rect.adjusted(-1, -1, 1, 1))
