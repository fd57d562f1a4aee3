"""Convolution as matrix products: the columns of a batch, stretch by stretch.

Every thread takes a stretch of the batch, and of it as much at a time as its core's cache
holds: copies what the windows read into rows of a matrix, and multiplies.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from nncore.kernels.sharing import split
from nncore.shapes import Shape, size
from nncore.windows import Windows

Buffers = Callable[..., np.ndarray]
"""``buffer(key, shape, dtype=None)`` of a workspace."""

CHUNK = 400_000
"""Values of columns and sums worked on at a time: 1.6 MB of float32, the L2 cache of a core.
Shorter stretches lose more by starting products than they gain."""


NARROW = 8
"""Channels from which a product with one column for each is worth its columns."""


class Passes(Protocol):
    """The passes over memory around the products, of some set of kernels."""

    def to_columns(self, x: np.ndarray, where: Windows, out: np.ndarray) -> None: ...

    def from_columns(self, columns: np.ndarray, where: Windows, out: np.ndarray) -> None: ...

    def add_bias(
        self, sums: np.ndarray, bias: np.ndarray | None, relu: bool, out: np.ndarray
    ) -> None: ...

    def stop_at_zeros(self, dy: np.ndarray, y: np.ndarray, out: np.ndarray) -> None: ...


@dataclass(frozen=True)
class Gradients:
    """Where a convolution writes its gradients; None where nobody reads one."""

    kernel: np.ndarray
    bias: np.ndarray | None
    x: np.ndarray | None


def apart(buffer: Buffers, start: int) -> Buffers:
    """Buffers of the thread whose stretch begins there."""
    return lambda key, shape, dtype=None: buffer(f"{key} {start}", shape, dtype)


def convolve(
    passes: Passes,
    x: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray | None,
    where: Windows,
    relu: bool,
    out: np.ndarray,
    buffer: Buffers,
) -> None:
    """See `Kernels.convolve`."""
    weights = _by_column(kernel, where.span)

    def stretch(start: int, stop: int) -> None:
        target = out[start:stop]

        def finish(sums: np.ndarray, part: slice) -> None:
            passes.add_bias(sums, bias, relu, target[part])

        _correlate(passes, x[start:stop], weights, where, apart(buffer, start), finish)

    split(stretch, len(x), _nanoseconds(kernel, out))


def convolve_gradients(
    passes: Passes,
    x: np.ndarray,
    kernel: np.ndarray,
    dy: np.ndarray,
    y: np.ndarray | None,
    where: Windows,
    gradients: Gradients,
    buffer: Buffers,
) -> None:
    """See `Kernels.convolve_gradients`."""
    totals: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def stretch(start: int, stop: int) -> None:
        own, part = apart(buffer, start), slice(start, stop)
        dz = dy[part]
        if y is not None:
            dz = own("dz", dz.shape)
            passes.stop_at_zeros(dy[part], y[part], dz)
        totals[start] = _kernel_gradient(passes, x[part], dz, kernel, where, own), _sums(dz)
        if gradients.x is not None:
            _input_gradient(passes, dz, kernel, where, own, gradients.x[part])

    split(stretch, len(x), 3 * _nanoseconds(kernel, dy))
    # In the order of the batch, whichever thread was first.
    kernels, biases = zip(*(totals[start] for start in sorted(totals)), strict=True)
    total = sum(kernels[1:], kernels[0])
    gradients.kernel[...] = total.swapaxes(0, 1) if where.span > 1 else total
    if gradients.bias is not None:
        gradients.bias[...] = sum(biases[1:], biases[0])


def _nanoseconds(kernel: np.ndarray, out: np.ndarray) -> float:
    return out.size * size(kernel.shape[:3]) / 50


def _chunks(n: int, values: int) -> list[slice]:
    """Even stretches of n samples of so many values each that stay in the cache."""
    count = max(1, min(n, round(n * values / CHUNK)))
    length = -(-n // count)
    return [slice(a, min(a + length, n)) for a in range(0, n, length)] if n else []


class _Lines:
    """The columns of a batch, stretch by stretch, and the matrices a product runs over.

    Attributes:
        parts: The stretches.
    """

    def __init__(
        self, passes: Passes, x: np.ndarray, kernel: Shape, where: Windows, buffer: Buffers
    ) -> None:
        kh, kw, channels, self._filters = kernel
        self._passes, self._x, self._where = passes, x, where
        self._wide = (kh, kw // where.span, channels)
        self._depth = size(self._wide)
        entries = where.stops[0] * where.line
        self.parts = _chunks(len(x), entries * (self._depth + self._filters))
        most = entries * self.parts[0].stop if self.parts else 0
        # A line's last windows, whose sums nobody reads, reach beyond it.
        self._flat = buffer("columns", ((most + where.span - 1) * self._depth,))
        self._flat[most * self._depth :] = 0
        self._sums = buffer("sums", (most * self._filters,))

    def fill(self, part: slice) -> np.ndarray:
        """Make the columns of a stretch; returns the room beside: (n, rows, line, filters)."""
        shape = (part.stop - part.start, self._where.stops[0], self._where.line)
        count = size(shape)
        columns = self._flat[: count * self._depth].reshape(*shape, *self._wide)
        self._passes.to_columns(self._x[part], self._where, columns)
        return self._sums[: count * self._filters].reshape(*shape, self._filters)

    def products(self, sums: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Every `span`-th window as a matrix without a copy, with its rows of `sums`."""
        entries, span = sums.reshape(-1, self._filters), self._where.span
        for first in range(min(span, len(entries))):
            rows = entries[first::span]
            start, count = first * self._depth, len(rows) * span * self._depth
            yield self._flat[start : start + count].reshape(len(rows), -1), rows


