"""Recurrent layers against loops over single samples, written from Keras's documentation.

Their gradients come from complex steps, ``Im f(w + ih) / h``, exact to rounding.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from nncore.errors import ShapeError, SpecError
from nncore.layers import GRU, LSTM, Dense, Layer, SimpleRNN
from nncore.network import Network
from nncore.spec import NetworkSpec

Parameters = Mapping[str, np.ndarray]
pytestmark = pytest.mark.usefixtures("kernel_set")

STEPS, FEATURES, UNITS = 5, 3, 4


def sigmoid(z: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-z)))


def simple_rnn(p: Parameters, x: np.ndarray) -> list[np.ndarray]:
    h, states = np.zeros(UNITS), []
    for row in x:
        h = np.tanh(row @ p["kernel"] + h @ p["recurrent_kernel"] + p.get("bias", 0))
        states.append(h)
    return states


def lstm(p: Parameters, x: np.ndarray) -> list[np.ndarray]:
    h, c, states = np.zeros(UNITS), np.zeros(UNITS), []
    for row in x:
        z = row @ p["kernel"] + h @ p["recurrent_kernel"] + p.get("bias", 0)
        i, f, new, o = (z[k * UNITS : (k + 1) * UNITS] for k in range(4))
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(new)
        h = sigmoid(o) * np.tanh(c)
        states.append(h)
    return states


def gru(p: Parameters, x: np.ndarray) -> list[np.ndarray]:
    h, states = np.zeros(UNITS), []
    bias = p.get("bias", np.zeros((2, 3 * UNITS)))
    for row in x:
        a = row @ p["kernel"] + bias[0]
        b = h @ p["recurrent_kernel"] + bias[1]
        z = sigmoid(a[:UNITS] + b[:UNITS])
        r = sigmoid(a[UNITS : 2 * UNITS] + b[UNITS : 2 * UNITS])
        new = np.tanh(a[2 * UNITS :] + r * b[2 * UNITS :])
        h = z * h + (1 - z) * new
        states.append(h)
    return states


CELLS: dict[type[Layer], Callable[[Parameters, np.ndarray], list[np.ndarray]]] = {
    SimpleRNN: simple_rnn,
    LSTM: lstm,
    GRU: gru,
}
every = pytest.mark.parametrize("kind", CELLS, ids=lambda kind: kind.__name__)
sequences = pytest.mark.parametrize("return_sequences", [False, True])
biased = pytest.mark.parametrize("use_bias", [True, False])


def alone(kind: type[Layer], dtype: str = "float64", steps: int = STEPS, **more: bool) -> Network:
    layer = kind(units=UNITS, **more)  # type: ignore[call-arg]
    network = Network.from_spec(NetworkSpec.chain((steps, FEATURES), [layer]), 0, dtype)
    rng = np.random.default_rng(1)
    for values in network.params.values():
        values[...] = rng.normal(size=values.shape)
    return network


def named(network: Network) -> dict[str, np.ndarray]:
    return {name.split("/")[1]: values for name, values in network.params.items()}


def naive(kind: type[Layer], p: Parameters, x: np.ndarray, return_sequences: bool) -> np.ndarray:
    states = [CELLS[kind](p, sample) for sample in x]
    return np.array(states) if return_sequences else np.array([s[-1] for s in states])


@every
@sequences
@biased
@pytest.mark.parametrize("steps", [1, STEPS])
def test_output_is_that_of_a_loop_over_samples(
    kind: type[Layer], return_sequences: bool, use_bias: bool, steps: int
) -> None:
    network = alone(kind, steps=steps, return_sequences=return_sequences, use_bias=use_bias)
    x = np.random.default_rng(2).normal(size=(6, steps, FEATURES))
    expected = naive(kind, named(network), x, return_sequences)
    np.testing.assert_allclose(network.predict(x), expected, atol=1e-14)


@every
@sequences
@biased
def test_gradients_are_complex_steps_of_that_loop(
    kind: type[Layer], return_sequences: bool, use_bias: bool
) -> None:
    network = alone(kind, return_sequences=return_sequences, use_bias=use_bias)
    rng = np.random.default_rng(2)
    x = rng.normal(size=(3, STEPS, FEATURES))
    workspace = network.workspace(input_grad=True)
    y = network.forward(x, workspace, training=True)
    dy = rng.normal(size=y.shape)
    dx = network.backward(dy, workspace)
    assert dx is not None
    found = {name.split("/")[1]: grad for name, grad in workspace.grads.items()} | {"x": dx}
    values = {**named(network), "x": x}
    assert found.keys() == values.keys()
    for name, grad in found.items():
        for place in np.ndindex(grad.shape):
            moved = {key: value.astype(complex) for key, value in values.items()}
            moved[name][place] += 1e-30j
            outputs = naive(kind, moved, moved["x"], return_sequences)
            slope = np.sum(outputs.imag * dy) / 1e-30
            assert grad[place] == pytest.approx(slope, abs=1e-12), (name, place)


@every
def test_float32_stays_near_float64(kind: type[Layer]) -> None:
    double, single = (alone(kind, dtype, steps=28) for dtype in ("float64", "float32"))
    x = np.random.default_rng(3).normal(size=(8, 28, FEATURES))
    np.testing.assert_allclose(single.predict(x), double.predict(x), atol=1e-4)
    assert single.predict(x).dtype == np.float32


@every
def test_parameters_are_named_and_shaped_as_in_keras(kind: type[Layer]) -> None:
    gates = {SimpleRNN: 1, LSTM: 4, GRU: 3}[kind]
    specs = kind(units=7).param_specs((5, 2))  # type: ignore[call-arg]
    assert {name: spec.shape for name, spec in specs.items()} == {
        "kernel": (2, 7 * gates),
        "recurrent_kernel": (7, 7 * gates),
        "bias": (2, 21) if kind is GRU else (7 * gates,),
    }
    assert specs["recurrent_kernel"].initializer == "orthogonal"
    assert specs["kernel"].fans == (2, 7 * gates)


def test_forget_gates_start_open() -> None:
    for opened in (True, False):
        layer = LSTM(units=3, unit_forget_bias=opened)
        bias = layer.init_params((4, 2), np.random.default_rng(0))["bias"]
        np.testing.assert_array_equal(bias, [0] * 3 + [float(opened)] * 3 + [0] * 6)


@every
def test_picture_is_refused_with_advice(kind: type[Layer]) -> None:
    with pytest.raises(ShapeError, match=r"needs a sequence.*Reshape.*receive 28 × 28 × 1"):
        kind(units=3).output_shape((28, 28, 1))  # type: ignore[call-arg]


def test_softmax_cannot_be_a_cells_function() -> None:
    with pytest.raises(SpecError, match="activation must be one of"):
        LSTM(units=3, activation="softmax")


@every
def test_sigmoid_cell_at_the_end_is_not_taken_for_a_fused_layer(kind: type[Layer]) -> None:
    spec = NetworkSpec.chain((3, 2), [kind(units=1, activation="sigmoid")])  # type: ignore[call-arg]
    network = Network.from_spec(spec, 0, "float64")
    x = np.random.default_rng(0).normal(size=(4, 3, 2))
    y = np.array([[0.0], [1], [1], [0]])
    _, grads = network.loss_and_grads(x, y, "binary_crossentropy")
    name = next(iter(network.params))
    analytic = grads[name].flat[0]
    values, h = network.params[name], 1e-6
    values.flat[0] += h
    above, _ = network.loss_and_grads(x, y, "binary_crossentropy")
    values.flat[0] -= 2 * h
    below, _ = network.loss_and_grads(x, y, "binary_crossentropy")
    assert analytic == pytest.approx((above - below) / (2 * h), rel=1e-6)


@every
def test_order_in_time_can_be_learned(kind: type[Layer]) -> None:
    """Which of two pulses came first: nothing without a memory could tell."""
    rng = np.random.default_rng(0)
    first = rng.integers(0, 2, 64)
    x = np.zeros((64, 6, 2))
    x[np.arange(64), 1, first] = x[np.arange(64), 3, 1 - first] = 1
    y = np.eye(2)[first]
    layers = [kind(units=8), Dense(units=2, activation="softmax")]  # type: ignore[call-arg]
    network = Network.from_spec(NetworkSpec.chain((6, 2), layers), 1, "float64")
    for _ in range(150):
        _, grads = network.loss_and_grads(x, y)
        for name, values in network.params.items():
            values -= 0.5 * grads[name]
    assert (network.predict(x).argmax(axis=1) == first).all()
