"""Optimizers: how a gradient becomes a step.

An optimizer is a frozen value; what it remembers (its slots) are arrays as long as the
parameters, held by the run. `update` changes one block of the flat parameter array in
place; `apply` walks over the array in blocks that stay in the CPU's cache.
Update rules and defaults are those of Keras 3.
"""

import math
import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.hyperparameters import Configured, flag, real
from nncore.kernels import NUMPY, Kernels
from nncore.kernels.sharing import split
from nncore.threads import get_threads, stretches

Segments = Sequence[tuple[int, int]]
_Block = tuple[np.ndarray, np.ndarray, list[np.ndarray], np.ndarray]
"""A block of w, of g, of each slot, and scratch."""


@dataclass(frozen=True)
class Optimizer(Configured):
    """Base of the optimizers. `slot_names` are the arrays it remembers, zero at the start."""

    formula: ClassVar[str] = ""
    slot_names: ClassVar[tuple[str, ...]] = ()

    learning_rate: float = real(
        0.01,
        help="Size of a step; too small learns slowly, too large jumps over the minimum.",
        minimum=0,
        live=True,
        log=True,
    )

    def slots_used(self) -> tuple[str, ...]:
        """The slots this setting needs (SGD without momentum needs none)."""
        return self.slot_names

    def update(
        self,
        w: np.ndarray,
        g: np.ndarray,
        slots: Sequence[np.ndarray],
        step: int,
        rate: float,
        scratch: np.ndarray,
        kernels: Kernels = NUMPY,
    ) -> None:
        """Move w against its gradient g, in place.

        Args:
            w: A block of the parameters.
            g: Its gradient; may be overwritten.
            slots: The blocks of what is remembered, in the order of `slots_used`.
            step: Steps of this optimizer, from 1.
            rate: The learning rate of this step, a schedule's factor included.
            scratch: As long as w, for anything.
            kernels: What computes it.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class SGD(Optimizer):
    """Stochastic gradient descent: w ← w − η g.

    With momentum μ: v ← μ v − η g; w ← w + v. Nesterov: w ← w + μ v − η g.
    Sources: Robbins and Monro 1951; Polyak 1964; Nesterov 1983 in the form of Sutskever
    et al. 2013.
    """

    formula: ClassVar[str] = "w ← w − η g"
    slot_names: ClassVar[tuple[str, ...]] = ("velocity",)

    momentum: float = real(
        0.0,
        help="Share of the last step that is kept; more rolls on through small dents.",
        minimum=0,
        maximum=1,
        open_maximum=True,
        live=True,
    )
    nesterov: bool = flag(False, help="Look at the slope after the momentum's move, not before.")

    def slots_used(self) -> tuple[str, ...]:
        return self.slot_names if self.momentum else ()

    def update(
        self,
        w: np.ndarray,
        g: np.ndarray,
        slots: Sequence[np.ndarray],
        step: int,
        rate: float,
        scratch: np.ndarray,
        kernels: Kernels = NUMPY,
    ) -> None:
        if self.momentum:
            kernels.momentum(w, g, slots[0], rate, self.momentum, self.nesterov, scratch)
        else:
            kernels.sgd(w, g, rate)


@dataclass(frozen=True)
class RMSprop(Optimizer):
    """s ← ρ s + (1−ρ) g²; w ← w − η g / √(s + ε). Source: Hinton's lecture 6e, 2012."""

    formula: ClassVar[str] = "w ← w − η g / √(s + ε)"
    slot_names: ClassVar[tuple[str, ...]] = ("square",)

    learning_rate: float = real(
        0.001,
        help="Size of a step, before it is divided; too small learns slowly, too large "
        "never settles.",
        minimum=0,
        live=True,
        log=True,
    )
    rho: float = real(
        0.9,
        help="Memory of past gradients; more averages over more steps.",
        minimum=0,
        maximum=1,
        open_maximum=True,
    )
    epsilon: float = real(
        1e-7,
        help="Keeps the division finite; more makes steps smaller where gradients are small.",
        minimum=0,
        open_minimum=True,
        log=True,
    )

    def update(
        self,
        w: np.ndarray,
        g: np.ndarray,
        slots: Sequence[np.ndarray],
        step: int,
        rate: float,
        scratch: np.ndarray,
        kernels: Kernels = NUMPY,
    ) -> None:
        kernels.rmsprop(w, g, slots[0], rate, self.rho, self.epsilon, scratch)


