"""The training worker: drives one run's generator in its own thread."""

from collections import deque
from collections.abc import Callable, Iterator
from enum import Enum
from threading import Condition
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.jobs.mailbox import Mailbox
from nncore.training.events import BatchEnded, EpochEnded, Event, RunEnded
from nncore.training.loop import Run


class Pace(Enum):
    """How far the worker goes on its own."""

    REST = "rest"
    BATCH = "batch"
    EPOCH = "epoch"
    RUN = "run"


class TrainingWorker(QObject):
    """Runs in a QThread. Its methods marked "any thread" are the only ones others may call.

    Between two events it serves requests: functions that may touch the run, since nothing
    else does at that moment.

    Signals:
        rested(): Nothing moves any more: paused, stepped, ended or failed.
        ended(reason): The run is over.
        failed(error): The run raised; it is gone.
        served(token, result): A request has been carried out.
    """

    rested = Signal()
    ended = Signal(str)
    failed = Signal(object)
    served = Signal(object, object)

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__()
        self._mailbox = mailbox
        self._condition = Condition()
        self._requests: deque[tuple[object, Callable[[], Any]]] = deque()
        self._pace = Pace.REST
        self._delay = 0.0
        self._closing = False
        self._resting = True
        self._events: Iterator[Event] | None = None
        self.run: Run | None = None

    def set_pace(self, pace: Pace) -> None:
        """Any thread: go on as far as `pace`, or rest after the batch at work."""
        with self._condition:
            self._pace = pace
            self._condition.notify()

    def set_delay(self, seconds: float) -> None:
        """Any thread: wait this long after every batch."""
        with self._condition:
            self._delay = seconds
            self._condition.notify()

    def request(self, token: object, function: Callable[[], Any]) -> None:
        """Any thread: have `function` called between two events; `served` brings its result."""
        with self._condition:
            self._requests.append((token, function))
            self._condition.notify()

    def close(self) -> None:
        """Any thread: end `main` after the batch at work."""
        with self._condition:
            self._closing = True
            self._condition.notify()

    def take_run(self, run: Run | None) -> None:
        """Requests only: drive this run from now on."""
        if self._events is not None:
            self._events.close()  # type: ignore[attr-defined]
        self.run = run
        self._events = None
        self._mailbox.clear()
        self.set_pace(Pace.REST)
        self._put_snapshot()

    @Slot()
    def main(self) -> None:
        """Serve and train until `close`."""
        while not self._closing:
            if self._requests:
                self._serve()
            elif self._pace is not Pace.REST and self.run is not None:
                self._resting = False
                self._advance(self.run)
            else:
                self._rest()
        # `finished.connect(thread.quit)` would wait for the GUI thread, which waits for us.
        QThread.currentThread().quit()

    def _rest(self) -> None:
        """Tell once that nothing moves any more, then wait for something to do."""
        if not self._resting:
            self._resting = True
            self._put_snapshot()
            self.rested.emit()
        with self._condition:
            if self.run is None:
                self._pace = Pace.REST
            self._condition.wait_for(
                lambda: self._requests or self._closing or self._pace is not Pace.REST
            )

    def _serve(self) -> None:
        token, function = self._requests.popleft()
        try:
            result = function()
        except Exception as error:  # noqa: BLE001 - handed to the one who asked
            result = error
        self.served.emit(token, result)

    def _advance(self, run: Run) -> None:
        try:
            if self._events is None:
                self._events = run.events()
            event = next(self._events)
        except Exception as error:  # noqa: BLE001 - shown to the user; the window lives on
            self._events = None
            self.run = None
            self.failed.emit(error)
            return
        self._publish(event)

    def _publish(self, event: Event) -> None:
        mailbox = self._mailbox
        if isinstance(event, BatchEnded):
            mailbox.put_batch(event)
            if mailbox.wants_snapshot:
                self._put_snapshot()
            if self._pace is Pace.BATCH:
                self._stop_at_step()
            elif self._delay:
                self._wait_out_delay()
        elif isinstance(event, EpochEnded):
            mailbox.put_epoch(event)
            if self._pace is Pace.EPOCH:
                self._stop_at_step()
        elif isinstance(event, RunEnded):
            self._events = None
            self._stop_at_step()
            self.ended.emit(event.reason)

    def _stop_at_step(self) -> None:
        with self._condition:
            self._pace = Pace.REST

    def _wait_out_delay(self) -> None:
        with self._condition:
            delay = self._delay
            self._condition.wait_for(
                lambda: (
                    self._requests
                    or self._closing
                    or self._pace is Pace.REST
                    or self._delay != delay
                ),
                delay,
            )

    def _put_snapshot(self) -> None:
        if self.run is not None:
            self._mailbox.put_snapshot(self.run.network.snapshot(self.run.step))
