import numpy as np
import pytest

from nncore.activations import ACTIVATIONS
from nncore.layers import Activation, Dense
from nncore.network import Network
from nncore.spec import NetworkSpec


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_dense_with_activation_is_dense_then_activation(name: str) -> None:
    """Values, loss and gradients; fused with the loss or not."""
    rng = np.random.default_rng(0)
    inside = NetworkSpec.chain((5,), [Dense(units=4, activation=name)])
    behind = NetworkSpec.chain((5,), [Dense(units=4), Activation(activation=name)])
    x, y = rng.normal(size=(6, 5)), np.eye(4)[rng.integers(0, 4, 6)]
    a, b = (Network.from_spec(spec, 7, "float64") for spec in (inside, behind))
    np.testing.assert_array_equal(a.predict(x), b.predict(x))
    for loss in ("mse", "categorical_crossentropy", "binary_crossentropy"):
        if loss != "mse" and name not in ("sigmoid", "softmax"):
            continue
        value_a, grads_a = a.loss_and_grads(x, y, loss)
        value_b, grads_b = b.loss_and_grads(x, y, loss)
        assert value_a == value_b
        for key in grads_a:
            np.testing.assert_array_equal(grads_a[key], grads_b[key])


def test_input_of_the_layer_is_not_overwritten() -> None:
    network = Network.from_spec(NetworkSpec.chain((3,), [Dense(units=3), Activation()]))
    workspace = network.workspace()
    network.forward(np.full((1, 3), -1, np.float32), workspace)
    z = workspace.outputs[0].copy()
    assert (z < 0).any()
    np.testing.assert_array_equal(workspace.outputs[1], np.maximum(z, 0))
