import numpy as np
import pytest

from nncore.data import Dataset
from nncore.layers import Dense, Dropout
from nncore.optimizers import SGD, Adam
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig


@pytest.fixture
def data() -> Dataset:
    """Three noisy clusters in four dimensions: 50 samples to train, 12 to test."""
    rng = np.random.default_rng(0)
    y = np.arange(62) % 3
    x = rng.normal(scale=0.7, size=(62, 4))
    x[np.arange(62), y] += 2
    x = x.astype(np.float32)
    return Dataset("clusters", x[:50], y[:50], x[50:], y[50:], class_names=("a", "b", "c"))


@pytest.fixture
def spec() -> NetworkSpec:
    layers = [
        Dense(units=6, activation="tanh", kernel_regularizer={"l2": 1e-3}),
        Dropout(rate=0.3),
        Dense(units=3, activation="softmax"),
    ]
    return NetworkSpec.chain((4,), layers)


@pytest.fixture
def config(spec: NetworkSpec) -> RunConfig:
    """Everything that remembers: dropout, Adam, shuffling, an odd last batch, validation."""
    return RunConfig(
        spec=spec,
        optimizer=Adam(learning_rate=0.01),
        batch_size=7,
        epochs=3,
        validation_split=0.2,
        seed=4,
    )


@pytest.fixture(params=["adam", "momentum"])
def either(request: pytest.FixtureRequest, config: RunConfig) -> RunConfig:
    """The run with Adam, and with momentum."""
    if request.param == "adam":
        return config
    return config.replace(optimizer=SGD(learning_rate=0.1, momentum=0.9, nesterov=True))
