import numpy as np
import pytest

from nncore.errors import SpecError
from nncore.layers import Dropout
from nncore.network import Network
from nncore.spec import NetworkSpec


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_the_share_of_silenced_values_is_the_rate(rate: float, dtype: str) -> None:
    network = Network.from_spec(NetworkSpec.chain((1000,), [Dropout(rate=rate)]), dtype=dtype)
    x = np.ones((100, 1000), dtype)
    y = network.forward(x, network.workspace(), training=True)
    assert np.mean(y == 0) == pytest.approx(rate, abs=0.01)
    np.testing.assert_allclose(y[y != 0], 1 / (1 - rate), rtol=1e-6)
    assert y.mean() == pytest.approx(1, abs=0.03)


def test_inference_keeps_every_value() -> None:
    network = Network.from_spec(NetworkSpec.chain((50,), [Dropout(rate=0.9)]))
    x = np.random.default_rng(0).normal(size=(4, 50)).astype(np.float32)
    np.testing.assert_array_equal(network.predict(x), x)


def test_masks_differ_from_batch_to_batch_and_gate_the_gradient() -> None:
    network = Network.from_spec(NetworkSpec.chain((200,), [Dropout(rate=0.5)]))
    workspace = network.workspace(input_grad=True)
    x = np.ones((2, 200), np.float32)
    first = network.forward(x, workspace, training=True).copy()
    second = network.forward(x, workspace, training=True)
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(network.backward(x, workspace), second)


def test_rate_of_one_is_refused() -> None:
    with pytest.raises(SpecError, match="rate must be a number at least 0 and below 1; received 1"):
        Dropout(rate=1)
