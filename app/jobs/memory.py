"""The weight memory: what layers last knew, so that an edit or an undo brings it back."""

from collections.abc import Mapping

import numpy as np

from nncore.network import Network

LIMIT_BYTES = 256 * 2**20
"""Beyond this, layers that are gone are forgotten, those gone longest first."""

_Key = tuple[str, tuple[tuple[int, ...], ...]]


class WeightMemory:
    """Parameters by layer name and shapes. Outlives the networks they come from."""

    def __init__(self) -> None:
        self._layers: dict[_Key, list[np.ndarray]] = {}

    def clear(self) -> None:
        """Forget everything."""
        self._layers.clear()

    def remember(self, network: Network) -> None:
        """Copy what every layer of this network knows."""
        layers = _by_layer(network)
        for key, values in layers.items():
            self._layers.pop(key, None)  # put last: what is newest is forgotten last
            # A layer that has diverged would only make the others diverge too.
            if all(np.isfinite(value).all() for value in values):
                self._layers[key] = [value.copy() for value in values]
        for key in [key for key in self._layers if key not in layers]:
            if self._bytes() > LIMIT_BYTES:
                del self._layers[key]

    def rename(self, names: Mapping[str, str]) -> None:
        """Layers go by other names now; what they know goes with them.

        What a layer that is gone knew under the new name waits under the old one, so that the
        way back brings both back.
        """
        swapped = {**{new: old for old, new in names.items()}, **names}
        self._layers = {
            (swapped.get(name, name), shapes): values
            for (name, shapes), values in self._layers.items()
        }

    def fill(self, network: Network) -> tuple[str, ...]:
        """Give layers what they last knew under the same name with the same shapes.

        Returns:
            The names of these layers.
        """
        filled = []
        for key, values in _by_layer(network).items():
            if key in self._layers:
                filled.append(key[0])
                for value, remembered in zip(values, self._layers[key], strict=True):
                    np.copyto(value, remembered)
        return tuple(filled)

    def _bytes(self) -> int:
        return sum(value.nbytes for values in self._layers.values() for value in values)


def _by_layer(network: Network) -> dict[_Key, list[np.ndarray]]:
    """The arrays of each layer that has some, under its name and all their shapes."""
    layers: dict[str, list[np.ndarray]] = {}
    for name, values in {**network.params, **network.state}.items():
        layers.setdefault(name.partition("/")[0], []).append(values)
    return {(name, tuple(v.shape for v in values)): values for name, values in layers.items()}
