"""How weights are followed."""

import numpy as np
import pytest

from app.models.weight_history import (
    MOST_POINTS,
    WeightHistory,
    is_later,
    measure,
    since_before,
    spread,
)
from nncore.layers import Dense
from nncore.network import Network
from nncore.spec import NetworkSpec


@pytest.fixture
def network() -> Network:
    return Network.from_spec(NetworkSpec.chain((4,), [Dense(units=3), Dense(units=2)]), seed=0)


def followed(network, history, *steps):
    for step in steps:
        now = network.snapshot(step)
        if history.before is None:
            history.begin(now)
        history.note(measure(history.before, now if step != history.start.step else history.start))


def test_norm_and_the_share_one_step_moves_are_those_of_the_kernel(network):
    history = WeightHistory()
    kernel = network.params["dense_1/kernel"]
    kernel[...] = 2.0  # norm 2 √12
    followed(network, history, 0)
    kernel[...] = 2.2
    followed(network, history, 10)
    steps, norms, ratios = history.series("dense_1")
    np.testing.assert_array_equal(steps, [0, 10])
    np.testing.assert_allclose(norms, [2 * np.sqrt(12), 2.2 * np.sqrt(12)], rtol=1e-6)
    assert np.isnan(ratios[0])
    assert ratios[1] == pytest.approx(0.1 / 10, rel=1e-5)


def test_same_step_and_another_network_are_not_measured(network):
    before, other = network.snapshot(5), NetworkSpec.chain((4,), [Dense(units=7)])
    assert is_later(before, before)
    assert not is_later(before, network.snapshot(5))
    assert not is_later(before, Network.from_spec(other, seed=0).snapshot(9))
    assert is_later(before, network.snapshot(6))


def test_what_was_measured_of_another_run_is_not_noted(network):
    history = WeightHistory()
    followed(network, history, 0, 3)
    late = measure(history.before, network.snapshot(6))
    history.begin(network.snapshot(0))
    history.note(late)
    assert len(history.series("dense_1")[0]) == 0
    followed(network, history, 0, 0)
    assert list(history.series("dense_1")[0]) == [0], "the first weights are noted once"
    assert len(history.series("gone")[0]) == 0


def test_histogram_counts_every_finite_weight_on_one_symmetric_scale(network):
    start = network.params["dense_1/kernel"].copy()
    kernel = network.params["dense_1/kernel"]
    kernel[...] = 3.0
    kernel[0, 0] = np.nan
    found = spread(start, kernel)
    assert found.edges[0] == -3
    assert found.edges[-1] == 3
    assert found.start.sum() == 12
    assert found.now.sum() == found.now[-1] == 11


def test_long_run_keeps_few_points_and_its_newest(network):
    history = WeightHistory()
    followed(network, history, *range(2 * MOST_POINTS))
    steps = history.series("dense_2")[0]
    assert len(steps) <= MOST_POINTS + 1
    assert steps[-1] == 2 * MOST_POINTS - 1


def test_curve_of_ratios_begins_where_the_first_one_was_measured_from():
    steps = np.array([0.0, 200.0, 400.0])
    xs, ys = since_before(steps, np.array([np.nan, 440.0, np.inf]))
    assert (xs.tolist(), ys.tolist()) == ([0.0, 200.0], [440.0, 440.0])
    for none in (np.zeros(0), np.array([np.nan])):
        assert [len(part) for part in since_before(steps[: len(none)], none)] == [0, 0]