@dataclass(frozen=True)
class Adam(Optimizer):
    """m ← β₁ m + (1−β₁) g; s ← β₂ s + (1−β₂) g²; w ← w − α m / (√s + ε).

    α = η √(1−β₂ᵗ) / (1−β₁ᵗ) mends the bias of the first steps.
    Source: Kingma and Ba, "Adam", ICLR 2015, the form before its section 2.1.
    """

    formula: ClassVar[str] = "w ← w − α m / (√s + ε)"
    slot_names: ClassVar[tuple[str, ...]] = ("mean", "square")

    learning_rate: float = real(
        0.001,
        help="About the size of a step; too small learns slowly, too large never settles.",
        minimum=0,
        live=True,
        log=True,
    )
    beta_1: float = real(
        0.9,
        help="Memory of the mean gradient; more is smoother and slower to turn.",
        minimum=0,
        maximum=1,
        open_maximum=True,
    )
    beta_2: float = real(
        0.999,
        help="Memory of the squared gradient; more averages over more steps.",
        minimum=0,
        maximum=1,
        open_maximum=True,
    )
    epsilon: float = real(
        1e-7,
        help="Keeps the division finite; more makes steps smaller where gradients are small.",
        minimum=0,
        open_minimum=True,
        log=True,
    )

    def update(
        self,
        w: np.ndarray,
        g: np.ndarray,
        slots: Sequence[np.ndarray],
        step: int,
        rate: float,
        scratch: np.ndarray,
        kernels: Kernels = NUMPY,
    ) -> None:
        m, s = slots
        betas = self.beta_1, self.beta_2
        alpha = rate * math.sqrt(1 - self.beta_2**step) / (1 - self.beta_1**step)
        decay = self._decay(rate)
        kernels.adam(w, g, m, s, alpha, betas, self.epsilon, decay, scratch)

    def _decay(self, rate: float) -> float:
        """What a weight is multiplied by before the step."""
        return 1.0


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam with decoupled weight decay: first w ← w − η λ w. Source: Loshchilov and Hutter 2019."""

    formula: ClassVar[str] = "w ← w − η λ w − α m / (√s + ε)"

    weight_decay: float = real(
        0.004,
        help="Share of each weight, times the rate, that is lost at each step; more keeps "
        "weights smaller.",
        minimum=0,
    )

    def _decay(self, rate: float) -> float:
        return 1 - rate * self.weight_decay


OPTIMIZERS: dict[str, type[Optimizer]] = {
    optimizer.__name__: optimizer for optimizer in (SGD, RMSprop, Adam, AdamW)
}
Optimizer.registry = OPTIMIZERS


class OptimizerState:
    """What a run's optimizers remember, beside a flat array of `size` values.

    Each type of optimizer counts its own steps and has its own slots, so that a switch in
    the middle of a run neither hands one's memory to another nor skips the first steps of
    the new one.

    Attributes:
        step: Steps of the run, by whatever optimizer.
        steps: Steps of each type of optimizer.
        slots: Arrays by type and name, ``Adam/mean``.
    """

    def __init__(self, size: int, dtype: np.dtype[np.floating], kernels: Kernels = NUMPY) -> None:
        self.step = 0
        self.steps: dict[str, int] = {}
        self.slots: dict[str, np.ndarray] = {}
        self._size = size
        self._dtype = dtype
        self._kernels = kernels
        self._key: tuple[object, ...] = ()
        self._blocks: list[_Block] = []

    def _slot(self, name: str) -> np.ndarray:
        """The slot called `name`, zeros when it is new."""
        if name not in self.slots:
            self.slots[name] = np.zeros(self._size, self._dtype)
        return self.slots[name]

    def _plan(
        self,
        optimizer: Optimizer,
        w: np.ndarray,
        g: np.ndarray,
        segments: Segments,
        threads: int,
    ) -> Iterator[_Block]:
        """The blocks of one step, so that cutting the arrays is not done again at every step.

        Those that one thread works on, as `split` shares them out, have the same scratch.
        """
        kind = optimizer.type_name
        used = [f"{kind}/{name}" for name in optimizer.slots_used()]
        for name in optimizer.slot_names:
            # An old velocity must not come back when momentum is turned on again.
            if f"{kind}/{name}" not in used:
                self.slots.pop(f"{kind}/{name}", None)
        slots = [self._slot(name) for name in used]
        length = self._kernels.block
        cuts = [
            (a, min(a + length, stop))
            for start, stop in segments
            for a in range(start, stop, length)
        ]
        for first, last in stretches(len(cuts), threads):
            scratch = np.empty(min(length, self._size), self._dtype)
            for a, b in cuts[first:last]:
                yield w[a:b], g[a:b], [s[a:b] for s in slots], scratch[: b - a]

    def apply(
        self,
        optimizer: Optimizer,
        w: np.ndarray,
        g: np.ndarray,
        segments: Segments,
        factor: float = 1.0,
    ) -> None:
        """One step on the segments (start, stop) of w, at `factor` times the learning rate."""
        key = (optimizer, w, g, segments, get_threads())
        if len(self._key) != len(key) or any(map(operator.is_not, key, self._key)):
            self._blocks = list(self._plan(*key))
            self._key = key
        kind = type(optimizer).__name__
        self.step += 1
        step = self.steps[kind] = self.steps.get(kind, 0) + 1
        rate = optimizer.learning_rate * factor
        kernels = self._kernels

        def update(first: int, last: int) -> None:
            for part, slope, slots, scratch in self._blocks[first:last]:
                optimizer.update(part, slope, slots, step, rate, scratch, kernels)

        # A run that diverges ends with a reason; warnings on the way there help nobody.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            split(update, len(self._blocks), kernels.update_cost * self._size)

    def load(self, step: int, steps: Mapping[str, int], slots: Mapping[str, np.ndarray]) -> None:
        """Take over saved counts and slots."""
        self.step = step
        self.steps = dict(steps)
        self.slots = {}
        for name, values in slots.items():
            self._slot(name)[...] = values
        self._key = ()
