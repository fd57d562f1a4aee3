import numpy as np
import pytest

from nncore.errors import SpecError
from nncore.layers import Dense
from nncore.network import Network
from nncore.regularizers import Regularizer
from nncore.spec import NetworkSpec

W = np.array([[1.0, -2.0], [0.0, 3.0]])


@pytest.mark.parametrize(
    ("regularizer", "value"),
    [
        (Regularizer(), 0),
        (Regularizer(l1=0.5), 0.5 * 6),
        (Regularizer(l2=0.1), 0.1 * 14),
        (Regularizer(l1=0.5, l2=0.1), 3 + 1.4),
    ],
)
def test_penalty_by_hand(regularizer: Regularizer, value: float) -> None:
    assert regularizer.penalty(W) == pytest.approx(value)
    assert bool(regularizer) is (value > 0)


def test_gradient_is_added_by_hand() -> None:
    grad = np.ones_like(W)
    Regularizer(l1=0.5, l2=0.1).add_gradient(W, grad)
    np.testing.assert_allclose(grad, 1 + 0.5 * np.sign(W) + 0.2 * W)
    half = np.zeros_like(W)
    Regularizer(l2=0.1).add_gradient(W, half, 0.5)
    np.testing.assert_allclose(half, 0.1 * W)


def test_gradient_keeps_float32() -> None:
    w = W.astype(np.float32)
    grad = np.zeros_like(w)
    Regularizer(l1=0.5, l2=0.1).add_gradient(w, grad)
    assert grad.dtype == np.float32


def test_negative_strength_is_refused() -> None:
    with pytest.raises(SpecError, match="l2 must be a number at least 0; received -1"):
        Regularizer(l2=-1)


def test_penalties_of_a_network_are_in_its_loss() -> None:
    rng = np.random.default_rng(0)
    plain = Dense(units=3)
    strict = plain.replace(
        kernel_regularizer={"l2": 0.1},
        bias_regularizer={"l1": 0.2},
        activity_regularizer={"l2": 0.3},
    )
    x, y = rng.normal(size=(5, 4)), rng.normal(size=(5, 3))
    networks = [
        Network.from_spec(NetworkSpec.chain((4,), [layer]), 1, "float64")
        for layer in (plain, strict)
    ]
    for network in networks:
        network.params["dense_1/bias"][...] = [0.5, -1, 2]
    without, with_penalties = (n.loss_and_grads(x, y, "mse")[0] for n in networks)
    kernel = networks[1].params["dense_1/kernel"]
    outputs = networks[1].predict(x)
    expected = 0.1 * (kernel**2).sum() + 0.2 * 3.5 + 0.3 * (outputs**2).sum() / 5
    assert with_penalties - without == pytest.approx(expected, rel=1e-12)
