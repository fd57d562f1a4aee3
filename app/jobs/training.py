"""The training job: the window's side of the training thread."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.jobs.mailbox import Mail, Mailbox
from app.jobs.worker import Pace, TrainingWorker
from nncore.data import Dataset
from nncore.network import Network, Snapshot
from nncore.training.config import RunConfig
from nncore.training.loop import Run, initial_network
from nncore.training.state import TrainState

CLOSE_SECONDS = 5.0
"""How long closing waits for the batch at work."""

RATE_SECONDS = 1.0
"""Samples per second are measured over about this long."""


_LayerKey = tuple[str, tuple[tuple[int, ...], ...]]
_Memory = dict[_LayerKey, list[np.ndarray]]
"""Parameters that layers last had, by name and shapes."""


PROGRESS_SECONDS = 0.15
"""People cannot read numbers that change more often."""


class Status(Enum):
    """What the training job is doing."""

    EMPTY = "empty"
    PREPARING = "preparing"
    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True)
class Progress:
    """Where a run is, for the toolbar.

    Attributes:
        epochs: When it will be over.
        progress: Epochs done, as a fraction.
        samples_per_second: Over the last second or so, 0 while unknown.
        eta: Seconds to the end, None while unknown.
    """

    epochs: int
    progress: float
    step: int
    samples_per_second: float
    eta: float | None


@dataclass(frozen=True)
class Prepared:
    """A run that stands ready.

    Attributes:
        network: The run's network as it was made, copied for the window.
        kept: Layers whose parameters came from the run before.
        step: Steps already taken, for a run that goes on from a file.
        history: Metrics by epoch, likewise.
    """

    network: Network
    kept: tuple[str, ...]
    step: int
    epoch: int
    epochs: int
    samples: int
    history: dict[str, list[float]]


class TrainingJob(QObject):
    """Starts, paces and ends runs in a thread of their own.

    Signals:
        status_changed(status): The job does something else.
        prepared(Prepared): A run stands ready; what was shown of the one before is void.
        snapshot_changed(Snapshot): Newer parameters have come.
        mail_came(Mail): Newer losses and epochs have come; after `collect`.
        progressed(Progress): The run has moved; after `collect`.
        ended(reason): The run is over.
        failed(message): A run could not be prepared, or raised.
    """

    status_changed = Signal(object)
    prepared = Signal(object)
    snapshot_changed = Signal(object)
    mail_came = Signal(object)
    progressed = Signal(object)
    ended = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.status = Status.EMPTY
        self.info: Prepared | None = None
        self._mailbox = Mailbox()
        self._worker = TrainingWorker(self._mailbox)
        self._thread = QThread(self)
        self._thread.setObjectName("training")
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.main)
        self._worker.rested.connect(self._on_rested)
        self._worker.ended.connect(self._on_ended)
        self._worker.failed.connect(self._on_failed)
        self._worker.served.connect(self._on_served)
        self._replies: dict[object, Callable[[Any], None]] = {}
        self._memory: _Memory = {}
        self._rate = _Rate()
        self._stopping = False
        self._epochs = 0
        self._told_at = 0.0
        self._progress = 0.0
        self._step = 0
        self._thread.start()

    def is_running(self) -> bool:
        """Whether a run is going on right now."""
        return self.status is Status.RUNNING

    @property
    def has_run(self) -> bool:
        """Whether there is a run to start, step or save."""
        return self.status in (Status.READY, Status.RUNNING, Status.PAUSED, Status.FINISHED)

    @property
    def has_learned(self) -> bool:
        """Whether the run has taken a step."""
        return self.has_run and self._step > 0

    def prepare(
        self,
        config: RunConfig,
        data: Dataset,
        *,
        network: Network | None = None,
        state: TrainState | None = None,
        keep: bool = False,
    ) -> None:
        """Make a run ready in the training thread; `prepared` or `failed` follows.

        Args:
            config: The run.
            data: Its data.
            network: Parameters to start from instead of drawn ones.
            state: A saved training state to go on from.
            keep: Take over parameters of layers that have not changed their shape.
        """
        self._set_status(Status.PREPARING)
        worker, memory = self._worker, self._memory

        def make() -> Prepared:
            # `initial_network` draws what the same seed always draws; kept layers then
            # take their trained values.
            made = network.copy() if network is not None else initial_network(config)
            if not keep:
                memory.clear()
            kept = _keep(memory, worker.run, made) if keep else ()
            run = Run(config, data, network=made, state=state)
            worker.take_run(run)
            history = {name: list(values) for name, values in run.history.items()}
            samples = len(run.splits.train)
            copy = run.network.copy()
            return Prepared(copy, kept, run.step, run.epoch, run.epochs, samples, history)

        self._request(object(), make, self._on_prepared)

    def adopt(self, config: RunConfig, otherwise: Callable[[], None]) -> None:
        """Go on with live settings changed; where others differ, call `otherwise`."""
        worker = self._worker

        def change() -> tuple[bool, int]:
            done = worker.run is not None and worker.run.adopt(config)
            return done, worker.run.epochs if worker.run is not None else 0

        def answer(result: Any) -> None:
            if isinstance(result, Exception) or not result[0]:
                otherwise()
            elif self.info is not None:
                self._epochs = result[1]
                if self.status is Status.FINISHED and result[1] > self._progress:
                    self._set_status(Status.PAUSED)
                self._emit_progress()

        self._request(object(), change, answer)

    def ask(self, function: Callable[[Run], Any], answer: Callable[[Any], None]) -> None:
        """Call `function` with the run between two batches; `answer` gets its result here."""
        worker = self._worker

        def call() -> Any:
            return function(worker.run) if worker.run is not None else None

        self._request(object(), call, answer)

    def start(self) -> None:
        """Train on; a finished run goes on for as many epochs again."""
        if self.status is Status.FINISHED:
            self.ask(_extend, self._on_extended)
        elif self.has_run:
            self._go(Pace.RUN)

    def pause(self) -> None:
        """Rest after the batch at work."""
        self._worker.set_pace(Pace.REST)

    def stop(self) -> None:
        """End the run after the batch at work; training on begins a new stretch of epochs."""
        if self.status is Status.RUNNING:
            self._stopping = True
            self._worker.set_pace(Pace.REST)
        elif self.status is Status.PAUSED:
            self._set_status(Status.FINISHED)

    def step_batch(self) -> None:
        """Train one batch, then rest."""
        self._go(Pace.BATCH)

    def step_epoch(self) -> None:
        """Train to the end of the epoch, then rest."""
        self._go(Pace.EPOCH)

    def set_delay(self, seconds: float) -> None:
        """Wait this long after every batch, to slow a run down for the eye."""
        self._worker.set_delay(seconds)

    def want_snapshot(self) -> None:
        """Ask for the parameters after the batch at work."""
        self._mailbox.wants_snapshot = True

    def collect(self) -> None:
        """Fetch what has come and tell of it; called by the window's clock."""
        mail = self._mailbox.empty()
        if mail.last is not None or mail.epochs:
            if mail.last is not None:
                self._progress, self._step = mail.last.progress, mail.last.step
            self._rate.add(mail.samples)
            self.mail_came.emit(mail)
            if time.perf_counter() - self._told_at > PROGRESS_SECONDS:
                self._emit_progress()
        if mail.snapshot is not None:
            self.snapshot_changed.emit(mail.snapshot)
        if self.is_running():
            self.want_snapshot()

    def close(self) -> bool:
        """End the thread; False where the batch at work takes too long."""
        self._worker.close()
        return self._thread.wait(int(CLOSE_SECONDS * 1000))

    def _go(self, pace: Pace) -> None:
        if self.has_run and self.status is not Status.FINISHED:
            self._rate = _Rate()
            self._set_status(Status.RUNNING)
            self._worker.set_pace(pace)

    def _request(
        self, token: object, function: Callable[[], Any], answer: Callable[[Any], None]
    ) -> None:
        self._replies[token] = answer
        self._worker.request(token, function)

    def _set_status(self, status: Status) -> None:
        if status is not self.status:
            self.status = status
            self.status_changed.emit(status)

    def _emit_progress(self) -> None:
        if self.info is None:
            return
        self._told_at = time.perf_counter()
        rate = self._rate.per_second
        left = (self._epochs - self._progress) * self.info.samples
        eta = left / rate if rate else None
        self.progressed.emit(Progress(self._epochs, self._progress, self._step, rate, eta))

    @Slot(object, object)
    def _on_served(self, token: object, result: object) -> None:
        answer = self._replies.pop(token, None)
        if answer is not None:
            answer(result)

    def _on_prepared(self, result: Any) -> None:
        if isinstance(result, Exception):
            self.info = None
            self._set_status(Status.FAILED)
            self.failed.emit(str(result) or repr(result))
            return
        self.info = result
        self._epochs = result.epochs
        self._progress, self._step = float(result.epoch), result.step
        self._rate = _Rate()
        self._set_status(Status.PAUSED if result.step else Status.READY)
        self.prepared.emit(result)
        self.collect()
        self._emit_progress()

    def _on_extended(self, epochs: Any) -> None:
        self._epochs = epochs
        self._set_status(Status.PAUSED)
        self._go(Pace.RUN)

    @Slot()
    def _on_rested(self) -> None:
        self.collect()
        self._emit_progress()
        if self.status is Status.RUNNING:
            self._set_status(Status.FINISHED if self._stopping else Status.PAUSED)
        self._stopping = False

    @Slot(str)
    def _on_ended(self, reason: str) -> None:
        self.collect()
        self._set_status(Status.FINISHED)
        self.ended.emit(reason)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.info = None
        self._set_status(Status.FAILED)
        self.failed.emit(str(error) or repr(error))


