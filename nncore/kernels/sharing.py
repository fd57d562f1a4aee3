"""Work shared out over the threads, where it is enough work."""

from collections.abc import Callable

import numpy as np

from nncore.threads import blas_is_single, over_batch

WORTH = 500_000
"""Nanoseconds on one core from which a second one is worth waking."""


def split(function: Callable[[int, int], None], n: int, nanoseconds: float) -> None:
    """Call ``function(start, stop)`` on range(n), in several threads where it takes long."""
    if nanoseconds < WORTH:
        function(0, n)
    else:
        over_batch(function, n)


def product(a: np.ndarray, b: np.ndarray, out: np.ndarray) -> None:
    """Write a @ b, column by column of b over the threads where BLAS has only one."""
    nanoseconds = _nanoseconds(a.shape[0] * b.size)
    if nanoseconds < WORTH or not blas_is_single():
        np.matmul(a, b, out=out)
        return

    def stretch(start: int, stop: int) -> None:
        np.matmul(a, b[:, start:stop], out=out[:, start:stop])

    split(stretch, b.shape[1], nanoseconds)


def gradient_products(
    x: np.ndarray,
    dz: np.ndarray,
    kernel: np.ndarray,
    d_kernel: np.ndarray,
    dx: np.ndarray | None,
) -> None:
    """Write xᵀ dz to `d_kernel` and dz kernelᵀ to dx, row by row of the kernel.

    Args:
        x: (N, F).
        dz: (N, units).
        kernel: (F, units).
        d_kernel: As kernel.
        dx: As x; None where nobody reads it.
    """
    nanoseconds = 2 * _nanoseconds(len(x) * kernel.size)
    if nanoseconds < WORTH or not blas_is_single():
        np.matmul(x.T, dz, out=d_kernel)
        if dx is not None:
            np.matmul(dz, kernel.T, out=dx)
        return

    def stretch(start: int, stop: int) -> None:
        np.matmul(x.T[start:stop], dz, out=d_kernel[start:stop])
        if dx is not None:
            np.matmul(dz, kernel.T[:, start:stop], out=dx[:, start:stop])

    split(stretch, len(kernel), nanoseconds)


def _nanoseconds(multiply_adds: int) -> float:
    return multiply_adds / 50
