"""How the fast kernels are compiled; imported by them only."""

import numba
import numpy as np

compiled = numba.njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract"})
"""Products and sums may be rounded once instead of twice; nothing is reordered."""

compiled_exactly = numba.njit(nogil=True, cache=True, error_model="numpy")
"""Rounded as NumPy rounds, bit for bit."""


def read_only(x: np.ndarray) -> np.ndarray:
    """A view that cannot be written: one compiled kernel serves read-only arrays too."""
    view = x.view()
    view.flags.writeable = False
    return view
