"""Curves that grow while a network learns."""

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.guard import guarded
from app.widgets.instrument import Instrument
from app.widgets.plot_canvas import PlotCanvas, Scene
from app.widgets.plot_curve import Curve
from app.widgets.plot_export import PNG_SCALE, File, csv_file, png_file, svg_file
from app.widgets.plot_feed import Floats, Series
from app.widgets.plot_keys import PlotKeys
from app.widgets.plot_lines import DASHES, Ghost, Line, Points, free_dash
from app.widgets.plot_scene import (
    Best,
    Look,
    Range,
    add_card,
    add_legend,
    best_point,
    draw_right,
    last_words,
    set_axes,
    values_at,
)
from app.widgets.speech import Speech

_MOST_DRAWN = 2000  # points handed to pyqtgraph, over all curves of a plot
_PICTURE = QSize(720, 405)  # in a file at least
_LOW = 90  # pixels of height that leave room for two ticks only
_TICK_ROOM = 34  # pixels of height a tick may take


class LivePlot(Instrument):
    """A quantity over the epochs, one curve for each named series.

    `extend` only stores; the owner's timer calls `refresh`, which draws if something
    changed and the plot can be seen. Dragging zooms, a double click shows all again. The
    mouse reads values, and so do the arrow keys, Page Up and Down, Home and End.

    Signals:
        hovered: x of the moment that is read, or None; `set_hover` takes it, so that
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
        self._look = Look(x_title, y_title, percent, best)
        self._canvas = PlotCanvas(self)
        # A menu is the owner's, at the point of the plot that was asked for it.
        self._canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._canvas)
        self._lines: dict[str, Line] = {}
        self._ghosts: dict[int, Ghost] = {}
        self._x_span = 1.0
        self._smoothing = 0.0
        self._zoom: Range | None = None
        self._hover: float | None = None
        self._empty_text = self.tr("no data yet: press Train")
        self._dirty = True
        self._keys = PlotKeys(self, self._canvas, self._shown)
        self._speech = Speech(self, lambda: self._keys.words() or self.summary())
        self._most_drawn, self._pen = _MOST_DRAWN, 1
        self._canvas.hovered.connect(self._on_hovered)
        self._keys.read.connect(self._on_read)
        self._canvas.zoomed.connect(self.set_zoom)
        self._paint_curves()

    # ---- data ----

    def add_series(
        self,
        name: str,
        label: str = "",
        *,
        smooth: bool = True,
        tint: str = "",
        right: bool = False,
        follows_log: bool = False,
        short: str = "",
    ) -> None:
        """Add a curve; the last one added has the best mark.

        "train" and "validation" have colours of their own.

        Args:
            name: Of the series.
            label: What the legend says instead.
            smooth: Whether `set_smoothing` is for this curve, too.
            tint: The series whose colour it has, where that is another.
            right: It has an axis of its own at the right, and is not part of the run as
                `curves` gives it.
            follows_log: That axis is logarithmic where the plot's is.
            short: What the legend says where there is little room.
        """
        weight, tint = self._smoothing, tint or name
        line = Line(self._canvas, label or name, weight, smooth=smooth, tint=tint)
        line.short = short
        if right:
            line.put_right(follows_log=follows_log)
        self._lines[name] = line
        self._paint_curves()
        self._changed()

    def show_series(self, name: str, on: bool) -> None:
        """Draw a series and those of its name of earlier runs, or keep them out of sight."""
        self._lines[name].hidden = not on
        self._changed()

    def extend(self, name: str, xs: npt.ArrayLike, ys: npt.ArrayLike) -> None:
        """Store points of a series; an unknown name becomes a new curve."""
        if name not in self._lines:
            self.add_series(name)
        self._lines[name].feed.append_many(xs, ys)
        self._dirty = True

    def curves(self) -> dict[str, Points]:
        """Copies of x and y of every series that has points, as `add_ghost` takes them."""
        raws = {name: line.feed.raw for name, line in self._lines.items() if not line.right}
        return {name: (raw.x.copy(), raw.y.copy()) for name, raw in raws.items() if len(raw)}

    def add_ghost(self, key: int, name: str, curves: Mapping[str, Points]) -> None:
        """Show an earlier run behind the curves, where there is room for one more.

        Args:
            key: `remove_ghost` takes it.
            name: Of the run.
            curves: x and y by the names of the series, the one that counts last.
        """
        if not curves or key in self._ghosts or len(self._ghosts) == len(DASHES):
            return
        dash = free_dash(list(self._ghosts.values()))
        _, counts = list(curves.values())[-1]
        last = counts[np.isfinite(counts)]
        final = self._look.text(float(last[-1]) if len(last) else math.nan)
        self._ghosts[key] = Ghost(
            self._canvas, name, final, curves, dash, self._lines, self._smoothing
        )
        self._paint_curves()
        self._changed()

    def remove_ghost(self, key: int) -> None:
        """Show an earlier run no more."""
        ghost = self._ghosts.pop(key, None)
        if ghost is not None:
            ghost.remove()
            self._changed()

    def ghosts(self) -> dict[int, str]:
        """The earlier runs that are shown, by key: name and last value."""
        return {key: ghost.label for key, ghost in self._ghosts.items()}

    def clear(self) -> None:
        """Forget the points of every series; earlier runs stay."""
        for line in self._lines.values():
            line.feed.clear()
        self._zoom = None
        self._speech.begin()
        self._changed()

    def refresh(self) -> None:
        """Draw what came since the last time."""
        if not self._dirty or not self.isVisible():
            return
        self._dirty = False
        x_range = self._zoom or (0.0, self._last_x())
        drawn = self._set_curves(x_range)
        scene = self._new_scene(x_range, drawn)
        self._canvas.show_scene(scene)
        self._speech.tell()
        if not self.values_at(0.0):
            self._speech.begin()  # the first values are told at once

    # ---- options ----

    def set_x_span(self, span: float) -> None:
        """How far the x axis goes before the data does."""
        self._x_span = float(span) if span > 0 and math.isfinite(span) else 1.0
        self._changed()

    @Slot(bool)
    def set_log_y(self, on: bool) -> None:
        """A logarithmic y axis; values up to 0 are gaps on it."""
        self._look.log = on
        self._changed()

    @Slot(float)
    def set_smoothing(self, weight: float) -> None:
        """The weight of the past in a moving average, 0 to 0.99; the raw curve stays, faint."""
        weight = min(0.99, max(0.0, float(weight)))
        if weight == self._smoothing:
            return
        self._smoothing = weight
        for line in self._lines.values():
            line.smooth(weight)
        for ghost in self._ghosts.values():
            ghost.smooth(weight)
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
        if text != self._empty_text:
            self._empty_text = text
            self._changed()

    # ---- answers ----

    def values_at(self, x: float) -> dict[str, tuple[float, float]]:
        """Of every series, the point (x, raw y) nearest to x."""
        return values_at(self._shown(), x)

    def best_point(self) -> tuple[str, float, float] | None:
        """Name, x and y of the best point of the last series, if it has one."""
        return best_point(self._shown(), self._look.best)

    def drawn_points(self) -> int:
        """How many points pyqtgraph has now."""
        curves = [curve for curve, _ in self._parts()]
        return sum(0 if curve.xData is None else len(curve.xData) for curve in curves)

    def summary(self) -> str:
        """The last values in words."""
        return last_words(self._look, self._shown()) or self._empty_text

    # ---- files ----

    def file(self, kind: str) -> File:
        """All raw points as "csv", or a picture of the plot as "png" or "svg"."""
        if kind == "csv":
            # What was not asked for was not measured, and has no column.
            asked = [i for i in self._lines.values() if len(i.feed.raw) or not i.right]
            shown = [(line.label, line.feed.raw) for line in asked]
            for ghost in self._ghosts.values():
                shown += [(f"{ghost.label} {name}", feed.raw) for name, feed in ghost.feeds.items()]
            return csv_file(self._look.x_title, [(name, raw.x, raw.y) for name, raw in shown])
        copy = self._copy(PNG_SCALE if kind == "png" else 1)
        try:
            return png_file(copy) if kind == "png" else svg_file(copy, self._look.y_title)
        finally:
            copy.hide()
            copy.deleteLater()

    def _copy(self, pen: int) -> "LivePlot":
        """The same curves, without the mouse, as large and as fine as a picture should be."""
        look = self._look
        copy = LivePlot(look.x_title, look.y_title, look.percent, look.best, self)
        copy.setWindowFlag(Qt.WindowType.Window)
        copy.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        copy.resize(self.size().expandedTo(_PICTURE))
        copy._look.log, copy._x_span, copy._zoom = look.log, self._x_span, self._zoom
        copy._empty_text = self._empty_text
        copy._most_drawn, copy._pen = 4 * _MOST_DRAWN, pen
        for name, line in self._lines.items():
            copy._lines[name] = line.copy(copy._canvas)
        for key, ghost in self._ghosts.items():
            copy._ghosts[key] = ghost.copy(copy._canvas, copy._lines)
        copy._paint_curves()
        copy.show()
        return copy

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
        self._keys.reads = False  # the mouse has the read-out now
        self._read_at(x)

    @Slot(object)
    def _on_read(self, x: float | None) -> None:
        self._read_at(x)
        self._speech.tell_now()

    def _read_at(self, x: float | None) -> None:
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
        return known.get(self._lines[name].tint, tokens.series[place % len(tokens.series)])

    def _paint_curves(self) -> None:
        self._look.ghost = self.tokens.ghost
        for ghost in self._ghosts.values():
            ghost.paint(self.tokens.ghost, self._pen)
        for name, line in self._lines.items():
            line.paint(self._shade(name), self._pen)

    def _shown(self) -> dict[str, Line]:
        """The series that are not kept out of sight."""
        return {name: line for name, line in self._lines.items() if not line.hidden}

    def _parts(self) -> list[tuple[Curve, Series]]:
        """Every curve with what it draws."""
        behind = [part for ghost in self._ghosts.values() for part in ghost.parts()]
        return behind + [part for line in self._lines.values() for part in line.parts()]

    def _last_x(self) -> float:
        return max([self._x_span, *(float(s.x[-1]) for _, s in self._parts() if len(s))])

    def _set_curves(self, x_range: Range) -> Floats:
        """Hand the points to pyqtgraph; returns the finite y of all curves."""
        at_right = [line for line in self._lines.values() if line.right]
        right = {curve for line in at_right for curve, _ in line.parts()}
        parts = [(curve, series) for curve, series in self._parts() if curve not in right]
        filled = max(1, sum(1 for _, series in parts if len(series)))
        most = max(200, min(2 * self._canvas.width(), self._most_drawn // filled))
        drawn = [np.zeros(0)]
        for curve, series in parts:
            places = series.places(*x_range, most)
            y = self._look.scaled(series.y[places])
            curve.set_points(series.x[places], y)
            drawn.append(y[np.isfinite(y)])
        return np.concatenate(drawn)

    def _new_scene(self, x_range: Range, ys: Floats) -> Scene:
        look, ghosts = self._look, list(self._ghosts.values())
        title = look.y_title
        if self._zoom is not None:
            title = self.tr("{0} (double click: all)").format(title)
        scene = Scene(x_title=look.x_title, y_title=title)
        add_legend(scene, look, self._shown(), ghosts)
        room = self._canvas.height() - self._canvas.legend_height(scene.ghosts)
        most = max(1 if room < _LOW else 2, int(room) // _TICK_ROOM)
        set_axes(scene, look, x_range, ys, most)
        draw_right(scene, look, self._lines.values(), self._canvas.width(), most)
        if not ghosts and not any(len(line.feed.raw) for line in self._lines.values()):
            scene.empty_text = self._empty_text
        if self._hover is not None:
            add_card(scene, look, self._shown(), ghosts, self._hover)
        return scene
