"""Pooling compiled by numba: one pass over memory each way, without the GIL."""

import numba
import numpy as np

from nncore.kernels.columns import Buffers
from nncore.kernels.numba_compiling import compiled, read_only
from nncore.kernels.numpy_kernels import Kernels
from nncore.windows import Windows


class FastPooling(Kernels):
    """The pooling of the fast kernels; what does not lie in C order is left to NumPy."""

    def max_pool(self, x: np.ndarray, where: Windows, y: np.ndarray) -> None:
        if not x.flags.c_contiguous:
            super().max_pool(x, where, y)
            return
        _max_pool(read_only(x), y, *_geometry(where))

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
        _max_pool_gradient(read_only(x), y, read_only(dy), dx, left, *_geometry(where))

    def average_pool(self, x: np.ndarray, where: Windows, y: np.ndarray, buffer: Buffers) -> None:
        if not x.flags.c_contiguous:
            super().average_pool(x, where, y, buffer)
            return
        _average_pool(read_only(x), y, *_geometry(where))

    def average_pool_gradient(
        self, dy: np.ndarray, where: Windows, dx: np.ndarray, buffer: Buffers
    ) -> None:
        if not dy.flags.c_contiguous:
            super().average_pool_gradient(dy, where, dx, buffer)
            return
        _average_pool_gradient(read_only(dy), dx, *_geometry(where))


def _geometry(where: Windows) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    """Window, strides, padding before: what a kernel of pooling needs."""
    return where.window, where.strides, (where.pads[0][0], where.pads[1][0])


@numba.njit(nogil=True, inline="always", error_model="numpy")
def _inside(stop, stride, before, window, length):
    """Where the window at a stop begins and ends inside the picture, along one side."""
    start = stop * stride - before
    return max(start, 0), min(start + window, length)


@compiled
def _max_pool(x, y, window, strides, before):
    n, rows, columns, channels = y.shape
    height, width = x.shape[1], x.shape[2]
    for sample in range(n):
        for row in range(rows):
            first, last = _inside(row, strides[0], before[0], window[0], height)
            for column in range(columns):
                start, stop = _inside(column, strides[1], before[1], window[1], width)
                for c in range(channels):
                    y[sample, row, column, c] = -np.inf
                for i in range(first, last):
                    for j in range(start, stop):
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
            first, last = _inside(row, strides[0], before[0], window[0], height)
            for column in range(columns):
                start, stop = _inside(column, strides[1], before[1], window[1], width)
                for c in range(channels):
                    left_over[c] = dy[sample, row, column, c]
                for i in range(first, last):
                    for j in range(start, stop):
                        for c in range(channels):
                            here = left_over[c]
                            hit = x[sample, i, j, c] == y[sample, row, column, c]
                            dx[sample, i, j, c] += here if hit else 0
                            left_over[c] = 0 if hit else here


@compiled
def _average_pool(x, y, window, strides, before):
    n, rows, columns, channels = y.shape
    height, width = x.shape[1], x.shape[2]
    for sample in range(n):
        for row in range(rows):
            first, last = _inside(row, strides[0], before[0], window[0], height)
            for column in range(columns):
                start, stop = _inside(column, strides[1], before[1], window[1], width)
                share = y.dtype.type(1 / ((last - first) * (stop - start)))
                for c in range(channels):
                    y[sample, row, column, c] = 0
                for i in range(first, last):
                    for j in range(start, stop):
                        for c in range(channels):
                            y[sample, row, column, c] += x[sample, i, j, c]
                for c in range(channels):
                    y[sample, row, column, c] *= share


@compiled
def _average_pool_gradient(dy, dx, window, strides, before):
    n, rows, columns, channels = dy.shape
    height, width = dx.shape[1], dx.shape[2]
    dx[:] = 0
    for sample in range(n):
        for row in range(rows):
            first, last = _inside(row, strides[0], before[0], window[0], height)
            for column in range(columns):
                start, stop = _inside(column, strides[1], before[1], window[1], width)
                share = dx.dtype.type(1 / ((last - first) * (stop - start)))
                for i in range(first, last):
                    for j in range(start, stop):
                        for c in range(channels):
                            dx[sample, i, j, c] += share * dy[sample, row, column, c]


def warm_up(kernels: FastPooling) -> None:
    """Compile everything for float32, or load it."""
    from nncore.windows import windows

    def buffer(key: str, shape: tuple[int, ...]) -> np.ndarray:
        return np.zeros(shape, np.float32)

    x, y = np.zeros((1, 2, 2, 1), np.float32), np.zeros((1, 1, 1, 1), np.float32)
    where = windows((2, 2), (2, 2), (2, 2))
    kernels.max_pool(x, where, y)
    kernels.max_pool_gradient(x, y, y, where, x.copy(), buffer)
    kernels.average_pool(x, where, y, buffer)
    kernels.average_pool_gradient(y, where, x.copy(), buffer)
