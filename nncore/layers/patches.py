"""Convolution as matrix products: the columns of a batch, stretch by stretch."""

from collections.abc import Callable, Iterator

import numpy as np

from nncore.kernels import Buffers, Kernels
from nncore.shapes import Shape, size
from nncore.windows import Windows

CHUNK = 800_000
"""Values of columns and sums worked on at a time: 3.2 MB of float32, the L2 caches of two
cores. Shorter stretches lose more by starting products than they gain."""


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

    def __init__(
        self,
        x: np.ndarray,
        kernel: np.ndarray,
        where: Windows,
        kernels: Kernels,
        buffer: Buffers,
    ) -> None:
        kh, kw, channels, filters = kernel.shape
        self._x, self._where, self._kernels = x, where, kernels
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
        self._kernels.to_columns(self._x[part], self._where, columns)
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
    kernels: Kernels,
    buffer: Buffers,
    finish: Callable[[np.ndarray, slice], None],
) -> None:
    """The weighted sums of all windows, stretch by stretch of the batch.

    Args:
        x: (N, H, W, C).
        kernel: (kh, kw, C, F).
        where: The windows.
        kernels: Those of the layer's workspace.
        buffer: Of the layer's workspace.
        finish: Receives the sums (n, rows, columns, F), a view that soon is overwritten,
            and their place in the batch.
    """
    weights = _by_column(kernel, where.span).reshape(-1, kernel.shape[-1])
    lines = _Lines(x, kernel, where, kernels, buffer)
    for part in lines.parts:
        sums = lines.fill(part)
        for matrix, rows in lines.products(sums):
            np.matmul(matrix, weights, out=rows)
        finish(sums[:, :, : where.stops[1]], part)


def kernel_gradient(
    x: np.ndarray,
    dz: np.ndarray,
    where: Windows,
    kernels: Kernels,
    buffer: Buffers,
    out: np.ndarray,
) -> None:
    """Write the gradient of the kernel (kh, kw, C, F): windows of x times dz, summed."""
    total = np.zeros_like(_by_column(out, where.span))
    flat = total.reshape(-1, out.shape[-1])
    product = buffer("product", flat.shape)
    lines = _Lines(x, out, where, kernels, buffer)
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
    dz: np.ndarray,
    kernel: np.ndarray,
    where: Windows,
    kernels: Kernels,
    buffer: Buffers,
    out: np.ndarray,
) -> None:
    """Write the gradient of the pictures: dz times the kernel, added up where it stood.

    At stride 1 that is the correlation of dz with the kernel turned by 180 degrees.
    """
    turned = where.turned()
    if turned:
        half = kernel[::-1, ::-1].swapaxes(2, 3)

        def keep(sums: np.ndarray, part: slice) -> None:
            out[part] = sums

        def turned_buffer(key: str, shape: Shape) -> np.ndarray:
            return buffer("turned " + key, shape)

        correlate(dz, half, turned, kernels, turned_buffer, keep)
        return
    matrix = kernel.reshape(-1, kernel.shape[-1])
    spread = where.stops[0] * where.stops[1] * len(matrix)
    for part in _chunks(len(dz), spread):
        rows = dz[part].reshape(-1, kernel.shape[-1])
        columns = buffer("spread", (len(rows), len(matrix)))
        np.matmul(rows, matrix.T, out=columns)
        windows_of = columns.reshape(-1, *where.stops, *kernel.shape[:3])
        kernels.from_columns(windows_of, where, out[part])
