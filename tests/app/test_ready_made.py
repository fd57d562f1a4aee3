"""The network that answers on the pad before there is another.

The sample may hold digits it was trained on: here it shows that file and engine fit
together; how good the network is, the test set of `best-cnn` tells.
"""

import numpy as np
import pytest

import nncore
from app.jobs.predictor import READY_MADE
from app.resources import models_dir
from nncore.data.augment import Augment
from nncore.errors import DataError
from nncore.network import Network

MOST_BYTES = 2_000_000


@pytest.fixture(scope="module")
def ready_made() -> Network:
    return nncore.load_model(models_dir() / READY_MADE)


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, np.ndarray]:
    try:
        data = nncore.data.load("mnist-sample")
    except DataError as error:
        pytest.skip(str(error))
    return data.x_test.reshape(-1, 28, 28, 1), data.y_test


def right(network: Network, x: np.ndarray, y: np.ndarray) -> float:
    return float(np.mean(network.predict(x).argmax(axis=1) == y))


def test_it_is_small_and_what_its_recipe_builds(ready_made: Network) -> None:
    assert (models_dir() / READY_MADE).stat().st_size < MOST_BYTES
    assert ready_made.spec == nncore.load_recipe("best-cnn").spec


def test_it_reads_digits_of_the_sample(ready_made: Network, digits) -> None:
    assert right(ready_made, *digits) > 0.99


def test_it_reads_digits_drawn_small_large_or_aslant(ready_made: Network, digits) -> None:
    x, y = digits
    moved = Augment(shift=2, rotate=15, scale=0.2, shear=10)(x, np.random.default_rng(0))
    assert right(ready_made, moved, y) > 0.98
