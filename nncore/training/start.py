"""What a run starts with: its network, and the weights that may move."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nncore.errors import SpecError
from nncore.hyperparameters import shown
from nncore.network import Network
from nncore.training.config import RunConfig


def why_not_trained(config: RunConfig) -> str:
    """Why a run is not to be trained, "" where it is; asked before any array is made."""
    if config.train:
        return ""
    count = config.spec.infer().param_count
    return (
        f"{config.name} is there to be looked at, layer by layer; with {count:,} parameters it is "
        "not trained here"
    )


def initial_network(config: RunConfig) -> Network:
    """The network a run starts with: drawn from its seed, with its fixed values put in.

    Raises:
        SpecError: It is not to be trained, or a fixed value does not fit.
    """
    reason = why_not_trained(config)
    if reason:
        raise SpecError(reason, field="train")
    network = Network.from_spec(config.spec, config.seed, config.dtype)
    for name, values in config.initial_params.items():
        target = _param(network, name)
        try:
            given: Any = np.asarray(values, target.dtype)
        except (TypeError, ValueError):
            raise SpecError(
                f"initial_params: {name} must be numbers of shape {target.shape}; received "
                + shown(values)
            ) from None
        if not np.isfinite(given).all():
            raise SpecError(
                f"initial_params: {name} must be finite numbers; it has NaN or infinity"
            )
        if given.shape != target.shape:
            raise SpecError(f"initial_params: {name} is {target.shape}; received {given.shape}")
        target[...] = given
    return network


def _param(network: Network, name: str) -> np.ndarray:
    if name not in network.params:
        layer = name.partition("/")[0]
        for op in network.ops:
            if op.name == layer and op.owner != layer:
                raise SpecError(f"{layer} uses the parameters of {op.owner}; name that layer")
        raise SpecError(f"no parameter is called {name!r}; there are {', '.join(network.params)}")
    return network.params[name]


def trainable_segments(network: Network, frozen: Sequence[str]) -> list[tuple[int, int]]:
    """The stretches (start, stop) of the flat array that are not frozen, merged."""
    layers = {name.partition("/")[0] for name in network.params}
    for name in frozen:
        if name not in layers:
            _param(network, name)
    segments: list[tuple[int, int]] = []
    start = 0
    for name, values in network.params.items():
        stop = start + values.size
        if name not in frozen and name.partition("/")[0] not in frozen:
            if segments and segments[-1][1] == start:
                segments[-1] = (segments[-1][0], stop)
            else:
                segments.append((start, stop))
        start = stop
    return segments
