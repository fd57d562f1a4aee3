"""Which training digits look most like the drawing, found in the background."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app.jobs.task import Report, Task, Tasks
from nncore.data import Dataset
from nncore.data.similar import nearest

SHOWN = 12


@dataclass(frozen=True, eq=False)
class Similar:
    """The nearest training samples, the nearest first.

    Attributes:
        pictures: Ink (count, 28, 28).
        labels: Their classes in words.
        distances: Euclidean, over all pixels.
    """

    pictures: np.ndarray
    labels: tuple[str, ...]
    distances: np.ndarray


class SimilarDigits(QObject):
    """Answers the newest question; older ones are dropped.

    Signals:
        changed(): There is another result, or none.
    """

    changed = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.result: Similar | None = None
        self._tasks = tasks
        self._task: Task | None = None
        self._next: tuple[Dataset, np.ndarray] | None = None

    def ask(self, data: Dataset, picture: np.ndarray) -> None:
        """Look for the training samples nearest to a picture (28, 28)."""
        self._next = (data, picture)
        if self._task is None:
            self._begin()

    def forget(self) -> None:
        """There is no question any more."""
        self._next = None
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self.result is not None:
            self.result = None
            self.changed.emit()

    def _begin(self) -> None:
        if self._next is None:
            return
        (data, picture), self._next = self._next, None

        def work(_report: Report) -> Similar:
            places, distances = nearest(data.x_train, picture.reshape(data.input_shape), SHOWN)
            names = tuple(data.class_names[int(label)] for label in data.y_train[places])
            pictures = np.array(data.x_train[places]).reshape(-1, *picture.shape)
            return Similar(pictures, names, distances)

        self._task = self._tasks.start(
            self.tr("Looking for similar digits"),
            work,
            succeeded=self._on_found,
            failed=self._on_failed,
        )

    @Slot(object)
    def _on_found(self, result: Similar) -> None:
        if self.sender() is self._task:
            self._task = None
            self.result = result
            self.changed.emit()
            self._begin()

    @Slot(object)
    def _on_failed(self, _: Exception) -> None:
        if self.sender() is self._task:
            self._task = None
            self.forget()
