from pathlib import Path

import numpy as np
import pytest

from nncore.data import Dataset
from nncore.formats.model import load_model, save_model
from nncore.formats.vitrine import Bundle, read_bundle, write_bundle
from nncore.layers import BatchNormalization, Dense, Layer, LayerNormalization
from nncore.network import Network
from nncore.optimizers import Adam
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.loop import Run

pytestmark = pytest.mark.usefixtures("kernel_set")


def alone(layer: Layer, shape: tuple[int, ...], dtype: str = "float64") -> Network:
    network = Network.from_spec(NetworkSpec.chain(shape, [layer]), 0, dtype)
    rng = np.random.default_rng(1)
    for values in network.params.values():
        values[...] = rng.normal(size=values.shape)
    return network


def slopes(network: Network, x: np.ndarray, dy: np.ndarray) -> tuple[np.ndarray, ...]:
    """Gradients in training with respect to input, gamma and beta."""
    workspace = network.workspace(input_grad=True)
    network.forward(x, workspace, training=True)
    dx = network.backward(dy, workspace)
    assert dx is not None
    return dx, *workspace.grads.values()


def test_batch_normalization_is_that_of_a_naive_loop() -> None:
    network = alone(BatchNormalization(momentum=0.9), (3, 4, 2))
    x = np.random.default_rng(0).normal(2, 3, (5, 3, 4, 2))
    y = network.forward(x, network.workspace(), training=True)
    gamma, beta = network.params.values()
    for c in range(2):
        values = [x[i] for i in np.ndindex(x.shape) if i[-1] == c]
        mean = sum(values) / len(values)
        variance = sum((v - mean) ** 2 for v in values) / len(values)
        for i in np.ndindex(x.shape):
            if i[-1] == c:
                expected = (x[i] - mean) / (variance + 1e-3) ** 0.5 * gamma[c] + beta[c]
                assert y[i] == pytest.approx(expected, abs=1e-12)
        moving = {name.split("/")[1]: values for name, values in network.state.items()}
        assert moving["moving_mean"][c] == pytest.approx(0.1 * mean, abs=1e-14)
        assert moving["moving_variance"][c] == pytest.approx(0.9 + 0.1 * variance, abs=1e-13)


def jacobian_product(x: np.ndarray, epsilon: float, g: np.ndarray) -> np.ndarray:
    """dx for one normalized set of values, by the whole Jacobian."""
    n = len(x)
    variance = x.var() + epsilon
    centred = x - x.mean()
    j = (np.eye(n) - 1 / n) / variance**0.5 - np.outer(centred, centred) / n / variance**1.5
    product: np.ndarray = j.T @ g
    return product


def test_batch_normalization_gradients_are_those_of_the_jacobian() -> None:
    rng = np.random.default_rng(2)
    x, dy = rng.normal(1, 2, (6, 2, 3)), rng.normal(size=(6, 2, 3))
    network = alone(BatchNormalization(), (2, 3))
    dx, dgamma, dbeta = slopes(network, x, dy)
    gamma = network.params["batch_normalization_1/gamma"]
    for c in range(3):
        column, dcolumn = x[..., c].ravel(), dy[..., c].ravel()
        normal = (column - column.mean()) / np.sqrt(column.var() + 1e-3)
        expected = jacobian_product(column, 1e-3, dcolumn * gamma[c])
        np.testing.assert_allclose(dx[..., c].ravel(), expected, atol=1e-13)
        assert dgamma[c] == pytest.approx(dcolumn @ normal, abs=1e-12)
        assert dbeta[c] == pytest.approx(dcolumn.sum(), abs=1e-12)


def test_layer_normalization_is_that_of_a_naive_loop() -> None:
    network = alone(LayerNormalization(), (3, 4))
    rng = np.random.default_rng(0)
    x, dy = rng.normal(2, 3, (5, 3, 4)), rng.normal(size=(5, 3, 4))
    gamma, beta = network.params.values()
    y = network.predict(x)
    dx, dgamma, dbeta = slopes(network, x, dy)
    expected_dgamma, expected_dbeta = np.zeros(4), np.zeros(4)
    for n, t in np.ndindex(5, 3):
        row = x[n, t]
        normal = (row - row.mean()) / np.sqrt(row.var() + 1e-3)
        np.testing.assert_allclose(y[n, t], normal * gamma + beta, atol=1e-12)
        expected = jacobian_product(row, 1e-3, dy[n, t] * gamma)
        np.testing.assert_allclose(dx[n, t], expected, atol=1e-13)
        expected_dgamma += dy[n, t] * normal
        expected_dbeta += dy[n, t]
    np.testing.assert_allclose(dgamma, expected_dgamma, atol=1e-12)
    np.testing.assert_allclose(dbeta, expected_dbeta, atol=1e-12)


def test_inference_reads_the_moving_averages_and_moves_none() -> None:
    network = alone(BatchNormalization(), (2,))
    network.state["batch_normalization_1/moving_mean"][...] = [1, -2]
    network.state["batch_normalization_1/moving_variance"][...] = [4, 0.25]
    before = network.flat.copy()
    gamma, beta = network.params.values()
    x = np.random.default_rng(0).normal(size=(3, 2))
    expected = (x - [1, -2]) / np.sqrt(np.array([4, 0.25]) + 1e-3) * gamma + beta
    np.testing.assert_allclose(network.predict(x), expected, atol=1e-13)
    np.testing.assert_array_equal(network.flat, before)


