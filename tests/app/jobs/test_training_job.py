import numpy as np

from app.jobs.training import Status
from app.jobs.worker import Pace
from nncore.layers import Dense
from nncore.spec import NetworkSpec
from nncore.training.loop import Run, initial_network, train

BATCHES = 8
"""In an epoch of the tiny data, see conftest."""


def flat(run: Run) -> np.ndarray:
    return run.network.flat.copy()


def steps(run: Run) -> int:
    return run.step


# Preparing


def test_prepared_run_stands_ready(job, config, data, prepare):
    seen = []
    job.status_changed.connect(seen.append)
    prepared = prepare(job, config, data)
    assert seen == [Status.PREPARING, Status.READY]
    assert (prepared.step, prepared.epoch, prepared.epochs) == (0, 0, 1000)
    assert prepared.kept == ()
    assert not prepared.learned
    np.testing.assert_array_equal(prepared.network.flat, initial_network(config).flat)


def test_preparing_tells_the_parameters(qtbot, job, config, data):
    with qtbot.waitSignal(job.snapshot_changed) as told:
        job.prepare(config, data)
    np.testing.assert_array_equal(told.args[0].flat, initial_network(config).flat)


def test_run_that_cannot_be_prepared_fails_with_a_reason(qtbot, job, config, data):
    wrong = config.replace(spec=NetworkSpec.chain((7,), [Dense(units=10)]))
    with qtbot.waitSignal(job.failed) as told:
        job.prepare(wrong, data)
    assert "7" in told.args[0]
    assert job.status is Status.FAILED
    assert not job.has_run


def test_failed_preparation_leaves_no_run_going_on_unseen(qtbot, ready, config, data, look):
    ready.start()
    wrong = config.replace(spec=NetworkSpec.chain((7,), [Dense(units=10)]))
    with qtbot.waitSignal(ready.failed):
        ready.prepare(wrong, data)
    before = look(ready, steps)
    assert look(ready, steps) == before
    assert ready._worker._pace is Pace.REST


def test_of_two_preparations_the_last_wins(qtbot, job, config, data):
    other = config.replace(seed=9)
    told = []
    job.prepared.connect(told.append)
    job.prepare(config, data)
    job.prepare(other, data)
    qtbot.waitUntil(lambda: job.status is Status.READY)
    np.testing.assert_array_equal(told[-1].network.flat, initial_network(other).flat)
    assert len(told) == 1, "the one that was superseded is told of"


def test_superseded_preparation_that_fails_is_not_told_of(job, config, data, prepare):
    failures = []
    job.failed.connect(failures.append)
    job.prepare(config.replace(spec=NetworkSpec.chain((7,), [Dense(units=10)])), data)
    prepare(job, config, data)
    assert failures == []
    assert job.status is Status.READY


def test_reset_gives_the_initial_weights_bit_for_bit(ready, config, data, look, prepare, step):
    first = look(ready, flat)
    step(ready, 3)
    assert not np.array_equal(look(ready, flat), first)
    prepared = prepare(ready, config, data)
    np.testing.assert_array_equal(look(ready, flat), first)
    np.testing.assert_array_equal(prepared.network.flat, first)
    assert prepared.kept == ()
    assert not prepared.learned


# Going and resting


def test_step_is_exactly_one_optimizer_step(ready, look, step):
    for expected in range(1, 2 * BATCHES + 2):
        step(ready)
        assert look(ready, steps) == expected
        assert ready.step == expected


def test_steps_are_those_of_a_run_without_window(ready, config, data, look, step):
    step(ready, 11)
    run = Run(config, data)
    events = run.events()
    while run.step < 11:
        next(events)
    np.testing.assert_array_equal(look(ready, flat), run.network.flat)


def test_step_epoch_ends_at_the_epoch(ready, wait_for, look, step):
    step(ready, 3)
    for epoch in (1, 2):
        ready.step_epoch()
        wait_for(ready, Status.PAUSED)
        assert look(ready, lambda run: (run.epoch, run.step)) == (epoch, epoch * BATCHES)


def test_step_epoch_through_the_last_epoch_finishes(qtbot, job, config, data, wait_for, prepare):
    prepare(job, config.replace(epochs=1), data)
    with qtbot.waitSignal(job.ended) as told:
        job.step_epoch()
    assert told.args == ["finished"]
    wait_for(job, Status.FINISHED)


def test_pause_rests_within_one_batch(ready, wait_for, look, gate):
    ready.start()
    assert gate.reached.wait(5)
    ready.pause()
    assert ready.status is Status.RUNNING
    gate.open.set()
    wait_for(ready, Status.PAUSED)
    assert look(ready, steps) == 1


def test_nothing_moves_at_rest(ready, wait_for, look):
    ready.start()
    ready.pause()
    wait_for(ready, Status.PAUSED)
    assert look(ready, flat).tobytes() == look(ready, flat).tobytes()
    assert look(ready, steps) == look(ready, steps)


def test_stop_ends_the_run_within_one_batch(ready, wait_for, look, gate):
    ready.start()
    assert gate.reached.wait(5)
    ready.stop()
    gate.open.set()
    wait_for(ready, Status.FINISHED)
    assert look(ready, steps) == 1


def test_run_ends_after_its_epochs(qtbot, job, config, data, look, prepare):
    prepare(job, config.replace(epochs=2), data)
    with qtbot.waitSignal(job.ended) as told:
        job.start()
    assert told.args == ["finished"]
    assert job.status is Status.FINISHED
    assert look(job, lambda run: (run.epoch, run.step)) == (2, 2 * BATCHES)


