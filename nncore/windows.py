"""Where windows stand on a picture: what convolution and pooling slide."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nncore.shapes import Shape, window_axis

Pair = tuple[int, int]
Slices = tuple[slice, slice, slice]


def pair(values: Shape) -> Pair:
    """Rows and columns; a sequence is a picture of one row."""
    return (1, values[0]) if len(values) == 1 else (values[0], values[1])


def picture(x: np.ndarray) -> np.ndarray:
    """A view of sequences (N, T, C) as pictures of one row; pictures as they are."""
    return x[:, None] if x.ndim == 3 else x


@dataclass(frozen=True)
class Windows:
    """Where windows stand on a picture; everything as (rows, columns).

    Attributes:
        size: Size of the picture.
        window: Values one window reads.
        strides: Steps between windows.
        dilation: Steps between the values of one window.
        stops: How many windows there are.
        pads: Padding ((top, bottom), (left, right)).
    """

    size: Pair
    window: Pair
    strides: Pair
    dilation: Pair
    stops: Pair
    pads: tuple[Pair, Pair]

    def taps(self) -> Iterator[tuple[int, int, Slices, Slices]]:
        """For each place (i, j) in a window: which windows find a real value there, and where.

        Yields:
            i, j, slices of (N, *stops) and slices of (N, *size), equally many.
        """
        for i in range(self.window[0]):
            rows_out, rows_in = self.tap(0, i)
            for j in range(self.window[1]):
                columns_out, columns_in = self.tap(1, j)
                every = slice(None)
                yield i, j, (every, rows_out, columns_out), (every, rows_in, columns_in)

    def tap(self, axis: int, place: int) -> tuple[slice, slice]:
        stride = self.strides[axis]
        offset = place * self.dilation[axis] - self.pads[axis][0]
        first = max(0, -(offset // stride))
        last = min(self.stops[axis], (self.size[axis] - 1 - offset) // stride + 1)
        if last <= first:
            return slice(0, 0), slice(0, 0)
        start = first * stride + offset
        return slice(first, last), slice(start, start + (last - first - 1) * stride + 1, stride)

    @property
    def slides(self) -> bool:
        """Whether neighbouring windows share all but one of their columns."""
        return self.strides[1] == self.dilation[1] == 1

    @property
    def span(self) -> int:
        """Entries of `to_columns` that one window covers."""
        return self.window[1] if self.slides else 1

    @property
    def line(self) -> int:
        """Entries of `to_columns` in one row of windows; the wider padding alone may hold some."""
        shared = self.size[1] + max(self.pads[1])
        return max(shared, self.stops[1]) if self.slides else self.stops[1]

    def turned(self) -> "Windows | None":
        """Windows on the stops that give back the picture; none where strides skip values."""
        rows, columns = self._turned_pads(0), self._turned_pads(1)
        if self.strides != (1, 1) or min(*rows, *columns) < 0:
            return None
        return Windows(self.stops, self.window, (1, 1), self.dilation, self.size, (rows, columns))

    def _turned_pads(self, axis: int) -> Pair:
        before = self.pads[axis][0]
        reach = self.dilation[axis] * (self.window[axis] - 1)
        return reach - before, self.size[axis] + before - self.stops[axis]

    @property
    def tiles(self) -> bool:
        """Whether every pixel is read once, or at the end never."""
        return self.strides == self.window and self.dilation == (1, 1) and not self.padded

    @property
    def padded(self) -> bool:
        """Whether some window reads padding."""
        return any(any(pair) for pair in self.pads)


@lru_cache(256)
def windows(
    size: Pair,
    window: Pair,
    strides: Pair,
    dilation: Pair = (1, 1),
    padding: str | tuple[Pair, Pair] = "valid",
) -> Windows:
    """Windows on a picture of `size`.

    Raises:
        ShapeError: The window is larger than the picture.
    """
    names = ("height", "width") if size[0] > 1 or window[0] > 1 else ("height", "length")
    found = [
        window_axis(
            size[axis],
            window[axis],
            strides[axis],
            dilation[axis],
            padding if isinstance(padding, str) else padding[axis],
            names[axis],
        )
        for axis in (0, 1)
    ]
    (rows, vertical), (columns, horizontal) = found
    return Windows(size, window, strides, dilation, (rows, columns), (vertical, horizontal))
