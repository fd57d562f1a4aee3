"""Sliding windows over pictures: from patches to columns and back."""

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
            rows_out, rows_in = self._tap(0, i)
            for j in range(self.window[1]):
                columns_out, columns_in = self._tap(1, j)
                every = slice(None)
                yield i, j, (every, rows_out, columns_out), (every, rows_in, columns_in)

    def _tap(self, axis: int, place: int) -> tuple[slice, slice]:
        stride = self.strides[axis]
        offset = place * self.dilation[axis] - self.pads[axis][0]
        first = max(0, -(offset // stride))
        last = min(self.stops[axis], (self.size[axis] - 1 - offset) // stride + 1)
        if last <= first:
            return slice(0, 0), slice(0, 0)
        start = first * stride + offset
        return slice(first, last), slice(start, start + (last - first - 1) * stride + 1, stride)

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


def columns_shape(n: int, where: Windows, channels: int) -> Shape:
    """The shape of the columns of n pictures: (N, rows, columns, kh, kw, channels)."""
    return (n, *where.stops, *where.window, channels)


def to_columns(x: np.ndarray, where: Windows, out: np.ndarray) -> None:
    """Copy every window of x (N, H, W, C) into its own row of `out`."""
    if where.padded:
        out.fill(0)
    for i, j, stops, pixels in where.taps():
        out[stops][:, :, :, i, j] = x[pixels]


def from_columns(columns: np.ndarray, where: Windows, out: np.ndarray) -> None:
    """Add every row of columns up where `to_columns` read it: its transpose."""
    out.fill(0)
    for i, j, stops, pixels in where.taps():
        out[pixels] += columns[stops][:, :, :, i, j]
