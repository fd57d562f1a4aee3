"""Edits of layers: links, frozen names and initial values stay true; the clipboard refuses."""

import json

import pytest

from app.models import clip, layer_edits, wiring
from nncore.errors import SpecError
from nncore.layers import Add, Conv2D, Dense, Flatten
from nncore.spec import INPUT, LayerSpec, NetworkSpec
from nncore.training.config import RunConfig

CHAIN = NetworkSpec.chain((28, 28, 1), [Flatten(), Dense(units=30), Dense(units=10)])
BLOCK = NetworkSpec(
    (8, 8, 4),
    (
        LayerSpec("a", Conv2D(filters=4, kernel_size=3, padding="same")),
        LayerSpec("b", Conv2D(filters=4, kernel_size=3, padding="same")),
        LayerSpec("sum", Add(), ("b", "a")),
        LayerSpec("flat", Flatten()),
        LayerSpec("out", Dense(units=10)),
    ),
)


def config(spec=CHAIN, **settings) -> RunConfig:
    return RunConfig(spec=spec, **settings)


def inputs(spec) -> dict[str, tuple[str, ...]]:
    return {node.name: node.inputs for node in wiring.explicit(spec)}


def names(spec) -> list[str]:
    return [node.name for node in spec.layers]


def test_explicit_and_implicit_are_inverse():
    for spec in (CHAIN, BLOCK):
        assert wiring.implicit(spec, wiring.explicit(spec)) == spec


def test_layer_added_within_a_branch_leaves_the_skip_alone():
    changed, name = layer_edits.add(config(BLOCK), "BatchNormalization", "b")
    assert inputs(changed.spec)["sum"] == (name, "a")
    assert inputs(changed.spec)[name] == ("b",)
    assert changed.spec.infer().error is None


def test_layer_added_after_the_fork_is_read_by_what_comes_next_only():
    changed, name = layer_edits.add(config(BLOCK), "Dropout", "a")
    assert inputs(changed.spec)["b"] == (name,)
    assert inputs(changed.spec)["sum"] == ("b", "a")


def test_layer_put_into_a_link_leaves_the_other_links_alone():
    changed, name = layer_edits.add_between(config(BLOCK), "Dropout", "a", "sum")
    assert inputs(changed.spec)["sum"] == ("b", name)
    assert inputs(changed.spec)["b"] == ("a",)
    assert changed.spec.infer().error is None


def test_loose_layer_says_that_it_reads_nothing_and_the_output_stays():
    changed, name = layer_edits.add_loose(config(), "Dropout")
    error = changed.spec.infer().error
    assert error is not None
    assert error.layer == name
    assert "reads no layer yet" in str(error)
    assert changed.spec.layers[-1].name == "dense_2"
    assert inputs(changed.spec)["dense_2"] == ("dense_1",)
    linked = wiring.connect(changed.spec, "dense_1", name)
    assert linked.infer().error is None


def test_cut_link_is_a_hole_that_a_new_link_fills():
    cut = wiring.disconnect(CHAIN, "flatten_1", "dense_1")
    assert cut.infer().error is not None
    assert ("flatten_1", "dense_1") not in wiring.links_of(cut)
    assert wiring.connect(cut, "flatten_1", "dense_1") == CHAIN


def test_link_backwards_puts_the_layers_in_an_order_that_can_run():
    spec = NetworkSpec.chain((4,), [Dense(units=4), Dense(units=4), Dense(units=4)])
    spec = wiring.disconnect(spec, "dense_1", "dense_2")
    spec = wiring.connect(spec, INPUT, "dense_3")
    spec = wiring.connect(spec, "dense_3", "dense_2")
    assert inputs(spec) == {"dense_1": (INPUT,), "dense_3": (INPUT,), "dense_2": ("dense_3",)}
    assert names(spec) == ["dense_1", "dense_3", "dense_2"]
    assert spec.infer().error is None


@pytest.mark.parametrize(("source", "reader"), [("dense_2", "dense_1"), ("dense_1", "dense_1")])
def test_ring_is_refused(source, reader):
    with pytest.raises(SpecError, match="cannot read"):
        wiring.connect(CHAIN, source, reader)


def test_second_input_becomes_a_merge():
    spec = NetworkSpec.chain((8,), [Dense(units=8), Dense(units=8), Dense(units=2)])
    merged, name = wiring.merge_before(spec, "dense_1", "dense_3", "Add")
    assert inputs(merged)[name] == ("dense_2", "dense_1")
    assert inputs(merged)["dense_3"] == (name,)
    assert merged.infer().error is None


