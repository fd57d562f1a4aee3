"""Edits of a spec that keep every reference true: renames, connections, disabled layers."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncore.errors import ShapeError, SpecError
from nncore.layers import (
    Activation,
    Add,
    BatchNormalization,
    Dense,
    Dropout,
    Flatten,
    Layer,
    MaxPooling2D,
)
from nncore.network import Network
from nncore.spec import LayerSpec, NetworkSpec


def skip() -> NetworkSpec:
    """a, then b, and their sum."""
    layers = (
        LayerSpec("a", Dense(units=3, activation="tanh")),
        LayerSpec("b", Dense(units=3)),
        LayerSpec("sum", Add(), ("a", "b")),
        LayerSpec("out", Dense(units=2)),
    )
    return NetworkSpec((4,), layers)


def read(spec: NetworkSpec) -> dict[str, tuple[str, ...]]:
    return {info.name: info.inputs for info in spec.checked().layers}


def test_rename_changes_the_name_and_every_reference() -> None:
    spec = skip()
    renamed = spec.rename("a", "first")
    assert read(renamed) == {
        "first": ("input",),
        "b": ("first",),
        "sum": ("first", "b"),
        "out": ("sum",),
    }
    assert spec == skip()
    assert renamed.rename("first", "a") == spec
    assert spec.rename("a", "a") == spec


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("a", "b", "a: the name 'b' is taken"),
        ("a", "input", "a: the name 'input' is taken"),
        ("a", "x/y", "1 to 60 printable characters"),
        ("a", "", "1 to 60 printable characters"),
        ("a", 5, "received 5"),
        ("summ", "c", r"no layer is called 'summ'.*did you mean 'sum'"),
    ],
)
def test_rename_to_what_cannot_be_is_refused(old: str, new: Any, problem: str) -> None:
    with pytest.raises(SpecError, match=problem):
        skip().rename(old, new)


def test_connect_sets_what_a_layer_reads() -> None:
    spec = skip().connect("sum", ["b", "a", "a"]).connect("b", ["input"])
    assert read(spec) == {
        "a": ("input",),
        "b": ("input",),
        "sum": ("b", "a", "a"),
        "out": ("sum",),
    }
    assert spec.connect("b", []).layers[1] == skip().layers[1]


@pytest.mark.parametrize(
    ("name", "inputs", "problem"),
    [
        ("sum", "a", "inputs must be a list of names; received 'a'"),
        ("sum", [1], "inputs must be a list of names"),
        ("sum", ["a", "sum"], "sum: cannot read itself"),
        ("sum", ["a", "bb"], "no layer is called 'bb'"),
        ("summ", ["a"], r"no layer is called 'summ'"),
    ],
)
def test_connect_to_what_is_not_there_is_refused(name: str, inputs: Any, problem: str) -> None:
    with pytest.raises(SpecError, match=problem):
        skip().connect(name, inputs)


def test_connect_to_a_later_layer_is_an_error_of_the_inference() -> None:
    error = skip().connect("a", ["b"]).infer().error
    assert "a: reads 'b', which is no layer before it" in str(error)


def chain(*layers: Layer) -> NetworkSpec:
    return NetworkSpec.chain((4,), layers)


def test_disabled_layer_survives_json_and_stands_for_nothing() -> None:
    spec = chain(Dense(units=5, activation="tanh"), Dense(units=5), Dense(units=2))
    off = spec.enable("dense_2", False)
    assert off.to_json()["layers"][1]["enabled"] is False
    assert "enabled" not in off.to_json()["layers"][0]
    assert NetworkSpec.from_json(off.to_json()) == off
    assert off.enable("dense_2") == spec
    inference = off.checked()
    assert [info.enabled for info in inference.layers] == [True, False, True]
    assert [info.output_shape for info in inference.layers] == [(5,), (5,), (2,)]
    assert inference.param_count == 4 * 5 + 5 + 5 * 2 + 2
    assert inference.multiply_adds == 4 * 5 + 5 * 2
    assert inference.layers[1].inputs == ("dense_1",)


def assert_same_network(spec: NetworkSpec, plain: NetworkSpec) -> None:
    """Both give and learn the same, bit for bit."""
    one, other = (Network.from_spec(s, 3, "float64") for s in (spec, plain))
    assert one.params.keys() == other.params.keys()
    rng = np.random.default_rng(0)
    one.flat[: one.trainable_size] = rng.normal(size=one.trainable_size)
    other.flat[...] = one.flat
    x, y = rng.normal(size=(6, 4)), rng.normal(size=(6, *one.output_shape))
    np.testing.assert_array_equal(one.predict(x), other.predict(x))
    results = []
    for network in (one, other):
        workspace = network.workspace(rng=np.random.default_rng(1), input_grad=True)
        value, grads = network.loss_and_grads(x, y, "mse", workspace=workspace, training=True)
        assert workspace.input_grad is not None
        results.append((value, {**grads, "input": workspace.input_grad.copy()}))
    assert results[0][0] == results[1][0]
    for name, grad in results[0][1].items():
        np.testing.assert_array_equal(grad, results[1][1][name], err_msg=name)
    np.testing.assert_array_equal(one.flat, other.flat)


@pytest.mark.parametrize("off", [[0], [1], [3], [1, 2], [2, 3], [0, 1, 2, 3]])
def test_network_passes_disabled_layers_by(off: list[int]) -> None:
    layers = (
        Dense(units=4, activation="tanh"),
        Dropout(rate=0.4),
        BatchNormalization(),
        Dense(units=4, activation="sigmoid"),
    )
    spec = plain = NetworkSpec((4,), tuple(LayerSpec(f"l{i}", x) for i, x in enumerate(layers)))
    for i in off:
        spec, plain = spec.enable(f"l{i}", False), plain.remove(f"l{i}")
    assert_same_network(spec, plain)


def test_every_reader_of_a_disabled_layer_reads_what_it_would_read() -> None:
    layers = (
        LayerSpec("a", Dense(units=3, activation="tanh")),
        LayerSpec("off", Dense(units=7), ("a",), enabled=False),
        LayerSpec("off2", Dropout(rate=0.5), ("off",), enabled=False),
        LayerSpec("b", Dense(units=3), ("off2",)),
        LayerSpec("sum", Add(), ("off", "b", "off2")),
    )
    plain = (
        layers[0],
        LayerSpec("b", Dense(units=3), ("a",)),
        LayerSpec("sum", Add(), ("a", "b", "a")),
    )
    assert_same_network(NetworkSpec((4,), layers), NetworkSpec((4,), plain))


def test_layer_that_cannot_stand_may_be_passed_by() -> None:
    spec = NetworkSpec.chain((2, 2, 1), [Flatten(), MaxPooling2D(), Dense(units=1)])
    assert spec.infer().error is not None
    assert spec.enable("max_pooling_2d_1", False).infer().error is None


def test_reader_that_does_not_fit_names_the_disabled_layers_before_it() -> None:
    spec = NetworkSpec.chain((2, 2, 1), [Flatten(), Activation(), Dense(units=1)])
    off = spec.enable("flatten_1", False)
    with pytest.raises(ShapeError, match=r"dense_1: .* 2 × 2 × 1$"):
        off.checked()
    off = off.enable("activation_1", False)
    with pytest.raises(ShapeError, match=r"dense_1: .*\(activation_1, flatten_1 before it are dis"):
        off.checked()
    both = spec.remove("activation_1").enable("flatten_1", False)
    with pytest.raises(ShapeError, match=r"\(flatten_1 before it is disabled\)"):
        both.checked()


def test_merge_cannot_be_passed_by() -> None:
    error = skip().enable("sum", False).infer().error
    assert "sum: is disabled and reads 2 layers; only a layer with one input" in str(error)
    assert (error.layer, error.field) == ("sum", "enabled") if error else False


def test_disabled_layer_reads_what_is_there() -> None:
    error = skip().connect("b", ["out"]).enable("b", False).infer().error
    assert "b: reads 'out', which is no layer before it" in str(error)


@pytest.mark.parametrize("value", [0, "false", None, [True]])
def test_enabled_is_true_or_false(value: Any) -> None:
    data = {"input_shape": [2], "layers": [{"type": "Flatten", "enabled": value}]}
    with pytest.raises(SpecError, match="flatten_1: enabled must be true or false"):
        NetworkSpec.from_json(data)


_NAMES = st.sampled_from(["a", "b", "c", "d", "dense_1", "dropout_1", "input", "no"])
_EDITS = st.one_of(
    st.tuples(st.just("insert"), st.integers(0, 6), st.just(Dense(units=4))),
    st.tuples(st.just("insert"), st.integers(0, 6), st.just(Dropout())),
    st.tuples(st.just("remove"), _NAMES),
    st.tuples(st.just("move"), _NAMES, st.integers(0, 6)),
    st.tuples(st.just("rename"), _NAMES, _NAMES),
    st.tuples(st.just("share"), _NAMES, st.just("") | _NAMES),
    st.tuples(st.just("enable"), _NAMES, st.booleans()),
    st.tuples(st.just("connect"), _NAMES, st.lists(_NAMES, max_size=2)),
    st.tuples(st.just("with_outputs"), _NAMES, _NAMES),
    st.tuples(st.just("with_outputs"), _NAMES),
    st.tuples(st.just("with_outputs")),
)


@given(st.lists(_EDITS, max_size=12))
def test_whatever_is_edited_the_spec_can_be_written_and_every_reference_is_there(
    edits: list[tuple[Any, ...]],
) -> None:
    spec = NetworkSpec((4,), tuple(LayerSpec(name, Dense(units=4)) for name in "abc"))
    for name, *values in edits:
        try:
            spec = getattr(spec, name)(*values)
        except SpecError:
            continue  # there is no such layer, or its name is taken
        there = {node.name for node in spec.layers}
        assert len(there) == len(spec.layers)
        assert {source for node in spec.layers for source in node.inputs} <= {*there, "input"}
        assert set(spec.outputs) <= there
        before: set[str] = set()
        for node in spec.layers:
            assert not node.shares or node.shares in before
            before.add(node.name)
        assert NetworkSpec.from_json(spec.to_json()) == spec
        inference = spec.infer()
        if inference.error is None:
            sizes = {info.name: info.param_count for info in inference.layers}
            owners = [node.name for node in spec.layers if node.enabled and not node.shares]
            assert {name for name, count in sizes.items() if count} <= set(owners)
            network = Network.from_spec(spec)
            x = np.ones((2, 4), np.float32)
            assert list(network.predict_outputs(x)) == list(inference.outputs)
