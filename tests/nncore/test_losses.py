import math

import numpy as np
import pytest

from nncore.activations import ACTIVATIONS
from nncore.errors import SpecError
from nncore.losses import KERAS_EPSILON, LOSSES

PARTNERED = [name for name, loss in LOSSES.items() if loss.partner]
FREE = [name for name, loss in LOSSES.items() if not loss.needs_partner]
EITHER_WAY = [name for name in PARTNERED if name in FREE]


def grad(name: str, p: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    out = np.full_like(p, np.nan)
    return LOSSES[name].value_and_grad(p, y, out), out


def fused(name: str, z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    loss = LOSSES[name]
    out = np.full_like(z, np.nan)
    return loss.fused(z, ACTIVATIONS[loss.partner](z), y, out), out


def example(name: str, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Predictions inside (0, 1) and targets that suit the loss."""
    p = rng.uniform(0.05, 0.95, (6, 4))
    y = rng.uniform(0, 1, p.shape)
    if name == "categorical_crossentropy":
        p /= p.sum(axis=1, keepdims=True)
        y /= y.sum(axis=1, keepdims=True)
    return p, y


def test_values_by_hand() -> None:
    p = np.array([[0.5, 0.25], [1.0, 0.5]])
    y = np.array([[1.0, 0.0], [0.0, 1.0]])
    # squares: 0.25 + 0.0625 and 1 + 0.25
    assert LOSSES["mse"].value(p, y) == pytest.approx(1.5625 / 4, rel=1e-15)
    assert LOSSES["quadratic"].value(p, y) == pytest.approx(1.5625 / 2 / 2, rel=1e-15)
    q = np.array([[0.5, 0.25], [0.2, 0.8]])
    bits = -(math.log(0.5) + math.log(0.75) + math.log(0.8) + math.log(0.8)) / 4
    assert LOSSES["binary_crossentropy"].value(q, y) == pytest.approx(bits, rel=1e-14)
    r = np.array([[0.75, 0.25], [0.2, 0.8]])
    nats = -(math.log(0.75) + math.log(0.8)) / 2
    assert LOSSES["categorical_crossentropy"].value(r, y) == pytest.approx(nats, rel=1e-14)


def test_mse_means_over_outputs_and_quadratic_sums_them() -> None:
    p, y = np.zeros((3, 8)), np.ones((3, 8))
    assert LOSSES["mse"].value(p, y) == 1
    assert LOSSES["quadratic"].value(p, y) == 4


@pytest.mark.parametrize("name", FREE)
def test_loss_is_a_mean_over_the_batch(name: str) -> None:
    p, y = example(name, np.random.default_rng(0))
    singly = [LOSSES[name].value(p[i : i + 1], y[i : i + 1]) for i in range(len(p))]
    assert LOSSES[name].value(p, y) == pytest.approx(np.mean(singly), rel=1e-13)


@pytest.mark.parametrize("name", FREE)
def test_gradient_is_the_slope_of_the_value(name: str) -> None:
    rng = np.random.default_rng(1)
    p, y = example(name, rng)
    value, g = grad(name, p, y)
    assert value == LOSSES[name].value(p, y)
    h = 1e-6
    for _ in range(3):
        d = rng.normal(size=p.shape)
        slope = (LOSSES[name].value(p + h * d, y) - LOSSES[name].value(p - h * d, y)) / (2 * h)
        assert float(np.vdot(g, d)) == pytest.approx(slope, rel=1e-7, abs=1e-9)


def test_categorical_normalizes_rows_that_do_not_sum_to_one() -> None:
    p, y = example("categorical_crossentropy", np.random.default_rng(2))
    name = "categorical_crossentropy"
    assert LOSSES[name].value(3 * p, y) == pytest.approx(LOSSES[name].value(p, y), rel=1e-13)
    _, g = grad(name, 3 * p, y)
    _, once = grad(name, p, y)
    np.testing.assert_allclose(g, once / 3, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("name", EITHER_WAY)
def test_fused_is_unfused_followed_by_the_activation(name: str) -> None:
    rng = np.random.default_rng(3)
    _, y = example(name, rng)
    z = rng.normal(scale=2, size=y.shape)
    loss = LOSSES[name]
    partner = ACTIVATIONS[loss.partner]
    p = partner(z)
    value, dp = grad(name, p, y)
    dz = np.empty_like(z)
    partner.backward(dp, z, p, dz, lambda key, shape, dtype=float: np.empty(shape, dtype))
    fused_value, fused_dz = fused(name, z, y)
    assert fused_value == pytest.approx(value, rel=1e-12)
    np.testing.assert_allclose(fused_dz, dz, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("name", PARTNERED)
def test_fused_gradient_is_the_slope_of_the_fused_value(name: str) -> None:
    rng = np.random.default_rng(4)
    _, y = example(name, rng)
    z = rng.normal(scale=2, size=y.shape)
    _, g = fused(name, z, y)
    h = 1e-6
    d = rng.normal(size=z.shape)
    slope = (fused(name, z + h * d, y)[0] - fused(name, z - h * d, y)[0]) / (2 * h)
    assert float(np.vdot(g, d)) == pytest.approx(slope, rel=1e-8, abs=1e-9)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_logits_of_any_size_have_a_finite_loss_and_gradient(dtype: str) -> None:
    y = np.array([[1, 0], [1, 0]], dtype)
    z = np.array([[-1e4, 1e4], [1e4, -1e4]], dtype)
    value, g = fused("categorical_crossentropy", z, y)
    assert value == pytest.approx(1e4)  # (20000 + 0) / 2
    np.testing.assert_allclose(g, [[-0.5, 0.5], [0, 0]], atol=1e-7)
    value, g = fused("binary_crossentropy", z, y)
    assert value == pytest.approx(5e3)  # (10000 + 10000 + 0 + 0) / 4
    np.testing.assert_allclose(g, [[-0.25, 0.25], [0, 0]], atol=1e-7)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", EITHER_WAY)
def test_certain_and_wrong_probabilities_stay_finite(name: str, dtype: str) -> None:
    p = np.array([[0, 1], [1, 0]], dtype)
    y = np.array([[1, 0], [1, 0]], dtype)
    value, g = grad(name, p, y)
    assert np.isfinite(g).all()
    # log(1e-7) for what is wrong, nothing for what is right; all rows and columns count alike
    assert value == pytest.approx(-math.log(KERAS_EPSILON) / 2, rel=1e-2)


@pytest.mark.parametrize("shift", [0, 100, -3000])
def test_fused_loss_keeps_its_digits_whatever_is_added_to_the_logits(shift: float) -> None:
    rng = np.random.default_rng(5)
    # steps of 1/64, so that adding the shift loses nothing in float32
    z = (np.round(rng.normal(scale=4, size=(1000, 10)) * 64) / 64).astype(np.float32)
    y = np.eye(10, dtype=np.float32)[z.argmax(axis=1)]
    exact, _ = fused("categorical_crossentropy", z.astype(np.float64), y.astype(np.float64))
    value, _ = fused("categorical_crossentropy", z + np.float32(shift), y)
    assert value == pytest.approx(exact, rel=1e-5)


def test_loss_of_a_sure_and_right_batch_is_never_negative() -> None:
    rng = np.random.default_rng(6)
    z = rng.normal(scale=300, size=(999, 10)).astype(np.float32)
    y = np.eye(10, dtype=np.float32)[z.argmax(axis=1)]
    for name in PARTNERED:
        value, _ = fused(name, z, y)
        assert value >= 0, name


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_perceptron_charges_what_is_wrong_by_its_distance_from_the_threshold(dtype: str) -> None:
    z = np.array([[3.0, -0.5], [0.0, 2.0], [-7.0, 1.0]], dtype)
    y = np.array([[1, 1], [0, 0], [0, 1]], dtype)
    value, g = fused("perceptron", z, y)
    assert value == pytest.approx((0.5 + 2) / 3)  # 0 is below the threshold, and right
    np.testing.assert_allclose(g, [[0, -1 / 3], [0, 1 / 3], [0, 0]], rtol=1e-6)


def test_perceptron_needs_the_weighted_sums() -> None:
    with pytest.raises(SpecError, match="perceptron needs the weighted sums"):
        LOSSES["perceptron"].value(np.ones((2, 1)), np.ones((2, 1)))


def test_losses_take_sequences() -> None:
    rng = np.random.default_rng(7)
    p = rng.uniform(0.1, 0.9, (2, 3, 4))
    p /= p.sum(axis=-1, keepdims=True)
    y = np.eye(4)[rng.integers(0, 4, (2, 3))]
    for name in FREE:
        value, g = grad(name, p, y)
        assert g.shape == p.shape
        rows, row_g = grad(name, p.reshape(6, 4), y.reshape(6, 4))
        scale = 3 if name == "quadratic" else 1  # sums over the outputs of a sample
        assert value == pytest.approx(scale * rows, rel=1e-13)
        np.testing.assert_allclose(g.reshape(6, 4), scale * row_g, rtol=1e-12)
