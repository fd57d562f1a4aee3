"""What every layer promises, checked on every entry of LAYERS.

A new layer needs an entry in EXAMPLES, nothing else.
"""

import json
from dataclasses import dataclass

import numpy as np
import pytest

from nncore.errors import DataError
from nncore.gradcheck import check_gradients
from nncore.layers import (
    GRU,
    LAYERS,
    LSTM,
    Activation,
    Add,
    AveragePooling2D,
    BatchNormalization,
    Concatenate,
    Conv1D,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    GaussianNoise,
    GlobalAveragePooling2D,
    Layer,
    LayerNormalization,
    MaxPooling1D,
    MaxPooling2D,
    Reshape,
    SimpleRNN,
    SpatialDropout2D,
)
from nncore.network import Network, Workspace
from nncore.optimizers import SGD, OptimizerState
from nncore.shapes import Shape
from nncore.spec import LayerSpec, NetworkSpec


@dataclass(frozen=True)
class Example:
    """One layer as a user may set it.

    Attributes:
        input_shape: Shape of one sample.
        inputs: Names of the inputs of a layer that takes several.
        flat: Its slope is zero everywhere, so nothing can be learned through it.
        indices: The inputs are whole numbers below this; their gradient is zero.
    """

    layer: Layer
    input_shape: Shape
    inputs: tuple[str, ...] = ()
    flat: bool = False
    indices: int = 0

    @property
    def spec(self) -> NetworkSpec:
        """The layer alone."""
        return NetworkSpec(self.input_shape, (LayerSpec("it", self.layer, self.inputs),))

    @property
    def headed(self) -> NetworkSpec:
        """The layer between a network's input and a linear head."""
        spec = self.spec
        head = Dense(units=2)
        return spec.insert(1, Flatten(), "flat").insert(2, head, "head")


def regularized(**settings: object) -> Dense:
    l2 = {"l2": 0.03}
    return Dense(
        units=3,
        activation="tanh",
        kernel_regularizer={"l1": 0.02, "l2": 0.01},
        bias_regularizer=l2,
        activity_regularizer=l2,
        bias_initializer="random_normal",
        **settings,  # type: ignore[arg-type]
    )


