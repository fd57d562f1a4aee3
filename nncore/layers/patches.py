"""Sliding windows over pictures: from patches to columns and back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nncore.activations import Buffers
from nncore.shapes import Shape, size, window_axis

Pair = tuple[int, int]
Slices = tuple[slice, slice, slice]

CHUNK = 800_000
"""Values of columns and sums worked on at a time: 3.2 MB of float32, the L2 caches of two
cores. Shorter stretches lose more by starting products than they gain."""


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
        """Entries of `to_columns` in one row of windows."""
        return self.size[1] + max(self.pads[1]) if self.slides else self.stops[1]

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


def to_columns(x: np.ndarray, where: Windows, out: np.ndarray) -> None:
    """Copy what windows read: x (N, H, W, C) to out (N, rows, line, kh, kw / span, C).

    Where windows slide, an entry holds one column of a window, and the `span` entries
    from it on are the whole window, row after row in memory: a fifth of the copying for
    a 5 × 5 kernel. The padding right of a line is that left of the next.
    """
    if not where.slides:
        if where.padded:
            out.fill(0)
        for i, j, stops, pixels in where.taps():
            out[stops][:, :, :, i, j] = x[pixels]
        return
    left, right = where.pads[1][0], where.pads[1][0] + where.size[1]
    out[:, :, :left] = 0
    out[:, :, right:] = 0
    for i in range(where.window[0]):
        stop_rows, rows = where.tap(0, i)
        inside = out[:, :, left:right, i, 0]
        inside[:, : stop_rows.start] = 0
        inside[:, stop_rows.stop :] = 0
        inside[:, stop_rows] = x[:, rows]


def from_columns(columns: np.ndarray, where: Windows, out: np.ndarray) -> None:
    """Add columns (N, rows, columns, kh, kw, C), a whole window each, up where they came from."""
    out.fill(0)
    for i, j, stops, pixels in where.taps():
        out[pixels] += columns[stops][:, :, :, i, j]


def _chunks(n: int, values: int) -> list[slice]:
    """Even stretches of n samples of so many values each that stay in the cache."""
    count = max(1, min(n, round(n * values / CHUNK)))
    length = -(-n // count)
    return [slice(a, min(a + length, n)) for a in range(0, n, length)] if n else []


class _Lines:
    """The columns of a batch, stretch by stretch, and the matrices a product runs over.

    Attributes:
        parts: The stretches.
        sums: Room for a row of `filters` values beside each entry of a stretch.
    """

    def __init__(self, x: np.ndarray, kernel: np.ndarray, where: Windows, buffer: Buffers) -> None:
        kh, kw, channels, filters = kernel.shape
        self._x, self._where = x, where
        self._wide = (kh, kw // where.span, channels)
        self._depth = size(self._wide)
        entries = where.stops[0] * where.line
        self.parts = _chunks(len(x), entries * (self._depth + filters))
        most = entries * self.parts[0].stop if self.parts else 0
        # A line's last windows, whose sums nobody reads, reach beyond it.
        self._flat = buffer("columns", ((most + where.span - 1) * self._depth,))
        self._flat[most * self._depth :] = 0
        self._sums = buffer("sums", (most * filters,))
        self._filters = filters

    def fill(self, part: slice) -> np.ndarray:
        """Make the columns of a stretch; returns the room beside: (n, rows, line, filters)."""
        shape = (part.stop - part.start, self._where.stops[0], self._where.line)
        count = size(shape)
        columns = self._flat[: count * self._depth].reshape(*shape, *self._wide)
        to_columns(self._x[part], self._where, columns)
        return self._sums[: count * self._filters].reshape(*shape, self._filters)

    def products(self, sums: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Every `span`-th window as a matrix without a copy, with its rows of `sums`."""
        entries, span = sums.reshape(-1, self._filters), self._where.span
        for first in range(min(span, len(entries))):
            rows = entries[first::span]
            start, count = first * self._depth, len(rows) * span * self._depth
            yield self._flat[start : start + count].reshape(len(rows), -1), rows


def correlate(
    x: np.ndarray,
    kernel: np.ndarray,
    where: Windows,
    buffer: Buffers,
    finish: Callable[[np.ndarray, slice], None],
) -> None:
    """The weighted sums of all windows, stretch by stretch of the batch.

    Args:
        x: (N, H, W, C).
        kernel: (kh, kw, C, F).
        where: The windows.
        buffer: Of the layer's workspace.
        finish: Receives the sums (n, rows, columns, F), a view that soon is overwritten,
            and their place in the batch.
    """
    weights = _by_column(kernel, where.span).reshape(-1, kernel.shape[-1])
    lines = _Lines(x, kernel, where, buffer)
    for part in lines.parts:
        sums = lines.fill(part)
        for matrix, rows in lines.products(sums):
            np.matmul(matrix, weights, out=rows)
        finish(sums[:, :, : where.stops[1]], part)


def kernel_gradient(
    x: np.ndarray, dz: np.ndarray, where: Windows, buffer: Buffers, out: np.ndarray
) -> None:
    """Write the gradient of the kernel (kh, kw, C, F): windows of x times dz, summed."""
    total = np.zeros_like(_by_column(out, where.span))
    flat = total.reshape(-1, out.shape[-1])
    product = buffer("product", flat.shape)
    lines = _Lines(x, out, where, buffer)
    for part in lines.parts:
        beside = lines.fill(part)
        beside[:, :, : where.stops[1]] = dz[part]
        beside[:, :, where.stops[1] :] = 0
        for matrix, rows in lines.products(beside):
            np.matmul(matrix.T, rows, out=product)
            np.add(flat, product, out=flat)
    out[...] = total.swapaxes(0, 1) if where.span > 1 else total


def bias_gradient(dz: np.ndarray, out: np.ndarray) -> None:
    """Write the sum over batch and places; over the batch first, along long rows."""
    maps = np.add.reduce(dz.reshape(len(dz), size(dz.shape[1:])), axis=0)
    np.add.reduce(maps.reshape(-1, len(out)), axis=0, out=out)


def _by_column(kernel: np.ndarray, span: int) -> np.ndarray:
    """The kernel in the order of a window in `to_columns`."""
    return np.ascontiguousarray(kernel.swapaxes(0, 1)) if span > 1 else kernel


def input_gradient(
    dz: np.ndarray, kernel: np.ndarray, where: Windows, buffer: Buffers, out: np.ndarray
) -> None:
    """Write the gradient of the pictures: dz times the kernel, added up where it stood.

    At stride 1 that is the correlation of dz with the kernel turned by 180 degrees.
    """
    turned = where.turned()
    if turned:
        half = kernel[::-1, ::-1].swapaxes(2, 3)

        def keep(sums: np.ndarray, part: slice) -> None:
            out[part] = sums

        correlate(dz, half, turned, lambda key, shape: buffer("turned " + key, shape), keep)
        return
    matrix = kernel.reshape(-1, kernel.shape[-1])
    spread = where.stops[0] * where.stops[1] * len(matrix)
    for part in _chunks(len(dz), spread):
        rows = dz[part].reshape(-1, kernel.shape[-1])
        columns = buffer("spread", (len(rows), len(matrix)))
        np.matmul(rows, matrix.T, out=columns)
        windows_of = columns.reshape(-1, *where.stops, *kernel.shape[:3])
        from_columns(windows_of, where, out[part])
