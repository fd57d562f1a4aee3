import threading
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

import app.jobs.training as training_module
from app.jobs.training import Status, TrainingJob
from nncore.errors import ShapeError
from nncore.network import Network
from nncore.optimizers import SGD
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.loop import Run


def flat(run: Run) -> np.ndarray:
    return run.network.flat.copy()


def steps(run: Run) -> int:
    return run.step


# Failing


def test_run_that_raises_fails_and_the_job_lives(
    qtbot, ready, config, data, monkeypatch, prepare, step
):
    step(ready, 2)
    with monkeypatch.context() as patch:

        def explode(*_args, **_kwargs):
            raise ZeroDivisionError("made to fail")

        patch.setattr(Network, "step", explode)
        with qtbot.waitSignal(ready.failed) as told:
            ready.start()
        assert told.args == ["made to fail"]
        assert ready.status is Status.FAILED
        assert not ready.has_run
    prepared = prepare(ready, config, data, keep=True)
    assert prepared.kept == ("dense_1", "dense_2", "dense_3"), "what was learned is lost"
    step(ready)


def test_error_without_words_is_told_by_its_name(qtbot, ready, monkeypatch):
    def explode(*_args, **_kwargs):
        raise MemoryError

    monkeypatch.setattr(Network, "step", explode)
    with qtbot.waitSignal(ready.failed) as told:
        ready.start()
    assert "MemoryError" in told.args[0]


@pytest.mark.filterwarnings("ignore:.*encountered")
def test_diverging_run_ends_with_a_reason(qtbot, job, config, data, prepare):
    wild = config.replace(optimizer=SGD(learning_rate=1e30))
    prepare(job, wild, data)
    with qtbot.waitSignal(job.ended) as told:
        job.start()
    assert told.args[0].startswith("diverged")
    assert job.status is Status.FINISHED


def test_weights_that_diverged_are_not_kept(qtbot, job, config, data, prepare):
    wild = config.replace(optimizer=SGD(learning_rate=1e30))
    prepare(job, wild, data)
    with qtbot.waitSignal(job.ended):
        job.start()
    wider = wild.replace(spec=wild.spec.change("dense_2", units=9))
    prepared = prepare(job, wider, data, keep=True)
    assert np.isfinite(prepared.network.flat).all()


def test_request_that_raises_is_answered_with_the_error(qtbot, ready):
    answers = []

    def explode(_run):
        raise ShapeError("made to fail")

    ready.ask(explode, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert isinstance(answers[0], ShapeError)
    assert ready.status is Status.READY


# Snapshots


def test_snapshots_never_change_after_they_came(ready, step):
    held = []
    ready.snapshot_changed.connect(lambda s: held.append((s, s.flat.copy())))
    step(ready, 5)
    assert [snapshot.step for snapshot, _ in held] == [1, 2, 3, 4, 5]
    for snapshot, then in held:
        np.testing.assert_array_equal(snapshot.flat, then)
        assert not snapshot.flat.flags.writeable
        assert all(not values.flags.writeable for values in snapshot.params.values())
    assert not np.array_equal(held[0][1], held[-1][1])


def test_prepared_network_is_a_copy(ready, step):
    mine = ready.info.network.flat.copy()
    step(ready, 2)
    np.testing.assert_array_equal(ready.info.network.flat, mine)


def test_snapshots_come_while_a_run_goes_on(qtbot, ready, wait_for):
    told = []
    ready.snapshot_changed.connect(lambda snapshot: told.append(snapshot.step))
    ready.start()

    def three_came() -> bool:
        ready.want_snapshot()
        ready.collect()
        return len(told) >= 3

    qtbot.waitUntil(three_came)
    assert told == sorted(set(told))
    ready.pause()
    wait_for(ready, Status.PAUSED)


# Closing


def test_close_while_training_leaves_no_thread(ready):
    ready.start()
    started = perf_counter()
    assert ready.close()
    assert perf_counter() - started < 2
    assert not ready._thread.isRunning()


def test_close_while_preparing_leaves_no_thread(job, config, data):
    job.prepare(config, data)
    assert job.close()
    assert not job._thread.isRunning()


def test_close_before_anything_leaves_no_thread():
    for _ in range(20):
        job = TrainingJob()
        assert job.close()
        assert not job._thread.isRunning()


def test_close_in_a_long_delay_does_not_wait_for_it(qtbot, ready, look):
    ready.set_delay(60)
    ready.start()
    qtbot.waitUntil(lambda: look(ready, steps) == 1)
    started = perf_counter()
    assert ready.close()
    assert perf_counter() - started < 2


def test_close_in_a_slow_batch_gives_up_at_its_deadline(ready, gate, monkeypatch):
    monkeypatch.setattr(training_module, "CLOSE_SECONDS", 0.1)
    ready.start()
    assert gate.reached.wait(5)
    started = perf_counter()
    assert not ready.close()
    assert 0.05 < perf_counter() - started < 2
    gate.open.set()
    monkeypatch.setattr(training_module, "CLOSE_SECONDS", 5.0)
    assert ready.close()
    assert not ready._thread.isRunning()


def test_close_waits_for_the_batch_at_work(ready, gate):
    ready.start()
    assert gate.reached.wait(5)
    opener = threading.Timer(0.1, gate.open.set)
    opener.start()
    assert ready.close()
    opener.join()


def test_answer_after_close_is_dropped(ready):
    answers = []
    for _ in range(20):
        ready.ask(steps, answers.append)
    assert ready.close()
    ready.ask(steps, answers.append)
    ready.prepare(RunConfig(spec=NetworkSpec((4,))), ready.info)  # type: ignore[arg-type]
    QCoreApplication.processEvents()  # hear what was on its way
    assert answers == []
    assert ready._replies._waiting == {}
