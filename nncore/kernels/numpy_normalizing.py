"""BatchNormalization's passes over a batch in NumPy; rows (M, C) are all values by channel."""

from collections.abc import Callable

import numpy as np


class Normalizing:
    """What `Kernels` have for BatchNormalization.

    `centred` (M, C) holds x - mean between the calls; sets of kernels that would rather
    read x again leave it untouched.
    """

    def moments(
        self,
        x: np.ndarray,
        mean: np.ndarray,
        variance: np.ndarray,
        centred: np.ndarray,
        buffer: Callable[..., np.ndarray],
    ) -> None:
        """Write mean and (biased) variance (C,) of each channel of x, and x - mean."""
        column_sums(x, buffer, mean)
        np.divide(mean, len(x), out=mean)
        self.centre(x, mean, centred)
        squares = buffer("products", x.shape)
        np.multiply(centred, centred, out=squares)
        column_sums(squares, buffer, variance)
        np.divide(variance, len(x), out=variance)

    def centre(self, x: np.ndarray, mean: np.ndarray, centred: np.ndarray) -> None:
        """Write x - mean, where the mean is known already."""
        np.subtract(x, mean, out=centred)

    def normalize(
        self,
        x: np.ndarray,
        mean: np.ndarray,
        centred: np.ndarray,
        factor: np.ndarray,
        shift: np.ndarray,
        out: np.ndarray,
    ) -> None:
        """Write (x - mean) factor + shift; factor and shift (C,)."""
        np.multiply(centred, factor, out=out)
        np.add(out, shift, out=out)

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
        """Write the sums (C,) of dy to level, and those of dy (x - mean) to slope."""
        products = buffer("products", dy.shape)
        np.multiply(dy, centred, out=products)
        column_sums(products, buffer, slope)
        column_sums(dy, buffer, level)

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
        """Write (dy - level - (x - mean) slope) factor; level, slope and factor (C,)."""
        np.multiply(centred, slope, out=out)
        np.subtract(dy, out, out=out)
        np.subtract(out, level, out=out)
        np.multiply(out, factor, out=out)


def column_sums(
    values: np.ndarray, buffer: Callable[..., np.ndarray], out: np.ndarray | None = None
) -> np.ndarray:
    """Sums over every axis but the last; as a product with ones, four times np.sum's speed."""
    rows = values.reshape(-1, values.shape[-1])
    ones = buffer("ones", (len(rows),))
    ones.fill(1)
    sums: np.ndarray = np.matmul(ones, rows, out=out)
    return sums
