"""The point sets of the TensorFlow Playground, as its dataset.ts defines them.

Published under the Apache License 2.0 by Google; the definitions are followed, the random
numbers are NumPy's. Points lie within -6..6 in both coordinates, except for the tails of "gauss".
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from nncore.data.dataset import Dataset
from nncore.data.features import PLAIN, check_features, make_features
from nncore.data.options import check_number
from nncore.errors import DataError

Points = NDArray[np.float64]
# Points (N, 2) and their labels -1 / 1 or values (N,), from a count, the noise as a fraction
# and a generator.
Maker = Callable[[int, float, np.random.Generator], tuple[Points, Points]]

SAMPLES = 500
REGRESSION_SAMPLES = 1200
MAX_NOISE = 50
MAX_SAMPLES = 1_000_000
# The Playground's colours for labels -1 and 1.
CLASS_NAMES = ("orange", "blue")


def make_points(
    name: str,
    *,
    noise: float = 0,
    samples: int | None = None,
    train_fraction: float = 0.5,
    features: Sequence[str] = PLAIN,
    seed: int = 0,
) -> Dataset:
    """Draw one of the sets in MAKERS, shuffled and split.

    Args:
        name: "circle", "xor", "gauss", "spiral", "reg-plane" or "reg-gauss".
        noise: 0..50, the Playground's slider.
        samples: Points in all, training and test together; None for the Playground's 500, or
            1200 for the two regression sets.
        train_fraction: Share of the training points; the Playground's slider gives 0.1..0.9.
        features: The inputs that are made of a point, out of FEATURES.
        seed: The same seed gives the same points.

    Raises:
        DataError: An option is out of its range.
    """
    if samples is None:
        samples = REGRESSION_SAMPLES if name in _REGRESSION else SAMPLES
    _check(name, noise, samples, train_fraction, seed)
    inputs = check_features(f"data set {name!r}", features)
    rng = np.random.default_rng(seed)
    points, labels = MAKERS[name](samples, noise / 100, rng)
    order = rng.permutation(len(points))
    x, y = make_features(points[order], inputs).astype(np.float32), labels[order]
    is_regression = name in _REGRESSION
    targets = y.astype(np.float32) if is_regression else (y > 0).astype(np.int64)
    at = min(max(math.floor(len(x) * train_fraction), 1), len(x) - 1)
    return Dataset(
        name=name,
        x_train=x[:at],
        y_train=targets[:at],
        x_test=x[at:],
        y_test=targets[at:],
        class_names=() if is_regression else CLASS_NAMES,
        source=f"TensorFlow Playground's {name}, {samples} points, noise {noise:g}, seed {seed}",
        feature_names=inputs,
    )


def circle(samples: int, noise: float, rng: np.random.Generator) -> tuple[Points, Points]:
    """A disc inside a ring; noise moves the point that the label is taken of."""
    radius = 5.0
    half = _half(samples)
    r = np.concatenate(
        [rng.uniform(0, radius * 0.5, half), rng.uniform(radius * 0.7, radius, half)]
    )
    angle = rng.uniform(0, 2 * np.pi, 2 * half)
    points = np.stack([r * np.sin(angle), r * np.cos(angle)], axis=1)
    seen = points + noise * rng.uniform(-radius, radius, points.shape)
    return points, np.where(np.hypot(seen[:, 0], seen[:, 1]) < radius * 0.5, 1.0, -1.0)


def xor(samples: int, noise: float, rng: np.random.Generator) -> tuple[Points, Points]:
    """Four squares 0.3 off the axes; a square's label is the sign of x1 x2."""
    points = rng.uniform(-5, 5, (samples, 2))
    points += np.where(points > 0, 0.3, -0.3)
    seen = points + noise * rng.uniform(-5, 5, points.shape)
    return points, np.where(seen[:, 0] * seen[:, 1] >= 0, 1.0, -1.0)


def gauss(samples: int, noise: float, rng: np.random.Generator) -> tuple[Points, Points]:
    """Two normal clouds at (2, 2) and (-2, -2); noise widens them, variance 0.5 to 4."""
    half = _half(samples)
    deviation = math.sqrt(0.5 + noise / 0.5 * 3.5)
    labels = np.repeat([1.0, -1.0], half)
    centres = 2 * np.stack([labels, labels], axis=1)
    return centres + deviation * rng.standard_normal(centres.shape), labels


def spiral(samples: int, noise: float, rng: np.random.Generator) -> tuple[Points, Points]:
    """Two arms of one and three quarter turns; noise moves the points themselves."""
    half = _half(samples)
    step = np.tile(np.arange(half) / (samples / 2), 2)
    labels = np.repeat([1.0, -1.0], half)
    angle = 1.75 * step * 2 * np.pi + np.where(labels > 0, 0, np.pi)
    points = 5 * step[:, np.newaxis] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return points + noise * rng.uniform(-1, 1, points.shape), labels


def plane(samples: int, noise: float, rng: np.random.Generator) -> tuple[Points, Points]:
    """The plane (x1 + x2) / 10."""
    points, seen = _square(samples, noise, rng)
    return points, seen.sum(axis=1) / 10


def hills(samples: int, noise: float, rng: np.random.Generator) -> tuple[Points, Points]:
    """Six cones of radius 2, three up and three down, on the ground 0."""
    points, seen = _square(samples, noise, rng)
    tops = np.array([(-4, 2.5), (0, 2.5), (4, 2.5), (-4, -2.5), (0, -2.5), (4, -2.5)])
    signs = np.array([1, -1, 1, -1, 1, -1])
    away = np.linalg.norm(seen[:, np.newaxis] - tops, axis=2)
    heights = signs * np.clip(1 - away / 2, 0, 1)
    highest = np.abs(heights).argmax(axis=1)
    return points, heights[np.arange(samples), highest]


MAKERS: dict[str, Maker] = {
    "circle": circle,
    "xor": xor,
    "gauss": gauss,
    "spiral": spiral,
    "reg-plane": plane,
    "reg-gauss": hills,
}
_REGRESSION = ("reg-plane", "reg-gauss")


def _square(samples: int, noise: float, rng: np.random.Generator) -> tuple[Points, Points]:
    """Points in the square -6..6, and where noise makes their value come from."""
    points = rng.uniform(-6, 6, (samples, 2))
    return points, points + noise * rng.uniform(-6, 6, points.shape)


def _half(samples: int) -> int:
    return math.ceil(samples / 2)  # an odd count gives one point more, as in the Playground


def _check(name: str, noise: float, samples: int, train_fraction: float, seed: int) -> None:
    if name not in MAKERS:
        raise DataError(f"no point set is called {name!r}; there are: {', '.join(MAKERS)}")
    for option, value, low, high, whole in (
        ("noise", noise, 0, MAX_NOISE, False),
        ("samples", samples, 2, MAX_SAMPLES, True),
        ("train_fraction", train_fraction, 0.01, 0.99, False),
        ("seed", seed, 0, 2**64 - 1, True),
    ):
        check_number(f"data set {name!r}", option, value, low, high, whole=whole)
