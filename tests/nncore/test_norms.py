import math

import numpy as np
import pytest

from nncore import norms
from nncore.norms import squared_distance, squared_length


@pytest.mark.parametrize("size", [0, 1, 8191, 8192, 8193, 40_000])
def test_lengths_are_sums_of_squares_whatever_the_pieces(size):
    x, y = np.random.default_rng(size).standard_normal((2, size)).astype(np.float32)
    exact = np.float64
    assert squared_length(x) == pytest.approx(np.square(x, dtype=exact).sum(), rel=1e-6)
    apart = np.square(x.astype(exact) - y).sum()
    assert squared_distance(x, y) == pytest.approx(apart, rel=1e-6)


def test_length_tells_what_is_not_finite():
    x = np.ones(20_000, np.float32)
    x[15_000] = np.nan
    assert math.isnan(squared_length(x))
    x[15_000] = np.float32(1e30)
    with np.errstate(over="ignore"):
        assert squared_length(x) == math.inf
        assert squared_distance(x, np.zeros_like(x)) == math.inf


def test_no_piece_is_long_enough_for_blas_to_wake_a_thread():
    assert norms._PIECE <= 10_000
