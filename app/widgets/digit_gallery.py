"""A gallery of small pictures with a word below each; scrolls where they do not fit."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from app.guard import guarded
from app.widgets.tile_layout import TileLayout
from app.widgets.tiles import TileGrid

_BAR = 10
_CAPTION = 15
_GAP = 8


class DigitGallery(TileGrid):
    """Pictures of one size, on one scale of ink; a click or an arrow key chooses one.

    Signals:
        picture_chosen(index): The picture, in the order of the array; clicked again too.
        removal_asked(index): Delete was pressed on the picture.
    """

    picture_chosen = Signal(int)
    removal_asked = Signal(int)

    zooms = False  # its pictures have one size

    def __init__(self, parent: QWidget | None = None, *, side: int = 42) -> None:
        self._side = side
        self._tips: tuple[str, ...] = ()
        self._bar: QScrollBar | None = None
        super().__init__(parent)
        self.setObjectName("digitGallery")
        self.setAccessibleName(self.tr("Pictures"))
        self.set_colour_map("ink")
        self.set_legend_visible(False)
        self.set_framed(True)
        self.set_empty_text("")
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setObjectName("digitGalleryBar")
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.hide()
        self._bar.valueChanged.connect(self._scroll_to)
        self.tile_selected.connect(self.picture_chosen)

    def set_pictures(
        self,
        pictures: npt.ArrayLike | None,
        captions: Sequence[str] = (),
        tips: Sequence[str] = (),
        *,
        keep_place: bool = False,
    ) -> None:
        """Show pictures of shape (count, height, width), or none.

        Args:
            pictures: Ink, 0 to 1; darker where it is more.
            captions: A word below each.
            tips: What the tooltip of each says, and what screen readers hear.
            keep_place: Leave what is scrolled to and marked as it is.
        """
        values = np.zeros((0, 1, 1), np.float32) if pictures is None else np.asarray(pictures)
        self._tips = tuple(tips)
        if not keep_place:
            self.select(-1)
            self._first_row = 0
        scale = max(1.0, float(values.max())) if values.size else 1.0
        self.set_tiles(values, scale, captions)
        self._fit_bar()

    def set_side(self, side: int) -> None:
        """The longer side of a picture in pixels."""
        if side != self._side:
            self._side = side
            self._restart()
            self._fit_bar()

    def tip_at(self, position: QPointF) -> str:
        """What the tooltip says at a point."""
        index = self.tile_at(position)
        return self._tips[index] if 0 <= index < len(self._tips) else ""

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = 0 <= self.selected < len(self._tiles)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and chosen:
            self.removal_asked.emit(self.selected)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and chosen:
            self.picture_chosen.emit(self.selected)
        else:
            super().keyPressEvent(event)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bar()

    def _name_of(self, index: int) -> str:
        return self._tips[index] if index < len(self._tips) else super()._name_of(index)

    def _new_layout(self) -> TileLayout:
        """Tiles of one size from the left; room for the bar only where it is needed."""
        ratio = self.devicePixelRatioF()
        height, width = self._tiles.shape[1:]
        zoom = self._side / max(height, width)
        wide, high = max(1, round(width * zoom * ratio)), max(1, round(height * zoom * ratio))
        below = _CAPTION if self._captions else 0
        gap_x, gap_y = round(_GAP * ratio), round((_GAP + below) * ratio)
        room = int((self.width() - 2 * 3 - _BAR) * ratio)
        columns = max(1, (room + gap_x) // (wide + gap_x))
        rows = max(1, int((self.height() - 2 * 3) * ratio + _GAP * ratio) // (high + gap_y))
        total = -(-max(1, len(self._in_order())) // columns)
        return TileLayout(columns, min(rows, total), wide, high, gap_x, gap_y, total)

    def _fit(self) -> TileLayout:
        layout = super()._fit()
        self._origin = QPointF(3, 3)
        return layout

    def _scroll_to(self, row: int) -> None:
        super()._scroll_to(row)
        if self._bar is not None and self._bar.value() != self._first_row:
            self._bar.setValue(self._first_row)

    def _fit_bar(self) -> None:
        if self._bar is None:
            return
        layout = self._fit()
        hidden = max(0, layout.total_rows - layout.rows)
        self._bar.setGeometry(self.width() - _BAR, 0, _BAR, self.height())
        self._bar.setPageStep(layout.rows)
        self._bar.setRange(0, hidden)
        self._bar.setVisible(hidden > 0)
