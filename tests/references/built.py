"""A reference case as a network of nncore."""

from collections.abc import Mapping

import numpy as np

from nncore.network import Network
from nncore.workspace import Workspace
from tests.references.cases import Case, assert_close


def built(case: Case, dtype: str, seed: int = 0) -> tuple[Network, Workspace]:
    """The case's network with its parameters and state, and a workspace."""
    network = Network.from_spec(case.settings["spec"], dtype=dtype)
    for arrays, given in (
        (network.params, case.group("params")),
        (network.state, case.group("state")),
    ):
        assert set(arrays) == set(given)
        for name, values in given.items():
            assert arrays[name].shape == values.shape, name
            arrays[name][...] = values
    return network, network.workspace(rng=np.random.default_rng(seed), input_grad=True)


def assert_grads(own: Workspace, expected: Mapping[str, np.ndarray], dtype: str) -> None:
    """Every gradient is that of the case, and there are no others."""
    assert set(own.grads) == set(expected)
    for name, values in expected.items():
        assert_close(own.grads[name], values, dtype, f"gradient of {name}")
