"""Embedding: a learned vector for each of a fixed number of things."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.errors import DataError
from nncore.hyperparameters import choice, integer
from nncore.initializers import INITIALIZERS
from nncore.layers.base import Layer, LayerWorkspace, Params, ParamSpec
from nncore.shapes import Shape

_NEAR = 1e-3
"""How far an index may be from a whole number; finite differences nudge it."""


@dataclass(frozen=True)
class Embedding(Layer):
    """``y = E[x]``: each input is the number of a row of E.

    The inputs arrive as floats of the network's dtype, like any others; they must be
    whole numbers from 0 to input_dim - 1 (float32 is exact to 16,777,216).

    Shapes: x (N, ...); embeddings E (input_dim, output_dim); y (N, ..., output_dim).

    Backward: each row of E gets the sum of dy where it was used; dx = 0.

    Source: Bengio et al., "A Neural Probabilistic Language Model", 2003.
    """

    summary: ClassVar[str] = "Looks up a row of learned numbers for every word or token number."
    formula: ClassVar[str] = "y = E[x]"

    input_dim: int = integer(
        help="How many different inputs there are: one more than the largest number.",
        minimum=1,
        maximum=2**24,
    )
    output_dim: int = integer(
        help="Length of each vector; longer ones can tell more apart.",
        minimum=1,
        maximum=1_000_000,
    )
    embeddings_initializer: str = choice(
        "random_uniform", help="How the vectors start.", choices=tuple(INITIALIZERS)
    )

    def output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape, self.output_dim)

    def param_specs(self, input_shape: Shape) -> dict[str, ParamSpec]:
        shape = (self.input_dim, self.output_dim)
        return {"embeddings": ParamSpec(shape, self.embeddings_initializer, shape)}

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        indices = self._indices(x)
        workspace.saved.update(indices=indices, shape=x.shape)
        y = workspace.buffer("y", (*x.shape, self.output_dim))
        # mode="clip" writes straight into `out`; the indices are known to be in range.
        params["embeddings"].take(indices, axis=0, out=y, mode="clip")
        return y

    def _indices(self, x: np.ndarray) -> np.ndarray:
        whole = np.rint(x)
        fits = (whole >= 0) & (whole < self.input_dim) & (np.abs(x - whole) <= _NEAR)
        if not fits.all():
            raise DataError(
                f"Embedding reads whole numbers from 0 to {self.input_dim - 1:,}; "
                f"received {x[~fits][0]:g}"
            )
        indices: np.ndarray = whole.astype(np.intp)
        return indices

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        # np.add.at is four times as fast on single values as on rows.
        indices = workspace.saved["indices"].reshape(-1, 1)
        places = indices * self.output_dim + np.arange(self.output_dim)
        grad = workspace.grads["embeddings"]
        grad.fill(0)
        np.add.at(grad.reshape(-1), places.reshape(-1), dy.reshape(-1))
        if not workspace.needs_input_grad:
            return dy
        dx = workspace.buffer("dx", workspace.saved["shape"])
        dx.fill(0)
        return dx
