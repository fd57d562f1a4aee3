import numpy as np
import pytest

from nncore.errors import DataError
from nncore.layers import Embedding, Flatten
from nncore.network import Network
from nncore.spec import NetworkSpec


def embedding(input_dim: int, output_dim: int, shape: tuple[int, ...], dtype: str) -> Network:
    layer = Embedding(input_dim=input_dim, output_dim=output_dim)
    return Network.from_spec(NetworkSpec.chain(shape, [layer]), 0, dtype)


def test_each_index_gives_its_row() -> None:
    network = embedding(5, 3, (2,), "float64")
    table = network.params["embedding_1/embeddings"]
    assert 0 < np.abs(table).max() <= 0.05
    y = network.predict(np.array([[0, 4], [2, 2]]))
    for n, t, i in [(0, 0, 0), (0, 1, 4), (1, 0, 2), (1, 1, 2)]:
        np.testing.assert_array_equal(y[n, t], table[i])


def test_rows_gather_the_gradients_of_all_their_uses() -> None:
    rng = np.random.default_rng(0)
    network = embedding(50, 4, (6, 2), "float64")
    x, dy = rng.integers(0, 40, (9, 6, 2)).astype(float), rng.normal(size=(9, 6, 2, 4))
    workspace = network.workspace(input_grad=True)
    workspace.flat_grads.fill(np.nan)
    network.forward(x, workspace, training=True)
    dx = network.backward(dy, workspace)
    expected = np.zeros((50, 4))
    for place in np.ndindex(x.shape):
        expected[int(x[place])] += dy[place]
    np.testing.assert_allclose(workspace.flat_grads.reshape(50, 4), expected, atol=1e-13)
    np.testing.assert_array_equal(dx, np.zeros_like(x))


def test_largest_index_of_float32_is_exact() -> None:
    network = embedding(2**24, 1, (1,), "float32")
    network.params["embedding_1/embeddings"][-1] = 7
    assert network.predict(np.array([[2**24 - 1]])) == 7


@pytest.mark.parametrize("bad", [-1, 5, 0.37, np.nan, np.inf, -np.inf])
def test_what_is_no_index_is_refused_in_words(bad: float) -> None:
    network = embedding(5, 2, (2,), "float32")
    with pytest.raises(DataError, match=r"whole numbers from 0 to 4; received -?(\d|nan|inf)"):
        network.predict(np.array([[1, bad]]))


def test_sequence_of_vectors_feeds_the_next_layer() -> None:
    spec = NetworkSpec.chain((7,), [Embedding(input_dim=9, output_dim=4), Flatten()])
    assert spec.checked().output_shape == (28,)
