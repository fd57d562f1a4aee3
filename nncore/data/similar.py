"""Which samples are nearest to a picture: what the nearest-neighbour rule would look at."""

import numpy as np
from numpy.typing import NDArray

from nncore.errors import ShapeError

_ROWS = 512  # 1.6 MB of digits at a time: it stays in the cache, and the heap stays small


def nearest(
    samples: np.ndarray, picture: np.ndarray, count: int
) -> tuple[NDArray[np.intp], np.ndarray]:
    """The samples with the smallest Euclidean distance to a picture, the nearest first.

    d_i = |x_i - p| over all pixels.

    Args:
        samples: (N, *shape).
        picture: (*shape).
        count: How many; all of them where there are fewer.

    Returns:
        Their places and distances, each (count,).

    Raises:
        ShapeError: The samples have another shape.
    """
    if samples.shape[1:] != picture.shape:
        raise ShapeError(
            f"a picture of shape {picture.shape} cannot be compared with samples of shape "
            f"{samples.shape[1:]}"
        )
    flat = np.asarray(picture, np.float32).reshape(-1)
    squares = np.empty(len(samples), np.float32)
    for a in range(0, len(samples), _ROWS):
        apart = samples[a : a + _ROWS].reshape(-1, flat.size) - flat
        squares[a : a + _ROWS] = np.einsum("ij,ij->i", apart, apart)
    count = min(count, len(samples))
    chosen = np.argpartition(squares, count - 1)[:count] if count else np.zeros(0, np.intp)
    # Of equal distances the first in the data comes first.
    order = np.lexsort((chosen, squares[chosen]))
    return chosen[order], np.sqrt(squares[chosen[order]])
