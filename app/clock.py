"""The clock that draws: panels pull on its ticks, and drawing keeps to a budget."""

from collections.abc import Callable
from time import perf_counter
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Slot

TICK_MS = 40
SHARE = 0.04
"""Drawing may take this share of the time, all panels together."""

COLLECT_SECONDS = 0.12
"""While a run goes on, what has come is fetched this often."""

LONGEST_REST = 0.5
"""Seconds after which even the dearest panel is drawn again."""


class Refreshable(Protocol):
    """A panel that draws what has changed when it is told to.

    Attributes:
        dirty: There is something new to draw.
        urgent: The user waits for it, as for the answer to a stroke; drawn at once.
    """

    dirty: bool
    urgent: bool

    def isVisible(self) -> bool:
        """Whether it can be seen at all."""

    def refresh(self) -> None:
        """Draw the newest state."""


def _do_nothing() -> None:
    pass


class RefreshClock(QObject):
    """Every tick, fetches what has come and draws the panel that has waited longest.

    A draw is timed from `refresh` until its paint events are done. Then everything rests
    for twenty-four times as long (`SHARE`), so that training keeps the rest; training that comes
    in short batches is held during a draw. While nothing trains there is nobody to rest for.
    """

    def __init__(
        self,
        collect: Callable[[], None],
        is_busy: Callable[[], bool],
        parent: QObject | None = None,
        *,
        hold: Callable[[], None] = _do_nothing,
        release: Callable[[], None] = _do_nothing,
    ) -> None:
        """Make a clock that stands still.

        Args:
            collect: Fetches what has come.
            is_busy: Whether training goes on.
            parent: The owner.
            hold: Called before a draw: training may wait.
            release: Called after it.
        """
        super().__init__(parent)
        self._collect = collect
        self._is_busy = is_busy
        self._hold = hold
        self._release = release
        self._panels: list[Refreshable] = []
        self._drawn_at: dict[int, float] = {}
        self._cost: dict[int, float] = {}
        self._rest_until = 0.0
        self._collect_at = 0.0
        self._painting: tuple[Refreshable, float] | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        # Fires when the paint events of a draw have been handled.
        self._after_paint = QTimer(self)
        self._after_paint.setSingleShot(True)
        self._after_paint.setInterval(0)
        self._after_paint.timeout.connect(self._on_painted)

    def add(self, panel: Refreshable) -> None:
        """Draw this panel from now on."""
        self._panels.append(panel)

    def start(self) -> None:
        """Begin to tick."""
        self._timer.start()

    def stop(self) -> None:
        """Tick no more."""
        self._release()
        self._timer.stop()
        self._after_paint.stop()

    def cost(self, panel: Refreshable) -> float:
        """Seconds that drawing this panel takes, smoothed."""
        return self._cost.get(id(panel), 0.0)

    @Slot()
    def _on_tick(self) -> None:
        now = perf_counter()
        if now >= self._collect_at or not self._is_busy():
            self._collect_at = now + COLLECT_SECONDS
            self._hold()
            try:
                self._collect()
            finally:
                self._release()
        waiting = [panel for panel in self._panels if panel.dirty and panel.isVisible()]
        for panel in waiting:
            if panel.urgent:
                panel.urgent = False
                self._draw(panel)
                return
        if waiting and (now >= self._rest_until or not self._is_busy()):
            self._draw(min(waiting, key=lambda panel: self._drawn_at.get(id(panel), 0.0)))

    def _draw(self, panel: Refreshable) -> None:
        self._painting = (panel, perf_counter())
        self._drawn_at[id(panel)] = perf_counter()
        panel.dirty = False
        self._hold()
        try:
            panel.refresh()
        finally:
            self._after_paint.start()

    @Slot()
    def _on_painted(self) -> None:
        if self._painting is None:
            return
        self._release()
        panel, started = self._painting
        self._painting = None
        now = perf_counter()
        key = id(panel)
        cost = now - started
        self._cost[key] = min(cost, 0.7 * self._cost.get(key, cost) + 0.3 * cost)
        self._rest_until = now + min(LONGEST_REST, self._cost[key] * (1 / SHARE - 1))
