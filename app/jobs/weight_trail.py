"""How far the weights of a run move, measured by the training thread on the way."""

import time
from dataclasses import dataclass

import numpy as np

from nncore.network import Network
from nncore.norms import squared_distance, squared_length

KERNEL = "/kernel"
SHARE = 0.005
"""Measuring takes this share of the time, so that training keeps the rest."""


@dataclass(frozen=True)
class Moved:
    """How far the weights have moved from one step of a run to a later one.

    Attributes:
        since: The earlier step.
        step: The later one.
        norms: Of each layer's kernel at the later step.
        distances: How far each kernel is from where it was at the earlier one.
    """

    since: int
    step: int
    norms: dict[str, float]
    distances: dict[str, float]


class WeightTrail:
    """Measures every kernel against a copy of its own, made the last time.

    Like the run, it belongs to the training thread.
    """

    def __init__(self, network: Network, step: int) -> None:
        self._network = network
        self._step = step
        self._before = {layer: kernel.copy() for layer, kernel in _kernels(network).items()}
        self._next = 0.0

    def measure(self, step: int, *, at_once: bool = False) -> Moved | None:
        """How far the kernels have moved by now.

        Args:
            step: Of the run, which stands between two batches.
            at_once: Also before it is time again.

        Returns:
            None where no step has been taken since, or where it is not time yet.
        """
        began = time.perf_counter()
        if step <= self._step or (began < self._next and not at_once):
            return None
        kernels = _kernels(self._network)
        with np.errstate(over="ignore", invalid="ignore"):
            distances = {
                layer: squared_distance(now, self._before[layer]) ** 0.5
                for layer, now in kernels.items()
            }
        found = Moved(self._step, step, kernel_norms(self._network), distances)
        for layer, now in kernels.items():
            np.copyto(self._before[layer], now)
        self._step = step
        ended = time.perf_counter()
        self._next = ended + (ended - began) * (1 / SHARE - 1)
        return found


def kernel_norms(network: Network) -> dict[str, float]:
    """How large the kernel of each layer is."""
    with np.errstate(over="ignore", invalid="ignore"):
        return {layer: squared_length(kernel) ** 0.5 for layer, kernel in _kernels(network).items()}


def _kernels(network: Network) -> dict[str, np.ndarray]:
    """The kernel of each layer that has one, flat."""
    return {
        name.removesuffix(KERNEL): values.reshape(-1)
        for name, values in network.params.items()
        if name.endswith(KERNEL)
    }
