"""The choice of kernels, and the compiled ones held against those of NumPy."""

import subprocess
import sys
from importlib import util

import numpy as np
import pytest

from nncore import kernels
from nncore.activations import ACTIVATIONS
from nncore.errors import SpecError
from nncore.kernels import NUMPY, Kernels, choice
from nncore.layers import BatchNormalization
from nncore.layers.base import LayerWorkspace
from nncore.optimizers import OPTIMIZERS, SGD, Adam, AdamW, Optimizer, OptimizerState, RMSprop
from nncore.threads import get_threads, set_threads
from nncore.windows import windows

needs_numba = pytest.mark.skipif(
    util.find_spec("numba") is None, reason="numba is not installed (extra `fast`)"
)


@pytest.fixture(autouse=True)
def _nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "_asked", None)
    monkeypatch.delenv(kernels.ENVIRONMENT, raising=False)


def test_importing_the_engine_imports_no_numba() -> None:
    program = "import sys, nncore, nncore.cli; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_numpy_is_the_default_where_numba_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "_has_numba", lambda: False)
    assert kernels.active() == kernels.describe() == "numpy"
    assert kernels.load() is NUMPY


def test_fast_is_refused_in_words_where_numba_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "_has_numba", lambda: False)
    with pytest.raises(SpecError, match=r"pip install vitrine\[fast\]"):
        kernels.choose("fast")
    assert kernels.active() == "numpy"


def test_numba_that_does_not_load_leaves_numpy_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> kernels.Kernels:
        raise ImportError("numba needs NumPy 2.3 or less")

    monkeypatch.setattr(choice, "_has_numba", lambda: True)
    monkeypatch.setattr(choice, "_broken", "")
    monkeypatch.setattr(choice, "_fast", broken)
    assert kernels.load() is NUMPY
    assert kernels.active() == "numpy"
    with pytest.raises(SpecError, match=r"needs NumPy 2\.3 or less"):
        kernels.choose("fast")


def test_environment_chooses_and_a_choice_in_words_goes_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choice, "_has_numba", lambda: True)
    monkeypatch.setenv(kernels.ENVIRONMENT, "numpy")
    assert kernels.active() == "numpy"
    kernels.choose("fast")
    assert kernels.active() == "fast"


@pytest.mark.parametrize("name", ["quick", "NUMPY", ""])
def test_unknown_kernels_are_refused_by_name(name: str) -> None:
    with pytest.raises(SpecError, match="auto, numpy, fast"):
        kernels.choose(name)


def test_bad_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kernels.ENVIRONMENT, "quick")
    with pytest.raises(SpecError, match=kernels.ENVIRONMENT):
        kernels.active()


@needs_numba
def test_maximum_of_a_window_with_nan_is_nan_in_both_sets() -> None:
    x = np.array([1, np.nan, 3, 2], np.float32).reshape(1, 2, 2, 1)
    where = windows((2, 2), (2, 2), (2, 2))
    kernels.choose("fast")
    for each in (NUMPY, kernels.load()):
        y = np.zeros((1, 1, 1, 1), np.float32)
        each.max_pool(x, where, y)
        assert np.isnan(y).all()


UPDATES = {
    "sgd": SGD(),
    "momentum": SGD(momentum=0.9),
    "nesterov": SGD(momentum=0.9, nesterov=True),
    "rmsprop": RMSprop(),
    "adam": Adam(),
    "adamw": AdamW(weight_decay=0.05),
}


def test_every_optimizer_is_held_to_numpy() -> None:
    assert {type(optimizer) for optimizer in UPDATES.values()} == set(OPTIMIZERS.values())


def updated(optimizer: Optimizer, kernels: Kernels, dtype: str = "float32") -> np.ndarray:
    """What 1,003 parameters are after ten steps along gradients of every size."""
    rng = np.random.default_rng(3)
    w = rng.normal(size=1003).astype(dtype)
    state = OptimizerState(1003, w.dtype, kernels)
    for _ in range(10):
        g = (rng.normal(size=1003) * 10.0 ** rng.integers(-9, 3, 1003)).astype(dtype)
        state.apply(optimizer, w, g, [(0, 1003)])
    return w


@needs_numba
@pytest.mark.parametrize("name", UPDATES)
def test_compiled_updates_are_numpys(name: str) -> None:
    kernels.choose("fast")
    fast = kernels.load()
    for dtype, tolerance in (("float32", 1e-5), ("float64", 1e-13)):
        expected = updated(UPDATES[name], NUMPY, dtype)
        found = updated(UPDATES[name], fast, dtype)
        assert found.dtype == expected.dtype
        np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", UPDATES)
