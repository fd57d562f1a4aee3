import numpy as np
import pytest

from app.jobs.training import Status
from nncore.optimizers import SGD
from nncore.training.loop import Run, initial_network


def flat(run: Run) -> np.ndarray:
    return run.network.flat.copy()


def steps(run: Run) -> int:
    return run.step


# Live settings and edits


def test_learning_rate_takes_effect_at_the_next_batch_of_the_same_run(ready, config, look, step):
    step(ready, 3)
    before = look(ready, flat)
    still = config.replace(optimizer=config.optimizer.replace(learning_rate=0.0))
    ready.adopt(still, lambda: pytest.fail("the run was not kept"))
    step(ready, 2)
    assert look(ready, steps) == 5
    np.testing.assert_array_equal(look(ready, flat), before)
    ready.adopt(config, lambda: pytest.fail("the run was not kept"))
    step(ready)
    assert not np.array_equal(look(ready, flat), before)


def test_learning_rate_changes_while_the_run_goes_on(qtbot, ready, config, wait_for, look):
    ready.start()
    other = config.replace(optimizer=SGD(learning_rate=0.125))
    ready.adopt(other, lambda: pytest.fail("the run was not kept"))
    qtbot.waitUntil(lambda: look(ready, lambda run: run.optimizer.learning_rate) == 0.125)
    assert ready.status is Status.RUNNING
    ready.pause()
    wait_for(ready, Status.PAUSED)


def test_live_change_does_not_end_an_extended_run(
    qtbot, job, config, data, wait_for, look, prepare
):
    short = config.replace(epochs=2)
    prepare(job, short, data)
    with qtbot.waitSignal(job.ended):
        job.start()
    job.set_delay(60)
    job.start()
    wait_for(job, Status.RUNNING)
    job.adopt(short.replace(optimizer=SGD()), lambda: pytest.fail("the run was not kept"))
    assert look(job, lambda run: run.epochs) == 4


def test_more_epochs_make_a_finished_run_go_on(qtbot, job, config, data, wait_for, prepare):
    prepare(job, config.replace(epochs=1), data)
    with qtbot.waitSignal(job.ended):
        job.start()
    job.adopt(config.replace(epochs=3), lambda: pytest.fail("the run was not kept"))
    wait_for(job, Status.PAUSED)


def test_structural_change_asks_for_another_run(qtbot, ready, config):
    asked = []
    ready.adopt(
        config.replace(spec=config.spec.change("dense_2", units=9)), lambda: asked.append(1)
    )
    qtbot.waitUntil(lambda: asked == [1])


def test_edit_keeps_weights_of_layers_that_kept_their_shape(
    ready, config, data, look, prepare, step
):
    step(ready, 3)
    trained = look(ready, lambda run: run.network.copy())
    wider = config.replace(spec=config.spec.change("dense_2", units=9))
    prepared = prepare(ready, wider, data, keep=True)
    assert prepared.kept == ("dense_1",)
    assert prepared.learned
    fresh = initial_network(wider)
    for name, values in prepared.network.params.items():
        source = trained if name.startswith("dense_1") else fresh
        np.testing.assert_array_equal(values, source.params[name], name)


def test_undo_of_a_removal_brings_the_weights_back(ready, config, data, look, prepare, step):
    step(ready, 3)
    trained = look(ready, flat)
    without = config.replace(spec=config.spec.remove("dense_2"))
    prepare(ready, without, data, keep=True)
    prepared = prepare(ready, config, data, keep=True)
    assert prepared.kept == ("dense_1", "dense_2", "dense_3")
    np.testing.assert_array_equal(prepared.network.flat, trained)


def test_what_was_never_learned_is_drawn_anew_as_the_config_says(ready, config, data, prepare):
    other = config.replace(seed=8, spec=config.spec.change("dense_2", units=9))
    prepared = prepare(ready, other, data, keep=True)
    assert prepared.kept == ()
    assert not prepared.learned
    np.testing.assert_array_equal(prepared.network.flat, initial_network(other).flat)


def test_reset_forgets_the_weights_of_removed_layers(ready, config, data, prepare, step):
    step(ready, 3)
    prepare(ready, config, data)
    prepared = prepare(ready, config.replace(batch_size=8), data, keep=True)
    np.testing.assert_array_equal(prepared.network.flat, initial_network(config).flat)


def test_given_network_of_another_spec_gives_the_layers_that_fit(job, config, data, prepare):
    given = initial_network(config.replace(seed=50))
    wider = config.replace(spec=config.spec.change("dense_2", units=9))
    prepared = prepare(job, wider, data, network=given)
    assert prepared.kept == ("dense_1",)
    np.testing.assert_array_equal(
        prepared.network.params["dense_1/kernel"], given.params["dense_1/kernel"]
    )


def test_given_network_takes_the_settings_of_the_config(job, config, data, look, prepare):
    given = initial_network(config.replace(seed=50))
    calmer = config.replace(spec=config.spec.change("dropout_1", rate=0.0), dtype="float64")
    prepared = prepare(job, calmer, data, network=given)
    assert prepared.learned
    assert look(job, lambda run: run.network.spec) == calmer.spec
    assert prepared.network.dtype == np.float64
    np.testing.assert_array_equal(prepared.network.flat, given.flat)


def test_drop_forgets_the_run_and_its_weights(ready, config, data, look, prepare, step):
    step(ready, 3)
    ready.drop()
    assert ready.status is Status.EMPTY
    assert look(ready, steps) is None
    prepared = prepare(ready, config, data, keep=True)
    assert prepared.kept == ()


def test_void_run_sends_no_more_mail(ready, wait_for, look):
    ready.start()
    wait_for(ready, Status.RUNNING)
    ready.drop()
    told = []
    ready.mail_came.connect(told.append)
    ready.snapshot_changed.connect(told.append)
    ready.collect()
    look(ready, steps)
    ready.collect()
    assert told == []