def _by_column(kernel: np.ndarray, span: int) -> np.ndarray:
    """The kernel in the order of a window in `to_columns`."""
    return np.ascontiguousarray(kernel.swapaxes(0, 1) if span > 1 else kernel)


def _shape(weights: np.ndarray, span: int) -> Shape:
    """That of the kernel which `_by_column` made these of."""
    first, second, *rest = weights.shape
    return (second, first, *rest) if span > 1 else weights.shape


def _correlate(
    passes: Passes,
    x: np.ndarray,
    weights: np.ndarray,
    where: Windows,
    buffer: Buffers,
    finish: Callable[[np.ndarray, slice], None],
) -> None:
    """The weighted sums of all windows.

    Args:
        passes: Those of the layer's kernels.
        x: (N, H, W, C).
        weights: The kernel, `_by_column`.
        where: The windows.
        buffer: Of the thread.
        finish: Receives the sums (n, rows, columns, F), a view that soon is overwritten,
            and their place in the batch.
    """
    lines = _Lines(passes, x, _shape(weights, where.span), where, buffer)
    matrix = weights.reshape(-1, weights.shape[-1])
    for part in lines.parts:
        sums = lines.fill(part)
        for windows, rows in lines.products(sums):
            np.matmul(windows, matrix, out=rows)
        finish(sums[:, :, : where.stops[1]], part)


def _kernel_gradient(
    passes: Passes,
    x: np.ndarray,
    dz: np.ndarray,
    kernel: np.ndarray,
    where: Windows,
    buffer: Buffers,
) -> np.ndarray:
    """That of a stretch, in the order of `_by_column`: windows of x times dz, summed."""
    shape = _shape(kernel, where.span)  # its own inverse
    total = np.zeros(shape, kernel.dtype)
    flat = total.reshape(-1, shape[-1])
    product = buffer("product", flat.shape)
    lines = _Lines(passes, x, kernel.shape, where, buffer)
    for part in lines.parts:
        beside = lines.fill(part)
        beside[:, :, : where.stops[1]] = dz[part]
        beside[:, :, where.stops[1] :] = 0
        for matrix, rows in lines.products(beside):
            np.matmul(matrix.T, rows, out=product)
            np.add(flat, product, out=flat)
    return total


def _sums(dz: np.ndarray) -> np.ndarray:
    """Over batch and places; over the batch first, along long rows."""
    maps = np.add.reduce(dz.reshape(len(dz), size(dz.shape[1:])), axis=0)
    sums: np.ndarray = np.add.reduce(maps.reshape(-1, dz.shape[-1]), axis=0)
    return sums


def _input_gradient(
    passes: Passes,
    dz: np.ndarray,
    kernel: np.ndarray,
    where: Windows,
    buffer: Buffers,
    out: np.ndarray,
) -> None:
    """Write the gradient of the pictures: dz times the kernel, added up where it stood.

    At stride 1 that is the correlation of dz with the kernel turned by 180 degrees, but for
    few channels, which would make a narrow product.
    """
    if kernel.shape[2] < NARROW:
        _spread_batch_last(dz, kernel, where, buffer, out)
        return
    turned = where.turned()
    if turned:

        def keep(sums: np.ndarray, part: slice) -> None:
            passes.add_bias(sums, None, False, out[part])

        half = _by_column(kernel[::-1, ::-1].swapaxes(2, 3), turned.span)

        def turned_buffer(key: str, shape: Shape) -> np.ndarray:
            return buffer("turned " + key, shape)

        _correlate(passes, dz, half, turned, turned_buffer, keep)
        return
    matrix = kernel.reshape(-1, kernel.shape[-1])
    spread = where.stops[0] * where.stops[1] * len(matrix)
    for part in _chunks(len(dz), spread):
        rows = dz[part].reshape(-1, kernel.shape[-1])
        columns = buffer("spread", (len(rows), len(matrix)))
        np.matmul(rows, matrix.T, out=columns)
        windows_of = columns.reshape(-1, *where.stops, *kernel.shape[:3])
        passes.from_columns(windows_of, where, out[part])


def _spread_batch_last(
    dz: np.ndarray, kernel: np.ndarray, where: Windows, buffer: Buffers, out: np.ndarray
) -> None:
    """`_input_gradient` with the samples last, so that each sum runs over long rows."""
    kh, kw, channels, filters = kernel.shape
    matrix = kernel.reshape(-1, filters)
    for part in _chunks(len(dz), where.stops[0] * where.stops[1] * len(matrix)):
        n = part.stop - part.start
        last = buffer("dz last", (filters, *where.stops, n))
        np.copyto(last, dz[part].transpose(3, 1, 2, 0))
        spread = buffer("spread", (len(matrix), last[0].size))
        np.matmul(matrix, last.reshape(filters, -1), out=spread)
        taps = spread.reshape(kh, kw, channels, *where.stops, n)
        total = buffer("dx last", (channels, *where.size, n))
        total.fill(0)
        for i, j, stops, pixels in where.taps():
            total[:, pixels[1], pixels[2]] += taps[i, j][:, stops[1], stops[2]]
        np.copyto(out[part], total.transpose(3, 1, 2, 0))
