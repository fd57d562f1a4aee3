"""Weights that are set by hand: in the training thread, and on the undo stack."""

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.commands import SetWeight
from app.document import Document
from app.jobs.training import TrainingJob


class WeightEdits(QObject):
    """Changes one parameter of the run's network, undoably.

    Parameters are not part of the project, which is an immutable value: the command on the
    undo stack knows two numbers and asks the training thread to put one or the other.

    Signals:
        told(message, level): Something the user should know, once.
    """

    told = Signal(str, str)

    def __init__(self, training: TrainingJob, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._training = training
        self._document = document
        self._opened = 0
        document.project_opened.connect(self._on_project_opened)

    def set(self, name: str, place: tuple[int, ...], value: float, text: str) -> None:
        """Put a number.

        Args:
            name: The parameter, "dense_1/kernel".
            place: Where in its array.
            value: The new number.
            text: What is done, for the menu.
        """
        opened = self._opened

        def put(number: float) -> None:
            self._training.set_parameter(name, place, number, self._check)

        def done(old: Any) -> None:
            self._check(old)
            if isinstance(old, float) and old != value and self._opened == opened:
                self._document.undo_stack.push(SetWeight(put, old, value, text))

        self._training.set_parameter(name, place, value, done)

    def _check(self, old: Any) -> None:
        """Say so where nothing could be changed."""
        if isinstance(old, float):
            return
        self.told.emit(
            self.tr("The network in training has no such weight (any more); nothing was changed."),
            "warning",
        )

    @Slot()
    def _on_project_opened(self) -> None:
        self._opened += 1
