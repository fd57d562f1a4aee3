import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nncore.errors import ShapeError, SpecError
from nncore.layers import LAYERS, Activation, Dense, Dropout, Flatten
from nncore.spec import MAX_LAYERS, LayerSpec, NetworkSpec


def small() -> NetworkSpec:
    return NetworkSpec.chain(
        (4, 3), [Flatten(), Dense(units=5, activation="relu"), Dropout(rate=0.1), Dense(units=2)]
    )


def names(spec: NetworkSpec) -> list[str]:
    return [layer.name for layer in spec.layers]


def with_layer(**layer: Any) -> dict[str, Any]:
    return {"input_shape": [3], "layers": [{"type": "Dense", "units": 2, **layer}]}


def test_json_round_trip_through_text() -> None:
    spec = small().insert(4, Activation(activation="softmax"), "out")
    text = json.dumps(spec.to_json())
    assert NetworkSpec.from_json(text) == spec
    assert NetworkSpec.from_json(json.loads(text)) == spec
    assert NetworkSpec.from_json(spec.to_json(defaults=True)) == spec
    assert NetworkSpec.from_json(spec) is spec


def test_inputs_survive_the_round_trip() -> None:
    layers = (LayerSpec("a", Dense(units=3)), LayerSpec("b", Dense(units=2), ("input",)))
    spec = NetworkSpec((3,), layers)
    data = spec.to_json()
    assert data["layers"][1]["inputs"] == ["input"]
    assert NetworkSpec.from_json(data) == spec
    assert spec.infer().layers[1].input_shape == (3,)


def test_inference_gives_shapes_and_counts() -> None:
    inference = small().infer()
    assert inference.error is None
    assert [info.output_shape for info in inference.layers] == [(12,), (5,), (5,), (2,)]
    assert [info.param_count for info in inference.layers] == [0, 65, 0, 12]
    assert inference.param_count == 77
    assert inference.output_shape == (2,)
    assert [info.inputs for info in inference.layers] == [
        ("input",),
        ("flatten_1",),
        ("dense_1",),
        ("dropout_1",),
    ]


def test_layers_get_the_next_free_name() -> None:
    spec = small()
    assert names(spec) == ["flatten_1", "dense_1", "dropout_1", "dense_2"]
    assert spec.free_name("Dense") == "dense_3"
    assert spec.free_name("MaxPooling2D") == "max_pooling_2d_1"
    assert spec.remove("dense_1").free_name("Dense") == "dense_1"
    unnamed = {"input_shape": [2], "layers": [{"type": "Dense", "units": 1}] * 2}
    assert names(NetworkSpec.from_json(unnamed)) == ["dense_1", "dense_2"]


def test_edits_leave_the_old_spec_alone() -> None:
    spec = small()
    before = spec.to_json()
    assert names(spec.insert(1, Dropout()))[1] == "dropout_2"
    assert names(spec.remove("dropout_1")) == ["flatten_1", "dense_1", "dense_2"]
    moved = ["flatten_1", "dropout_1", "dense_1", "dense_2"]
    assert names(spec.move("dropout_1", 1)) == moved
    assert spec.change("dense_1", units=7).infer().param_count == 12 * 7 + 7 + 7 * 2 + 2
    assert spec.to_json() == before


def test_edit_of_an_unknown_layer_suggests_the_right_name() -> None:
    for edit in (
        lambda: small().remove("dens_1"),
        lambda: small().move("dens_1", 0),
        lambda: small().change("dens_1", units=1),
    ):
        with pytest.raises(SpecError, match=r"no layer is called 'dens_1'.*did you mean 'dense_1'"):
            edit()


def test_change_names_layer_and_field() -> None:
    with pytest.raises(SpecError, match=r"^dense_1: Dense: units must be .* received 0") as caught:
        small().change("dense_1", units=0)
    assert (caught.value.layer, caught.value.field) == ("dense_1", "units")
    with pytest.raises(SpecError, match=r"^dense_1: Dense: unknown setting 'unit'.*'units'"):
        small().change("dense_1", unit=3)


def test_remove_lets_readers_read_what_the_layer_read() -> None:
    layers = (
        LayerSpec("a", Dense(units=3)),
        LayerSpec("b", Dense(units=4)),
        LayerSpec("c", Dense(units=5), ("a",)),
        LayerSpec("d", Dense(units=6)),  # reads c, the one before
        LayerSpec("e", Dense(units=7), ("c",)),
    )
    inference = NetworkSpec((2,), layers).remove("c").infer()
    assert inference.error is None
    read = {info.name: (info.inputs, info.input_shape) for info in inference.layers}
    assert read["d"] == (("a",), (3,))
    assert read["e"] == (("a",), (3,))


def test_remove_of_two_that_read_each_other_lets_the_other_read_the_one_before() -> None:
    layers = (LayerSpec("a", Dense(units=2), ("b",)), LayerSpec("b", Flatten()))
    for second in (layers[1], LayerSpec("b", Flatten(), ("a",))):
        spec = NetworkSpec((2,), (layers[0], second)).remove("a")
        assert spec.checked().layers[0].inputs == ("input",)


