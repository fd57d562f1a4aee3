"""Guards: end a run that diverges, and say why with the numbers that show it."""

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nncore.hyperparameters import flag, integer, real
from nncore.network import Network
from nncore.norms import squared_distance, squared_length
from nncore.training.events import BatchEnded, Event, RunEnded, RunStarted
from nncore.training.units import stuck_units
from nncore.training.watching import Policy, Watcher
from nncore.workspace import Workspace

if TYPE_CHECKING:
    from nncore.training.loop import Run


_LATELY = 100
"""Steps after which what moved then explains nothing any more."""


class StopWhenNotFinite:
    """Ends a run whose loss is no number any more: nothing good can come after it."""

    def __call__(self, event: Event, run: "Run") -> str | None:
        if isinstance(event, BatchEnded) and not math.isfinite(event.loss):
            return (
                f"diverged: the loss became {event.loss} at step {event.step} with "
                f"{_rates(event, run)}; try {_lower(run)}"
            )
        return None


def _rates(event: BatchEnded, run: "Run") -> str:
    """The learning rate of the step; where a schedule or a policy changed it, that set too."""
    asked, had = run.optimizer.learning_rate, event.learning_rate
    return f"learning rate {had:g}" + (f" (set to {asked:g})" if had != asked else "")


def _times(ratio: float) -> str:
    """Two digits, as people write them: 650, not 6.5e+02."""
    text = f"{ratio:.2g}"
    return f"{float(text):.0f}" if 10 <= ratio < 1e6 else text


def _lower(run: "Run") -> str:
    """A third of the learning rate that is set, as people write it: 10, not 1e+01."""
    return f"{float(f'{run.optimizer.learning_rate / 3:.1g}'):g}"


@dataclass(frozen=True)
class Guard(Policy):
    """Ends a run whose loss explodes or is no number, and keeps the last healthy weights."""

    explosion: float = real(
        100.0,
        help="A loss this many times the first one (or 1, if that is more) ends the run; "
        "more lets it go on longer.",
        minimum=1,
        open_minimum=True,
        log=True,
    )
    every: int = integer(
        50, help="Steps between two copies of the weights; more costs less.", minimum=1, log=True
    )
    restore: bool = flag(True, help="When the run ends so, go back to the last healthy weights.")

    def watcher(self) -> "GuardWatcher":
        return GuardWatcher(self)


