"""A task: one function in a background thread, with progress and cancel."""

from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

from nncore.errors import Cancelled

Report = Callable[[int, int, str], None]
"""``report(done, total, text)``; raises Cancelled when the user gave up."""


CLOSE_MS = 5000
"""How long closing waits."""


class Task(QObject):
    """Calls ``function(report)`` in a thread of the pool.

    Signals:
        progressed(done, total, text): As the function reports it.
        succeeded(result): It has returned.
        failed(error): It has raised.
        cancelled(): The user gave up.
    """

    progressed = Signal(object, object, str)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(
        self, title: str, function: Callable[[Report], Any], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.is_loading = False
        self.writes = False
        self._function = function
        self._given_up = Event()

    def cancel(self) -> None:
        """Give up; the function notices when it next reports."""
        self._given_up.set()

    def _report(self, done: int, total: int, text: str) -> None:
        if self._given_up.is_set():
            raise Cancelled(self.title)
        self.progressed.emit(done, total, text)

    def run(self) -> None:
        """The body, in the pool's thread."""
        try:
            result = self._function(self._report)
        except Cancelled:
            self.cancelled.emit()
        except Exception as error:  # noqa: BLE001 - handed to the one who asked
            self.failed.emit(error)
        else:
            if self._given_up.is_set():
                self.cancelled.emit()
            else:
                self.succeeded.emit(result)


class Tasks(QObject):
    """Starts tasks and waits for them at the end.

    Signals:
        started(task): A task has begun.
        ended(task): It is over, in whatever way.
    """

    started = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        # One thread, so that of two saves to one file the later one wins.
        self._writers = QThreadPool(self)
        self._writers.setMaxThreadCount(1)
        self._active: list[Task] = []

    def start(
        self,
        title: str,
        function: Callable[[Report], Any],
        *,
        succeeded: Callable[[Any], None],
        failed: Callable[[Exception], None],
        cancelled: Callable[[], None] | None = None,
        is_loading: bool = False,
        writes: bool = False,
    ) -> Task:
        """Begin a task.

        Args:
            title: What it does, for the window.
            function: Called as ``function(report)`` in a thread of its own.
            succeeded: A bound method of a QObject; gets the result in the GUI thread.
            failed: Likewise; gets the error.
            cancelled: Likewise; the user gave up.
            is_loading: It loads the data set; the data panel shows how far it is.
            writes: It writes a file; such tasks run one after the other and `close` waits
                for them.
        """
        task = Task(title, function, self)
        task.is_loading, task.writes = is_loading, writes
        task.succeeded.connect(succeeded)
        task.failed.connect(failed)
        if cancelled is not None:
            task.cancelled.connect(cancelled)
        for signal in (task.succeeded, task.failed, task.cancelled):
            signal.connect(self._on_over)
        self._active.append(task)
        self.started.emit(task)
        (self._writers if writes else self._pool).start(task.run)
        return task

    def _on_over(self, *_: object) -> None:
        task = self.sender()
        if isinstance(task, Task) and task in self._active:
            self._active.remove(task)
            self.ended.emit(task)
            task.deleteLater()

    def close(self) -> bool:
        """Give up what still loads, and wait for it and for what is being written."""
        for task in self._active:
            if not task.writes:
                task.cancel()
        written = self._writers.waitForDone(CLOSE_MS)
        return self._pool.waitForDone(CLOSE_MS) and written