def test_remove_of_what_reads_itself_leaves_no_reader_of_it() -> None:
    layers = (LayerSpec("a", Flatten(), ("a",)), LayerSpec("b", Flatten(), ("a",)))
    assert NetworkSpec((2,), layers).remove("a").checked().layers[0].inputs == ("input",)


def test_remove_of_an_output_that_reads_nothing_gives_it_no_heir() -> None:
    layers = (LayerSpec("a", Dense(units=2), ("",)), LayerSpec("b", Dense(units=3)))
    spec = NetworkSpec((2,), layers).with_outputs("b", "a").remove("a")
    assert spec.outputs == ("b",)
    first = NetworkSpec((2,), layers[1:] + layers[:1]).with_outputs("a", "b").remove("b")
    assert first.outputs == ("a",)


def test_remove_the_first_layer_lets_readers_read_the_input() -> None:
    layers = (LayerSpec("a", Dense(units=3)), LayerSpec("b", Dense(units=1), ("a",)))
    assert NetworkSpec((2,), layers).remove("a").infer().layers[0].inputs == ("input",)


def test_layer_that_cannot_stand_is_named_and_ends_the_inference() -> None:
    spec = NetworkSpec.chain((4, 4, 1), [Dropout(), Dense(units=2), Flatten()])
    inference = spec.infer()
    assert isinstance(inference.error, ShapeError)
    assert inference.error.layer == "dense_1"
    assert "dense_1: Dense needs a vector" in str(inference.error)
    assert "4 × 4 × 1" in str(inference.error)
    assert [info.error is None for info in inference.layers] == [True, False]
    with pytest.raises(ShapeError, match="dense_1"):
        spec.checked()


@pytest.mark.parametrize(
    ("second", "problem"),
    [
        (LayerSpec("a", Dense(units=1)), "the name 'a' is taken"),
        (LayerSpec("input", Dense(units=1)), "the name 'input' is taken"),
        (LayerSpec("b", Dense(units=1), ("c",)), "reads 'c', which is no layer before it"),
        (LayerSpec("b", Dense(units=1), ("b",)), "reads 'b', which is no layer before it"),
        (LayerSpec("b", Dense(units=1), ("a", "a")), "takes one input"),
        (LayerSpec("b", Dense(units=1), ([],)), "reads \\[\\]"),  # type: ignore[arg-type]
        (LayerSpec("", Dense(units=1)), "1 to 60 printable characters"),
        (LayerSpec("x/y", Dense(units=1)), "1 to 60 printable characters"),
        (LayerSpec("..", Dense(units=1)), "1 to 60 printable characters"),
        (LayerSpec("c:x", Dense(units=1)), "1 to 60 printable characters"),
        (LayerSpec("a\nb", Dense(units=1)), "1 to 60 printable characters"),
        (LayerSpec("n" * 61, Dense(units=1)), "layer 2: .*1 to 60 printable characters"),
        (LayerSpec(5, Dense(units=1)), "received 5"),  # type: ignore[arg-type]
    ],
)
def test_infer_reports_bad_names_and_inputs(second: LayerSpec, problem: str) -> None:
    error = NetworkSpec((2,), (LayerSpec("a", Dense(units=3)), second)).infer().error
    assert error is not None
    with pytest.raises(SpecError, match=problem):
        raise error
    assert error.layer == second.name


@pytest.mark.parametrize("name", ["a", "größe 1", ".hidden", "..." * 2, "n" * 60])
def test_ordinary_names_are_taken(name: str) -> None:
    assert NetworkSpec((2,)).insert(0, Dense(units=1), name).infer().error is None


def test_a_network_with_too_many_parameters_is_refused() -> None:
    million = Dense(units=1_000_000)
    with pytest.raises(SpecError, match=r"dense_2: its kernel 1000000 × 1000000 would have more"):
        NetworkSpec.chain((1,), [million, million]).checked()
    wide = [Dense(units=40_000) for _ in range(3)]
    with pytest.raises(SpecError, match="parameters; at most"):
        NetworkSpec.chain((10,), wide).checked()


