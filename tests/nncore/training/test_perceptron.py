"""The perceptron as the books define it: its rule, what it can learn, and the sigmoid's limit."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from nncore.data import Dataset, load
from nncore.errors import SpecError
from nncore.gradcheck import check_gradients
from nncore.layers import Activation, Dense, Flatten
from nncore.network import Network
from nncore.optimizers import SGD
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig, load_recipe
from nncore.training.evaluate import evaluate
from nncore.training.events import BatchEnded, EpochEnded
from nncore.training.loop import Run

RATE = 0.3


def perceptron(inputs: int, outputs: int = 1, **settings: str) -> NetworkSpec:
    return NetworkSpec.chain((inputs,), [Dense(units=outputs, activation="step", **settings)])


def run_on(data: Dataset, epochs: int, spec: NetworkSpec | None = None) -> Run:
    spec = spec or perceptron(data.x_train.shape[1])
    optimizer = SGD(learning_rate=RATE)
    config = RunConfig(
        spec=spec,
        loss="perceptron",
        optimizer=optimizer,
        batch_size=1,
        epochs=epochs,
        shuffle=False,
        seed=3,
    )
    return Run(config, data)


def by_hand(run: Run, x: np.ndarray, y: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rosenblatt's rule, one sample after the other: w ← w + η (y − p) x, b ← b + η (y − p)."""
    w = run.network.params["dense_1/kernel"][:, 0].copy()
    b = run.network.params["dense_1/bias"][0]
    rate = np.float32(RATE)
    while True:
        for sample, target in zip(x, y, strict=True):
            fires = 1 if w @ sample + b > 0 else 0
            if fires != target:
                sign = np.float32(target - fires)
                w = w + sign * (rate * sample)
                b = b + sign * rate
            yield w, b


def separable(samples: int, inputs: int, margin: float) -> tuple[Dataset, float]:
    """Points on both sides of a plane, and how far from it the nearest is (bias as a weight)."""
    rng = np.random.default_rng(8)
    plane = rng.normal(size=inputs + 1)
    plane /= np.linalg.norm(plane)
    x = rng.normal(size=(20 * samples, inputs)).astype(np.float32)
    away = x @ plane[:-1] + plane[-1]
    far = np.flatnonzero(np.abs(away) > margin)[:samples]
    x, labels = x[far], (away[far] > 0).astype(np.int64)
    data = Dataset("plane", x, labels, x, labels, class_names=("below", "above"))
    return data, float(np.abs(away[far]).min())


@pytest.mark.parametrize("name", ["nand", "plane"])
def test_sgd_on_one_sample_is_the_learning_rule_bit_for_bit(name: str) -> None:
    data = load("nand") if name == "nand" else separable(60, 5, 0.1)[0]
    run = run_on(data, epochs=6)
    expected = by_hand(run, data.x_train, data.y_train)
    steps = moved = 0
    for event in run.events():
        if not isinstance(event, BatchEnded):
            continue
        w, b = next(expected)
        np.testing.assert_array_equal(run.network.params["dense_1/kernel"][:, 0], w)
        np.testing.assert_array_equal(run.network.params["dense_1/bias"], [b])
        steps += 1
        moved += event.accuracy == 0
    assert steps == 6 * len(data.x_train)
    assert moved >= 3


def test_a_layer_of_perceptrons_learns_as_each_of_them_alone() -> None:
    data, _ = separable(40, 4, 0.05)
    x = data.x_train
    y = np.stack([data.y_train, x[:, 0] > 0, x[:, 1] + x[:, 2] > 0], axis=1).astype(np.float32)
    layer = Network.from_spec(perceptron(4, 3), 2)
    alone = [Network.from_spec(perceptron(4)) for _ in range(3)]
    for i, one in enumerate(alone):
        one.params["dense_1/kernel"][...] = layer.params["dense_1/kernel"][:, i : i + 1]
    for row in range(len(x)):
        for network, target in [(layer, y), *((one, y[:, [i]]) for i, one in enumerate(alone))]:
            _, grads = network.loss_and_grads(x[[row]], target[[row]], "perceptron")
            for name, values in network.params.items():
                values -= np.float32(RATE) * grads[name]
    for i, one in enumerate(alone):
        for name in ("kernel", "bias"):
            np.testing.assert_array_equal(
                layer.params[f"dense_1/{name}"][..., i], one.params[f"dense_1/{name}"][..., 0]
            )


def mistakes(run: Run) -> list[int]:
    """Wrong answers in each epoch."""
    n = len(run.splits.train)
    return [
        round(n * (1 - event.metrics["accuracy"]))
        for event in run.events()
        if isinstance(event, EpochEnded)
    ]


@pytest.mark.parametrize("name", ["nand", "and", "or"])
def test_perceptron_converges_where_a_line_parts_the_table(name: str) -> None:
    for seed in range(20):
        run = run_on(load(name), epochs=60)
        run.network.reset(seed)
        wrong = mistakes(run)
        assert wrong[-1] == 0, seed
        first = wrong.index(0)
        assert not any(wrong[first:]), "once all are right, nothing moves any more"


def test_perceptron_never_learns_xor() -> None:
    run = run_on(load("xor-table"), epochs=500)
    wrong = mistakes(run)
    assert min(wrong) >= 1
    assert np.abs(run.network.flat).max() < 10, "it goes round in circles, not away"


