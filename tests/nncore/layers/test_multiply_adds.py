import numpy as np
import pytest

from nncore.layers import GRU, LAYERS, LSTM, Conv1D, Conv2D, Dense, Flatten, MaxPooling2D
from nncore.layers.base import Layer
from nncore.network import Network
from nncore.spec import NetworkSpec


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (Dense(units=7, use_bias=False), (5,)),
        (Dense(units=7, use_bias=False), (3, 5)),
        (Conv1D(filters=4, kernel_size=(3,), strides=(2,), use_bias=False), (11, 2)),
        (Conv2D(filters=4, kernel_size=(3, 2), strides=(2, 1), use_bias=False), (9, 8, 3)),
        (Conv2D(filters=4, kernel_size=(3, 2), dilation_rate=(2, 3), use_bias=False), (9, 8, 3)),
    ],
)
def test_ones_times_ones_add_up_to_the_multiply_adds(layer: Layer, shape: tuple[int, ...]) -> None:
    network = Network.from_spec(NetworkSpec.chain(shape, [layer]))
    network.flat.fill(1)
    outputs = network.predict(np.ones((1, *shape), np.float32))
    assert outputs.sum() == network.inference.multiply_adds


def test_padding_with_zeros_counts_as_work() -> None:
    layer = Conv2D(filters=32, kernel_size=(5, 5), padding="same")
    assert layer.multiply_adds((28, 28, 1)) == 28 * 28 * 32 * 25


@pytest.mark.parametrize(("kind", "gates"), [(LSTM, 4), (GRU, 3)])
def test_recurrent_layers_work_at_every_step(kind: type[LSTM | GRU], gates: int) -> None:
    assert kind(units=128).multiply_adds((28, 28)) == 28 * gates * 128 * (28 + 128)


def test_vgg_16_takes_fifteen_and_a_half_billion() -> None:
    layers: list[Layer] = []
    for filters, depth in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        conv = Conv2D(filters=filters, kernel_size=(3, 3), padding="same", activation="relu")
        layers += [conv] * depth + [MaxPooling2D()]
    layers += [Flatten(), Dense(units=4096), Dense(units=4096), Dense(units=1000)]
    inference = NetworkSpec.chain((224, 224, 3), layers).infer()
    assert inference.multiply_adds == 15_470_264_320


def test_layers_without_a_kernel_take_none() -> None:
    assert LAYERS["Embedding"](input_dim=9, output_dim=4).multiply_adds((5,)) == 0
    assert Flatten().multiply_adds((28, 28, 1)) == 0
