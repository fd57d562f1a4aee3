"""Curves that grow while a network learns."""

import math
import time
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.guard import guarded
from app.widgets.instrument import Instrument, colour
from app.widgets.plot_canvas import Curve, PlotCanvas, Row, Scene
from app.widgets.plot_export import Path, write_csv, write_png, write_svg
from app.widgets.plot_feed import Floats, Series, SmoothedSeries
from app.widgets.plot_scale import log_range, log_ticks, reading, round_range, round_step, ticks

Best = Literal["min", "max"]
Range = tuple[float, float]

_MOST_DRAWN = 2000  # points handed to pyqtgraph, over all curves of a plot
_SPEAK_EVERY = 2.0  # seconds between two texts for screen readers
_TICK_ROOM = 34  # pixels of height a tick may take


class _Line:
    """One named curve and, faint behind its average, the values as they came."""

    def __init__(self, canvas: PlotCanvas, label: str, weight: float) -> None:
        self.label = label
        self.feed = SmoothedSeries(weight)
        self.faint, self.curve = Curve(wide=False), Curve()
        canvas.addItem(self.faint)
        canvas.addItem(self.curve)


class LivePlot(Instrument):
    """A quantity over the epochs, one curve for each named series.

    `extend` only stores; the owner's timer calls `refresh`, which draws if something
    changed and the plot can be seen. Dragging zooms, a double click shows all again.

    Signals:
        hovered: x of the point under the mouse, or None; `set_hover` takes it, so that
            several plots can point at the same moment.
    """

    hovered = Signal(object)

    def __init__(
        self,
        x_title: str,
        y_title: str,
        percent: bool = False,
        best: Best | None = "min",
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty plot without series.

        Args:
            x_title: The name of the x axis.
            y_title: The name of the y axis.
            percent: y is a share and is written as a percentage.
            best: Which end of y is marked as the best; None marks nothing.
            parent: The widget it is in.
        """
        super().__init__(parent)
        self.setObjectName("livePlot")
        self.setAccessibleName(y_title)
        self._x_title, self._y_title = x_title, y_title
        self._percent, self._best = percent, best
        self._canvas = PlotCanvas(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._canvas)
        self._ghost_curve = Curve(wide=False)
        self._canvas.addItem(self._ghost_curve)
        self._ghost = Series()
        self._ghost_label = ""
        self._lines: dict[str, _Line] = {}
        self._x_span = 1.0
        self._log = False
        self._smoothing = 0.0
        self._zoom: Range | None = None
        self._hover: float | None = None
        self._empty_text = self.tr("no data yet: press Train")
        self._dirty = True
        self._spoke_at = -math.inf
        self._canvas.hovered.connect(self._on_hovered)
        self._canvas.zoomed.connect(self.set_zoom)
        self._paint_curves()

    # ---- data ----

    def add_series(self, name: str, label: str = "") -> None:
        """Add a curve; the last one added has the best mark.

        "train" and "validation" have colours of their own.
        """
        self._lines[name] = _Line(self._canvas, label or name, self._smoothing)
        self._paint_curves()
        self._changed()

    def extend(self, name: str, xs: npt.ArrayLike, ys: npt.ArrayLike) -> None:
        """Store points of a series; an unknown name becomes a new curve."""
        if name not in self._lines:
            self.add_series(name)
        self._lines[name].feed.append_many(xs, ys)
        self._dirty = True

    def set_ghost(self, label: str, x: npt.ArrayLike, y: npt.ArrayLike) -> None:
        """Show an earlier run behind the curves; no points remove it."""
        self._ghost.clear()
        self._ghost.append_many(x, y)
        self._ghost_label = label
        self._changed()

    def clear(self) -> None:
        """Forget the points of every series; the ghost stays."""
        for line in self._lines.values():
            line.feed.clear()
        self._zoom = None
        self._spoke_at = -math.inf
        self._changed()

    def refresh(self) -> None:
        """Draw what came since the last time."""
        if not self._dirty or not self.isVisible():
            return
        self._dirty = False
        x_range = self._zoom or (0.0, self._last_x())
        drawn = self._set_curves(x_range)
        scene = self._new_scene(x_range, drawn)
        if self._hover is not None:
            self._add_card(scene, self._hover)
        self._canvas.show_scene(scene)
        now = time.monotonic()
        if now - self._spoke_at >= _SPEAK_EVERY:
            # The first values are told at once.
            self._spoke_at = now if self.values_at(0.0) else -math.inf
            self.describe(self.summary())

    # ---- options ----

    def set_x_span(self, span: float) -> None:
        """How far the x axis goes before the data does."""
        self._x_span = float(span) if span > 0 and math.isfinite(span) else 1.0
        self._changed()

    @Slot(bool)
    def set_log_y(self, on: bool) -> None:
        """A logarithmic y axis; values up to 0 are gaps on it."""
        self._log = on
        self._changed()

    @Slot(float)
    def set_smoothing(self, weight: float) -> None:
        """The weight of the past in a moving average, 0 to 0.99; the raw curve stays, faint."""
        weight = min(0.99, max(0.0, float(weight)))
        if weight == self._smoothing:
            return
        self._smoothing = weight
        for line in self._lines.values():
            line.feed.smooth(weight)
        self._changed()

    @Slot(object)
    def set_zoom(self, x_range: Range | None) -> None:
        """Show only this part of x; None shows all."""
        self._zoom = x_range if x_range and x_range[1] > x_range[0] else None
        self._changed()

    @Slot(object)
    def set_hover(self, x: float | None) -> None:
        """Point at the moment nearest to x; None points at nothing."""
        if x != self._hover:
            self._hover = x
            self._changed()

    def set_empty_text(self, text: str) -> None:
        """What to say while there is no data."""
        self._empty_text = text
        self._changed()

    # ---- answers ----

    def values_at(self, x: float) -> dict[str, tuple[float, float]]:
        """Of every series, the point (x, raw y) nearest to x."""
        found = {}
        for name, line in self._lines.items():
            raw = line.feed.raw
            at = raw.nearest(x)
            if at >= 0:
                found[name] = (float(raw.x[at]), float(raw.y[at]))
        return found

    def best_point(self) -> tuple[str, float, float] | None:
        """Name, x and y of the best point of the last series, if it has one."""
        if not self._lines or self._best is None:
            return None
        name, line = list(self._lines.items())[-1]
        raw = line.feed.raw
        at = raw.lowest() if self._best == "min" else raw.highest()
        return (name, float(raw.x[at]), float(raw.y[at])) if at >= 0 else None

    def drawn_points(self) -> int:
        """How many points pyqtgraph has now."""
        curves = [self._ghost_curve]
        for line in self._lines.values():
            curves += [line.curve, line.faint]
        return sum(0 if curve.xData is None else len(curve.xData) for curve in curves)

    def summary(self) -> str:
        """The last values in words."""
        last = self.values_at(math.inf)
        if not last:
            return self._empty_text
        parts = [f"{self._lines[name].label} {self._text(y)}" for name, (_, y) in last.items()]
        text = f"{self._y_title}: {', '.join(parts)}"
        best = self.best_point()
        if best is not None:
            when = f"{self._x_title} {best[1]:.2f}"
            text += "; " + self.tr("best {0} at {1}").format(self._text(best[2]), when)
        return text

    # ---- files ----

    def export_csv(self, path: Path) -> None:
        """Write all raw points; OSError if that fails."""
        columns = {line.label: line.feed.raw for line in self._lines.values()}
        if len(self._ghost):
            columns[self._ghost_label] = self._ghost
        write_csv(path, self._x_title, {name: (s.x, s.y) for name, s in columns.items()})

    def export_png(self, path: Path) -> None:
        """Write the plot as it looks now; OSError if that fails."""
        write_png(path, self)

    def export_svg(self, path: Path) -> None:
        """Write the plot as it looks now; OSError if that fails."""
        write_svg(path, self, self._y_title)

    # ---- what Qt asks ----

    @guarded(QSize(300, 150))
    def sizeHint(self) -> QSize:
        return QSize(300, 150)

    @guarded()
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._changed()

    # ---- inside ----

    @Slot(object)
    def _on_hovered(self, x: float | None) -> None:
        self.set_hover(x)
        self.hovered.emit(x)

    def _on_theme_changed(self) -> None:
        self._paint_curves()
        self._changed()

    def _changed(self) -> None:
        self._dirty = True
        self.refresh()

    def _shade(self, name: str) -> str:
        tokens = self.tokens
        known = {"train": tokens.train, "validation": tokens.validation}
        place = list(self._lines).index(name)
        return known.get(name, tokens.series[place % len(tokens.series)])

    def _paint_curves(self) -> None:
        self._ghost_curve.setPen(pg.mkPen(self.tokens.ghost, width=1, dash=[4, 3]))
        for name, line in self._lines.items():
            line.curve.setPen(pg.mkPen(self._shade(name), width=1))
            line.faint.setPen(pg.mkPen(colour(self._shade(name), 0.3), width=1))

    def _last_x(self) -> float:
        series = [line.feed.raw for line in self._lines.values()]
        return max([self._x_span, *(float(s.x[-1]) for s in series if len(s))])

    def _scaled(self, y: Floats) -> Floats:
        if not self._log:
            return y
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log10(y)
        return np.where(np.isfinite(logs), logs, np.nan)

    def _set_curves(self, x_range: Range) -> Floats:
        """Hand the points to pyqtgraph; returns the finite y of all curves."""
        feeds = [(line, line.feed) for line in self._lines.values()]
        curves = [(line.faint, feed.raw if feed.average else Series()) for line, feed in feeds]
        curves += [(line.curve, feed.shown) for line, feed in feeds]
        curves.append((self._ghost_curve, self._ghost))
        filled = max(1, sum(1 for _, series in curves if len(series)))
        most = max(200, min(2 * self._canvas.width(), _MOST_DRAWN // filled))
        drawn = [np.zeros(0)]
        for curve, series in curves:
            places = series.places(*x_range, most)
            y = self._scaled(series.y[places])
            curve.set_points(series.x[places], y)
            drawn.append(y[np.isfinite(y)])
        return np.concatenate(drawn)

    def _new_scene(self, x_range: Range, ys: Floats) -> Scene:
        title = self._y_title
        if self._zoom is not None:
            title = self.tr("{0} (double click: all)").format(title)
        scene = Scene(x_range=x_range, x_title=self._x_title, y_title=title)
        whole = x_range[1] - x_range[0] >= 4
        scene.x_ticks = ticks(*x_range, round_step(x_range[1] - x_range[0], 4, whole))
        most = max(2, self._canvas.height() // _TICK_ROOM)
        if self._log:
            low, high = (float(ys.min()), float(ys.max())) if len(ys) else (-2.0, 0.0)
            scene.y_range = log_range(low, high)
            scene.y_ticks = log_ticks(*scene.y_range, most, self._percent)
        else:
            low, high = (float(ys.min()), float(ys.max())) if len(ys) else (0.0, 1.0)
            bottom, top, step = round_range(low, high, most)
            # No share is larger than one.
            top = min(top, 1.0) if self._percent and high <= 1.0 else top
            scene.y_range = (bottom, top)
            scene.y_ticks = ticks(bottom, top, step, self._percent)
        self._add_legend(scene)
        return scene

    def _add_legend(self, scene: Scene) -> None:
        scene.legend = [Row(line.label, self._shade(name)) for name, line in self._lines.items()]
        if len(self._ghost):
            scene.legend.append(Row(self._ghost_label, self.tokens.ghost, dashed=True))
        if not any(len(line.feed.raw) for line in self._lines.values()):
            scene.empty_text = self._empty_text
        best = self.best_point()
        if best is not None and math.isfinite(self._height(best[2])):
            name, x, y = best
            text = self.tr("best {0}").format(reading(y, self._percent, short=True))
            scene.best = (x, self._height(y), text, self._shade(name))
            others = [at[1] for key, at in self.values_at(x).items() if key != name]
            scene.rivals = [self._height(other) for other in others]

    def _add_card(self, scene: Scene, x: float) -> None:
        found = self.values_at(x)
        if not found:
            return
        scene.hover = min((at for at, _ in found.values()), key=lambda at: abs(at - x))
        scene.card_title = f"{self._x_title} {scene.hover:.2f}"
        for name, (at, raw) in found.items():
            line, shown = self._lines[name], raw
            text = f"{line.label} {self._text(raw)}"
            average = line.feed.average
            if average is not None:
                shown = float(average.y[average.nearest(at)])
                text += self.tr(" (smooth {0})").format(self._text(shown))
            scene.card.append(Row(text, self._shade(name)))
            scene.dots.append((at, self._height(shown), self._shade(name)))
        at_ghost = self._ghost.nearest(scene.hover)
        if at_ghost >= 0:
            text = f"{self._ghost_label} {self._text(float(self._ghost.y[at_ghost]))}"
            scene.card.append(Row(text, self.tokens.ghost, dashed=True))

    def _text(self, y: float) -> str:
        return reading(y, self._percent)

    def _height(self, y: float) -> float:
        """Where a value is on the axis; NaN if it is not on it."""
        return float(self._scaled(np.array([y]))[0])
