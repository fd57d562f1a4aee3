"""What the command line's commands do."""

import argparse
import contextlib
import json
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

import numpy as np
from tqdm import tqdm

from nncore import data as datasets
from nncore import kernels
from nncore.data.images import read_ink
from nncore.errors import FormatError, SpecError
from nncore.formats.model import load_model, save_model
from nncore.formats.vitrine import Bundle, read_bundle, write_bundle
from nncore.gradcheck import GradientCheck, check_gradients, nudge
from nncore.metrics import class_report
from nncore.network import Network
from nncore.objective import is_plain
from nncore.runs.checkpoints import Checkpoints, latest
from nncore.shapes import shape_text, shape_words
from nncore.spec import LayerInfo
from nncore.training.config import (
    RunConfig,
    load_recipe,
    recipe_names,
    without_live_settings,
)
from nncore.training.evaluate import Evaluation
from nncore.training.events import BatchEnded, EpochEnded, RunEnded
from nncore.training.loop import Run, initial_network
from nncore.training.samples import make_splits
from nncore.training.start import why_not_trained
from nncore.training.state import TrainState

TOLERANCE = 1e-5
"""Largest relative error of a gradient that is right; finite differences reach about 1e-9."""


def recipes(options: argparse.Namespace) -> int:
    """List the recipes that ship with the project."""
    for name in recipe_names():
        config = load_recipe(name)
        if options.json:
            print_json({"name": name, "description": config.description, "source": config.source})
        else:
            print(f"{name:18} {config.description}")
    return 0


def configure(options: argparse.Namespace) -> RunConfig:
    """The recipe asked for, with what the command line changes."""
    return changed(load_recipe(options.recipe), options)


def changed(config: RunConfig, options: argparse.Namespace) -> RunConfig:
    """A run with the settings that the command line changes."""
    config = with_data(config, options.data)
    changes = {"epochs": options.epochs, "seed": options.seed}
    config = config.replace(**{k: v for k, v in changes.items() if v is not None})
    for key, value in options.settings:
        config = config.with_setting(key, value)
    return config


def with_data(config: RunConfig, name: str | None) -> RunConfig:
    """A run on the data set of this name, with those options that it knows too."""
    if name is None or name == config.data or name not in datasets.SOURCES:
        return config.replace(data=name or config.data)
    known = datasets.SOURCES[name].options
    kept = {option: value for option, value in config.data_options.items() if option in known}
    return config.replace(data=name, data_options=kept)


def train(options: argparse.Namespace) -> int:
    """Train a recipe, measure it on the test data and, with --out, save it."""
    config, state = _run_asked_for(options)
    if reason := why_not_trained(config):
        raise SpecError(reason)
    data = _load_data(options, config.data, config.data_options)
    run = Run(config, data, state=state)
    if options.ema_weights and config.ema_decay is None:
        raise SpecError("--ema-weights needs a run with ema_decay; add --set ema_decay=0.99")
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    started = perf_counter()
    reason = _follow(run, options)
    seconds = perf_counter() - started
    result = Evaluation()
    for _ in run.evaluate("test", result, ema_weights=options.ema_weights):
        pass
    summary: dict[str, Any] = {
        "event": "result",
        "recipe": config.name,
        "data": data.name,
        "reason": reason,
        **result.metrics("test"),
        "seconds": round(seconds, 3),
        "kernels": kernels.describe(),
    }
    if options.out:
        path = options.out / f"{_file_stem(config.name)}.vitrine"
        write_bundle(path, Bundle(run.network, config, run.state()))
        summary["saved"] = str(path)
    if options.json:
        print_json(summary)
    else:
        _print_result(summary)
    return 1 if reason.startswith("diverged") else 0


def _run_asked_for(options: argparse.Namespace) -> tuple[RunConfig, TrainState | None]:
    """The recipe; with --resume, the run in the file, with its live settings changed."""
    if options.resume is None:
        if options.recipe is None:
            raise SpecError("train needs a RECIPE, or --resume FILE")
        return configure(options), None
    path = latest(options.resume) if options.resume.is_dir() else options.resume
    bundle = read_bundle(path)
    if bundle.config is None or bundle.state is None:
        raise FormatError(f"{path}: holds no training state; only a run can be resumed")
    saved = bundle.config
    if options.recipe is not None and load_recipe(options.recipe).name != saved.name:
        raise SpecError(f"{path}: holds the run {saved.name!r}; leave out {options.recipe!r}")
    config = changed(saved, options)
    if without_live_settings(config) != without_live_settings(saved):
        raise SpecError(f"{path}: a run goes on with its seed, data and layers; change only rates")
    return config, bundle.state