class GuardWatcher(Watcher):
    """Memory: the first loss, the step of the healthy copy, and the worst layer one step later."""

    policy: Guard

    def __init__(self, policy: Guard) -> None:
        nothing = dict.fromkeys(("first", "healthy", "ratio", "layer"), math.nan)
        super().__init__(policy, nothing)
        self._stopped = False
        self._limit = -math.inf  # a loss above it is looked at
        self._due = 0  # nothing is to be done before this step
        self._rate = math.nan  # of the step whose movement is remembered

    def load(self, memory: Mapping[str, float], arrays: Mapping[str, np.ndarray]) -> None:
        super().load(memory, arrays)
        self._limit = -math.inf

    @property
    def healthy(self) -> tuple[int, np.ndarray] | None:
        """The step of the last healthy weights, and the weights; None before there are any."""
        flat = self.arrays.get("healthy")
        return None if flat is None else (int(self.memory["healthy"]), flat)

    def __call__(self, event: Event, run: "Run") -> str | None:
        if isinstance(event, BatchEnded):
            # True of nearly every batch, so that it costs next to nothing; never of NaN.
            if event.loss <= self._limit and event.step < self._due:
                return None
            return self._check(event, run)
        if isinstance(event, RunStarted):
            self._stopped, self._limit = False, -math.inf
            if not self.arrays:
                self._keep(run)
        healthy = self.arrays.get("healthy")
        if isinstance(event, RunEnded) and self._stopped and self.policy.restore:
            if healthy is not None:
                run.put_weights(healthy)
            self._stopped = False
        return None

    def _check(self, event: BatchEnded, run: "Run") -> str | None:
        memory = self.memory
        if math.isnan(memory["first"]) and math.isfinite(event.loss):
            memory["first"] = event.loss
        if event.step == memory["healthy"] + 1 and "healthy" in self.arrays:
            self._note_movement(run.network)
            self._rate = event.learning_rate
        # Finite, so that neither NaN nor infinity is ever below it.
        self._limit = min(self.policy.explosion * max(1.0, memory["first"]), sys.float_info.max)
        if not event.loss <= self._limit:
            what = f"the loss became {event.loss:.4g}"
        elif event.step % self.policy.every == 0 and not self._keep(run):
            what = "the weights are no finite numbers any more"
        else:
            every = self.policy.every
            kept = event.step == memory["healthy"]
            self._due = event.step + (1 if kept else every - event.step % every)
            return None
        self._stopped = True
        return self._reason(what, event, run)

    def _note_movement(self, network: Network) -> None:
        """Remember the layer that has moved farthest from the healthy weights."""
        ratios = list(update_ratios(network, self.arrays["healthy"]).values())
        if ratios:
            worst = max(range(len(ratios)), key=ratios.__getitem__)
            self.memory.update(ratio=ratios[worst], layer=float(worst))

    def _keep(self, run: "Run") -> bool:
        """Copy the weights, if all are finite."""
        flat = run.network.flat
        with np.errstate(over="ignore", invalid="ignore"):
            healthy = math.isfinite(squared_length(flat))
        if healthy:
            self.arrays["healthy"] = flat.copy()
            self.memory["healthy"] = float(run.step)
        return healthy

    def _explains(self, event: BatchEnded) -> bool:
        """Whether the movement noted has to do with this step: lately, and at about its rate."""
        age = event.step - (self.memory["healthy"] + 1)
        return age <= _LATELY and self._rate / 2 <= event.learning_rate <= 2 * self._rate

    def _reason(self, what: str, event: BatchEnded, run: "Run") -> str:
        memory = self.memory
        text = f"diverged: {what} at step {event.step} with {_rates(event, run)}"
        names = list(dict.fromkeys(name.partition("/")[0] for name in run.network.params))
        if memory["layer"] in range(len(names)) and self._explains(event):
            text += (
                f"; at step {memory['healthy'] + 1:g} {names[int(memory['layer'])]} moved by "
                f"{_times(memory['ratio'])} times its size (about 0.001 is usual)"
            )
        dead = dead_share(run.network, run.workspace)
        if dead is not None:
            text += f"; {100 * dead:.0f} % of the units are dead (stuck, so that they hardly learn)"
        if self.policy.restore and "healthy" in self.arrays:
            text += f"; back to the weights of step {memory['healthy']:g}"
        return text + f"; try a learning rate of {_lower(run)}"


def update_ratios(network: Network, before: np.ndarray) -> dict[str, float]:
    """For each layer with parameters, ‖now − before‖ / ‖before‖; 0 where it was all zeros."""
    sums: dict[str, list[float]] = {}
    start = 0
    with np.errstate(over="ignore", invalid="ignore"):
        for name, now in network.params.items():
            stop = start + now.size
            old = before[start:stop]
            both = sums.setdefault(name.partition("/")[0], [0.0, 0.0])
            both[0] += squared_distance(network.flat[start:stop], old)
            both[1] += squared_length(old)
            start = stop
    return {name: _ratio(moved, old) for name, (moved, old) in sums.items()}


def _ratio(moved: float, old: float) -> float:
    if not old:
        return 0.0
    return math.sqrt(moved / old) if math.isfinite(moved) else math.inf


def dead_share(network: Network, workspace: Workspace) -> float | None:
    """The share of units that the last batch found dead, None where no layer can tell.

    Dead: with relu, zero for every sample; with sigmoid or tanh, flat for every sample. The
    outputs do not count: their units are meant to be sure.
    """
    found = stuck_units(network, workspace.outputs).values()
    units = sum(len(stuck.dead) for stuck in found)
    dead = sum(int(np.count_nonzero(stuck.dead | stuck.saturated)) for stuck in found)
    return dead / units if units else None
