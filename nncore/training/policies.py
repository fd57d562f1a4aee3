"""Policies: rules outside the loop that watch the epochs and may change or end a run."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nncore.hyperparameters import choice, flag, integer, real
from nncore.training.events import EpochEnded, Event, RunEnded, RunStarted
from nncore.training.guard import Guard, StopWhenNotFinite
from nncore.training.watching import Policy, Rule, Watcher, is_better

if TYPE_CHECKING:
    from nncore.training.loop import Run

MONITORS = ("val_loss", "val_accuracy", "loss", "accuracy")


@dataclass(frozen=True)
class EarlyStopping(Policy):
    """Ends the run when a metric has not improved for `patience` epochs.

    Source: keras.callbacks.EarlyStopping; Prechelt, "Early stopping - but when?", 1998.
    """

    monitor: str = choice("val_loss", help="The metric that is watched.", choices=MONITORS)
    patience: int = integer(
        5, help="Epochs without improvement that are waited; more gives it more time.", minimum=1
    )
    min_delta: float = real(
        0.0, help="What counts as an improvement; more stops sooner.", minimum=0
    )
    restore_best: bool = flag(
        False, help="At the end, go back to the weights of the best epoch, not the last."
    )

    @property
    def needs(self) -> str:
        return self.monitor

    def watcher(self) -> "EarlyStoppingWatcher":
        return EarlyStoppingWatcher(self)


class EarlyStoppingWatcher(Watcher):
    """Memory: the best value, its epoch and the epochs since."""

    policy: EarlyStopping

    def __init__(self, policy: EarlyStopping) -> None:
        super().__init__(policy, {"best": math.nan, "epoch": 0.0, "wait": 0.0})

    def __call__(self, event: Event, run: "Run") -> str | None:
        if isinstance(event, EpochEnded):
            self._judge(event, run)
        if isinstance(event, EpochEnded | RunStarted) and self._is_over():
            memory = self.memory
            return (
                f"early stopping: {self.policy.monitor} has not improved on {memory['best']:.5g} "
                f"(epoch {memory['epoch']:g}) for {memory['wait']:g} epochs"
            )
        if isinstance(event, RunEnded):
            self.memory["wait"] = 0.0  # whoever trains on gives it another chance
            if self.policy.restore_best and "best" in self.arrays:
                run.put_weights(self.arrays["best"])
        return None

    def _judge(self, event: EpochEnded, run: "Run") -> None:
        memory, policy = self.memory, self.policy
        value = event.metrics[policy.monitor]
        if not is_better(policy.monitor, value, memory["best"], policy.min_delta):
            memory["wait"] += 1
            return
        memory.update(best=value, epoch=float(event.epoch), wait=0.0)
        if policy.restore_best:
            self.arrays["best"] = run.network.flat.copy()

    def _is_over(self) -> bool:
        return self.memory["wait"] >= self.policy.patience


@dataclass(frozen=True)
class ReduceLROnPlateau(Policy):
    """Multiplies the learning rate by `factor` when a metric has not improved for a while.

    Source: keras.callbacks.ReduceLROnPlateau. The factor stands beside that of a schedule, so
    a learning rate that is changed by hand stays what was asked for, times the factor.
    """

    monitor: str = choice("val_loss", help="The metric that is watched.", choices=MONITORS)
    factor: float = real(
        0.1,
        help="What the learning rate is multiplied by; less is a deeper cut.",
        minimum=0,
        maximum=1,
        open_minimum=True,
        open_maximum=True,
    )
    patience: int = integer(
        10,
        help="Epochs without improvement that are waited before a cut; more cuts later.",
        minimum=1,
    )
    min_delta: float = real(
        1e-4, help="What counts as an improvement; more cuts sooner.", minimum=0
    )
    cooldown: int = integer(
        0, help="Epochs after a cut in which none are counted; more cuts less often.", minimum=0
    )
    min_lr: float = real(
        0.0, help="The learning rate is never cut below this; more keeps steps larger.", minimum=0
    )

    @property
    def needs(self) -> str:
        return self.monitor

    def watcher(self) -> "ReduceLRWatcher":
        return ReduceLRWatcher(self)


class ReduceLRWatcher(Watcher):
    """Memory: the best value, the epochs since and those left to cool down."""

    policy: ReduceLROnPlateau

    def __init__(self, policy: ReduceLROnPlateau) -> None:
        super().__init__(policy, {"best": math.nan, "wait": 0.0, "cooldown": 0.0})

    def __call__(self, event: Event, run: "Run") -> str | None:
        if not isinstance(event, EpochEnded):
            return None
        memory, policy = self.memory, self.policy
        value = event.metrics[policy.monitor]
        if memory["cooldown"] > 0:
            memory.update(cooldown=memory["cooldown"] - 1, wait=0.0)
        if is_better(policy.monitor, value, memory["best"], policy.min_delta):
            memory.update(best=value, wait=0.0)
        elif memory["cooldown"] <= 0:
            memory["wait"] += 1
            if memory["wait"] >= policy.patience:
                self._cut(run)
        return None

    def _cut(self, run: "Run") -> None:
        rate, policy = run.optimizer.learning_rate, self.policy
        floor = policy.min_lr / rate if rate else 0.0
        run.rate_factor = min(run.rate_factor, max(run.rate_factor * policy.factor, floor))
        self.memory.update(wait=0.0, cooldown=float(policy.cooldown))


POLICIES: dict[str, type[Policy]] = {
    policy.__name__: policy for policy in (EarlyStopping, ReduceLROnPlateau, Guard)
}
Policy.registry = POLICIES

__all__ = [
    "MONITORS",
    "POLICIES",
    "EarlyStopping",
    "Guard",
    "Policy",
    "ReduceLROnPlateau",
    "Rule",
    "StopWhenNotFinite",
]
