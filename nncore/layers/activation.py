"""Activation: a function of its own layer, where Keras writes one."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.hyperparameters import choice
from nncore.layers.base import Layer, LayerWorkspace, Params, activate, deactivate


@dataclass(frozen=True)
class Activation(Layer):
    """``y = f(x)``, value by value (softmax: over the last axis).

    Shapes: x (N, ...), kept. Backward: dx = dy * f'(x). The functions, with their sources:
    `nncore.activations`.
    """

    summary: ClassVar[str] = "Applies an activation function to every value."
    formula: ClassVar[str] = "y = f(x)"

    activation: str = choice(
        "relu", help="The function applied to every value.", choices=tuple(ACTIVATIONS)
    )

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        function = ACTIVATIONS[self.activation]
        z = workspace.buffer("z", x.shape)
        np.copyto(z, x)  # the layer before may need its output unharmed
        return activate(function, z, workspace)

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        return deactivate(ACTIVATIONS[self.activation], dy, workspace)
