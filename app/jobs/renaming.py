"""Layers that go by other names: what is known of them follows."""

from collections.abc import Mapping

from nncore.errors import SpecError
from nncore.network import Network
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig


def renamed(old: NetworkSpec, new: NetworkSpec) -> dict[str, str]:
    """The layers that differ between two specs in their names only: old name to new."""
    if len(old.layers) != len(new.layers):
        return {}
    pairs = list(zip(old.layers, new.layers, strict=True))
    names = {a.name: b.name for a, b in pairs if a.name != b.name}
    fresh = not set(names.values()) & {node.name for node in old.layers}
    return names if fresh and all(a.layer == b.layer for a, b in pairs) else {}


def config_under(config: RunConfig, names: Mapping[str, str]) -> RunConfig | None:
    """The configuration with these layers renamed, those it has; None where it cannot be.

    It may be one of before an edit, with a layer that is gone by now and whose name is taken.
    """
    known = {node.name for node in config.spec.layers}
    try:
        for old, new in names.items():
            if old in known:
                config = config.rename(old, new)
    except SpecError:
        return None
    return config


def network_under(network: Network, names: Mapping[str, str]) -> Network:
    """The network with these layers renamed, likewise; itself where it cannot be."""
    config = config_under(RunConfig(spec=network.spec), names)
    if config is None:
        return network
    twin = Network(config.spec, config.spec.checked(), network.dtype.name)
    twin.flat[...] = network.flat
    return twin
