"""The mailbox between the training thread, which fills it, and the window, which empties it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TypeVar

import numpy as np

from app.jobs.weight_trail import Moved
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
        rate: The learning rate of each batch.
        norm: The length of the gradient of each batch, NaN where it was not measured.
        moved: How far the weights have moved, bit by bit.
    """

    progress: np.ndarray
    loss: np.ndarray
    accuracy: np.ndarray
    epochs: tuple[EpochEnded, ...]
    last: BatchEnded | None
    samples: int
    snapshot: Snapshot | None
    rate: np.ndarray = field(default_factory=lambda: np.zeros(0))
    norm: np.ndarray = field(default_factory=lambda: np.zeros(0))
    moved: tuple[Moved, ...] = ()


class Mailbox:
    """Holds the newest of everything; neither side ever waits for the other.

    The lists are appended to, copied and cut without a lock: each of these is one step for
    the interpreter, which spares the training thread a lock for every batch.

    Attributes:
        wants_snapshot: Set by the window; the training thread copies the parameters after
            its next batch and clears it.
    """

    def __init__(self) -> None:
        self.wants_snapshot = False
        self._batches: list[BatchEnded] = []
        self._epochs: list[EpochEnded] = []
        self._snapshots: list[Snapshot] = []
        self._moved: list[Moved] = []
        # Between those who take things out; those who put something in do not need it.
        self._taking = threading.Lock()
        self.put_batch: Callable[[BatchEnded], None] = self._batches.append
        """Called by the training thread for every batch."""
        self.put_epoch: Callable[[EpochEnded], None] = self._epochs.append
        """Called by the training thread for every epoch."""
        self.put_moved: Callable[[Moved], None] = self._moved.append
        """Called by the training thread now and then."""

    def put_snapshot(self, snapshot: Snapshot) -> None:
        """Called by the training thread; replaces the one that was not fetched yet."""
        self._snapshots.append(snapshot)
        self.wants_snapshot = False

    def clear(self) -> None:
        """Forget everything."""
        with self._taking:
            self._batches.clear()
            self._epochs.clear()
            self._snapshots.clear()
            self._moved.clear()

    def empty(self) -> Mail:
        """Everything that has come; called by the window."""
        with self._taking:
            # Snapshot first: what it shows is then never newer than the batches below.
            snapshots = _drain(self._snapshots)
            batches, epochs = _drain(self._batches), _drain(self._epochs)
            moved = _drain(self._moved)
        return Mail(
            _column(batches, "progress"),
            _column(batches, "loss"),
            _column(batches, "accuracy"),  # None becomes NaN
            tuple(epochs),
            batches[-1] if batches else None,
            sum(map(attrgetter("samples"), batches)),
            snapshots[-1] if snapshots else None,
            _column(batches, "learning_rate"),
            _column(batches, "gradient_norm"),
            tuple(moved),
        )


def _drain(held: list[_T]) -> list[_T]:
    """Take out what is there; items that come meanwhile stay for the next time."""
    items = held[:]
    del held[: len(items)]
    return items


def _column(batches: list[BatchEnded], name: str) -> np.ndarray:
    values = map(attrgetter(name), batches)
    try:
        return np.fromiter(values, float, len(batches))
    except TypeError:  # some are None; half as fast
        return np.array(list(map(attrgetter(name), batches)), float)
