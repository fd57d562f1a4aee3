"""Many small pictures of numbers on one scale, or one heatmap; without the mouse."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.guard import guarded
from app.widgets.colour_bar import draw_colour_bar
from app.widgets.colour_map import ColourMap, Floats, finite, largest
from app.widgets.instrument import Instrument, hairline, number, text_font
from app.widgets.tile_layout import TileLayout, fit_matrix, fit_tiles
from app.widgets.tile_pixels import TilePixels, split_shape

_GAP = 4
_MARGIN = 3  # room for the outline of a tile at the edge
_FOOTER = 18
_CAPTION = 14
_MOST_ZOOM = 12.0
_SMALLEST = 28  # pixels of a tile's longer side; 16 for kernels of a few weights


class TileView(Instrument):
    """A grid of tiles that share one scale, with a colour bar below.

    Arrays are kept, not copied: hand over a snapshot. Nothing is computed before the next
    paint, so a hidden view costs nothing.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._tiles: Floats = np.zeros((0, 1, 1), dtype=np.float32)
        self._order: npt.NDArray[np.intp] | None = None
        self._captions: tuple[str, ...] = ()
        self._given_scale: float | None = None
        self._scale = 0.0
        self._colours: ColourMap = "diverging"
        self._matrix = False
        self._framed = False
        self._legend = True
        self._empty_text = self.tr("no weights yet")
        self._layout: TileLayout | None = None
        self._origin = QPointF()
        self._first_row = 0
        self._zoom = 1.0
        self._pixels = TilePixels()
        self._stale = True

    # ---- what the owner says ----

    def set_tiles(
        self,
        array: npt.ArrayLike,
        scale: float | None = None,
        captions: Sequence[str] | None = None,
    ) -> None:
        """Show tiles of shape (count, height, width).

        Args:
            array: Numbers; bytes count as 0 to 255.
            scale: The end of the colour bar; None takes the largest magnitude.
            captions: A line under each tile, in the order of the array.
        """
        values = np.asarray(array)
        split_shape(values)
        self._replace(values, scale, tuple(captions or ()), matrix=False)

    def set_matrix(self, array: npt.ArrayLike, scale: float | None = None) -> None:
        """Show one heatmap of shape (rows, columns) that fills the space."""
        values = np.asarray(array)[np.newaxis]
        split_shape(values)
        self._replace(values, scale, (), matrix=True)

    def set_order(self, indices: npt.ArrayLike | None) -> None:
        """Show these tiles in this order; None is the order of the array."""
        self._order = None if indices is None else np.asarray(indices, dtype=np.intp).reshape(-1)
        self._restart()

    def set_colour_map(self, name: ColourMap) -> None:
        """Show signed numbers, amounts from 0 upwards, or ink."""
        self._colours = name
        self._stale = True
        self.update()

    def set_legend_visible(self, visible: bool) -> None:
        """Show or hide the colour bar."""
        self._legend = visible
        self._restart()

    def set_framed(self, framed: bool) -> None:
        """Draw a hairline around every tile, so that an empty one can be seen."""
        self._framed = framed
        self.update()

    def set_empty_text(self, text: str) -> None:
        """What to say while there is nothing to show."""
        self._empty_text = text
        self.update()

    def set_zoom(self, zoom: float) -> None:
        """Show tiles this many times as large as all of them would be; 1 fits all again."""
        zoom = min(_MOST_ZOOM, max(1.0, zoom))
        if zoom != self._zoom:
            self._zoom = zoom
            self._restart()

    # ---- what the owner may ask ----

    @property
    def zoom(self) -> float:
        """How many times as large as they would have to be for all to fit."""
        return self._zoom

    @property
    def scale(self) -> float:
        """The number at the end of the colour bar."""
        self._compose()
        return self._scale

    @property
    def shown(self) -> int:
        """How many tiles are visible now."""
        return len(self._visible())

    def info(self) -> str:
        """How much of all is shown: "64 of 64", "25–48 of 128"."""
        total, shown = len(self._in_order()), self.shown
        first = self._first_row * self._fit().columns
        if not first or not shown:
            text = self.tr("{0} of {1}").format(shown, total)
        else:
            text = self.tr("{0}–{1} of {2}").format(first + 1, first + shown, total)
        return self.tr("{0}, zoom {1:.1f} ×").format(text, self._zoom) if self._zoom > 1 else text

    def tile_at(self, position: QPointF) -> int:
        """The index of the tile at a point of the widget, or -1."""
        layout, visible = self._fit(), self._visible()
        at = (position - self._origin) * self.devicePixelRatioF()
        place = layout.place_at(at.x(), at.y())
        return int(visible[place]) if 0 <= place < len(visible) else -1

    def tile_rect(self, index: int) -> QRectF:
        """Where a tile is on the widget; empty if it is not on screen."""
        places = np.flatnonzero(self._visible() == index)
        if not len(places):
            return QRectF()
        layout, ratio = self._fit(), self.devicePixelRatioF()
        x, y = layout.corner(int(places[0]))
        corner = self._origin + QPointF(x, y) / ratio
        return QRectF(corner, corner + QPointF(layout.width, layout.height) / ratio)

    def tip_at(self, position: QPointF) -> str:
        """What the tooltip says at a point: which tile, the value there, its extremes."""
        index = self.tile_at(position)
        if index < 0:
            return ""
        tile, rect = self._tiles[index], self.tile_rect(index)
        part = position - rect.topLeft()
        row = min(int(part.y() / rect.height() * tile.shape[0]), tile.shape[0] - 1)
        column = min(int(part.x() / rect.width() * tile.shape[1]), tile.shape[1] - 1)
        at = self.tr("row {0}, column {1}: {2}").format(row, column, number(tile[row, column]))
        low, high = number(float(tile.min())), number(float(tile.max()))
        norm = number(float(np.sqrt(np.sum(np.square(tile, dtype=np.float64)))))
        of_all = self.tr("min {0}   max {1}   norm {2}").format(low, high, norm)
        return "\n".join([at, of_all] if self._matrix else [self._name_of(index), at, of_all])

    # ---- what Qt asks ----

    @guarded(QSize(320, 160))
    def sizeHint(self) -> QSize:
        return QSize(320, 160)

    @guarded(QSize(80, 60))
    def minimumSizeHint(self) -> QSize:
        return QSize(80, 60)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(text_font(self, self.tokens.font_small))
        painter.setPen(QColor(self.tokens.muted))
        if not len(self._in_order()):
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), int(flags), self._empty_text)
            return
        self._compose()
        painter.drawImage(self._origin, self._pixels.image)
        if self._framed:
            self._paint_frames(painter)
        self._paint_captions(painter)
        if self._legend:
            self._paint_footer(painter)
        self._paint_marks(painter)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._restart()

    @guarded()
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._restart()
        super().changeEvent(event)

    # ---- inside ----

    def _on_theme_changed(self) -> None:
        self._stale = True
        super()._on_theme_changed()

    def _replace(
        self,
        values: npt.NDArray[np.generic],
        scale: float | None,
        captions: tuple[str, ...],
        matrix: bool,
    ) -> None:
        was = (self._tiles.shape, self._matrix, bool(self._captions))
        self._tiles = finite(values)
        self._given_scale, self._captions, self._matrix = scale, captions, matrix
        if was == (self._tiles.shape, matrix, bool(captions)):
            self._stale = True
            self.update()
        else:
            self._restart()

    def _restart(self) -> None:
        self._layout = None
        self._stale = True
        self.update()

    def _in_order(self) -> npt.NDArray[np.intp]:
        if self._order is None or self._matrix:
            return np.arange(len(self._tiles))
        return self._order[(self._order >= 0) & (self._order < len(self._tiles))]

    def _visible(self) -> npt.NDArray[np.intp]:
        """The indices of the tiles on screen, by place."""
        layout = self._fit()
        first = self._first_row * layout.columns
        return self._in_order()[first : first + layout.capacity]

    def _fit(self) -> TileLayout:
        if self._layout is None:
            self._layout = layout = self._new_layout()
            self._first_row = max(0, min(self._first_row, layout.total_rows - layout.rows))
            used = (layout.size[0] - layout.gap_x) / self.devicePixelRatioF()
            left = max(float(_MARGIN), (self.width() - used) / 2)
            self._origin = QPointF(int(left), _MARGIN)
        return self._layout

    def _new_layout(self) -> TileLayout:
        ratio = self.devicePixelRatioF()
        below = _CAPTION if self._captions else 0
        height = self.height() - 2 * _MARGIN - (_FOOTER if self._legend else 0) - below
        width = self.width() - 2 * _MARGIN
        area = max(1, int(width * ratio)), max(1, int(height * ratio))
        shape = (self._tiles.shape[1], self._tiles.shape[2])
        if self._matrix:
            return fit_matrix(shape, area)
        smallest = min(_SMALLEST, max(16, 4 * max(shape)))
        gap = (round(_GAP * ratio), round((_GAP + below) * ratio))
        count, least = len(self._in_order()), round(smallest * ratio)
        layout = fit_tiles(count, shape, area, gap, least)
        if self._zoom == 1.0:
            return layout
        side = min(self._zoom * max(layout.width, layout.height), *area)
        return fit_tiles(count, shape, area, gap, max(least, int(side)))

    def _compose(self) -> None:
        if not self._stale:
            return
        self._stale = False
        layout, given = self._fit(), self._given_scale
        self._scale = largest(self._tiles) if given is None else float(given)
        panel = QColor(self.tokens.panel)
        self._pixels.draw(
            self._tiles[self._visible()],
            layout,
            self._scale,
            self._colours,
            (panel.red(), panel.green(), panel.blue()),
            self.devicePixelRatioF(),
        )
        self.describe(self._summary())

    def _summary(self) -> str:
        return self.tr("{0}, scale {1}").format(self.info(), number(self._scale, 3))

    def _name_of(self, index: int) -> str:
        name = f"#{index}"
        return f"{name}  {self._captions[index]}" if index < len(self._captions) else name

    def _paint_frames(self, painter: QPainter) -> None:
        """A line around every tile, that covers none of its pixels."""
        layout, ratio = self._fit(), self.devicePixelRatioF()
        painter.setPen(hairline(self.tokens.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        corners = (layout.corner(place) for place in range(len(self._visible())))
        width, height = (layout.width + 1) / ratio, (layout.height + 1) / ratio
        left, top = self._origin.x() - 1 / ratio, self._origin.y() - 1 / ratio
        painter.drawRects(
            [QRectF(left + x / ratio, top + y / ratio, width, height) for x, y in corners]
        )

    def _paint_marks(self, painter: QPainter) -> None:
        """Outlines over the tiles."""

    def _paint_captions(self, painter: QPainter) -> None:
        metrics = painter.fontMetrics()
        painter.setPen(QColor(self.tokens.muted))
        for index in self._visible() if self._captions else ():
            if index < len(self._captions):
                rect = self.tile_rect(int(index))
                below = QRectF(rect.left() - 2, rect.bottom() + 1, rect.width() + 4, _CAPTION)
                text = metrics.elidedText(
                    self._captions[index], Qt.TextElideMode.ElideRight, int(below.width())
                )
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_footer(self, painter: QPainter) -> None:
        painter.setPen(QColor(self.tokens.muted))
        row = QRect(0, self.height() - _FOOTER, self.width(), _FOOTER)
        row.adjust(_MARGIN, 4, -_MARGIN, 0)
        used = draw_colour_bar(painter, row, self._colours, self._scale)
        text = self.info()
        if not self._matrix and painter.fontMetrics().horizontalAdvance(text) + used < row.width():
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft, text)
