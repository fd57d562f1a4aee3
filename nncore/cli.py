"""The command line: ``python -m nncore COMMAND``; results on stdout, progress on stderr."""

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn

import nncore
from nncore import commands, reports
from nncore.bench import command as benchmark
from nncore.computing import add_computing, choose_computing
from nncore.data import SOURCES
from nncore.errors import VitrineError
from nncore.formats.model import WRITERS

BROKEN_PIPE = 141
"""What a shell says of a program that SIGPIPE ended; Windows has no such signal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it worked, 2 with one clear line on bad input."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        choose_computing(options)
        code = command(options)
        sys.stdout.flush()
        return code
    except VitrineError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except MemoryError as error:
        print(f"error: not enough memory: {error}".removesuffix(": "), file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader has seen enough, as head has
        _drop_stdout()
        return BROKEN_PIPE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"error: {where}{error.strerror or error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130


def _drop_stdout() -> None:
    """What is still to be written goes nowhere, so that the exit does not complain either."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _setting(text: str) -> tuple[str, Any]:
    """KEY=VALUE; the value is JSON where it is JSON, else a text."""
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise argparse.ArgumentTypeError(f"expected KEY=VALUE, received {text!r}")
    try:
        return key, json.loads(value)
    except (ValueError, RecursionError):
        return key, value


def _values(text: str) -> tuple[str, list[Any]]:
    """KEY=V1,V2,...; each value is JSON where it is JSON, else a text."""
    key, equals, values = text.partition("=")
    if not equals or not key or not values:
        raise argparse.ArgumentTypeError(f"expected KEY=V1,V2,..., received {text!r}")
    try:  # also lists and objects, which have commas of their own
        return key, list(json.loads(f"[{values}]"))
    except (ValueError, RecursionError):
        return key, [_setting(f"value={part.strip()}")[1] for part in values.split(",")]


class _Parser(argparse.ArgumentParser):
    """Refuses bad arguments in one line; `--help` shows the usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {message} (see {self.prog} --help)\n")


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a whole number from 1, received {text!r}")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m nncore", description="Train, measure and export networks.")
    parser.add_argument("--version", action="version", version=f"vitrine {nncore.__version__}")
    commands_ = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands_, "recipes", commands.recipes, "list the recipes")
    train = _add(
        commands_, "train", commands.train, "train a recipe and measure it", recipe="optional"
    )
    train.add_argument("--out", type=Path, metavar="DIR", help="save the network here")
    train.add_argument(
        "--checkpoints", type=Path, metavar="DIR", help="save the run here after every epoch"
    )
    train.add_argument(
        "--keep-last",
        type=_count,
        default=3,
        metavar="K",
        help="checkpoints that stay, beside the best; default: 3",
    )
    train.add_argument(
        "--resume", type=Path, metavar="FILE|DIR", help="go on with a saved run, bit for bit"
    )
    _add_average(train)
    evaluate = _add(commands_, "evaluate", commands.evaluate, "measure a network", model=True)
    evaluate.add_argument("--loss", default="", metavar="NAME", help="default: its run's loss")
    _add_average(evaluate)
    predict = _add(commands_, "predict", commands.predict, "read pictures", model=True)
    predict.add_argument("images", nargs="+", type=Path, metavar="IMAGE")
    predict.add_argument(
        "--raw", action="store_true", help="take the picture as it is, without centring the digit"
    )
    _add(commands_, "summary", commands.summary, "layers, shapes and parameters", recipe=True)
    export = _add(commands_, "export", commands.export, "write another format", model=True)
    formats = [suffix[1:] for suffix in WRITERS]
    export.add_argument("--format", required=True, choices=formats)
    export.add_argument("--out", type=Path, metavar="FILE", help="default: MODEL's name")
    reproduce = _add(
        commands_, "reproduce", reports.reproduce_table, "published results, ours and a verdict"
    )
    reproduce.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="a row; may be given again"
    )
    reproduce.add_argument("--data-dir", metavar="DIR", help="where the data are, or go")
    add_computing(reproduce)
    sweep = _add(commands_, "sweep", reports.sweep, "train a recipe over settings", recipe=True)
    sweep.add_argument(
        "--over",
        action="append",
        type=_values,
        default=[],
        metavar="KEY=V1,V2,...",
        help="settings to go over; KEY1+KEY2 change together; may be given again",
    )
    sweep.add_argument("--metric", metavar="NAME", help="what trials are compared by")
    _add(commands_, "gradcheck", commands.gradcheck, "check the gradients", recipe=True)
    bench = _add(commands_, "bench", benchmark.bench, "measure how fast training is")
    benchmark.add_arguments(bench)
    add_computing(bench)
    return parser


def _add_average(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ema-weights", action="store_true", help="measure the moving average of the weights"
    )


def _add(
    group: Any,
    name: str,
    command: Callable[[argparse.Namespace], int],
    help: str,
    *,
    recipe: bool | Literal["optional"] = False,
    model: bool = False,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = group.add_parser(name, help=help, description=help)
    parser.set_defaults(command=command)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    if model:
        parser.add_argument("model", type=Path, metavar="MODEL")
    if recipe:
        parser.add_argument(
            "recipe",
            nargs="?" if recipe == "optional" else None,
            metavar="RECIPE",
            help="a name, or the path of a JSON file",
        )
        parser.add_argument("--epochs", type=int, metavar="N")
        parser.add_argument("--seed", type=int, metavar="S")
        parser.add_argument(
            "--set",
            action="append",
            type=_setting,
            default=[],
            metavar="KEY=VALUE",
            dest="settings",
        )
    if recipe or model:
        names = ", ".join(SOURCES)
        parser.add_argument("--data", metavar="NAME", help=f"one of {names}")
        parser.add_argument("--data-dir", metavar="DIR", help="where the data are, or go")
        add_computing(parser)
    return parser
