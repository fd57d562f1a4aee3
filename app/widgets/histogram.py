"""How numbers are spread: now, against the outline of how they were at the start."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.guard import guarded
from app.widgets.instrument import Instrument, colour, hairline, number, text_font

Counts = npt.NDArray[np.int64]

_AXIS = 20  # pixels below the bars
_TOP = 22  # and above, for the legend
_SIDE = 12


class HistogramView(Instrument):
    """Bars for now, an outline for the start, on one scale that is symmetric about 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("histogram")
        self.setAccessibleName(self.tr("Histogram"))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._edges: npt.NDArray[np.float64] = np.zeros(0)
        self._start: Counts = np.zeros(0, np.int64)
        self._now: Counts = np.zeros(0, np.int64)
        self._empty_text = ""

    def set_empty_text(self, text: str) -> None:
        """What stands where there is nothing to show."""
        self._empty_text = text
        self.update()

    def set_counts(self, edges: npt.NDArray[np.float64], start: Counts, now: Counts) -> None:
        """Show counts between these edges, one fewer than the edges; none: the empty text."""
        self._edges, self._start, self._now = edges, start, now
        if len(now):
            self.describe(
                self.tr("{0} weights from {1} to {2}").format(
                    f"{int(now.sum()):,}", number(float(edges[0]), 3), number(float(edges[-1]), 3)
                )
            )
        self.update()

    def bin_text(self, place: int) -> str:
        """What pointing at a bin says."""
        low, high = (number(float(edge), 3) for edge in self._edges[place : place + 2])
        return self.tr("{0} to {1}: {2} now, {3} at the start").format(
            low, high, f"{int(self._now[place]):,}", f"{int(self._start[place]):,}"
        )

    def bin_at(self, x: float) -> int:
        """The bin below a point, or -1."""
        area = self._area()
        if not len(self._now) or not area.left() <= x < area.right():
            return -1
        return int((x - area.left()) / area.width() * len(self._now))

    @guarded(factory=lambda: QSize(240, 120))
    def sizeHint(self) -> QSize:
        """Twice as wide as high."""
        return QSize(240, 120)

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.bin_at(event.position().x())
        text = self.bin_text(place) if place >= 0 else ""
        QToolTip.showText(event.globalPosition().toPoint(), text, self)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(text_font(self, self.tokens.font_small))
        if not len(self._now):
            painter.setPen(QColor(self.tokens.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._empty_text)
        else:
            area, most = self._area(), max(1, int(self._now.max()), int(self._start.max()))
            self._paint_bars(painter, area, most)
            self._paint_outline(painter, area, most)
            self._paint_axis(painter, area)
            self._paint_legend(painter, area)
        painter.end()

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_SIDE, _TOP, -_SIDE, -_AXIS)

    def _paint_bars(self, painter: QPainter, area: QRectF, most: int) -> None:
        width = area.width() / len(self._now)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self.tokens.accent, 0.75))
        for place, count in enumerate(self._now):
            height = area.height() * int(count) / most
            left = area.left() + place * width
            painter.drawRect(QRectF(left + 0.5, area.bottom() - height, width - 1, height))

    def _paint_outline(self, painter: QPainter, area: QRectF, most: int) -> None:
        width = area.width() / len(self._start)
        corners = []
        for place, count in enumerate(self._start):
            y = area.bottom() - area.height() * int(count) / most
            corners += [
                QPointF(area.left() + place * width, y),
                QPointF(area.left() + (place + 1) * width, y),
            ]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.tokens.text), 1.0))
        painter.drawPolyline(QPolygonF(corners))

    def _paint_axis(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(hairline(self.tokens.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        middle = area.center().x()
        painter.drawLine(QPointF(middle, area.top()), QPointF(middle, area.bottom()))
        painter.setPen(QColor(self.tokens.muted))
        below = QRectF(area.left(), area.bottom() + 2, area.width(), _AXIS - 2)
        flags = Qt.AlignmentFlag
        end = float(self._edges[-1])
        for part in (-1.0, -0.5, 0.0, 0.5, 1.0):
            at = middle + part * area.width() / 2
            painter.drawLine(QPointF(at, area.bottom()), QPointF(at, area.bottom() + 3))
            room = below.translated(part * area.width() / 2, 1)
            align = flags.AlignHCenter
            if abs(part) == 1.0:  # the ends stay inside
                room, align = below, flags.AlignLeft if part < 0 else flags.AlignRight
            painter.drawText(room, align | flags.AlignVCenter, number(part * end, 3))

    def legend(self) -> str:
        """What bars and line are, and how high the highest of each is."""
        tops = (f"{int(counts.max()):,}" for counts in (self._now, self._start))
        return self.tr("bars: now, up to {0}   line: at the start, up to {1}").format(*tops)

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        above = QRectF(area.left(), 0, area.width(), _TOP - 4)
        flags = Qt.AlignmentFlag
        painter.setPen(QColor(self.tokens.muted))
        painter.drawText(above, flags.AlignLeft | flags.AlignVCenter, self.tr("weights"))
        painter.drawText(above, flags.AlignRight | flags.AlignVCenter, self.legend())
