"""The outcome of a run: the numbers that a recipe's limits and a sweep ask for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from time import perf_counter

from nncore.errors import SpecError
from nncore.network import Network
from nncore.training.evaluate import Evaluation
from nncore.training.events import EpochEnded, Event, RunEnded
from nncore.training.expectations import MEASURED, PARAMS, counts_up
from nncore.training.loop import Run

Wanted = tuple[str, str]
"""A metric, and after which epoch: "first", "best" or "last"."""


@dataclass
class Outcome:
    """What a run has reached; grows while `follow` goes on.

    Attributes:
        history: For each metric, its value after each epoch.
        final: What is measured once, at the end.
        reason: Why the run ended.
        seconds: Training and measuring.
        network: With the weights of the end.
    """

    history: dict[str, list[float]] = field(default_factory=dict)
    final: dict[str, float] = field(default_factory=dict)
    reason: str = ""
    seconds: float = 0.0
    network: Network | None = None

    @property
    def diverged(self) -> bool:
        """Whether the run came to no good end."""
        return self.reason.startswith("diverged")

    def value(self, metric: str, epoch: str = "last") -> float:
        """One of the numbers.

        Raises:
            SpecError: The run has not measured it.
        """
        if metric in self.final and epoch == "last":
            return self.final[metric]
        values = self.history.get(metric)
        if values:
            best = max if counts_up(metric) else min
            return {"first": values[0], "last": values[-1]}.get(epoch, best(values))
        if "/" in metric and self.network is not None:
            return single_param(self.network, metric)
        if metric in self.final:
            raise SpecError(f"the run has not measured {metric} at the {epoch} epoch")
        known = ", ".join([*self.final, *self.history])
        raise SpecError(f"the run has not measured {metric}; it has {known}", field="metric")


def single_param(network: Network, name: str) -> float:
    """The value of a parameter that is one number.

    Raises:
        SpecError: There is no such parameter, or it holds more than one.
    """
    values = {**network.params, **network.state}.get(name)
    if values is None or values.size != 1:
        single = [key for key, value in network.params.items() if value.size == 1]
        raise SpecError(
            f"{name} is no single number of this network; there are {', '.join(single) or 'none'}",
            field="metric",
        )
    return float(values.reshape(-1)[0])


def follow(run: Run, outcome: Outcome, wanted: Collection[Wanted] = ()) -> Iterator[Event]:
    """Drive a run to its end, measuring what is wanted into `outcome`.

    The test data are seen once, at the end, unless a number of each epoch is wanted.
    """
    every_epoch = any(metric in MEASURED and epoch != "last" for metric, epoch in wanted)
    started = perf_counter()
    for event in run.events():
        yield event
        if isinstance(event, EpochEnded) and every_epoch:
            result = Evaluation()
            yield from run.evaluate("test", result)
            for name, value in result.metrics("test").items():
                outcome.history.setdefault(name, []).append(value)
        elif isinstance(event, RunEnded):
            outcome.reason = event.reason
            outcome.history |= event.history
    outcome.network = run.network
    outcome.final[PARAMS] = float(run.network.flat.size)
    averages = any(metric.startswith("ema_") for metric, _ in wanted)
    for prefix, ema in (("test", False), *([("ema_test", True)] if averages else [])):
        result = Evaluation()
        yield from run.evaluate("test", result, ema_weights=ema)
        outcome.final |= result.metrics(prefix)
    outcome.seconds = perf_counter() - started
