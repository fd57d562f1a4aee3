import numpy as np
import pytest

from nncore.attribution import class_gradient
from nncore.errors import ShapeError
from nncore.network import Network

DENSE = {
    "input_shape": [6],
    "layers": [
        {"type": "Dense", "name": "hidden", "units": 5, "activation": "tanh"},
        {"type": "Dense", "name": "out", "units": 3, "activation": "softmax"},
    ],
}
CONV = {
    "input_shape": [6, 6, 1],
    "layers": [
        {"type": "Conv2D", "name": "conv", "filters": 3, "kernel_size": 3, "activation": "sigmoid"},
        {"type": "AveragePooling2D", "name": "pool", "pool_size": 2},
        {"type": "Dropout", "name": "drop", "rate": 0.5},
        {"type": "Flatten", "name": "flat"},
        {"type": "Dense", "name": "out", "units": 4, "activation": "softmax"},
    ],
}
REGRESSION = {
    "input_shape": [3],
    "layers": [
        {"type": "Dense", "name": "hidden", "units": 4, "activation": "tanh"},
        {"type": "Dense", "name": "out", "units": 2, "activation": "linear"},
    ],
}


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def logit(network: Network, x: np.ndarray, index: int) -> float:
    """z_k, worked out from what the last layer reads."""
    workspace = network.workspace()
    network.forward(x[np.newaxis], workspace)
    read = workspace.outputs[-2].reshape(-1)
    return float(read @ network.params["out/kernel"][:, index] + network.params["out/bias"][index])


@pytest.mark.parametrize("spec", [DENSE, CONV, REGRESSION], ids=["dense", "conv", "regression"])
def test_class_gradient_is_the_slope_of_the_score_by_every_input(spec, rng):
    network = Network.from_spec(spec, seed=3, dtype="float64")
    x, step = rng.standard_normal(network.input_shape), 1e-5
    for index in range(network.output_shape[0]):
        slopes = np.zeros(x.size)
        for i in range(x.size):
            move = np.zeros(x.size)
            move[i] = step
            move = move.reshape(x.shape)
            slopes[i] = logit(network, x + move, index) - logit(network, x - move, index)
        gradient = class_gradient(network, x, index)
        assert gradient.shape == x.shape
        np.testing.assert_allclose(gradient.reshape(-1), slopes / (2 * step), atol=1e-8)


def test_class_gradient_does_not_vanish_where_the_network_is_sure(rng):
    network = Network.from_spec(DENSE, seed=3)
    network.params["out/bias"][0] = 200.0
    x = rng.standard_normal(6).astype(np.float32)
    assert network.predict(x[np.newaxis])[0, 0] == 1.0
    assert np.abs(class_gradient(network, x, 0)).max() > 1e-3


def test_class_gradient_with_a_workspace_that_is_used_again_is_the_same(rng):
    network = Network.from_spec(CONV, seed=1)
    workspace = network.workspace(input_grad=True)
    x = rng.standard_normal((6, 6, 1)).astype(np.float32)
    first = class_gradient(network, x, 2, workspace)
    class_gradient(network, x, 1, workspace)
    np.testing.assert_array_equal(class_gradient(network, x, 2, workspace), first)


def test_class_gradient_says_what_does_not_fit():
    network = Network.from_spec(DENSE, seed=0)
    with pytest.raises(ShapeError, match="3 places; received 3"):
        class_gradient(network, np.zeros(6, np.float32), 3)
    with pytest.raises(ShapeError, match="reads samples of"):
        class_gradient(network, np.zeros(5, np.float32), 0)
