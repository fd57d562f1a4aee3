"""The optimizers' updates compiled by numba: one pass over w, g and the slots.

Numbers come as the arrays' own type: with Python's floats numba would compute in float64.
"""

from math import sqrt
from typing import ClassVar

import numpy as np

from nncore.kernels.numba_compiling import compiled, compiled_exactly
from nncore.kernels.numpy_kernels import Kernels


class FastUpdates(Kernels):
    """The updates of the fast kernels."""

    update_cost: ClassVar[float] = 0.6

    def sgd(self, w: np.ndarray, g: np.ndarray, rate: float) -> None:
        _sgd(w, g, w.dtype.type(rate))

    def momentum(
        self,
        w: np.ndarray,
        g: np.ndarray,
        v: np.ndarray,
        rate: float,
        momentum: float,
        nesterov: bool,
        scratch: np.ndarray,
    ) -> None:
        number = w.dtype.type
        update = _nesterov if nesterov else _momentum
        update(w, g, v, number(rate), number(momentum))

    def rmsprop(
        self,
        w: np.ndarray,
        g: np.ndarray,
        s: np.ndarray,
        rate: float,
        rho: float,
        epsilon: float,
        scratch: np.ndarray,
    ) -> None:
        number = w.dtype.type
        _rmsprop(w, g, s, number(rate), number(rho), number(1 - rho), number(epsilon))

    def adam(
        self,
        w: np.ndarray,
        g: np.ndarray,
        m: np.ndarray,
        s: np.ndarray,
        alpha: float,
        betas: tuple[float, float],
        epsilon: float,
        decay: float,
        scratch: np.ndarray,
    ) -> None:
        number = w.dtype.type
        keep = number(betas[0]), number(betas[1])
        add = number(1 - betas[0]), number(1 - betas[1])
        _adam(w, g, m, s, number(alpha), keep, add, number(epsilon), number(decay))


@compiled_exactly  # on one sample it is the perceptron's learning rule itself
def _sgd(w, g, rate):
    for i in range(w.size):
        w[i] -= rate * g[i]


@compiled
def _momentum(w, g, v, rate, momentum):
    for i in range(w.size):
        v[i] = momentum * v[i] - rate * g[i]
        w[i] += v[i]


@compiled
def _nesterov(w, g, v, rate, momentum):
    for i in range(w.size):
        step = rate * g[i]
        v[i] = momentum * v[i] - step
        w[i] += momentum * v[i] - step


@compiled
def _rmsprop(w, g, s, rate, keep, add, epsilon):
    for i in range(w.size):
        s[i] = keep * s[i] + add * (g[i] * g[i])
        w[i] -= rate * g[i] / sqrt(s[i] + epsilon)


@compiled
def _adam(w, g, m, s, alpha, keep, add, epsilon, decay):
    for i in range(w.size):
        m[i] = keep[0] * m[i] + add[0] * g[i]
        s[i] = keep[1] * s[i] + add[1] * (g[i] * g[i])
        w[i] = decay * w[i] - alpha * m[i] / (sqrt(s[i]) + epsilon)


def warm_up(kernels: FastUpdates) -> None:
    """Compile everything for float32, or load it."""
    a = [np.zeros(2, np.float32) for _ in range(4)]
    kernels.sgd(a[0], a[1], 0.1)
    kernels.momentum(a[0], a[1], a[2], 0.1, 0.9, False, a[3])
    kernels.momentum(a[0], a[1], a[2], 0.1, 0.9, True, a[3])
    kernels.rmsprop(a[0], a[1], a[2], 0.1, 0.9, 1e-7, a[3])
    kernels.adam(a[0], a[1], a[2], a[3], 0.1, (0.9, 0.999), 1e-7, 1.0, a[3])
