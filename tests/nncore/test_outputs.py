"""Networks with several outputs: what they give, their losses, and gradients that add up."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore.errors import DataError, ShapeError, SpecError
from nncore.formats.model import load_model, save_model
from nncore.gradcheck import check_gradients
from nncore.layers import Activation, Add, Dense, Dropout, Flatten
from nncore.losses import LOSSES
from nncore.network import Network
from nncore.spec import LayerSpec, NetworkSpec
from nncore.training.evaluate import evaluate

LOSS = {"class": "categorical_crossentropy", "again": "mse", "mid": "quadratic"}


def heads() -> NetworkSpec:
    """A trunk; a class from it, the input again from it, and a layer between that is read on."""
    nodes = (
        LayerSpec("trunk", Dense(units=5, activation="tanh"), ("input",)),
        LayerSpec("mid", Dense(units=3, activation="sigmoid"), ("trunk",)),
        LayerSpec("again", Dense(units=4), ("mid",)),
        LayerSpec("class", Dense(units=3, activation="softmax"), ("trunk",)),
        LayerSpec("unread", Dense(units=2), ("trunk",)),
    )
    return NetworkSpec((4,), nodes, ("class", "again", "mid"))


def batch() -> tuple[np.ndarray, dict[str, np.ndarray]]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(6, 4))
    y = {"class": np.eye(3)[[0, 1, 2, 0, 1, 2]], "again": x.copy(), "mid": rng.random((6, 3))}
    return x, y


def test_predict_gives_the_main_output_and_predict_outputs_all() -> None:
    network = Network.from_spec(heads(), 1)
    x, _ = batch()
    every = network.predict_outputs(x)
    assert list(every) == ["class", "again", "mid"] == list(network.output_names)
    assert {name: values.shape for name, values in every.items()} == {
        "class": (6, 3),
        "again": (6, 4),
        "mid": (6, 3),
    }
    np.testing.assert_array_equal(network.predict(x), every["class"])
    assert network.output_shape == (3,)
    for name in every:
        alone = Network.from_spec(heads().with_outputs(name), 1)
        np.testing.assert_array_equal(alone.predict(x), every[name])
    pieces = network.predict_outputs(x, batch_size=4)
    np.testing.assert_allclose(pieces["again"], every["again"], rtol=1e-6)


def test_the_last_layer_is_the_output_where_none_is_named() -> None:
    spec = heads().with_outputs()
    assert spec.output_names == ("unread",)
    assert spec.checked().outputs == ("unread",)
    assert list(Network.from_spec(spec).predict_outputs(batch()[0])) == ["unread"]
    empty = Network.from_spec(NetworkSpec((4,)))
    assert empty.predict_outputs(batch()[0]) == {}


def test_objective_is_the_weighted_sum_of_the_losses() -> None:
    network = Network.from_spec(heads(), 1, "float64")
    x, y = batch()
    weights = {"again": 0.25, "mid": 3}
    workspace = network.workspace()
    value, _ = network.loss_and_grads(x, y, LOSS, loss_weights=weights, workspace=workspace)
    given = network.predict_outputs(x)
    losses = {name: LOSSES[loss].value(given[name], y[name]) for name, loss in LOSS.items()}
    assert workspace.losses == pytest.approx(losses, rel=1e-12)
    total = losses["class"] + 0.25 * losses["again"] + 3 * losses["mid"]
    assert value == pytest.approx(total, rel=1e-12)


def test_gradients_are_the_weighted_sum_of_those_of_each_loss() -> None:
    network = Network.from_spec(heads(), 1, "float64")
    x, y = batch()
    weights = {"class": 2.0, "again": 0.25, "mid": 0.5}
    _, grads = network.loss_and_grads(x, y, LOSS, loss_weights=weights)
    total = {name: np.zeros_like(grad) for name, grad in grads.items()}
    for output, loss in LOSS.items():
        _, part = network.loss_and_grads(x, y, {output: loss})
        for name in total:
            total[name] += weights[output] * part[name]
    for name, grad in grads.items():
        np.testing.assert_allclose(grad, total[name], rtol=1e-10, atol=1e-14, err_msg=name)
        assert grad.any() == (not name.startswith("unread"))


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("weights", [None, {"class": 0.3, "mid": 2.0}, {"class": 0}])
def test_gradients_of_several_losses_are_slopes(
    training: bool, weights: dict[str, float] | None
) -> None:
    spec = heads().insert(1, Dropout(rate=0.3), "drop").connect("mid", ["drop"])
    spec = spec.change("trunk", kernel_regularizer={"l2": 0.01})
    network = Network.from_spec(spec, 1, "float64")
    x, y = batch()
    checks = list(check_gradients(network, x, y, LOSS, loss_weights=weights, training=training))
    assert {check.name for check in checks} == {*network.params, "input"}
    for check in checks:
        assert check.error < 1e-6, str(check)


def test_one_loss_is_for_every_output() -> None:
    network = Network.from_spec(heads(), 1, "float64")
    x, y = batch()
    value, grads = network.loss_and_grads(x, y, "mse")
    other, expected = network.loss_and_grads(x, y, dict.fromkeys(LOSS, "mse"))
    assert value == other
    for name, grad in grads.items():
        np.testing.assert_array_equal(grad, expected[name])


def test_one_array_is_the_target_of_every_output_that_has_a_loss() -> None:
    network = Network.from_spec(heads(), 1, "float64")
    x, y = batch()
    losses = {"class": "categorical_crossentropy", "mid": "mse"}
    value, _ = network.loss_and_grads(x, y["class"], losses)
    assert value == network.loss_and_grads(x, dict.fromkeys(losses, y["class"]), losses)[0]


def test_loss_of_the_only_output_by_name_is_that_without_a_name() -> None:
    network = Network.from_spec(heads().with_outputs("class"), 1, "float64")
    x, y = batch()
    plain, expected = network.loss_and_grads(x, y["class"])
    for named in ({"class": "categorical_crossentropy"}, "categorical_crossentropy"):
        value, grads = network.loss_and_grads(x, y, named)
        assert value == plain
        for name, grad in grads.items():
            np.testing.assert_array_equal(grad, expected[name])


def test_an_output_that_other_layers_read_is_not_fused() -> None:
    nodes = (
        LayerSpec("p", Dense(units=3, activation="softmax")),
        LayerSpec("q", Dense(units=3, activation="softmax")),
    )
    network = Network.from_spec(NetworkSpec((4,), nodes, ("p", "q")), 1, "float64")
    x, y = batch()
    workspace = network.workspace(input_grad=True)
    network.loss_and_grads(x, y["class"], workspace=workspace)
    assert [own.fused_loss for own in workspace.layers] == [False, True]
    for check in check_gradients(network, x, y["class"], "categorical_crossentropy"):
        assert check.error < 1e-6, str(check)


def test_one_workspace_serves_one_loss_and_several_in_turn() -> None:
    network = Network.from_spec(heads(), 1, "float64")
    x, y = batch()
    workspace = network.workspace()
    for loss in (LOSS, {"class": LOSS["class"]}, {"again": "mse"}, LOSS):
        value, expected = network.loss_and_grads(x, y, loss)
        again, grads = network.loss_and_grads(x, y, loss, workspace=workspace)
        assert again == value
        for name, grad in expected.items():
            np.testing.assert_array_equal(grads[name], grad)
    p = network.forward(x, workspace)
    assert (
        LOSSES["mse"].value(p, y["class"])
        == network.step(x, y["class"], LOSSES["mse"], workspace, training=False)[0]
    )
    assert not workspace.fused


def test_disabled_output_gives_and_learns_what_it_reads() -> None:
    nodes = (
        LayerSpec("z", Dense(units=3)),
        LayerSpec("p", Activation(activation="softmax")),
        LayerSpec("off", Dropout(rate=0.5), enabled=False),
    )
    network = Network.from_spec(NetworkSpec((4,), nodes, ("off",)), 1, "float64")
    plain = Network.from_spec(NetworkSpec((4,), nodes[:2]), 1, "float64")
    x, y = batch()
    workspace = network.workspace()
    value, grads = network.loss_and_grads(x, y["class"], workspace=workspace)
    expected, parts = plain.loss_and_grads(x, y["class"])
    assert workspace.fused
    assert value == expected
    for name, grad in parts.items():
        np.testing.assert_array_equal(grads[name], grad)
    both = Network.from_spec(NetworkSpec((4,), nodes, ("p", "off")), 1, "float64")
    value, grads = both.loss_and_grads(x, y["class"])
    assert value == pytest.approx(2 * expected, rel=1e-12)
    for name, grad in parts.items():
        np.testing.assert_allclose(grads[name], 2 * grad, rtol=1e-8, atol=1e-14)


@pytest.mark.parametrize(
    ("y", "loss", "weights", "problem"),
    [
        ({}, LOSS, None, "the output class has a loss, but no targets"),
        (None, LOSS, None, r"again: the network gives \(6, 4\); the targets are \(6, 3\)"),
        ({}, {"clas": "mse"}, None, r"loss: 'clas' is no output .*did you mean 'class'"),
        ({}, {"trunk": "mse"}, None, "loss: 'trunk' is no output of the network; there are class,"),
        ({}, {}, None, "loss: no output has one"),
        ({}, {"class": "msee"}, None, r"unknown loss 'msee'.*did you mean 'mse'"),
        ({}, LOSS, {"z": 1.0}, "loss_weights: 'z' is no output"),
        ({}, LOSS, {"mid": -1}, "loss_weights: that of 'mid' must be a number of at least 0"),
        ({}, LOSS, {"mid": float("nan")}, "received nan"),
        ({}, LOSS, {"mid": True}, "received True"),
        ({}, {"class": "perceptron"}, None, "class: the loss perceptron needs .* step"),
    ],
)
def test_losses_that_cannot_be_are_refused_in_words(
    y: Any, loss: Any, weights: Any, problem: str
) -> None:
    network = Network.from_spec(heads(), 1)
    x, targets = batch()
    given = targets["class"] if y is None or "perceptron" in str(loss) else y
    with pytest.raises((SpecError, ShapeError, DataError), match=problem):
        network.loss_and_grads(x, given, loss, loss_weights=weights)


def test_evaluation_has_the_loss_of_each_output_and_the_accuracy_of_the_main_one() -> None:
    network = Network.from_spec(heads(), 1)
    rng = np.random.default_rng(1)
    n = 2500  # more than is measured at a time
    x = rng.normal(size=(n, 4)).astype(np.float32)
    y = {
        "class": np.eye(3, dtype=np.float32)[rng.integers(0, 3, n)],
        "again": x,
        "mid": rng.random((n, 3), np.float32),
    }
    result = evaluate(network, x, y, LOSS, classes=3)
    given = network.predict_outputs(x)
    losses = {name: LOSSES[loss].value(given[name], y[name]) for name, loss in LOSS.items()}
    assert result.losses == pytest.approx(losses, rel=1e-5)
    assert result.loss == pytest.approx(sum(losses.values()), rel=1e-5)
    right = given["class"].argmax(axis=1) == y["class"].argmax(axis=1)
    assert result.accuracy == pytest.approx(right.mean())
    assert result.metrics("val") == {
        "val_loss": result.loss,
        **{f"val_loss/{name}": value for name, value in result.losses.items()},
        "val_accuracy": result.accuracy,
    }
    one = evaluate(network, x, y, {"again": "mse"}, classes=3)
    assert one.losses == {}
    assert one.loss == pytest.approx(losses["again"], rel=1e-5)


def test_outputs_survive_json() -> None:
    data = heads().to_json()
    assert data["outputs"] == ["class", "again", "mid"]
    assert NetworkSpec.from_json(json.dumps(data)) == heads()
    assert "outputs" not in heads().with_outputs().to_json()


@pytest.mark.parametrize("suffix", [".vitrine", ".npz", ".safetensors"])
def test_outputs_come_back_from_every_format(suffix: str, tmp_path: Path) -> None:
    network = Network.from_spec(heads(), 4)
    save_model(tmp_path / f"m{suffix}", network)
    back = load_model(tmp_path / f"m{suffix}")
    x, _ = batch()
    for name, values in network.predict_outputs(x).items():
        np.testing.assert_array_equal(back.predict_outputs(x)[name], values)


@pytest.mark.parametrize("outputs", ["class", 5, [1], {"class": 1}, None])
def test_outputs_must_be_a_list_of_names(outputs: Any) -> None:
    with pytest.raises(SpecError, match="outputs must be a list of names") as caught:
        NetworkSpec.from_json({**heads().to_json(), "outputs": outputs})
    assert caught.value.field == "outputs"


@pytest.mark.parametrize(
    ("outputs", "problem"),
    [
        (("clas",), r"outputs: no layer is called 'clas'; .*did you mean 'class'"),
        (("input",), "outputs: no layer is called 'input'"),
        (("class", "mid", "class"), "outputs: 'class' stands there twice"),
    ],
)
def test_outputs_that_are_not_there_are_an_error_of_the_inference(
    outputs: tuple[str, ...], problem: str
) -> None:
    inference = NetworkSpec((4,), heads().layers, outputs).infer()
    with pytest.raises(SpecError, match=problem) as caught:
        raise inference.error or AssertionError
    assert caught.value.field == "outputs"
    assert inference.outputs == ()
    assert len(inference.layers) == 5


def test_edits_keep_the_outputs_true() -> None:
    spec = heads()
    assert spec.rename("mid", "code").outputs == ("class", "again", "code")
    assert spec.remove("again").outputs == ("class", "mid")  # what it read is one already
    assert spec.remove("mid").outputs == ("class", "again", "trunk")
    assert spec.remove("unread").outputs == spec.outputs
    assert spec.insert(5, Flatten()).outputs == spec.outputs
    assert NetworkSpec((4,), heads().layers[:1], ("trunk",)).remove("trunk").outputs == ()
    nodes = (*heads().layers, LayerSpec("sum", Add(), ("mid", "class")))
    merged = NetworkSpec((4,), nodes, ("sum", "mid"))
    assert merged.remove("sum").outputs == ("mid",)
    with pytest.raises(SpecError, match=r"no layer is called 'clas'"):
        spec.with_outputs("clas")
