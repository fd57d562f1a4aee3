"""What the window is told of a run: its status, its start and how fast it moves."""

import time
from dataclasses import dataclass
from enum import Enum

from app.jobs.weight_trail import kernel_norms
from nncore.network import Network, Snapshot
from nncore.training.loop import Run

RATE_SECONDS = 1.0
"""Samples per second are measured over about this long."""


class Status(Enum):
    """What the training job is doing."""

    EMPTY = "empty"
    PREPARING = "preparing"
    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True)
class Progress:
    """Where a run is, for the toolbar.

    Attributes:
        epochs: When it will be over.
        progress: Epochs done, as a fraction.
        samples_per_second: Over the last second or so, 0 while unknown.
        eta: Seconds to the end, None while unknown.
    """

    epochs: int
    progress: float
    step: int
    samples_per_second: float
    eta: float | None


@dataclass(frozen=True)
class Prepared:
    """A run that stands ready.

    Attributes:
        network: The run's network as it was made, copied for the window.
        snapshot: Its parameters.
        norms: How large the kernel of each layer is.
        kept: Layers whose parameters came from the run before.
        begins_anew: Whether the run before, which had been trained, could not go on.
        learned: Whether the parameters are other than those the seed draws.
        step: Steps already taken, for a run that goes on from a file.
        history: Metrics by epoch, likewise.
        kernels: What computes the inner loops: "numpy", or "fast", compiled by numba.
    """

    network: Network
    snapshot: Snapshot
    norms: dict[str, float]
    kept: tuple[str, ...]
    begins_anew: bool
    learned: bool
    step: int
    epoch: int
    epochs: int
    samples: int
    history: dict[str, list[float]]
    kernels: str


class Rate:
    """Samples per second over the last second or so."""

    def __init__(self) -> None:
        self._marks: list[tuple[float, int]] = [(time.perf_counter(), 0)]

    def add(self, samples: int) -> None:
        """Count samples that have been trained on until now."""
        now = time.perf_counter()
        self._marks.append((now, self._marks[-1][1] + samples))
        while len(self._marks) > 2 and now - self._marks[1][0] > RATE_SECONDS:
            self._marks.pop(0)

    @property
    def per_second(self) -> float:
        """0 until enough time has passed to tell."""
        seconds = self._marks[-1][0] - self._marks[0][0]
        samples = self._marks[-1][1] - self._marks[0][1]
        return samples / seconds if seconds > 0.05 else 0.0


def describe(run: Run, kept: tuple[str, ...], *, learned: bool, begins_anew: bool) -> Prepared:
    """The run as it stands, copied."""
    return Prepared(
        network=run.network.copy(),
        snapshot=run.network.snapshot(run.step),
        norms=kernel_norms(run.network),
        kept=kept,
        begins_anew=begins_anew,
        learned=learned,
        step=run.step,
        epoch=run.epoch,
        epochs=run.epochs,
        samples=len(run.splits.train),
        history={name: list(values) for name, values in run.history.items()},
        kernels=run.kernels.name,
    )
