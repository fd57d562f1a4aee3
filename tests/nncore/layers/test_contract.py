"""What every layer promises, checked on every entry of LAYERS.

A new layer needs an entry in examples.py, nothing else.
"""

import json
import re

import numpy as np
import pytest

from nncore.errors import DataError
from nncore.gradcheck import check_gradients
from nncore.layers import LAYERS, Layer
from nncore.network import Network
from nncore.optimizers import SGD, OptimizerState
from nncore.spec import NetworkSpec
from nncore.workspace import Workspace
from tests.nncore.layers.examples import EXAMPLES, Example

pytestmark = pytest.mark.usefixtures("kernel_set")


def penalizes_outputs(example: Example) -> bool:
    """Such a penalty is divided by the batch; its samples are not apart."""
    return bool(getattr(example.layer, "activity_regularizer", False))


CASES = [
    pytest.param(example, id=f"{name}-{number}")
    for name, examples in EXAMPLES.items()
    for number, example in enumerate(examples, 1)
]
every = pytest.mark.parametrize("example", CASES)
APART = [case for case in CASES if not penalizes_outputs(case.values[0])]
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
    info = network.inference.layers[-1]
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
@pytest.mark.parametrize("training", [True, False], ids=["training", "inference"])
def test_gradients_are_the_slopes_of_the_loss(example: Example, training: bool) -> None:
    network = build(example.spec)
    y = targets(network)
    checks = list(check_gradients(network, samples(example), y, "mse", training=training))
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


@pytest.mark.parametrize("example", APART)
def test_gradients_of_a_batch_are_those_of_its_samples_added_up(example: Example) -> None:
    network = build(example.spec)
    own, x = workspace(network), samples(example)
    dy = np.random.default_rng(8).normal(size=(BATCH, *network.output_shape))

    def slopes(rows: slice) -> tuple[np.ndarray, np.ndarray]:
        network.forward(x[rows], own)
        dx = network.backward(dy[rows], own)
        assert dx is not None
        return dx.copy(), own.flat_grads.copy()

    together, total = slopes(slice(None))
    singly, parts = zip(*(slopes(slice(i, i + 1)) for i in range(BATCH)), strict=True)
    np.testing.assert_allclose(together, np.concatenate(singly), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(total, np.sum(parts, axis=0), rtol=1e-12, atol=1e-13)


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


@pytest.mark.parametrize("name", LAYERS)
def test_layer_says_in_one_plain_sentence_what_it_does(name: str) -> None:
    summary = LAYERS[name].summary
    assert [other for other, layer in LAYERS.items() if layer.summary == summary] == [name]
    assert re.fullmatch(r"[A-Z][A-Za-z0-9 ,:;-]{20,100}\.", summary)


@pytest.mark.parametrize("example", [c for c in CASES if c.values[0].layer.keeps_range])
def test_layer_that_keeps_the_range_gives_nothing_larger_than_its_inputs(example: Example) -> None:
    network, x = build(example.spec), samples(example, n=50)
    own = workspace(network)
    y = network.forward(x, own)
    read = [x if source < 0 else own.outputs[source] for source in network.ops[-1].sources]
    assert 0 < np.abs(y).max() <= max(np.abs(array).max() for array in read)
