"""The mailbox between the training thread, which fills it, and the window, which empties it."""

from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from nncore.network import Snapshot
from nncore.training.events import BatchEnded, EpochEnded


@dataclass(frozen=True)
class Mail:
    """What has come since the mailbox was last emptied.

    Attributes:
        progress: For each batch, epochs done.
        loss: For each batch.
        accuracy: For each batch, NaN for regression.
        samples: Samples trained on in these batches.
        snapshot: The newest parameters, None if there are no newer ones.
    """

    progress: np.ndarray
    loss: np.ndarray
    accuracy: np.ndarray
    epochs: tuple[EpochEnded, ...]
    last: BatchEnded | None
    samples: int
    snapshot: Snapshot | None


@dataclass
class _Held:
    progress: list[float] = field(default_factory=list)
    loss: list[float] = field(default_factory=list)
    accuracy: list[float | None] = field(default_factory=list)
    epochs: list[EpochEnded] = field(default_factory=list)
    last: BatchEnded | None = None
    samples: int = 0
    snapshot: Snapshot | None = None


class Mailbox:
    """Holds the newest of everything; neither side ever waits for the other.

    Attributes:
        wants_snapshot: Set by the window; the training thread copies the parameters after
            its next batch and clears it.
    """

    def __init__(self) -> None:
        self.wants_snapshot = False
        self._lock = Lock()
        self._held = _Held()

    def put_batch(self, event: BatchEnded) -> None:
        """Called by the training thread for every batch."""
        with self._lock:
            held = self._held
            held.progress.append(event.progress)
            held.loss.append(event.loss)
            held.accuracy.append(event.accuracy)
            held.samples += event.samples
            held.last = event

    def put_epoch(self, event: EpochEnded) -> None:
        """Called by the training thread for every epoch."""
        with self._lock:
            self._held.epochs.append(event)

    def put_snapshot(self, snapshot: Snapshot) -> None:
        """Called by the training thread; replaces the one that was not fetched yet."""
        with self._lock:
            self._held.snapshot = snapshot
            self.wants_snapshot = False

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held = _Held()

    def empty(self) -> Mail:
        """Everything that has come; called by the window."""
        with self._lock:
            held, self._held = self._held, _Held()
        return Mail(
            np.array(held.progress, float),
            np.array(held.loss, float),
            np.array(held.accuracy, float),  # None becomes NaN
            tuple(held.epochs),
            held.last,
            held.samples,
            held.snapshot,
        )