EXAMPLES: dict[str, list[Example]] = {
    "Dense": [
        *(
            Example(
                Dense(units=4, activation=name, bias_initializer="random_normal"),
                (6,),
                flat=name == "step",
            )
            for name in ("linear", "step", "sigmoid", "tanh", "relu", "gelu", "softmax")
        ),
        Example(Dense(units=3, activation="elu", use_bias=False), (5,)),
        Example(Dense(units=3, activation="leaky_relu"), (4, 5)),
        Example(Dense(units=1), (1,)),
        Example(regularized(), (5,)),
    ],
    "Activation": [
        Example(Activation(activation="relu"), (4, 3, 2)),
        Example(Activation(activation="softmax"), (6,)),
        Example(Activation(activation="gelu"), (3, 4)),
        Example(Activation(activation="linear"), (3,)),
        Example(Activation(activation="step"), (3,), flat=True),
    ],
    "Dropout": [
        Example(Dropout(rate=0.4), (6,)),
        Example(Dropout(rate=0.0), (3, 4, 2)),
        Example(Dropout(rate=0.9), (5, 4)),
    ],
    "SpatialDropout2D": [Example(SpatialDropout2D(rate=0.4), (4, 3, 8))],
    "GaussianNoise": [
        Example(GaussianNoise(stddev=0.3), (4, 3)),
        Example(GaussianNoise(stddev=0), (5,)),
    ],
    "BatchNormalization": [
        Example(BatchNormalization(), (4,)),
        Example(BatchNormalization(momentum=0.5, epsilon=1e-5), (3, 4, 2)),
        Example(BatchNormalization(center=False), (3, 4)),
        Example(BatchNormalization(scale=False), (4,)),
        Example(BatchNormalization(center=False, scale=False), (3,)),
    ],
    "LayerNormalization": [
        Example(LayerNormalization(), (6,)),
        Example(LayerNormalization(epsilon=1e-5), (3, 2, 5)),
        Example(LayerNormalization(center=False), (3, 4)),
        Example(LayerNormalization(scale=False), (4,)),
    ],
    "Embedding": [
        Example(Embedding(input_dim=7, output_dim=3), (6,), indices=7),
        Example(Embedding(input_dim=4, output_dim=2), (2, 3), indices=4),
    ],
    "Conv1D": [
        Example(Conv1D(filters=3, kernel_size=(3,), activation="tanh"), (7, 2)),
        Example(Conv1D(filters=2, kernel_size=(2,), padding="same", strides=(2,)), (5, 3)),
        Example(Conv1D(filters=2, kernel_size=(3,), padding="same", dilation_rate=(2,)), (6, 2)),
        Example(
            Conv1D(filters=2, kernel_size=(3,), padding="explicit", explicit_padding=(2, 1)), (6, 2)
        ),
    ],
    "Conv2D": [
        Example(Conv2D(filters=3, kernel_size=(3, 2), activation="tanh"), (5, 6, 2)),
        Example(
            Conv2D(filters=4, kernel_size=(5, 5), padding="same", activation="relu"), (4, 6, 3)
        ),
        Example(Conv2D(filters=2, kernel_size=(3, 3), padding="same", strides=(2, 3)), (6, 7, 2)),
        Example(Conv2D(filters=2, kernel_size=(2, 2), dilation_rate=(3, 2)), (6, 5, 2)),
        Example(Conv2D(filters=2, kernel_size=(2, 3), strides=(2, 1), use_bias=False), (6, 5, 1)),
        Example(Conv2D(filters=3, kernel_size=(2, 2), activation="gelu"), (3, 3, 2)),
        Example(
            Conv2D(
                filters=2,
                kernel_size=(3, 3),
                padding="explicit",
                explicit_padding=(0, 2, 3, 1),
                kernel_regularizer={"l1": 0.02, "l2": 0.01},
                bias_regularizer={"l2": 0.03},
                activity_regularizer={"l2": 0.03},
                bias_initializer="random_normal",
            ),
            (4, 3, 2),
        ),
    ],
    "MaxPooling1D": [
        Example(MaxPooling1D(), (5, 2)),
        Example(MaxPooling1D(pool_size=(3,), strides=(2,), padding="same"), (6, 2)),
    ],
    "MaxPooling2D": [
        Example(MaxPooling2D(), (4, 6, 2)),
        Example(MaxPooling2D(pool_size=(2, 3), strides=(1, 2), padding="same"), (5, 6, 2)),
        Example(MaxPooling2D(pool_size=(2, 2), strides=(3, 3)), (5, 6, 2)),
    ],
    "AveragePooling2D": [
        Example(AveragePooling2D(), (5, 4, 2)),
        Example(AveragePooling2D(pool_size=(3, 2), strides=(2, 1), padding="same"), (5, 4, 2)),
    ],
    "GlobalAveragePooling2D": [Example(GlobalAveragePooling2D(), (3, 4, 2))],
    "SimpleRNN": [
        Example(SimpleRNN(units=3, bias_initializer="random_normal"), (4, 2)),
        Example(SimpleRNN(units=3, activation="relu", return_sequences=True), (4, 3)),
        Example(SimpleRNN(units=2, use_bias=False, return_sequences=True), (2, 3)),
    ],
    "LSTM": [
        Example(LSTM(units=3, bias_initializer="random_normal"), (4, 2)),
        Example(LSTM(units=2, return_sequences=True, unit_forget_bias=False), (4, 3)),
        Example(LSTM(units=3, use_bias=False, activation="elu"), (5, 1)),
        Example(LSTM(units=1, recurrent_activation="leaky_relu"), (3, 2)),
    ],
    "GRU": [
        Example(GRU(units=3, bias_initializer="random_normal"), (4, 2)),
        Example(GRU(units=2, return_sequences=True), (4, 3)),
        Example(GRU(units=3, use_bias=False, activation="elu"), (5, 1)),
        Example(GRU(units=1, recurrent_activation="leaky_relu"), (3, 2)),
    ],
    "Flatten": [Example(Flatten(), (4, 3, 2)), Example(Flatten(), (5,))],
    "Reshape": [
        Example(Reshape(target_shape=(2, 6)), (3, 4)),
        Example(Reshape(target_shape=(3, -1, 2)), (24,)),
    ],
    "Add": [
        Example(Add(), (4, 3), inputs=("input", "input")),
        Example(Add(), (5,), inputs=("input", "input", "input")),
    ],
    "Concatenate": [
        Example(Concatenate(), (4, 3), inputs=("input", "input")),
        Example(Concatenate(axis=1), (4, 3), inputs=("input", "input", "input")),
    ],
}

