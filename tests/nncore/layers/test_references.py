"""Layers held to arrays that PyTorch computed in float64; see tests/references."""

import numpy as np
import pytest

from nncore.layers import LAYERS
from tests.references.built import assert_grads, built
from tests.references.cases import Case, assert_close, load

pytestmark = pytest.mark.usefixtures("kernel_set")

EXACT = ("convolution", "pooling", "recurrent", "layers")
"""Families whose layers do in training what they do at inference."""

MANY = 300


def cases(*families: str) -> list[Case]:
    return [case for family in families for case in load(family)]


def name_of(case: Case) -> str:
    return case.name


every = pytest.mark.parametrize("case", cases(*EXACT), ids=name_of)
both = pytest.mark.parametrize("dtype", ["float32", "float64"])
normalized = pytest.mark.parametrize("case", load("batch_normalization"), ids=name_of)
DROPPING = [case for case in load("chance") if "rate" in case.settings["spec"]["layers"][0]]
NOISY = [case for case in load("chance") if case not in DROPPING]


def test_every_layer_has_a_reference() -> None:
    families = (*EXACT, "batch_normalization", "chance", "activations")
    assert {case.settings["about"] for case in cases(*families)} == set(LAYERS)


@every
@both
def test_layer_gives_the_outputs_and_gradients_of_the_reference(case: Case, dtype: str) -> None:
    network, own = built(case, dtype)
    x, dy = (np.array(case.arrays[key], dtype) for key in ("x", "dy"))
    y = network.forward(x, own, training=True)
    assert_close(y, case.arrays["y"], dtype, "y")
    dx = network.backward(dy, own)
    assert dx is not None
    assert_close(dx, case.arrays["dx"], dtype, "dx")
    assert_grads(own, case.group("grads"), dtype)


@every
@both
def test_a_large_batch_gives_the_reference_over_and_over(case: Case, dtype: str) -> None:
    """Kernels cut large batches into stretches, or leave them to other code than small ones."""
    network, own = built(case, dtype)
    times = -(-MANY // len(case.arrays["x"]))
    many = {key: np.concatenate([case.arrays[key]] * times) for key in ("x", "dy", "y", "dx")}
    y = network.forward(np.array(many["x"], dtype), own, training=True)
    assert_close(y, many["y"], dtype, "y")
    dx = network.backward(np.array(many["dy"], dtype), own)
    assert dx is not None
    assert_close(dx, many["dx"], dtype, "dx")
    for key, grad in case.group("grads").items():
        # One step of thousands of additions in float32 rounds more than those of 3 samples.
        scale = float(np.abs(grad).max()) * times * (10 if dtype == "float32" else 1)
        assert_close(own.grads[key], times * grad, dtype, f"gradient of {key}", scale)


@every
def test_prediction_is_the_reference_too(case: Case) -> None:
    network, _ = built(case, "float64")
    assert_close(network.predict(case.arrays["x"]), case.arrays["y"], "float64", "prediction")


@normalized
@both
def test_batch_normalization_learns_and_predicts_as_the_reference(case: Case, dtype: str) -> None:
    network, own = built(case, dtype)
    for stage in ("first", "second", "inference"):
        expected = case.group(stage)
        x, dy = (np.array(expected[key], dtype) for key in ("x", "dy"))
        y = network.forward(x, own, training=stage != "inference")
        assert_close(y, expected["y"], dtype, f"{stage}: y")
        for key in ("moving_mean", "moving_variance"):
            assert_close(network.state[f"it/{key}"], expected[key], dtype, f"{stage}: {key}")
        dx = network.backward(dy, own)
        assert dx is not None
        assert_close(dx, expected["dx"], dtype, f"{stage}: dx")
        grads = {k.removeprefix("grads/"): v for k, v in expected.items() if k.startswith("grads/")}
        assert_grads(own, grads, dtype)


@pytest.mark.parametrize("case", DROPPING, ids=name_of)
@pytest.mark.parametrize("seed", [0, 1])
@both
def test_dropout_keeps_values_and_slopes_of_the_reference_or_none(
    case: Case, dtype: str, seed: int
) -> None:
    network, own = built(case, dtype, seed)
    x, dy = (np.array(case.arrays[key], dtype) for key in ("x", "dy"))
    y = network.forward(x, own, training=True)
    kept = y != 0
    assert_close(y, np.where(kept, case.arrays["kept"], 0), dtype, "y")
    if case.settings["about"] == "SpatialDropout2D":
        np.testing.assert_array_equal(kept, np.broadcast_to(kept[:, :1, :1], x.shape))
    dx = network.backward(dy, own)
    assert dx is not None
    assert_close(dx, np.where(kept, case.arrays["slope"], 0), dtype, "dx")
    rate = case.settings["spec"]["layers"][0]["rate"]
    assert kept.all() if rate == 0 else 0 < kept.sum() < kept.size


@pytest.mark.parametrize("case", NOISY, ids=name_of)
@both
def test_noise_is_added_and_its_slope_is_one(case: Case, dtype: str) -> None:
    network, own = built(case, dtype)
    x, dy = (np.array(case.arrays[key], dtype) for key in ("x", "dy"))
    noise = network.forward(x, own, training=True) - x
    stddev = float(case.arrays["stddev"])
    assert (noise == 0).all() if stddev == 0 else 0.8 < noise.std() / stddev < 1.25
    dx = network.backward(dy, own)
    assert dx is not None
    assert_close(dx, case.arrays["dx"], dtype, "dx")


@pytest.mark.parametrize("case", load("chance"), ids=name_of)
@both
def test_chance_is_silent_at_inference(case: Case, dtype: str) -> None:
    network, own = built(case, dtype)
    x, dy = (np.array(case.arrays[key], dtype) for key in ("x", "dy"))
    np.testing.assert_array_equal(network.forward(x, own), x)
    dx = network.backward(dy, own)
    assert dx is not None
    np.testing.assert_array_equal(dx, dy)
