"""Gradient check: backpropagation held against finite differences.

Along a random direction d, ``(L(w + h d) - L(w - h d)) / 2h`` must equal ``g · d``. One
direction exercises every weight at once; a few of them leave no room for an error.
Always in float64, where the difference is good to about 1e-9.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from nncore.layers import Embedding
from nncore.network import Network

STEPS = (1e-5, 1e-7)
"""The first is near the cube root of float64's epsilon, where rounding and curvature err alike.
Where a kink of relu or of a maximum lies within it, the second, shorter one may still miss it."""

ENOUGH = 1e-6
"""A relative error up to this is no reason to try a shorter step."""

EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class GradientCheck:
    """One parameter (or "input") along one direction.

    Attributes:
        noise: How far rounding of the two losses alone may move `numeric`.
        error: |analytic - numeric| beyond the noise / max(|analytic|, |numeric|, 1e-8);
            infinite where one of them is no number.
    """

    name: str
    analytic: float
    numeric: float
    noise: float = 0.0

    @property
    def error(self) -> float:
        """The relative difference."""
        if not math.isfinite(self.analytic) or not math.isfinite(self.numeric):
            return math.inf
        scale = max(abs(self.analytic), abs(self.numeric), 1e-8)
        return max(0.0, abs(self.analytic - self.numeric) - self.noise) / scale

    def __str__(self) -> str:
        return (
            f"{self.name}: backpropagation {self.analytic:.10g}, "
            f"finite difference {self.numeric:.10g}, relative error {self.error:.2e}"
        )


def nudge(network: Network, x: np.ndarray, seed: int = 0) -> np.ndarray:
    """Move a network's parameters, in place, and samples off the kinks that data lie on.

    Black pixels and a bias that starts at 0 put relu exactly where it bends, and equal
    neighbours do so with max pooling: a slope has two values there, and a difference sees the
    mean of both. What an Embedding reads stays, as it must be whole numbers.

    Returns:
        The samples, moved.
    """
    rng = np.random.default_rng(seed)
    for values in network.params.values():
        values += 0.01 * rng.standard_normal(values.shape)
    if any(isinstance(op.layer, Embedding) and -1 in op.sources for op in network.ops):
        return x
    return np.asarray(x + 0.05 * rng.standard_normal(x.shape))


def check_gradients(
    network: Network,
    x: np.ndarray,
    y: np.ndarray | Mapping[str, np.ndarray],
    loss: str | Mapping[str, str],
    *,
    loss_weights: Mapping[str, float] | None = None,
    directions: int = 3,
    seed: int = 0,
    training: bool = False,
) -> Iterator[GradientCheck]:
    """Check every parameter and the input of a float64 network, along random directions.

    Targets, losses and weights are those of `Network.loss_and_grads`. With `training`,
    dropout is active and draws the same masks for every evaluation.
    """
    if network.dtype != np.float64:
        raise ValueError(
            "gradients are checked in float64: Network.from_spec(..., dtype='float64')"
        )
    rng = np.random.default_rng(seed)
    x = np.array(x, np.float64)

    def evaluate(input_grad: bool = False) -> tuple[float, dict[str, np.ndarray]]:
        workspace = network.workspace(rng=np.random.default_rng(seed), input_grad=input_grad)
        value, grads = network.loss_and_grads(
            x, y, loss, loss_weights=loss_weights, workspace=workspace, training=training
        )
        if workspace.input_grad is not None:
            grads = {**grads, "input": workspace.input_grad}
        return value, grads

    def check(name: str, values: np.ndarray, direction: np.ndarray, step: float) -> GradientCheck:
        saved = values.copy()
        values[...] = saved + step * direction
        above, _ = evaluate()
        values[...] = saved - step * direction
        below, _ = evaluate()
        values[...] = saved
        analytic = float(np.vdot(grads[name], direction))
        # A direction may happen to be level: then rounding is all the difference shows.
        noise = 4 * EPSILON * max(abs(above), abs(below)) / step
        return GradientCheck(name, analytic, (above - below) / (2 * step), noise)

    _, grads = evaluate(input_grad=True)
    for name, values in {**network.params, "input": x}.items():
        for _ in range(directions):
            direction = rng.standard_normal(values.shape)
            direction /= max(1e-12, float(np.linalg.norm(direction)))
            best = check(name, values, direction, STEPS[0])
            if best.error > ENOUGH:
                shorter = check(name, values, direction, STEPS[1])
                best = min(best, shorter, key=lambda made: made.error)
            yield best
