"""What the recurrent layers share: settings, shapes, and the way they go through time.

All of them compute time-major, so that the values of one step lie together: the inputs of
all steps go through one matrix product before the loop, or ride in the loop's own product
beside the state, and the weights' gradients come from one product over all steps after it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.activations import ACTIVATIONS, Activation
from nncore.hyperparameters import choice, flag, integer
from nncore.initializers import INITIALIZERS
from nncore.kernels import Kernels
from nncore.kernels.sharing import gradient_products, product, split
from nncore.layers.base import Layer, LayerWorkspace, Params, ParamSpec
from nncore.shapes import Shape

FUNCTIONS = tuple(
    name for name, f in ACTIVATIONS.items() if not f.needs_z and name not in ("softmax", "step")
)
"""Their slope can be had from the output alone, value by value, so they work in place."""


@dataclass(frozen=True)
class Recurrent(Layer):
    """Settings, shapes and parameters that all three share.

    Shapes: x (N, T, F); y (N, units), the last step's output, or (N, T, units) with
    `return_sequences`; kernel W (F, g units), recurrent_kernel U (units, g units), with g
    the number of gates. The state starts at 0.
    """

    fusible: ClassVar[bool] = False
    gates: ClassVar[int] = 1

    units: int = integer(
        help="Size of the memory; more can remember more and cost more.",
        minimum=1,
        maximum=100_000,
    )
    activation: str = choice(
        "tanh", help="The function that bounds what is remembered.", choices=FUNCTIONS
    )
    use_bias: bool = flag(True, help="Whether each unit has a threshold of its own.")
    return_sequences: bool = flag(
        False, help="Whether every step's output is given on, or the last step's only."
    )
    kernel_initializer: str = choice(
        "glorot_uniform", help="How the input weights start.", choices=tuple(INITIALIZERS)
    )
    recurrent_initializer: str = choice(
        "orthogonal", help="How the weights from step to step start.", choices=tuple(INITIALIZERS)
    )
    bias_initializer: str = choice(
        "zeros", help="How the biases start.", choices=tuple(INITIALIZERS)
    )

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) != 2:
            raise self._refuse("a sequence: steps × features (a Reshape can make one)", input_shape)
        steps = input_shape[0]
        return (steps, self.units) if self.return_sequences else (self.units,)

    def param_specs(self, input_shape: Shape) -> dict[str, ParamSpec]:
        width = self.gates * self.units
        kernel, recurrent = (input_shape[-1], width), (self.units, width)
        specs = {
            "kernel": ParamSpec(kernel, self.kernel_initializer, kernel),
            "recurrent_kernel": ParamSpec(recurrent, self.recurrent_initializer, recurrent),
        }
        if self.use_bias:
            specs["bias"] = ParamSpec(self._bias_shape, self.bias_initializer, (width, width))
        return specs

    def multiply_adds(self, input_shape: Shape) -> int:
        steps, features = input_shape
        return steps * (features + self.units) * self.gates * self.units

    @property
    def _bias_shape(self) -> Shape:
        return (self.gates * self.units,)

    @property
    def _function(self) -> Activation:
        return ACTIVATIONS[self.activation]

    @property
    def _functions(self) -> tuple[Activation, Activation]:
        """Of the gates, and of what is remembered."""
        return ACTIVATIONS[getattr(self, "recurrent_activation", "sigmoid")], self._function

    def shares(self, kernels: Kernels) -> bool:
        return kernels.splits_cells

    def _split(
        self, function: Callable[[int, int], None], shape: Shape, workspace: LayerWorkspace
    ) -> None:
        """Call it on stretches of the samples, which nothing joins on their way through time."""
        n, steps, features = shape
        if workspace.kernels.splits_cells:
            split(function, n, n * self.multiply_adds((steps, features)) / 25)
        else:
            function(0, n)

    def _output(self, states: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        """The layer's output, from the states (T, N, units) after each step."""
        steps, n, _ = states.shape
        if not self.return_sequences:
            y = workspace.buffer("y", (n, self.units))
            np.copyto(y, states[-1])
            return y
        y = workspace.buffer("y", (n, steps, self.units))
        np.copyto(y, states.transpose(1, 0, 2))
        return y

    def _add_slope(self, dh: np.ndarray, dy: np.ndarray, t: int, last: int) -> None:
        """To the gradient that comes from the steps after t, add that of y."""
        if self.return_sequences:
            np.add(dh, dy[:, t], out=dh)
        elif t == last:
            np.add(dh, dy, out=dh)


@dataclass(frozen=True)
class StackedRecurrent(Recurrent):
    """A cell that needs only ``z = x W + h U + b``: one product of [x, h, 1] and [W; U; b].

    The rows [x, h, 1] of all steps stay in one array (T + 1, N, F + units + 1), where each
    step writes its state into the next step's row; no product has to be added to another.
    """

    def _rows(self, x: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        n, steps, features = x.shape
        rows = workspace.buffer("rows", (steps + 1, n, features + self.units + self.use_bias))
        np.copyto(rows[:steps, :, :features], x.transpose(1, 0, 2))
        rows[0, :, features : features + self.units] = 0
        if self.use_bias:
            rows[:, :, -1] = 1
        workspace.saved.update(rows=rows, shape=x.shape)
        return rows

    def _weights(self, params: Params, workspace: LayerWorkspace) -> np.ndarray:
        """[W; U; b], the gates in the order of the buffers."""
        names = ("kernel", "recurrent_kernel", "bias")[: 2 + self.use_bias]
        parts = [np.atleast_2d(params[name]) for name in names]
        weights = workspace.buffer("weights", (sum(map(len, parts)), parts[0].shape[1]))
        start = 0
        for part in parts:
            self._reorder(part, weights[start : start + len(part)])
            start += len(part)
        workspace.saved["weights"] = weights
        return weights

    def _reorder(self, source: np.ndarray, target: np.ndarray) -> None:
        """Copy columns from Keras's order of gates to the buffers', or back."""
        np.copyto(target, source)

    def _finish(self, dz: np.ndarray, workspace: LayerWorkspace) -> np.ndarray | None:
        """Parameter gradients and dx, from the gradients of z (T, N, gates * units)."""
        rows, (n, steps, features) = workspace.saved["rows"], workspace.saved["shape"]
        weights = workspace.saved["weights"]
        dz_rows = dz.reshape(steps * n, -1)
        dweights = workspace.buffer("dweights", weights.shape)
        gradient_products(rows[:steps].reshape(steps * n, -1), dz_rows, weights, dweights, None)
        state_end = features + self.units
        self._reorder(dweights[:features], workspace.grads["kernel"])
        self._reorder(dweights[features:state_end], workspace.grads["recurrent_kernel"])
        if self.use_bias:
            self._reorder(dweights[state_end:], workspace.grads["bias"][None])
        if not workspace.needs_input_grad:
            return None
        return input_gradient(dz_rows, weights[:features], (n, steps, features), workspace)


def input_gradient(
    dz: np.ndarray, kernel: np.ndarray, shape: Shape, workspace: LayerWorkspace
) -> np.ndarray:
    """The gradient with respect to x (N, T, F), from that with respect to z (T * N, ...)."""
    n, steps, features = shape
    by_step = workspace.buffer("dx_by_step", (steps, n, features))
    product(dz, kernel.T, out=by_step.reshape(-1, features))
    dx = workspace.buffer("dx", shape)
    np.copyto(dx, by_step.transpose(1, 0, 2))
    return dx
