"""The training job: the window's side of the training thread."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.jobs.healthy import put_healthy
from app.jobs.mailbox import Mail, Mailbox
from app.jobs.memory import WeightMemory
from app.jobs.replies import Replies
from app.jobs.run_changes import adopt_live, extend
from app.jobs.run_info import Prepared, Progress, Rate, Status, describe
from app.jobs.run_making import make_run
from app.jobs.worker import Pace, TrainingWorker
from nncore.data import Dataset
from nncore.network import Network, Snapshot
from nncore.training.config import RunConfig
from nncore.training.loop import Run
from nncore.training.state import TrainState

CLOSE_SECONDS = 5.0
"""How long closing waits for the batch at work."""

PROGRESS_SECONDS = 0.25
"""People cannot read numbers that change more often."""


class TrainingJob(QObject):
    """Starts, paces and ends runs in a thread of their own.

    Signals:
        status_changed(status): The job does something else.
        prepared(Prepared): A run stands ready; what was shown of the one before is void.
        renamed(Prepared, names): The run goes on; its layers go by other names, old to new.
        snapshot_changed(Snapshot): Newer parameters have come.
        mail_came(Mail): Newer losses and epochs have come; after `collect`.
        weights_moved(Moved): The weights were measured on the way; after `collect`.
        progressed(Progress): The run has moved; after `collect`.
        ended(reason): The run is over.
        failed(message): A run could not be prepared, or raised.
    """

    status_changed = Signal(object)
    prepared = Signal(object)
    renamed = Signal(object, object)
    snapshot_changed = Signal(object)
    mail_came = Signal(object)
    weights_moved = Signal(object)
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
        self._replies = Replies(self._worker, self)
        self._memory = WeightMemory()
        self._preparing: object = None
        self._begins_anew = False  # of runs that have been prepared, and not yet been told of
        self._rate = Rate()
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
    def step(self) -> int:
        """Optimizer steps that are known of; `collect` fetches the newest."""
        return self._step

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
            network: Parameters to start from instead of drawn ones; of another spec, those
                of the layers that have kept their shape.
            state: A saved training state to go on from.
            keep: Take over what the run before has learned, likewise.
        """
        self._set_status(Status.PREPARING)
        # Should the new run fail to stand, the old one must not go on unseen.
        self._worker.set_pace(Pace.REST)
        worker, memory = self._worker, self._memory
        self._begins_anew &= keep

        def make() -> Prepared:
            return make_run(worker, memory, config, data, network=network, state=state, keep=keep)

        self._preparing = token = object()

        def answer(result: Any) -> None:
            if isinstance(result, Prepared):
                self._begins_anew |= result.begins_anew
            if self._preparing is token:  # else another run has been asked for meanwhile
                self._on_prepared(result)

        self._replies.request(make, answer)

    def rename(self, names: Mapping[str, str]) -> None:
        """Layers go by other names now, in the run and in what is remembered; `renamed` follows."""
        worker, memory = self._worker, self._memory

        def follow() -> Prepared | None:
            if worker.network is not None and worker.has_learned:
                memory.remember(worker.network)
            memory.rename(names)
            if not worker.rename(names) or worker.run is None:
                return None
            return describe(worker.run, (), learned=worker.has_learned, begins_anew=False)

        def answer(info: Any) -> None:
            if isinstance(info, Prepared) and self.info is not None:
                self.info = info
                self.renamed.emit(info, names)

        self._replies.request(follow, answer)

    def drop(self) -> None:
        """Forget the run; there is none until the next is prepared."""
        worker, memory = self._worker, self._memory

        def forget() -> None:
            memory.clear()
            worker.take_run(None)

        self.info = None
        self._preparing = None
        self._set_status(Status.EMPTY)
        worker.set_pace(Pace.REST)
        self._replies.request(forget, _ignore)

    def adopt(self, config: RunConfig, otherwise: Callable[[], None]) -> None:
        """Go on with live settings changed; where others differ, call `otherwise`."""
        worker = self._worker

        def change() -> int | None:
            run = worker.run
            return run.epochs if run is not None and adopt_live(run, config) else None

        def answer(epochs: Any) -> None:
            # Without `info`, the run that was being prepared has failed meanwhile.
            if isinstance(epochs, Exception) or epochs is None or self.info is None:
                otherwise()
                return
            self._epochs = epochs
            if self.status is Status.FINISHED and epochs > self._progress:
                self._set_status(Status.PAUSED)
            self._emit_progress()

        self._replies.request(change, answer)

    def ask(self, function: Callable[[Run], Any], answer: Callable[[Any], None]) -> None:
        """Call `function` with the run between two batches; `answer` gets its result here.

        That is None where there is no run, and the exception where `function` raised.
        """
        worker = self._worker

        def call() -> Any:
            return function(worker.run) if worker.run is not None else None

        self._replies.request(call, answer)

    def set_parameter(
        self, name: str, place: tuple[int, ...], value: float, answer: Callable[[Any], None]
    ) -> None:
        """Change one parameter between two batches; `answer` gets its old value or None."""
        worker = self._worker

        def changed(old: Any) -> None:
            self.collect()
            answer(old)

        self._replies.request(lambda: worker.set_parameter(name, place, value), changed)

    def ask_network(self, answer: Callable[[Any], None]) -> None:
        """`answer` gets a copy of the network, also that of a run that failed, or None."""
        worker = self._worker

        def call() -> Network | None:
            return None if worker.network is None else worker.network.copy()

        self._replies.request(call, answer)

    def recover(self, answer: Callable[[Any], None]) -> None:
        """Bring the last healthy weights back; `answer` gets their step, or None.

        The run, which has ended, can then go on to the end it was to have.
        """

        def recovered(step: Any) -> None:
            if isinstance(step, int) and self.status is Status.FINISHED:
                self.collect()
                if self._epochs > self._progress:
                    self._set_status(Status.PAUSED)
            answer(step)

        worker = self._worker

        def restore(run: Run) -> int | None:
            step = put_healthy(run)
            worker.show_put_weights()
            return step

        self.ask(restore, recovered)

    def start(self) -> None:
        """Train on; a finished run goes on for as many epochs again."""
        if self.status is Status.FINISHED:
            self.ask(extend, self._on_extended)
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

    def hold(self) -> None:
        """Let short batches wait while the window draws."""
        self._worker.hold()

    def release(self) -> None:
        """The window has drawn."""
        self._worker.release()

    def want_snapshot(self) -> None:
        """Ask for the parameters after the batch at work."""
        self._worker.want_snapshot()

    def collect(self) -> None:
        """Fetch what has come and tell of it; called by the window's clock."""
        mail = self._mailbox.empty()
        if self.status in (Status.EMPTY, Status.PREPARING):
            return  # of a run that is void
        if mail.last is not None or mail.epochs:
            if mail.last is not None:
                self._progress, self._step = mail.last.progress, mail.last.step
            self._rate.add(mail.samples)
            self.mail_came.emit(mail)
            if time.perf_counter() - self._told_at > PROGRESS_SECONDS:
                self._emit_progress()
        for moved in mail.moved:
            self.weights_moved.emit(moved)
        if mail.snapshot is not None:
            self.snapshot_changed.emit(mail.snapshot)

    def close(self) -> bool:
        """End the thread; False where the batch at work takes too long.

        What has been asked and not answered by then never is.
        """
        self._replies.close()
        self._worker.close()
        return self._thread.wait(int(CLOSE_SECONDS * 1000))

    def _go(self, pace: Pace) -> None:
        if self.has_run and self.status is not Status.FINISHED:
            self._rate = Rate()
            self._stopping = False
            self._set_status(Status.RUNNING)
            self._worker.set_pace(pace)

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
        eta = left / rate if rate and self.status is Status.RUNNING else None
        self.progressed.emit(Progress(self._epochs, self._progress, self._step, rate, eta))

    def _on_prepared(self, result: Any) -> None:
        if isinstance(result, Exception):
            self.info = None
            self._set_status(Status.FAILED)
            self.failed.emit(str(result) or repr(result))
            return
        result = replace(result, begins_anew=self._begins_anew)
        self._begins_anew = False
        self.info = result
        self._epochs = result.epochs
        self._progress, self._step = float(result.epoch), result.step
        self._rate = Rate()
        over = result.epoch >= result.epochs
        begun = Status.PAUSED if result.step else Status.READY
        self._set_status(Status.FINISHED if over else begun)
        self.prepared.emit(result)
        self.snapshot_changed.emit(result.snapshot)
        self._emit_progress()

    def _on_extended(self, epochs: Any) -> None:
        if self.status is not Status.FINISHED or not isinstance(epochs, int):
            return  # another run has been asked for meanwhile
        self._epochs = epochs
        self._set_status(Status.PAUSED)
        self._go(Pace.RUN)

    @Slot()
    def _on_rested(self) -> None:
        if not self._worker.rests:
            return  # set going again before this arrived; another `rested` will follow
        self.collect()
        if self.status is Status.RUNNING:
            self._set_status(Status.FINISHED if self._stopping else Status.PAUSED)
        self._emit_progress()
        self._stopping = False

    @Slot(str)
    def _on_ended(self, reason: str) -> None:
        if self.status is not Status.RUNNING:
            return  # another run has been asked for meanwhile
        self.collect()
        self._set_status(Status.FINISHED)
        self._emit_progress()
        self.ended.emit(reason)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if self.status is not Status.RUNNING:
            return  # likewise
        self.collect()
        self.info = None
        self._set_status(Status.FAILED)
        self.failed.emit(str(error) or repr(error))


def _ignore(_result: object) -> None:
    """The answer does not matter."""


__all__ = ["Mail", "Prepared", "Progress", "Snapshot", "Status", "TrainingJob"]
