"""Looking at the network beside the training."""

import numpy as np
import pytest

from app.jobs.probe import Probe, look_at_gradients, look_for_stuck_units
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


def test_units_that_can_give_nothing_are_found_dead(looked, session):
    own = session.predictor.own
    own.params["dense_1/bias"][:3] = -1e6
    found = looked(look_for_stuck_units).result
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
