"""Pooling: one value for each window of a feature map."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.hyperparameters import choice, integers
from nncore.layers.base import Layer, LayerWorkspace, Params
from nncore.shapes import Shape, size
from nncore.windows import Windows, pair, picture, windows

MAX_WINDOW = 1000


@dataclass(frozen=True)
class Pooling(Layer):
    """What the pooling layers with windows share; a sequence is a picture of height 1."""

    axes: ClassVar[int] = 2
    needs: ClassVar[str] = "a picture of height × width × channels"
    keeps_range: ClassVar[bool] = True

    pool_size: tuple[int, ...] = integers(
        (2, 2),
        help="Height and width of the window; larger forgets more of where things are.",
        length=2,
        minimum=1,
        maximum=MAX_WINDOW,
    )
    strides: tuple[int, ...] = integers(
        (0, 0),
        help="Steps down and across between windows, more makes the output smaller; 0: as "
        "far as the window is large.",
        length=2,
        minimum=0,
        maximum=MAX_WINDOW,
    )
    padding: str = choice(
        "valid",
        help="valid: windows stay inside, the rest at the end is left out; "
        "same: windows at the rim reach outside, which counts for nothing.",
        choices=("valid", "same"),
    )

    def __post_init__(self) -> None:
        given: object = self.strides
        if given is None:  # how Keras writes "as the pool size"
            object.__setattr__(self, "strides", 0)
        super().__post_init__()

    def _windows(self, shape: Shape) -> Windows:
        steps = tuple(s or p for s, p in zip(self.strides, self.pool_size, strict=True))
        padding = self.padding
        return windows(pair(shape[:-1]), pair(self.pool_size), pair(steps), (1, 1), padding)

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) != self.axes + 1:
            raise self._refuse(self.needs, input_shape)
        return (*self._windows(input_shape).stops[-self.axes :], input_shape[-1])


class _Max(Pooling):
    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        where = self._windows(x.shape[1:])
        y = workspace.buffer("y", (len(x), *self.output_shape(x.shape[1:])))
        workspace.kernels.max_pool(picture(x), where, picture(y))
        workspace.saved.update(x=x, y=y)
        return y

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        x, y = workspace.saved["x"], picture(workspace.saved["y"])
        dx = workspace.buffer("dx", x.shape)
        where = self._windows(x.shape[1:])
        pictures = (picture(x), y, picture(dy))
        workspace.kernels.max_pool_gradient(*pictures, where, picture(dx), workspace.buffer)
        return dx


@dataclass(frozen=True)
class MaxPooling2D(_Max):
    """The largest value of each window: (N, H, W, C) -> (N, H', W', C).

    For windows of p values, s apart: H' = ⌊(H - p) / s⌋ + 1, with padding "same" ⌈H / s⌉.
    Backward: dy goes to the first largest value of its window, row by row; nothing to
    the others. With padding "same" the padding counts as -∞.

    Source: Zhou and Chellappa, "Computation of optical flow using a neural network", 1988.
    """

    summary: ClassVar[str] = "Makes a picture smaller: of each window only the largest value stays."
    formula: ClassVar[str] = "y = max of each window"


@dataclass(frozen=True)
class MaxPooling1D(_Max):
    """The largest value of each stretch: (N, T, C) -> (N, T', C). Otherwise as MaxPooling2D."""

    summary: ClassVar[str] = "Shortens a sequence: of each stretch only the largest value stays."
    formula: ClassVar[str] = "y = max of each window"
    axes: ClassVar[int] = 1
    needs: ClassVar[str] = "a sequence of steps × features"

    pool_size: tuple[int, ...] = integers(
        (2,),
        help="Length of the window; larger forgets more of when things happen.",
        length=1,
        minimum=1,
        maximum=MAX_WINDOW,
    )
    strides: tuple[int, ...] = integers(
        (0,),
        help="Steps between windows, more makes the output shorter; 0: as far as the "
        "window is long.",
        length=1,
        minimum=0,
        maximum=MAX_WINDOW,
    )


@dataclass(frozen=True)
class AveragePooling2D(Pooling):
    """The mean of each window: (N, H, W, C) -> (N, H', W', C), H' and W' as in MaxPooling2D.

    Backward: dy is shared out evenly. With padding "same" the mean is over the values
    inside the picture, as in Keras.

    Source: LeCun et al., "Handwritten digit recognition with a back-propagation network", 1990.
    """

    summary: ClassVar[str] = "Makes a picture smaller: each window becomes the mean of its values."
    formula: ClassVar[str] = "y = mean of each window"

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        where = self._windows(x.shape[1:])
        y = workspace.buffer("y", (len(x), *where.stops, x.shape[-1]))
        workspace.kernels.average_pool(x, where, y, workspace.buffer)
        workspace.saved["shape"] = x.shape
        return y

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        dx = workspace.buffer("dx", workspace.saved["shape"])
        where = self._windows(dx.shape[1:])
        workspace.kernels.average_pool_gradient(dy, where, dx, workspace.buffer)
        return dx


@dataclass(frozen=True)
class GlobalAveragePooling2D(Layer):
    """The mean of each feature map: (N, H, W, C) -> (N, C). Backward shares dy out evenly.

    Source: Lin, Chen and Yan, "Network in network", 2013.
    """

    summary: ClassVar[str] = "Turns every channel of a picture into one number, its mean."
    formula: ClassVar[str] = "y = mean of each feature map"
    keeps_range: ClassVar[bool] = True

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) != 3:
            raise self._refuse("a picture of height × width × channels", input_shape)
        return input_shape[-1:]

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        y = workspace.buffer("y", (len(x), x.shape[-1]))
        np.add.reduce(x, axis=(1, 2), out=y)
        np.divide(y, size(x.shape[1:3]), out=y)
        workspace.saved["shape"] = x.shape
        return y

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        dx = workspace.buffer("dx", workspace.saved["shape"])
        np.divide(dy[:, None, None], size(dx.shape[1:3]), out=dx)
        return dx
