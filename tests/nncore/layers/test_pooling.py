from typing import Any

import numpy as np
import pytest

from nncore.errors import ShapeError
from nncore.layers import (
    AveragePooling2D,
    GlobalAveragePooling2D,
    Layer,
    MaxPooling1D,
    MaxPooling2D,
)
from nncore.network import Network
from nncore.spec import NetworkSpec

pytestmark = pytest.mark.usefixtures("kernel_set")

SETTINGS: list[dict[str, Any]] = [
    {},
    {"pool_size": 3},
    {"pool_size": (1, 3)},
    {"pool_size": 2, "padding": "same"},
    {"pool_size": (3, 2), "strides": 1, "padding": "same"},
    {"pool_size": (2, 3), "strides": (3, 1)},
    {"pool_size": 3, "strides": 2, "padding": "same"},
    {"pool_size": 4, "strides": (2, 3)},
]


def passes(layer: Layer, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """y, a random dy and dx."""
    network = Network.from_spec(NetworkSpec.chain(x.shape[1:], [layer]), 1, "float64")
    own = network.workspace(input_grad=True)
    y = network.forward(x, own, training=True).copy()
    dy = np.random.default_rng(2).normal(size=y.shape)
    dx = network.backward(dy, own)
    assert dx is not None
    return y, dy, dx


def stretch(place: int, length: int, stops: int, window: int, stride: int, same: bool) -> slice:
    pad = max((stops - 1) * stride + window - length, 0) // 2 if same else 0
    start = place * stride - pad
    return slice(max(start, 0), min(start + window, length))


def naive(
    layer: MaxPooling2D | AveragePooling2D, x: np.ndarray, dy: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    y, dx = np.zeros_like(dy), np.zeros_like(x)
    sizes = layer.pool_size
    steps = [s or p for s, p in zip(layer.strides, sizes, strict=True)]
    same = layer.padding == "same"
    for n, p, q, c in np.ndindex(y.shape):
        rows = stretch(p, x.shape[1], y.shape[1], sizes[0], steps[0], same)
        columns = stretch(q, x.shape[2], y.shape[2], sizes[1], steps[1], same)
        window, gradient = x[n, rows, columns, c], dx[n, rows, columns, c]
        if isinstance(layer, MaxPooling2D):
            y[n, p, q, c] = window.max()
            gradient.flat[window.argmax()] += dy[n, p, q, c]
        else:
            y[n, p, q, c] = window.mean()
            gradient += dy[n, p, q, c] / window.size
    return y, dx


@pytest.mark.parametrize("shape", [(3, 6, 6, 2), (2, 7, 5, 3), (2, 4, 9, 1)])
@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("kind", [MaxPooling2D, AveragePooling2D])
def test_values_are_those_of_a_naive_loop(
    kind: type[MaxPooling2D] | type[AveragePooling2D],
    settings: dict[str, Any],
    shape: tuple[int, ...],
) -> None:
    layer = kind(**settings)
    # Whole numbers: many ties, which the first of a window wins.
    x = np.random.default_rng(0).integers(-2, 3, shape).astype("float64")
    y, dy, dx = passes(layer, x)
    expected_y, expected_dx = naive(layer, x, dy)
    np.testing.assert_allclose(y, expected_y, rtol=1e-14)
    np.testing.assert_allclose(dx, expected_dx, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    "settings", [{}, {"pool_size": 3, "strides": 2, "padding": "same"}, {"strides": 1}], ids=str
)
def test_sequence_is_a_picture_of_one_row(settings: dict[str, Any]) -> None:
    x = np.random.default_rng(0).normal(size=(4, 9, 3))
    wide = {name: (1, v) if isinstance(v, int) else v for name, v in settings.items()}
    y, _, dx = passes(MaxPooling1D(**settings), x)
    y2, _, dx2 = passes(MaxPooling2D(**{"pool_size": (1, 2), **wide}), x[:, None])
    np.testing.assert_array_equal(y, y2[:, 0])
    np.testing.assert_array_equal(dx, dx2[:, 0])


def test_global_average_is_the_mean_of_each_map() -> None:
    x = np.random.default_rng(0).normal(size=(3, 4, 5, 2))
    y, dy, dx = passes(GlobalAveragePooling2D(), x)
    np.testing.assert_allclose(y, x.mean((1, 2)))
    np.testing.assert_allclose(dx, np.broadcast_to(dy[:, None, None] / 20, x.shape))


def test_padding_never_wins_and_never_counts() -> None:
    x = np.full((1, 3, 3, 1), -5.0)
    for layer in (
        MaxPooling2D(pool_size=3, strides=1, padding="same"),
        AveragePooling2D(pool_size=3, strides=1, padding="same"),
    ):
        np.testing.assert_array_equal(passes(layer, x)[0], x)


def test_strides_follow_the_pool_size_unless_given() -> None:
    assert MaxPooling2D(pool_size=(3, 2)).output_shape((9, 8, 1)) == (3, 4, 1)
    assert MaxPooling2D(pool_size=3, strides=1).output_shape((9, 8, 1)) == (7, 6, 1)
    assert MaxPooling1D(pool_size=2).output_shape((5, 4)) == (2, 4)
    keras = MaxPooling2D.from_json({"type": "MaxPooling2D", "pool_size": [2, 2], "strides": None})
    assert keras == MaxPooling2D()


def test_missing_numbers_stay_missing() -> None:
    x = np.zeros((1, 2, 4, 1))
    x[0, 1, 0] = np.nan
    y, _, _ = passes(MaxPooling2D(), x)
    assert np.isnan(y[0, 0, 0, 0])
    assert y[0, 0, 1, 0] == 0


@pytest.mark.parametrize("layer", [MaxPooling2D(), AveragePooling2D(), GlobalAveragePooling2D()])
def test_vector_is_refused_with_what_is_needed(layer: Layer) -> None:
    with pytest.raises(ShapeError, match=r"height × width × channels.* receive 784"):
        layer.output_shape((784,))


def test_window_larger_than_the_picture_is_refused_in_words() -> None:
    with pytest.raises(ShapeError, match="window of 4 reads 4 values along the width"):
        MaxPooling2D(pool_size=4).output_shape((4, 3, 1))