@pytest.mark.parametrize("which", ["numpy", pytest.param("fast", marks=needs_numba)])
def test_neither_blocks_nor_threads_change_a_bit_of_an_update(
    name: str, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernels.choose(which)
    each, before = kernels.load(), get_threads()
    whole = updated(UPDATES[name], each)
    monkeypatch.setattr(type(each), "update_cost", 1e9)  # worth every thread there is
    try:
        for block, threads in ((1003, 2), (101, 1), (101, 2), (16, 3)):
            monkeypatch.setattr(type(each), "block", block)
            set_threads(threads)
            np.testing.assert_array_equal(updated(UPDATES[name], each), whole)
    finally:
        set_threads(before)


def cells(kernels: Kernels, names: tuple[str, str], dtype: str) -> dict[str, np.ndarray]:
    """What a step of each recurrent cell leaves in every array, forward and back."""
    rng = np.random.default_rng(5)
    n, u = 5, 19

    def drawn(width: int) -> np.ndarray:
        return rng.normal(0, 3, (n, width)).astype(dtype)

    buffer = LayerWorkspace(np.dtype(dtype), rng, kernels).buffer
    functions = (ACTIVATIONS[names[0]], ACTIVATIONS[names[1]])
    z, before, dh, dc, a, p = (drawn(width) for width in (4 * u, u, u, u, 3 * u, 3 * u))
    cell, shown, state = (np.empty((n, u), dtype) for _ in range(3))
    kernels.lstm(z, before, cell, shown, state, functions)
    dz, da, dp = np.empty_like(z), np.empty_like(a), np.empty_like(p)
    found = {"z": z.copy(), "cell": cell.copy(), "state": state.copy()}
    kernels.lstm_gradient(dh, dc, z, before, shown, dz, functions, buffer)
    found |= {"dz": dz, "dc": dc}
    kernels.gru(a, p, before, state, functions)
    dh = drawn(u)
    kernels.gru_gradient(dh, a, p, before, da, dp, functions, buffer)
    return found | {"a": a, "gru": state, "da": da, "dp": dp, "dh": dh}


@needs_numba
@pytest.mark.parametrize("names", [("sigmoid", "tanh"), ("sigmoid", "relu"), ("tanh", "tanh")])
def test_compiled_cells_are_numpys(names: tuple[str, str]) -> None:
    kernels.choose("fast")
    fast = kernels.load()
    for dtype, tolerance in (("float32", 3e-6), ("float64", 1e-13)):
        expected, found = cells(NUMPY, names, dtype), cells(fast, names, dtype)
        for key, values in expected.items():
            np.testing.assert_allclose(found[key], values, tolerance, tolerance, err_msg=key)


@needs_numba
def test_compiled_gates_stay_between_their_ends() -> None:
    kernels.choose("fast")
    z = np.array([[-1e30, -90, 90, 1e30]], np.float32)
    cell, shown, state = (np.empty((1, 1), np.float32) for _ in range(3))
    functions = (ACTIVATIONS["sigmoid"], ACTIVATIONS["tanh"])
    kernels.load().lstm(z, np.ones((1, 1), np.float32), cell, shown, state, functions)
    np.testing.assert_allclose(z, [[0, 0, 1, 1]], atol=1e-6)
    assert abs(state) <= 1


@needs_numba
def test_compiled_cells_hide_no_divergence() -> None:
    kernels.choose("fast")
    functions = (ACTIVATIONS["sigmoid"], ACTIVATIONS["tanh"])
    n, u = 2, 19
    for width, cell in ((4 * u, "lstm"), (3 * u, "gru")):
        sums, others = np.full((n, width), np.nan, np.float32), np.zeros((n, width), np.float32)
        before, state = np.zeros((2, n, u), np.float32)
        if cell == "lstm":
            between = np.zeros((2, n, u), np.float32)
            kernels.load().lstm(sums, before, *between, state, functions)
        else:
            kernels.load().gru(sums, others, before, state, functions)
        assert np.isnan(sums).all()
        assert np.isnan(state).all()


def normalized(kernels: Kernels, shape: tuple[int, ...], dtype: str) -> dict[str, np.ndarray]:
    """What a BatchNormalization gives in training and at inference, forward and back."""
    rng = np.random.default_rng(3)
    layer, channels = BatchNormalization(momentum=0.5), shape[-1]
    workspace = LayerWorkspace(np.dtype(dtype), rng, kernels)
    x, dy = rng.normal(3, 2, shape).astype(dtype), rng.normal(0, 1, shape).astype(dtype)
    x.flags.writeable = False
    names = ("gamma", "beta", "moving_mean", "moving_variance")
    params = {name: rng.uniform(0.5, 1.5, channels).astype(dtype) for name in names}
    workspace.grads = {name: np.empty(channels, dtype) for name in names[:2]}
    found = {}
    for training in (True, False):
        found[f"y {training}"] = layer.forward(params, x, workspace, training).copy()
        found[f"dx {training}"] = layer.backward(params, dy, workspace).copy()
        for name, values in (params | workspace.grads).items():
            found[f"{name} {training}"] = values.copy()
    return found


@needs_numba
@pytest.mark.parametrize("shape", [(200, 3), (7, 5, 4, 9), (2, 1)])
def test_compiled_normalization_is_numpys(shape: tuple[int, ...]) -> None:
    kernels.choose("fast")
    fast = kernels.load()
    for dtype, tolerance in (("float32", 3e-5), ("float64", 1e-12)):
        expected, found = normalized(NUMPY, shape, dtype), normalized(fast, shape, dtype)
        for key, values in expected.items():
            np.testing.assert_allclose(found[key], values, tolerance, tolerance, err_msg=key)
