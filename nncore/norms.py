"""Lengths of long vectors, in one thread."""

import numpy as np

_PIECE = 8192
"""OpenBLAS shares out the dot product of more than 10,000 numbers. For so little work, waking
another thread costs more than it saves; where its core is busy, many times as much."""


def squared_length(x: np.ndarray) -> float:
    """‖x‖² = Σ xᵢ² of a flat array; infinite where a square leaves its type."""
    pieces = (x[a : a + _PIECE] for a in range(0, len(x), _PIECE))
    return sum(float(np.dot(piece, piece)) for piece in pieces)


def squared_distance(x: np.ndarray, y: np.ndarray) -> float:
    """‖x − y‖² = Σ (xᵢ − yᵢ)² of flat arrays, without a third of their size."""
    pieces = (x[a : a + _PIECE] - y[a : a + _PIECE] for a in range(0, len(x), _PIECE))
    return sum(float(np.dot(piece, piece)) for piece in pieces)