def _follow(run: Run, options: argparse.Namespace) -> str:
    """Drive a run to its end, telling of every epoch."""
    reason = ""
    keep = Checkpoints(options.checkpoints, options.keep_last) if options.checkpoints else None
    with _bar(options, run.config.epochs * len(run.splits.train)) as bar:
        for event in run.events():
            if keep is not None:
                keep(event, run)
            if isinstance(event, BatchEnded):
                bar.update(event.samples)
            elif isinstance(event, EpochEnded):
                record = {"epoch": event.epoch, **_rounded(event.metrics)}
                if options.json:
                    rate = round(event.samples_per_second)
                    print_json({"event": "epoch", **record, "samples_per_second": rate})
                elif not options.quiet:
                    bar.write("  ".join(f"{k} {v}" for k, v in record.items()), file=sys.stderr)
            elif isinstance(event, RunEnded):
                reason = event.reason
    return reason


def evaluate(options: argparse.Namespace) -> int:
    """Loss, accuracy, macro F1 and confusion matrix on the test data."""
    bundle = _open(options)
    config = bundle.config or RunConfig(spec=bundle.network.spec)
    loss = options.loss or config.loss
    config = with_data(config, options.data).replace(loss=loss, dtype=bundle.network.dtype.name)
    data = _load_data(options, config.data, config.data_options)
    state = bundle.state if options.ema_weights else None
    run = Run(config, data, network=bundle.network, state=state)
    result = Evaluation()
    for _ in run.evaluate("test", result, ema_weights=options.ema_weights):
        pass
    summary: dict[str, Any] = {"model": str(options.model), "data": data.name, "loss": loss}
    summary |= result.metrics("test") | {"samples": result.samples}
    if result.confusion is not None:
        summary["macro_f1"] = class_report(result.confusion).macro_f1
        summary["confusion"] = result.confusion.tolist()
    if options.json:
        print_json(summary)
        return 0
    _print_result(summary)
    if result.confusion is not None:
        _print_confusion(result.confusion, data.class_names)
    return 0


def predict(options: argparse.Namespace) -> int:
    """The probabilities of each class for pictures of one digit each."""
    network = load_model(options.model)
    for path in options.images:
        ink = read_ink(path)
        x = ink if options.raw else datasets.normalize_digit(ink)
        if x.size != np.prod(network.input_shape):
            raise SpecError(
                f"the network reads {shape_words(network.input_shape)}; {path} gives "
                f"{shape_words(x.shape)}" + ("" if options.raw else " (try --raw)")
            )
        p = network.predict(x.reshape(1, *network.input_shape))[0].reshape(-1)
        best = int(p.argmax())
        if options.json:
            values = [round(float(v), 6) if np.isfinite(v) else None for v in p]
            print_json({"image": str(path), "prediction": best, "probabilities": values})
        else:
            print(f"{path}: {best}  ({p[best]:.1%})")
    return 0


def summary(options: argparse.Namespace) -> int:
    """The layers of a recipe with output shapes and parameter counts."""
    config = configure(options)
    inference = config.spec.checked()
    rows = [
        {
            "name": info.name,
            "type": info.layer.type_name,
            "output_shape": list(info.output_shape),
            "params": info.param_count,
            **_notes(info),
        }
        for info in inference.layers
    ]
    if options.json:
        record = {"recipe": config.name, "layers": rows, "outputs": list(inference.outputs)}
        print_json({**record, "params": inference.param_count})
        return 0
    print(f"{'layer':20} {'type':14} {'output shape':18} {'parameters':>12}")
    print(f"{'input':20} {'':14} {shape_text(inference.input_shape):18} {'':>12}")
    for row, info in zip(rows, inference.layers, strict=True):
        shape = shape_text(info.output_shape)
        line = f"{row['name']:20} {row['type']:14} {shape:18} {info.param_count:>12,}"
        notes = [f"{key}: {value}" for key, value in _notes(info).items()]
        notes += ["output"] if info.name in config.spec.outputs else []
        print(line, *notes, sep="  ")
    print(f"{'total':20} {'':14} {'':18} {inference.param_count:>12,}")
    return 0


def _notes(info: LayerInfo) -> dict[str, Any]:
    """What sets a layer apart from one that stands in a chain."""
    shares = {"shares": info.shares} if info.shares else {}
    return shares if info.enabled else {"enabled": False}


