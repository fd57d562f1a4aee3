"""Dropout: silence a random part of the values while training."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.hyperparameters import real
from nncore.layers.base import Layer, LayerWorkspace, Params
from nncore.shapes import Shape


@dataclass(frozen=True)
class Dropout(Layer):
    """``y = x * m / (1 - rate)`` with a fresh random mask m of 0 and 1 for each batch.

    The division keeps the expected sum the same, so at inference y = x.

    Shapes: x (N, ...), kept; m has the shape of x. Backward: dx = dy * m / (1 - rate).

    Source: Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from
    Overfitting", JMLR 15, 2014.
    """

    summary: ClassVar[str] = (
        "Sets random values to zero while training, so that none is relied on alone."
    )
    formula: ClassVar[str] = "y = x · mask / (1 − rate)"
    keeps_range: ClassVar[bool] = True

    rate: float = real(
        0.5,
        help="Share of the values that are silenced in each batch; more fights overfitting harder.",
        minimum=0,
        maximum=1,
        open_maximum=True,
        live=True,
    )

    def mask_shape(self, shape: Shape) -> Shape:
        """The shape of the mask for a batch of this shape, N included."""
        return shape

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        if not training or self.rate == 0:
            workspace.saved["mask"] = None
            return x
        mask = workspace.buffer("mask", self.mask_shape(x.shape))
        workspace.rng.random(dtype=mask.dtype.type, out=mask)
        kept = workspace.buffer("kept", mask.shape, np.bool_)
        np.greater_equal(mask, self.rate, out=kept)
        np.multiply(kept, mask.dtype.type(1 / (1 - self.rate)), out=mask)
        workspace.saved["mask"] = mask
        y = workspace.buffer("y", x.shape)
        np.multiply(x, mask, out=y)
        return y

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        mask = workspace.saved["mask"]
        if mask is None:
            return dy
        dx = workspace.buffer("dx", dy.shape)
        np.multiply(dy, mask, out=dx)
        return dx
