"""The commands that print tables of many runs: reproduce and sweep."""

import argparse
import sys
import textwrap
from dataclasses import replace
from typing import Any

from tqdm import tqdm

from nncore.commands import changed, is_terminal, print_json
from nncore.errors import SpecError
from nncore.runs.data_sets import DataSets
from nncore.runs.reproduce import Doing, Row, reproduce, tasks
from nncore.runs.sweep import Axis, Sweep, TrialEnded, TrialStarted, load_sweep, sweep_names
from nncore.runs.trends import number_text
from nncore.shapes import shape_text
from nncore.training.config import load_recipe
from nncore.training.events import BatchEnded


def reproduce_table(options: argparse.Namespace) -> int:
    """Published results, ours and a verdict; 1 where a row is not ok."""
    left = len(tasks(options.only))
    all_ok = True
    if not options.json:
        print(_ROW.format("name", "what", "published", "ours", "verdict", "seconds"), flush=True)
    with _Bar(options) as bar:
        try:
            for item in reproduce(options.only, options.data_dir, bar.download):
                if isinstance(item, Doing):
                    bar.show(item.name, item.done)
                    continue
                bar.clear()
                left -= 1
                all_ok &= item.ok
                if options.json:
                    print_json(item.to_json())
                else:
                    _print_row(item, with_layers=bool(options.only))
        except KeyboardInterrupt:
            bar.clear()
            print(f"interrupted: {left} rows were not measured", file=sys.stderr)
            return 130
    return 0 if all_ok else 1


_ROW = "{:16} {:28} {:>12} {:>12}  {:8} {:>7}"


def _print_row(row: Row, *, with_layers: bool) -> None:
    """One line of numbers, then what needs words; those of a sweep are all words."""
    published, ours = _shown(row.metric, row.published), _shown(row.metric, row.ours)
    words = [f"limits: {row.limits}"] if row.limits else []
    if isinstance(row.ours, str):
        words = [f"published: {published}", f"ours: {ours}", *words]
        published = ours = ""
    seconds = f"{row.seconds:.1f} s" if row.seconds else ""
    print(_ROW.format(row.name, row.metric, published, ours, row.verdict, seconds))
    for text in (*words, *([row.note] if row.note else [])):
        print(textwrap.fill(text, 96, initial_indent=" " * 4, subsequent_indent=" " * 6))
    if with_layers:
        for layer in row.details.get("layers", ()):
            shape = shape_text(layer["output_shape"])
            print(f"    {layer['name']:14} {layer['type']:14} {shape:16} {layer['params']:>12,}")
    sys.stdout.flush()


def _shown(metric: str, value: float | str | None) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else number_text(metric, value)


def sweep(options: argparse.Namespace) -> int:
    """Train a recipe over a grid of settings; 1 where a trial fails or a trend is missed."""
    ended: list[TrialEnded] = []
    with _Bar(options) as bar:
        data = DataSets(options.data_dir, bar.download)
        asked = _sweep_asked_for(options, data)
        try:
            for event in asked.run(data.of):
                if isinstance(event, TrialStarted):
                    bar.show(_settings_text(event.trial.values), 0.0)
                elif isinstance(event, BatchEnded):
                    trial = asked.trials[len(ended)]
                    bar.show(_settings_text(trial.values), event.progress / trial.config.epochs)
                elif isinstance(event, TrialEnded):
                    bar.clear()
                    ended.append(event)
                    _print_trial(event, asked.metric, as_json=options.json)
        except KeyboardInterrupt:
            bar.clear()
            left = len(asked.trials) - len(ended)
            print(f"interrupted: {left} trials were not measured", file=sys.stderr)
            return 130
    as_expected = _print_trends(asked, ended, as_json=options.json)
    return 0 if as_expected and not any(event.failed for event in ended) else 1


def _sweep_asked_for(options: argparse.Namespace, data: DataSets) -> Sweep:
    """A recipe with --over, or a sweep that ships, by its name."""
    if not options.over:
        if options.recipe not in sweep_names() and not options.recipe.endswith(".json"):
            raise SpecError(
                "sweep needs --over KEY=V1,V2,..., or the name of a sweep: "
                + ", ".join(sweep_names())
            )
        declared = load_sweep(options.recipe)
        config = changed(declared.config, options)
        return replace(declared, config=config, metric=options.metric or declared.metric)
    config = changed(load_recipe(options.recipe), options)
    axes = tuple(Axis.of(key, values) for key, values in options.over)
    asked = Sweep(config, axes, options.metric or "test_accuracy")
    main = next(iter(config.aims().values()), None)
    of_labels = main is None or main.target != "x"  # else it is compared with the sample itself
    if options.metric or (of_labels and data.of(asked.trials[0].config).is_classification):
        return asked
    return replace(asked, metric="test_loss")


def _print_trial(event: TrialEnded, metric: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"event": "trial", **event.to_json()})
        return
    value = number_text(metric, event.value(metric))
    reason = "" if event.outcome.reason == "finished" else f"  {event.outcome.reason}"
    seconds = f"{event.outcome.seconds:.1f} s"
    print(f"{_settings_text(event.trial.values)}  {metric} {value}  {seconds}{reason}", flush=True)


def _print_trends(asked: Sweep, ended: list[TrialEnded], *, as_json: bool) -> bool:
    """Print the verdict of a declared sweep; True where there is none or it is good."""
    if not asked.expect:
        return True
    axis = asked.axes[0].name
    results = {event.trial.values[axis]: event.value(asked.metric) for event in ended}
    all_ok = True
    for trend in asked.expect:
        ok = trend.holds(results, asked.metric)
        all_ok &= ok
        found = trend.found(results, asked.metric)
        if as_json:
            print_json({"event": "trend", "expected": trend.text, "found": found, "ok": ok})
        else:
            print(f"{'ok' if ok else 'missed':8} {trend.text}: {found}")
    return all_ok


def _settings_text(values: Any) -> str:
    return " ".join(f"{key}={value}" for key, value in values.items())


class _Bar:
    """Progress on stderr: a bar on a terminal, else a line for each thing begun."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._quiet = options.quiet
        self._live = not options.quiet and is_terminal(sys.stderr)
        self._bar: tqdm[Any] | None = None
        self._name = ""

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def show(self, name: str, done: float) -> None:
        """This share of the thing called `name` is done."""
        if name != self._name:
            self.clear()
            self._name = name
            if self._live:
                self._bar = tqdm(total=1.0, desc=name, leave=False, bar_format=_BAR_FORMAT)
            elif not self._quiet:
                print(f"{name} ...", file=sys.stderr, flush=True)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def clear(self) -> None:
        """Take the bar away, so that a line can be printed."""
        if self._bar is not None:
            self._bar.close()
        self._bar, self._name = None, ""

    def download(self, done: int, total: int, text: str) -> None:
        """Tell of a download when it is over."""
        if not self._quiet and total and done >= total:
            print(text, file=sys.stderr)


_BAR_FORMAT = "{desc} {percentage:3.0f}% |{bar}| {elapsed}<{remaining}"
