"""Convolution: the same small kernel at every place of a picture or a sequence."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.hyperparameters import choice, flag, integer, integers
from nncore.initializers import INITIALIZERS
from nncore.kernels import Gradients
from nncore.layers.base import Layer, LayerWorkspace, Params, ParamSpec, activate, deactivate
from nncore.regularizers import Regularizer, regularizer
from nncore.shapes import Shape, size
from nncore.windows import Pair, Windows, pair, picture, windows

MAX_WINDOW = 1000


def _pads(values: Shape) -> tuple[Pair, Pair]:
    return (0, 0) if len(values) == 2 else (values[0], values[1]), (values[-2], values[-1])


@dataclass(frozen=True)
class Convolution(Layer):
    """What Conv1D and Conv2D share; a sequence is a picture of height 1."""

    formula: ClassVar[str] = "y = f(x ∗ K + b)"
    needs: ClassVar[str] = "a picture of height × width × channels"
    axes: ClassVar[int] = 2
    shares_out: ClassVar[bool] = True

    filters: int = integer(
        help="Number of kernels, each with a feature map of its own; more see more and cost more.",
        minimum=1,
        maximum=1_000_000,
    )
    kernel_size: tuple[int, ...] = integers(
        help="Height and width of the kernel; larger sees more of the picture at once.",
        length=2,
        minimum=1,
        maximum=MAX_WINDOW,
    )
    strides: tuple[int, ...] = integers(
        (1, 1),
        help="Steps down and across between two places; more makes the output smaller.",
        length=2,
        minimum=1,
        maximum=MAX_WINDOW,
    )
    padding: str = choice(
        "valid",
        help="valid: the kernel stays inside; same: zeros around keep the size at stride 1; "
        "explicit: as much as explicit_padding says.",
        choices=("valid", "same", "explicit"),
    )
    explicit_padding: tuple[int, ...] = integers(
        (0, 0, 0, 0),
        help='Zeros at the top, bottom, left and right; read where padding is "explicit".',
        length=4,
        minimum=0,
        maximum=MAX_WINDOW,
    )
    dilation_rate: tuple[int, ...] = integers(
        (1, 1),
        help="Steps between the values a kernel reads; more sees wider with the same weights.",
        length=2,
        minimum=1,
        maximum=MAX_WINDOW,
    )
    activation: str = choice(
        "linear",
        help="The function applied to each weighted sum.",
        choices=tuple(ACTIVATIONS),
    )
    use_bias: bool = flag(True, help="Whether each filter has a threshold of its own.")
    kernel_initializer: str = choice(
        "glorot_uniform", help="How the weights start.", choices=tuple(INITIALIZERS)
    )
    bias_initializer: str = choice(
        "zeros", help="How the biases start.", choices=tuple(INITIALIZERS)
    )
    kernel_regularizer: Regularizer = regularizer("the weights")
    bias_regularizer: Regularizer = regularizer("the biases")
    activity_regularizer: Regularizer = regularizer("the outputs, averaged over the batch")

    def _windows(self, shape: Shape) -> Windows:
        """Where the kernel stands on a sample of this shape, as on a picture."""
        explicit = self.padding == "explicit"
        return windows(
            pair(shape[:-1]),
            pair(self.kernel_size),
            pair(self.strides),
            pair(self.dilation_rate),
            _pads(self.explicit_padding) if explicit else self.padding,
        )

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) != self.axes + 1:
            raise self._refuse(self.needs, input_shape)
        return (*self._windows(input_shape).stops[-self.axes :], self.filters)

    def param_specs(self, input_shape: Shape) -> dict[str, ParamSpec]:
        channels = input_shape[-1]
        area = int(np.prod(self.kernel_size))
        specs = {
            "kernel": ParamSpec(
                (*self.kernel_size, channels, self.filters),
                self.kernel_initializer,
                (area * channels, area * self.filters),
                self.kernel_regularizer,
            )
        }
        if self.use_bias:
            fans = (self.filters, self.filters)
            specs["bias"] = ParamSpec(
                (self.filters,), self.bias_initializer, fans, self.bias_regularizer
            )
        return specs

    def multiply_adds(self, input_shape: Shape) -> int:
        # At every place the whole kernel meets what lies under it; zeros around count too.
        return size(self.output_shape(input_shape)) * size(self.kernel_size) * input_shape[-1]

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        where = self._windows(x.shape[1:])
        z = workspace.buffer("z", (len(x), *where.stops[-self.axes :], self.filters))
        kernel, bias = self._kernel(params["kernel"]), params.get("bias")
        relu = self.activation == "relu"
        workspace.kernels.convolve(
            picture(x), kernel, bias, where, relu, picture(z), workspace.buffer
        )
        workspace.saved["x"] = x
        if relu:
            workspace.saved["y"] = z
            return z
        return activate(ACTIVATIONS[self.activation], z, workspace)

    def _kernel(self, kernel: np.ndarray) -> np.ndarray:
        """A view of a kernel as one for pictures."""
        return kernel.reshape(*pair(self.kernel_size), *kernel.shape[-2:])

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        if self.activity_regularizer:
            dy = dy.copy()
            y = workspace.saved["y"]
            self.activity_regularizer.add_gradient(y, dy, 1.0 / len(y))
        x, y = workspace.saved["x"], None
        if self.activation == "relu":
            y = picture(workspace.saved["y"])
        else:
            dy = deactivate(ACTIVATIONS[self.activation], dy, workspace)
        dx = workspace.buffer("dx", x.shape) if workspace.needs_input_grad else None
        gradients = Gradients(
            self._kernel(workspace.grads["kernel"]),
            workspace.grads.get("bias"),
            None if dx is None else picture(dx),
        )
        workspace.kernels.convolve_gradients(
            picture(x),
            self._kernel(params["kernel"]),
            picture(dy),
            y,
            self._windows(x.shape[1:]),
            gradients,
            workspace.buffer,
        )
        return dy if dx is None else dx

    def penalty(self, y: np.ndarray) -> float:
        if not self.activity_regularizer:
            return 0.0
        return self.activity_regularizer.penalty(y) / len(y)


@dataclass(frozen=True)
class Conv2D(Convolution):
    """Slides each filter over a picture: ``y = f(x ∗ K + b)`` (a cross-correlation).

    y[n, p, q, f] = f(b[f] + Σ x[n, p s + i d - top, q s + j d - left, c] K[i, j, c, f])
    with stride s and dilation d; places outside the picture count as 0.

    Shapes: x (N, H, W, C); kernel K (kh, kw, C, filters); bias b (filters,);
    y (N, H', W', filters), with H' = ⌊(H + top + bottom - d (kh - 1) - 1) / s⌋ + 1 and W'
    alike. "valid" has no padding; "same" has as much as H' = ⌈H / s⌉ needs.

    Backward, with dz = dy * f'(z): dK sums x times dz over batch and places, db sums dz,
    dx adds each dz times the kernel up where the kernel stood.

    Source: LeCun et al., "Gradient-based learning applied to document recognition", 1998.
    """

    summary: ClassVar[str] = (
        "Slides small filters over a picture and tells where each finds its pattern."
    )


@dataclass(frozen=True)
class Conv1D(Convolution):
    """Slides each filter along a sequence: ``y = f(x ∗ K + b)``.

    Shapes: x (N, T, C); kernel K (k, C, filters); bias b (filters,); y (N, T', filters).
    Otherwise as Conv2D.

    Source: Waibel et al., "Phoneme recognition using time-delay neural networks", 1989.
    """

    summary: ClassVar[str] = (
        "Slides small filters along a sequence and tells where each finds its pattern."
    )
    needs: ClassVar[str] = "a sequence of steps × features"
    axes: ClassVar[int] = 1

    kernel_size: tuple[int, ...] = integers(
        help="Length of the kernel; longer sees more steps at once.",
        length=1,
        minimum=1,
        maximum=MAX_WINDOW,
    )
    strides: tuple[int, ...] = integers(
        (1,),
        help="Steps between two places; more makes the output shorter.",
        length=1,
        minimum=1,
        maximum=MAX_WINDOW,
    )
    explicit_padding: tuple[int, ...] = integers(
        (0, 0),
        help='Zeros before and after; read where padding is "explicit".',
        length=2,
        minimum=0,
        maximum=MAX_WINDOW,
    )
    dilation_rate: tuple[int, ...] = integers(
        (1,),
        help="Steps between the values a kernel reads; more sees farther with the same weights.",
        length=1,
        minimum=1,
        maximum=MAX_WINDOW,
    )
