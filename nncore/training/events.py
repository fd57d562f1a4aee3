"""Events: what a run says while it goes, each a frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nncore.network import Network


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The network stands and the data are there; nothing has been learned yet."""

    network: Network
    samples: int
    batches: int
    epochs: int


@dataclass(frozen=True, slots=True)
class BatchEnded:
    """One optimizer step.

    Attributes:
        epoch: Counts from 1.
        batch: Place in the epoch, from 1.
        step: Optimizer steps since the start of the run.
        samples: Samples in this batch.
        progress: Epochs done, as a fraction: 2.25 is a quarter into the third.
        loss: Mean over this batch, penalties included.
        accuracy: Share of this batch that was right, before the step; None for regression.
        learning_rate: That of the step, schedule and cuts included.
        gradient_norm: Length of the gradient as one vector of all trained weights, before any
            clipping; None where `Run.norm_every` did not ask for it.
    """

    epoch: int
    batch: int
    step: int
    samples: int
    progress: float
    loss: float
    accuracy: float | None
    learning_rate: float = 0.0
    gradient_norm: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluating:
    """A piece of the validation or test data has been measured."""

    split: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class EpochEnded:
    """Every training sample has been seen once more.

    Attributes:
        metrics: Means over the epoch, as it went: loss, accuracy; and after it, on the
            validation data: val_loss, val_accuracy, val_macro_f1. Where several outputs have a
            loss, that of each is called loss/OUTPUT and val_loss/OUTPUT.
        seconds: Time in this epoch's training, without the validation.
    """

    epoch: int
    step: int
    metrics: Mapping[str, float]
    seconds: float
    samples_per_second: float


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The last event.

    Attributes:
        reason: "finished", or why it ended early ("diverged: ...").
        history: For each metric, its value after each epoch.
    """

    reason: str
    network: Network
    history: Mapping[str, list[float]] = field(default_factory=dict)


Event = RunStarted | BatchEnded | Evaluating | EpochEnded | RunEnded
