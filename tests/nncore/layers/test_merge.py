"""Merges, and the graphs they end: fan-out, skip connections, shared buffers."""

import numpy as np
import pytest

from nncore.errors import ShapeError
from nncore.gradcheck import check_gradients
from nncore.layers import (
    LSTM,
    Activation,
    Add,
    BatchNormalization,
    Concatenate,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GaussianNoise,
    GlobalAveragePooling2D,
    Layer,
    LayerNormalization,
    Reshape,
)
from nncore.network import Network
from nncore.spec import LayerSpec, NetworkSpec
from nncore.training.loop import trainable_segments

Node = tuple[str, Layer, tuple[str, ...]]


def graph(input_shape: tuple[int, ...], *nodes: Node) -> NetworkSpec:
    return NetworkSpec(input_shape, tuple(LayerSpec(*node) for node in nodes))


def dense(units: int, activation: str = "linear") -> Dense:
    return Dense(units=units, activation=activation, bias_initializer="random_normal")


def conv(filters: int, window: int, stride: int = 1) -> Conv2D:
    size, step = (window, window), (stride, stride)
    return Conv2D(filters=filters, kernel_size=size, strides=step, padding="same", use_bias=False)


GRAPHS = {
    "relu beside the sum that reads its input": graph(
        (5,),
        ("a", dense(4), ()),
        ("relu", Activation(activation="relu"), ("a",)),
        ("sum", Add(), ("a", "relu")),
        ("out", dense(2), ()),
    ),
    "sum that reads relu first": graph(
        (5,),
        ("a", dense(4, "relu"), ()),
        ("tanh", Activation(activation="tanh"), ("a",)),
        ("b", dense(4, "sigmoid"), ("tanh",)),
        ("sum", Add(), ("b", "a", "tanh")),
        ("out", dense(2), ()),
    ),
    "residual blocks with everything that passes gradients on": graph(
        (6,),
        ("a", dense(6, "relu"), ()),
        ("norm", BatchNormalization(), ()),
        ("drop", Dropout(rate=0.4), ()),
        ("sum1", Add(), ("drop", "a")),
        ("layer", LayerNormalization(), ()),
        ("noise", GaussianNoise(stddev=0.2), ()),
        ("shape", Reshape(target_shape=(2, 3)), ()),
        ("flat", Flatten(), ()),
        ("sum2", Add(), ("flat", "sum1", "a", "flat")),
        ("quiet", Dropout(rate=0), ()),
        ("sum3", Add(), ("quiet", "sum2")),
        ("out", dense(2, "tanh"), ()),
    ),
    "dense connections": graph(
        (3, 2),
        ("a", dense(4, "tanh"), ()),
        ("join1", Concatenate(), ("input", "a")),
        ("b", dense(3, "relu"), ()),
        ("join2", Concatenate(), ("join1", "b", "a")),
        ("join3", Concatenate(axis=1), ("join2", "join2")),
        ("read", LSTM(units=3), ()),
        ("out", dense(2), ()),
    ),
    "one array handed to two sources, one of them a merge": graph(
        (4,),
        ("a", dense(4), ()),
        ("b", dense(4), ("input",)),
        ("inner", Add(), ("a", "b")),
        ("outer", Add(), ("inner", "a")),
        ("last", Add(), ("outer", "inner", "input")),
    ),
    "a block of a ResNet, its shortcut a convolution": graph(
        (6, 6, 2),
        ("conv1", conv(4, 3, 2), ()),
        ("norm1", BatchNormalization(), ()),
        ("relu1", Activation(activation="relu"), ()),
        ("conv2", conv(4, 3), ()),
        ("norm2", BatchNormalization(), ()),
        ("short", conv(4, 1, 2), ("input",)),
        ("norm3", BatchNormalization(), ()),
        ("sum", Add(), ("norm2", "norm3")),
        ("relu2", Activation(activation="relu"), ()),
        ("pool", GlobalAveragePooling2D(), ()),
        ("out", dense(3), ()),
    ),
    "a diamond": graph(
        (4,),
        ("top", dense(5, "tanh"), ()),
        ("left", dense(3, "sigmoid"), ("top",)),
        ("right", dense(3, "tanh"), ("top",)),
        ("bottom", Add(), ("left", "right")),
        ("out", dense(2), ()),
    ),
    "a branch that nothing reads": graph(
        (4,),
        ("a", dense(3, "relu"), ()),
        ("dead", dense(5), ("a",)),
        ("dead2", dense(5), ("dead",)),
        ("sum", Add(), ("a", "a")),
    ),
}
every = pytest.mark.parametrize("spec", GRAPHS.values(), ids=GRAPHS)


