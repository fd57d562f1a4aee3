"""Flatten: the same values in another shape."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.layers.base import Layer, LayerWorkspace, Params
from nncore.shapes import Shape, size


@dataclass(frozen=True)
class Flatten(Layer):
    """``(N, H, W, C) -> (N, H*W*C)``, row by row, channel fastest."""

    formula: ClassVar[str] = "y = x, in one row"

    def output_shape(self, input_shape: Shape) -> Shape:
        return (size(input_shape),)

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        workspace.saved["shape"] = x.shape
        return x.reshape(len(x), -1)

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        return dy.reshape(workspace.saved["shape"])
