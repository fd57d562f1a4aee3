"""Pen strokes as vectors, and the ink they leave on a fixed grid."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPixmap, QTransform

from app.palettes import rgb_of, straight
from app.theme import theme
from app.widgets.colour_map import Floats, finite, image_of, largest, pack

Bytes = npt.NDArray[np.uint8]

SIDE = 280  # of the square grid all strokes live on: ten units to a pixel of MNIST

_NEAREST = 0.5  # closer points add nothing but work
_STEP = 4.0  # length of the straight pieces of a curve
_CHUNK = 16  # of these pieces
_FAR = 2 * SIDE  # a pointer may leave the pad, but not without bound
_TINT = 0.8  # opacity of the strongest attribution


@dataclass(frozen=True)
class Dab:
    """A place of the pen on the grid, and how wide it draws there."""

    x: float
    y: float
    width: float


class Stroke:
    """One movement of the pen, a curve through the middles between its dabs.

    The outline is the union of a disc at every step and a bar between neighbours. All
    pieces turn the same way, so that the winding rule joins them without seams. It comes
    in chunks, because Qt fills many short paths faster than a long one, and because a
    complete chunk need not be painted again while the pen goes on.
    """

    def __init__(self, erases: bool = False) -> None:
        self.erases = erases
        self.chunks: list[QPainterPath] = []
        self._open = _new_path()
        self._size = 0  # bars in the open chunk
        self._end = Dab(0.0, 0.0, 0.0)  # where the chunks end
        self._last: Dab | None = None

    def add(self, x: float, y: float, width: float) -> bool:
        """Move the pen; False if it did not move noticeably."""
        dab = Dab(_held(x), _held(y), width)
        last = self._last
        if last is None:
            self._end = dab
            _add_disc(self._open, dab)
        elif math.hypot(dab.x - last.x, dab.y - last.y) < _NEAREST:
            return False
        else:
            self._bend(last, _between(last, dab, 0.5))
        self._last = dab
        return True

    def paint(self, painter: QPainter, paper: QColor, ink: QColor, first: int = 0) -> None:
        """Draw on the grid, from a chunk to the end."""
        self.paint_chunks(painter, paper, ink, first)
        rest = QPainterPath(self._open)
        if self._last is not None:
            _add_bar(rest, self._end, self._last)
        painter.fillPath(rest, paper if self.erases else ink)

    def paint_chunks(self, painter: QPainter, paper: QColor, ink: QColor, first: int) -> None:
        """Draw on the grid, from a chunk to the last complete one."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for chunk in self.chunks[first:]:
            painter.fillPath(chunk, paper if self.erases else ink)

    def _bend(self, through: Dab, to: Dab) -> None:
        """Go on along a quadratic curve."""
        start, length = self._end, math.hypot(to.x - self._end.x, to.y - self._end.y)
        steps = max(1, math.ceil(length / _STEP))
        for step in range(1, steps + 1):
            part = step / steps
            dab = _between(_between(start, through, part), _between(through, to, part), part)
            _add_bar(self._open, self._end, dab)
            self._end = dab
            self._size += 1
            if self._size == _CHUNK:
                self.chunks.append(self._open)
                self._open, self._size = _new_path(), 0
                _add_disc(self._open, dab)


def _new_path() -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def _held(value: float) -> float:
    return min(_FAR, max(SIDE - _FAR, value))


def _between(one: Dab, other: Dab, part: float) -> Dab:
    rest = 1.0 - part
    return Dab(
        rest * one.x + part * other.x,
        rest * one.y + part * other.y,
        rest * one.width + part * other.width,
    )


def _add_disc(path: QPainterPath, dab: Dab) -> None:
    path.addEllipse(QPointF(dab.x, dab.y), dab.width / 2, dab.width / 2)


def _add_bar(path: QPainterPath, one: Dab, other: Dab) -> None:
    """The area between two discs, and the second disc."""
    length = math.hypot(other.x - one.x, other.y - one.y)
    if length > 0.0:
        # To the left of the direction, so that the corners turn as the discs do.
        across, up = (other.y - one.y) / length / 2, -(other.x - one.x) / length / 2
        path.moveTo(one.x + across * one.width, one.y + up * one.width)
        path.lineTo(other.x + across * other.width, other.y + up * other.width)
        path.lineTo(other.x - across * other.width, other.y - up * other.width)
        path.lineTo(one.x - across * one.width, one.y - up * one.width)
        path.closeSubpath()
    _add_disc(path, other)


