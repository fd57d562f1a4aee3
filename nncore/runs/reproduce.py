"""The table of published results: every recipe and sweep that is held to something, and ours."""

import math
import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Literal

import numpy as np

from nncore.data import Dataset
from nncore.data.download import Progress
from nncore.errors import DataError, SpecError
from nncore.hyperparameters import suggestion
from nncore.network import Network
from nncore.runs.data_sets import DataSets
from nncore.runs.outcome import Outcome, follow
from nncore.runs.sweep import Sweep, TrialEnded, load_sweep, sweep_names
from nncore.runs.trends import best_place, number_text
from nncore.training.config import RunConfig, load_recipe, recipe_names
from nncore.training.events import BatchEnded
from nncore.training.expectations import PARAMS, Expectation
from nncore.training.loop import Run

Verdict = Literal["ok", "missed", "skipped"]


@dataclass(frozen=True)
class Check:
    """One of a recipe's limits, and the number that was held against it."""

    expectation: Expectation
    ours: float

    @property
    def ok(self) -> bool:
        """Whether it meets the limits."""
        return self.expectation.holds(self.ours)

    @property
    def text(self) -> str:
        """In words: ``test_accuracy, last epoch: 95.26 %, at least 95.00 %``."""
        return f"{quantity(self.expectation)}: {self.number(self.ours)}, {self.limits}"

    @property
    def limits(self) -> str:
        """The limits in words."""
        low, high = self.expectation.bounds
        if low == high:
            return f"exactly {self.number(low)}"
        if self.expectation.within is not None:
            return f"within {self.expectation.within:g} of {self.expectation.published:.10g}"
        parts = [f"at least {self.number(low)}"] if low > -math.inf else []
        parts += [f"at most {self.number(high)}"] if high < math.inf else []
        return " and ".join(parts)

    def number(self, value: float) -> str:
        """A value of this metric as people write it."""
        return number_text(self.expectation.metric, value)

    def to_json(self) -> dict[str, Any]:
        """The check as a JSON object."""
        low, high = self.expectation.bounds
        return {
            "metric": self.expectation.metric,
            "epoch": self.expectation.epoch,
            "published": self.expectation.published,
            "ours": self.ours,
            "at_least": None if low == -math.inf else low,
            "at_most": None if high == math.inf else high,
            "ok": self.ok,
        }


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        published: What the source prints, a number or words; None where it prints none.
        ours: Likewise; None where nothing was measured.
        metric: What the two numbers are.
        note: What the verdict means, or why there is none.
        details: More for the JSON line: checks, layers, trials.
    """

    name: str
    verdict: Verdict
    published: float | str | None = None
    ours: float | str | None = None
    metric: str = ""
    limits: str = ""
    seconds: float = 0.0
    note: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether it was measured and lies within the limits."""
        return self.verdict == "ok"

    def to_json(self) -> dict[str, Any]:
        """The row as a JSON object."""
        names = ("name", "published", "ours", "ok", "verdict", "metric", "limits", "note")
        result = {name: getattr(self, name) for name in names}
        return result | {"seconds": round(self.seconds, 3), **self.details}


@dataclass(frozen=True)
class Doing:
    """A row goes on: this share of it, 0 to 1, is done."""

    name: str
    done: float


Task = RunConfig | Sweep


def tasks(only: Sequence[str] = ()) -> list[Task]:
    """The recipes and sweeps of the table, or those of these names.

    Raises:
        SpecError: A name is none of them.
    """
    found: dict[str, Task] = {}
    for name in recipe_names():
        config = load_recipe(name)
        if config.expect:
            found[name] = config
    for name in sweep_names():
        found[name] = load_sweep(name)
    for name in only:
        if name not in found:
            raise SpecError(
                f"no row is called {name!r}; there are {', '.join(found)}" + suggestion(name, found)
            )
    return [task for name, task in found.items() if not only or name in only]


