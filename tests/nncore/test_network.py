import json
import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest

from nncore.errors import DataError, ShapeError, SpecError
from nncore.gradcheck import check_gradients
from nncore.layers import Dense, Dropout, Flatten, Layer, LayerWorkspace
from nncore.layers.base import Params
from nncore.losses import LOSSES
from nncore.network import Network
from nncore.shapes import Shape
from nncore.spec import LayerSpec, NetworkSpec


def spec() -> NetworkSpec:
    layers = [
        Flatten(),
        Dense(units=4, activation="relu"),
        Dropout(),
        Dense(units=3, activation="softmax"),
    ]
    return NetworkSpec.chain((2, 3), layers)


def test_spec_object_json_and_text_build_the_same_network() -> None:
    a = Network.from_spec(spec(), 5)
    for form in (spec().to_json(), json.dumps(spec().to_json())):
        np.testing.assert_array_equal(Network.from_spec(form, 5).flat, a.flat)


def test_seed_decides_the_parameters() -> None:
    a, b, c = (Network.from_spec(spec(), seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(a.flat, b.flat)
    assert not np.array_equal(a.flat, c.flat)
    b.flat[...] = 0
    b.reset(1)
    np.testing.assert_array_equal(a.flat, b.flat)


def test_float64_draws_the_values_that_float32_rounds() -> None:
    single, double = (Network.from_spec(spec(), 1, dtype) for dtype in ("float32", "float64"))
    np.testing.assert_array_equal(single.flat, double.flat.astype(np.float32))


@pytest.mark.parametrize("dtype", ["float16", "int32", "nonsense", None])
def test_other_precisions_are_refused(dtype: Any) -> None:
    with pytest.raises(SpecError, match=f"dtype must be float32 or float64; received {dtype!r}"):
        Network.from_spec(spec(), dtype=dtype)


def test_params_are_named_views_of_one_flat_array() -> None:
    network = Network.from_spec(spec())
    assert list(network.params) == [
        "dense_1/kernel",
        "dense_1/bias",
        "dense_2/kernel",
        "dense_2/bias",
    ]
    assert network.params["dense_1/kernel"].shape == (6, 4)
    assert network.flat.size == 6 * 4 + 4 + 4 * 3 + 3 == network.trainable_size
    network.params["dense_2/bias"][...] = [7, 8, 9]
    np.testing.assert_array_equal(network.flat[-3:], [7, 8, 9])
    network.flat[...] = 0
    np.testing.assert_allclose(network.predict(np.ones((1, 2, 3))), [[1 / 3] * 3], rtol=1e-6)


def test_predict_takes_lists_and_more_samples_than_one_piece() -> None:
    network = Network.from_spec(spec(), 1)
    x = np.random.default_rng(0).normal(size=(25, 2, 3))
    whole = network.predict(x)
    assert whole.dtype == np.float32
    np.testing.assert_allclose(whole.sum(axis=1), 1, rtol=1e-6)
    np.testing.assert_allclose(network.predict(x.tolist()), whole)
    np.testing.assert_allclose(network.predict(x, batch_size=7), whole, rtol=1e-6)


def test_predictions_do_not_share_memory_with_the_workspace() -> None:
    network = Network.from_spec(spec(), 1)
    workspace = network.workspace()
    first = network.predict(np.ones((2, 2, 3)), workspace=workspace)
    kept = first.copy()
    network.predict(np.zeros((2, 2, 3)), workspace=workspace)
    np.testing.assert_array_equal(first, kept)


def test_wrong_samples_are_refused_in_words() -> None:
    network = Network.from_spec(spec())
    with pytest.raises(ShapeError, match=r"reads samples of 2 × 3; received 3 × 2"):
        network.predict(np.ones((4, 3, 2)))
    with pytest.raises(ShapeError, match=r"reads samples of 2 × 3; received 3 values in"):
        network.predict(np.ones((2, 3)))
    with pytest.raises(DataError, match="must be numbers"):
        network.predict([[1], [1, 2]])
    with pytest.raises(DataError, match="must be numbers"):
        network.predict([["a"]])
    for kind in ("U3", "complex64", "M8[s]"):
        with pytest.raises(DataError, match=r"must be numbers.*received an array of"):
            network.predict(np.zeros((1, 2, 3), kind))
    for few in (0, -3):
        with pytest.raises(SpecError, match=f"batch_size must be at least 1; received {few}"):
            network.predict(np.ones((4, 2, 3)), batch_size=few)


def test_value_too_large_for_the_network_is_infinite_without_a_warning() -> None:
    assert np.isnan(Network.from_spec(spec()).predict(np.full((1, 2, 3), 1e300))).all()


@pytest.mark.parametrize("seed", [-1, 1.5, "one"])
def test_seed_that_is_no_whole_number_is_refused(seed: Any) -> None:
    with pytest.raises(SpecError, match=f"seed must be a whole number, 0 or more.*{seed}"):
        Network.from_spec(spec(), seed)


def test_wrong_targets_are_refused_in_words() -> None:
    network = Network.from_spec(spec())
    x = np.ones((4, 2, 3))
    with pytest.raises(ShapeError, match=r"gives \(4, 3\); the targets are \(4,\).*one-hot"):
        network.loss_and_grads(x, np.zeros(4))
    with pytest.raises(ShapeError, match=r"gives \(4, 3\); the targets are \(3, 3\)"):
        network.loss_and_grads(x, np.zeros((3, 3)))
    with pytest.raises(DataError, match=r"the targets must be numbers, all of one shape.*list"):
        network.loss_and_grads(x, [[1, 0, 0], [1]])
    with pytest.raises(ShapeError, match=r"no samples; a loss is the mean over at least one"):
        network.loss_and_grads(x[:0], np.zeros((0, 3)))
    with pytest.raises(SpecError, match=r"unknown loss 'msee'.*did you mean 'mse'"):
        network.loss_and_grads(x, np.zeros((4, 3)), "msee")


def test_loss_and_grads_are_named_like_the_parameters() -> None:
    network = Network.from_spec(spec(), 1, "float64")
    x = np.random.default_rng(0).normal(size=(5, 2, 3))
    y = np.eye(3)[[0, 1, 2, 0, 1]]
    value, grads = network.loss_and_grads(x, y, loss="categorical_crossentropy")
    assert {name: g.shape for name, g in grads.items()} == {
        name: p.shape for name, p in network.params.items()
    }
    p = network.predict(x)
    assert value == pytest.approx(-np.mean(np.log(p[y == 1])))
    again = network.loss_and_grads(x, y)
    assert again[0] == value
    assert not np.may_share_memory(grads["dense_1/bias"], again[1]["dense_1/bias"])


def test_fused_and_unfused_loss_agree_in_a_network() -> None:
    network = Network.from_spec(spec(), 1, "float64")
    x = np.random.default_rng(0).normal(size=(5, 2, 3))
    y = np.eye(3)[[0, 1, 2, 0, 1]]
    value, grads = network.loss_and_grads(x, y, "categorical_crossentropy")
    workspace = network.workspace()
    p = network.forward(x, workspace)
    dy = np.empty_like(p)
    assert LOSSES["categorical_crossentropy"].value_and_grad(p, y, dy) == pytest.approx(value)
    network.backward(dy, workspace)
    for name, g in grads.items():
        np.testing.assert_allclose(workspace.grads[name], g, rtol=1e-9, atol=1e-15)


def test_one_workspace_serves_several_losses_in_turn() -> None:
    network = Network.from_spec(spec(), 1, "float64")
    x = np.random.default_rng(0).normal(size=(5, 2, 3))
    y = np.eye(3)[[0, 1, 2, 0, 1]]
    workspace = network.workspace()
    for loss in ("categorical_crossentropy", "mse", "categorical_crossentropy", "quadratic"):
        fresh_value, fresh = network.loss_and_grads(x, y, loss)
        value, grads = network.loss_and_grads(x, y, loss, workspace=workspace)
        assert value == fresh_value
        for name in fresh:
            np.testing.assert_array_equal(grads[name], fresh[name])


def test_snapshot_is_a_read_only_copy() -> None:
    network = Network.from_spec(spec(), 1)
    snapshot = network.snapshot(step=12)
    kept = snapshot.flat.copy()
    network.flat += 1
    np.testing.assert_array_equal(snapshot.flat, kept)
    assert snapshot.step == 12
    assert list(snapshot.params) == list(network.params)
    assert np.may_share_memory(snapshot.params["dense_1/kernel"], snapshot.flat)
    for array in (snapshot.flat, *snapshot.params.values()):
        assert not array.flags.writeable


def test_copy_has_parameters_of_its_own() -> None:
    network = Network.from_spec(spec(), 1, "float64")
    twin = network.copy()
    assert twin.dtype == network.dtype
    np.testing.assert_array_equal(twin.flat, network.flat)
    twin.params["dense_1/bias"] += 1
    assert not np.array_equal(twin.flat, network.flat)


def test_layers_may_branch_and_unread_layers_have_no_gradient() -> None:
    layers = (
        LayerSpec("a", Dense(units=3, activation="tanh")),
        LayerSpec("dead", Dense(units=2), ("a",)),
        LayerSpec("out", Dense(units=2), ("a",)),
    )
    network = Network.from_spec(NetworkSpec((4,), layers), 1, "float64")
    chain = NetworkSpec((4,), (layers[0], LayerSpec("out", Dense(units=2))))
    plain = Network.from_spec(chain, 1, "float64")
    for name in plain.params:
        plain.params[name][...] = network.params[name]
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(5, 4)), rng.normal(size=(5, 2))
    workspace = network.workspace()
    workspace.flat_grads.fill(7)  # as left over from another pass
    value, grads = network.loss_and_grads(x, y, "mse", workspace=workspace)
    expected_value, expected = plain.loss_and_grads(x, y, "mse")
    assert value == expected_value
    for name in expected:
        np.testing.assert_array_equal(grads[name], expected[name])
    assert not grads["dead/kernel"].any()


def test_gradient_flows_along_named_inputs() -> None:
    layers = (LayerSpec("a", Dense(units=2)), LayerSpec("b", Dense(units=2), ("a",)))
    network = Network.from_spec(NetworkSpec((2,), layers), 1, "float64")
    workspace = network.workspace(input_grad=True)
    network.forward(np.ones((1, 2)), workspace)
    dx = network.backward(np.array([[1.0, -1.0]]), workspace)
    a, b = network.params["a/kernel"], network.params["b/kernel"]
    np.testing.assert_allclose(dx, np.array([[1.0, -1.0]]) @ b.T @ a.T)


@dataclass(frozen=True)
class Sum(Layer):
    """The smallest layer that takes several inputs."""

    takes_many: ClassVar[bool] = True

    def output_shape(self, input_shape: Any) -> Shape:
        return tuple(input_shape[0])

    def forward(
        self, params: Params, x: Any, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        workspace.saved["count"] = len(x)
        return np.asarray(sum(x))

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> Any:
        return (dy,) * workspace.saved["count"]


def test_gradients_of_several_readers_add_up() -> None:
    layers = (
        LayerSpec("a", Dense(units=3, activation="tanh")),
        LayerSpec("b", Dense(units=3, activation="sigmoid"), ("a",)),
        LayerSpec("c", Dense(units=3), ("input",)),
        LayerSpec("all", Sum(), ("a", "b", "c", "a", "input")),
        LayerSpec("out", Dense(units=2)),
    )
    network = Network.from_spec(NetworkSpec((3,), layers), 1, "float64")
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
    checks = list(check_gradients(network, x, y, "mse"))
    assert {check.name for check in checks} == {*network.params, "input"}
    for check in checks:
        assert check.error < 1e-6, str(check)


def test_network_without_layers_is_the_identity() -> None:
    network = Network.from_spec({"input_shape": [3], "layers": []})
    x = np.ones((2, 3), np.float32)
    np.testing.assert_array_equal(network.predict(x), x)
    value, grads = network.loss_and_grads(x, 0 * x, "mse")
    assert (value, grads) == (1.0, {})


def test_loss_of_an_overflowing_network_is_no_number_and_no_warning() -> None:
    network = Network.from_spec(NetworkSpec.chain((1,), [Dense(units=1), Dense(units=1)]))
    network.flat[...] = 1e30
    value, _ = network.loss_and_grads(np.ones((1, 1)), np.ones((1, 1)), "mse")
    assert not math.isfinite(value)
    assert np.isinf(network.predict(np.ones((1, 1)))).all()


def test_adopt_takes_settings_that_keep_the_parameters() -> None:
    network = Network.from_spec(spec(), 1)
    before = network.flat.copy()
    network.adopt(spec().change("dropout_1", rate=0.0).change("dense_1", activation="tanh"))
    np.testing.assert_array_equal(network.flat, before)
    x = np.ones((1, 2, 3), np.float32)
    workspace = network.workspace()
    network.forward(x, workspace, training=True)
    np.testing.assert_array_equal(workspace.outputs[2], workspace.outputs[1])
    network.params["dense_1/bias"] += 1
    assert not np.array_equal(network.flat, before)
    with pytest.raises(ShapeError, match="other parameters"):
        network.adopt(spec().change("dense_1", units=5))
    assert network.spec.layers[1].layer.to_json()["units"] == 4
