import numpy as np
import pytest

from nncore.errors import ShapeError
from nncore.layers import Flatten, Reshape
from nncore.network import Network
from nncore.spec import NetworkSpec


def test_flatten_goes_row_by_row_with_the_channel_fastest() -> None:
    network = Network.from_spec(NetworkSpec.chain((2, 3, 4), [Flatten()]))
    x = np.arange(48, dtype=np.float32).reshape(2, 2, 3, 4)
    y = network.predict(x)
    for h, w, c in np.ndindex(2, 3, 4):
        assert y[1, (h * 3 + w) * 4 + c] == x[1, h, w, c]


def test_reshape_keeps_the_order_of_values() -> None:
    network = Network.from_spec(NetworkSpec.chain((6,), [Reshape(target_shape=(3, 2))]))
    x = np.arange(12, dtype=np.float32).reshape(2, 6)
    np.testing.assert_array_equal(network.predict(x), x.reshape(2, 3, 2))


@pytest.mark.parametrize(
    ("target", "shape"),
    [((-1,), (24,)), ((4, -1), (4, 6)), ((-1, 24), (1, 24)), ([2, -1, 3], (2, 4, 3))],
)
def test_minus_one_takes_what_is_left(target: tuple[int, ...], shape: tuple[int, ...]) -> None:
    assert Reshape(target_shape=target).output_shape((4, 3, 2)) == shape


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ((5, 5), r"as many values as its target_shape \(5 × 5\); it would receive 4 × 6"),
        ((5, -1), r"as many values as its target_shape \(5 × -1\); it would receive 4 × 6"),
        ((-1, -1), "at most one -1; its target_shape is -1 × -1"),
        ((0, 24), "positive numbers and at most one -1; its target_shape is 0 × 24"),
        ((), "a target_shape of positive numbers"),
    ],
)
def test_target_that_does_not_fit_is_refused_in_words(
    target: tuple[int, ...], message: str
) -> None:
    with pytest.raises(ShapeError, match=message):
        Reshape(target_shape=target).output_shape((4, 6))
