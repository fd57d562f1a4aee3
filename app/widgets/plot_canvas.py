"""The drawing surface of a plot: axes, grid, curves, hover line, card and best mark."""

from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.theme import theme
from app.widgets.instrument import colour, hairline, text_font
from app.widgets.plot_card import card_left, card_rows, card_size, card_top, draw_card
from app.widgets.plot_curve import Curve
from app.widgets.plot_feed import Floats
from app.widgets.plot_label import Label, free_place
from app.widgets.plot_legend import (
    ROW,
    Placed,
    Row,
    draw_curves,
    draw_ghosts,
    place_ghosts,
)
from app.widgets.plot_scale import Tick

_TOP = 22  # the row of the legend
_BOTTOM = 21  # the row of the x ticks
_RIGHT = 14  # at least; half of the last x tick
_DRAG = 6  # pixels that make a drag of a click
_RING = 4.0


@dataclass(frozen=True)
class Side:
    """An axis at the right: its ticks at heights of the left one, and its colour."""

    ticks: list[Tick]
    shade: str

    def width(self, metrics: QFontMetricsF) -> float:
        """The room it needs."""
        return max((metrics.horizontalAdvance(text) for _, text in self.ticks), default=0.0) + 8


@dataclass
class Scene:
    """What is drawn besides the curves; y is the log of the value if the axis is."""

    x_range: tuple[float, float] = (0.0, 1.0)
    y_range: tuple[float, float] = (0.0, 1.0)
    x_ticks: list[Tick] = field(default_factory=list)
    y_ticks: list[Tick] = field(default_factory=list)
    right: list[Side] = field(default_factory=list)
    x_title: str = ""
    y_title: str = ""
    legend: list[Row] = field(default_factory=list)
    ghosts: list[Row] = field(default_factory=list)
    best: tuple[float, float, str, str] | None = None  # x, y, text, colour
    hover: float | None = None
    card_title: str = ""
    card: list[Row] = field(default_factory=list)
    dots: list[tuple[float, float, str]] = field(default_factory=list)
    empty_text: str = ""


