from types import ModuleType
from typing import Any

import numpy as np
import pytest

from nncore.errors import ShapeError, SpecError
from nncore.gradcheck import check_gradients
from nncore.kernels import Kernels, columns
from nncore.kernels.columns import CHUNK, NARROW
from nncore.layers import Conv1D, Conv2D, Layer
from nncore.network import Network
from nncore.spec import NetworkSpec
from nncore.windows import Windows

pytestmark = pytest.mark.usefixtures("kernel_set")

SETTINGS: list[dict[str, Any]] = [
    {"kernel_size": 3},
    {"kernel_size": 1, "padding": "same"},
    {"kernel_size": (5, 5), "padding": "same"},
    {"kernel_size": (2, 4), "padding": "same"},
    {"kernel_size": (4, 1)},
    {"kernel_size": (3, 3), "strides": (2, 3)},
    {"kernel_size": (3, 2), "strides": (2, 3), "padding": "same"},
    {"kernel_size": (2, 2), "strides": (3, 1), "padding": "same"},
    {"kernel_size": (3, 2), "dilation_rate": (2, 3)},
    {"kernel_size": (3, 3), "dilation_rate": (2, 1), "padding": "same"},
    {"kernel_size": (2, 3), "dilation_rate": (1, 2), "strides": (2, 2), "padding": "same"},
    {"kernel_size": (3, 3), "padding": "explicit", "explicit_padding": (1, 0, 2, 3)},
    {"kernel_size": (2, 2), "padding": "explicit", "explicit_padding": (4, 5, 0, 6)},
    {"kernel_size": (2, 2), "padding": "explicit", "explicit_padding": 4},
    {"kernel_size": (2, 3), "padding": "explicit", "explicit_padding": 3, "strides": (4, 4)},
    {"kernel_size": (9, 9), "padding": "same"},
]


def before(length: int, stops: int, window: int, stride: int, dilation: int) -> int:
    """Padding at the start for "same", as TensorFlow's documentation states it."""
    return max((stops - 1) * stride + dilation * (window - 1) + 1 - length, 0) // 2


def naive(layer: Conv2D, kernel: np.ndarray, x: np.ndarray, dy: np.ndarray) -> list[np.ndarray]:
    """y, dK and dx for a linear layer without bias, one multiplication at a time."""
    rows, columns, _ = layer.output_shape(x.shape[1:])
    (kh, kw), (sh, sw), (dh, dw) = layer.kernel_size, layer.strides, layer.dilation_rate
    top, left = 0, 0
    if layer.padding == "same":
        top = before(x.shape[1], rows, kh, sh, dh)
        left = before(x.shape[2], columns, kw, sw, dw)
    elif layer.padding == "explicit":
        top, _, left, _ = layer.explicit_padding
    y, d_kernel, dx = np.zeros_like(dy), np.zeros_like(kernel), np.zeros_like(x)
    for p, q, i, j in np.ndindex(rows, columns, kh, kw):
        r, s = p * sh + i * dh - top, q * sw + j * dw - left
        if 0 <= r < x.shape[1] and 0 <= s < x.shape[2]:
            y[:, p, q] += x[:, r, s] @ kernel[i, j]
            d_kernel[i, j] += x[:, r, s].T @ dy[:, p, q]
            dx[:, r, s] += dy[:, p, q] @ kernel[i, j].T
    return [y, d_kernel, dx]


def passes(layer: Layer, x: np.ndarray, dtype: str) -> tuple[np.ndarray, np.ndarray, list[Any]]:
    """The kernel, a random dy, and what the layer makes of them: y, dK, dx, db."""
    network = Network.from_spec(NetworkSpec.chain(x.shape[1:], [layer]), 1, dtype)
    own = network.workspace(input_grad=True)
    (kernel, bias) = network.params.values()
    y = network.forward(x.astype(dtype), own, training=True).copy()
    dy = np.random.default_rng(2).normal(size=y.shape).astype(dtype)
    dx = network.backward(dy, own)
    d_kernel, d_bias = own.grads.values()
    assert not bias.any()
    return kernel, dy, [y, d_kernel, dx, d_bias]


