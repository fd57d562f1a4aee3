import math

import numpy as np
import pytest

from nncore.activations import ACTIVATIONS, Tanh
from nncore.gradcheck import GradientCheck, check_gradients, nudge
from nncore.layers import Conv2D, Dense, Dropout, Embedding, Flatten, MaxPooling2D
from nncore.network import Network
from nncore.spec import NetworkSpec


def deep(loss_activation: str = "softmax") -> Network:
    layers = [
        Flatten(),
        Dense(units=8, activation="tanh", kernel_regularizer={"l2": 0.01}),
        Dropout(rate=0.3),
        Dense(units=6, activation="gelu"),
        Dense(units=3, activation=loss_activation),
    ]
    return Network.from_spec(NetworkSpec.chain((4, 3), layers), 1, "float64")


def batch(classes: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    return rng.normal(size=(5, 4, 3)), np.eye(classes)[rng.integers(0, classes, 5)]


@pytest.mark.parametrize(
    ("loss", "activation"),
    [
        ("mse", "linear"),
        ("quadratic", "sigmoid"),
        ("binary_crossentropy", "sigmoid"),
        ("categorical_crossentropy", "softmax"),
        ("categorical_crossentropy", "sigmoid"),
    ],
)
@pytest.mark.parametrize("training", [False, True])
def test_right_gradients_pass(loss: str, activation: str, training: bool) -> None:
    network = deep(activation)
    x, y = batch()
    checks = list(check_gradients(network, x, y, loss, training=training, directions=4))
    assert len(checks) == 4 * (len(network.params) + 1)
    assert max(check.error for check in checks) < 1e-6


def test_network_and_input_are_left_as_they_were() -> None:
    network = deep()
    x, y = batch()
    x_before, flat_before = x.copy(), network.flat.copy()
    list(check_gradients(network, x, y, "mse"))
    np.testing.assert_array_equal(x, x_before)
    np.testing.assert_array_equal(network.flat, flat_before)


def test_wrong_derivative_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong(Tanh):
        def backward(self, dy, z, y, out, buffer):  # type: ignore[no-untyped-def]
            super().backward(dy, z, y, out, buffer)
            out *= 1.001

    monkeypatch.setitem(ACTIVATIONS, "tanh", Wrong())
    errors: dict[str, float] = {}
    for check in check_gradients(deep(), *batch(), "categorical_crossentropy"):
        errors[check.name] = max(check.error, errors.get(check.name, 0))
    wrong = {name for name, error in errors.items() if error > 1e-4}
    assert wrong == {"dense_1/kernel", "dense_1/bias", "input"}


def test_a_gradient_that_is_no_number_is_no_match() -> None:
    assert GradientCheck("w", math.nan, 0.0).error == math.inf
    assert GradientCheck("w", 0.0, math.nan).error == math.inf
    assert GradientCheck("w", math.inf, math.inf).error == math.inf


def test_error_is_relative_and_forgives_only_rounding() -> None:
    assert GradientCheck("w", 1.0, 1.0).error == 0
    assert GradientCheck("w", 2.0, 1.0).error == 0.5
    assert GradientCheck("w", 1e-6, 2e-6).error == pytest.approx(0.5)
    assert GradientCheck("w", 1e-6, 2e-6, noise=1e-6).error == 0
    assert GradientCheck("w", 1.0, 2.0, noise=1e-6).error == pytest.approx(0.5, rel=1e-5)


def test_report_shows_both_numbers() -> None:
    text = str(GradientCheck("dense_1/kernel", 0.25, 0.5))
    assert text.startswith("dense_1/kernel: ")
    assert "0.25" in text
    assert "0.5" in text


def test_float32_is_refused() -> None:
    network = Network.from_spec(NetworkSpec.chain((1,), [Dense(units=1)]))
    with pytest.raises(ValueError, match="float64"):
        next(check_gradients(network, np.ones((1, 1)), np.ones((1, 1)), "mse"))


def test_kink_within_the_first_step_is_no_error() -> None:
    spec = NetworkSpec.chain((1,), [Dense(units=1, activation="relu")])
    network = Network.from_spec(spec, 0, "float64")
    network.params["dense_1/kernel"][...] = 1.0
    network.params["dense_1/bias"][...] = -1.0 + 2e-6  # relu's kink is 2e-6 away
    x, y = np.ones((1, 1)), np.zeros((1, 1)) - 1.0
    checks = list(check_gradients(network, x, y, "mse"))
    assert max(check.error for check in checks) < 1e-5
    assert {abs(round(check.analytic, 3)) for check in checks} == {2.0}


def test_black_pictures_pass_once_they_are_off_the_kinks() -> None:
    layers = [Conv2D(filters=2, kernel_size=3, activation="relu"), MaxPooling2D(), Flatten()]
    network = Network.from_spec(NetworkSpec.chain((6, 6, 1), layers), 0, "float64")
    x, y = np.zeros((2, 6, 6, 1)), np.ones((2, 8))
    x[:, 2, 3] = 1
    assert max(check.error for check in check_gradients(network, x, y, "mse")) > 0.1
    moved = nudge(network, x)
    assert not x[0, 0].any()
    assert max(check.error for check in check_gradients(network, moved, y, "mse")) < 1e-6


def test_numbers_of_things_are_not_moved_off() -> None:
    layers = [Embedding(input_dim=5, output_dim=2), Flatten()]
    network = Network.from_spec(NetworkSpec.chain((3,), layers), 0, "float64")
    x = np.array([[0.0, 4.0, 2.0]])
    before = network.flat.copy()
    assert nudge(network, x) is x
    assert not np.array_equal(network.flat, before)
