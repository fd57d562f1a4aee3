"""The kernels compiled by numba: one pass over memory each, without the GIL.

Only `nncore.kernels.load` imports this module. The machine code is kept on disk beside
the sources, or in numba's own folder where those cannot be written.
"""

from typing import ClassVar

import numpy as np

from nncore.kernels.numba_compiling import compiled, read_only
from nncore.kernels.numba_normalizing import FastNormalizing
from nncore.kernels.numba_normalizing import warm_up as warm_up_normalizing
from nncore.kernels.numba_pooling import FastPooling
from nncore.kernels.numba_pooling import warm_up as warm_up_pooling
from nncore.kernels.numba_recurrent import FastCells
from nncore.kernels.numba_recurrent import warm_up as warm_up_cells
from nncore.kernels.numba_updates import FastUpdates
from nncore.kernels.numba_updates import warm_up as warm_up_updates
from nncore.windows import Windows

FEW = 4
"""Channels from which the compiled loop copies faster than NumPy, which takes whole rows."""


class FastKernels(FastNormalizing, FastPooling, FastCells, FastUpdates):
    """What numba does better than NumPy; the rest is inherited."""

    name: ClassVar[str] = "fast"

    def __init__(self) -> None:
        _warm_up(self)

    def to_columns(self, x: np.ndarray, where: Windows, out: np.ndarray) -> None:
        if not where.slides or not x.flags.c_contiguous or x.shape[3] < FEW:
            super().to_columns(x, where, out)
            return
        (top, _), (left, _) = where.pads
        entries = out.reshape(*out.shape[:4], out.shape[-1])
        _to_columns(read_only(x), entries, top, left, where.strides[0], where.dilation[0])

    def from_columns(self, columns: np.ndarray, where: Windows, out: np.ndarray) -> None:
        before = where.pads[0][0], where.pads[1][0]
        _from_columns(read_only(columns), out, before, where.strides, where.dilation)

    def add_bias(
        self, sums: np.ndarray, bias: np.ndarray | None, relu: bool, out: np.ndarray
    ) -> None:
        if bias is None or not relu:
            super().add_bias(sums, bias, relu, out)
            return
        _add_bias_relu(sums, read_only(bias), out)

    def stop_at_zeros(self, dy: np.ndarray, y: np.ndarray, out: np.ndarray) -> None:
        if not (dy.flags.c_contiguous and y.flags.c_contiguous and out.flags.c_contiguous):
            super().stop_at_zeros(dy, y, out)
            return
        _stop_at_zeros(read_only(dy).reshape(-1), read_only(y).reshape(-1), out.reshape(-1))


@compiled
def _from_columns(columns, out, before, strides, dilation):
    """Add columns (N, rows, columns, kh, kw, C) up where they came from."""
    n, rows, stops, kh, kw, channels = columns.shape
    height, width = out.shape[1], out.shape[2]
    out[:] = 0
    for sample in range(n):
        for row in range(rows):
            for stop in range(stops):
                for i in range(kh):
                    line = row * strides[0] + i * dilation[0] - before[0]
                    if not 0 <= line < height:
                        continue
                    for j in range(kw):
                        column = stop * strides[1] + j * dilation[1] - before[1]
                        if 0 <= column < width:
                            for c in range(channels):
                                out[sample, line, column, c] += columns[sample, row, stop, i, j, c]


@compiled
def _add_bias_relu(sums, bias, out):
    n, rows, stops, filters = out.shape
    zero = out.dtype.type(0)
    for sample in range(n):
        for row in range(rows):
            for stop in range(stops):
                for f in range(filters):
                    value = sums[sample, row, stop, f] + bias[f]
                    # What is no number stays none, as for NumPy's maximum.
                    out[sample, row, stop, f] = zero if value < zero else value


@compiled
def _stop_at_zeros(dy, y, out):
    zero = out.dtype.type(0)
    for i in range(out.size):
        out[i] = dy[i] if y[i] > zero else zero


@compiled
def _to_columns(x, out, top, left, stride, dilation):
    """From x (N, H, W, C) to out (N, rows, line, kh, C); rows of zeros outside the picture."""
    n, rows, line, kh, channels = out.shape
    height, width = x.shape[1], x.shape[2]
    for sample in range(n):
        for row in range(rows):
            for column in range(line):
                source = column - left
                for i in range(kh):
                    line_in = row * stride + i * dilation - top
                    if 0 <= source < width and 0 <= line_in < height:
                        for c in range(channels):
                            out[sample, row, column, i, c] = x[sample, line_in, source, c]
                    else:
                        for c in range(channels):
                            out[sample, row, column, i, c] = 0


def _warm_up(kernels: FastKernels) -> None:
    """Compile everything for float32, or load it: nobody waits in the middle of a run."""
    from nncore.windows import windows

    warm_up_updates(kernels)
    warm_up_normalizing(kernels)
    warm_up_pooling(kernels)
    warm_up_cells()
    x = np.zeros((1, 2, 2, FEW), np.float32)
    sliding = windows((2, 2), (2, 2), (1, 1))
    kernels.to_columns(x, sliding, np.zeros((1, 1, sliding.line, 2, 1, FEW), np.float32))
    kernels.from_columns(np.zeros((1, 1, 1, 2, 2, 1), np.float32), sliding, x[..., :1].copy())
    kernels.add_bias(x, np.zeros(FEW, np.float32), True, x.copy())
    kernels.stop_at_zeros(x, x, x.copy())
