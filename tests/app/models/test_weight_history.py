"""How weights are followed."""

import numpy as np
import pytest

from app.models.weight_history import MOST_POINTS, WeightHistory
from nncore.layers import Dense
from nncore.network import Network
from nncore.spec import NetworkSpec


@pytest.fixture
def network() -> Network:
    return Network.from_spec(NetworkSpec.chain((4,), [Dense(units=3), Dense(units=2)]), seed=0)


def test_norm_and_the_share_one_step_moves_are_those_of_the_kernel(network):
    history = WeightHistory()
    kernel = network.params["dense_1/kernel"]
    kernel[...] = 2.0  # norm 2 √12
    history.begin(network, 0)
    kernel[...] = 2.2
    history.follow(network, 10)
    steps, norms, ratios = history.series("dense_1")
    np.testing.assert_array_equal(steps, [0, 10])
    np.testing.assert_allclose(norms, [2 * np.sqrt(12), 2.2 * np.sqrt(12)], rtol=1e-6)
    assert np.isnan(ratios[0])
    assert ratios[1] == pytest.approx(0.1 / 10, rel=1e-5)


def test_same_step_and_another_network_are_not_noted(network):
    history = WeightHistory()
    history.begin(network, 5)
    history.follow(network, 5)
    other = Network.from_spec(NetworkSpec.chain((4,), [Dense(units=7)]), seed=0)
    history.follow(other, 9)
    assert len(history.series("dense_1")[0]) == 1
    assert history.histogram(other, "dense_1") is None
    assert len(history.series("gone")[0]) == 0


def test_histogram_counts_every_finite_weight_on_one_symmetric_scale(network):
    history = WeightHistory()
    history.begin(network, 0)
    kernel = network.params["dense_1/kernel"]
    kernel[...] = 3.0
    kernel[0, 0] = np.nan
    found = history.histogram(network, "dense_1")
    assert found.edges[0] == -3
    assert found.edges[-1] == 3
    assert found.start.sum() == 12
    assert found.now.sum() == found.now[-1] == 11


def test_long_run_keeps_few_points_and_its_newest(network):
    history = WeightHistory()
    history.begin(network, 0)
    for step in range(1, 2 * MOST_POINTS):
        history.follow(network, step)
    steps = history.series("dense_2")[0]
    assert len(steps) <= MOST_POINTS + 1
    assert steps[0] == 0
    assert steps[-1] == 2 * MOST_POINTS - 1
