"""Work shared out over threads: the numbers of one thread, and the same bits whoever is first."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from nncore.activations import ACTIVATIONS
from nncore.kernels import NUMPY, Kernels, sharing
from nncore.layers import GRU, LSTM, Conv1D, Conv2D, Dense, Layer, SimpleRNN
from nncore.layers.base import LayerWorkspace
from nncore.layers.recurrent_base import Recurrent
from nncore.network import Network
from nncore.spec import NetworkSpec
from nncore.threads import (
    get_threads,
    over_batch,
    set_threads,
    single_blas,
    stretches,
)
from nncore.windows import Windows, windows

Stretch = Callable[[int, int], None]

LAYERS: dict[str, tuple[Layer, tuple[int, ...]]] = {
    "few channels": (Conv2D(filters=3, kernel_size=3, activation="relu"), (6, 7, 2)),
    "many channels": (Conv2D(filters=3, kernel_size=(2, 3), padding="same"), (6, 5, 9)),
    "strides": (Conv2D(filters=3, kernel_size=3, strides=2, activation="relu"), (6, 5, 9)),
    "sequence": (Conv1D(filters=4, kernel_size=3, padding="same"), (9, 10)),
    "Dense": (Dense(units=8, activation="tanh"), (11,)),
    "SimpleRNN": (SimpleRNN(units=5), (4, 3)),
    "SimpleRNN, relu": (SimpleRNN(units=5, activation="relu", return_sequences=True), (4, 3)),
    "LSTM": (LSTM(units=5), (4, 3)),
    "LSTM, relu": (LSTM(units=5, activation="relu", return_sequences=True), (4, 3)),
    "GRU": (GRU(units=5, return_sequences=True), (4, 3)),
    "GRU, relu": (GRU(units=5, activation="relu"), (4, 3)),
}
each = pytest.mark.parametrize("name", LAYERS)
both = pytest.mark.parametrize("dtype", ["float32", "float64"])


def shares_out(layer: Layer) -> set[str]:
    """The functions of a layer's passes whose work is shared out."""
    if isinstance(layer, Conv1D | Conv2D):
        return {"convolve", "convolve_gradients"}
    products, kind = {"product", "gradient_products"}, layer.type_name
    steps = {f"{kind}.forward", f"{kind}.backward"} if isinstance(layer, Recurrent) else set()
    return products | steps