CASES = [
    pytest.param(example, id=f"{name}-{number}")
    for name, examples in EXAMPLES.items()
    for number, example in enumerate(examples, 1)
]
every = pytest.mark.parametrize("example", CASES)
BATCH = 5


def build(spec: NetworkSpec, dtype: str = "float64") -> Network:
    return Network.from_spec(spec, 3, dtype)


def samples(example: Example, seed: int = 0, n: int = BATCH, dtype: str = "float64") -> np.ndarray:
    rng = np.random.default_rng(seed)
    shape = (n, *example.input_shape)
    if example.indices:
        # The first batch uses every index, so that each row of a table learns.
        wheel = np.arange(np.prod(shape, dtype=int)).reshape(shape) % example.indices
        return (rng.permuted(wheel) if seed else wheel).astype(dtype)
    return rng.normal(size=shape).astype(dtype)


def targets(network: Network, n: int = BATCH) -> np.ndarray:
    return np.random.default_rng(9).normal(size=(n, *network.output_shape))


def workspace(network: Network, seed: int = 5) -> Workspace:
    return network.workspace(rng=np.random.default_rng(seed), input_grad=True)


def both_ways(network: Network, x: np.ndarray, own: Workspace) -> list[np.ndarray]:
    """Outputs and every gradient of one pass in training, copied."""
    y = network.forward(x, own, training=True).copy()
    dx = network.backward(np.random.default_rng(8).normal(size=y.shape).astype(y.dtype), own)
    assert dx is not None
    return [y, dx.copy(), own.flat_grads.copy()]


def test_every_layer_has_an_example_of_its_own_type() -> None:
    assert set(EXAMPLES) == set(LAYERS)
    for name, examples in EXAMPLES.items():
        assert examples
        assert all(type(example.layer) is LAYERS[name] for example in examples)


@every
def test_json_round_trip(example: Example) -> None:
    for defaults in (False, True):
        text = json.dumps(example.layer.to_json(defaults=defaults))
        assert Layer.from_json(json.loads(text)) == example.layer


@every
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_inferred_shapes_are_the_real_ones(example: Example, dtype: str) -> None:
    network = build(example.spec, dtype)
    (info,) = network.inference.layers
    own = workspace(network)
    y = network.forward(samples(example, dtype=dtype), own, training=True)
    assert y.shape == (BATCH, *info.output_shape)
    assert y.dtype == dtype
    for name, spec in info.params.items():
        assert {**network.params, **network.state}[f"it/{name}"].shape == spec.shape
    dx = network.backward(np.ones_like(y), own)
    assert dx is not None
    assert (dx.shape, dx.dtype) == ((BATCH, *example.input_shape), np.dtype(dtype))


@every
def test_gradients_are_the_slopes_of_the_loss(example: Example) -> None:
    network = build(example.spec)
    y = targets(network)
    checks = list(check_gradients(network, samples(example), y, "mse", training=True))
    assert {check.name for check in checks} == {*network.params, "input"}
    for check in checks:
        assert check.error < 1e-5, str(check)
        if example.indices and check.name == "input":
            assert check.analytic == 0
        elif not example.flat:
            assert check.analytic != 0


@every
def test_a_batch_gives_what_its_samples_give_one_by_one(example: Example) -> None:
    network = build(example.spec)
    x = samples(example)
    together = network.predict(x)
    singly = np.concatenate([network.predict(x[i : i + 1]) for i in range(BATCH)])
    np.testing.assert_allclose(together, singly, rtol=1e-12, atol=1e-14)


@every
def test_inference_is_free_of_chance(example: Example) -> None:
    network = build(example.spec)
    x = samples(example)
    first = network.forward(x, workspace(network, 1)).copy()
    np.testing.assert_array_equal(network.forward(x, workspace(network, 2)), first)


@every
def test_training_repeats_with_the_same_generator(example: Example) -> None:
    network = build(example.spec)
    x = samples(example)
    first = both_ways(network, x, workspace(network))
    for a, b in zip(first, both_ways(network, x, workspace(network)), strict=True):
        np.testing.assert_array_equal(a, b)


