"""Learning-rate schedules: how the rate changes over a run.

A schedule is a frozen value that gives, for a step, a factor of the optimizer's learning
rate; so the rate itself stays one number that may be changed while a run goes on. Steps
count from 0, as in Keras; past their ends CosineDecay and OneCycle keep their last value.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from nncore.errors import SpecError
from nncore.hyperparameters import Configured, flag, integer, nested, real

MOST_STEPS = 2**53
"""Larger whole numbers are not exact as floating-point numbers."""


@dataclass(frozen=True)
class Schedule(Configured):
    """Base of the schedules; `formula` gives the factor f at step t of T."""

    formula: ClassVar[str] = ""

    def factor(self, step: int, total: int) -> float:
        """What the learning rate is multiplied by.

        Args:
            step: Steps that are done, 0 for the first.
            total: Steps of the whole run.
        """
        raise NotImplementedError


def _steps(default: int | None, help: str, **settings: Any) -> Any:
    return integer(default, help=help, maximum=MOST_STEPS, log=True, **settings)


def _length(decay_steps: int | None, total: int) -> int:
    return max(1, total if decay_steps is None else decay_steps)


@dataclass(frozen=True)
class Constant(Schedule):
    """f = c."""

    formula: ClassVar[str] = "f = c"

    value: float = real(
        1.0, help="Factor of the learning rate; more makes larger steps.", minimum=0, log=True
    )

    def factor(self, step: int, total: int) -> float:
        return self.value


@dataclass(frozen=True)
class StepDecay(Schedule):
    """f = r^⌊t / n⌋: every n steps the rate falls to its r-th part, at once.

    Keras: ExponentialDecay with staircase; PyTorch: StepLR.
    """

    formula: ClassVar[str] = "f = r^⌊t / n⌋"

    decay_steps: int = _steps(1000, "Steps between two falls; more falls less often.", minimum=1)
    decay_rate: float = real(
        0.1, help="What is left after each fall; less falls deeper.", minimum=0, maximum=1
    )

    def factor(self, step: int, total: int) -> float:
        return math.pow(self.decay_rate, step // self.decay_steps)


@dataclass(frozen=True)
class ExponentialDecay(Schedule):
    """f = r^(t / n), or with staircase r^⌊t / n⌋; n is the whole run where not given.

    Source: keras.optimizers.schedules.ExponentialDecay.
    """

    formula: ClassVar[str] = "f = r^(t / n)"

    decay_steps: int | None = _steps(
        None,
        "Steps to one multiplication by the rate, more decays slower; none: the whole run.",
        suggested=1000,
        minimum=1,
        optional=True,
    )
    decay_rate: float = real(
        0.1,
        help="What is left after those steps; less decays faster.",
        minimum=0,
        maximum=1,
    )
    staircase: bool = flag(False, help="Fall at once at the end of those steps, not smoothly.")

    def factor(self, step: int, total: int) -> float:
        length = _length(self.decay_steps, total)
        return math.pow(self.decay_rate, step // length if self.staircase else step / length)


@dataclass(frozen=True)
class CosineDecay(Schedule):
    """f = α + (1−α) (1 + cos(π t / n)) / 2 up to step n, then α; n: the whole run if not given.

    Sources: Loshchilov and Hutter, "SGDR", ICLR 2017, without restarts;
    keras.optimizers.schedules.CosineDecay.
    """

    formula: ClassVar[str] = "f = α + (1−α) (1 + cos(π t / n)) / 2"

    decay_steps: int | None = _steps(
        None,
        "Steps until the end of the decay, more decays slower; none: the whole run.",
        suggested=1000,
        minimum=1,
        optional=True,
    )
    alpha: float = real(
        0.0, help="What is left at the end; more keeps learning.", minimum=0, maximum=1
    )

    def factor(self, step: int, total: int) -> float:
        length = _length(self.decay_steps, total)
        cosine = 0.5 * (1 + math.cos(math.pi * min(step, length) / length))
        return self.alpha + (1 - self.alpha) * cosine


@dataclass(frozen=True)
class WarmUp(Schedule):
    """f = s + (1−s) t / n for the first n steps; then another schedule from its own step 0.

    Sources: Goyal et al., "Accurate, Large Minibatch SGD", 2017; the straight line is that
    of `warmup_steps` in keras.optimizers.schedules.CosineDecay.
    """

    formula: ClassVar[str] = "f = s + (1−s) t / n, then another schedule"

    warmup_steps: int = _steps(
        500, "Steps until the full rate; more begins more gently.", minimum=0
    )
    start: float = real(
        0.0, help="Factor at the first step; 0 does not move yet.", minimum=0, maximum=1
    )
    then: Schedule | None = nested(
        None, help="What follows; none: the full rate.", configured=Schedule, optional=True
    )

    def __post_init__(self) -> None:
        inner: Any = self.then
        # Also keeps a file from nesting them a thousand deep.
        if isinstance(inner, WarmUp) or (
            isinstance(inner, Mapping) and inner.get("type") == "WarmUp"
        ):
            raise SpecError("WarmUp: then must be another schedule than WarmUp", field="then")
        super().__post_init__()

    def factor(self, step: int, total: int) -> float:
        n = self.warmup_steps
        if step < n:
            return self.start + (1 - self.start) * step / n
        return 1.0 if self.then is None else self.then.factor(step - n, total - n)


@dataclass(frozen=True)
class OneCycle(Schedule):
    """Up to the full rate and down to almost nothing, both along a half cosine.

    With m = p T − 1 and e = T − 1: from 1 / d at step 0 to 1 at step m, then to 1 / (d F) at
    step e. Sources: Smith and Topin, "Super-Convergence", 2018; PyTorch's OneCycleLR, whose
    defaults these are; the optimizer's learning rate is its max_lr.
    """

    formula: ClassVar[str] = "f: 1/d → 1 in p T steps, then → 1/(d F), along half cosines"

    pct_start: float = real(
        0.3,
        help="Share of the run in which the rate rises; more begins more gently.",
        minimum=0,
        maximum=1,
        open_minimum=True,
        open_maximum=True,
    )
    div_factor: float = real(
        25.0, help="Full rate over first rate; more starts lower.", minimum=1, log=True
    )
    final_div_factor: float = real(
        1e4, help="First rate over last rate; more ends lower.", minimum=1, log=True
    )

    def factor(self, step: int, total: int) -> float:
        first = 1 / self.div_factor
        top, end = self.pct_start * total - 1, float(total - 1)
        step = max(0, min(step, total - 1))
        if step <= top:
            return _half_cosine(first, 1.0, step / top if top else 1.0)
        top = max(top, 0.0)  # a run too short to rise
        share = (step - top) / (end - top) if end > top else 1.0
        return _half_cosine(1.0, first / self.final_div_factor, share)


def _half_cosine(start: float, end: float, share: float) -> float:
    return end + (start - end) * 0.5 * (1 + math.cos(math.pi * share))


SCHEDULES: dict[str, type[Schedule]] = {
    schedule.__name__: schedule
    for schedule in (Constant, StepDecay, ExponentialDecay, CosineDecay, WarmUp, OneCycle)
}
Schedule.registry = SCHEDULES
