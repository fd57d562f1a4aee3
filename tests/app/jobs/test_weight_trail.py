"""How far weights move, measured on the way."""

import numpy as np
import pytest

from app.jobs import weight_trail
from app.jobs.training import Status
from app.jobs.weight_trail import WeightTrail, kernel_norms
from nncore.layers import Dense
from nncore.network import Network
from nncore.spec import NetworkSpec


@pytest.fixture
def network() -> Network:
    return Network.from_spec(NetworkSpec.chain((4,), [Dense(units=3), Dense(units=2)]), seed=0)


def test_norm_and_distance_are_those_of_the_kernel(network):
    kernel = network.params["dense_1/kernel"]
    kernel[...] = 2.0  # norm 2 √12
    network.params["dense_1/bias"][...] = 100.0  # none of the kernel's business
    trail = WeightTrail(network, 4)
    kernel[...] = 2.5
    found = trail.measure(14)
    assert (found.since, found.step) == (4, 14)
    assert found.norms == kernel_norms(network)
    assert found.norms["dense_1"] == pytest.approx(2.5 * np.sqrt(12))
    assert found.distances["dense_1"] == pytest.approx(0.5 * np.sqrt(12))
    assert found.distances["dense_2"] == 0
    kernel[0, 0] = 3.5
    assert trail.measure(15, at_once=True).distances["dense_1"] == pytest.approx(1.0)


def test_without_a_step_there_is_nothing_to_measure(network):
    trail = WeightTrail(network, 4)
    assert trail.measure(4, at_once=True) is None
    assert trail.measure(5) is not None
    assert trail.measure(5, at_once=True) is None


def test_measuring_keeps_to_its_share_of_the_time(network, monkeypatch):
    now = 100.0

    def clock() -> float:
        nonlocal now
        now += 0.001
        return now

    monkeypatch.setattr(weight_trail.time, "perf_counter", clock)
    trail = WeightTrail(network, 0)
    assert trail.measure(1) is not None  # took a millisecond
    now += 0.9 * 0.001 / weight_trail.SHARE
    assert trail.measure(2) is None
    now += 0.1 * 0.001 / weight_trail.SHARE
    assert trail.measure(3).since == 1


def test_weights_that_are_no_numbers_are_measured_all_the_same(network):
    trail = WeightTrail(network, 0)
    network.params["dense_1/kernel"][...] = 1e30  # its square is no float32
    network.params["dense_2/kernel"][0, 0] = np.nan
    found = trail.measure(1)
    assert found.norms["dense_1"] == np.inf
    assert np.isnan(found.norms["dense_2"])


def test_run_is_measured_at_the_ends_of_epochs_and_where_it_rests(qtbot, ready, wait_for):
    """What is told of a run is a chain: each part begins where the one before ended."""
    parts = []
    ready.weights_moved.connect(parts.append)
    ready.step_epoch()
    wait_for(ready, Status.PAUSED)
    ready.step_batch()
    wait_for(ready, Status.PAUSED)
    assert [part.step for part in parts][-2:] == [ready.step - 1, ready.step]
    assert [part.since for part in parts] == [0, *(part.step for part in parts[:-1])]
    assert ready.info.norms.keys() == parts[0].norms.keys() == parts[0].distances.keys()
    assert all(moved > 0 for part in parts for moved in part.distances.values())


def test_weights_that_are_put_do_not_count_as_movement(qtbot, ready, wait_for):
    parts, answers = [], []
    ready.weights_moved.connect(parts.append)
    ready.step_batch()
    wait_for(ready, Status.PAUSED)
    trained = parts[-1].distances["dense_1"]
    ready.set_parameter("dense_1/kernel", (0, 0), 1000.0, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    ready.step_batch()
    wait_for(ready, Status.PAUSED)
    assert parts[-1].norms["dense_1"] > 1000
    assert parts[-1].distances["dense_1"] < 100 * trained