@pytest.mark.parametrize(
    "shape", [[], [0], [-1], [2.5], ["2"], "28", 5, None, [True], [[1]], [2**40], [math.nan], {}]
)
def test_bad_input_shape_is_refused(shape: Any) -> None:
    with pytest.raises(SpecError, match="input_shape"):
        NetworkSpec.from_json({"input_shape": shape, "layers": []})


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "must be a JSON object"),
        ([], "must be a JSON object"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "must be a JSON object"),
        ({}, "input_shape is missing"),
        ({"format": "other", "input_shape": [1]}, "expected format 'vitrine-network'.*'other'"),
        ({"version": 2, "input_shape": [1]}, "reads version 1.*received 2"),
        ({"input_shape": [1], "layers": {}}, "layers must be a list"),
        ({"input_shape": [1], "layers": "Dense"}, "layers must be a list"),
        ({"input_shape": [1], "layers": [5]}, "a layer must be an object, received int"),
        ({"input_shape": [1], "layers": [{}]}, "unknown layer None"),
        (with_layer(type="Dens"), r"unknown layer 'Dens'.*did you mean 'Dense'\?"),
        (with_layer(type=["Dense"]), r"unknown layer \['Dense'\]"),
        (with_layer(type="D" * 10**6), "unknown layer 'DDDD"),
        (with_layer(units=0), "dense_1: Dense: units must be .* at least 1 .* received 0"),
        (with_layer(units=-3), "received -3"),
        (with_layer(units=10**9), "at most 1,000,000; received 1000000000"),
        (with_layer(units="abc"), "received 'abc'"),
        (with_layer(units=math.nan), "received nan"),
        (with_layer(units=None), "received None"),
        (with_layer(unitz=3), r"unknown setting 'unitz'.*did you mean 'units'\?"),
        (with_layer(activation="rleu"), r"did you mean 'relu'\?"),
        (with_layer(kernel_regularizer={"l3": 1}), "unknown setting 'l3'"),
        (with_layer(kernel_regularizer=1), "kernel_regularizer must be"),
        (with_layer(name=[]), r"name of a layer must be a text; received \[\]"),
        (with_layer(name=None), "name of a layer must be a text; received None"),
        (with_layer(inputs="input"), "inputs must be a list of names"),
        (with_layer(inputs=[["input"]]), "inputs must be a list of names"),
        (with_layer(inputs=5), "inputs must be a list of names"),
    ],
)
def test_hostile_json_is_refused_in_words(data: Any, problem: str) -> None:
    with pytest.raises(SpecError, match=problem) as caught:
        NetworkSpec.from_json(data)
    assert len(str(caught.value)) < 600


def test_number_too_large_for_a_float_is_refused() -> None:
    text = '{"input_shape": [1], "layers": [{"type": "Dropout", "rate": 1' + "0" * 400 + "}]}"
    with pytest.raises(SpecError, match=r"dropout_1: Dropout: rate must be") as caught:
        NetworkSpec.from_json(text)
    assert caught.value.field == "rate"


def test_field_and_layer_of_a_bad_setting_are_known() -> None:
    with pytest.raises(SpecError) as caught:
        NetworkSpec.from_json(with_layer(name="hidden", units="abc"))
    assert (caught.value.layer, caught.value.field) == ("hidden", "units")


def test_too_many_layers_are_refused_at_once() -> None:
    layer = {"type": "Flatten"}
    with pytest.raises(SpecError, match=r"at most 1000 layers, received 10000"):
        NetworkSpec.from_json({"input_shape": [1], "layers": [layer] * 10_000})
    spec = NetworkSpec.from_json({"input_shape": [1], "layers": [layer] * MAX_LAYERS})
    assert spec.checked().output_shape == (1,)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
_SETTINGS = st.dictionaries(
    st.sampled_from(
        ["name", "inputs", "enabled", "shares", "units", "rate", "activation", "kernel_regularizer"]
    ),
    st.integers(-2, 9)
    | st.floats(0, 1)
    | st.booleans()
    | st.sampled_from(["relu", "input", "a"])
    | _JSON,
    max_size=4,
)
_LAYER = st.builds(
    lambda kind, rest: {"type": kind, **rest}, st.sampled_from([*LAYERS, "Conv9D"]), _SETTINGS
)


@settings(max_examples=200, deadline=None)
@given(
    shape=st.lists(st.integers(-1, 40), max_size=4) | _JSON,
    layers=st.lists(_LAYER | _JSON, max_size=5),
    outputs=st.just(()) | st.lists(st.sampled_from(["a", "dense_1", "input"]), max_size=3) | _JSON,
)
def test_any_json_gives_a_spec_or_a_spec_error(shape: Any, layers: list[Any], outputs: Any) -> None:
    data = {"input_shape": shape, "layers": layers, "outputs": outputs}
    try:
        spec = NetworkSpec.from_json(data)
    except SpecError:
        return
    inference = spec.infer()
    assert NetworkSpec.from_json(spec.to_json()) == spec
    if inference.error is None:
        assert len(inference.layers) == len(spec.layers)


_NODE = st.builds(
    LayerSpec,
    st.sampled_from(["a", "b", "c", "", "x/y"]),
    st.sampled_from([Dense(units=3), Flatten(), Dropout(), Activation()]),
    st.lists(st.sampled_from(["a", "b", "c", "input", "z"]), max_size=2).map(tuple),
    st.booleans(),
    st.sampled_from(["", "", "", "a", "b", "z"]),
)


@given(
    shape=st.lists(st.integers(1, 5), min_size=1, max_size=4).map(tuple),
    nodes=st.lists(_NODE, max_size=6),
)
def test_infer_never_raises(shape: tuple[int, ...], nodes: list[LayerSpec]) -> None:
    inference = NetworkSpec(shape, tuple(nodes)).infer()
    if inference.error is not None:
        assert inference.layers[-1].error is inference.error
        assert inference.error.layer == inference.layers[-1].name


def test_setting_that_a_spec_does_not_have_is_refused_by_name() -> None:
    given = {"input_shape": [4], "layers": [], "layer": []}
    with pytest.raises(SpecError, match=r"unknown setting 'layer'.*did you mean 'layers'"):
        NetworkSpec.from_json(given)
