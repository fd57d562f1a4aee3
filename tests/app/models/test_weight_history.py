"""How weights are followed."""

import numpy as np
import pytest

from app.jobs.weight_trail import Moved
from app.models.weight_history import (
    MOST_POINTS,
    WeightHistory,
    since_before,
    spread,
)
from nncore.layers import Dense
from nncore.network import Network
from nncore.spec import NetworkSpec


@pytest.fixture
def network() -> Network:
    return Network.from_spec(NetworkSpec.chain((4,), [Dense(units=3), Dense(units=2)]), seed=0)


def test_norms_and_the_share_one_step_moves_are_followed(network):
    history = WeightHistory()
    history.begin(network.snapshot(5), {"dense_1": 4.0, "dense_2": 0.0})
    history.note(Moved(5, 15, {"dense_1": 5.0, "dense_2": 1.0}, {"dense_1": 2.0, "dense_2": 1.0}))
    history.note(Moved(15, 16, {"dense_1": 4.0, "dense_2": 1.0}, {"dense_1": 1.0, "dense_2": 0.5}))
    steps, norms, ratios = history.series("dense_1")
    np.testing.assert_array_equal(steps, [5, 15, 16])
    np.testing.assert_array_equal(norms, [4, 5, 4])
    np.testing.assert_allclose(ratios, [np.nan, 2 / 4 / 10, 1 / 5])
    np.testing.assert_allclose(history.series("dense_2")[2], [np.nan, np.nan, 0.5])
    assert [len(part) for part in history.series("gone")] == [0, 0, 0]


def test_next_run_begins_anew(network):
    history = WeightHistory()
    history.begin(network.snapshot(0), {"dense_1": 1.0})
    history.note(Moved(0, 3, {"dense_1": 2.0}, {"dense_1": 1.0}))
    history.begin(network.snapshot(0), {"dense_1": 7.0})
    assert [part.tolist() for part in history.series("dense_1")[:2]] == [[0], [7]]


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
    history.begin(network.snapshot(0), {"dense_2": 1.0})
    for step in range(1, 2 * MOST_POINTS):
        history.note(Moved(step - 1, step, {"dense_2": 1.0}, {"dense_2": 0.1}))
    steps = history.series("dense_2")[0]
    assert len(steps) <= MOST_POINTS + 1
    assert steps[-1] == 2 * MOST_POINTS - 1


def test_curve_of_ratios_begins_where_the_first_one_was_measured_from():
    steps = np.array([0.0, 200.0, 400.0])
    xs, ys = since_before(steps, np.array([np.nan, 440.0, np.inf]))
    assert (xs.tolist(), ys.tolist()) == ([0.0, 200.0], [440.0, 440.0])
    for none in (np.zeros(0), np.array([np.nan])):
        assert [len(part) for part in since_before(steps[: len(none)], none)] == [0, 0]


def test_renamed_layer_keeps_its_curves_and_its_first_weights(network):
    history = WeightHistory()
    history.begin(network.snapshot(0), {"dense_1": 1.0, "dense_2": 2.0})
    history.note(Moved(0, 3, {"dense_1": 2.0, "dense_2": 2.0}, {"dense_1": 1.0, "dense_2": 0.0}))
    first = history.start.params["dense_1/kernel"]
    history.rename({"dense_1": "hidden"})
    assert history.series("hidden")[1].tolist() == [1, 2]
    assert len(history.series("dense_1")[0]) == 0
    assert history.start.params["hidden/kernel"] is first
    history.note(Moved(3, 4, {"hidden": 3.0, "dense_2": 2.0}, {"hidden": 1.0, "dense_2": 0.0}))
    assert history.series("hidden")[1].tolist() == [1, 2, 3]


def test_what_was_measured_under_other_names_is_not_noted(network):
    history = WeightHistory()
    history.begin(network.snapshot(0), {"dense_1": 1.0})
    history.rename({"dense_1": "hidden"})
    history.note(Moved(0, 3, {"dense_1": 2.0}, {"dense_1": 1.0}))
    assert history.series("hidden")[1].tolist() == [1]