@pytest.mark.parametrize(
    "shape", [(3, 7, 6, 2), (9, 5, 8, 1), (2, 9, 9, 5), (2, 6, 7, NARROW), (0, 6, 6, 2)]
)
@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-12), ("float32", 2e-5)])
def test_values_are_those_of_a_naive_loop(
    settings: dict[str, Any], shape: tuple[int, ...], dtype: str, tolerance: float
) -> None:
    layer = Conv2D(filters=4, **settings)
    x = np.random.default_rng(0).normal(size=shape)
    try:
        layer.output_shape(shape[1:])
    except ShapeError:
        pytest.skip("the kernel is larger than this picture")
    kernel, dy, (y, d_kernel, dx, d_bias) = passes(layer, x, dtype)
    expected = naive(layer, kernel.astype("float64"), x, dy.astype("float64"))
    for received, right in zip((y, d_kernel, dx), expected, strict=True):
        np.testing.assert_allclose(received, right, rtol=tolerance, atol=10 * tolerance)
    np.testing.assert_allclose(d_bias, dy.sum((0, 1, 2)), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    "settings",
    [
        {"kernel_size": 3, "strides": 2, "padding": "same"},
        {"kernel_size": 2, "dilation_rate": 3},
        {"kernel_size": 4, "padding": "same"},
        {"kernel_size": 3, "padding": "explicit", "explicit_padding": (2, 1)},
    ],
    ids=str,
)
def test_sequence_is_a_picture_of_one_row(settings: dict[str, Any]) -> None:
    x = np.random.default_rng(0).normal(size=(4, 9, 3))
    wide = {name: (1, v) if isinstance(v, int) else v for name, v in settings.items()}
    if "explicit_padding" in wide:
        wide["explicit_padding"] = (0, 0, *wide["explicit_padding"])
    *_, one = passes(Conv1D(filters=2, **settings), x, "float64")
    *_, two = passes(Conv2D(filters=2, **wide), x[:, None], "float64")
    for a, b in zip(one, two, strict=True):
        np.testing.assert_allclose(np.squeeze(a), np.squeeze(b), rtol=1e-12, atol=1e-14)


WAYS_BACK: dict[str, list[dict[str, Any]]] = {
    "turned": [
        {"kernel_size": (3, 3)},
        {"kernel_size": (2, 4), "padding": "same"},
        {"kernel_size": (3, 2), "dilation_rate": (2, 3)},
        {"kernel_size": (3, 3), "padding": "explicit", "explicit_padding": (1, 0, 2, 2)},
        {"kernel_size": (3,)},
        {"kernel_size": (4,), "padding": "same"},
    ],
    "from_columns": [
        {"kernel_size": (3, 3), "strides": (1, 2)},
        {"kernel_size": (3, 2), "strides": 2, "padding": "same"},
        {"kernel_size": (2, 3), "strides": (2, 1), "dilation_rate": 2, "padding": "same"},
        {"kernel_size": (2, 2), "padding": "explicit", "explicit_padding": 2},
        {"kernel_size": (3,), "strides": 2, "padding": "same"},
    ],
}
back = pytest.mark.parametrize(
    ("way", "settings"),
    [
        pytest.param(way, settings, id=f"{way}-{settings}")
        for way, examples in WAYS_BACK.items()
        for settings in examples
    ],
)


def many_channels(settings: dict[str, Any]) -> tuple[Layer, tuple[int, ...]]:
    """A layer of these settings, and samples for it."""
    if len(settings["kernel_size"]) == 1:
        return Conv1D(filters=3, **settings), (9, 10)
    return Conv2D(filters=3, **settings), (7, 8, 9)


