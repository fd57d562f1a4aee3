"""Sweeps: one recipe trained over a grid of settings, one run after the other."""

import itertools
import json
import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from nncore.data import Dataset
from nncore.errors import SpecError
from nncore.hyperparameters import shown, suggestion
from nncore.paths import resources_dir
from nncore.runs.outcome import Outcome, follow
from nncore.runs.trends import Trend, trends
from nncore.training.config import RunConfig, load_recipe
from nncore.training.events import Event
from nncore.training.expectations import HISTORY, MEASURED
from nncore.training.loop import Run

FORMAT = "vitrine-sweep"
VERSION = 1
TIE = "+"
"""Joins keys that change together: ``dropout_1.rate+dropout_2.rate``."""
MAX_TRIALS = 10_000


@dataclass(frozen=True)
class Axis:
    """One direction of the grid.

    Attributes:
        keys: Settings that take the same value, named as by `RunConfig.with_setting`.
        values: The values, in order.
    """

    keys: tuple[str, ...]
    values: tuple[Any, ...]

    @classmethod
    def of(cls, key: str, values: Any) -> Self:
        """An axis from its key, or keys joined by +, and its values."""
        keys = tuple(part.strip() for part in key.split(TIE)) if isinstance(key, str) else ("",)
        if not all(keys):
            raise SpecError(f"a sweep needs the name of a setting; received {shown(key)}")
        if isinstance(values, str) or not isinstance(values, Sequence) or not values:
            raise SpecError(f"sweep over {key}: needs a list of values; received {shown(values)}")
        return cls(keys, tuple(values))

    @property
    def name(self) -> str:
        """The keys in one text."""
        return TIE.join(self.keys)


@dataclass(frozen=True)
class Trial:
    """One point of the grid: the value on each axis, and the run with these settings."""

    values: Mapping[str, Any]
    config: RunConfig


@dataclass(frozen=True)
class TrialStarted:
    """A trial begins; `number` counts from 1."""

    trial: Trial
    number: int
    total: int


@dataclass(frozen=True)
class TrialEnded:
    """A trial is over and measured."""

    trial: Trial
    number: int
    total: int
    outcome: Outcome

    @property
    def failed(self) -> bool:
        """Whether it could not be trained to its end."""
        return self.outcome.reason.startswith(("failed", "diverged"))

    def value(self, metric: str) -> float:
        """What was reached; NaN where it failed."""
        return math.nan if self.failed else self.outcome.value(metric)

    def to_json(self) -> dict[str, Any]:
        """The values on the axes and what was reached."""
        outcome = self.outcome
        result = {"settings": dict(self.trial.values), **outcome.final}
        result |= {name: values[-1] for name, values in outcome.history.items() if values}
        return result | {"reason": outcome.reason, "seconds": round(outcome.seconds, 3)}


SweepEvent = TrialStarted | TrialEnded | Event
"""What a sweep says while it goes: its own events, and those of the run between them."""


