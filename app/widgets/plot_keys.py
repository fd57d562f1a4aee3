"""The keys of a plot: they move its read-out from one measured moment to another."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.widgets.plot_canvas import PlotCanvas
from app.widgets.plot_feed import Floats, Series
from app.widgets.plot_lines import Line
from app.widgets.plot_scene import card_words

_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_PAGE = 0.1  # of the axis


def measured(series: Sequence[Series], x_range: tuple[float, float]) -> list[Floats]:
    """Where the series with a value in a range have one, ascending."""
    found = [s.x[np.isfinite(s.y) & (s.x >= x_range[0]) & (s.x <= x_range[1])] for s in series]
    return [xs for xs in found if len(xs)]


def moment(
    key: Qt.Key, now: float | None, xs: Sequence[Floats], span: float, pixels: float
) -> float | None:
    """The moment a key leads to; None if it is not one of the plot's keys.

    Where many moments share a pixel, an arrow goes a pixel on. Without a moment to start from,
    forwards begins at the first and backwards at the last.

    Args:
        key: Of the keyboard.
        now: The moment shown.
        xs: The moments there are, as `measured` gives them.
        span: How much of x the axis shows.
        pixels: How wide it is drawn.
    """
    steps = {
        Qt.Key.Key_Left: -span / max(1.0, pixels),
        Qt.Key.Key_Right: span / max(1.0, pixels),
        Qt.Key.Key_PageUp: -span * _PAGE,
        Qt.Key.Key_PageDown: span * _PAGE,
        Qt.Key.Key_Home: -np.inf,
        Qt.Key.Key_End: np.inf,
    }
    if key not in steps or not xs:
        return None
    step, first = steps[key], min(float(x[0]) for x in xs)
    last = max(float(x[-1]) for x in xs)
    if now is None:
        return last if step == np.inf or -np.inf < step < 0 else first
    if step > 0:
        places = [(x, int(np.searchsorted(x, now + step))) for x in xs]
        return min((float(x[at]) for x, at in places if at < len(x)), default=last)
    places = [(x, int(np.searchsorted(x, now + step, side="right"))) for x in xs]
    return max((float(x[at - 1]) for x, at in places if at), default=first)


class PlotKeys(QObject):
    """Lets the keyboard reach a plot and read its values.

    Args:
        plot: Takes the focus; the canvas in it does not.
        canvas: Rings the plot, and knows the moment shown.
        lines: What there is to read.

    Signals:
        read: x of the moment chosen with a key, or None when the reading is over.
    """

    read = Signal(object)

    def __init__(
        self, plot: QWidget, canvas: PlotCanvas, lines: Callable[[], Mapping[str, Line]]
    ) -> None:
        super().__init__(plot)
        self.reads = False
        self._canvas, self._lines = canvas, lines
        plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        plot.installEventFilter(self)

    def words(self) -> str:
        """What is read, for screen readers; "" where nothing is."""
        return card_words(self._canvas.scene_data) if self.reads else ""

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._took(Qt.Key(event.key()))
        if isinstance(event, QFocusEvent):
            self._canvas.set_ring(event.gotFocus() and event.reason() in _TAB)
            if event.lostFocus():
                self._end()
        return False

    def _took(self, key: Qt.Key) -> bool:
        """Whether the key is one of the plot's."""
        if key == Qt.Key.Key_Escape:
            return self._end()
        scene = self._canvas.scene_data
        first, last = scene.x_range
        raws = [line.feed.raw for line in self._lines().values()]
        xs = measured(raws, scene.x_range)
        x = moment(key, scene.hover, xs, last - first, self._canvas.plot_rect().width())
        if x is None:
            return False
        self.reads = True
        self.read.emit(x)
        return True

    def _end(self) -> bool:
        """Read no more; False if nothing was read."""
        was, self.reads = self.reads, False
        if was:
            self.read.emit(None)
        return was
