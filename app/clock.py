"""The clock that draws: panels pull on its ticks, and drawing keeps to a budget."""

from collections.abc import Callable
from time import perf_counter
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Slot

TICK_MS = 40
SHARE = 0.03
"""Drawing may take this share of the time, all panels together."""

LONGEST_BURST = 0.03
"""Seconds that panels are drawn one after the other; those left come first the next time."""

SHORTEST_REST, LONGEST_REST = 0.12, 0.7
"""Seconds between two bursts; at the longest, even the dearest panel is drawn again."""


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
    """Fetches what has come and draws the panels that have changed, longest waiting first.

    While a run goes on, it does so in bursts: what is drawn right after something else costs less
    than alone, and training that comes in short batches is held once for all. Between two panels
    the window lives on. After a burst everything rests for thirty-two times as long (`SHARE`).
    While nothing trains there is nobody to rest for: every tick draws a panel.
    """

    def __init__(
        self,
        collect: Callable[[], None],
        is_busy: Callable[[], bool],
        parent: QObject | None = None,
        *,
        ask: Callable[[], None] = _do_nothing,
        hold: Callable[[], None] = _do_nothing,
        release: Callable[[], None] = _do_nothing,
    ) -> None:
        """Make a clock that stands still.

        Args:
            collect: Fetches what has come.
            is_busy: Whether training goes on.
            parent: The owner.
            ask: Called a tick before a burst: what it will draw should be new then.
            hold: Called before a draw: training may wait.
            release: Called after it.
        """
        super().__init__(parent)
        self._collect = collect
        self._is_busy = is_busy
        self._ask = ask
        self._hold = hold
        self._release = release
        self._panels: list[Refreshable] = []
        self._drawn_at: dict[int, float] = {}
        self._cost: dict[int, float] = {}
        self._rest_until = 0.0
        self._has_asked = False
        self._queue: list[Refreshable] = []  # still to be drawn in this burst
        self._began = 0.0
        self._spent: float | None = None  # seconds of this burst; None of one that is extra
        self._painting: tuple[Refreshable, float] | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        # Fires when the events that came during a fetch or a draw have been handled.
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
        """Tick no more, until `start`."""
        self._timer.stop()
        self._after_paint.stop()
        self._painting, self._queue = None, []
        self._release()

    def cost(self, panel: Refreshable) -> float:
        """Seconds that drawing this panel takes, smoothed."""
        return self._cost.get(id(panel), 0.0)

    @Slot()
    def _on_tick(self) -> None:
        if self._painting is not None or self._after_paint.isActive():
            return  # the window was too busy to paint; `_on_painted` goes on
        self._began = perf_counter()
        busy = self._is_busy()
        is_due = not busy or self._began >= self._rest_until
        if not is_due:
            self._ask_ahead()
            if not any(panel.urgent for panel in self._waiting()):
                return
        self._hold()
        try:
            if is_due:
                self._has_asked = False
                self._collect()
            self._spent = perf_counter() - self._began if is_due else None
            waiting = [panel for panel in self._waiting() if is_due or panel.urgent]
            waiting.sort(key=self._turn)
            self._queue = waiting if busy else waiting[:1]
        finally:
            if is_due and busy:
                self._after_paint.start()  # fetching takes as long as a draw: live in between
            else:
                self._draw_next()

    def _ask_ahead(self) -> None:
        """Shortly before a burst, let training put out what is newest."""
        if not self._has_asked and self._began >= self._rest_until - TICK_MS / 1000:
            self._has_asked = True
            self._ask()

    def _waiting(self) -> list[Refreshable]:
        return [panel for panel in self._panels if panel.dirty and panel.isVisible()]

    def _turn(self, panel: Refreshable) -> tuple[bool, float]:
        """What is urgent comes first, then what has waited longest."""
        return not panel.urgent, self._drawn_at.get(id(panel), 0.0)

    def _draw_next(self) -> None:
        """Draw what comes next in this burst, or end it."""
        now = perf_counter()
        if not self._queue or now - self._began > LONGEST_BURST:
            self._queue = []
            self._release()
            if self._spent is not None:
                rest = self._spent * (1 / SHARE - 1)
                self._rest_until = now + min(LONGEST_REST, max(SHORTEST_REST, rest))
            return
        panel = self._queue.pop(0)
        self._painting = (panel, now)
        self._drawn_at[id(panel)] = now
        panel.dirty = panel.urgent = False
        try:
            panel.refresh()
        finally:
            self._after_paint.start()

    @Slot()
    def _on_painted(self) -> None:
        if self._painting is not None:
            self._note_cost(*self._painting)
            self._painting = None
        self._draw_next()

    def _note_cost(self, panel: Refreshable, started: float) -> None:
        key = id(panel)
        cost = perf_counter() - started
        self._cost[key] = min(cost, 0.7 * self._cost.get(key, cost) + 0.3 * cost)
        if self._spent is not None:
            self._spent += self._cost[key]
