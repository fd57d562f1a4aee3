"""The inputs that the TensorFlow Playground makes of a point, by name."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nncore.errors import DataError

FEATURES: dict[str, Callable[[Any, Any], Any]] = {
    "x1": lambda x1, _: x1,
    "x2": lambda _, x2: x2,
    "x1^2": lambda x1, _: x1 * x1,
    "x2^2": lambda _, x2: x2 * x2,
    "x1x2": lambda x1, x2: x1 * x2,
    "sin(x1)": lambda x1, _: np.sin(x1),
    "sin(x2)": lambda _, x2: np.sin(x2),
}
"""As in the Playground's state.ts; none is scaled."""

PLAIN = ("x1", "x2")


def check_features(what: str, names: Any) -> tuple[str, ...]:
    """The names as a tuple.

    Raises:
        DataError: It is no list of names in FEATURES, each at most once.
    """
    known = ", ".join(FEATURES)
    if isinstance(names, str) or not isinstance(names, Sequence) or not names:
        raise DataError(f"{what}: features must be a list out of {known}, got {names!r:.60}")
    for name in names:
        if not isinstance(name, str) or name not in FEATURES:
            raise DataError(f"{what}: there is no feature {name!r:.60}; there are {known}")
    if len(set(names)) < len(names):
        raise DataError(f"{what}: each feature may stand once, got {', '.join(names)}")
    return tuple(names)


def make_features(points: np.ndarray, names: Sequence[str] = PLAIN) -> np.ndarray:
    """Features (N, len(names)) of points (N, 2)."""
    x1, x2 = points[:, 0], points[:, 1]
    return np.stack([FEATURES[name](x1, x2) for name in names], axis=1)
