"""What is known of a sweep's results: where the best lies, how the metric moves."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass
from typing import Any

from nncore.errors import SpecError
from nncore.hyperparameters import Configured, real, shown
from nncore.training.expectations import counts_up

Results = Mapping[float, float]
"""The metric at each value of the axis."""


@dataclass(frozen=True)
class Trend(Configured):
    """Base of what a sweep over one axis of numbers may be held to."""

    def check(self, values: Sequence[Any]) -> None:
        """Refuse a trend that speaks of values the axis does not have.

        Raises:
            SpecError: It does, or the axis has something else than numbers.
        """
        for value in values:
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise SpecError(f"trends need an axis of numbers; received {shown(value)}")
        for value in self.places:
            if value not in values:
                raise SpecError(
                    f"{self.type_name}: {value:g} is no value of the axis; it has "
                    + ", ".join(f"{v:g}" for v in values)
                )

    @property
    def places(self) -> tuple[float, ...]:
        """The values of the axis that it speaks of."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """What is known, in words."""
        raise NotImplementedError

    def holds(self, results: Results, metric: str) -> bool:
        """Whether the results show it."""
        raise NotImplementedError

    def found(self, results: Results, metric: str) -> str:
        """What the results show instead or too, in words."""
        raise NotImplementedError


@dataclass(frozen=True)
class BestBetween(Trend):
    """The best result lies between two values of the axis, both among the good ones."""

    low: float = real(MISSING, help="The least value that may be the best.")
    high: float = real(MISSING, help="The greatest value that may be the best.")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.low > self.high:
            raise SpecError(f"BestBetween: low {self.low:g} is above high {self.high:g}")

    @property
    def places(self) -> tuple[float, ...]:
        return self.low, self.high

    @property
    def text(self) -> str:
        if self.low == self.high:
            return f"best at {self.low:g}"
        return f"best between {self.low:g} and {self.high:g}"

    def holds(self, results: Results, metric: str) -> bool:
        return self.low <= best_place(results, metric) <= self.high

    def found(self, results: Results, metric: str) -> str:
        place = best_place(results, metric)
        if math.isnan(place):
            return "no best"
        return f"best {number_text(metric, results[place])} at {place:g}"


@dataclass(frozen=True)
class Change(Trend):
    """The metric changes from one value of the axis to another by something within limits.

    ``{"type": "Change", "first": 0.4, "last": 0.9, "at_most": -0.01}``: it falls by 0.01 or more.
    """

    first: float = real(MISSING, help="Where the change is counted from.")
    last: float = real(MISSING, help="Where it is counted to.")
    at_least: float | None = real(None, help="The least change; 0.01 is a rise.", optional=True)
    at_most: float | None = real(None, help="The most change; -0.01 is a fall.", optional=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.at_least is None and self.at_most is None:
            raise SpecError("Change needs a limit: at_least or at_most")

    @property
    def places(self) -> tuple[float, ...]:
        return self.first, self.last

    @property
    def text(self) -> str:
        parts = [] if self.at_least is None else [f"at least {self.at_least:+g}"]
        parts += [] if self.at_most is None else [f"at most {self.at_most:+g}"]
        return f"{' and '.join(parts)} from {self.first:g} to {self.last:g}"

    def holds(self, results: Results, metric: str) -> bool:
        change = results[self.last] - results[self.first]
        low = -math.inf if self.at_least is None else self.at_least
        high = math.inf if self.at_most is None else self.at_most
        return low <= change <= high

    def found(self, results: Results, metric: str) -> str:
        change = results[self.last] - results[self.first]
        shown_change = number_text(metric, change, sign="+")
        return f"{shown_change} from {self.first:g} to {self.last:g}"


TRENDS: dict[str, type[Trend]] = {trend.__name__: trend for trend in (BestBetween, Change)}
Trend.registry = TRENDS


def trends(given: Any) -> tuple[Trend, ...]:
    """Trends out of a list of JSON objects.

    Raises:
        SpecError: It is no list, or one of them is wrong.
    """
    if isinstance(given, str | Mapping) or not isinstance(given, Sequence):
        raise SpecError(
            f"sweep: expect must be a list of objects with a type; received {shown(given)}"
        )
    return tuple(item if isinstance(item, Trend) else Trend.from_json(item) for item in given)


def best_place(results: Results, metric: str) -> float:
    """The value of the axis with the best result; NaN where there is no number at all."""
    known = {place: value for place, value in results.items() if math.isfinite(value)}
    if not known:
        return math.nan
    best = max if counts_up(metric) else min
    return best(known, key=lambda place: known[place])


def number_text(metric: str, value: float, *, sign: str = "") -> str:
    """A metric as people write it: accuracies in percent."""
    if "accuracy" in metric:
        return f"{100 * value:{sign}.2f} %"
    return f"{value:{sign},.0f}" if value.is_integer() else f"{value:{sign}.6g}"
