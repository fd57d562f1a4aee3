"""Small images shown pixel by pixel: one picture, or a row of them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.guard import guarded
from app.widgets.colour_map import ColourMap, Floats, finite, largest
from app.widgets.instrument import Instrument, text_font
from app.widgets.tile_layout import TileLayout, fit_tiles
from app.widgets.tile_pixels import TilePixels, split_shape

_CAPTION = 18
_GAP = 3  # between the pictures of a strip, at least
_SMALLEST = 12  # pixels of a picture's longer side in a strip


class Picture(Instrument):
    """One image, enlarged without blur, with a hairline around and perhaps a caption below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture")
        self.setAccessibleName(self.tr("Picture"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._image: Floats | None = None
        self._table: ColourMap = "ink"
        self._scale = 1.0
        self._caption = ""
        self._pixels = TilePixels()
        self._stale = True

    def set_image(
        self,
        array: npt.ArrayLike | None,
        table: ColourMap = "ink",
        scale: float | None = None,
    ) -> None:
        """Show an image of shape (height, width), or an empty frame.

        Args:
            array: Numbers; bytes count as 0 to 255.
            table: The colours.
            scale: The number at the end of the colours; None takes 255 for bytes, 1 for ink
                of 0 to 1, else the largest magnitude.
        """
        values = None if array is None else np.asarray(array)
        if values is not None and (values.ndim != 2 or not values.size):
            raise ValueError(f"a picture needs the shape (height, width); received {values.shape}")
        self._image = None if values is None else finite(values)
        if values is not None:
            self._scale = full_scale(values, table) if scale is None else float(scale)
        self._table = table
        self._redraw()

    def set_caption(self, text: str) -> None:
        """A line below the picture; empty gives its room to the picture."""
        self._caption = text
        self.updateGeometry()
        self._redraw()

    def image_rect(self) -> QRectF:
        """Where the picture is on the widget."""
        layout, ratio = self._layout(), self.devicePixelRatioF()
        area = self._area()
        # Whole device pixels, else every edge would be blurred.
        x = int((area[0] - layout.width) / 2 + ratio)
        y = int((area[1] - layout.height) / 2 + ratio)
        return QRectF(x / ratio, y / ratio, layout.width / ratio, layout.height / ratio)

    @guarded(QSize(86, 86))
    def sizeHint(self) -> QSize:
        return QSize(86, 86 + (_CAPTION if self._caption else 0))

    @guarded(QSize(16, 16))
    def minimumSizeHint(self) -> QSize:
        return QSize(16, 16 + (_CAPTION if self._caption else 0))

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect, edge = self.image_rect(), 1 / self.devicePixelRatioF()
        painter.fillRect(rect.adjusted(-edge, -edge, edge, edge), QColor(self.tokens.line))
        if self._image is None:
            painter.fillRect(rect, QColor(self.tokens.field))
        else:
            self._compose(self._image)
            painter.drawImage(rect.topLeft(), self._pixels.image)
        if self._caption:
            self._paint_caption(painter, rect.bottom())

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._stale = True

    @guarded()
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._redraw()
        super().changeEvent(event)

    def _on_theme_changed(self) -> None:
        self._stale = True
        super()._on_theme_changed()

    def _redraw(self) -> None:
        self._stale = True
        parts = [self._caption]
        if self._image is not None:
            size = self.tr("{0} × {1} pixels").format(self._image.shape[1], self._image.shape[0])
            parts.append(size)
        self.describe(", ".join(filter(None, parts)) or self.tr("no picture"))
        self.update()

    def _area(self) -> tuple[int, int]:
        """Device pixels for the picture, without the hairline and the caption."""
        ratio = self.devicePixelRatioF()
        height = self.height() - (_CAPTION if self._caption else 0)
        return max(1, int(self.width() * ratio) - 2), max(1, int(height * ratio) - 2)

    def _layout(self) -> TileLayout:
        height, width = (1, 1) if self._image is None else self._image.shape
        return fit_tiles(1, (height, width), self._area(), (0, 0), smallest=1)

    def _compose(self, image: Floats) -> None:
        if not self._stale:
            return
        self._stale = False
        ratio = self.devicePixelRatioF()
        self._pixels.draw(
            image[np.newaxis], self._layout(), self._scale, self._table, (0, 0, 0), ratio
        )

    def _paint_caption(self, painter: QPainter, top: float) -> None:
        painter.setFont(text_font(self, self.tokens.font_small))
        painter.setPen(QColor(self.tokens.muted))
        text = painter.fontMetrics().elidedText(
            self._caption, Qt.TextElideMode.ElideRight, self.width()
        )
        row = QRectF(0, top + 2, self.width(), _CAPTION - 2)
        painter.drawText(row, Qt.AlignmentFlag.AlignCenter, text)


class PictureStrip(Instrument):
    """A row of small images that fills the width; a click or Enter chooses one.

    Signals:
        clicked: The index of the picture.
    """

    clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pictureStrip")
        self.setAccessibleName(self.tr("Pictures"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._images: Floats = np.zeros((0, 1, 1), dtype=np.float32)
        self._tips: tuple[str, ...] = ()
        self._table: ColourMap = "ink"
        self._scale = 1.0
        self._hovered = -1
        self._current = 0
        self._pixels = TilePixels()
        self._stale = True

    def set_images(
        self,
        array: npt.ArrayLike | None,
        tips: Sequence[str] = (),
        table: ColourMap = "ink",
        scale: float | None = None,
    ) -> None:
        """Show images of shape (count, height, width); None shows nothing.

        Args:
            array: Numbers; bytes count as 0 to 255.
            tips: What the tooltip of each picture says.
            table: The colours.
            scale: The number at the end of the colours, as for a `Picture`.
        """
        values = np.zeros((0, 1, 1), np.float32) if array is None else np.asarray(array)
        split_shape(values)
        self._images = finite(values)
        self._scale = full_scale(values, table) if scale is None else float(scale)
        self._tips, self._table = tuple(tips), table
        self._hovered = -1
        self._current = max(0, min(self._current, len(values) - 1))
        self._stale = True
        self._tell()
        self.update()

    @property
    def current(self) -> int:
        """The picture that Enter chooses, or -1 of none."""
        return self._current if self.shown else -1

    @property
    def shown(self) -> int:
        """How many pictures there is room for."""
        width = self._area()[0]
        ratio = self.devicePixelRatioF()
        room = (width + _GAP * ratio) // ((_SMALLEST + _GAP) * ratio)
        return min(len(self._images), max(1, int(room)))

    def picture_rect(self, index: int) -> QRectF:
        """Where a picture is on the widget; empty if there is none."""
        shown = self.shown
        if not 0 <= index < shown:
            return QRectF()
        layout, (width, height) = self._layout(), self._area()
        ratio = self.devicePixelRatioF()
        free = max(0, width - shown * layout.width)
        x = index * layout.width + (free * index // (shown - 1) if shown > 1 else 0)
        y = max(0, (height - layout.height) // 2)
        at = QPointF(x, y) / ratio + QPointF(2, 2)
        return QRectF(at, at + QPointF(layout.width, layout.height) / ratio)

    def picture_at(self, position: QPointF) -> int:
        """The index of the picture at a point of the widget, or -1."""
        for index in range(self.shown):
            rect = self.picture_rect(index).adjusted(-1, -2, 1, 2)
            if rect.contains(position):
                return index
        return -1

    @guarded(QSize(240, 28))
    def sizeHint(self) -> QSize:
        return QSize(240, 28)

    @guarded(QSize(80, 20))
    def minimumSizeHint(self) -> QSize:
        return QSize(80, 20)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        if not len(self._images):
            return
        painter = QPainter(self)
        self._compose()
        layout = self._layout()
        for index in range(self.shown):
            source = QRectF(index * layout.width, 0, layout.width, layout.height)
            painter.drawImage(self.picture_rect(index), self._pixels.image, source)
        self._paint_mark(painter, self._hovered, self.tokens.muted, 1.0)
        if self.hasFocus():
            self._paint_mark(painter, self._current, self.tokens.accent, 2.0)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._stale = True

    @guarded()
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._stale = True
        super().changeEvent(event)

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.picture_at(event.position())
        QToolTip.showText(event.globalPosition().toPoint(), self._tip(index), self)
        self._hover(index)

    @guarded()
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.picture_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self._step_to(index)
            self.clicked.emit(index)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        targets: dict[int, int] = {
            Qt.Key.Key_Left: self._current - 1,
            Qt.Key.Key_Right: self._current + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.shown - 1,
        }
        if event.key() in targets and self.shown:
            self._step_to(targets[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.shown:
            self.clicked.emit(self._current)
        else:
            super().keyPressEvent(event)

    @guarded()
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @guarded()
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _on_theme_changed(self) -> None:
        self._stale = True
        super()._on_theme_changed()

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()

    def _step_to(self, index: int) -> None:
        self._current = max(0, min(index, self.shown - 1))
        self._tell()
        self.update()

    def _tip(self, index: int) -> str:
        return self._tips[index] if 0 <= index < len(self._tips) else ""

    def _tell(self) -> None:
        if not len(self._images):
            self.describe(self.tr("no pictures"))
            return
        place = self.tr("picture {0} of {1}").format(self._current + 1, len(self._images))
        self.describe(", ".join(filter(None, [place, self._tip(self._current)])))

    def _area(self) -> tuple[int, int]:
        """Device pixels for the pictures, without the room for outlines."""
        ratio = self.devicePixelRatioF()
        return max(1, int((self.width() - 4) * ratio)), max(1, int((self.height() - 4) * ratio))

    def _layout(self) -> TileLayout:
        """One row without gaps; the pictures are spread when they are painted."""
        shown, (width, height) = max(1, self.shown), self._area()
        each = (width + _GAP) // shown - _GAP if shown > 1 else width
        shape = (self._images.shape[1], self._images.shape[2])
        one = fit_tiles(1, shape, (max(1, each), height), (0, 0), smallest=1)
        return TileLayout(shown, 1, one.width, one.height, 0, 0, 1)

    def _compose(self) -> None:
        if not self._stale:
            return
        self._stale = False
        self._pixels.draw(
            self._images[: self.shown], self._layout(), self._scale, self._table, (0, 0, 0)
        )

    def _paint_mark(self, painter: QPainter, index: int, shade: str, width: float) -> None:
        rect = self.picture_rect(index)
        if not rect.isEmpty():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(shade), width))
            painter.drawRect(rect.adjusted(-1, -1, 1, 1))


def full_scale(values: npt.NDArray[np.generic], table: ColourMap) -> float:
    """The number at the end of the colours, if nobody says."""
    if values.dtype == np.uint8 and table != "diverging":
        return 255.0
    peak = largest(finite(values))
    return max(1.0, peak) if table == "ink" else peak