@dataclass(frozen=True, eq=False)
class Drawing:
    """A picture and the finished strokes over it; never changed, so undo keeps many.

    Attributes:
        picture: Ink of shape (h, w) as bytes, or None.
        strokes: From the lowest to the uppermost.
    """

    picture: Bytes | None = None
    strokes: tuple[Stroke, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could leave ink."""
        return self.picture is None and all(stroke.erases for stroke in self.strokes)

    def with_stroke(self, stroke: Stroke) -> "Drawing":
        """The drawing with one stroke more."""
        return Drawing(self.picture, (*self.strokes, stroke))

    def paint(self, painter: QPainter, paper: QColor, ink: QColor) -> None:
        """Draw on the grid, from paper to ink; an eraser paints paper."""
        if self.picture is not None:
            table = pack(straight(paper.name(), ink.name()))
            pixels = np.ascontiguousarray(table[self.picture])
            painter.drawImage(_place_of(self.picture), image_of(pixels))
        for stroke in self.strokes:
            stroke.paint(painter, paper, ink)


class Raster:
    """A drawing in pixels that grows with the stroke under way."""

    def __init__(
        self, device: QImage | QPixmap, on_grid: QTransform, paper: QColor, ink: QColor
    ) -> None:
        self.device = device
        self._on_grid, self._paper, self._ink = on_grid, paper, ink
        self.chunks = 0  # of the stroke under way that are painted

    def draw(self, drawing: Drawing) -> None:
        """Paint finished strokes."""
        with self._painter() as painter:
            drawing.paint(painter, self._paper, self._ink)

    def follow(self, stroke: Stroke) -> None:
        """Paint what is complete of the stroke under way."""
        if self.chunks < len(stroke.chunks):
            with self._painter() as painter:
                stroke.paint_chunks(painter, self._paper, self._ink, self.chunks)
            self.chunks = len(stroke.chunks)

    def finish(self, stroke: Stroke) -> None:
        """Paint the rest of the stroke, which is not under way any more."""
        with self._painter() as painter:
            stroke.paint(painter, self._paper, self._ink, self.chunks)
        self.chunks = 0

    @contextmanager
    def _painter(self) -> Iterator[QPainter]:
        painter = QPainter(self.device)
        try:
            painter.setTransform(self._on_grid, True)
            yield painter
        finally:
            painter.end()


def ink_raster(drawing: Drawing) -> Raster:
    """A drawing as white ink on a black grid."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_Grayscale8)
    image.fill(0)
    raster = Raster(image, QTransform(), QColor("black"), QColor("white"))
    raster.draw(drawing)
    return raster


def _place_of(picture: Bytes) -> QRectF:
    """Where a picture is on the grid: as large as possible, in the middle."""
    height, width = (side * SIDE / max(picture.shape) for side in picture.shape)
    return QRectF((SIDE - width) / 2, (SIDE - height) / 2, width, height)


def ink_bytes(array: npt.ArrayLike) -> Bytes:
    """Ink of shape (h, w), 0 to 1 or bytes, as bytes.

    Raises:
        ValueError: If the array has another number of dimensions or is empty.
    """
    values = np.asarray(array)
    if values.ndim != 2 or not values.size:
        raise ValueError(f"a picture needs the shape (height, width); received {values.shape}")
    if values.dtype == np.uint8:
        return values.copy()
    grey: Bytes = np.rint(np.clip(finite(values), 0.0, 1.0) * 255.0).astype(np.uint8)
    return grey


def ink_values(image: QImage) -> Floats:
    """The ink of a grid as float32 of shape (280, 280), 0 to 1."""
    lines = np.frombuffer(image.constBits(), dtype=np.uint8)
    rows = lines.reshape(SIDE, image.bytesPerLine())[:, :SIDE]
    ink: Floats = rows.astype(np.float32) / np.float32(255.0)
    return ink


def tint_image(values: Floats) -> QImage:
    """An attribution of shape (h, w) as colours that are the stronger, the larger it is."""
    if values.ndim != 2 or not values.size:
        raise ValueError(f"a tint needs the shape (height, width); received {values.shape}")
    tokens = theme().tokens
    alpha = np.abs(values) * np.float32(_TINT / (largest(values) or 1.0))
    ends = np.array([rgb_of(tokens.negative), rgb_of(tokens.positive)], dtype=np.float32)
    premultiplied = ends[(values > 0).astype(np.intp)] * alpha[..., np.newaxis]
    pixels = pack(premultiplied.astype(np.uint8)) & np.uint32(0x00FFFFFF)
    pixels |= np.rint(alpha * 255.0).astype(np.uint32) << np.uint32(24)
    height, width = pixels.shape
    kind = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, width, height, width * 4, kind).copy()