class PlotCanvas(pg.PlotWidget):  # type: ignore[misc]
    """A PlotWidget that draws its own axes and reports what the mouse does.

    Signals:
        hovered: x under the mouse, or None.
        zoomed: (first x, last x) the user marked by dragging, or None to see all.
    """

    hovered = Signal(object)
    zoomed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False)
        self.scene_data = Scene()
        self._drag: tuple[float, float] | None = None
        self._ring = False
        self._best = QRectF()
        self._best_in: QRectF | None = None
        item = self.getPlotItem()
        item.hideButtons()
        # pyqtgraph makes a menu without a parent, which would outlive the plot.
        item.ctrlMenu.setParent(self, Qt.WindowType.Popup)
        for side in ("left", "bottom"):
            item.hideAxis(side)
        self.setMouseEnabled(x=False, y=False)
        box = item.getViewBox()
        box.disableAutoRange()
        box.setDefaultPadding(0.0)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(self.Shape.NoFrame)
        # The background changes with every tick and theme, and must stay lines in an SVG.
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.setMinimumSize(120, 60)

    def show_scene(self, scene: Scene) -> None:
        """Draw this around the curves from now on."""
        before, self.scene_data = self.scene_data, scene
        self._best_in = None
        box = self.getPlotItem().getViewBox()
        if (before.x_range, before.y_range) != (scene.x_range, scene.y_range):
            box.setRange(xRange=scene.x_range, yRange=scene.y_range, padding=0.0)
        self.getPlotItem().setContentsMargins(self._left(), self._top(), self._right(), _BOTTOM)
        # Qt would do it some events later, and a picture taken before would be clipped.
        self.getPlotItem().layout.activate()
        self.viewport().update()

    def set_ring(self, on: bool) -> None:
        """Show that the keyboard has come to the plot."""
        self._ring = on
        self.viewport().update()

    def plot_rect(self) -> QRectF:
        """Where the curves are."""
        rect: QRectF = self.getPlotItem().getViewBox().sceneBoundingRect()
        return rect

    def point_of(self, x: float, y: float) -> QPointF:
        """Where a point of the scene is on the canvas."""
        rect, scene = self.plot_rect(), self.scene_data
        across = (x - scene.x_range[0]) / (scene.x_range[1] - scene.x_range[0])
        up = (y - scene.y_range[0]) / (scene.y_range[1] - scene.y_range[0])
        return QPointF(rect.left() + across * rect.width(), rect.bottom() - up * rect.height())

    def x_at(self, position: QPointF) -> float:
        """The x of a point on the canvas, held inside the axis."""
        rect, (first, last) = self.plot_rect(), self.scene_data.x_range
        part = (position.x() - rect.left()) / max(1.0, rect.width())
        return first + min(1.0, max(0.0, part)) * (last - first)

    # ---- the mouse ----

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._drag is not None:
            self._drag = (self._drag[0], at.x())
            self.viewport().update()
        inside = self.plot_rect().adjusted(-2, -self._top(), 2, _BOTTOM).contains(at)
        self.hovered.emit(self.x_at(at) if inside else None)

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = (event.position().x(), event.position().x())

    @guarded()
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            return
        first, last = sorted(self._drag)
        self._drag = None
        self.viewport().update()
        if last - first >= _DRAG:
            self.zoomed.emit((self.x_at(QPointF(first, 0)), self.x_at(QPointF(last, 0))))

    @guarded()
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self.zoomed.emit(None)

    @guarded(False)
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.hovered.emit(None)
        return bool(super().viewportEvent(event))

    @guarded()
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls, the plot does not

    # ---- the painting ----

    @guarded()
    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        tokens, scene = theme().tokens, self.scene_data
        painter.fillRect(rect, QColor(tokens.panel))
        plot = self.plot_rect()
        painter.setFont(self._font())
        metrics = QFontMetricsF(painter.font())
        for y, text in scene.y_ticks:
            at = round(self.point_of(0.0, y).y())
            painter.setPen(hairline(tokens.grid))
            painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at))
            painter.setPen(QColor(tokens.muted))
            place = QPointF(
                plot.left() - 6 - metrics.horizontalAdvance(text), at + metrics.capHeight() / 2
            )
            painter.drawText(place, text)
        begin = plot.right() + 6
        for side in scene.right:
            painter.setPen(QColor(side.shade))
            for y, text in side.ticks:
                at = round(self.point_of(0.0, y).y())
                painter.drawText(QPointF(begin, at + metrics.capHeight() / 2), text)
            begin += side.width(metrics)
        painter.setPen(QColor(tokens.muted))
        baseline = plot.bottom() + _BOTTOM - metrics.descent() - 1
        for x, text in scene.x_ticks:
            left = self.point_of(x, 0.0).x() - metrics.horizontalAdvance(text) / 2
            painter.drawText(QPointF(left, baseline), text)
        painter.drawText(QPointF(2, baseline), scene.x_title)
        painter.drawText(QPointF(2, metrics.ascent() + 1), scene.y_title)

    @guarded()
    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        self._draw_legend(painter)
        if self.scene_data.empty_text:
            painter.setPen(QColor(theme().tokens.muted))
            centre = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            words = painter.boundingRect(self.plot_rect(), centre, self.scene_data.empty_text)
            painter.fillRect(words.adjusted(-4, 0, 4, 0), QColor(theme().tokens.panel))
            painter.drawText(self.plot_rect(), centre, self.scene_data.empty_text)
        if self._drag is not None:
            first, last = sorted(self._drag)
            plot = self.plot_rect()
            band = QRectF(first, plot.top(), last - first, plot.height()).intersected(plot)
            painter.fillRect(band, colour(theme().tokens.accent, 0.15))
        card = self._card_rect()
        self._draw_best(painter, card)
        if self.scene_data.hover is not None:
            self._draw_hover(painter)
            draw_card(painter, card, self.scene_data.card_title, self._card_rows())
        if self._ring:
            painter.setPen(QPen(QColor(theme().tokens.accent), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            area = self.plot_rect().toRect().adjusted(-3, -3, 3, 3)
            painter.drawRoundedRect(area, 4, 4)

    def _dots(self) -> list[tuple[float, float, str]]:
        """The hovered values that are on the axis."""
        low, high = self.scene_data.y_range
        return [dot for dot in self.scene_data.dots if low <= dot[1] <= high]

    def _font(self) -> QFont:
        return text_font(self, theme().tokens.font_small)

    def _left(self) -> float:
        """The room the widest text at the left needs."""
        metrics = QFontMetricsF(self._font())
        texts = [text for _, text in self.scene_data.y_ticks] or [""]
        widest = max(metrics.horizontalAdvance(text) for text in texts) + 8
        first_tick = self.scene_data.x_ticks[0][1] if self.scene_data.x_ticks else ""
        corner = metrics.horizontalAdvance(self.scene_data.x_title) + 8
        return float(np.ceil(max(widest, corner + metrics.horizontalAdvance(first_tick) / 2)))

    def _right(self) -> float:
        """The room the last x tick needs, and the ticks at the right."""
        metrics = QFontMetricsF(self._font())
        texts = [text for _, text in self.scene_data.x_ticks[-1:]]
        half = max((metrics.horizontalAdvance(text) / 2 for text in texts), default=0.0)
        sides = sum(side.width(metrics) for side in self.scene_data.right)
        return float(np.ceil(max(_RIGHT, half + 2, sides)))

    def _top(self) -> float:
        """The room title and legend need."""
        return _TOP + self.legend_height(self.scene_data.ghosts)

    def legend_height(self, ghosts: list[Row]) -> float:
        """The room that the names of earlier runs need under the title."""
        return float(ROW * max((line + 1 for _, line, _, _ in self._placed(ghosts)), default=0))

    def _placed(self, ghosts: list[Row]) -> list[Placed]:
        metrics = QFontMetricsF(self._font())
        return place_ghosts(ghosts, metrics, self.width() - 2.0, self.height())

    def _draw_legend(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(painter.font())
        title = metrics.horizontalAdvance(self.scene_data.y_title) + 10
        right = self.width() - 2.0 if self.scene_data.right else self.plot_rect().right()
        draw_curves(painter, self.scene_data.legend, title, right)
        draw_ghosts(painter, self._placed(self.scene_data.ghosts), _TOP - 4)

    def _draw_best(self, painter: QPainter, card: QRectF) -> None:
        if self.scene_data.best is None:
            return
        x, y, text, shade = self.scene_data.best
        at, plot = self.point_of(x, y), self.plot_rect()
        if not plot.adjusted(-1, -1, 1, 1).contains(at):  # zoomed away
            return
        painter.setPen(QPen(QColor(shade), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, _RING, _RING)
        paper = self.best_rect()
        if paper.isEmpty() or paper.intersects(card):
            return  # half a word under the card is worse than none
        # A paper under the words keeps them readable where curves are everywhere.
        painter.fillRect(paper, colour(theme().tokens.panel, 0.8))
        painter.setPen(QColor(theme().tokens.muted))
        painter.drawText(paper, int(Qt.AlignmentFlag.AlignCenter), text)

    def best_rect(self) -> QRectF:
        """Where the best value is written, beside its ring and on no curve."""
        plot = self.plot_rect()
        if self.scene_data.best is None:
            return QRectF()
        if self._best_in != plot:
            x, y, text, _ = self.scene_data.best
            at, metrics = self.point_of(x, y), QFontMetricsF(self._font())
            width, height = metrics.horizontalAdvance(text) + 4, metrics.height()
            label = Label(at.x(), at.y(), width, height, _RING + 1.5)
            box = plot.left(), plot.top(), plot.width(), plot.height()
            place = free_place(label, box, self._curve_pixels())
            self._best_in = plot
            self._best = QRectF(*place, width, height) if place else QRectF()
        return self._best

    def _curve_pixels(self) -> list[tuple[Floats, Floats]]:
        """Every curve that is drawn, in pixels of the canvas."""
        origin, unit = self.point_of(0.0, 0.0), self.point_of(1.0, 1.0)
        across, up = unit.x() - origin.x(), unit.y() - origin.y()
        curves = [item for item in self.getPlotItem().items if isinstance(item, Curve)]
        return [
            (origin.x() + across * item.xData, origin.y() + up * item.yData)
            for item in curves
            if item.isVisible()
        ]

    def _draw_hover(self, painter: QPainter) -> None:
        tokens, plot, at = theme().tokens, self.plot_rect(), self._hover_at()
        pen = QPen(QColor(tokens.cursor), 1.0, Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()))
        for dot_x, dot_y, shade in self._dots():
            painter.setPen(QPen(QColor(tokens.panel), 1.0))
            painter.setBrush(QColor(shade))
            painter.drawEllipse(self.point_of(dot_x, dot_y), 3.0, 3.0)

    def _card_rect(self) -> QRectF:
        """Where the card is; empty without a hover line."""
        scene, plot = self.scene_data, self.plot_rect()
        if scene.hover is None:
            return QRectF()
        size = card_size(scene.card_title, self._card_rows(), QFontMetricsF(self._font()))
        left = card_left(size.width(), self._hover_at(), plot, self.width() - 1.0)
        ys = [self.point_of(x, y).y() for x, y, _ in self._dots()]
        top = card_top(size.height(), plot, ys)
        top = max(0.0, min(top, self.height() - size.height() - 1.0))
        return QRectF(QPointF(round(left) + 0.5, round(top) + 0.5), size)

    def _card_rows(self) -> list[Row]:
        """What of the rows of the card has room."""
        room = QSizeF(self.width(), self.height())
        metrics = QFontMetricsF(self._font())
        return card_rows(self.scene_data.card, metrics, room, self._hover_at())

    def _hover_at(self) -> float:
        """Where the hover line is, in pixels."""
        scene = self.scene_data
        return 0.0 if scene.hover is None else self.point_of(scene.hover, scene.y_range[0]).x()
