"""Work beside the window: one call after another, at most a tenth of the time."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.jobs.task import Tasks

SHARE = 0.1
"""Calls that are asked for all the time take this share of it, so that training keeps the rest."""

Function = Callable[[], Any]
Answer = Callable[[Any], None]


class OneByOne(QObject):
    """Calls functions in a thread of the pool, never two at once, with rests between them.

    Of those that are asked for meanwhile only the newest is called.

    Signals:
        answered(): A function has returned, and its answer has been told.
    """

    answered = Signal()

    def __init__(self, tasks: Tasks, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._title = title
        self._waiting: tuple[Function, Answer] | None = None
        self._answer: Answer | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._begin)

    def ask(self, function: Function, answer: Answer, *, at_once: bool = False) -> None:
        """Call `function` as soon as may be; `answer` gets its result in this thread.

        Args:
            function: Touches nothing that another thread may change.
            answer: Not called where the function raises.
            at_once: The user waits for it: without the rest.
        """
        self._waiting = (function, answer)
        if at_once:
            self._rest.stop()
        if self._answer is None and not self._rest.isActive():
            self._begin()

    @Slot()
    def _begin(self) -> None:
        if self._waiting is None:
            return
        (function, self._answer), self._waiting = self._waiting, None

        def timed(_report: object) -> tuple[Any, float]:
            began = time.perf_counter()
            return function(), time.perf_counter() - began

        self._tasks.start(
            self._title,
            timed,
            succeeded=self._on_done,
            failed=self._on_failed,
            cancelled=self._on_cancelled,
        )

    @Slot(object)
    def _on_done(self, result: tuple[Any, float]) -> None:
        found, seconds = result
        answer, self._answer = self._answer, None
        self._rest.start(round(seconds * (1 / SHARE - 1) * 1000))
        if answer is not None:
            answer(found)
        self.answered.emit()

    @Slot(object)
    def _on_failed(self, _error: Exception) -> None:
        self._answer = None
        self._rest.start(0)

    @Slot()
    def _on_cancelled(self) -> None:
        self._answer = self._waiting = None  # the window closes
