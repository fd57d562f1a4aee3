"""The training worker: drives one run's generator in its own thread."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from threading import Condition
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.jobs.mailbox import Mailbox
from app.jobs.renaming import config_under, network_under
from app.jobs.weight_trail import WeightTrail
from nncore.network import Network
from nncore.training.events import BatchEnded, EpochEnded, Event, RunEnded
from nncore.training.loop import Run

SHORT_BATCH = 0.003
"""Seconds; batches that take longer are mostly matrix products, outside the lock."""

LONGEST_HOLD = 0.05
"""Seconds that a draw may hold training up."""


class Pace(Enum):
    """How far the worker goes on its own."""

    REST = "rest"
    BATCH = "batch"
    EPOCH = "epoch"
    RUN = "run"


class TrainingWorker(QObject):
    """Runs in a QThread. Its members marked "any thread" are the only ones others may use.

    Those marked "requests only" are for the functions that others hand to `request`.

    Between two events it serves requests: functions that may touch the run, since nothing
    else does at that moment.

    Signals:
        rested(): Nothing moves any more: paused, stepped, ended or failed.
        ended(reason): The run is over.
        failed(error): The run raised; it is gone, `network` is left.
        served(token, result): A request has been carried out.

    Attributes:
        run: The run, for requests only.
        network: The run's network; that of the last one where it failed.
    """

    rested = Signal()
    ended = Signal(str)
    failed = Signal(object)
    served = Signal(object, object)

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__()
        self._mailbox = mailbox
        # Guards `_pace`, `_delay`, `_closing` and `_resting`.
        self._condition = Condition()
        self._requests: deque[tuple[object, Callable[[], Any]]] = deque()
        self._pace = Pace.REST
        self._delay = 0.0
        self._closing = False
        self._resting = True
        self._batch_ended = 0.0
        self._free = threading.Event()
        self._free.set()
        # Something but the next batch is to be done; looked at once a batch, without a lock.
        self._interrupted = True
        self._events: Iterator[Event] | None = None
        self._trail: WeightTrail | None = None
        self.run: Run | None = None
        self.network: Network | None = None
        self._had_learned = False

    def set_pace(self, pace: Pace) -> None:
        """Any thread: go on as far as `pace`, or rest after the batch at work.

        `rested` follows in either case, even where a rest comes before anything has moved.
        """
        with self._condition:
            self._pace = pace
            if pace is not Pace.REST:
                self._resting = False
            self._interrupt()

    @property
    def rests(self) -> bool:
        """Any thread: whether nothing moves, nor is about to."""
        with self._condition:
            return self._resting

    def set_delay(self, seconds: float) -> None:
        """Any thread: wait this long after every batch."""
        with self._condition:
            self._delay = seconds
            self._interrupt()

    def want_snapshot(self) -> None:
        """Any thread: copy the parameters after the batch at work."""
        self._mailbox.wants_snapshot = True
        self._interrupted = True

    def hold(self) -> None:
        """Any thread: let short batches wait while the window draws.

        Short batches are many short calls, each of which takes the interpreter's lock from
        the thread that draws; both are faster one after the other. Long batches spend
        their time outside the lock and do not wait.
        """
        self._free.clear()
        self._interrupted = True

    def release(self) -> None:
        """Any thread: the window has drawn."""
        self._free.set()

    def request(self, token: object, function: Callable[[], Any]) -> None:
        """Any thread: have `function` called between two events; `served` brings its result."""
        with self._condition:
            self._requests.append((token, function))
            self._interrupt()

    def close(self) -> None:
        """Any thread: end `main` after the batch at work."""
        with self._condition:
            self._closing = True
            self._interrupt()

    def _interrupt(self) -> None:
        """With the condition held: let `main` look at what it is asked for."""
        self._interrupted = True
        self._condition.notify()

    def take_run(self, run: Run | None, *, learned: bool = False) -> None:
        """Requests only: drive this run from now on; `learned` where its weights are no draw."""
        if self._events is not None:
            self._events.close()  # type: ignore[attr-defined]
        self.run = run
        self.network = None if run is None else run.network
        self._trail = None if run is None else WeightTrail(run.network, run.step)
        self._had_learned = learned
        self._events = None
        self._mailbox.clear()
        self.set_pace(Pace.REST)

    def rename(self, names: Mapping[str, str]) -> bool:
        """Requests only: go on where the run stands, with layers that go by other names."""
        if self.run is None:  # a network may be left of one that failed
            self.network = None if self.network is None else network_under(self.network, names)
            return False
        config = config_under(self.run.config, names)
        if config is None:
            return False
        if self._events is not None:
            self._events.close()  # type: ignore[attr-defined]
            self._events = None
        self.run = self.run.under_names(config)
        self.network = self.run.network
        self._trail = WeightTrail(self.network, self.run.step)
        return True

    def set_parameter(self, name: str, place: tuple[int, ...], value: float) -> float | None:
        """Requests only: change one parameter; its old value, None where it is not there."""
        params = {} if self.run is None else self.run.network.params
        if name not in params or len(place) != params[name].ndim:
            return None
        array = params[name]
        if any(not 0 <= at < end for at, end in zip(place, array.shape, strict=True)):
            return None
        old = float(str(array[place]))  # as people write it, without the noise of float32
        array[place] = value
        self._had_learned = True
        self.show_put_weights()
        return old

    def show_put_weights(self) -> None:
        """Requests only: weights were put, not trained. Show them, and measure from them on."""
        if self.run is not None:
            self._trail = WeightTrail(self.run.network, self.run.step)
        self.put_snapshot()

    @property
    def has_learned(self) -> bool:
        """Requests only: whether the parameters are worth keeping."""
        return self._had_learned or (self.run is not None and self.run.step > 0)

    @Slot()
    def main(self) -> None:
        """Serve and train until `close`."""
        while not self._closing:
            # Cleared before anything is looked at: an order that comes meanwhile sets it again.
            self._interrupted = False
            if self._requests:
                self._serve()
            elif self.run is not None and self._pace is not Pace.REST:
                if not self._wait_out_delay():
                    self._advance(self.run)
            elif not self._resting:
                self._come_to_rest()
            else:
                self._wait()
        if self._events is not None:
            self._events.close()  # type: ignore[attr-defined]
        # `finished.connect(thread.quit)` would wait for the GUI thread, which waits for us.
        QThread.currentThread().quit()

    def _come_to_rest(self) -> None:
        """Tell that nothing moves any more, unless the order to go on has just come."""
        self.put_snapshot(last=True)
        with self._condition:
            if self.run is None:
                self._pace = Pace.REST
            self._resting = self._pace is Pace.REST
            if not self._resting:
                return
        self.rested.emit()

    def _wait(self) -> None:
        with self._condition:
            self._condition.wait_for(lambda: self._requests or self._closing or not self._resting)

    def _serve(self) -> None:
        token, function = self._requests.popleft()
        try:
            result = function()
        except Exception as error:  # noqa: BLE001 - handed to the one who asked
            result = error
        self.served.emit(token, result)

    def _advance(self, run: Run) -> None:
        """Train until something else is to be done."""
        if self._events is None:
            self._events = run.events()
        single = bool(self._delay) or self._pace is Pace.BATCH
        put_batch = self._mailbox.put_batch
        started = ended = perf_counter()
        try:
            for event in self._events:
                started, ended = ended, perf_counter()
                if type(event) is BatchEnded:
                    put_batch(event)
                else:
                    self._publish(event, run)
                if single or self._interrupted:
                    break
        except Exception as error:  # noqa: BLE001 - shown to the user; the window lives on
            self._had_learned = self.has_learned
            self._events = None
            self.run = None
            self.failed.emit(error)
            return
        if type(event) is BatchEnded:
            if self._mailbox.wants_snapshot:
                self.put_snapshot()
            self._batch_ended = ended
            self._stop_step(Pace.BATCH)
            if ended - started < SHORT_BATCH and not self._free.is_set():
                self._free.wait(LONGEST_HOLD)

    def _publish(self, event: Event, run: Run) -> None:
        if isinstance(event, EpochEnded):
            self._mailbox.put_epoch(event)
            self._measure(run)
            if run.epoch < run.epochs:  # else the end of the run comes next
                self._stop_step(Pace.EPOCH)
        elif isinstance(event, RunEnded):
            self._events = None
            self.set_pace(Pace.REST)
            self.put_snapshot(last=True)  # so that whoever hears of the end finds the last weights
            self.ended.emit(event.reason)

    def _stop_step(self, step: Pace) -> None:
        if self._pace is step:
            with self._condition:
                if self._pace is step:
                    self._pace = Pace.REST
                    self._interrupted = True

    def _wait_out_delay(self) -> bool:
        """Wait until the next batch is due; True where something else came first."""
        if not self._delay:
            return False
        with self._condition:
            if self._requests or self._closing or self._pace is Pace.REST:
                return True
            if self._pace is Pace.BATCH:
                return False
            left = self._batch_ended + self._delay - perf_counter()
            if left <= 0:
                return False
            self._condition.wait(left)
            return True

    def put_snapshot(self, *, last: bool = False) -> None:
        """Training thread only, between two batches: show the window the parameters as they are.

        Args:
            last: Nothing will move any more: how far they have moved is measured in any case.
        """
        if self.run is not None:
            self._measure(self.run, at_once=last)
            self._mailbox.put_snapshot(self.run.network.snapshot(self.run.step))

    def _measure(self, run: Run, *, at_once: bool = False) -> None:
        moved = None if self._trail is None else self._trail.measure(run.step, at_once=at_once)
        if moved is not None:
            self._mailbox.put_moved(moved)
