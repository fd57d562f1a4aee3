"""Questions to the training thread, and what it answers."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Slot

from app.jobs.worker import TrainingWorker


class Replies(QObject):
    """Has functions called in the training thread; each answer comes back in this one."""

    def __init__(self, worker: TrainingWorker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._waiting: dict[object, Callable[[Any], None]] = {}
        self._closed = False
        worker.served.connect(self._on_served)

    def request(self, function: Callable[[], Any], answer: Callable[[Any], None]) -> None:
        """Call `function` between two batches; `answer` gets its result, or what it raised."""
        if not self._closed:
            token = object()
            self._waiting[token] = answer
            self._worker.request(token, function)

    def close(self) -> None:
        """What has been asked and not answered by now never is."""
        self._closed = True
        self._waiting.clear()

    @Slot(object, object)
    def _on_served(self, token: object, result: object) -> None:
        answer = self._waiting.pop(token, None)
        if answer is not None:
            answer(result)