class _Rate:
    """Samples per second over the last second or so."""

    def __init__(self) -> None:
        self._marks: list[tuple[float, int]] = [(time.perf_counter(), 0)]

    def add(self, samples: int) -> None:
        """Count samples that have been trained on until now."""
        now = time.perf_counter()
        self._marks.append((now, self._marks[-1][1] + samples))
        while len(self._marks) > 2 and now - self._marks[1][0] > RATE_SECONDS:
            self._marks.pop(0)

    @property
    def per_second(self) -> float:
        """0 until enough time has passed to tell."""
        seconds = self._marks[-1][0] - self._marks[0][0]
        samples = self._marks[-1][1] - self._marks[0][1]
        return samples / seconds if seconds > 0.05 else 0.0


def _extend(run: Run) -> int:
    run.epochs = run.epoch + run.config.epochs
    return run.epochs


def _keep(memory: _Memory, run: Run | None, new: Network) -> tuple[str, ...]:
    """Give layers the parameters they last had under the same name with the same shapes.

    `memory` outlives the networks, so that undoing a removal brings the weights back.
    """
    if run is not None:
        for key, values in _by_layer(run.network).items():
            memory[key] = [value.copy() for value in values]
    kept = []
    for key, values in _by_layer(new).items():
        if key in memory:
            kept.append(key[0])
            for value, remembered in zip(values, memory[key], strict=True):
                np.copyto(value, remembered)
    return tuple(kept)


def _by_layer(network: Network) -> dict[_LayerKey, list[np.ndarray]]:
    """The parameters of each layer that has some, under its name and all their shapes."""
    layers: dict[str, list[np.ndarray]] = {}
    for name, values in network.params.items():
        layers.setdefault(name.partition("/")[0], []).append(values)
    return {(name, tuple(v.shape for v in values)): values for name, values in layers.items()}


__all__ = ["Mail", "Prepared", "Progress", "Snapshot", "Status", "TrainingJob"]
