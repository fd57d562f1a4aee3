"""Looking at the network beside the training."""

import threading

import numpy as np
import pytest

from app.jobs.probe import Probe, look_at_gradients, look_for_stuck_units
from nncore.network import Network
from nncore.training.samples import make_splits


@pytest.fixture
def session(studio):
    return studio.session


@pytest.fixture
def looked(session, qtbot):
    def look(function):
        probe = Probe(session, "Looking", function, session)
        with qtbot.waitSignal(probe.changed):
            probe.want()
        return probe

    return look


def test_gradients_are_those_of_the_loss_over_the_first_samples(looked, session):
    found = looked(look_at_gradients).result
    config, network = session.config, session.predictor.own
    samples = make_splits(session.data.subset(100, 1), config.spec, 0.0).train
    _, expected = network.loss_and_grads(samples.x, samples.y, config.loss)
    assert found.keys() == expected.keys()
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-4, atol=1e-7, err_msg=name)


def test_units_that_can_give_nothing_are_found_dead(session, qtbot):
    own = session.predictor.own
    own.params["dense_1/bias"][:3] = -1e6
    probe = Probe(session, "Looking", look_for_stuck_units, session)
    session.training.snapshot_changed.emit(own.snapshot())
    with qtbot.waitSignal(probe.changed):
        probe.want()
    found = probe.result
    assert found["dense_1"].dead[:3].all()
    assert found["dense_1"].dead.sum() < len(found["dense_1"].dead)
    assert "dense_3" not in found, "outputs are meant to be sure"


def test_nothing_new_is_not_looked_at_again(looked, session, qtbot):
    probe = looked(look_at_gradients)
    with qtbot.assertNotEmitted(session.tasks.started):
        probe.want()


def test_result_goes_with_the_run_it_was_of(looked, session, qtbot):
    probe = looked(look_at_gradients)
    with qtbot.waitSignal(session.training.prepared):
        session.document.edit_config("Change", seed=9)
    assert probe.result is None


def test_result_of_an_earlier_run_of_the_same_network_is_not_taken(session, qtbot):
    looking, go_on = threading.Event(), threading.Event()

    def look(network, _config, _data):
        looking.set()
        assert go_on.wait(10)
        return network.flat.copy()

    probe = Probe(session, "Looking", look, session)
    probe.want()
    assert looking.wait(10)
    spec = session.config.spec
    with qtbot.waitSignal(session.training.prepared):
        session.document.edit_config("Change", seed=9)
    with qtbot.waitSignal(probe.changed):
        go_on.set()
    assert session.config.spec == spec
    assert probe.result is None
    with qtbot.waitSignal(probe.changed):
        probe.want()
    np.testing.assert_array_equal(probe.result, session.predictor.own.flat)


def test_network_is_copied_in_the_background(looked, session, monkeypatch):
    def copy(_network):
        raise AssertionError("in the window's thread, this takes milliseconds")

    monkeypatch.setattr(Network, "copy", copy)
    own = session.predictor.own
    found = looked(lambda network, *_: network).result
    assert found is not own
    np.testing.assert_array_equal(found.flat, own.flat)