@pytest.fixture
def ways(kernel_set: Kernels, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ways that gradients have gone back to pictures."""
    gone: list[str] = []

    def watch(owner: type | ModuleType, function: str, way: str) -> None:
        original = getattr(owner, function)

        def noted(*values: Any) -> Any:
            result = original(*values)
            if way != "turned" or result:
                gone.append(way)
            return result

        monkeypatch.setattr(owner, function, noted)

    watch(columns, "_spread_batch_last", "batch last")
    watch(Windows, "turned", "turned")
    watch(type(kernel_set), "from_columns", "from_columns")
    return gone


@back
@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-12), ("float32", 2e-5)])
@pytest.mark.parametrize("chunk", [CHUNK, 1])
def test_every_way_back_to_the_pictures_gives_the_same(
    way: str,
    settings: dict[str, Any],
    dtype: str,
    tolerance: float,
    chunk: int,
    ways: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layer, shape = many_channels(settings)
    x = np.random.default_rng(0).normal(size=(4, *shape))
    monkeypatch.setattr(columns, "CHUNK", chunk)
    found = []
    for narrow in (shape[-1] + 1, shape[-1]):
        monkeypatch.setattr(columns, "NARROW", narrow)
        found.append(passes(layer, x, dtype)[2])
    times = len(x) if way == "from_columns" and chunk == 1 else 1
    assert ways == ["batch last", *[way] * times]
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=tolerance, atol=10 * tolerance)


@back
@pytest.mark.parametrize("channels", ["few", "many"])
def test_every_way_back_to_the_pictures_is_a_slope(
    way: str,
    settings: dict[str, Any],
    channels: str,
    ways: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layer, shape = many_channels(settings)
    monkeypatch.setattr(columns, "NARROW", {"few": shape[-1] + 1, "many": shape[-1]}[channels])
    network = Network.from_spec(NetworkSpec.chain(shape, [layer]), 1, "float64")
    rng = np.random.default_rng(0)
    x, y = (rng.normal(size=(3, *each)) for each in (shape, layer.output_shape(shape)))
    for check in check_gradients(network, x, y, "mse", directions=2):
        assert check.error < 1e-6, str(check)
    assert ways == [way if channels == "many" else "batch last"]


def test_larger_batches_than_one_chunk_are_right() -> None:
    layer = Conv2D(filters=8, kernel_size=5, padding="same")
    x = np.random.default_rng(0).normal(size=(33, 28, 28, 8))
    kernel, dy, results = passes(layer, x, "float64")
    for received, right in zip(results, naive(layer, kernel, x, dy), strict=False):
        np.testing.assert_allclose(received, right, rtol=1e-10, atol=1e-11)


def test_parameters_are_named_and_shaped_as_in_keras() -> None:
    specs = Conv2D(filters=6, kernel_size=(5, 3)).param_specs((28, 28, 2))
    assert {name: spec.shape for name, spec in specs.items()} == {
        "kernel": (5, 3, 2, 6),
        "bias": (6,),
    }
    assert specs["kernel"].fans == (30, 90)
    (kernel,) = Conv1D(filters=6, kernel_size=4, use_bias=False).param_specs((9, 2)).values()
    assert (kernel.shape, kernel.fans) == ((4, 2, 6), (8, 24))


@pytest.mark.parametrize(
    ("layer", "shape", "expected"),
    [
        (Conv2D(filters=6, kernel_size=5), (28, 28, 1), (24, 24, 6)),
        (Conv2D(filters=6, kernel_size=3, padding="same", strides=2), (7, 8, 1), (4, 4, 6)),
        (Conv2D(filters=6, kernel_size=3, dilation_rate=2), (7, 8, 1), (3, 4, 6)),
        (Conv1D(filters=6, kernel_size=3, strides=2), (8, 1), (3, 6)),
    ],
)
def test_output_shapes_are_those_of_keras(
    layer: Layer, shape: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert layer.output_shape(shape) == expected


def test_kernel_larger_than_the_picture_is_refused_in_words() -> None:
    with pytest.raises(ShapeError, match=r"window of 7 reads 7 values along the height.*only 5"):
        Conv2D(filters=1, kernel_size=7).output_shape((5, 9, 1))
    with pytest.raises(ShapeError, match=r"3 with dilation 4 reads 9 .* width, which has only 8"):
        Conv2D(filters=1, kernel_size=3, dilation_rate=(1, 4)).output_shape((9, 8, 1))
    with pytest.raises(ShapeError, match=r"length, which has only 3 \(5 with its padding\)"):
        Conv1D(filters=1, kernel_size=6, padding="explicit", explicit_padding=(1, 1)).output_shape(
            (3, 1)
        )


def test_vector_is_refused_with_what_is_needed() -> None:
    with pytest.raises(ShapeError, match=r"height × width × channels.* receive 784"):
        Conv2D(filters=1, kernel_size=3).output_shape((784,))
    with pytest.raises(ShapeError, match=r"steps × features.* receive 4 × 4 × 1"):
        Conv1D(filters=1, kernel_size=3).output_shape((4, 4, 1))


def test_one_number_stands_for_both_sides() -> None:
    assert Conv2D(filters=1, kernel_size=3).kernel_size == (3, 3)
    assert Conv1D(filters=1, kernel_size=3).kernel_size == (3,)
    with pytest.raises(SpecError, match="kernel_size must be a whole number at least 1"):
        Conv1D(filters=1, kernel_size=(3, 3))


def test_columns_of_a_large_batch_stay_in_the_cache() -> None:
    layer = Conv2D(filters=4, kernel_size=(5, 5), padding="same")
    network = Network.from_spec(NetworkSpec.chain((28, 28, 8), [layer]), 1)
    own = network.workspace(input_grad=True)
    for n in (10, 200):
        y = network.forward(np.zeros((n, 28, 28, 8), "float32"), own, training=True)
        network.backward(np.zeros_like(y), own)
    buffers = own.layers[0]._buffers
    scratch = {name: array.size for name, array in buffers.items() if name not in ("z", "dx")}
    assert scratch
    assert max(scratch.values()) < 2 * CHUNK
