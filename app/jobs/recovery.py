"""The way back from a divergence: the last healthy weights, and a smaller learning rate."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.jobs.healthy import healthy_step
from app.jobs.session import Session
from app.jobs.training import Status

SHRINK = 3
"""What the learning rate is divided by."""


@dataclass(frozen=True)
class Offer:
    """What the user can go back to.

    Attributes:
        reason: What has happened, with its numbers.
        step: Of the weights.
        rate: The learning rate to go on with.
    """

    reason: str
    step: int
    rate: float


class Recovery(QObject):
    """Offers a way back after a run has diverged.

    Signals:
        changed(): There is another offer, or none.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.offer: Offer | None = None
        self._session = session
        session.training.ended.connect(self._on_ended)
        session.training.status_changed.connect(self._on_status)
        session.document.project_opened.connect(self.dismiss)

    def accept(self) -> None:
        """Put the weights back, lower the rate, and train on."""
        if self.offer is not None:
            rate = self.offer.rate
            self.dismiss()
            self._session.training.recover(lambda step: self._on_recovered(step, rate))

    @Slot()
    def dismiss(self) -> None:
        """Leave everything as it is."""
        if self.offer is not None:
            self.offer = None
            self.changed.emit()

    @Slot(str)
    def _on_ended(self, reason: str) -> None:
        if reason.startswith("diverged"):
            self._session.training.ask(healthy_step, lambda step: self._on_step(step, reason))

    def _on_step(self, step: Any, reason: str) -> None:
        if isinstance(step, int) and self._session.training.status is Status.FINISHED:
            rate = self._session.config.optimizer.learning_rate / SHRINK
            self.offer = Offer(reason, step, float(f"{rate:.1g}"))
            self.changed.emit()

    @Slot(object)
    def _on_status(self, status: Status) -> None:
        if status is not Status.FINISHED:
            self.dismiss()

    def _on_recovered(self, step: Any, rate: float) -> None:
        if not isinstance(step, int):
            return
        session = self._session
        optimizer = replace(session.config.optimizer, learning_rate=rate)
        session.document.edit_config(self.tr("Lower the learning rate"), optimizer=optimizer)
        session.train()
