import numpy as np
import pytest

from nncore.errors import ShapeError
from nncore.layers import Dense
from nncore.network import Network
from nncore.spec import NetworkSpec


def test_output_is_that_of_a_naive_loop() -> None:
    rng = np.random.default_rng(0)
    network = Network.from_spec(
        NetworkSpec.chain((3, 4), [Dense(units=2, activation="relu")]), 1, "float64"
    )
    kernel, bias = network.params["dense_1/kernel"], network.params["dense_1/bias"]
    bias[...] = [0.3, -0.2]
    x = rng.normal(size=(5, 3, 4))
    y = network.predict(x)
    for n, t, u in np.ndindex(y.shape):
        z = bias[u] + sum(x[n, t, f] * kernel[f, u] for f in range(4))
        assert y[n, t, u] == pytest.approx(max(z, 0), abs=1e-14)


def test_gradients_are_those_of_a_naive_loop() -> None:
    rng = np.random.default_rng(0)
    network = Network.from_spec(NetworkSpec.chain((3,), [Dense(units=2)]), 1, "float64")
    x, dy = rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
    workspace = network.workspace(input_grad=True)
    network.forward(x, workspace)
    dx = network.backward(dy, workspace)
    kernel = network.params["dense_1/kernel"]
    for f, u in np.ndindex(3, 2):
        expected = sum(x[n, f] * dy[n, u] for n in range(4))
        assert workspace.grads["dense_1/kernel"][f, u] == pytest.approx(expected)
    for u in range(2):
        assert workspace.grads["dense_1/bias"][u] == pytest.approx(sum(dy[:, u]))
    assert dx is not None
    for n, f in np.ndindex(4, 3):
        assert dx[n, f] == pytest.approx(sum(dy[n, u] * kernel[f, u] for u in range(2)))


def test_picture_is_refused_with_advice() -> None:
    with pytest.raises(ShapeError, match=r"put a Flatten before it.*28 × 28 × 1"):
        Dense(units=2).output_shape((28, 28, 1))


def test_parameters_are_named_and_shaped_as_in_keras() -> None:
    specs = Dense(units=5).param_specs((7,))
    assert {name: spec.shape for name, spec in specs.items()} == {"kernel": (7, 5), "bias": (5,)}
    assert list(Dense(units=5, use_bias=False).param_specs((7,))) == ["kernel"]
