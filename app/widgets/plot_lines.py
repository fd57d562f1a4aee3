"""The curves of a plot: named series, and earlier runs behind them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QPen

from app.widgets.instrument import colour
from app.widgets.plot_canvas import PlotCanvas
from app.widgets.plot_curve import Curve
from app.widgets.plot_feed import Floats, Series, SmoothedSeries

Points = tuple[Floats, Floats]
Dash = tuple[float, ...]

DASHES: tuple[Dash, ...] = ((4, 3), (1, 2), (9, 3), (6, 2, 1, 2), (2, 5))
"""What tells earlier runs apart: as many can be shown."""


def log10(y: Floats) -> Floats:
    """Powers of ten; NaN where there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs: Floats = np.log10(y)
    return np.where(np.isfinite(logs), logs, np.nan)


class Line:
    """One named curve and, faint behind its average, the values as they came."""

    def __init__(
        self, canvas: PlotCanvas, label: str, weight: float, *, smooth: bool, tint: str
    ) -> None:
        self.label, self.short, self.tint = label, "", tint
        self.is_smooth, self.hidden = smooth, False
        # On an axis of its own at the right, a value y is drawn at offset + gain y; or its
        # log10 is, where the plot's axis is logarithmic and this one follows.
        self.right, self.follows_log = False, False
        self.log, self.offset, self.gain = False, 0.0, 1.0
        self.shade = ""
        self.feed = SmoothedSeries(weight if smooth else 0.0)
        self._faint, self.curve = Curve(wide=False), Curve()
        canvas.addItem(self._faint)
        canvas.addItem(self.curve)

    def put_right(self, *, follows_log: bool) -> None:
        """Give it an axis of its own, and a place behind all curves of the left one."""
        self.right, self.follows_log = True, follows_log
        for curve in (self._faint, self.curve):
            curve.setZValue(-2.0)

    def copy(self, canvas: PlotCanvas) -> "Line":
        """The same points on another plot."""
        copy = Line(canvas, self.label, 0.0, smooth=self.is_smooth, tint=self.tint)
        copy.short, copy.feed, copy.hidden = self.short, self.feed, self.hidden
        if self.right:
            copy.put_right(follows_log=self.follows_log)
        return copy

    def parts(self) -> list[tuple[Curve, Series]]:
        """What is drawn, from the back to the front."""
        if self.hidden:
            return [(self._faint, Series()), (self.curve, Series())]
        faint = self.feed.raw if self.feed.average else Series()
        return [(self._faint, faint), (self.curve, self.feed.shown)]

    def scaled(self, y: Floats) -> Floats:
        """Where values are on the axis at the right; NaN if they are not on it."""
        return log10(y) if self.log else y

    def smooth(self, weight: float) -> None:
        """Average anew, where this curve is averaged at all."""
        if self.is_smooth:
            self.feed.smooth(weight)

    def paint(self, shade: str, pen: int = 1) -> None:
        """Take a colour, and a width in the pixels of the device."""
        self.shade = shade
        self.curve.setPen(pg.mkPen(shade, width=pen))
        self._faint.setPen(pg.mkPen(colour(shade, 0.3), width=pen))


class Ghost:
    """The curves of an earlier run, grey and dashed.

    Args:
        canvas: Where they are drawn.
        name: Of the run.
        final: Its last value, in words.
        curves: x and y by the names of the series.
        dash: Dashes and gaps, in pixels.
        lines: The curves in front: those of the same name are hidden and smoothed alike.
        weight: Of the moving average.
    """

    def __init__(
        self,
        canvas: PlotCanvas,
        name: str,
        final: str,
        curves: Mapping[str, Points],
        dash: Dash,
        lines: Mapping[str, Line],
        weight: float,
    ) -> None:
        self.name, self.final, self.dash = name, final, dash
        self._lines = lines
        self._canvas = canvas
        self.feeds: dict[str, SmoothedSeries] = {}
        self._curves: list[Curve] = []
        for series, (x, y) in curves.items():
            feed = SmoothedSeries()
            feed.append_many(x, y)
            self._add(series, feed)
        self.smooth(weight)

    def _add(self, series: str, feed: SmoothedSeries) -> None:
        curve = Curve(wide=False)
        curve.setZValue(-1.0)
        self._canvas.addItem(curve)
        self.feeds[series] = feed
        self._curves.append(curve)

    @property
    def label(self) -> str:
        """Name and last value."""
        return f"{self.name}: {self.final}"

    def copy(self, canvas: PlotCanvas, lines: Mapping[str, Line]) -> "Ghost":
        """The same points on another plot."""
        copy = Ghost(canvas, self.name, self.final, {}, self.dash, lines, 0.0)
        for series, feed in self.feeds.items():
            copy._add(series, feed)
        return copy

    def parts(self) -> list[tuple[Curve, Series]]:
        """What is drawn."""
        shown = [Series() if self._hides(name) else f.shown for name, f in self.feeds.items()]
        return list(zip(self._curves, shown, strict=True))

    def _hides(self, name: str) -> bool:
        return name in self._lines and self._lines[name].hidden

    def smooth(self, weight: float) -> None:
        """Average as the curves in front are averaged."""
        for name, feed in self.feeds.items():
            if name not in self._lines or self._lines[name].is_smooth:
                feed.smooth(weight)

    def values_at(self, x: float) -> list[tuple[float, float]]:
        """Of every curve with points, the one (x, y) nearest to x."""
        raws = [feed.raw for name, feed in self.feeds.items() if not self._hides(name)]
        places = [(raw, raw.nearest(x)) for raw in raws]
        return [(float(raw.x[at]), float(raw.y[at])) for raw, at in places if at >= 0]

    def paint(self, shade: str, pen: int = 1) -> None:
        """Take a colour and a width in device pixels; all curves but the last are fainter."""
        for curve in self._curves:
            last = curve is self._curves[-1]
            dashed: QPen = pg.mkPen(colour(shade, 1.0 if last else 0.5), width=pen)
            dashed.setDashPattern(list(self.dash))
            curve.setPen(dashed)

    def remove(self) -> None:
        """Take the curves off the plot."""
        for curve in self._curves:
            self._canvas.removeItem(curve)


def free_dash(ghosts: Sequence[Ghost]) -> Dash:
    """The first dash that none of some earlier runs has."""
    taken = {ghost.dash for ghost in ghosts}
    return next(dash for dash in DASHES if dash not in taken)
