"""The mailbox between the training thread, which fills it, and the window, which empties it."""

import contextlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from nncore.network import Snapshot
from nncore.training.events import BatchEnded, EpochEnded

_T = TypeVar("_T")


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


class Mailbox:
    """Holds the newest of everything; neither side ever waits for the other.

    The deques take and give single items without a lock, which spares the training
    thread one for every batch.

    Attributes:
        wants_snapshot: Set by the window; the training thread copies the parameters after
            its next batch and clears it.
    """

    def __init__(self) -> None:
        self.wants_snapshot = False
        self._batches: deque[BatchEnded] = deque()
        self._epochs: deque[EpochEnded] = deque()
        self._snapshot: deque[Snapshot] = deque(maxlen=1)
        self.put_batch: Callable[[BatchEnded], None] = self._batches.append
        """Called by the training thread for every batch."""
        self.put_epoch: Callable[[EpochEnded], None] = self._epochs.append
        """Called by the training thread for every epoch."""

    def put_snapshot(self, snapshot: Snapshot) -> None:
        """Called by the training thread; replaces the one that was not fetched yet."""
        self._snapshot.append(snapshot)
        self.wants_snapshot = False

    def clear(self) -> None:
        """Forget everything."""
        for held in (self._batches, self._epochs, self._snapshot):
            held.clear()

    def empty(self) -> Mail:
        """Everything that has come; called by the window."""
        # Snapshot first: what it shows is then never newer than the batches below.
        snapshots = _drain(self._snapshot)
        batches, epochs = _drain(self._batches), _drain(self._epochs)
        return Mail(
            np.array([event.progress for event in batches], float),
            np.array([event.loss for event in batches], float),
            np.array([event.accuracy for event in batches], float),  # None becomes NaN
            tuple(epochs),
            batches[-1] if batches else None,
            sum(event.samples for event in batches),
            snapshots[-1] if snapshots else None,
        )


def _drain(held: deque[_T]) -> list[_T]:
    """Take out what is there; items that come meanwhile may stay for the next time."""
    items: list[_T] = []
    with contextlib.suppress(IndexError):  # the other thread may `clear` meanwhile
        for _ in range(len(held)):
            items.append(held.popleft())
    return items
