"""Layers at several places of the graph: one set of parameters, one sum of gradients."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore.cli import main
from nncore.data import Dataset
from nncore.errors import ShapeError, SpecError
from nncore.formats.model import load_model, save_model
from nncore.gradcheck import check_gradients
from nncore.layers import (
    Activation,
    Add,
    BatchNormalization,
    Concatenate,
    Dense,
    Dropout,
    Flatten,
    Layer,
)
from nncore.network import Network
from nncore.optimizers import Adam
from nncore.spec import LayerSpec, NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.loop import Run
from tests.nncore.layers.examples import EXAMPLES, Example

BENT = LayerSpec("bent", Activation(activation="tanh"), ("input",))


def towers(layer: Layer, input_shape: tuple[int, ...] = (4,), *, share: bool = True) -> NetworkSpec:
    """The layer over the input and over its tanh, joined; the second shares with the first."""
    nodes = (
        BENT,
        LayerSpec("a", layer, ("input",)),
        LayerSpec("b", layer, ("bent",), shares="a" if share else ""),
        LayerSpec("fa", Flatten(), ("a",)),
        LayerSpec("fb", Flatten(), ("b",)),
        LayerSpec("both", Concatenate(), ("fa", "fb")),
        LayerSpec("out", Dense(units=2), ("both",)),
    )
    return NetworkSpec(input_shape, nodes)


WITH_PARAMS = [
    pytest.param(example, id=f"{name}-{number}")
    for name, examples in EXAMPLES.items()
    for number, example in enumerate(examples, 1)
    if not example.indices
    and not example.layer.takes_many
    and example.layer.param_specs(example.input_shape)
]


@pytest.mark.parametrize("example", WITH_PARAMS)
def test_gradients_of_all_places_add_up(example: Example) -> None:
    """Held to the same network with two layers of equal values, bit for bit."""
    shared, apart = (
        Network.from_spec(towers(example.layer, example.input_shape, share=share), 2, "float64")
        for share in (True, False)
    )
    assert not any(name.startswith("b/") for name in shared.params)
    for name, values in {**apart.params, **apart.state}.items():
        values[...] = {**shared.params, **shared.state}[name.replace("b/", "a/")]
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(5, *example.input_shape)), rng.normal(size=(5, 2))
    workspace = shared.workspace(rng=np.random.default_rng(1))
    workspace.flat_grads.fill(np.nan)
    for training in (False, True):
        value, grads = shared.loss_and_grads(x, y, "mse", workspace=workspace, training=training)
        other = apart.workspace(rng=np.random.default_rng(1))
        expected, parts = apart.loss_and_grads(x, y, "mse", workspace=other, training=training)
        penalty = sum(
            spec.regularizer.penalty(shared.params[f"a/{name}"])
            for name, spec in example.layer.param_specs(example.input_shape).items()
            if spec.trainable
        )
        assert value == pytest.approx(expected - penalty, rel=1e-12), "penalized once"
        for name, grad in grads.items():
            wanted = parts[name].copy()
            if name.startswith("a/"):
                wanted += parts[name.replace("a/", "b/")]
                spec = example.layer.param_specs(example.input_shape)[name[2:]]
                once = np.zeros_like(wanted)
                spec.regularizer.add_gradient(shared.params[name], once)
                wanted -= once
            np.testing.assert_allclose(grad, wanted, rtol=1e-10, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("training", [False, True])
def test_gradients_of_a_two_tower_network_are_slopes(training: bool) -> None:
    nodes = (
        LayerSpec("left", Dense(units=5, activation="tanh"), ("input",)),
        LayerSpec("norm", BatchNormalization(), ("left",)),
        LayerSpec("swap", Activation(activation="sigmoid"), ("input",)),
        LayerSpec("right", Dense(units=1), ("swap",), shares="left"),
        LayerSpec("norm2", BatchNormalization(), ("right",), shares="norm"),
        LayerSpec("again", Dense(units=5, activation="tanh"), ("bend",), shares="left"),
        LayerSpec("sum", Add(), ("norm", "norm2", "again")),
        LayerSpec("out", Dense(units=2), ("sum",)),
    )
    nodes = (*nodes[:5], LayerSpec("bend", Dense(units=4), ("norm2",)), *nodes[5:])
    network = Network.from_spec(NetworkSpec((4,), nodes), 1, "float64")
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(6, 4)), rng.normal(size=(6, 2))
    checks = list(check_gradients(network, x, y, "mse", training=training))
    names = {"left/kernel", "left/bias", "norm/gamma", "norm/beta", "bend/kernel", "bend/bias"}
    assert {check.name for check in checks} == {*names, "out/kernel", "out/bias", "input"}
    for check in checks:
        assert check.error < 1e-6, str(check)


def test_a_place_that_nothing_reads_adds_nothing() -> None:
    layer = Dense(units=3, activation="tanh")
    x, y = np.random.default_rng(0).normal(size=(2, 5, 3))
    plain = Network.from_spec(NetworkSpec((3,), (LayerSpec("a", layer),)), 1, "float64")
    _, expected = plain.loss_and_grads(x, y, "mse")
    owner_unread = (LayerSpec("a", layer), LayerSpec("b", layer, ("input",), shares="a"))
    place_unread = (*owner_unread, LayerSpec("c", Activation(activation="linear"), ("a",)))
    for nodes in (owner_unread, place_unread):
        network = Network.from_spec(NetworkSpec((3,), nodes), 1, "float64")
        for _ in range(2):
            _, grads = network.loss_and_grads(x, y, "mse")
            for name, grad in expected.items():
                np.testing.assert_array_equal(grads[name], grad)


def test_moving_averages_follow_every_place_in_order() -> None:
    """As Keras has it: each call of a shared layer moves them once."""
    network = Network.from_spec(towers(BatchNormalization(momentum=0.9)), dtype="float64")
    x = np.random.default_rng(0).normal(loc=2, size=(50, 4))
    network.forward(x, network.workspace(), training=True)
    mean, variance = np.zeros(4), np.ones(4)
    for seen in (x, np.tanh(x)):
        mean = 0.9 * mean + 0.1 * seen.mean(axis=0)
        variance = 0.9 * variance + 0.1 * seen.var(axis=0)
    np.testing.assert_allclose(network.state["a/moving_mean"], mean, rtol=1e-12)
    np.testing.assert_allclose(network.state["a/moving_variance"], variance, rtol=1e-12)
    assert set(network.state) == {"a/moving_mean", "a/moving_variance"}


def test_parameters_are_counted_drawn_and_snapshotted_once() -> None:
    spec = towers(Dense(units=3))
    inference = spec.checked()
    assert inference.param_count == (4 * 3 + 3) + (6 * 2 + 2)
    assert {info.name: info.param_count for info in inference.layers}["b"] == 0
    assert inference.layers[2].shares == "a"
    assert inference.multiply_adds == 2 * 4 * 3 + 6 * 2  # the work is done twice
    network = Network.from_spec(spec, 5)
    alone = Network.from_spec(NetworkSpec((4,), (LayerSpec("a", Dense(units=3)),)), 5)
    np.testing.assert_array_equal(network.params["a/kernel"], alone.params["a/kernel"])
    assert list(network.snapshot().params) == ["a/kernel", "a/bias", "out/kernel", "out/bias"]
    twin = network.copy()
    twin.params["a/bias"] += 1
    workspace = twin.workspace()
    twin.forward(np.zeros((1, 4), np.float32), workspace)
    np.testing.assert_array_equal(workspace.outputs[1], workspace.outputs[2])


@pytest.mark.parametrize("suffix", [".vitrine", ".npz", ".safetensors"])
def test_shared_network_comes_back_from_every_format(suffix: str, tmp_path: Path) -> None:
    network = Network.from_spec(towers(Dense(units=3, activation="tanh")), 4)
    save_model(tmp_path / f"m{suffix}", network)
    back = load_model(tmp_path / f"m{suffix}")
    assert back.spec == network.spec
    np.testing.assert_array_equal(back.flat, network.flat)
    x = np.random.default_rng(0).normal(size=(3, 4))
    np.testing.assert_array_equal(back.predict(x), network.predict(x))


def test_shared_network_trains_and_goes_on_bit_for_bit() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(30, 4)).astype(np.float32), rng.normal(size=(30, 2)).astype(np.float32)
    data = Dataset("random", x, y, x[:5], y[:5])
    spec = towers(Dense(units=3, activation="tanh"))
    config = RunConfig(spec=spec, loss="mse", optimizer=Adam(), batch_size=7, epochs=4)
    whole = Run(config, data)
    half = Run(config.replace(epochs=2), data)
    for run in (whole, half):
        for _ in run.events():
            pass
    rest = Run(config, data, state=half.state())
    for _ in rest.events():
        pass
    np.testing.assert_array_equal(rest.network.flat, whole.network.flat)
    assert whole.history["loss"][-1] < whole.history["loss"][0]


def test_json_says_whom_a_layer_shares_with() -> None:
    spec = towers(Dense(units=3, activation="relu"))
    place = spec.to_json()["layers"][2]
    assert place == {"type": "Dense", "name": "b", "shares": "a", "inputs": ["bent"]}
    for defaults in (False, True):
        assert NetworkSpec.from_json(json.dumps(spec.to_json(defaults=defaults))) == spec
    short = {"layers": [{"type": "Dense", "name": "d", "units": 2}, {"shares": "d"}]}
    read = NetworkSpec.from_json({"input_shape": [2], **short})
    assert read.layers[1] == LayerSpec("dense_1", Dense(units=2), shares="d")


def test_whoever_shares_has_the_settings_of_the_owner() -> None:
    nodes = (
        LayerSpec("a", Dense(units=3)),
        LayerSpec("b", Dense(units=9), shares="a"),
        LayerSpec("c", Flatten(), shares="b"),
    )
    spec = NetworkSpec((3,), nodes)
    assert [node.layer for node in spec.layers] == [Dense(units=3)] * 3
    assert [node.shares for node in spec.layers] == ["", "a", "a"]


SHARED = {"type": "Dense", "name": "a", "units": 2}


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ({"shares": "z"}, "b: shares must be a layer before it; there are a; received 'z'"),
        ({"shares": "b"}, "shares must be a layer before it"),
        ({"shares": ["a"]}, r"shares must be a layer before it; .* received \['a'\]"),
        ({"shares": 0}, "shares must be a layer before it"),
        ({"shares": None}, "shares must be a layer before it"),
        ({"shares": "input"}, "shares must be a layer before it"),
        ({"shares": "a", "type": "Flatten"}, "b: type must be Dense.*received 'Flatten'"),
        ({"shares": "a", "units": 3}, "b: has the settings of a, .*; received 'units'"),
        ({"shares": "a", "unitz": 3}, "received 'unitz'"),
    ],
)
def test_sharing_that_cannot_be_is_refused_in_words(place: Any, problem: str) -> None:
    data = {"input_shape": [2], "layers": [SHARED, {"name": "b", **place}]}
    with pytest.raises(SpecError, match=problem):
        NetworkSpec.from_json(data)


def test_place_that_needs_other_shapes_is_named() -> None:
    nodes = (
        LayerSpec("a", Dense(units=3), ("input",)),
        LayerSpec("b", Dense(units=3), ("a",), shares="a"),
    )
    with pytest.raises(ShapeError, match=r"b: shares .*'a', whose kernel is 4 × 3; .*3 .*3 × 3"):
        NetworkSpec((4,), nodes).checked()
    assert NetworkSpec((3,), nodes).checked().param_count == 12


@pytest.mark.parametrize("shares", ["z", "c", "b"])
def test_infer_reports_an_owner_that_is_not_there(shares: str) -> None:
    nodes = (
        LayerSpec("a", Dense(units=3)),
        LayerSpec("b", Dense(units=3), shares=shares),
        LayerSpec("c", Dense(units=3)),
    )
    error = NetworkSpec((3,), nodes).infer().error
    assert "b: shares must be a layer before it; there are a; received" in str(error)


def test_owner_that_is_disabled_is_an_error_but_a_place_may_be() -> None:
    spec = towers(Dense(units=3))
    with pytest.raises(SpecError, match="b: shares the parameters of 'a', which is disabled"):
        spec.enable("a", False).checked()
    assert spec.enable("b", False).checked().param_count == 4 * 3 + 3 + 7 * 2 + 2


def three() -> NetworkSpec:
    nodes = (
        LayerSpec("a", Dense(units=3, activation="tanh")),
        LayerSpec("b", Dense(units=1), shares="a"),
        LayerSpec("drop", Dropout()),
        LayerSpec("c", Dense(units=1), shares="a"),
    )
    return NetworkSpec((3,), nodes)


def owners(spec: NetworkSpec) -> dict[str, str]:
    return {node.name: node.shares for node in spec.layers if isinstance(node.layer, Dense)}


def test_removing_the_owner_promotes_the_first_that_shares() -> None:
    spec = three().remove("a")
    assert owners(spec) == {"b": "", "c": "b"}
    assert spec.layers[0].layer == Dense(units=3, activation="tanh")
    assert spec.checked().param_count == 12
    assert owners(three().remove("b")) == {"a": "", "c": "a"}
    assert owners(three().remove("b").remove("a")) == {"c": ""}


def test_moving_the_owner_behind_makes_the_first_the_owner() -> None:
    spec = three().move("a", 2)
    assert owners(spec) == {"b": "", "a": "b", "c": "b"}
    assert spec.checked().param_count == 12
    assert owners(spec.move("a", 0)) == {"a": "", "b": "a", "c": "a"}
    assert three().move("drop", 0).checked().error is None


def test_change_of_one_place_changes_all() -> None:
    for name in ("a", "c"):
        spec = three().change(name, activation="relu")
        assert [node.layer for node in spec.layers if node.name != "drop"] == [
            Dense(units=3, activation="relu")
        ] * 3
    with pytest.raises(SpecError, match=r"Dense: units must be .* received 0"):
        three().change("c", units=0)


def test_rename_and_insert_keep_sharing() -> None:
    spec = three().rename("a", "first").insert(1, Dense(units=3), "new")
    assert owners(spec) == {"first": "", "new": "", "b": "first", "c": "first"}
    assert spec.rename("b", "z").checked().param_count == 24


def test_share_makes_a_layer_another_place_of_the_owner() -> None:
    nodes = [
        LayerSpec("a", Dense(units=3)),
        LayerSpec("b", Dense(units=3, activation="relu")),
        LayerSpec("c", Dense(units=3), shares="b"),
    ]
    spec = NetworkSpec((3,), tuple(nodes))
    assert owners(spec.share("b", "a")) == {"a": "", "b": "a", "c": "a"}
    assert {node.layer for node in spec.share("b", "a").layers} == {Dense(units=3)}
    forward = spec.share("a", "c")  # the owner stands later: the first becomes it
    assert owners(forward) == {"a": "", "b": "a", "c": "a"}
    assert {node.layer for node in forward.layers} == {Dense(units=3, activation="relu")}
    assert spec.share("b", "c") == spec
    assert owners(spec.share("c")) == {"a": "", "b": "", "c": ""}
    assert spec.share("c").layers[2].layer == Dense(units=3, activation="relu")
    with pytest.raises(SpecError, match="b: cannot share with itself"):
        spec.share("b", "b")
    with pytest.raises(SpecError, match="no layer is called 'z'"):
        spec.share("b", "z")


@pytest.mark.parametrize("setting", [{"frozen": ["b"]}, {"initial_params": {"b/bias": [0, 0, 0]}}])
def test_run_names_the_owner_of_parameters(setting: Any) -> None:
    y = np.zeros((3, 2), np.float32)
    data = Dataset("d", np.zeros((3, 4), np.float32), y, np.zeros((3, 4), np.float32), y)
    config = RunConfig(spec=towers(Dense(units=3)), loss="mse", **setting)
    with pytest.raises(SpecError, match="b uses the parameters of a; name that layer"):
        Run(config, data)


def test_summary_says_who_shares_and_what_is_disabled(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    layers = [Dense(units=3), Dense(units=3), Dropout()]
    spec = NetworkSpec.chain((3,), layers).share("dense_2", "dense_1").enable("dropout_1", False)
    path = tmp_path / "shared.json"
    path.write_text(json.dumps(RunConfig(spec=spec).to_json()))
    assert main(["summary", str(path), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["params"] == 12
    assert [row.get("shares") for row in record["layers"]] == [None, "dense_1", None]
    assert [row.get("enabled") for row in record["layers"]] == [None, None, False]
    assert main(["summary", str(path)]) == 0
    text = capsys.readouterr().out.splitlines()
    assert text[3].endswith("shares: dense_1")
    assert text[4].endswith("enabled: False")
