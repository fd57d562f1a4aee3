"""The clock that draws: panels pull on its ticks, and drawing keeps to a budget."""

from collections.abc import Callable
from time import perf_counter
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Slot

TICK_MS = 33
SHARE = 0.1
"""Drawing one panel may take this share of the time between its draws."""

TICK_BUDGET = 0.006
"""Seconds of drawing in one tick, after which the other panels wait for the next."""


class Refreshable(Protocol):
    """A panel that draws what has changed when it is told to.

    Attributes:
        dirty: There is something new to draw.
    """

    dirty: bool

    def isVisible(self) -> bool:
        """Whether it can be seen at all."""

    def refresh(self) -> None:
        """Draw the newest state."""


class RefreshClock(QObject):
    """Every tick, fetches what has come and draws the panels that have waited longest.

    Each panel's own cost decides how often it is drawn: one that takes 2 ms is drawn every
    20 ms at most. What cannot be seen is not drawn.
    """

    def __init__(self, collect: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collect = collect
        self._panels: list[Refreshable] = []
        self._due: dict[int, float] = {}
        self._cost: dict[int, float] = {}
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    def add(self, panel: Refreshable) -> None:
        """Draw this panel from now on."""
        self._panels.append(panel)

    def start(self) -> None:
        """Begin to tick."""
        self._timer.start()

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()

    def cost(self, panel: Refreshable) -> float:
        """Seconds that drawing this panel takes, smoothed."""
        return self._cost.get(id(panel), 0.0)

    @Slot()
    def _on_tick(self) -> None:
        self._collect()
        started = perf_counter()
        waiting = [
            panel
            for panel in self._panels
            if panel.dirty and self._due.get(id(panel), 0.0) <= started and panel.isVisible()
        ]
        waiting.sort(key=lambda panel: self._due.get(id(panel), 0.0))
        for panel in waiting:
            self._draw(panel)
            if perf_counter() - started > TICK_BUDGET:
                break

    def _draw(self, panel: Refreshable) -> None:
        started = perf_counter()
        panel.dirty = False
        panel.refresh()
        now = perf_counter()
        key = id(panel)
        cost = 0.7 * self._cost.get(key, now - started) + 0.3 * (now - started)
        self._cost[key] = cost
        self._due[key] = now + cost / SHARE