@dataclass(frozen=True)
class Sweep:
    """A recipe, a grid of settings, and what the results are held to.

    Attributes:
        config: The run that every trial changes.
        axes: The directions of the grid; the last one changes fastest.
        metric: What trials are compared by.
        expect: What is known of the results.
        published: What the source found, in words.
    """

    config: RunConfig
    axes: tuple[Axis, ...]
    metric: str = "test_accuracy"
    expect: tuple[Trend, ...] = ()
    name: str = "sweep"
    description: str = ""
    source: str = ""
    published: str = ""
    _trials: tuple[Trial, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.metric not in (*MEASURED, *HISTORY):
            raise SpecError(
                f"sweep: unknown metric {shown(self.metric)}; there are "
                f"{', '.join((*MEASURED, *HISTORY))}" + suggestion(self.metric, MEASURED + HISTORY),
                field="metric",
            )
        taken = [key for axis in self.axes for key in axis.keys]
        if len(set(taken)) < len(taken):
            raise SpecError(f"a sweep may change each setting once; received {', '.join(taken)}")
        if self.expect and len(self.axes) != 1:
            raise SpecError("trends are for sweeps over one axis")
        for trend in self.expect:
            trend.check(self.axes[0].values)
        object.__setattr__(self, "_trials", tuple(self._make_trials()))

    @property
    def trials(self) -> tuple[Trial, ...]:
        """Every point of the grid, made and checked before any of them is trained."""
        return self._trials

    def _make_trials(self) -> Iterator[Trial]:
        if not self.axes:
            raise SpecError("a sweep needs at least one setting to go over")
        total = math.prod(len(axis.values) for axis in self.axes)
        if total > MAX_TRIALS:
            raise SpecError(f"a sweep has {MAX_TRIALS:,} trials at most; received {total:,}")
        for point in itertools.product(*(axis.values for axis in self.axes)):
            config, values = self.config, {}
            for axis, value in zip(self.axes, point, strict=True):
                values[axis.name] = value
                for key in axis.keys:
                    config = config.with_setting(key, value)
            config.spec.checked()
            yield Trial(values, config)

    def run(self, data_of: Callable[[RunConfig], Dataset]) -> Iterator[SweepEvent]:
        """Train every trial, one after the other; the caller sets the pace and may stop.

        Args:
            data_of: Gives the data of a trial.

        Raises:
            DataError: The data cannot be had.
        """
        total = len(self.trials)
        for number, trial in enumerate(self.trials, 1):
            yield TrialStarted(trial, number, total)
            outcome, data = Outcome(), data_of(trial.config)
            try:
                yield from follow(Run(trial.config, data), outcome, [(self.metric, "last")])
            except SpecError as error:  # the others may still go on
                outcome.reason = f"failed: {error}"
            outcome.network = None  # a grid of networks would fill the memory
            yield TrialEnded(trial, number, total, outcome)

    @classmethod
    def from_json(cls, data: Any, *, name: str = "sweep") -> Self:
        """A sweep from its JSON object.

        Raises:
            SpecError: It names no recipe or grid, or something else is wrong.
        """
        if not isinstance(data, Mapping):
            raise SpecError(f"a sweep must be a JSON object, received {type(data).__name__}")
        settings = {"format": FORMAT, "version": VERSION, "set": {}, **data}
        if (settings["format"], settings["version"]) != (FORMAT, VERSION):
            raise SpecError(
                f"expected format {FORMAT!r} of version {VERSION}, received "
                f"{shown(settings['format'])} of version {shown(settings['version'])}"
            )
        texts = ("name", "description", "source", "published", "metric")
        known = ("format", "version", "recipe", "set", "over", "expect", *texts)
        for key in settings:
            if key not in known:
                raise SpecError(f"sweep: unknown setting {shown(key)}" + suggestion(key, known))
        for key in ("recipe", *texts):
            if not isinstance(settings.get(key, ""), str):
                raise SpecError(f"sweep: {key} must be a text; received {shown(settings[key])}")
        for key in ("over", "set"):
            if not isinstance(settings.get(key), Mapping):
                raise SpecError(
                    f"sweep: {key} must be an object of settings; received "
                    + shown(settings.get(key))
                )
        config = load_recipe(settings.get("recipe", ""))
        for key, value in settings["set"].items():
            config = config.with_setting(key, value)
        axes = tuple(Axis.of(key, values) for key, values in settings["over"].items())
        given = {key: settings[key] for key in texts if key in settings}
        return cls(
            config, axes, expect=trends(settings.get("expect", [])), **{"name": name, **given}
        )


def sweeps_dir() -> Path:
    """The folder of the sweeps that ship with the project."""
    return resources_dir() / "sweeps"


def sweep_names() -> list[str]:
    """The names of all sweeps that ship with the project."""
    return sorted(path.stem for path in sweeps_dir().glob("*.json"))


def load_sweep(name: str | os.PathLike[str]) -> Sweep:
    """The sweep of this name, or in the JSON file at this path.

    Raises:
        SpecError: There is no such sweep, or its text is none.
    """
    text = os.fspath(name)
    path = Path(text)
    if not (text.endswith(".json") or os.sep in text):
        if text not in sweep_names():
            names = sweep_names()
            raise SpecError(
                f"no sweep is called {text!r}; there are {', '.join(names)}"
                + suggestion(text, names)
            )
        path = sweeps_dir() / f"{text}.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SpecError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise SpecError(f"{path}: not JSON: {error}") from None
    try:
        return Sweep.from_json(data, name=path.stem)
    except SpecError as error:
        raise SpecError(f"{path.name}: {error}", layer=error.layer, field=error.field) from None
