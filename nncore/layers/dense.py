"""Dense: every input reaches every unit."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.hyperparameters import choice, flag, integer
from nncore.initializers import INITIALIZERS
from nncore.kernels.sharing import gradient_products, product
from nncore.layers.base import Layer, LayerWorkspace, Params, ParamSpec, activate, deactivate
from nncore.regularizers import Regularizer, regularizer
from nncore.shapes import Shape, size


@dataclass(frozen=True)
class Dense(Layer):
    """A fully connected layer: ``y = f(x W + b)``.

    Shapes: x (N, F) or (N, T, F); kernel W (F, units); bias b (units,); y (N, units)
    or (N, T, units), the same kernel at every step of T.

    Backward, with dz = dy * f'(z): dW = xᵀ dz, db = sum of dz over the batch, dx = dz Wᵀ.

    Source: Rumelhart, Hinton and Williams, "Learning representations by
    back-propagating errors", 1986.
    """

    summary: ClassVar[str] = (
        "Every unit weighs all of its inputs, adds a bias and applies the activation."
    )
    formula: ClassVar[str] = "y = f(x W + b)"

    units: int = integer(
        help="Number of neurons; more can represent more and cost more.",
        minimum=1,
        maximum=1_000_000,
    )
    activation: str = choice(
        "linear",
        help="The function each neuron applies to its weighted sum.",
        choices=tuple(ACTIVATIONS),
    )
    use_bias: bool = flag(True, help="Whether each neuron has a threshold of its own.")
    kernel_initializer: str = choice(
        "glorot_uniform", help="How the weights start.", choices=tuple(INITIALIZERS)
    )
    bias_initializer: str = choice(
        "zeros", help="How the biases start.", choices=tuple(INITIALIZERS)
    )
    kernel_regularizer: Regularizer = regularizer("the weights")
    bias_regularizer: Regularizer = regularizer("the biases")
    activity_regularizer: Regularizer = regularizer("the outputs, averaged over the batch")

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) > 2:
            raise self._refuse("a vector (put a Flatten before it)", input_shape)
        return (*input_shape[:-1], self.units)

    def param_specs(self, input_shape: Shape) -> dict[str, ParamSpec]:
        fans = (input_shape[-1], self.units)
        specs = {"kernel": ParamSpec(fans, self.kernel_initializer, fans, self.kernel_regularizer)}
        if self.use_bias:
            specs["bias"] = ParamSpec(
                (self.units,),
                self.bias_initializer,
                (self.units, self.units),
                self.bias_regularizer,
            )
        return specs

    def multiply_adds(self, input_shape: Shape) -> int:
        return size(input_shape) * self.units

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        z = workspace.buffer("z", (*x.shape[:-1], self.units))
        product(_rows(x), params["kernel"], out=_rows(z))
        if self.use_bias:
            np.add(z, params["bias"], out=z)
        workspace.saved["x"] = x
        return activate(ACTIVATIONS[self.activation], z, workspace)

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        if self.activity_regularizer:
            dy = dy.copy()
            y = workspace.saved["y"]
            self.activity_regularizer.add_gradient(y, dy, 1.0 / len(y))
        dz = deactivate(ACTIVATIONS[self.activation], dy, workspace)
        x = workspace.saved["x"]
        rows, dz_rows = _rows(x), _rows(dz)
        if self.use_bias:
            np.add.reduce(dz_rows, axis=0, out=workspace.grads["bias"])
        dx = workspace.buffer("dx", x.shape) if workspace.needs_input_grad else None
        dx_rows = None if dx is None else _rows(dx)
        gradient_products(rows, dz_rows, params["kernel"], workspace.grads["kernel"], dx_rows)
        return dy if dx is None else dx

    def penalty(self, y: np.ndarray) -> float:
        if not self.activity_regularizer:
            return 0.0
        return self.activity_regularizer.penalty(y) / len(y)


def _rows(a: np.ndarray) -> np.ndarray:
    """`a` as a matrix of rows; as it is where it is one, since a small batch feels a reshape."""
    return a if a.ndim == 2 else a.reshape(-1, a.shape[-1])
