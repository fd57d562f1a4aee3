"""Units that hardly learn: silent or saturated for every sample that was looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nncore.network import Network

SILENT = {"relu": 0.0}
"""At or below this a unit gives nothing, and no gradient passes it."""

SATURATED = {"sigmoid": (0.01, 0.99), "tanh": (-0.99, 0.99)}
"""Beyond these the function is nearly flat."""


@dataclass(frozen=True)
class StuckUnits:
    """Which units of a layer are stuck; for a convolution, which maps.

    Attributes:
        dead: (units,), zero for every sample, at every place.
        saturated: (units,), at the flat ends for every sample, at every place.
    """

    dead: np.ndarray
    saturated: np.ndarray


def stuck_units(network: Network, outputs: Sequence[np.ndarray]) -> dict[str, StuckUnits]:
    """For each hidden layer whose activation can get stuck, which of its units are.

    The network's outputs do not count: their units are meant to be sure.

    Args:
        network: The network.
        outputs: What each of its ops gave for a batch, (N, ...).
    """
    found = {}
    for place, (op, output) in enumerate(zip(network.ops, outputs, strict=False)):
        activation = getattr(op.layer, "activation", "")
        if place in network.output_places or activation not in {*SILENT, *SATURATED}:
            continue
        values = output.reshape(-1, output.shape[-1])
        none = np.zeros(values.shape[1], bool)
        if activation in SILENT:
            found[op.name] = StuckUnits(np.all(values <= SILENT[activation], axis=0), none)
        else:
            low, high = SATURATED[activation]
            found[op.name] = StuckUnits(none, np.all((values < low) | (values > high), axis=0))
    return found
