"""Layers held to arrays that PyTorch computed in float64; see tests/references."""

import numpy as np
import pytest

from nncore.network import Network, Workspace
from tests.references.cases import Case, assert_close, load

FAMILIES = ("convolution", "pooling", "recurrent")
CASES = [pytest.param(case, id=case.name) for family in FAMILIES for case in load(family)]
every = pytest.mark.parametrize("case", CASES)
both = pytest.mark.parametrize("dtype", ["float32", "float64"])


def built(case: Case, dtype: str) -> tuple[Network, Workspace]:
    """The case's network with its parameters, and a workspace."""
    network = Network.from_spec(case.settings["spec"], dtype=dtype)
    given = case.group("params")
    assert set(network.params) == set(given)
    for name, values in given.items():
        assert network.params[name].shape == values.shape, name
        network.params[name][...] = values
    return network, network.workspace(input_grad=True)


@every
@both
def test_layer_gives_the_outputs_and_gradients_of_the_reference(case: Case, dtype: str) -> None:
    network, own = built(case, dtype)
    x, dy = (np.array(case.arrays[key], dtype) for key in ("x", "dy"))
    y = network.forward(x, own, training=True)
    assert_close(y, case.arrays["y"], dtype, "y")
    dx = network.backward(dy, own)
    assert dx is not None
    assert_close(dx, case.arrays["dx"], dtype, "dx")
    for name, expected in case.group("grads").items():
        assert_close(own.grads[name], expected, dtype, f"gradient of {name}")


@every
def test_prediction_is_the_reference_too(case: Case) -> None:
    network, _ = built(case, "float64")
    assert_close(network.predict(case.arrays["x"]), case.arrays["y"], "float64", "prediction")
