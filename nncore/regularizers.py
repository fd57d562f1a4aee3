"""Penalties that keep values small: L1 and L2, on kernels, biases and activities."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nncore.hyperparameters import Configured, nested, real
from nncore.norms import squared_length


@dataclass(frozen=True)
class Regularizer(Configured):
    """Adds ``l1 * sum|w| + l2 * sum w²`` to the loss, as Keras does (no factor one half).

    Its gradient: ``l1 * sign(w) + 2 * l2 * w``. Sources: Hoerl and Kennard 1970 (l2, ridge);
    Tibshirani 1996 (l1, lasso).
    """

    l1: float = real(
        0.0, help="Pulls every value towards exactly 0; more makes more of them 0.", minimum=0
    )
    l2: float = real(
        0.0, help="Pulls large values towards 0; more keeps all of them smaller.", minimum=0
    )

    def __bool__(self) -> bool:
        return bool(self.l1 or self.l2)

    def penalty(self, w: np.ndarray) -> float:
        """The term added to the loss."""
        value = 0.0
        if self.l1:
            value += self.l1 * float(np.abs(w).sum())
        if self.l2:
            flat = w.reshape(-1)
            value += self.l2 * squared_length(flat)
        return value

    def add_gradient(self, w: np.ndarray, grad: np.ndarray, weight: float = 1.0) -> None:
        """Add ``weight * (l1 * sign(w) + 2 * l2 * w)`` to `grad` in place."""
        if self.l1:
            grad += np.asarray(self.l1 * weight, w.dtype) * np.sign(w)
        if self.l2:
            grad += np.asarray(2 * self.l2 * weight, w.dtype) * w


NONE = Regularizer()


def regularizer(what: str) -> Any:
    """Declare the regularizer of `what`, off by default."""
    return nested(NONE, help=f"Penalty on {what}, added to the loss.", configured=Regularizer)
