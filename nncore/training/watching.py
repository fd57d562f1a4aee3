"""What every policy shares: its settings, and the watcher that holds its memory in one run."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from nncore.errors import DataError, SpecError
from nncore.hyperparameters import Configured
from nncore.training.events import Event

if TYPE_CHECKING:
    from nncore.training.loop import Run


class Rule(Protocol):
    """Called with every event before the caller sees it; a text ends the run and says why."""

    def __call__(self, event: Event, run: "Run") -> str | None:
        """A reason to end the run, or None."""


@dataclass(frozen=True)
class Policy(Configured):
    """Base of the policies a run may declare; `watcher` sets one to work."""

    def watcher(self) -> "Watcher":
        """A new one, that has seen nothing yet."""
        raise NotImplementedError

    @property
    def needs(self) -> str:
        """The metric without which it cannot work, or nothing."""
        return ""


class Watcher:
    """A policy at work in one run.

    Attributes:
        policy: Its settings.
        memory: Numbers it remembers; NaN where there is none yet.
        arrays: Copies of the network's flat array that it keeps.
    """

    def __init__(self, policy: Policy, memory: Mapping[str, float]) -> None:
        self.policy = policy
        self.memory = dict(memory)
        self.arrays: dict[str, np.ndarray] = {}

    def __call__(self, event: Event, run: "Run") -> str | None:
        raise NotImplementedError

    def load(self, memory: Mapping[str, float], arrays: Mapping[str, np.ndarray]) -> None:
        """Take over a saved memory.

        Raises:
            DataError: It is that of another policy.
        """
        if memory.keys() != self.memory.keys():
            raise DataError(
                f"{self.policy.type_name} remembers {', '.join(self.memory)}; the state has "
                + (", ".join(memory) or "nothing")
            )
        self.memory = dict(memory)
        self.arrays = {name: values.copy() for name, values in arrays.items()}


def watchers_of(policies: Sequence[Policy], before: Sequence[Rule] = ()) -> list[Rule]:
    """Policies at work; one that is among `before` with the same settings goes on there."""
    left = [rule for rule in before if isinstance(rule, Watcher)]
    result: list[Rule] = []
    for policy in policies:
        same = next((watcher for watcher in left if watcher.policy == policy), None)
        if same is not None:
            left.remove(same)
        result.append(same or policy.watcher())
    return result


def is_better(monitor: str, value: float, best: float, min_delta: float) -> bool:
    """Accuracies count upwards, losses downwards; NaN as `best` is none yet."""
    if not math.isfinite(value):
        return False
    if math.isnan(best):
        return True
    return value > best + min_delta if "accuracy" in monitor else value < best - min_delta


def measured(*, classes: bool, validation: bool) -> tuple[str, ...]:
    """The metrics of a run that a policy may watch.

    Args:
        classes: Whether its data have classes.
        validation: Whether samples are kept aside.
    """
    names = ("accuracy", "loss") if classes else ("loss",)
    return names + tuple(f"val_{name}" for name in names if validation)


def check_watched(policy: Policy, metrics: Sequence[str]) -> None:
    """Refuse a policy that watches what is not measured.

    Raises:
        SpecError: It says what is measured.
    """
    if policy.needs and policy.needs not in metrics:
        raise SpecError(
            f"{policy.type_name} watches {policy.needs}; this run measures "
            f"{', '.join(metrics)}"
            + (" (set validation_split)" if policy.needs.startswith("val_") else ""),
            field="policies",
        )