@every
@pytest.mark.parametrize("training", [True, False])
def test_gradients_through_graphs_are_slopes(spec: NetworkSpec, training: bool) -> None:
    network = Network.from_spec(spec, 3, "float64")
    rng = np.random.default_rng(0)
    x = rng.normal(size=(5, *network.input_shape))
    y = rng.normal(size=(5, *network.output_shape))
    workspace = network.workspace()
    workspace.flat_grads.fill(np.nan)  # every gradient must be written, if only as 0
    for check in check_gradients(network, x, y, "mse", training=training):
        assert check.error < 1e-6, str(check)
        assert (check.analytic == 0) == check.name.startswith("dead"), str(check)
    network.loss_and_grads(x, y, "mse", workspace=workspace)
    assert np.isfinite(workspace.flat_grads).all()


@every
def test_graph_repeats_its_pass_to_the_bit(spec: NetworkSpec) -> None:
    """A buffer that one pass spoiled would show in the next."""
    network = Network.from_spec(spec, 3, "float64")
    x = np.random.default_rng(0).normal(size=(5, *network.input_shape))
    workspace = network.workspace(input_grad=True)
    passes = []
    for _ in range(2):
        workspace.rng.bit_generator.state = np.random.default_rng(5).bit_generator.state
        y = network.forward(x, workspace, training=True)
        outputs = [output.copy() for output in workspace.outputs]
        dx = network.backward(np.ones_like(y), workspace)
        for before, after in zip(outputs, workspace.outputs, strict=True):
            np.testing.assert_array_equal(after, before)
        assert dx is not None
        passes.append((y.copy(), dx.copy(), workspace.flat_grads.copy()))
    for first, second in zip(*passes, strict=True):
        np.testing.assert_array_equal(first, second)


def test_input_gradient_is_given_only_where_asked_for() -> None:
    network = Network.from_spec(GRAPHS["dense connections"])
    x = np.ones((2, 3, 2), np.float32)
    for wanted in (False, True):
        workspace = network.workspace(input_grad=wanted)
        y = network.forward(x, workspace)
        assert (network.backward(np.ones_like(y), workspace) is not None) == wanted


def test_gradients_do_not_depend_on_whether_the_input_gets_one() -> None:
    network = Network.from_spec(GRAPHS["dense connections"], 1, "float64")
    rng = np.random.default_rng(0)
    x, dy = rng.normal(size=(4, 3, 2)), rng.normal(size=(4, 2))
    grads = []
    for wanted in (False, True):
        workspace = network.workspace(input_grad=wanted)
        network.forward(x, workspace)
        network.backward(dy, workspace)
        grads.append(workspace.flat_grads)
    np.testing.assert_array_equal(grads[0], grads[1])
    assert trainable_segments(network, ()) == [(0, network.trainable_size)]


def test_sum_and_join_are_those_of_numpy() -> None:
    x = np.random.default_rng(0).normal(size=(4, 3, 2)).astype(np.float32)
    spec = graph((3, 2), ("a", dense(2), ()), ("sum", Add(), ("a", "input", "input")))
    network = Network.from_spec(spec)
    a = Network.from_spec(graph((3, 2), ("a", dense(2), ()))).predict(x)
    np.testing.assert_array_equal(network.predict(x), a + x + x)
    for axis in (1, 2, -1, -2):
        spec = graph((3, 2), ("a", dense(2), ()), ("join", Concatenate(axis=axis), ("a", "input")))
        y = Network.from_spec(spec).predict(x)
        np.testing.assert_array_equal(y, np.concatenate([a, x], axis=axis))
        assert spec.checked().output_shape == y.shape[1:]


@pytest.mark.parametrize(
    ("layer", "shapes", "message"),
    [
        (Add(), ((4,),), "Add needs two or more inputs of one shape; it would receive only 4"),
        (Add(), ((4,), (4, 1)), "of one shape; it would receive 4 and 4 × 1"),
        (Concatenate(), ((2, 3),), "Concatenate needs two or more .* receive only 2 × 3"),
        (Concatenate(), ((2, 3), (4, 3)), "differ along axis -1 only; .* 2 × 3 and 4 × 3"),
        (Concatenate(axis=1), ((2, 3), (4,)), "differ along axis 1 only; .* 2 × 3 and 4"),
        (Concatenate(axis=0), ((2, 3), (2, 3)), "axis must be from 1 to 2 or from -2 to -1 .* 0"),
        (Concatenate(axis=3), ((2, 3), (2, 3)), "received 3"),
        (Concatenate(axis=-3), ((2, 3), (2, 3)), "received -3"),
        (Add(), ((1,), (2,), (3,), (4,), (5,)), "1 and 2 and 3 and 4 and 1 more"),
    ],
)
def test_inputs_that_do_not_fit_are_refused_in_words(
    layer: Layer, shapes: tuple[tuple[int, ...], ...], message: str
) -> None:
    with pytest.raises(ShapeError, match=message):
        layer.output_shape(shapes)  # type: ignore[arg-type]


def test_merge_without_named_inputs_is_an_error_of_the_spec_not_an_exception() -> None:
    inference = NetworkSpec.chain((4,), [dense(3), Add()]).infer()
    assert "add_1: Add needs two or more inputs" in str(inference.error)