def test_mistakes_stay_within_the_bound_of_the_convergence_theorem() -> None:
    data, margin = separable(200, 3, 0.1)
    spec = perceptron(3, kernel_initializer="zeros")
    wrong = mistakes(run_on(data, epochs=400, spec=spec))
    longest = np.sqrt((data.x_train**2).sum(axis=1) + 1).max()
    assert wrong[-1] == 0
    assert 0 < sum(wrong) <= (longest / margin) ** 2  # Novikoff, 1962


@pytest.mark.parametrize("activation", ["sigmoid", "linear", "softmax", "relu"])
def test_perceptron_without_step_is_refused_by_layer_name(activation: str) -> None:
    spec = NetworkSpec.chain((2,), [Dense(units=1, activation=activation)])
    with pytest.raises(SpecError, match=rf"^dense_1: .*activation step.*Dense with {activation}"):
        run_on(load("nand"), 1, spec)
    x, y = np.ones((1, 2)), np.ones((1, 1))
    with pytest.raises(SpecError, match="activation step") as caught:
        Network.from_spec(spec).loss_and_grads(x, y, "perceptron")
    assert (caught.value.layer, caught.value.field) == ("dense_1", "activation")
    with pytest.raises(SpecError, match="activation step"):
        evaluate(Network.from_spec(spec), x, y, "perceptron")


def test_perceptron_without_a_last_activation_is_refused() -> None:
    x, y = np.ones((1, 2)), np.ones((1, 2))
    for spec in (NetworkSpec.chain((2,), [Flatten()]), NetworkSpec((2,))):
        with pytest.raises(SpecError, match="perceptron needs"):
            Network.from_spec(spec).loss_and_grads(x, y, "perceptron")


def test_step_may_stand_in_a_layer_of_its_own() -> None:
    spec = NetworkSpec.chain((2,), [Dense(units=1), Activation(activation="step")])
    wrong = mistakes(run_on(load("nand"), 60, spec))
    assert wrong[-1] == 0


def test_gradient_is_the_slope_of_the_loss_away_from_the_threshold() -> None:
    network = Network.from_spec(perceptron(3, 2), 1, "float64")
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(7, 3)), rng.integers(0, 2, (7, 2)).astype(float)
    for check in check_gradients(network, x, y, "perceptron"):
        assert check.error < 1e-6, str(check)


def layered(activation: str) -> Network:
    """Random layers 6-8-5-3 with this activation everywhere."""
    layers = [Dense(units=units, activation=activation) for units in (8, 5, 3)]
    network = Network.from_spec(NetworkSpec.chain((6,), layers), dtype="float64")
    network.flat[...] = np.random.default_rng(4).normal(size=network.flat.size)
    return network


@pytest.mark.parametrize("c", [2.0**-30, 1e-3, 0.7, 3.0, 12345.678, 2.0**40])
def test_scaling_a_step_network_by_c_changes_no_output(c: float) -> None:
    network = layered("step")
    x = np.random.default_rng(5).normal(size=(2000, 6))
    before = network.predict(x)
    assert set(np.unique(before)) == {0, 1}
    assert 0.05 < before.mean() < 0.95
    network.flat *= c
    np.testing.assert_array_equal(network.predict(x), before)


def test_scaling_keeps_a_sum_that_stands_on_the_threshold_there() -> None:
    network = Network.from_spec(perceptron(2))
    network.params["dense_1/kernel"][:, 0] = [-2, -2]  # Nielsen's NAND, with a 4 for his 3
    network.params["dense_1/bias"][0] = 4
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    for c in (0.25, 1, 3, 1024):
        twin = network.copy()
        twin.flat *= np.float32(c)
        np.testing.assert_array_equal(twin.predict(x)[:, 0], [1, 1, 1, 0])


def test_a_sigmoid_network_scaled_by_a_growing_c_becomes_the_step_network() -> None:
    steps, sigmoid = layered("step"), layered("sigmoid")
    np.testing.assert_array_equal(steps.flat, sigmoid.flat)
    x = np.random.default_rng(5).normal(size=(300, 6))
    expected = steps.predict(x)
    apart = []
    for c in (1, 3, 10, 30, 100, 1000):
        twin = sigmoid.copy()
        twin.flat *= c
        apart.append(float(np.abs(twin.predict(x) - expected).mean()))
    assert apart[0] > 0.1
    assert all(later < earlier for earlier, later in pairwise(apart)), apart
    assert apart[-1] < 1e-9


def test_a_sigmoid_stays_a_half_on_the_threshold_whatever_the_scale() -> None:
    spec = NetworkSpec.chain((2,), [Dense(units=1, activation="sigmoid")])
    network = Network.from_spec(spec, dtype="float64")
    network.params["dense_1/kernel"][:, 0] = [-2, -2]
    for c in (1.0, 1e3, 1e6):
        network.params["dense_1/bias"][0] = 4 * c  # the exercise's exception: w · x + b = 0
        network.params["dense_1/kernel"][:, 0] = -2 * c
        assert network.predict([[1.0, 1.0]])[0, 0] == 0.5


@pytest.mark.parametrize("name", ["nand", "xor"])
def test_recipe_reaches_what_it_promises_on_its_table(name: str) -> None:
    config = load_recipe(name)
    data = load(config.data)
    run = Run(config, data)
    for _ in run.events():
        pass
    result = evaluate(
        run.network, data.x_test, data.y_test[:, None].astype(np.float32), config.loss, classes=2
    )
    assert result.samples == 4
    assert [item.at_least for item in config.expect] == [result.accuracy] == [1]
