"""A drawing on a square pad with its history; without the pen."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.guard import guarded
from app.widgets.colour_map import Floats, finite
from app.widgets.instrument import Instrument, text_font
from app.widgets.strokes import (
    SIDE,
    Drawing,
    Raster,
    Stroke,
    ink_bytes,
    ink_raster,
    ink_values,
    tint_image,
)

_MOST_UNDO = 200
_RADIUS = 6


class PadView(Instrument):
    """A square pad that keeps strokes as vectors.

    The ink is the same whatever the size of the widget, the theme or the screen.

    Signals:
        changed: The ink is different; at most once for each event.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._history = [Drawing()]
        self._at = 0
        self._stroke: Stroke | None = None  # the one under way
        self._hint = self.tr("Draw a digit 0–9")
        self._tint_values: Floats | None = None
        self._tint: QImage | None = None
        self._ink: Raster | None = None  # the drawing on the grid
        self._layer: Raster | None = None  # the drawing as seen
        self._tell()

    # ---- what the owner says ----

    @Slot()
    def clear(self) -> None:
        """Begin anew; undo brings the drawing back."""
        if self.is_empty:
            return
        self._stroke = None
        if not self._drawing.is_empty:
            self._push(Drawing())
        self._show()

    @Slot()
    def undo(self) -> None:
        """Take back the last stroke, picture or clearing; while drawing, the stroke."""
        self._go(self._at - 1)

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back."""
        self._go(self._at + 1)

    def load_image(self, array: npt.ArrayLike, keep_strokes: bool = True) -> None:
        """Put a picture of shape (h, w) under the strokes.

        Args:
            array: Ink, 0 to 1 or bytes.
            keep_strokes: Draw on over it, or begin anew with it.

        Raises:
            ValueError: If the array is no picture.
        """
        strokes = self._drawing.strokes if keep_strokes else ()
        self._push(Drawing(ink_bytes(array), strokes))
        self._show()

    def set_tint(self, array: npt.ArrayLike | None) -> None:
        """Colour the pad by an attribution of shape (h, w), negative to positive.

        Raises:
            ValueError: If the array is no picture.
        """
        if array is None and self._tint is None:
            return  # nothing to paint anew
        values = None if array is None else finite(array)
        self._tint = None if values is None else tint_image(values)
        self._tint_values = values
        self._tell()
        self.update()

    def set_hint(self, text: str) -> None:
        """What an empty pad says."""
        self._hint = text
        self.update()

    # ---- what the owner may ask ----

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing on the pad."""
        return self._drawing.is_empty and self._stroke is None

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return self._at + 1 < len(self._history)

    @property
    def picture(self) -> Floats | None:
        """The picture that was loaded, 0 to 1, while nothing is drawn on it; else None."""
        drawing = self._drawing
        if drawing.picture is None or drawing.strokes or self._stroke is not None:
            return None
        return drawing.picture.astype(np.float32) / np.float32(255.0)

    def image(self) -> Floats:
        """The ink, float32 of shape (280, 280), 0 for paper to 1 for ink."""
        if self._ink is None:
            self._ink = ink_raster(self._drawing)
        image = self._ink.device
        if self._stroke is not None:
            self._ink.follow(self._stroke)
            image = image.copy()
            painter = QPainter(image)
            self._stroke.paint(painter, QColor("black"), QColor("white"), self._ink.chunks)
            painter.end()
        assert isinstance(image, QImage)
        return ink_values(image)

    def pad_rect(self) -> QRectF:
        """The square that is drawn on."""
        side = max(8, min(self.width(), self.height()) - 1)
        left, top = (self.width() - 1 - side) // 2, (self.height() - 1 - side) // 2
        return QRectF(left + 0.5, top + 0.5, side, side)

    def grid_point(self, position: QPointF) -> QPointF:
        """A point of the widget on the grid of the strokes, 280 units wide."""
        pad = self.pad_rect()
        return (position - pad.topLeft()) * (SIDE / pad.width())

    # ---- history ----

    @property
    def _drawing(self) -> Drawing:
        return self._history[self._at]

    def _push(self, drawing: Drawing) -> None:
        self._history = [*self._history[: self._at + 1], drawing][-_MOST_UNDO:]
        self._at = len(self._history) - 1

    def _keep_stroke(self) -> None:
        """Make the stroke under way part of the drawing; the ink stays as it is."""
        assert self._stroke is not None
        stroke, self._stroke = self._stroke, None
        self._push(self._drawing.with_stroke(stroke))
        for raster in (self._ink, self._layer):
            if raster is not None:
                raster.finish(stroke)
        self._tell()

    def _go(self, place: int) -> None:
        if self._stroke is not None:
            self._stroke = None
            self._show()
        elif 0 <= place < len(self._history):
            self._at = place
            self._show()

    def _show(self) -> None:
        """Draw all anew."""
        self._ink = self._layer = None
        self._tell()
        self.update()
        self.changed.emit()

    def _tell(self) -> None:
        count = len(self._drawing.strokes)
        empty = self._drawing.is_empty
        words = self.tr("empty") if empty else self.tr("strokes: {0}").format(count)
        if self._tint is not None:
            words += ", " + self.tr("blue pixels speak against the answer, orange ones for it")
        self.describe(words)

    # ---- what Qt asks ----

    @guarded(QSize(160, 160))
    def sizeHint(self) -> QSize:
        return QSize(160, 160)

    @guarded(QSize(64, 64))
    def minimumSizeHint(self) -> QSize:
        return QSize(64, 64)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._layer = None

    @guarded()
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._layer = None
        super().changeEvent(event)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad, tokens = self.pad_rect(), self.tokens
        frame = QPainterPath()
        frame.addRoundedRect(pad, _RADIUS, _RADIUS)
        painter.fillPath(frame, QColor(tokens.field))
        painter.save()
        painter.setClipPath(frame)
        if not self.is_empty:
            self._paint_drawing(painter)
        painter.setTransform(self._on_pad(), True)
        self._paint_live(painter)
        painter.restore()
        if self.is_empty and self._tint is None:
            painter.setFont(text_font(self, tokens.font_small))
            painter.setPen(QColor(tokens.muted))
            centre = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(pad.adjusted(6, 6, -6, -6), centre, self._hint)
        if self._tint is not None:
            self._paint_legend(painter, pad)
        painter.setPen(self._frame_pen())
        painter.drawPath(frame)

    def _paint_legend(self, painter: QPainter, pad: QRectF) -> None:
        """What the colours of the tint mean, in a line at the lower edge."""
        painter.setFont(text_font(self, 10))
        metrics, x = painter.fontMetrics(), pad.left() + 7
        for shade, text in (
            (self.tokens.negative, self.tr("against")),
            (self.tokens.positive, self.tr("for")),
        ):
            painter.fillRect(QRectF(x, pad.bottom() - 12, 7, 7), QColor(shade))
            painter.setPen(QColor(self.tokens.muted))
            painter.drawText(QPointF(x + 11, pad.bottom() - 5), text)
            x += 11 + metrics.horizontalAdvance(text) + 10

    def _frame_pen(self) -> QPen:
        return QPen(QColor(self.tokens.line), 1.0)

    def _paint_drawing(self, painter: QPainter) -> None:
        paper, ink = QColor(self.tokens.field), QColor(self.tokens.text)
        if self._layer is None:
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap(self.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            self._layer = Raster(pixmap, self._on_pad(), paper, ink)
            self._layer.draw(self._drawing)
        if self._stroke is not None:
            self._layer.follow(self._stroke)
        layer = self._layer.device
        assert isinstance(layer, QPixmap)
        painter.drawPixmap(QPointF(0, 0), layer)
        if self._stroke is not None:
            painter.save()
            painter.setTransform(self._on_pad(), True)
            self._stroke.paint(painter, paper, ink, self._layer.chunks)
            painter.restore()

    def _paint_live(self, painter: QPainter) -> None:
        """What lies over the drawing; the painter is on the grid."""
        if self._tint is not None:
            painter.drawImage(QRectF(0, 0, SIDE, SIDE), self._tint)

    def _on_pad(self) -> QTransform:
        """From the grid to the widget."""
        pad = self.pad_rect()
        zoom = pad.width() / SIDE
        return QTransform(zoom, 0.0, 0.0, zoom, pad.left(), pad.top())

    def _on_theme_changed(self) -> None:
        self._layer = None
        if self._tint_values is not None:
            self._tint = tint_image(self._tint_values)
        super()._on_theme_changed()
