"""What a recipe is held to: the published number, and the limits that ours has to meet."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass
from typing import Any

from nncore.errors import SpecError
from nncore.hyperparameters import Configured, choice, real, shown, suggestion, text

MEASURED = ("test_accuracy", "test_loss", "ema_test_accuracy", "ema_test_loss")
"""On the test data, with the network's weights or with their moving average."""
HISTORY = ("val_accuracy", "val_loss", "accuracy", "loss")
"""After each epoch, on the validation data, or over the epoch as it went."""
PARAMS = "params"
"""How many parameters the network has."""
METRICS = (*MEASURED, *HISTORY, PARAMS)
EPOCHS = ("first", "best", "last")


def counts_up(metric: str) -> bool:
    """Whether more of a metric is better: accuracies count upwards, losses downwards."""
    return "accuracy" in metric


@dataclass(frozen=True)
class Expectation(Configured):
    """One number of a run and its limits; without any limit it would promise nothing.

    ``{"metric": "test_accuracy", "epoch": "best", "published": 0.9536, "at_least": 0.95}``
    """

    metric: str = text(
        MISSING, help="What is measured, or the name of a parameter that is a single number."
    )
    epoch: str = choice("last", help="After which epoch it is measured.", choices=EPOCHS)
    published: float | None = real(
        None, help="The number that the source prints; none where it prints none.", optional=True
    )
    within: float | None = real(
        None, help="How far from the published number ours may be.", minimum=0, optional=True
    )
    at_least: float | None = real(None, help="The least that ours may be.", optional=True)
    at_most: float | None = real(None, help="The most that ours may be.", optional=True)
    note: str = text("", help="What the limits mean; shown with the verdict.")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.metric not in METRICS and "/" not in self.metric:
            raise SpecError(
                f"expect: unknown metric {shown(self.metric)}; there are {', '.join(METRICS)} and "
                "parameters such as dense_1/bias" + suggestion(self.metric, METRICS),
                field="metric",
            )
        if self.epoch != "last" and self.metric not in (*MEASURED[:2], *HISTORY):
            raise SpecError(
                f"expect: {self.metric} is measured after the last epoch only", field="epoch"
            )
        if self.within is not None and self.published is None:
            raise SpecError("expect: within needs a published number", field="within")
        if self.within is not None and (self.at_least, self.at_most) != (None, None):
            raise SpecError(
                f"expect: {self.metric} needs within, or at_least and at_most, not both",
                field="within",
            )
        low, high = self.bounds
        if low == -math.inf and high == math.inf:
            raise SpecError(
                f"expect: {self.metric} needs a limit: at_least, at_most or within",
                field="at_least",
            )
        if low > high:
            raise SpecError(
                f"expect: {self.metric} cannot be at least {low:g} and at most {high:g}",
                field="at_least",
            )

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most that ours may be, both among the good values."""
        low = -math.inf if self.at_least is None else self.at_least
        high = math.inf if self.at_most is None else self.at_most
        if self.within is not None and self.published is not None:
            low, high = (
                max(low, self.published - self.within),
                min(high, self.published + self.within),
            )
        return low, high

    def holds(self, ours: float) -> bool:
        """Whether a number meets the limits; NaN never does."""
        low, high = self.bounds
        return low <= ours <= high


def expectations(given: Any) -> tuple[Expectation, ...]:
    """Expectations out of a list, or out of the short form ``{"test_accuracy": 0.95}``.

    The short form sets the least of an accuracy and the most of a loss.

    Raises:
        SpecError: It is neither, or one of them is wrong.
    """
    if isinstance(given, Mapping):
        given = [_short(metric, limit) for metric, limit in given.items()]
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise SpecError(
            "run: expect must be a list of objects with a metric, or an object such as "
            f'{{"test_accuracy": 0.95}}; received {shown(given)}',
            field="expect",
        )
    return tuple(
        item if isinstance(item, Expectation) else Expectation.from_json(item) for item in given
    )


def _short(metric: Any, limit: Any) -> dict[str, Any]:
    if not isinstance(metric, str) or not metric.endswith(("accuracy", "loss")):
        raise SpecError(
            f"expect: the short form is for accuracies and losses; write {shown(metric)} in a list "
            'as {"metric": ..., "at_least": ...}',
            field="expect",
        )
    return {"metric": metric, "at_least" if counts_up(metric) else "at_most": limit}
