"""Where words about a point of a plot go so that they cover no curve; NumPy only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.widgets.plot_feed import Floats

Box = tuple[float, float, float, float]
"""Left, top, width, height, in pixels."""

Pixels = tuple[Floats, Floats]
"""A curve as x, ascending, and y; NaN is a gap."""

_STROKE = 1.5
"""Half a curve's width, and what keeps words clear of it."""


@dataclass(frozen=True)
class Label:
    """Words of this size about a point; nearer to it than `clear` is its mark."""

    x: float
    y: float
    width: float
    height: float
    clear: float

    def away(self, left: float, tops: Floats) -> Floats:
        """How far the point is from boxes whose upper left corners are there."""
        across = max(left - self.x, self.x - left - self.width, 0.0)
        down = np.maximum(np.maximum(tops - self.y, self.y - tops - self.height), 0.0)
        return np.hypot(across, down)


def free_place(label: Label, plot: Box, curves: Iterable[Pixels]) -> tuple[float, float] | None:
    """The upper left corner, inside the plot, nearest to the point where no curve is covered.

    Where curves are everywhere, as few of their pixel rows as can be are covered. None where the
    plot is too small.
    """
    left, top, width, height = plot
    rows, high = int(height), int(np.ceil(label.height))
    if rows < high or width < label.width:
        return None
    curves = list(curves)
    best: tuple[float, float] | None = None
    least = (np.inf, np.inf)
    for x in _lefts(label, left, left + width):
        taken = _taken_rows(x, label.width, top, rows, curves)
        if x - label.clear < label.x < x + label.width + label.clear:
            first, last = np.array([label.y - label.clear]), np.array([label.y + label.clear])
            taken = taken + _rows_of(first, last, top, rows)
        before = np.concatenate([[0], np.cumsum(taken > 0)])
        covered = before[high:] - before[:-high]
        tops = top + np.arange(len(covered), dtype=float)
        away = label.away(x, tops)
        place = int(np.lexsort((away, covered))[0])
        cost = float(covered[place]), float(away[place])
        if cost < least:
            best, least = (x, float(tops[place])), cost
    return best


def _lefts(label: Label, first: float, last: float) -> Iterator[float]:
    """Where words may begin: centred on the point, then ending and beginning beside it."""
    most = last - label.width
    yield min(max(first, label.x - label.width / 2), most)
    for x in (label.x - label.clear - label.width, label.x + label.clear):
        if first <= x <= most:
            yield x


def _taken_rows(
    left: float, width: float, top: float, rows: int, curves: Iterable[Pixels]
) -> npt.NDArray[np.int64]:
    """By row of pixels below `top`, how many pieces of curves cross it in these columns."""
    taken = np.zeros(rows, np.int64)
    first, last = left - _STROKE, left + width + _STROKE
    for xs, ys in curves:
        begin = max(0, int(np.searchsorted(xs, first)) - 1)
        end = int(np.searchsorted(xs, last, side="right")) + 1
        x, y = xs[begin:end], ys[begin:end]
        if len(x) < 2:
            continue
        run = np.diff(x)
        rise = np.diff(y)
        with np.errstate(divide="ignore", invalid="ignore"):
            enter = np.where(run > 0, np.clip((first - x[:-1]) / run, 0.0, 1.0), 0.0)
            leave = np.where(run > 0, np.clip((last - x[:-1]) / run, 0.0, 1.0), 1.0)
        ends = np.stack([y[:-1] + enter * rise, y[:-1] + leave * rise])
        ends = ends[:, np.isfinite(ends).all(axis=0)]
        taken += _rows_of(ends.min(axis=0) - _STROKE, ends.max(axis=0) + _STROKE, top, rows)
    return taken


def _rows_of(upper: Floats, lower: Floats, top: float, rows: int) -> npt.NDArray[np.int64]:
    """How many of these stretches of y reach into each row."""
    begin = np.clip(np.floor(upper - top), 0, rows).astype(np.int64)
    end = np.clip(np.ceil(lower - top), 0, rows).astype(np.int64)
    steps = np.bincount(begin, minlength=rows + 1) - np.bincount(end, minlength=rows + 1)
    return np.cumsum(steps)[:rows]
