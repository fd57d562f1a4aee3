"""From gradients to weights: clipping, the optimizer, and the moving average of the weights."""

import math
from collections.abc import Iterator

import numpy as np

from nncore.kernels import NUMPY, Kernels
from nncore.network import Network
from nncore.norms import squared_length
from nncore.optimizers import Optimizer, OptimizerState, Segments
from nncore.training.config import RunConfig


class Updates:
    """Everything between a gradient and the weights of one run.

    Attributes:
        segments: The stretches (start, stop) of the weights that may move.
        optimizers: What the optimizers remember, of every weight.
        average: The moving average of the trainable weights, where the run keeps one.
    """

    def __init__(self, network: Network, segments: Segments, kernels: Kernels = NUMPY) -> None:
        self.optimizers = OptimizerState(network.trainable_size, network.dtype, kernels)
        self.average: np.ndarray | None = None
        self._weights = network.flat[: network.trainable_size]
        self.segments = segments
        self._scratch = np.empty(min(NUMPY.block, network.trainable_size), network.dtype)

    def norm(self, g: np.ndarray) -> float:
        """The length of the gradient of all weights that may move."""
        return global_norm(g, self.segments)

    def apply(self, config: RunConfig, optimizer: Optimizer, g: np.ndarray, factor: float) -> None:
        """One step along the gradient g, which is overwritten."""
        if config.clip_value is not None:
            clip_value(g, self.segments, config.clip_value)
        if config.clip_norm is not None:
            clip_norm(g, self.segments, config.clip_norm)
        self.optimizers.apply(optimizer, self._weights, g, self.segments, factor)
        if config.ema_decay is not None:
            self._follow(config.ema_decay)
        elif self.average is not None:
            self.average = None

    def _follow(self, decay: float) -> None:
        """Average ← d average + (1−d) w; after the first step it is w, as in Keras.

        Source: Polyak and Juditsky, "Acceleration of Stochastic Approximation by Averaging",
        1992.
        """
        if self.average is None:
            self.average = self._weights.copy()
            return
        with np.errstate(over="ignore", invalid="ignore"):
            for a, b in _blocks(self.segments):
                change = self._scratch[: b - a]
                np.subtract(self._weights[a:b], self.average[a:b], out=change)
                np.multiply(change, 1 - decay, out=change)
                np.add(self.average[a:b], change, out=self.average[a:b])

    def put(self, flat: np.ndarray) -> None:
        """Forget what was remembered of other weights; `flat` has the new ones."""
        self.optimizers.load(self.optimizers.step, {}, {})
        if self.average is not None:
            self.average = flat[: len(self._weights)].copy()


def _blocks(segments: Segments) -> Iterator[tuple[int, int]]:
    for start, stop in segments:
        for a in range(start, stop, NUMPY.block):
            yield a, min(a + NUMPY.block, stop)


def clip_value(g: np.ndarray, segments: Segments, limit: float) -> None:
    """Each value into [−limit, limit], in place. Keras: clipvalue."""
    for a, b in _blocks(segments):
        np.clip(g[a:b], -limit, limit, out=g[a:b])


def clip_norm(g: np.ndarray, segments: Segments, limit: float) -> None:
    """Shorten the whole gradient to the length `limit`, if it is longer, in place.

    g ← g limit / max(limit, ‖g‖). Source: Pascanu, Mikolov and Bengio, "On the difficulty of
    training recurrent neural networks", 2013; Keras: global_clipnorm. Frozen parameters
    do not count. A gradient that is not finite has no direction to keep and stays as it is.
    """
    norm = global_norm(g, segments)
    if norm > limit and math.isfinite(norm):
        scale = limit / norm
        for a, b in _blocks(segments):
            np.multiply(g[a:b], scale, out=g[a:b])


def global_norm(g: np.ndarray, segments: Segments) -> float:
    """The length of the gradient as one vector."""
    with np.errstate(over="ignore", invalid="ignore"):
        square = sum(squared_length(g[a:b]) for a, b in segments)
        if not math.isfinite(square):  # squares leave float32 long before the values do
            parts = (g[a:b].astype(np.float64) for a, b in _blocks(segments))
            square = sum(map(squared_length, parts))
    return math.sqrt(square)
