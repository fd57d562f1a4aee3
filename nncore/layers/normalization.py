"""BatchNormalization and LayerNormalization: values brought to mean 0 and variance 1."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.hyperparameters import flag, real
from nncore.kernels.numpy_normalizing import column_sums
from nncore.layers.base import Layer, LayerWorkspace, Params, ParamSpec
from nncore.shapes import Shape


@dataclass(frozen=True)
class _Normalization(Layer):
    """What both have: ``y = x̂ gamma + beta``, each of the two if wanted."""

    epsilon: float = real(
        1e-3,
        help="Added to the variance, so that constant values divide by no zero; more "
        "evens out less.",
        minimum=0,
        open_minimum=True,
        maximum=1,
        log=True,
    )
    center: bool = flag(True, help="Whether an offset beta is learned.")
    scale: bool = flag(True, help="Whether a factor gamma is learned.")

    def param_specs(self, input_shape: Shape) -> dict[str, ParamSpec]:
        channels = (input_shape[-1],)
        specs = {}
        if self.scale:
            specs["gamma"] = ParamSpec(channels, "ones")
        if self.center:
            specs["beta"] = ParamSpec(channels, "zeros")
        return specs


@dataclass(frozen=True)
class BatchNormalization(_Normalization):
    """``y = (x - mean) / sqrt(variance + epsilon) * gamma + beta``, channel by channel.

    In training, mean and (biased) variance are those of the batch, over every axis but
    the last, and the moving averages follow them:
    ``moving = momentum * moving + (1 - momentum) * batch``. At inference the moving
    averages stand for both, so that a prediction depends on its own sample only.

    Shapes: x (N, ..., C); gamma, beta, moving_mean, moving_variance (C,).

    Backward in training, with x̂ the normalized x and means over the batch:
    dx = gamma (dy - mean(dy) - x̂ mean(dy x̂)) / sqrt(variance + epsilon).

    Source: Ioffe and Szegedy, "Batch Normalization", 2015; defaults are Keras's.
    """

    summary: ClassVar[str] = (
        "Brings each channel to mean 0 and spread 1 over the batch, then scales and shifts it."
    )
    formula: ClassVar[str] = "y = (x − mean) / √(variance + ε) · γ + β"

    momentum: float = real(
        0.99,
        help="How slowly the moving averages follow the batches; nearer to 1 is slower.",
        minimum=0,
        maximum=1,
    )

    def param_specs(self, input_shape: Shape) -> dict[str, ParamSpec]:
        channels = (input_shape[-1],)
        return {
            **super().param_specs(input_shape),
            "moving_mean": ParamSpec(channels, "zeros", trainable=False),
            "moving_variance": ParamSpec(channels, "ones", trainable=False),
        }

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        rows, y = x.reshape(-1, x.shape[-1]), workspace.buffer("y", x.shape)
        kernels, buffer = workspace.kernels, workspace.buffer
        centred = buffer("centred", rows.shape)
        mean, variance = buffer("mean", rows.shape[1:]), buffer("variance", rows.shape[1:])
        if training:
            kernels.moments(rows, mean, variance, centred, buffer)
            _follow(params["moving_mean"], mean, self.momentum)
            _follow(params["moving_variance"], variance, self.momentum)
        else:
            np.copyto(mean, params["moving_mean"])
            np.copyto(variance, params["moving_variance"])
            kernels.centre(rows, mean, centred)
        inverse = 1 / np.sqrt(variance + self.epsilon)
        read = (rows, mean, centred)
        workspace.saved.update(read=read, inverse=inverse, training=training)
        shift = params["beta"] if self.center else np.zeros_like(mean)
        kernels.normalize(*read, self._factor(params, inverse), shift, y.reshape(rows.shape))
        return y

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        x, mean, centred = workspace.saved["read"]
        read, inverse = (x, mean, centred), workspace.saved["inverse"]
        kernels, buffer = workspace.kernels, workspace.buffer
        rows, channels = dy.reshape(-1, dy.shape[-1]), dy.shape[-1:]
        level, slope = buffer("level", channels), buffer("slope", channels)
        kernels.normalize_sums(rows, *read, level, slope, buffer)
        np.multiply(slope, inverse, out=slope)
        if self.scale:
            np.copyto(workspace.grads["gamma"], slope)
        if self.center:
            np.copyto(workspace.grads["beta"], level)
        if not workspace.needs_input_grad:
            return dy
        dx, factor = buffer("dx", dy.shape), self._factor(params, inverse)
        if not workspace.saved["training"]:
            np.multiply(dy, factor, out=dx)
            return dx
        values = (level / len(rows), slope * inverse / len(rows), factor)
        kernels.normalize_gradient(rows, *read, *values, dx.reshape(rows.shape))
        return dx

    def _factor(self, params: Params, inverse: np.ndarray) -> np.ndarray:
        """What x - mean is multiplied by: one pass over x instead of two."""
        return inverse * params["gamma"] if self.scale else inverse


@dataclass(frozen=True)
class LayerNormalization(_Normalization):
    """``y = (x - mean) / sqrt(variance + epsilon) * gamma + beta``, within each sample.

    Mean and (biased) variance are taken over the last axis, the same in training and at
    inference: no sample depends on another.

    Shapes: x (N, ..., C); gamma, beta (C,).

    Backward, with g the gradient with respect to x̂ and means over the last axis:
    dx = (g - mean(g) - x̂ mean(g x̂)) / sqrt(variance + epsilon).

    Source: Ba, Kiros and Hinton, "Layer Normalization", 2016; defaults are Keras's.
    """

    summary: ClassVar[str] = (
        "Brings the values of each sample to mean 0 and spread 1, then scales and shifts them."
    )
    formula: ClassVar[str] = "y = (x − mean) / √(variance + ε) · γ + β, in each sample"

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        normal = workspace.buffer("normal", x.shape)
        np.subtract(x, x.mean(axis=-1, keepdims=True), out=normal)
        inverse = np.vecdot(normal, normal)[..., None]
        inverse /= x.shape[-1]
        inverse += self.epsilon
        np.sqrt(inverse, out=inverse)
        np.reciprocal(inverse, out=inverse)
        np.multiply(normal, inverse, out=normal)
        workspace.saved.update(normal=normal, inverse=inverse)
        return self._scale_and_shift(params, normal, workspace)

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        normal, inverse = workspace.saved["normal"], workspace.saved["inverse"]
        g = self._unscale(params, dy, normal, workspace)
        if not workspace.needs_input_grad:
            return dy
        slope = np.vecdot(g, normal)[..., None] / g.shape[-1]
        np.subtract(g, g.mean(axis=-1, keepdims=True), out=g)
        products = workspace.buffer("products", g.shape)
        np.multiply(normal, slope, out=products)
        np.subtract(g, products, out=g)
        np.multiply(g, inverse, out=g)
        return g

    def _scale_and_shift(
        self, params: Params, normal: np.ndarray, workspace: LayerWorkspace
    ) -> np.ndarray:
        y = workspace.buffer("y", normal.shape)
        if self.scale:
            np.multiply(normal, params["gamma"], out=y)
        else:
            np.copyto(y, normal)
        if self.center:
            np.add(y, params["beta"], out=y)
        return y

    def _unscale(
        self, params: Params, dy: np.ndarray, normal: np.ndarray, workspace: LayerWorkspace
    ) -> np.ndarray:
        """The gradient with respect to x̂, in a buffer; those of gamma and beta on the way."""
        dx = workspace.buffer("dx", dy.shape)
        if self.center:
            column_sums(dy, workspace.buffer, workspace.grads["beta"])
        if not self.scale:
            np.copyto(dx, dy)
            return dx
        np.multiply(dy, normal, out=dx)
        column_sums(dx, workspace.buffer, workspace.grads["gamma"])
        np.multiply(dy, params["gamma"], out=dx)
        return dx


def _follow(moving: np.ndarray, batch: np.ndarray, momentum: float) -> None:
    moving *= momentum
    moving += batch * (1 - momentum)
