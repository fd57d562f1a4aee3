import numpy as np
import pytest

from nncore.errors import ShapeError
from nncore.layers import GaussianNoise, Layer, SpatialDropout2D
from nncore.network import Network
from nncore.spec import NetworkSpec


def alone(layer: Layer, shape: tuple[int, ...]) -> Network:
    return Network.from_spec(NetworkSpec.chain(shape, [layer]))


def test_spatial_dropout_silences_whole_channels() -> None:
    network = alone(SpatialDropout2D(rate=0.3), (4, 5, 100))
    workspace = network.workspace(input_grad=True)
    x = np.ones((60, 4, 5, 100), np.float32)
    y = network.forward(x, workspace, training=True)
    np.testing.assert_array_equal(y, np.broadcast_to(y[:, :1, :1], y.shape))
    assert np.mean(y[:, 0, 0] == 0) == pytest.approx(0.3, abs=0.02)
    np.testing.assert_allclose(y[y != 0], 1 / 0.7, rtol=1e-6)
    np.testing.assert_array_equal(network.backward(x, workspace), y)


def test_spatial_dropout_reads_images_only() -> None:
    with pytest.raises(ShapeError, match=r"SpatialDropout2D needs an image.*receive 4 × 5"):
        SpatialDropout2D().output_shape((4, 5))


def test_noise_has_its_deviation_and_lets_gradients_through() -> None:
    network = alone(GaussianNoise(stddev=0.3), (1000,))
    workspace = network.workspace(input_grad=True)
    x = np.full((100, 1000), 2, np.float32)
    noise = network.forward(x, workspace, training=True) - x
    assert noise.std() == pytest.approx(0.3, rel=0.02)
    assert noise.mean() == pytest.approx(0, abs=0.01)
    first = noise.copy()
    assert not np.array_equal(network.forward(x, workspace, training=True) - x, first)
    np.testing.assert_array_equal(network.backward(x, workspace), x)


@pytest.mark.parametrize("layer", [GaussianNoise(stddev=3), SpatialDropout2D(rate=0.9)])
def test_inference_keeps_every_value(layer: Layer) -> None:
    x = np.random.default_rng(0).normal(size=(4, 3, 3, 2)).astype(np.float32)
    np.testing.assert_array_equal(alone(layer, (3, 3, 2)).predict(x), x)
