"""Add and Concatenate: several inputs become one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from nncore.errors import ShapeError
from nncore.hyperparameters import integer
from nncore.layers.base import Layer, LayerWorkspace, Params
from nncore.shapes import MAX_DIMENSIONS, Shape, shape_text


@dataclass(frozen=True)
class _Merge(Layer):
    """A layer whose x and dx are tuples, in the order of its inputs."""

    takes_many: ClassVar[bool] = True

    def _mismatch(self, needed: str, shapes: Sequence[Shape]) -> ShapeError:
        received = " and ".join(map(shape_text, shapes[:4]))
        more = f" and {len(shapes) - 4} more" if len(shapes) > 4 else ""
        return ShapeError(
            f"{self.type_name} needs {needed}; it would receive "
            + (f"only {received}" if len(shapes) == 1 else received + more)
        )


@dataclass(frozen=True)
class Add(_Merge):
    """``y = x1 + x2 + ...``, value by value: the end of a skip connection.

    Shapes: all inputs and y alike. Backward: every input gets dy.

    Source: He et al., "Deep Residual Learning for Image Recognition", 2015.
    """

    summary: ClassVar[str] = "Adds its inputs value by value, as at the end of a skip connection."
    formula: ClassVar[str] = "y = x₁ + x₂ + …"

    def output_shape(self, input_shape: Any) -> Shape:
        shapes: tuple[Shape, ...] = input_shape
        if len(shapes) < 2 or len(set(shapes)) > 1:
            raise self._mismatch("two or more inputs of one shape", shapes)
        return shapes[0]

    def forward(
        self, params: Params, x: Any, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        workspace.saved["inputs"] = len(x)
        y = workspace.buffer("y", x[0].shape)
        np.add(x[0], x[1], out=y)
        for part in x[2:]:
            np.add(y, part, out=y)
        return y

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> Any:
        # One array for all: no layer may change the gradient it is handed.
        return (dy,) * workspace.saved["inputs"]


@dataclass(frozen=True)
class Concatenate(_Merge):
    """The inputs one after the other along an axis; the other axes must agree.

    Axes count as in Keras: 0 would be the batch, 1 the first of a sample, -1 the last.

    Shapes: (N, H, W, C1), (N, H, W, C2), ... -> (N, H, W, C1 + C2 + ...) for axis -1.
    Backward: every input gets its part of dy.

    Source: Szegedy et al., "Going Deeper with Convolutions", 2014.
    """

    summary: ClassVar[str] = "Puts its inputs one after the other along an axis."
    formula: ClassVar[str] = "y = x₁, x₂, … side by side"
    keeps_range: ClassVar[bool] = True

    axis: int = integer(
        -1,
        help="Along which axis the inputs are joined: -1 is the last (channels), 1 the first.",
        minimum=-MAX_DIMENSIONS,
        maximum=MAX_DIMENSIONS,
    )

    def output_shape(self, input_shape: Any) -> Shape:
        shapes: tuple[Shape, ...] = input_shape
        dimensions = len(shapes[0])
        axis = self.axis + dimensions if self.axis < 0 else self.axis - 1
        if not 0 <= axis < dimensions:
            raise ShapeError(
                f"Concatenate: axis must be from 1 to {dimensions} or from {-dimensions} to -1 "
                f"for inputs of {shape_text(shapes[0])}; received {self.axis}"
            )
        rests = {(*shape[:axis], *shape[axis + 1 :]) for shape in shapes}
        if len(shapes) < 2 or len(rests) > 1 or any(len(s) != dimensions for s in shapes):
            raise self._mismatch(
                f"two or more inputs that differ along axis {self.axis} only", shapes
            )
        joined = sum(shape[axis] for shape in shapes)
        return (*shapes[0][:axis], joined, *shapes[0][axis + 1 :])

    def forward(
        self, params: Params, x: Any, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        shapes = [part.shape for part in x]
        workspace.saved["shapes"] = shapes
        y = workspace.buffer("y", (len(x[0]), *self.output_shape([s[1:] for s in shapes])))
        return np.concatenate(x, axis=self.axis, out=y)

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> Any:
        shapes = workspace.saved["shapes"]
        ends = np.cumsum([shape[self.axis] for shape in shapes])[:-1].tolist()
        parts = []
        for i, part in enumerate(np.split(dy, ends, axis=self.axis)):
            dx = workspace.buffer(f"dx_{i}", part.shape)
            np.copyto(dx, part)  # whole rows for the layer before, not a view with gaps
            parts.append(dx)
        return tuple(parts)
