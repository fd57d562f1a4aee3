import numpy as np

from nncore.layers import Flatten
from nncore.network import Network
from nncore.spec import NetworkSpec


def test_flatten_goes_row_by_row_with_the_channel_fastest() -> None:
    network = Network.from_spec(NetworkSpec.chain((2, 3, 4), [Flatten()]))
    x = np.arange(48, dtype=np.float32).reshape(2, 2, 3, 4)
    y = network.predict(x)
    for h, w, c in np.ndindex(2, 3, 4):
        assert y[1, (h * 3 + w) * 4 + c] == x[1, h, w, c]