def test_moving_averages_come_to_those_of_the_data() -> None:
    network = alone(BatchNormalization(momentum=0.8), (3,))
    rng = np.random.default_rng(0)
    workspace = network.workspace()
    for _ in range(100):
        network.forward(rng.normal([1, 2, 3], [1, 2, 3], (500, 3)), workspace, training=True)
    mean, variance = network.state.values()
    np.testing.assert_allclose(mean, [1, 2, 3], atol=0.15)
    np.testing.assert_allclose(variance, [1, 4, 9], rtol=0.1)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_batch_of_one_vector_is_beta(dtype: str) -> None:
    network = alone(BatchNormalization(), (4,), dtype)
    x = np.random.default_rng(0).normal(5, 1, (1, 4)).astype(dtype)
    y = network.forward(x, network.workspace(), training=True)
    np.testing.assert_array_equal(y[0], network.params["batch_normalization_1/beta"])
    dx, *_ = slopes(network, x, np.ones_like(x))
    np.testing.assert_array_equal(dx, np.zeros_like(x))


def test_large_means_keep_their_digits_in_float32() -> None:
    x = np.random.default_rng(0).normal(1000, 1, (400, 8, 2))
    expected = (x - x.mean(axis=(0, 1))) / np.sqrt(x.var(axis=(0, 1)) + 1e-3)
    network = Network.from_spec(NetworkSpec.chain((8, 2), [BatchNormalization()]))
    y = network.forward(x.astype(np.float32), network.workspace(), training=True)
    np.testing.assert_allclose(y, expected, atol=1e-3)


def test_state_counts_as_in_keras_but_no_optimizer_moves_it() -> None:
    network = alone(BatchNormalization(), (5,))
    assert list(network.params) == ["batch_normalization_1/gamma", "batch_normalization_1/beta"]
    assert (network.trainable_size, network.flat.size) == (10, 20)
    workspace = network.workspace()
    assert workspace.flat_grads.size == 10


def test_snapshot_and_copy_keep_the_moving_averages() -> None:
    network = alone(BatchNormalization(), (2,))
    network.forward(np.array([[1.0, 2.0], [3.0, 5.0]]), network.workspace(), training=True)
    snapshot, twin = network.snapshot(), network.copy()
    kept = {name: values.copy() for name, values in network.state.items()}
    network.forward(np.array([[9.0, 9.0], [7.0, 5.0]]), network.workspace(), training=True)
    for name, values in kept.items():
        np.testing.assert_array_equal(snapshot.params[name], values)
        np.testing.assert_array_equal(twin.state[name], values)
        assert not np.array_equal(network.state[name], values)


@pytest.fixture
def data() -> Dataset:
    rng = np.random.default_rng(0)
    x = rng.normal(2, 3, (40, 4)).astype(np.float32)
    y = np.arange(40) % 2
    return Dataset("two", x[:30], y[:30], x[30:], y[30:], class_names=("a", "b"))


def run_for(config: RunConfig, data: Dataset, events: int, **given: object) -> Run:
    run = Run(config, data, **given)  # type: ignore[arg-type]
    for number, _ in enumerate(run.events(), 1):
        if number == events:
            break
    return run


def test_saved_run_goes_on_bit_for_bit_with_its_moving_averages(
    data: Dataset, tmp_path: Path
) -> None:
    layers = [Dense(units=5), BatchNormalization(), Dense(units=2, activation="softmax")]
    spec = NetworkSpec.chain((4,), layers)
    config = RunConfig(spec=spec, optimizer=Adam(), batch_size=7, epochs=3, validation_split=0.2)
    whole = run_for(config, data, -1)
    stopped = run_for(config, data, 4)
    write_bundle(tmp_path / "run.vitrine", Bundle(stopped.network, config, stopped.state()))
    bundle = read_bundle(tmp_path / "run.vitrine")
    moved = stopped.network.state["batch_normalization_1/moving_mean"]
    assert moved.any()
    np.testing.assert_array_equal(bundle.network.state["batch_normalization_1/moving_mean"], moved)
    x = data.x_test
    np.testing.assert_array_equal(bundle.network.predict(x), stopped.network.predict(x))
    resumed = run_for(config, data, -1, network=bundle.network, state=bundle.state)
    np.testing.assert_array_equal(resumed.network.flat, whole.network.flat)
    assert resumed.history == whole.history


@pytest.mark.parametrize("suffix", [".vitrine", ".npz", ".safetensors"])
def test_every_format_keeps_the_moving_averages(suffix: str, tmp_path: Path) -> None:
    network = alone(BatchNormalization(), (2,), "float32")
    x = np.array([[1, 2], [3, 5]], np.float32)
    network.forward(x, network.workspace(), training=True)
    save_model(tmp_path / f"model{suffix}", network)
    loaded = load_model(tmp_path / f"model{suffix}")
    np.testing.assert_array_equal(loaded.flat, network.flat)
    np.testing.assert_array_equal(loaded.predict(x), network.predict(x))


def test_validation_and_prediction_between_batches_move_nothing(data: Dataset) -> None:
    spec = NetworkSpec.chain((4,), [BatchNormalization(), Dense(units=2, activation="softmax")])
    config = RunConfig(spec=spec, optimizer=Adam(), batch_size=7, epochs=2)
    plain = run_for(config, data, -1)
    watched = Run(config, data)
    for _ in watched.events():
        watched.network.predict(data.x_test)
    np.testing.assert_array_equal(watched.network.flat, plain.network.flat)