@every
def test_one_step_lowers_the_loss(example: Example) -> None:
    network = build(example.headed)
    x, y = samples(example), targets(network)
    own_params = [name for name in network.params if name.startswith("it/")]
    trained = own_params if own_params and not example.flat else ["head/kernel", "head/bias"]
    before, grads = network.loss_and_grads(x, y, "mse")
    for name in trained:
        network.params[name] -= 0.01 * grads[name]
    after, _ = network.loss_and_grads(x, y, "mse")
    assert after < before


@every
def test_an_optimizer_reaches_every_parameter(example: Example) -> None:
    network = build(example.spec)
    if not network.params or example.flat:
        return
    own = workspace(network)
    network.loss_and_grads(samples(example), targets(network), "mse", workspace=own)
    before = network.snapshot()
    state = OptimizerState(network.trainable_size, network.dtype)
    state.apply(SGD(), network.flat, own.flat_grads, [(0, network.trainable_size)])
    for name, values in network.params.items():
        assert not np.array_equal(values, before.params[name]), name


@every
def test_another_workspace_in_between_changes_no_gradient(example: Example) -> None:
    network = build(example.spec)
    x = samples(example)
    alone = both_ways(network, x, workspace(network))
    own, other = workspace(network), workspace(network, 77)
    y = network.forward(x, own, training=True)
    shape = y.shape
    disturbing = network.forward(samples(example, 1), other, training=True)
    network.forward(samples(example, 2, n=2), other)
    assert not np.may_share_memory(y, disturbing)
    dx = network.backward(np.random.default_rng(8).normal(size=shape), own)
    assert dx is not None
    for a, b in zip(alone, (y, dx, own.flat_grads), strict=True):
        np.testing.assert_array_equal(a, b)


@every
def test_a_smaller_batch_in_between_leaves_no_trace(example: Example) -> None:
    network = build(example.spec)
    x = samples(example)
    first = both_ways(network, x, workspace(network))
    own = workspace(network)
    both_ways(network, samples(example, 4, n=2), own)
    own.rng.bit_generator.state = np.random.default_rng(5).bit_generator.state
    for a, b in zip(first, both_ways(network, x, own), strict=True):
        np.testing.assert_array_equal(a, b)


@every
def test_passes_leave_parameters_and_inputs_alone(example: Example) -> None:
    network = build(example.spec)
    x = samples(example)
    x_before, flat_before = x.copy(), network.flat.copy()
    network.predict(x)
    np.testing.assert_array_equal(network.flat, flat_before)
    both_ways(network, x, workspace(network))
    np.testing.assert_array_equal(x, x_before)
    learned = network.trainable_size  # beyond it lies what a pass in training may move
    np.testing.assert_array_equal(network.flat[:learned], flat_before[:learned])


@every
def test_backward_leaves_its_gradient_alone(example: Example) -> None:
    network = build(example.spec)
    own = workspace(network)
    y = network.forward(samples(example), own, training=True)
    dy = np.random.default_rng(8).normal(size=y.shape)
    before = dy.copy()
    network.backward(dy, own)
    np.testing.assert_array_equal(dy, before)


@every
def test_inputs_may_be_read_only_or_strided(example: Example) -> None:
    network = build(example.spec)
    x = samples(example)
    expected = both_ways(network, x, workspace(network))
    read_only = x.copy()
    read_only.flags.writeable = False
    strided = np.repeat(x, 2, axis=-1)[..., ::2]
    reversed_rows = x[::-1].copy()[::-1]
    fortran = np.asfortranarray(x)
    for variant in (read_only, strided, reversed_rows, fortran):
        np.testing.assert_array_equal(variant, x)
        for a, b in zip(expected, both_ways(network, variant, workspace(network)), strict=True):
            np.testing.assert_allclose(b, a, rtol=1e-12, atol=1e-14)


@every
def test_infinite_and_missing_numbers_pass_without_an_exception(example: Example) -> None:
    network = build(example.spec, "float32")
    x = samples(example, dtype="float32")
    x[0] = np.nan
    x[1] = 1e30
    x[2] = -1e30
    if example.indices:
        with pytest.raises(DataError, match="whole numbers from 0 to"):
            network.predict(x)
        return
    y = network.predict(x)
    assert y.shape == (BATCH, *network.output_shape)
    np.testing.assert_allclose(y[3:], network.predict(x[3:]), rtol=1e-4, atol=1e-5)


@every
def test_no_samples_give_no_predictions(example: Example) -> None:
    network = build(example.spec)
    assert network.predict(samples(example, n=0)).shape == (0, *network.output_shape)
