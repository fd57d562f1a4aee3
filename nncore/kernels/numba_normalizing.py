"""BatchNormalization's passes compiled by numba.

NumPy takes six passes forward and eight back, through arrays that leave the caches; here
it is three and two, and x - mean is computed anew rather than kept.
"""

from collections.abc import Callable

import numpy as np

from nncore.kernels.numba_compiling import compiled, read_only
from nncore.kernels.numpy_kernels import Kernels

_ROWS = 64
"""Rows that are summed in the array's own type before float64 takes over."""


class FastNormalizing(Kernels):
    """The normalization of the fast kernels."""

    def moments(
        self,
        x: np.ndarray,
        mean: np.ndarray,
        variance: np.ndarray,
        centred: np.ndarray,
        buffer: Callable[..., np.ndarray],
    ) -> None:
        _moments(read_only(x), mean, variance)

    def centre(self, x: np.ndarray, mean: np.ndarray, centred: np.ndarray) -> None:
        """Nothing: x is read again."""

    def normalize(
        self,
        x: np.ndarray,
        mean: np.ndarray,
        centred: np.ndarray,
        factor: np.ndarray,
        shift: np.ndarray,
        out: np.ndarray,
    ) -> None:
        _normalize(*map(read_only, (x, mean, factor, shift)), out)

    def normalize_sums(
        self,
        dy: np.ndarray,
        x: np.ndarray,
        mean: np.ndarray,
        centred: np.ndarray,
        level: np.ndarray,
        slope: np.ndarray,
        buffer: Callable[..., np.ndarray],
    ) -> None:
        _sums(*map(read_only, (dy, x, mean)), level, slope)

    def normalize_gradient(
        self,
        dy: np.ndarray,
        x: np.ndarray,
        mean: np.ndarray,
        centred: np.ndarray,
        level: np.ndarray,
        slope: np.ndarray,
        factor: np.ndarray,
        out: np.ndarray,
    ) -> None:
        _gradient(*map(read_only, (dy, x, mean, level, slope, factor)), out)


@compiled
def _moments(x, mean, variance):
    m, channels = x.shape
    total, part = np.zeros(channels), np.zeros(channels, x.dtype)
    for first in range(0, m, _ROWS):
        part[:] = 0
        for r in range(first, min(first + _ROWS, m)):
            row = x[r]
            for k in range(channels):
                part[k] += row[k]
        for k in range(channels):
            total[k] += part[k]
    for k in range(channels):
        mean[k] = total[k] / m
    total[:] = 0
    for first in range(0, m, _ROWS):
        part[:] = 0
        for r in range(first, min(first + _ROWS, m)):
            row = x[r]
            for k in range(channels):
                distance = row[k] - mean[k]
                part[k] += distance * distance
        for k in range(channels):
            total[k] += part[k]
    for k in range(channels):
        variance[k] = total[k] / m


@compiled
def _normalize(x, mean, factor, shift, out):
    m, channels = x.shape
    for r in range(m):
        row, to = x[r], out[r]
        for k in range(channels):
            to[k] = (row[k] - mean[k]) * factor[k] + shift[k]


@compiled
def _sums(dy, x, mean, level, slope):
    m, channels = x.shape
    levels, slopes = np.zeros(channels), np.zeros(channels)
    level_part, slope_part = np.zeros(channels, x.dtype), np.zeros(channels, x.dtype)
    for first in range(0, m, _ROWS):
        level_part[:] = 0
        slope_part[:] = 0
        for r in range(first, min(first + _ROWS, m)):
            row, d = x[r], dy[r]
            for k in range(channels):
                level_part[k] += d[k]
            for k in range(channels):
                slope_part[k] += d[k] * (row[k] - mean[k])
        for k in range(channels):
            levels[k] += level_part[k]
            slopes[k] += slope_part[k]
    for k in range(channels):
        level[k] = levels[k]
        slope[k] = slopes[k]


@compiled
def _gradient(dy, x, mean, level, slope, factor, out):
    m, channels = x.shape
    for r in range(m):
        row, d, to = x[r], dy[r], out[r]
        for k in range(channels):
            to[k] = (d[k] - level[k] - (row[k] - mean[k]) * slope[k]) * factor[k]


def warm_up(kernels: FastNormalizing) -> None:
    """Compile everything for float32, or load it."""
    x, out, centred = np.zeros((3, 2, 2), np.float32)
    a, b, c = np.zeros((3, 2), np.float32)
    kernels.moments(x, a, b, centred, np.empty)
    kernels.normalize(x, a, centred, b, c, out)
    kernels.normalize_sums(out, x, a, centred, b, c, np.empty)
    kernels.normalize_gradient(out, x, a, centred, b, c, c, centred)
