import math
from collections.abc import Callable

import numpy as np
import pytest

from nncore.activations import ACTIVATIONS, normal_cdf

FORMULAS: dict[str, Callable[[float], float]] = {
    "linear": lambda z: z,
    "step": lambda z: 1.0 if z > 0 else 0.0,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": lambda z: (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)),
    "relu": lambda z: z if z > 0 else 0.0,
    "leaky_relu": lambda z: z if z > 0 else 0.2 * z,
    "elu": lambda z: z if z > 0 else math.exp(z) - 1,
    "gelu": lambda z: z * (1 + math.erf(z / math.sqrt(2))) / 2,
}
"""Each function of one number, written without NumPy; softmax works on a row, see below."""

AT_EXTREMES = {
    "linear": (-1e4, 1e4),
    "step": (0, 1),
    "sigmoid": (0, 1),
    "tanh": (-1, 1),
    "relu": (0, 1e4),
    "leaky_relu": (-2e3, 1e4),
    "elu": (-1, 1e4),
    "gelu": (0, 1e4),
}

Z = np.concatenate([np.linspace(-6, 6, 49), [1e-3, -1e-3, 0.0]])
DTYPES = ("float32", "float64")


def buffer(key: str, shape: tuple[int, ...], dtype: type = float) -> np.ndarray:
    return np.empty(shape, dtype)


def derivative(name: str, z: np.ndarray, dy: np.ndarray) -> np.ndarray:
    activation = ACTIVATIONS[name]
    out = np.full_like(z, np.nan)
    activation.backward(dy, z, activation(z), out, buffer)
    return out


def test_every_activation_has_an_independent_formula() -> None:
    assert {*FORMULAS, "softmax"} == set(ACTIVATIONS)
    assert AT_EXTREMES.keys() == FORMULAS.keys()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", FORMULAS)
def test_values_are_those_of_the_formula(name: str, dtype: str) -> None:
    z = Z.astype(dtype)
    expected = [FORMULAS[name](float(v)) for v in z]
    y = ACTIVATIONS[name](z)
    assert y.dtype == dtype
    tolerance = {"float32": 3e-6, "float64": 3e-14}[dtype]
    np.testing.assert_allclose(y, expected, rtol=tolerance, atol=tolerance)
    np.testing.assert_array_equal(z, Z.astype(dtype))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", FORMULAS)
def test_extreme_inputs_give_the_limits_without_warnings(name: str, dtype: str) -> None:
    z = np.array([[-1e4, 1e4]], dtype)
    np.testing.assert_allclose(ACTIVATIONS[name](z), [AT_EXTREMES[name]], atol=1e-12)
    assert np.isfinite(derivative(name, z, np.ones_like(z))).all()


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if not ACTIVATIONS[name].needs_z])
def test_forward_may_overwrite_its_input(name: str) -> None:
    z = np.linspace(-3, 3, 12).reshape(3, 4)
    expected = ACTIVATIONS[name](z)
    ACTIVATIONS[name].forward(z, z)
    np.testing.assert_array_equal(z, expected)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_backward_is_the_slope_of_forward(name: str) -> None:
    rng = np.random.default_rng(1)
    z = rng.normal(scale=2, size=(5, 7))
    dy = rng.normal(size=z.shape)
    direction = rng.normal(size=z.shape)
    h = 1e-6
    activation = ACTIVATIONS[name]
    slope = (activation(z + h * direction) - activation(z - h * direction)) / (2 * h)
    analytic = float(np.sum(derivative(name, z, dy) * direction))
    assert analytic == pytest.approx(float(np.sum(dy * slope)), rel=1e-6, abs=1e-8)


def test_backward_of_relu_at_zero_is_zero() -> None:
    zero = np.zeros((1, 1))
    assert derivative("relu", zero, np.ones_like(zero)) == 0


@pytest.mark.parametrize("dtype", DTYPES)
def test_softmax_is_a_distribution_on_the_last_axis(dtype: str) -> None:
    z = np.random.default_rng(2).normal(scale=3, size=(2, 3, 4)).astype(dtype)
    y = ACTIVATIONS["softmax"](z)
    for place in np.ndindex(2, 3):
        powers = [math.exp(float(v)) for v in z[place]]
        expected = [power / sum(powers) for power in powers]
        np.testing.assert_allclose(y[place], expected, rtol=1e-5 if dtype == "float32" else 1e-13)


@pytest.mark.parametrize("dtype", DTYPES)
def test_softmax_of_extreme_logits_is_finite(dtype: str) -> None:
    z = np.array([[1e4, -1e4, 1e4], [-1e4, -1e4, -1e4], [0, 1e4, -1e4]], dtype)
    y = ACTIVATIONS["softmax"](z)
    np.testing.assert_allclose(y, [[0.5, 0, 0.5], [1 / 3] * 3, [0, 1, 0]], rtol=1e-6)
    assert np.isfinite(derivative("softmax", z, np.ones_like(z))).all()


def test_softmax_ignores_a_constant_added_to_all_logits() -> None:
    z = np.random.default_rng(3).normal(size=(4, 5))
    softmax = ACTIVATIONS["softmax"]
    np.testing.assert_allclose(softmax(z + 500), softmax(z), rtol=1e-12)


@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 1e-6), ("float64", 1e-14)])
def test_normal_cdf_is_erfc(dtype: str, tolerance: float) -> None:
    z = np.linspace(-9, 9, 181).astype(dtype)
    expected = [math.erfc(-float(v) / math.sqrt(2)) / 2 for v in z]
    np.testing.assert_allclose(normal_cdf(z), expected, rtol=tolerance * 30, atol=tolerance)
