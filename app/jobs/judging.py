"""Judging: a network's answers to held-out samples, worked out in the background."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.engine_messages import told_error
from app.jobs.session import Session
from app.jobs.task import Report, Task
from nncore.network import Network, Snapshot

Work = Callable[[Network, int], Iterator[Any]]
"""``work(network, step)`` yields how many samples are done, and at last the result."""

SHARE = 0.2
"""While a run goes on, judging works this share of the time, so that training keeps the rest."""

LEAST_REST = 3.0
"""Seconds between two judgements while a run goes on."""

REST_FACTOR = 4.0
"""And at least this many times as long as the last one took."""

LONGEST_NAP = 0.05
"""Seconds between two looks at whether the user has given up."""


class Judging(QObject):
    """Judges the newest parameters when asked, never more often than training can bear.

    Signals:
        changed(): Another result is there, or it has begun or ended.
        progressed(share): How much is done, 0 to 1.

    Attributes:
        result: What the last judgement found, None where there is none.
        problem: Why there is none, "" where nobody knows of a reason.
        cancelled: The user gave up; nothing is judged until `resume`.
    """

    changed = Signal()
    progressed = Signal(float)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.result: Any = None
        self.problem = ""
        self.cancelled = False
        self._session = session
        info = session.training.info
        self._newest: Snapshot | None = None if info is None else info.snapshot
        self._judged: Snapshot | None = None
        self._judging: Snapshot | None = None
        self._task: Task | None = None
        self._not_before = 0.0
        self._began = 0.0
        self._wake = QTimer(self)
        self._wake.setSingleShot(True)
        self._wake.timeout.connect(self.changed)
        training = session.training
        training.prepared.connect(self._on_prepared)
        training.snapshot_changed.connect(self._on_snapshot)
        training.status_changed.connect(self._on_status)
        session.document.project_opened.connect(self.forget)
        session.data_changed.connect(self.forget)

    @property
    def goes_on(self) -> bool:
        """Whether samples are being judged right now."""
        return self._task is not None

    @property
    def is_stale(self) -> bool:
        """Whether there are newer parameters than those of the result."""
        newest, judged = self._newest, self._judged
        if newest is None or newest is judged:
            return False
        if judged is None or newest.step != judged.step:
            return True
        return not np.array_equal(newest.flat, judged.flat)

    def ask(self, work: Work, total: int) -> None:
        """Judge the newest parameters, unless it is too early or they are judged already.

        Args:
            work: Runs in a thread of its own.
            total: How many samples there are.
        """
        network = self._session.predictor.own
        snapshot = self._newest
        if self._task is not None or self.cancelled or network is None or snapshot is None:
            return
        if snapshot.flat.shape != network.flat.shape or not self.is_stale:
            return
        if self._session.training.is_running() and self._wait_left() > 0:
            self._wake.start(int(self._wait_left() * 1000) + 1)
            return
        self._begin(work, total, network, snapshot)

    def _wait_left(self) -> float:
        return self._not_before - time.perf_counter()

    def _begin(self, work: Work, total: int, network: Network, snapshot: Snapshot) -> None:
        spec, inference, dtype = network.spec, network.inference, network.dtype.name
        is_busy = self._session.training.is_running

        def judge(report: Report) -> Any:
            copy = Network(spec, inference, dtype)
            copy.flat[...] = snapshot.flat
            return _paced(work(copy, snapshot.step), total, report, is_busy)

        self._began = time.perf_counter()
        self._judging = snapshot
        self._task = self._session.tasks.start(
            self.tr("Judging {0} samples").format(f"{total:,}"),
            judge,
            succeeded=self._on_judged,
            failed=self._on_failed,
            cancelled=self._on_cancelled,
        )
        self._task.progressed.connect(self._on_progressed)
        self.changed.emit()

    @Slot()
    def cancel(self) -> None:
        """Give up, and do not begin again before `resume`."""
        self.cancelled = True
        self._drop()
        self.changed.emit()

    @Slot()
    def resume(self) -> None:
        """Judge again from now on, at once."""
        self.cancelled = False
        self._not_before = 0.0
        self.changed.emit()

    @Slot()
    def forget(self) -> None:
        """The result belongs to other samples or another network; judge anew."""
        self._drop()
        self.result, self.problem, self._judged = None, "", None
        self._not_before = 0.0
        self.changed.emit()

    def _drop(self) -> None:
        """What is being judged is not wanted any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = self._judging = None

    @Slot(object)
    def _on_prepared(self, _prepared: object) -> None:
        self._newest = None
        self.forget()

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self._newest = snapshot
        if self._task is None and (self._wait_left() <= 0 or not self._busy()):
            self.changed.emit()

    @Slot(object)
    def _on_status(self, _status: object) -> None:
        if not self._busy():
            self.changed.emit()

    def _busy(self) -> bool:
        return self._session.training.is_running()

    def _is_mine(self) -> bool:
        return self._task is not None and self.sender() is self._task

    @Slot(object)
    def _on_judged(self, result: Any) -> None:
        if not self._is_mine():
            return
        self._end()
        self.result, self.problem = result, ""
        self.changed.emit()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if not self._is_mine():
            return
        self._end()
        self.result, self.problem = None, told_error(error)
        self.changed.emit()

    @Slot()
    def _on_cancelled(self) -> None:
        if self._is_mine():  # the window closes
            self._drop()

    def _end(self) -> None:
        took = time.perf_counter() - self._began
        self._judged, self._judging, self._task = self._judging, None, None
        self._not_before = time.perf_counter() + max(LEAST_REST, REST_FACTOR * took)

    @Slot(object, object, str)
    def _on_progressed(self, done: int, total: int, _text: str) -> None:
        if self._is_mine() and total:
            self.progressed.emit(done / total)


def _paced(steps: Iterator[Any], total: int, report: Report, is_busy: Callable[[], bool]) -> Any:
    """Go through the steps, resting after each while a run goes on; the last is the result."""
    report(0, total, "")
    result: Any = None
    started = told = time.perf_counter()
    for result in steps:
        now = time.perf_counter()
        rest = (now - started) * (1 / SHARE - 1) if is_busy() else 0.0
        if isinstance(result, int) and now - told > LONGEST_NAP:
            told = now
            report(result, total, "")
        while rest > 0:
            nap = min(rest, LONGEST_NAP)
            time.sleep(nap)
            rest = rest - nap if is_busy() else 0.0
            report(result if isinstance(result, int) else total, total, "")
        started = time.perf_counter()
    return result
