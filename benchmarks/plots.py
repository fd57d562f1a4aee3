"""How long a plot with a million points takes to draw, and what it holds in memory.

Run: QT_QPA_PLATFORM=offscreen python benchmarks/plots.py [--points N]

A draw is what the window's clock does: a batch's worth of new points is stored, the curves
are thinned and handed over, and the widget paints itself. The goal is 16 ms, one frame.
"""

import argparse
import os
import statistics
import sys
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.theme import apply_application_style
from app.widgets.plot import LivePlot

SIZES = ((300, 150), (332, 210), (1200, 600))
EPOCHS = 20.0
NEWS = 32
"""Points that come between two draws."""


def losses(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A noisy curve that falls."""
    x = np.linspace(0.0, EPOCHS, count)
    noise = np.random.default_rng(seed).gamma(4.0, 0.25, count)
    return x, (2.3 * np.exp(-x / 4.0) + 0.05) * noise


def make(points: int, smoothing: float, ghosts: int) -> LivePlot:
    """A plot as the window has it, shown."""
    plot = LivePlot("epoch", "loss")
    for name in ("train", "validation"):
        plot.add_series(name)
    plot.set_smoothing(smoothing)
    plot.extend("train", *losses(points, 0))
    plot.extend("validation", *losses(int(EPOCHS), 1))
    for key in range(ghosts):
        curves = {"train": losses(points, 2 + key), "validation": losses(int(EPOCHS), 9 + key)}
        plot.add_ghost(key, f"first-digits, seed {key}", curves)
    plot.show()
    return plot


def draw_times(plot: LivePlot, repeats: int, begin: float) -> tuple[float, float]:
    """Seconds to hand over and seconds to paint, the medians."""
    handing, painting = [], []
    image = QImage(plot.size(), QImage.Format.Format_RGB32)
    rng = np.random.default_rng(3)
    x = begin
    for _ in range(repeats):
        news = x + np.arange(1, NEWS + 1) * 1e-6
        x = float(news[-1])
        start = time.perf_counter()
        plot.extend("train", news, 0.05 * rng.gamma(4.0, 0.25, NEWS))
        plot.refresh()
        middle = time.perf_counter()
        plot.render(image)
        painting.append(time.perf_counter() - middle)
        handing.append(middle - start)
    return statistics.median(handing), statistics.median(painting)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=30)
    options = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_application_style(application)
    print(f"{options.points:,} points; ms, medians of {options.repeats}; memory of the arrays")
    print(f"{'size':>10} {'curves':>22} {'hand over':>10} {'paint':>8} {'draw':>8} {'memory':>9}")
    for smoothing, ghosts, label in (
        (0.0, 0, "raw"),
        (0.6, 0, "smooth"),
        (0.6, 5, "smooth, 5 pinned runs"),
        (0.0, 5, "raw, 5 pinned runs"),
    ):
        tracemalloc.start()
        plot = make(options.points, smoothing, ghosts)
        memory = tracemalloc.get_traced_memory()[0] / 1e6
        tracemalloc.stop()
        for place, size in enumerate(SIZES):
            plot.resize(*size)
            hand, paint = (1e3 * part for part in draw_times(plot, options.repeats, EPOCHS + place))
            print(
                f"{size[0]:>5}x{size[1]:<4} {label:>22} {hand:10.2f} {paint:8.2f}"
                f" {hand + paint:8.2f} {memory:6.0f} MB"
            )
        plot.close()


if __name__ == "__main__":
    main()
