"""Pooling in NumPy: the largest or the mean value of each window, and the ways back."""

from functools import lru_cache

import numpy as np

from nncore.kernels.columns import Buffers
from nncore.kernels.sharing import split
from nncore.windows import Windows


class Pooling:
    """What `Kernels` have for pooling."""

    def max_pool(self, x: np.ndarray, where: Windows, y: np.ndarray) -> None:
        """The largest value of each window: x (N, H, W, C) to y (N, rows, columns, C)."""

        def stretch(start: int, stop: int) -> None:
            most, source = y[start:stop], x[start:stop]
            most.fill(-np.inf)
            for _, _, stops, pixels in where.taps():
                np.maximum(most[stops], source[pixels], out=most[stops])

        split(stretch, len(x), x.size)

    def max_pool_gradient(
        self,
        x: np.ndarray,
        y: np.ndarray,
        dy: np.ndarray,
        where: Windows,
        dx: np.ndarray,
        buffer: Buffers,
    ) -> None:
        """Each dy to the first largest value of its window, row by row; x and y as forward."""
        free, is_max = (buffer(key, y.shape, np.bool_) for key in ("free", "is_max"))
        product = buffer("part", y.shape)

        def stretch(start: int, stop: int) -> None:
            part = slice(start, stop)
            _max_pool_gradient(
                x[part], y[part], dy[part], where, dx[part], free[part], is_max[part], product[part]
            )

        split(stretch, len(x), 2 * x.size)

    def average_pool(self, x: np.ndarray, where: Windows, y: np.ndarray, buffer: Buffers) -> None:
        """The mean of what each window reads inside the picture; shapes as in `max_pool`."""
        if where.tiles:
            (height, width), (rows, columns) = where.window, _covered(where)
            band = buffer("band", (*y.shape[:2], columns, y.shape[3]))
            _sum([x[:, i:rows:height, :columns] for i in range(height)], band)
            _sum([band[:, :, j::width] for j in range(width)], y)
            np.multiply(y, 1 / (height * width), out=y)
            return
        y.fill(0)
        for _, _, stops, pixels in where.taps():
            y[stops] += x[pixels]
        np.multiply(y, shares(where, y.dtype.name), out=y)

    def average_pool_gradient(
        self, dy: np.ndarray, where: Windows, dx: np.ndarray, buffer: Buffers
    ) -> None:
        """Each dy in equal shares to what its window read; sums where windows overlap."""
        part = buffer("part", dy.shape)
        if where.tiles:
            (height, width), (rows, columns) = where.window, _covered(where)
            np.multiply(dy, 1 / (height * width), out=part)
            band = buffer("band", (*dy.shape[:2], columns, dy.shape[3]))
            for j in range(width):
                band[:, :, j::width] = part
            for i in range(height):
                dx[:, i:rows:height, :columns] = band
            dx[:, rows:] = 0
            dx[:, :, columns:] = 0
            return
        np.multiply(dy, shares(where, dy.dtype.name), out=part)
        dx.fill(0)
        for _, _, stops, pixels in where.taps():
            dx[pixels] += part[stops]


def _covered(where: Windows) -> tuple[int, int]:
    """Rows and columns of the picture under windows that tile it."""
    (rows, columns), (height, width) = where.stops, where.window
    return rows * height, columns * width


def _sum(parts: list[np.ndarray], out: np.ndarray) -> None:
    if len(parts) == 1:
        np.copyto(out, parts[0])
        return
    np.add(parts[0], parts[1], out=out)
    for part in parts[2:]:
        np.add(out, part, out=out)


@lru_cache(64)
def shares(where: Windows, dtype: str) -> np.ndarray:
    """1 / values inside the picture, for each window: (1, rows, columns, 1), not to be written."""
    counts = np.zeros((1, *where.stops, 1), dtype)
    for _, _, stops, _ in where.taps():
        counts[stops] += 1
    result = np.reciprocal(counts)
    result.flags.writeable = False
    return result


def _max_pool_gradient(
    x: np.ndarray,
    y: np.ndarray,
    dy: np.ndarray,
    where: Windows,
    dx: np.ndarray,
    free: np.ndarray,
    is_max: np.ndarray,
    product: np.ndarray,
) -> None:
    """See `Kernels.max_pool_gradient`; the last three, like y, are for anything."""
    dx.fill(0)
    free.fill(True)
    for _, _, stops, pixels in where.taps():
        here = is_max[stops]
        np.equal(x[pixels], y[stops], out=here)
        np.logical_and(here, free[stops], out=here)
        np.logical_xor(free[stops], here, out=free[stops])
        if where.tiles:
            np.multiply(dy, here, out=dx[pixels])
            continue
        np.multiply(dy[stops], here, out=product[stops])
        dx[pixels] += product[stops]