def export(options: argparse.Namespace) -> int:
    """Write a network in another format and read it back to compare."""
    network = load_model(options.model)
    path: Path = options.out or options.model.with_suffix(f".{options.format}")
    if path.suffix != f".{options.format}":
        path = path.with_name(f"{path.name}.{options.format}")
    if path.exists() and path.samefile(options.model):
        raise FormatError(f"{path}: is the model itself; name another file with --out")
    save_model(path, network)
    same = bool(np.array_equal(load_model(path).flat, network.flat, equal_nan=True))
    record = {"saved": str(path), "parameters": int(network.flat.size), "identical": same}
    if options.json:
        print_json(record)
    else:
        print(f"{path}: {network.flat.size:,} parameters, read back identical: {same}")
    return 0 if same else 1


def gradcheck(options: argparse.Namespace) -> int:
    """Hold backpropagation against finite differences, in float64 on a few samples."""
    config = configure(options).replace(dtype="float64", augment={})
    if reason := why_not_trained(config):
        raise SpecError(reason)
    data = _load_data(options, config.data, config.data_options)
    network: Network = initial_network(config)
    worst = 0.0
    for check in _gradient_checks(network, config, data):
        worst = max(worst, check.error)
        if options.json:
            print_json({"name": check.name, "error": check.error})
        elif not options.quiet:
            print(check)
    if options.json:
        print_json({"event": "result", "worst": worst, "ok": worst < TOLERANCE})
    else:
        print(f"largest relative error {worst:.2e}: {'ok' if worst < TOLERANCE else 'WRONG'}")
    return 0 if worst < TOLERANCE else 1


def _gradient_checks(
    network: Network, config: RunConfig, data: datasets.Dataset
) -> Iterator[GradientCheck]:
    """Of four training samples, with the losses and targets of the run."""
    aims = config.aims()
    samples = make_splits(data, config.spec, 0.0, np.float64, aims).train.part(0, 4)
    x = nudge(network, samples.x)
    losses = {name: aim.loss for name, aim in aims.items()}
    if is_plain(aims, network.output_names):
        (loss,) = losses.values()
        return check_gradients(network, x, samples.y, loss, training=True)
    targets = network.objective(aims).targets(x, samples.y)
    weights = {name: aim.weight for name, aim in aims.items()}
    return check_gradients(network, x, targets, losses, loss_weights=weights, training=True)


def _open(options: argparse.Namespace) -> Bundle:
    if options.model.suffix.lower() == ".vitrine":
        return read_bundle(options.model)
    return Bundle(load_model(options.model))


def _load_data(options: argparse.Namespace, name: str, settings: Any) -> datasets.Dataset:
    def progress(done: int, total: int, text: str) -> None:
        if not options.quiet and total and done >= total:
            print(text, file=sys.stderr)

    return datasets.load(name, options.data_dir, progress=progress, **settings)


@contextlib.contextmanager
def _bar(options: argparse.Namespace, total: int) -> "Iterator[tqdm[Any]]":
    silent = options.quiet or options.json or not is_terminal(sys.stderr)
    with tqdm(total=total, unit=" samples", unit_scale=True, disable=silent) as bar:
        yield bar


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody may be watching."""
    return bool(stream and stream.isatty())


def _rounded(metrics: Any) -> dict[str, float]:
    return {name: round(float(value), 5) for name, value in metrics.items()}


def _file_stem(name: str) -> str:
    """A run's name as that of a file in one folder, whatever a recipe calls itself."""
    return re.sub(r"[^\w.-]+", "_", name).strip("._") or "network"


def print_json(record: dict[str, Any]) -> None:
    """One line; NaN and infinity, which JSON does not know, as null."""
    plain = {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in record.items()
    }
    print(json.dumps(plain, allow_nan=False), flush=True)


def _print_result(record: dict[str, Any]) -> None:
    for name, value in record.items():
        if name not in ("event", "confusion"):
            print(f"{name:14} {value:.5g}" if isinstance(value, float) else f"{name:14} {value}")


def _print_confusion(matrix: np.ndarray, names: tuple[str, ...]) -> None:
    width = max(6, *(len(name) + 1 for name in names))
    print("\nrows: truth, columns: prediction")
    print(" " * width + "".join(f"{name:>{width}}" for name in names))
    for name, row in zip(names, matrix, strict=True):
        print(f"{name:>{width}}" + "".join(f"{count:>{width}}" for count in row))
