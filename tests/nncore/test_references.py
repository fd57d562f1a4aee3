"""Activations, losses, penalties and whole networks held to arrays of PyTorch's.

The layers are in layers/test_references.py, the optimizers in test_optimizer_references.py;
how the arrays were made is in tests/references.
"""

import numpy as np
import pytest

from nncore.activations import ACTIVATIONS
from nncore.kernels import Kernels
from nncore.losses import LOSSES
from nncore.optimizers import Optimizer, OptimizerState
from tests.references.built import assert_grads, built
from tests.references.cases import FOLDER, TOLERANCES, Case, assert_close, load

pytestmark = pytest.mark.usefixtures("kernel_set")


def name_of(case: Case) -> str:
    return case.name


both = pytest.mark.parametrize("dtype", ["float32", "float64"])
LOSSES_ALONE, LOSSES_BEHIND = load("losses"), load("losses_behind")


def layer_of(case: Case) -> dict[str, object]:
    layer: dict[str, object] = case.settings["spec"]["layers"][0]
    return layer


def test_every_activation_has_a_reference() -> None:
    assert {layer_of(case)["activation"] for case in load("activations")} == set(ACTIVATIONS)


def test_every_loss_has_a_reference_alone_and_with_its_partner() -> None:
    alone = {name for name, loss in LOSSES.items() if not loss.needs_partner}
    assert {case.settings["loss"] for case in LOSSES_ALONE} == alone
    fused = {
        (case.settings["loss"], layer_of(case)["activation"])
        for case in LOSSES_BEHIND
        if case.settings["fused"]
    }
    assert fused == {(name, loss.partner) for name, loss in LOSSES.items() if loss.partner}


def test_the_references_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) < 1_000_000


@pytest.mark.parametrize("case", load("activations"), ids=name_of)
@both
def test_activation_is_right_value_by_value(case: Case, dtype: str) -> None:
    network, own = built(case, dtype)
    x, dy = (np.array(case.arrays[key], dtype) for key in ("x", "dy"))
    with np.errstate(over="ignore"):
        y = network.forward(x, own, training=True)
    tolerance = TOLERANCES[np.dtype(dtype)]
    smallest = float(np.finfo(dtype).tiny)
    np.testing.assert_allclose(y, case.arrays["y"], rtol=tolerance, atol=smallest)
    dx = network.backward(dy, own)
    assert dx is not None
    # A slope got from y alone, 1 - y², is as exact as y is: to rounding of 1, not of itself.
    assert_close(dx, case.arrays["dx"], dtype, "dx", scale=float(np.abs(dy).max()))


@pytest.mark.parametrize(
    ("case", "dtype"),
    [
        pytest.param(case, dtype, id=f"{dtype}-{case.name}")
        for case in LOSSES_ALONE
        for dtype in case.settings.get("dtypes", ["float32", "float64"])
    ],
)
def test_loss_gives_the_value_and_slope_of_the_reference(case: Case, dtype: str) -> None:
    p, y = (np.array(case.arrays[key], dtype) for key in ("p", "y"))
    loss, dp = LOSSES[case.settings["loss"]], np.empty_like(p)
    value = loss.value_and_grad(p, y, dp)
    assert_close(value, case.arrays["value"], dtype, "value")
    assert_close(dp, case.arrays["dp"], dtype, "slope")
    assert_close(loss.value(p, y), case.arrays["value"], dtype, "value alone")


@pytest.mark.parametrize("case", [*LOSSES_BEHIND, *load("penalties")], ids=name_of)
@both
def test_loss_of_a_network_is_that_of_the_reference(case: Case, dtype: str) -> None:
    network, own = built(case, dtype)
    x, y = case.arrays["x"], case.arrays["y"]
    value, grads = network.loss_and_grads(x, y, case.settings["loss"], workspace=own)
    assert own.fused == case.settings["fused"]
    assert grads is own.grads
    assert_close(value, case.arrays["value"], dtype, "value")
    assert own.input_grad is not None
    assert_close(own.input_grad, case.arrays["dx"], dtype, "dx")
    assert_grads(own, case.group("grads"), dtype)


@pytest.mark.parametrize("case", load("networks"), ids=name_of)
@both
def test_ten_steps_of_a_network_are_those_of_the_reference(
    case: Case, dtype: str, kernel_set: Kernels
) -> None:
    network, own = built(case, dtype)
    x, y = (np.array(case.arrays[key], dtype) for key in ("x", "y"))
    optimizer = Optimizer.from_json(case.settings["optimizer"])
    state = OptimizerState(network.trainable_size, network.dtype, kernel_set)
    loss, whole = LOSSES["categorical_crossentropy"], [(0, network.trainable_size)]
    after, values = case.group("after"), case.arrays["values"]
    assert set(after) == set(network.params)
    assert len(values) == 10
    for t, expected in enumerate(values):
        value, _ = network.step(x[t % len(x)], y[t % len(x)], loss, own)
        assert_close(value, expected, dtype, f"loss before step {t + 1}")
        state.apply(optimizer, network.flat, own.flat_grads, whole)
        for name, steps in after.items():
            assert_close(network.params[name], steps[t], dtype, f"{name} after step {t + 1}")
