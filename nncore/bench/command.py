"""``python -m nncore bench``."""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from typing import Any

from nncore.bench.measure import SPRINT, Setup, measure, write_pictures
from nncore.bench.processes import peers
from nncore.bench.rows import rows
from nncore.errors import SpecError

COLUMNS = "{name:20} {speed:>12} {torch:>9} {sklearn:>9} {gflops:>9} {share:>8} {memory:>10}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `bench`."""
    names = ", ".join([*rows(), SPRINT])
    parser.add_argument(
        "--peers",
        nargs="?",
        const=sys.executable,
        metavar="PYTHON",
        help="compare with PyTorch and scikit-learn, in this Python or the one named",
    )
    parser.add_argument(
        "--only", action="append", metavar="NAME", help=f"only this row; one of {names}"
    )
    parser.add_argument(
        "--rounds", type=int, default=5, metavar="N", help="epochs that are measured; default: 5"
    )
    parser.add_argument("--data-dir", metavar="DIR", help="where MNIST is; else random pictures")


def bench(options: argparse.Namespace) -> int:
    """Measure how fast training is, row by row."""
    every = rows()
    names = _asked_for(options.only, [*every, SPRINT])
    if options.rounds < 1:
        raise SpecError(f"--rounds must be at least 1; received {options.rounds}")
    chosen = {name: row for name, row in every.items() if name in names}
    if not options.json:
        titles = {"name": "", "speed": "samples/s", "torch": "× torch", "sklearn": "× sklearn"}
        titles |= {"gflops": "GFLOP/s", "share": "of peak", "memory": "MB at most"}
        print(COLUMNS.format(**titles))
    with tempfile.TemporaryDirectory() as folder, peers(options.peers) as found:
        if options.peers and not found:
            print(f"{options.peers} has neither torch nor sklearn", file=sys.stderr)
        files = write_pictures(folder, options.data_dir) if found else {}
        setup = Setup(options.data_dir, options.threads, options.rounds, files)
        for result in measure(chosen, setup, found, sprint=SPRINT in names):
            print(json.dumps(result) if options.json else _line(result), flush=True)
    return 0


def _asked_for(only: Sequence[str] | None, names: Sequence[str]) -> Sequence[str]:
    for name in only or ():
        if name not in names:
            raise SpecError(f"the bench has no row {name!r}; there are {', '.join(names)}")
    return only or names


def _line(result: dict[str, Any]) -> str:
    if "seconds" in result:
        if result["seconds"] is None:
            return f"{result['name']:20} {result['error']}"
        reached = "reached" if result["reached"] else "NOT REACHED"
        accuracy = result["test_accuracy"]
        return f"{result['name']:20} {result['seconds']:10.1f} s  {accuracy:.2%} {reached}"
    return COLUMNS.format(
        name=result["name"],
        speed=f"{result['samples_per_second']:,}",
        torch=result["ratio_torch"] or "",
        sklearn=result["ratio_sklearn"] or "",
        gflops=result["gflops"],
        share=f"{result['share_of_peak']:.0%}",
        memory=result["peak_memory_mb"] or "",
    ) + ("  (random pictures)" if result["data"] == "random" else "")
