"""Weights that are set by hand: in the training thread, and on the undo stack."""

from collections.abc import Callable
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

    def __init__(
        self,
        training: TrainingJob,
        document: Document,
        bring_in_step: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._training = training
        self._document = document
        self._bring_in_step = bring_in_step
        self._beginnings = 0
        document.project_opened.connect(self.begin_anew)

    def set(self, name: str, place: tuple[int, ...], value: float, text: str) -> None:
        """Put a number.

        Args:
            name: The parameter, "dense_1/kernel".
            place: Where in its array.
            value: The new number.
            text: What is done, for the menu.
        """
        beginnings = self._beginnings

        def put(number: float) -> None:
            if self._beginnings != beginnings:
                self.told.emit(
                    self.tr("The weights have been drawn anew since; nothing was changed."),
                    "warning",
                )
                return
            self._bring_in_step()  # an edit undone just before may bring the layer back
            self._training.set_parameter(name, place, number, self._check)

        def done(old: Any) -> None:
            self._check(old)
            if isinstance(old, float) and old != value and self._beginnings == beginnings:
                self._document.undo_stack.push(SetWeight(put, old, value, text))

        self._bring_in_step()
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
    def begin_anew(self) -> None:
        """The weights are others now: undoing what was set before would mix the two."""
        self._beginnings += 1
