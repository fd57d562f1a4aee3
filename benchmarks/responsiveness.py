"""How the window feels and what it costs while a network trains.

Prints, from one run: the event loop's lag (how late a 10 ms timer comes) with every panel
visible, and the speed of training in the window against the same training without one.

    QT_QPA_PLATFORM=offscreen python benchmarks/responsiveness.py --data-dir DIR

Headless and windowed stretches alternate, so that a noisy machine disturbs both alike. The lag
has stretches of its own: a timer that rings a hundred times a second costs speed itself.
"""

import argparse
import json
import os
import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.setswitchinterval(0.001)

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

import nncore
from app.garbage import GarbageKeeper
from app.jobs.session import Session
from app.jobs.training import Status
from app.main_window import MainWindow
from app.settings import Settings
from app.theme import apply_application_style
from nncore.training.events import Event

PROBE_MS = 10


class LagProbe(QObject):
    """Notes how late each tick of a precise timer comes, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.lags: list[float] = []
        self._expected = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        self._expected = perf_counter() + PROBE_MS / 1000
        self._timer.start(PROBE_MS)

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def _on_tick(self) -> None:
        self.lags.append(max(0.0, (perf_counter() - self._expected) * 1000))
        self.start()


def headless_speed(run: nncore.Run, events: Iterator[Event], seconds: float) -> float:
    """Samples per second of the bare training loop.

    The run goes on where it stopped, as the window's does: trained networks are slower than
    new ones, since more of their gradients are denormal numbers.
    """
    before = run.samples
    started = perf_counter()
    for _ in events:
        if perf_counter() - started >= seconds:
            break
    return (run.samples - before) / (perf_counter() - started)


def windowed_speed(
    window: MainWindow, seconds: float, probe: LagProbe | None = None
) -> tuple[float, float]:
    """Samples per second while the window draws, and the share of time training waited.

    The share is what the training thread did not get of the time: it waited for the
    interpreter's lock, or held still for a draw. Unlike the speed, it does not depend on how
    busy the machine is otherwise. With a probe, the lag goes there.
    """
    training = window.session.training
    marks: list[tuple[int, float, float]] = []
    training.start()
    _run_for(0.3)  # the first draw of every panel is not what is measured
    training.ask(_mark, marks.append)
    _run_until(lambda: len(marks) == 1)
    if probe is not None:
        probe.start()
    _run_for(seconds)
    if probe is not None:
        probe.stop()
    training.ask(_mark, marks.append)
    _run_until(lambda: len(marks) == 2)
    training.pause()
    _run_until(lambda: training.status is not Status.RUNNING)
    samples, cpu, elapsed = (b - a for a, b in zip(*marks, strict=True))
    return samples / elapsed, 1 - cpu / elapsed


def _mark(run: nncore.Run) -> tuple[int, float, float]:
    """Samples, CPU time of the training thread, and the time; called in that thread."""
    return run.samples, thread_time(), perf_counter()


def _run_for(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _run_until(done: Callable[[], bool]) -> None:
    loop, timer = QEventLoop(), QTimer()
    timer.setInterval(10)
    timer.timeout.connect(lambda: loop.quit() if done() else None)
    timer.start()
    loop.exec()
    timer.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--recipe", action="append", help="default: nielsen-30")
    parser.add_argument("--data")
    parser.add_argument("--data-dir", default="")
    parser.add_argument("--seconds", type=float, default=1.5, help="for each stretch")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--size", default="1440x900")
    options = parser.parse_args()
    application = QApplication(sys.argv[:1])
    apply_application_style(application)
    GarbageKeeper(application)
    for name in options.recipe or ["nielsen-30"]:
        print(json.dumps(measure(name, options)), flush=True)


def measure(name: str, options: argparse.Namespace) -> dict[str, object]:
    """One line of results for a recipe."""
    config = nncore.load_recipe(name).replace(epochs=10_000)
    if options.data:
        config = config.replace(data=options.data)
    session = Session(options.data_dir)
    window = MainWindow(session, Settings(safe_mode=True))
    width, _, height = options.size.partition("x")
    window.resize(int(width), int(height))
    window.show()
    session.open_config(config)
    _run_until(lambda: session.training.status is Status.READY)
    window.layout_.pad.canvas.load_image(np.asarray(session.data.x_test[0, :, :, 0]))
    assert session.data is not None
    probe = LagProbe()
    bare, inside, waits = [], [], []
    run = nncore.Run(config, session.data)
    events = run.events()
    for _ in range(options.rounds):
        bare.append(headless_speed(run, events, options.seconds))
        speed, waiting = windowed_speed(window, options.seconds)
        inside.append(speed)
        waits.append(waiting)
        windowed_speed(window, options.seconds, probe)
    costs = {type(p).__name__ + getattr(p, "_metric", ""): round(window.clock.cost(p) * 1000, 2)
             for p in window.layout_.refreshed()}  # fmt: skip
    session.document.forget_changes()
    window.close()
    ratios = [a / b for a, b in zip(inside, bare, strict=True)]
    lags = np.array(probe.lags)
    return {
        "recipe": name,
        "data": config.data,
        "lag_ms_p50": round(float(np.percentile(lags, 50)), 2),
        "lag_ms_p99": round(float(np.percentile(lags, 99)), 2),
        "lag_ms_max": round(float(lags.max()), 2),
        "ticks": len(lags),
        "headless_samples_per_second": round(statistics.median(bare)),
        "window_samples_per_second": round(statistics.median(inside)),
        "speed_kept": round(statistics.median(ratios), 3),
        "training_waits": round(statistics.median(waits), 3),
        "draw_ms": costs,
    }


if __name__ == "__main__":
    main()