def test_window_gets_the_mail_of_every_batch_and_epoch(qtbot, job, config, data, prepare):
    losses, epochs = [], []
    job.mail_came.connect(lambda mail: (losses.extend(mail.loss), epochs.extend(mail.epochs)))
    prepare(job, config.replace(epochs=3), data)
    with qtbot.waitSignal(job.ended):
        job.start()
    assert len(losses) == 3 * BATCHES
    assert [event.epoch for event in epochs] == [1, 2, 3]


def test_finished_run_trains_on_for_as_many_epochs_again(qtbot, job, config, data, look, prepare):
    prepare(job, config.replace(epochs=2), data)
    for epoch in (2, 4):
        with qtbot.waitSignal(job.ended):
            job.start()
        assert look(job, lambda run: run.epoch) == epoch


def test_stopped_run_begins_a_new_stretch(ready, wait_for, look, step):
    step(ready, BATCHES + 2)
    ready.stop()
    assert ready.status is Status.FINISHED
    ready.start()
    wait_for(ready, Status.RUNNING)
    ready.pause()
    wait_for(ready, Status.PAUSED)
    assert look(ready, lambda run: run.epochs) >= 1001


def test_starting_and_resting_200_times_ends_in_the_last_order(ready, wait_for, look):
    for _ in range(200):
        ready.start()
        ready.pause()
    wait_for(ready, Status.PAUSED)
    before = look(ready, steps)
    ready.start()
    wait_for(ready, Status.RUNNING)
    ready.step_epoch()
    wait_for(ready, Status.PAUSED)
    assert look(ready, steps) > before
    assert look(ready, lambda run: run._position) == 0


def test_starting_after_each_rest_never_gets_lost(ready, wait_for):
    for _ in range(60):
        ready.start()
        ready.pause()
        wait_for(ready, Status.PAUSED)
    for _ in range(30):
        ready.start()
        wait_for(ready, Status.RUNNING)
        ready.stop()
        wait_for(ready, Status.FINISHED)


def test_rest_that_is_heard_late_does_not_hide_a_run_that_goes_on(ready, wait_for, gate):
    ready.start()
    ready._on_rested()  # of the rest before, still on its way when the run went on
    assert ready.status is Status.RUNNING
    gate.open.set()
    ready.pause()
    wait_for(ready, Status.PAUSED)


def test_end_that_is_heard_late_does_not_touch_the_next_run(qtbot, ready, config, data):
    ready.prepare(config, data)
    ready._on_ended("finished")
    ready._on_failed(ValueError("of the run before"))
    ready._on_extended(24)
    assert ready.status is Status.PREPARING
    with qtbot.waitSignal(ready.prepared):
        pass
    assert ready.status is Status.READY


def test_start_after_stop_pauses_again(ready, wait_for):
    ready.start()
    ready.stop()
    ready.start()
    ready.pause()
    wait_for(ready, Status.PAUSED)


def test_delay_is_cut_short_by_pause_and_by_another_delay(qtbot, ready, wait_for, look):
    ready.set_delay(60)
    ready.start()
    qtbot.waitUntil(lambda: look(ready, steps) == 1)
    assert look(ready, steps) == 1, "a request makes no batch come early"
    ready.set_delay(0)
    qtbot.waitUntil(lambda: look(ready, steps) > 3)
    ready.set_delay(60)
    ready.pause()
    wait_for(ready, Status.PAUSED)


# A saved state


def test_run_from_a_state_goes_on_bit_for_bit(job, config, data, look, prepare, step):
    prepare(job, config, data)
    step(job, BATCHES + 3)
    state, network = look(job, lambda run: (run.state(), run.network.copy()))
    step(job, BATCHES)
    unbroken = look(job, flat)
    prepared = prepare(job, config, data, network=network, state=state)
    assert job.status is Status.PAUSED
    assert prepared.learned
    assert prepared.step == BATCHES + 3
    assert len(prepared.history["loss"]) == 1
    step(job, BATCHES)
    np.testing.assert_array_equal(look(job, flat), unbroken)


def test_run_that_was_over_opens_as_finished(qtbot, job, config, data, look, prepare):
    short = config.replace(epochs=1)
    prepare(job, short, data)
    with qtbot.waitSignal(job.ended):
        job.start()
    state, network = look(job, lambda run: (run.state(), run.network.copy()))
    prepare(job, short, data, network=network, state=state)
    assert job.status is Status.FINISHED
    with qtbot.waitSignal(job.ended):
        job.start()
    assert look(job, lambda run: run.epoch) == 2


def test_whole_run_equals_the_one_without_window(qtbot, job, config, data, look, prepare):
    short = config.replace(epochs=3)
    prepare(job, short, data)
    with qtbot.waitSignal(job.ended):
        job.start()
    *_, end = train(short, data=data)
    np.testing.assert_array_equal(look(job, flat), end.network.flat)
    assert look(job, lambda run: run.history) == dict(end.history)


def test_whoever_hears_of_the_end_finds_the_last_weights(qtbot, job, config, data, prepare):
    prepare(job, config.replace(epochs=2), data)
    newest = []
    job.snapshot_changed.connect(newest.append)
    at_the_end = []

    def heard(status: Status) -> None:
        if status is Status.FINISHED:
            at_the_end.append(newest[-1].step)

    job.status_changed.connect(heard)
    job.start()
    qtbot.waitUntil(lambda: job.status is Status.FINISHED)
    assert at_the_end == [job.step]