def reproduce(
    only: Sequence[str] = (),
    data_dir: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> Iterator[Doing | Row]:
    """Measure the rows, the cheapest first, and give each its verdict.

    Args:
        only: Names of recipes and sweeps; all of them where empty.
        data_dir: Where data are looked for.
        progress: Told of downloads.
    """
    chosen = tasks(only)
    data = DataSets(data_dir, progress)
    for task in sorted(chosen, key=lambda task: _cost(task, data)):
        yield Doing(task.name, 0.0)
        started = perf_counter()
        try:
            if isinstance(task, Sweep):
                yield (yield from _swept(task, data))
            elif task.train:
                yield (yield from _trained(task, data.of(task)))
            else:
                yield _built(task)
        except DataError as error:
            yield Row(task.name, "skipped", note=" ".join(str(error).split()))
        except (SpecError, MemoryError) as error:
            note = " ".join(str(error).split()) or type(error).__name__
            yield Row(task.name, "missed", note=note, seconds=perf_counter() - started)


def _trained(config: RunConfig, data: Dataset) -> Generator[Doing, None, Row]:
    outcome = Outcome()
    run = Run(config, data)
    for event in follow(run, outcome, [(e.metric, e.epoch) for e in config.expect]):
        if isinstance(event, BatchEnded):
            yield Doing(config.name, event.progress / config.epochs)
    checks = [Check(item, outcome.value(item.metric, item.epoch)) for item in config.expect]
    return _row(config, checks, outcome.seconds, outcome.reason if outcome.diverged else "")


def _built(config: RunConfig) -> Row:
    """Build a network that is not trained, and push one blank sample through it.

    Its weights stay zero, which the system gives without taking memory: 0.5 GB of them are
    named, but none is touched by writing.
    """
    started = perf_counter()
    inference = config.spec.checked()
    network = Network(config.spec, inference, config.dtype)
    p = network.predict(np.zeros((1, *network.input_shape), np.float32))
    works = p.shape == (1, *inference.output_shape) and bool(np.isfinite(p).all())
    outcome = Outcome(final={PARAMS: float(network.flat.size)}, network=network)
    checks = [Check(item, outcome.value(item.metric)) for item in config.expect]
    layers = [
        {
            "name": info.name,
            "type": info.layer.type_name,
            "output_shape": list(info.output_shape),
            "params": info.param_count,
        }
        for info in inference.layers
    ]
    problem = "" if works else "a blank sample does not come through it"
    return _row(config, checks, perf_counter() - started, problem, layers=layers)


def _row(
    config: RunConfig, checks: Sequence[Check], seconds: float, problem: str, **details: Any
) -> Row:
    first = checks[0]
    notes = [problem, first.expectation.note]
    for check in checks[1:]:
        notes += [check.text, check.expectation.note]
    return Row(
        config.name,
        "missed" if problem or not all(check.ok for check in checks) else "ok",
        first.expectation.published,
        first.ours,
        quantity(first.expectation),
        first.limits,
        seconds,
        " ".join(f"{note.rstrip('.')}." for note in notes if note),
        {"checks": [check.to_json() for check in checks], **details},
    )


def quantity(expectation: Expectation) -> str:
    """What is measured, in words: ``test_accuracy, best epoch``."""
    if expectation.epoch == "last":
        return expectation.metric
    return f"{expectation.metric}, {expectation.epoch} epoch"


def _swept(sweep: Sweep, data: DataSets) -> Generator[Doing, None, Row]:
    ended: list[TrialEnded] = []
    total = len(sweep.trials)
    for event in sweep.run(data.of):
        if isinstance(event, TrialEnded):
            ended.append(event)
        elif isinstance(event, BatchEnded):
            epochs = sweep.trials[len(ended)].config.epochs
            yield Doing(sweep.name, (len(ended) + event.progress / epochs) / total)
    axis = sweep.axes[0]
    results = {trial.trial.values[axis.name]: trial.outcome.value(sweep.metric) for trial in ended}
    trends = [trend.found(results, sweep.metric) for trend in sweep.expect]
    places = (f"{place:g}: {number_text(sweep.metric, v)}" for place, v in results.items())
    note = f"Over {axis.name}: {', '.join(places)}."
    return Row(
        sweep.name,
        "ok" if all(trend.holds(results, sweep.metric) for trend in sweep.expect) else "missed",
        sweep.published,
        "; ".join(trends) or f"best at {best_place(results, sweep.metric):g}",
        sweep.metric,
        "; ".join(trend.text for trend in sweep.expect),
        sum(trial.outcome.seconds for trial in ended),
        note,
        {"trials": [trial.to_json() for trial in ended]},
    )


def _cost(task: Task, data: DataSets) -> float:
    """Roughly the seconds a row takes; it decides only the order of the rows."""
    if isinstance(task, Sweep):
        return sum(_cost(trial.config, data) for trial in task.trials)
    if not task.train:
        return 0.0
    try:
        samples = len(data.of(task).x_train) * (1 - task.validation_split) * task.epochs
    except DataError:
        return 0.0
    inference, steps = task.spec.infer(), samples / task.batch_size
    return steps * len(inference.layers) * 1e-5 + samples * inference.multiply_adds * 6 / 5e10
