"""How the user's own examples are divided into a training and a test part."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nncore.data.options import check_number
from nncore.errors import DataError

Indices = NDArray[np.intp]


def shuffled_split(
    path: Path, count: int, test_fraction: float, seed: int
) -> tuple[Indices, Indices]:
    """Shuffled indices of the training and the test examples, at least one of each.

    Files are often sorted by class, so the order in them is never kept.
    """
    check_number(str(path), "test_fraction", test_fraction, 0.01, 0.99)
    check_number(str(path), "seed", seed, 0, 2**64 - 1, whole=True)
    if count < 2:
        raise DataError(f"{path}: {count} example; at least 2 are needed, to train and to test")
    order = np.random.default_rng(seed).permutation(count)
    tests = min(max(round(count * test_fraction), 1), count - 1)
    return order[tests:], order[:tests]
