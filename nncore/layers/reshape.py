"""Flatten and Reshape: the same values in another shape."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.errors import ShapeError
from nncore.hyperparameters import integers
from nncore.layers.base import Layer, LayerWorkspace, Params
from nncore.shapes import Shape, shape_text, size


@dataclass(frozen=True)
class Flatten(Layer):
    """``(N, H, W, C) -> (N, H*W*C)``, row by row, channel fastest. Backward: the way back."""

    summary: ClassVar[str] = (
        "Lays all values of a sample out in one row, as a dense layer needs them."
    )
    formula: ClassVar[str] = "y = x, in one row"
    keeps_range: ClassVar[bool] = True

    def output_shape(self, input_shape: Shape) -> Shape:
        return (size(input_shape),)

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        workspace.saved["shape"] = x.shape
        return x.reshape(len(x), -1)

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        return dy.reshape(workspace.saved["shape"])


@dataclass(frozen=True)
class Reshape(Layer):
    """``(N, ...) -> (N, *target_shape)``, the values in the same order, last axis fastest.

    One entry of `target_shape` may be -1: whatever is left. Backward: dy in the shape of x.
    """

    summary: ClassVar[str] = "Arranges the same values, in the same order, in another shape."
    formula: ClassVar[str] = "y = x, in another shape"
    keeps_range: ClassVar[bool] = True

    target_shape: tuple[int, ...] = integers(
        help="Shape of one sample of the output; one entry may be -1, which takes what is left.",
        minimum=-1,
    )

    def output_shape(self, input_shape: Shape) -> Shape:
        count, target = size(input_shape), self.target_shape
        known = size(tuple(n for n in target if n != -1))
        if not target or not known or target.count(-1) > 1:
            raise ShapeError(
                "Reshape needs a target_shape of positive numbers and at most one -1; "
                f"its target_shape is {shape_text(target) if target else 'empty'}"
            )
        result = tuple(count // known if n == -1 else n for n in target)
        if size(result) != count:
            needed = f"an input with as many values as its target_shape ({shape_text(target)})"
            raise self._refuse(needed, input_shape)
        return result

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        workspace.saved["shape"] = x.shape
        return x.reshape(len(x), *self.output_shape(x.shape[1:]))

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        return dy.reshape(workspace.saved["shape"])