def test_only_a_layer_that_nobody_reads_can_be_the_output():
    with pytest.raises(SpecError, match="dense_2 reads it"):
        wiring.make_output(CHAIN, "dense_1")
    loose, name = layer_edits.add_loose(config(), "Dense")
    linked = wiring.connect(loose.spec, "dense_1", name)
    assert names(wiring.make_output(linked, name))[-1] == name


def test_removal_takes_the_loss_of_an_output_along():
    made = config(
        CHAIN.with_outputs("dense_2", "dense_1"),
        loss={"dense_2": "categorical_crossentropy", "dense_1": "mse"},
        loss_weights={"dense_1": 0.5},
        targets={"dense_1": "x"},
    )
    after = layer_edits.remove(made, ["dense_1"])
    assert after.loss == {"dense_2": "categorical_crossentropy"}
    assert after.loss_weights == after.targets == {}
    assert list(after.aims()) == ["dense_2"]


def test_removal_takes_frozen_names_and_initial_values_along():
    start = config(frozen=("dense_1", "dense_2/bias"), initial_params={"dense_1/bias": [0.0] * 30})
    changed = layer_edits.remove(start, ["dense_1"])
    assert changed.frozen == ("dense_2/bias",)
    assert not changed.initial_params


def test_another_type_keeps_what_both_have():
    changed = layer_edits.retype(config(), "dense_1", "LSTM")
    layer = changed.spec.layers[1].layer
    assert (layer.type_name, layer.units) == ("LSTM", 30)
    changed = layer_edits.retype(config(), "dense_1", "Conv1D")
    assert changed.spec.layers[1].layer.filters == 30


def test_freezing_and_disabling_several_is_taken_back():
    start = config()
    both = layer_edits.freeze(start, ["dense_1", "dense_2"], True)
    assert both.frozen == ("dense_1", "dense_2")
    assert layer_edits.freeze(both, ["dense_1", "dense_2"], False) == start
    off = layer_edits.enable(start, ["dense_1"], False)
    assert not off.spec.layers[1].enabled
    assert layer_edits.enable(off, ["dense_1"], True) == start


def test_copies_get_free_names_and_keep_their_links_among_themselves():
    changed, added = layer_edits.duplicate(config(BLOCK), ["a", "b", "sum"])
    assert added == ("conv2d_1", "conv2d_2", "add_1") or len(set(added)) == 3
    first, second, merge = added
    links = inputs(changed.spec)
    assert links[first] == ("sum",)
    assert links[second] == (first,)
    assert links[merge] == (second, first)
    assert links["flat"] == (merge,)
    assert changed.spec.infer().error is None


def test_clip_survives_the_clipboard():
    copied = clip.copy(BLOCK, ["a", "b", "sum"], ("a", "out"))
    again = clip.from_text(clip.to_text(copied))
    assert layer_edits.paste(config(), again, "flatten_1") == layer_edits.paste(
        config(), copied, "flatten_1"
    )
    assert again.frozen == ("a",)


def test_pasted_frozen_layer_is_frozen_under_its_new_name():
    start = config(frozen=("dense_1",))
    changed, (name,) = layer_edits.duplicate(start, ["dense_1"])
    assert changed.frozen == ("dense_1", name)


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "Dense", "units": 5}',
        '[{"type": "Dense", "units": 5}]',
        json.dumps(NetworkSpec.chain((4,), [Dense(units=5)]).to_json()),
        json.dumps(RunConfig(spec=NetworkSpec.chain((4,), [Dense(units=5)])).to_json()),
    ],
)
def test_a_layer_a_list_a_network_and_a_run_can_be_pasted(text):
    (node,) = clip.from_text(text).layers
    assert node.layer == Dense(units=5)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no text"),
        ("hello", "not valid JSON"),
        ('{"layers": [', "not valid JSON"),
        ('{"colour": "red"}', "expected"),
        ('{"type": "Dens", "units": 5}', "did you mean 'Dense'"),
        ('{"type": "Dense", "units": -5}', "units must be"),
        ('{"layers": []}', "empty list"),
        ('{"layers": 5}', "layers must be a list"),
        ('{"format": "other", "layers": [{"type": "Flatten"}]}', "expected format"),
        ('{"version": 9, "layers": [{"type": "Flatten"}]}', "version"),
        ("[" * 5000, "deeper than"),
        ('{"layers": NaN}', "NaN"),
    ],
)
def test_bad_text_is_refused_with_what_is_wrong(text, says):
    with pytest.raises(SpecError, match=says):
        clip.from_text(text)


def test_too_many_layers_are_refused():
    many = clip.Clip(tuple(LayerSpec(f"f{i}", Flatten()) for i in range(999)))
    with pytest.raises(SpecError, match="1,000 layers"):
        layer_edits.paste(config(), many, "flatten_1")
