"""How the fast kernels are compiled; imported by them only."""

import numba

compiled = numba.njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract"})
"""Products and sums may be rounded once instead of twice; nothing is reordered."""
