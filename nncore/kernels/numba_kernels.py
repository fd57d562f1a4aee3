"""The kernels compiled by numba: one pass over memory each, without the GIL.

Only `nncore.kernels.load` imports this module. The machine code is kept on disk beside
the sources, or in numba's own folder where those cannot be written.
"""

from typing import ClassVar

import numpy as np

from nncore.kernels.columns import Buffers
from nncore.kernels.numba_compiling import compiled
from nncore.kernels.numba_updates import FastUpdates
from nncore.kernels.numba_updates import warm_up as warm_up_updates
from nncore.windows import Windows


class FastKernels(FastUpdates):
    """What numba does better than NumPy; the rest is inherited."""

    name: ClassVar[str] = "fast"

    def __init__(self) -> None:
        _warm_up(self)

    def to_columns(self, x: np.ndarray, where: Windows, out: np.ndarray) -> None:
        if not where.slides or not x.flags.c_contiguous:
            super().to_columns(x, where, out)
            return
        (top, _), (left, _) = where.pads
        entries = out.reshape(*out.shape[:4], out.shape[-1])
        _to_columns(_read_only(x), entries, top, left, where.strides[0], where.dilation[0])

    def max_pool(self, x: np.ndarray, where: Windows, y: np.ndarray) -> None:
        if not x.flags.c_contiguous:
            super().max_pool(x, where, y)
            return
        _max_pool(_read_only(x), y, *_geometry(where))

    def max_pool_gradient(
        self,
        x: np.ndarray,
        y: np.ndarray,
        dy: np.ndarray,
        where: Windows,
        dx: np.ndarray,
        buffer: Buffers,
    ) -> None:
        if not (x.flags.c_contiguous and dy.flags.c_contiguous):
            super().max_pool_gradient(x, y, dy, where, dx, buffer)
            return
        left = buffer("left", y.shape[-1:])
        _max_pool_gradient(_read_only(x), y, _read_only(dy), dx, left, *_geometry(where))


def _read_only(x: np.ndarray) -> np.ndarray:
    """A view that cannot be written: one compiled kernel serves read-only arrays too."""
    view = x.view()
    view.flags.writeable = False
    return view


def _geometry(where: Windows) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    """Window, strides, padding before: what a kernel of pooling needs."""
    return where.window, where.strides, (where.pads[0][0], where.pads[1][0])


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


@compiled
def _max_pool(x, y, window, strides, before):
    n, rows, columns, channels = y.shape
    height, width = x.shape[1], x.shape[2]
    for sample in range(n):
        for row in range(rows):
            top = row * strides[0] - before[0]
            for column in range(columns):
                left = column * strides[1] - before[1]
                for c in range(channels):
                    y[sample, row, column, c] = -np.inf
                for i in range(max(top, 0), min(top + window[0], height)):
                    for j in range(max(left, 0), min(left + window[1], width)):
                        for c in range(channels):
                            value = x[sample, i, j, c]
                            most = y[sample, row, column, c]
                            # A value that is no number is the largest, as for NumPy.
                            if value > most or value != value:
                                most = value
                            y[sample, row, column, c] = most


@compiled
def _max_pool_gradient(x, y, dy, dx, left_over, window, strides, before):
    n, rows, columns, channels = y.shape
    height, width = x.shape[1], x.shape[2]
    dx[:] = 0
    for sample in range(n):
        for row in range(rows):
            top = row * strides[0] - before[0]
            for column in range(columns):
                left = column * strides[1] - before[1]
                for c in range(channels):
                    left_over[c] = dy[sample, row, column, c]
                for i in range(max(top, 0), min(top + window[0], height)):
                    for j in range(max(left, 0), min(left + window[1], width)):
                        for c in range(channels):
                            here = left_over[c]
                            hit = x[sample, i, j, c] == y[sample, row, column, c]
                            dx[sample, i, j, c] += here if hit else 0
                            left_over[c] = 0 if hit else here


def _warm_up(kernels: FastKernels) -> None:
    """Compile everything for float32, or load it: nobody waits in the middle of a run."""
    from nncore.windows import windows

    warm_up_updates(kernels)
    x = np.zeros((1, 2, 2, 1), np.float32)
    where = windows((2, 2), (2, 2), (2, 2))
    y = np.zeros((1, 1, 1, 1), np.float32)
    kernels.max_pool(x, where, y)
    kernels.max_pool_gradient(x, y, y, where, x.copy(), lambda key, shape: np.zeros(shape, "f4"))
    sliding = windows((2, 2), (2, 2), (1, 1))
    kernels.to_columns(x, sliding, np.zeros((1, 1, sliding.line, 2, 1, 1), np.float32))
