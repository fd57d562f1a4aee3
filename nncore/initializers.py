"""How parameters start: each initializer draws one array from a generator.

Names and defaults are Keras's (https://keras.io/api/layers/initializers/), plus
`standard_normal`, the N(0, 1) of Nielsen's network.py. The scale of the Glorot and
He families depends on the fans: how many values flow into and out of one unit.
"""

import math
from collections.abc import Callable

import numpy as np

from nncore.hyperparameters import lookup
from nncore.shapes import Shape

Initializer = Callable[[Shape, tuple[int, int], np.random.Generator], np.ndarray]
"""``(shape, (fan_in, fan_out), rng) -> float64 array``"""

_TRUNCATED_STD = 0.87962566103423978
"""Standard deviation of N(0, 1) cut off at ±2, the correction Keras makes."""


def _zeros(shape: Shape, fans: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """0 everywhere: right for biases; as weights, all units of a layer would stay alike."""
    return np.zeros(shape)


def _ones(shape: Shape, fans: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """1 everywhere: factors that change nothing yet."""
    return np.ones(shape)


def _standard_normal(shape: Shape, fans: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """N(0, 1), whatever the fans, as in Nielsen's network.py; wide layers start saturated."""
    return rng.standard_normal(shape)


def _random_normal(shape: Shape, fans: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """N(0, 0.05²): Keras's RandomNormal."""
    return rng.normal(0.0, 0.05, shape)


def _random_uniform(shape: Shape, fans: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Even from -0.05 to 0.05: Keras's RandomUniform."""
    return rng.uniform(-0.05, 0.05, shape)


def _orthogonal(shape: Shape, fans: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Rows or columns, whichever are fewer, of length 1 and at right angles (Saxe et al. 2013).

    A matrix has the last axis as its columns; repeated, it neither grows nor shrinks a state.
    """
    columns = shape[-1]
    rows = math.prod(shape) // columns
    q, r = np.linalg.qr(rng.standard_normal((max(rows, columns), min(rows, columns))))
    q *= np.sign(np.diagonal(r))  # makes every orthogonal matrix equally likely
    return (q if rows >= columns else q.T).reshape(shape)


def truncated_normal(shape: Shape, std: float, rng: np.random.Generator) -> np.ndarray:
    """N(0, s) cut off at ±2 s, with s chosen so that the result has deviation `std`."""
    values = rng.standard_normal(shape)
    outside = np.abs(values) > 2
    while outside.any():
        values[outside] = rng.standard_normal(int(outside.sum()))
        outside = np.abs(values) > 2
    return np.asarray(values * (std / _TRUNCATED_STD))


def _scaled(mode: str, gain: float, distribution: str) -> Initializer:
    """Variance scaling: variance = gain / fan, with fan = fan_in or the mean of both.

    The uniform ones are even from -√(3 variance) to √(3 variance).
    """

    def initialize(shape: Shape, fans: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
        fan = fans[0] if mode == "fan_in" else sum(fans) / 2
        variance = gain / max(1.0, fan)
        if distribution == "uniform":
            limit = math.sqrt(3 * variance)
            return rng.uniform(-limit, limit, shape)
        return truncated_normal(shape, math.sqrt(variance), rng)

    return initialize


INITIALIZERS: dict[str, Initializer] = {
    "zeros": _zeros,
    "ones": _ones,
    "random_normal": _random_normal,
    "random_uniform": _random_uniform,
    "standard_normal": _standard_normal,
    "orthogonal": _orthogonal,
    # Glorot and Bengio 2010: keeps the variance both ways through linear or tanh units.
    "glorot_uniform": _scaled("fan_avg", 1.0, "uniform"),
    "glorot_normal": _scaled("fan_avg", 1.0, "normal"),
    # He et al. 2015: twice the variance, since relu silences half of the units.
    "he_uniform": _scaled("fan_in", 2.0, "uniform"),
    "he_normal": _scaled("fan_in", 2.0, "normal"),
    # LeCun et al. 1998, for selu and tanh.
    "lecun_uniform": _scaled("fan_in", 1.0, "uniform"),
    "lecun_normal": _scaled("fan_in", 1.0, "normal"),
}


def initialize(
    name: str, shape: Shape, fans: tuple[int, int], rng: np.random.Generator
) -> np.ndarray:
    """Draw an array of `shape` with the initializer called `name`."""
    initializer: Initializer = lookup(INITIALIZERS, name, "initializer")
    return initializer(shape, fans, rng)
