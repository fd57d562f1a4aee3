"""What every layer is: a frozen value with pure methods, and the workspace it works in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from nncore.activations import Activation
from nncore.errors import ShapeError
from nncore.hyperparameters import Configured
from nncore.initializers import initialize
from nncore.kernels import Kernels
from nncore.regularizers import NONE, Regularizer
from nncore.shapes import Shape, shape_words

Params = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class ParamSpec:
    """One parameter of a layer before any array exists.

    Attributes:
        shape: Shape of the array.
        initializer: Name of the initializer that fills it.
        fans: Values that flow into and out of one unit, for the initializer.
        regularizer: Penalty added to the loss.
        trainable: False for state, such as moving averages.
    """

    shape: Shape
    initializer: str
    fans: tuple[int, int] = (1, 1)
    regularizer: Regularizer = NONE
    trainable: bool = True


class LayerWorkspace:
    """What one layer keeps between forward and backward, and its reusable buffers.

    It belongs to the caller: the training thread has one, the digit pad another.

    Attributes:
        saved: What forward leaves for backward.
        grads: Views into the caller's gradient array; backward writes into them.
        rng: Source of dropout masks and noise.
        kernels: The inner loops.
        needs_input_grad: False where nobody reads backward's result; it may be skipped.
        fused_loss: The loss reads `saved["z"]` and hands backward the gradient with
            respect to z, past the activation.
    """

    __slots__ = (
        "_buffers",
        "dtype",
        "fused_loss",
        "grads",
        "kernels",
        "needs_input_grad",
        "rng",
        "saved",
    )

    def __init__(self, dtype: np.dtype[Any], rng: np.random.Generator, kernels: Kernels) -> None:
        self.dtype = dtype
        self.rng = rng
        self.kernels = kernels
        self.saved: dict[str, Any] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.needs_input_grad = True
        self.fused_loss = False
        self._buffers: dict[str, np.ndarray] = {}

    def buffer(self, key: str, shape: Shape, dtype: Any = None) -> np.ndarray:
        """An array of this shape that is reused from batch to batch; contents undefined."""
        array = self._buffers.get(key)
        if array is None or array.shape != shape:
            array = np.empty(shape, self.dtype if dtype is None else dtype)
            self._buffers[key] = array
        return array


@dataclass(frozen=True)
class Layer(Configured):
    """A layer of a network: settings only; the arrays live in the network.

    `summary` says in one plain sentence what it does, for people who choose a layer;
    `formula` is shown beside the inspector; `takes_many` marks layers that merge
    several inputs: their input shape is a tuple of shapes, their x and dx tuples;
    `fusible` says that an `activation` comes last, by `activate`, so that a loss may
    take the place of its derivative; `shares_out` is what `shares` says of any kernels;
    `keeps_range` says that at inference no output is larger in magnitude than all inputs.
    """

    summary: ClassVar[str] = ""
    formula: ClassVar[str] = ""
    takes_many: ClassVar[bool] = False
    fusible: ClassVar[bool] = True
    shares_out: ClassVar[bool] = False
    keeps_range: ClassVar[bool] = False

    def output_shape(self, input_shape: Shape) -> Shape:
        """The shape of one output sample.

        Raises:
            ShapeError: The layer cannot take this shape.
        """
        return input_shape

    def param_specs(self, input_shape: Shape) -> dict[str, ParamSpec]:
        """The parameters this layer has for this input, by name."""
        return {}

    def multiply_adds(self, input_shape: Shape) -> int:
        """Multiplications with a weight, each added to a sum, that one sample takes forward."""
        return 0

    def init_params(self, input_shape: Shape, rng: np.random.Generator) -> dict[str, np.ndarray]:
        """Draw the parameters, in float64."""
        return {
            name: initialize(spec.initializer, spec.shape, spec.fans, rng)
            for name, spec in self.param_specs(input_shape).items()
        }

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        """The outputs ``(N, *output_shape)``; x must stay unharmed until backward."""
        raise NotImplementedError

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        """The gradient with respect to x; parameter gradients go to `workspace.grads`."""
        raise NotImplementedError

    def shares(self, kernels: Kernels) -> bool:
        """Whether the layer gives stretches of a large batch to threads of its own.

        BLAS's threads would disturb those.
        """
        return self.shares_out

    def penalty(self, y: np.ndarray) -> float:
        """The activity penalty of a batch of outputs, zero for most layers."""
        return 0.0

    def _refuse(self, needed: str, received: Shape) -> ShapeError:
        return ShapeError(
            f"{self.type_name} needs {needed}; it would receive {shape_words(received)}"
        )


def activate(activation: Activation, z: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
    """``y = f(z)``, keeping what `deactivate` and a fused loss need.

    Overwrites z where the derivative can be had from y alone.
    """
    keep_z = activation.needs_z or workspace.fused_loss
    y = workspace.buffer("y", z.shape) if keep_z else z
    activation.forward(z, y)
    workspace.saved["z"] = z
    workspace.saved["y"] = y
    return y


def deactivate(activation: Activation, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
    """The gradient with respect to z, from that with respect to y."""
    if workspace.fused_loss or activation.name == "linear":
        return dy
    dz = workspace.buffer("dz", dy.shape)
    activation.backward(dy, workspace.saved["z"], workspace.saved["y"], dz, workspace.buffer)
    return dz