@pytest.fixture(autouse=True)
def _three_threads(kernel_set: Kernels, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three threads, which any work is worth, with a single BLAS each."""
    before = get_threads()
    set_threads(3)
    monkeypatch.setattr(type(kernel_set), "splits_cells", True)
    monkeypatch.setattr(sharing, "WORTH", 0)
    with single_blas():
        yield
    set_threads(before)


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the functions whose work has been shared out."""
    names: list[str] = []

    def noted(function: Stretch, n: int) -> None:
        names.append(function.__qualname__.split(".<locals>")[0])
        over_batch(function, n)

    monkeypatch.setattr(sharing, "over_batch", noted)
    return names


def passes(name: str, dtype: str) -> dict[str, np.ndarray]:
    """What a layer with random parameters makes of seven samples: y, dx, the gradients."""
    layer, shape = LAYERS[name]
    network = Network.from_spec(NetworkSpec.chain(shape, [layer]), 1, dtype)
    rng = np.random.default_rng(2)
    for values in network.params.values():
        values[...] = rng.normal(0, 0.5, values.shape)
    own = network.workspace(input_grad=True)
    y = network.forward(rng.normal(size=(7, *shape)).astype(dtype), own, training=True).copy()
    dx = network.backward(rng.normal(size=y.shape).astype(dtype), own)
    assert dx is not None
    return {"y": y, "dx": dx, **own.grads}


@each
@both
def test_three_threads_compute_what_one_does(
    name: str, dtype: str, shared: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    together = passes(name, dtype)
    assert set(shared) == shares_out(LAYERS[name][0])
    shared.clear()
    monkeypatch.setattr(sharing, "WORTH", np.inf)
    tolerance = {"float32": 2e-5, "float64": 1e-13}[dtype]
    for key, values in passes(name, dtype).items():
        np.testing.assert_allclose(together[key], values, tolerance, tolerance, err_msg=key)
    assert not shared


@each
@both
def test_the_last_stretch_may_be_first_and_no_bit_changes(
    name: str, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def last_first(function: Stretch, n: int) -> None:
        for stretch in reversed(stretches(n, get_threads())):
            function(*stretch)

    at_once = passes(name, dtype)
    monkeypatch.setattr(sharing, "over_batch", last_first)
    for key, values in passes(name, dtype).items():
        np.testing.assert_array_equal(at_once[key], values, err_msg=key)


@each
@both
def test_no_two_stretches_have_a_buffer_together(
    name: str, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    users: dict[str, set[int]] = defaultdict(set)
    at_work: list[int] = []
    original = LayerWorkspace.buffer

    def noted(own: LayerWorkspace, key: str, *values: Any) -> np.ndarray:
        users[key].update(at_work)
        return original(own, key, *values)

    def in_turn(function: Stretch, n: int) -> None:
        for start, stop in stretches(n, get_threads()):
            at_work.append(start)
            function(start, stop)
            at_work.clear()

    monkeypatch.setattr(LayerWorkspace, "buffer", noted)
    monkeypatch.setattr(sharing, "over_batch", in_turn)
    passes(name, dtype)
    assert [key for key, starts in users.items() if len(starts) > 1] == []
    if isinstance(LAYERS[name][0], Conv1D | Conv2D):
        assert set.union(*users.values()) == {0, 2, 4}


@pytest.mark.parametrize("cells", ["lstm", "gru"])
@pytest.mark.parametrize("function", ["tanh", "relu"])
@both
def test_samples_of_recurrent_cells_do_not_feel_each_other(
    cells: str, function: str, dtype: str, kernel_set: Kernels
) -> None:
    """So that the bits of a sample do not depend on its stretch."""
    functions = (ACTIVATIONS["sigmoid"], ACTIVATIONS[function])
    n, u = 7, 19

    def step(parts: list[tuple[int, int]]) -> list[np.ndarray]:
        rng = np.random.default_rng(5)
        width = {"lstm": 4, "gru": 3}[cells] * u
        wide = rng.normal(0, 2, (4, n, width)).astype(dtype)
        narrow = rng.normal(0, 2, (6, n, u)).astype(dtype)
        buffer = LayerWorkspace(np.dtype(dtype), rng, kernel_set).buffer
        for part in (slice(*ends) for ends in parts):
            z, dz, p, dp = wide[:, part]
            before, dh, dc, cell, shown, state = narrow[:, part]
            if cells == "lstm":
                kernel_set.lstm(z, before, cell, shown, state, functions)
                kernel_set.lstm_gradient(dh, dc, z, before, shown, dz, functions, buffer)
            else:
                kernel_set.gru(z, p, before, state, functions)
                kernel_set.gru_gradient(dh, z, p, before, dz, dp, functions, buffer)
        return [*wide, *narrow]

    for whole, parted in zip(step([(0, n)]), step(stretches(n, 3)), strict=True):
        np.testing.assert_array_equal(parted, whole)


@pytest.mark.parametrize(
    "where",
    [
        windows((6, 8), (2, 2), (2, 2)),
        windows((7, 6), (3, 3), (2, 1), padding="same"),
        windows((1, 9), (1, 3), (1, 2)),
    ],
    ids=["tiles", "overlaps", "sequence"],
)
@both
def test_shared_maxima_have_the_bits_of_one_thread(
    where: Windows, dtype: str, shared: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(3)
    x = rng.integers(0, 4, (7, *where.size, 3)).astype(dtype)  # with equal neighbours
    dy = rng.normal(size=(7, *where.stops, 3)).astype(dtype)
    found = []
    for worth in (0, np.inf):
        monkeypatch.setattr(sharing, "WORTH", worth)
        y, dx = np.full_like(dy, np.nan), np.full_like(x, np.nan)
        own = LayerWorkspace(np.dtype(dtype), rng, NUMPY)
        NUMPY.max_pool(x, where, y)
        NUMPY.max_pool_gradient(x, y, dy, where, dx, own.buffer)
        found.append((y, dx))
    assert shared == ["Pooling.max_pool", "Pooling.max_pool_gradient"]
    for together, alone in zip(*found, strict=True):
        assert np.isfinite(alone).all(), "every value is written"
        np.testing.assert_array_equal(together, alone)


@pytest.mark.parametrize("read", [True, False], ids=["read", "unread"])
@pytest.mark.parametrize(("n", "features", "units"), [(5, 4, 7), (6, 11, 2), (3, 1, 1), (0, 4, 5)])
def test_every_column_of_a_shared_product_is_there(
    n: int, features: int, units: int, read: bool, shared: list[str]
) -> None:
    rng = np.random.default_rng(0)
    # Whole numbers, so that sums are exact in whatever order.
    x, dz, kernel = (
        rng.integers(-9, 9, shape).astype("float32")
        for shape in ((n, features), (n, units), (features, units))
    )
    z, d_kernel, dx = (np.full_like(values, np.nan) for values in (dz, kernel, x))
    sharing.product(x, kernel, z)
    sharing.gradient_products(x, dz, kernel, d_kernel, dx if read else None)
    assert shared == ["product", "gradient_products"]
    np.testing.assert_array_equal(z, x @ kernel)
    np.testing.assert_array_equal(d_kernel, x.T @ dz)
    np.testing.assert_array_equal(dx, dz @ kernel.T if read else np.full_like(x, np.nan))


def test_product_is_left_to_a_blas_that_has_threads(
    shared: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "blas_is_single", lambda: False)
    a, b = np.random.default_rng(0).integers(-9, 9, (2, 6, 6)).astype("float64")
    out, d_kernel, dx = np.full((3, 6, 6), np.nan)
    sharing.product(a, b, out)
    sharing.gradient_products(a, a, b, d_kernel, dx)
    np.testing.assert_array_equal(out, a @ b)
    np.testing.assert_array_equal(d_kernel, a.T @ a)
    np.testing.assert_array_equal(dx, a @ b.T)
    assert not shared


def test_little_work_stays_in_the_thread_it_is_in(
    shared: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "WORTH", 1000)
    seen: list[tuple[int, int]] = []
    sharing.split(lambda *ends: seen.append(ends), 9, 999)
    assert (seen, shared) == ([(0, 9)], [])
    seen.clear()
    sharing.split(lambda *ends: seen.append(ends), 9, 1000)
    assert sorted(seen) == [(0, 3), (3, 6), (6, 9)]
