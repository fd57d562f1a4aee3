"""Our side of one row, in a process of its own, so that its peak of memory is the row's.

``python -m nncore.bench.worker`` reads one JSON object a line and answers with one.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from nncore import data as datasets
from nncore.bench.rows import rows, training_flops
from nncore.data import Dataset
from nncore.errors import DataError
from nncore.kernels import choose, describe
from nncore.threads import get_threads, set_threads
from nncore.training.events import EpochEnded, Event
from nncore.training.loop import Run

PEAK_SIZE = 2048
"""Rows and columns of the matrices that measure the machine's peak."""


def pictures(data_dir: str | None) -> Dataset:
    """MNIST, where it is at hand; else random pictures and labels of its shapes."""
    try:
        return datasets.load("mnist", data_dir, download=False)
    except DataError:
        rng = np.random.default_rng(0)
        x, labels = rng.random((60_000, 28, 28, 1), np.float32), rng.integers(0, 10, 60_000)
        names = tuple("0123456789")
        return Dataset("random", x, labels, x[:10_000], labels[:10_000], names)


def first_samples(data: Dataset, count: int) -> Dataset:
    """The same data with only this many samples to train on."""
    x, y = data.x_train[:count], data.y_train[:count]
    return Dataset(data.name, x, y, data.x_test, data.y_test, data.class_names)


class Worker:
    """One row at work."""

    def __init__(self) -> None:
        self._events: Iterator[Event] = iter(())

    def open(
        self,
        row: str,
        samples: int,
        *,
        data_dir: str | None,
        threads: int | None,
        kernels: str,
    ) -> dict[str, Any]:
        """Load the data and stand ready to train; says what is measured."""
        set_threads(threads)
        choose(kernels)
        data = first_samples(pictures(data_dir), samples)
        run = Run(rows()[row].config.replace(epochs=1_000_000), data)
        self._events = run.events()
        return {
            "data": data.name,
            "threads": get_threads(),
            "kernels": describe(),
            "flops": training_flops(run.network.inference),
        }

    def epoch(self) -> dict[str, Any]:
        """Train one epoch."""
        started = perf_counter()
        for event in self._events:
            if isinstance(event, EpochEnded):
                break
        return {"seconds": perf_counter() - started}

    def close(self) -> dict[str, Any]:
        """The peak of memory; and of matrix products, which would raise the first."""
        return {"peak_memory_mb": peak_memory(), "peak_gflops": round(peak_gflops(), 1)}


def peak_memory() -> float | None:
    """The most memory this process has had, in millions of bytes; None where unknown."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return None
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(kilobytes.split()[1]) * 1024 / 1e6, 1)


def peak_gflops() -> float:
    """What a large product of float32 matrices reaches here, at its best of ten."""
    a = np.random.default_rng(0).random((PEAK_SIZE, PEAK_SIZE), np.float32)
    b, out = a.copy(), np.empty_like(a)
    best = min(_seconds(lambda: np.matmul(a, b, out=out)) for _ in range(10))
    return 2 * PEAK_SIZE**3 / best / 1e9


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def main() -> None:
    """Serve until the input ends."""
    worker = Worker()
    for line in sys.stdin:
        request = json.loads(line)
        method = getattr(worker, request.pop("do"))
        print(json.dumps(method(**request)), flush=True)


if __name__ == "__main__":
    main()
