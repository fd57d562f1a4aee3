"""Measuring a row: epochs of ours and of each peer in turns, and their medians."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from nncore import kernels
from nncore.bench.processes import Answering, our_side
from nncore.bench.rows import Row
from nncore.bench.worker import pictures

PAUSE = 0.1
"""Seconds between two epochs: threads that wait for more work spin for a while first."""

SPRINT = "time-to-98.5"
SPRINT_RECIPE = "mnist-sprint"
SPRINT_TARGET = 0.985
SPRINTS = 3


@dataclass(frozen=True)
class Setup:
    """What every row is measured with.

    Attributes:
        data_dir: Where MNIST is looked for.
        threads: For our side; None: its default.
        rounds: Epochs that count.
        files: Pictures and labels for the peers: {"x": path, "labels": path}.
    """

    data_dir: str | None
    threads: int | None
    rounds: int
    files: Mapping[str, str]


def write_pictures(folder: str, data_dir: str | None) -> dict[str, str]:
    """The training data as files that every peer reads."""
    data = pictures(data_dir)
    paths = {"x": str(Path(folder) / "x.npy"), "labels": str(Path(folder) / "labels.npy")}
    np.save(paths["x"], np.rint(data.x_train * 255).astype(np.uint8))
    np.save(paths["labels"], data.y_train)
    return paths


def measure_row(row: Row, setup: Setup, peers: Mapping[str, Answering]) -> dict[str, Any]:
    """One line of the bench."""
    with our_side() as ours:
        about = ours.ask(
            {
                "do": "open",
                "row": row.name,
                "samples": row.samples,
                "data_dir": setup.data_dir,
                "threads": setup.threads,
                "kernels": kernels.active(),
            }
        )
        sides = {"ours": ours, **_ready(row, setup, peers)}
        seconds = _in_turns(sides, setup.rounds)
        about |= ours.ask({"do": "close"})
    speeds = {name: row.samples / statistics.median(times) for name, times in seconds.items()}
    gflops = speeds["ours"] * about.pop("flops") / 1e9
    result: dict[str, Any] = {"name": row.name, "samples_per_second": round(speeds["ours"])}
    for name in ("torch", "sklearn"):
        ratio = speeds["ours"] / speeds[name] if name in speeds else None
        result[f"ratio_{name}"] = ratio and round(ratio, 3)
    result["gflops"] = round(gflops, 1)
    result["share_of_peak"] = round(gflops / about["peak_gflops"], 3)
    result |= about
    result |= {
        f"{name}_samples_per_second": round(v) for name, v in speeds.items() if name in peers
    }
    return result


def _ready(row: Row, setup: Setup, peers: Mapping[str, Answering]) -> dict[str, Answering]:
    """The peers that can train the row's network, with it open."""
    spec = row.config.spec.to_json()
    request = {
        **setup.files,
        "samples": row.samples,
        "input_shape": spec["input_shape"],
        "layers": spec["layers"],
        "loss": row.config.loss,
        "optimizer": row.config.optimizer.to_json(),
        "batch_size": row.config.batch_size,
    }
    answers = {name: peer.ask({"open": request}) for name, peer in peers.items()}
    return {name: peers[name] for name, answer in answers.items() if "refused" not in answer}


def _in_turns(sides: Mapping[str, Answering], rounds: int) -> dict[str, list[float]]:
    """Seconds of each side's epochs, one before them not counted.

    What disturbs the machine for a while disturbs every side.
    """
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(rounds + 1):
        for name, side in sides.items():
            time.sleep(PAUSE)
            answer = side.ask({"do": "epoch"})
            if turn:
                seconds[name].append(answer["seconds"])
    return seconds


def measure_sprint(setup: Setup) -> dict[str, Any]:
    """Seconds from starting Python to a network that is right on 98.5 % of the test data.

    The whole command counts: imports, loading the data, training, testing.
    """
    times: list[float] = []
    accuracy, error = None, ""
    for _ in range(min(SPRINTS, setup.rounds)):
        started = perf_counter()
        done = subprocess.run(_sprint_command(setup), capture_output=True, text=True, check=False)
        times.append(perf_counter() - started)
        if done.returncode:
            error = done.stderr.strip().partition("\n")[0]
            break
        accuracy = json.loads(done.stdout.splitlines()[-1])["test_accuracy"]
    return {
        "name": SPRINT,
        "seconds": None if error else round(statistics.median(times), 2),
        "test_accuracy": accuracy,
        "reached": accuracy is not None and accuracy >= SPRINT_TARGET,
        "samples_per_second": None,
        "ratio_torch": None,
        "ratio_sklearn": None,
        "kernels": kernels.describe(),
        **({"error": error} if error else {}),
    }


def _sprint_command(setup: Setup) -> list[str]:
    command = [sys.executable, "-m", "nncore", "train", SPRINT_RECIPE, "--json", "--quiet"]
    command += ["--set", "data_options.download=false", "--kernels", kernels.active()]
    command += ["--data-dir", setup.data_dir] if setup.data_dir else []
    command += ["--threads", str(setup.threads)] if setup.threads else []
    return command


def measure(
    rows: Mapping[str, Row], setup: Setup, peers: Mapping[str, Answering], *, sprint: bool
) -> Iterator[dict[str, Any]]:
    """The lines of the bench, one by one."""
    for row in rows.values():
        yield measure_row(row, setup, peers)
    if sprint:
        yield measure_sprint(setup)
