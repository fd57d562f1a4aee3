"""Curves of any length, ready to be drawn with few points; NumPy only."""

import math
from itertools import accumulate
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

Kind = TypeVar("Kind", bound=np.generic)
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

_LOSS = math.log(1e6)  # of the accuracy of a moving average, at most
_YOUNG = 4096  # 0.99 to this power is nothing beside 1
_FAN = 8  # points in a bucket of the first level, buckets in a bucket of the next


class Grower(Generic[Kind]):
    """An array that grows at its end in amortized constant time."""

    def __init__(self, dtype: type[Kind]) -> None:
        self._memory = np.empty(256, dtype=dtype)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def values(self) -> npt.NDArray[Kind]:
        """A view of what is stored; it stays valid, but does not grow."""
        return self._memory[: self._count]

    def extend(self, values: npt.NDArray[Kind]) -> None:
        """Add values at the end."""
        count = self._count + len(values)
        if count > len(self._memory):
            grown = np.empty(max(count, 2 * len(self._memory)), dtype=self._memory.dtype)
            grown[: self._count] = self._memory[: self._count]
            self._memory = grown
        self._memory[self._count : count] = values
        self._count = count


class Series:
    """Points (x, y) with ascending x, and a pyramid of extremes over them.

    A level of the pyramid holds, for every `_FAN` buckets of the level below, where the
    smallest and the largest y are. Adding points costs the same whatever is stored; drawing
    costs what is drawn.

    A y that is not finite is a gap. A point whose x is not finite is left out.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget all points."""
        self._x = Grower(np.float64)
        self._y = Grower(np.float64)
        self._lows: list[Grower[np.intp]] = []
        self._highs: list[Grower[np.intp]] = []
        self._lowest = -1
        self._highest = -1

    def __len__(self) -> int:
        return len(self._x)

    @property
    def x(self) -> Floats:
        """All x, ascending."""
        return self._x.values

    @property
    def y(self) -> Floats:
        """All y; NaN is a gap."""
        return self._y.values

    def append_many(self, x: npt.ArrayLike, y: npt.ArrayLike) -> None:
        """Add points; x that go back are sorted in, which costs a rebuild.

        Raises:
            ValueError: If there are not as many x as y.
        """
        xs, ys = (np.asarray(values, dtype=np.float64).reshape(-1) for values in (x, y))
        if len(xs) != len(ys):
            raise ValueError(f"as many x as y are needed; received {len(xs)} and {len(ys)}")
        real = np.isfinite(xs)
        xs, ys = xs[real], np.where(np.isfinite(ys[real]), ys[real], np.nan)
        if not len(xs):
            return
        ascending = bool(np.all(xs[1:] >= xs[:-1]))
        if not ascending or (len(self) and xs[0] < self.x[-1]):
            xs, ys = np.concatenate([self.x, xs]), np.concatenate([self.y, ys])
            order = np.argsort(xs, kind="stable")
            xs, ys = xs[order], ys[order]
            self.clear()
        self._store(xs, ys)

    def nearest(self, x: float) -> int:
        """The place of the point with a y that is nearest in x, or -1 if there is none."""
        if self._lowest < 0:
            return -1
        x = min(max(x, self.x[0]), self.x[-1])
        right = int(np.searchsorted(self.x, x))
        # A gap is looked over; more than a few hundred points of it count as nothing there.
        near = np.arange(max(0, right - 256), min(len(self), right + 256))
        near = near[np.isfinite(self.y[near])]
        if not len(near):
            return -1
        return int(near[np.argmin(np.abs(self.x[near] - x))])

    def lowest(self) -> int:
        """The place of the first smallest y, or -1."""
        return self._lowest

    def highest(self) -> int:
        """The place of the first largest y, or -1."""
        return self._highest

    def places(self, first_x: float, last_x: float, most: int) -> Places:
        """At most `most` places that draw the same picture as all points between two x.

        The extremes of every stretch are among them, and a neighbour on either side, so
        that the curve reaches the edges.

        Args:
            first_x: The left edge.
            last_x: The right edge.
            most: At least 200.
        """
        begin = max(0, int(np.searchsorted(self.x, first_x)) - 1)
        end = min(len(self), int(np.searchsorted(self.x, last_x, side="right")) + 1)
        if end - begin <= most:
            return np.arange(begin, end)
        level, size = 0, _FAN
        while 2 * ((end - begin) // (size * _FAN)) >= most:
            level, size = level + 1, size * _FAN
        low, high = self._level(level, begin // size, end // size)
        covered = (begin // size + len(low)) * size
        # Both ends and what no complete bucket holds yet take room, too.
        room = most - 2 * _FAN * level - _FAN - 2
        low, high = self._merge(low, high, -(-2 * len(low) // room))
        parts = [np.array([begin, end - 1]), low, high]
        while level:
            level, size = level - 1, size // _FAN
            low, high = self._level(level, covered // size, end // size)
            covered += len(low) * size
            parts += [low, high]
        parts.append(np.arange(covered, end))
        found = np.sort(np.concatenate(parts))
        # np.unique would import numpy.ma at its first call, 50 ms in the middle of a draw.
        kept = (found >= begin) & (found < end)
        kept[1:] &= found[1:] != found[:-1]
        return found[kept]

    # ---- inside ----

    def _level(self, level: int, first: int, end: int) -> tuple[Places, Places]:
        """The complete buckets among some of a level."""
        return self._lows[level].values[first:end], self._highs[level].values[first:end]

    def _merge(self, low: Places, high: Places, group: int) -> tuple[Places, Places]:
        """Where the extremes of every `group` buckets are; the last may be short."""
        if group <= 1 or not len(low):
            return low, high
        lack = -len(low) % group
        low = np.pad(low, (0, lack), mode="edge").reshape(-1, group)
        high = np.pad(high, (0, lack), mode="edge").reshape(-1, group)
        y = self.y
        row = np.arange(len(low))
        least = np.where(np.isnan(y[low]), np.inf, y[low]).argmin(axis=1)
        most = np.where(np.isnan(y[high]), -np.inf, y[high]).argmax(axis=1)
        return low[row, least], high[row, most]

    def _store(self, xs: Floats, ys: Floats) -> None:
        start = len(self)
        self._x.extend(xs)
        self._y.extend(ys)
        if not np.isnan(ys).all():
            low, high = start + int(np.nanargmin(ys)), start + int(np.nanargmax(ys))
            if self._lowest < 0 or self.y[low] < self.y[self._lowest]:
                self._lowest = low
            if self._highest < 0 or self.y[high] > self.y[self._highest]:
                self._highest = high
        self._build()

    def _build(self) -> None:
        """Extend every level by the buckets that are complete now."""
        low = high = np.arange(0)
        level = 0
        while True:
            if level == len(self._lows):
                self._lows.append(Grower(np.intp))
                self._highs.append(Grower(np.intp))
            done = len(self._lows[level])
            below = len(self) if level == 0 else len(self._lows[level - 1])
            ready = below // _FAN
            if ready == done:
                return
            if level == 0:
                low = high = np.arange(done * _FAN, ready * _FAN)
            else:
                part = slice(done * _FAN, ready * _FAN)
                low = self._lows[level - 1].values[part]
                high = self._highs[level - 1].values[part]
            low, high = self._merge(low, high, _FAN)
            self._lows[level].extend(low)
            self._highs[level].extend(high)
            level += 1


class Smoother:
    """An exponential moving average without the pull to zero at the start.

    As in TensorBoard: the mean starts at 0 and is divided by the weight it has seen.
    """

    def __init__(self, weight: float) -> None:
        self._weight = weight
        self._mean = 0.0
        self._seen = 0

    def add(self, y: Floats) -> Floats:
        """The smoothed values of the next points; gaps stay gaps and count for nothing."""
        result = np.full(len(y), np.nan)
        real = np.isfinite(y)
        count = int(np.count_nonzero(real))
        if not count:
            return result
        means = self._means(y[real])
        weights = self._weight ** np.arange(self._seen + 1.0, self._seen + min(count, _YOUNG) + 1)
        self._mean, self._seen = float(means[-1]), self._seen + count
        means[: len(weights)] /= 1.0 - weights
        result[real] = means
        return result

    def _means(self, y: Floats) -> Floats:
        """m₁ … mₙ with mₜ = w mₜ₋₁ + (1−w) yₜ, in blocks of L values at once.

        In a block, mₜ = wᵗ (m₀ + (1−w) Σ yₛ / wˢ), s = 1 … t; L is so short that w^−L, which
        the rounding errors are multiplied by, stays small. A loop over a million values would
        take a quarter of a second.
        """
        weight, length = self._weight, 1
        # Numbers that large would leave the range inside a block.
        if weight > 0.0 and np.abs(y).max() < 1e280:
            length = int(min(1024.0, max(1.0, _LOSS / -math.log(weight))))
        powers = weight ** np.arange(1.0, length + 1.0)
        blocks = np.pad(y, (0, -len(y) % length)).reshape(-1, length)
        inside = (1.0 - weight) * blocks
        if length > 1:
            inside = np.cumsum(inside / powers, axis=1) * powers
        whole = float(powers[-1])
        ends = accumulate(inside[:, -1].tolist(), lambda m, v: whole * m + v, initial=self._mean)
        means: Floats = inside + np.outer(list(ends)[:-1], powers)
        return means.reshape(-1)[: len(y)]


class SmoothedSeries:
    """A series as it came, and its moving average if one is wanted."""

    def __init__(self, weight: float = 0.0) -> None:
        self.raw = Series()
        self.average: Series | None = None
        self.smooth(weight)

    @property
    def shown(self) -> Series:
        """The average, or the series itself if none is wanted."""
        return self.raw if self.average is None else self.average

    def clear(self) -> None:
        """Forget all points."""
        self.raw.clear()
        self.smooth(self._weight)

    def smooth(self, weight: float) -> None:
        """Average all points anew; 0 means no average."""
        self._weight = weight
        self._smoother = Smoother(weight)
        self.average = None
        if weight > 0.0:
            self.average = Series()
            self._follow(0)

    def append_many(self, x: npt.ArrayLike, y: npt.ArrayLike) -> None:
        """Add points, as `Series.append_many` does."""
        before = len(self.raw)
        last = self.raw.x[-1] if before else 0.0
        self.raw.append_many(x, y)
        if self.average is not None:
            if before and self.raw.x[before - 1] != last:
                self.smooth(self._weight)  # points went back and were sorted in
            else:
                self._follow(before)

    def _follow(self, start: int) -> None:
        assert self.average is not None
        self.average.append_many(self.raw.x[start:], self._smoother.add(self.raw.y[start:]))
