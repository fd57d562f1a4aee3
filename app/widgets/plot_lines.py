"""The curves of a plot: named series, and earlier runs behind them."""

from collections.abc import Mapping, Sequence

import pyqtgraph as pg
from PySide6.QtGui import QPen

from app.widgets.instrument import colour
from app.widgets.plot_canvas import Curve, PlotCanvas
from app.widgets.plot_feed import Floats, Series, SmoothedSeries

Points = tuple[Floats, Floats]
Dash = tuple[float, ...]

DASHES: tuple[Dash, ...] = ((4, 3), (1, 2), (9, 3), (6, 2, 1, 2), (2, 5))
"""What tells earlier runs apart: as many can be shown."""


class Line:
    """One named curve and, faint behind its average, the values as they came."""

    def __init__(self, canvas: PlotCanvas, label: str, weight: float) -> None:
        self.label = label
        self.shade = ""
        self.feed = SmoothedSeries(weight)
        self._faint, self.curve = Curve(wide=False), Curve()
        canvas.addItem(self._faint)
        canvas.addItem(self.curve)

    def parts(self) -> list[tuple[Curve, Series]]:
        """What is drawn, from the back to the front."""
        faint = self.feed.raw if self.feed.average else Series()
        return [(self._faint, faint), (self.curve, self.feed.shown)]

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
        weight: Of the moving average.
    """

    def __init__(
        self,
        canvas: PlotCanvas,
        name: str,
        final: str,
        curves: Mapping[str, Points],
        dash: Dash,
        weight: float,
    ) -> None:
        self.name, self.final, self.dash = name, final, dash
        self._canvas = canvas
        self.feeds: dict[str, SmoothedSeries] = {}
        self._curves: list[Curve] = []
        for series, (x, y) in curves.items():
            feed = SmoothedSeries(weight)
            feed.append_many(x, y)
            self._add(series, feed)

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

    def copy(self, canvas: PlotCanvas) -> "Ghost":
        """The same points on another plot."""
        copy = Ghost(canvas, self.name, self.final, {}, self.dash, 0.0)
        for series, feed in self.feeds.items():
            copy._add(series, feed)
        return copy

    def parts(self) -> list[tuple[Curve, Series]]:
        """What is drawn."""
        shown = (feed.shown for feed in self.feeds.values())
        return list(zip(self._curves, shown, strict=True))

    def smooth(self, weight: float) -> None:
        """Average as the curves in front are averaged."""
        for feed in self.feeds.values():
            feed.smooth(weight)

    def values_at(self, x: float) -> list[tuple[float, float]]:
        """Of every curve with points, the one (x, y) nearest to x."""
        raws = [feed.raw for feed in self.feeds.values()]
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
