"""SpatialDropout2D and GaussianNoise: chance in training, nothing at inference."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.hyperparameters import real
from nncore.layers.base import Layer, LayerWorkspace, Params
from nncore.layers.dropout import Dropout
from nncore.shapes import Shape


@dataclass(frozen=True)
class SpatialDropout2D(Dropout):
    """Dropout of whole channels: neighbouring pixels are too alike for single ones to matter.

    Shapes: x (N, H, W, C), kept; the mask m is (N, 1, 1, C), and y = x m / (1 - rate).

    Source: Tompson et al., "Efficient Object Localization Using Convolutional
    Networks", 2015.
    """

    summary: ClassVar[str] = (
        "Sets random whole channels to zero while training, so that none is relied on alone."
    )
    formula: ClassVar[str] = "y = x · mask of channels / (1 − rate)"

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) != 3:
            raise self._refuse("an image: height × width × channels", input_shape)
        return input_shape

    def mask_shape(self, shape: Shape) -> Shape:
        return (shape[0], 1, 1, shape[3])


@dataclass(frozen=True)
class GaussianNoise(Layer):
    """``y = x + n`` with n drawn anew from N(0, stddev²) for each batch; at inference y = x.

    Shapes: x (N, ...), kept; stddev has the unit of x. Backward: dx = dy.

    Source: Bishop, "Training with Noise is Equivalent to Tikhonov Regularization", 1995.
    """

    summary: ClassVar[str] = (
        "Adds random noise to every value while training, so that small changes matter less."
    )
    formula: ClassVar[str] = "y = x + N(0, stddev²)"
    keeps_range: ClassVar[bool] = True

    stddev: float = real(
        0.1,
        help="How far values are moved at random; more fights overfitting harder.",
        minimum=0,
        live=True,
    )

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        if not training or self.stddev == 0:
            return x
        y = workspace.buffer("y", x.shape)
        workspace.rng.standard_normal(dtype=y.dtype.type, out=y)
        np.multiply(y, y.dtype.type(self.stddev), out=y)
        np.add(y, x, out=y)
        return y

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        return dy
