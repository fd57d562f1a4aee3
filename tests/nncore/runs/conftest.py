import numpy as np
import pytest

from nncore.data import Dataset
from nncore.layers import Dense
from nncore.optimizers import SGD
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig


@pytest.fixture
def clouds() -> Dataset:
    """Two clouds that a straight line parts: 40 points to train, 20 to test."""
    rng = np.random.default_rng(0)
    y = np.arange(60) % 2
    x = (rng.normal(scale=0.3, size=(60, 2)) + 2 * y[:, None] - 1).astype(np.float32)
    return Dataset("clouds", x[:40], y[:40], x[40:], y[40:], class_names=("left", "right"))


@pytest.fixture
def small() -> RunConfig:
    spec = NetworkSpec.chain((2,), [Dense(units=3, activation="tanh"), Dense(units=2)])
    spec = spec.change("dense_2", activation="softmax")
    return RunConfig(
        spec=spec, optimizer=SGD(learning_rate=0.5), batch_size=8, epochs=4, name="small"
    )
