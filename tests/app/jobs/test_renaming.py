"""A layer that gets another name, and a run that does not care."""

from dataclasses import replace

import numpy as np
import pytest

from app.jobs.training import Status
from nncore.training.loop import Run


@pytest.fixture
def rename(session):
    """Rename a layer as the user does."""

    def run(old: str, new: str) -> None:
        config = session.config.rename(old, new)
        session.document.edit("Rename", lambda project: replace(project, config=config))

    return run


def test_run_goes_on_under_the_new_name(qtbot, session, look, step, rename):
    prepared = []
    session.training.prepared.connect(prepared.append)
    step(session.training, 5)
    with qtbot.waitSignal(session.training.renamed):
        rename("dense_1", "first")
    assert prepared == []
    assert session.training.status is Status.PAUSED
    assert "first/kernel" in session.predictor.own.params
    assert session.training.info.network.params.keys() == session.predictor.own.params.keys()
    step(session.training, 5)
    assert look(session.training, lambda run: run.step) == session.training.step == 10
    expected = Run(session.config, session.data)
    for event in expected.events():
        if getattr(event, "step", 0) == 10:
            break
    np.testing.assert_array_equal(
        look(session.training, lambda run: run.network.flat), expected.network.flat
    )


def test_training_that_goes_on_does_not_stop_for_it(qtbot, session, look, rename):
    session.document.edit_config("Train long", epochs=100_000)
    session.train()
    qtbot.waitUntil(lambda: look(session.training, lambda run: run.step) > 10)
    with qtbot.waitSignal(session.training.renamed):
        rename("dense_2", "middle")
    before = look(session.training, lambda run: run.step)
    assert before > 10
    qtbot.waitUntil(lambda: look(session.training, lambda run: run.step) > before + 10)
    assert session.training.is_running()


def test_undo_goes_on_too(qtbot, session, look, step, rename):
    step(session.training, 4)
    with qtbot.waitSignal(session.training.renamed):
        rename("dense_1", "first")
    with qtbot.waitSignal(session.training.renamed):
        session.document.undo_stack.undo()
    assert "dense_1/kernel" in session.predictor.own.params
    assert look(session.training, lambda run: run.step) == 4


def test_frozen_layer_is_renamed_and_stays_frozen(qtbot, session, look, step, rename):
    session.document.edit_config("Freeze", frozen=("dense_1",))
    step(session.training, 2)
    with qtbot.waitSignal(session.training.renamed):
        rename("dense_1", "first")
    kernel = look(session.training, lambda run: run.network.params["first/kernel"].copy())
    step(session.training, 4)
    np.testing.assert_array_equal(
        look(session.training, lambda run: run.network.params["first/kernel"]), kernel
    )


def test_freezing_goes_on_with_the_run(qtbot, session, look, step):
    prepared = []
    session.training.prepared.connect(prepared.append)
    step(session.training, 3)
    session.document.edit_config("Freeze", frozen=("dense_1",))
    session.bring_in_step()
    assert look(session.training, lambda run: (run.step, run.config.frozen)) == (3, ("dense_1",))
    assert prepared == []


def test_name_and_shape_changed_at_once_begin_anew(qtbot, session, step, rename):
    step(session.training, 3)
    with qtbot.waitSignal(session.training.prepared) as told:
        rename("dense_1", "first")
        session.document.edit_config("Change", spec=session.config.spec.change("dense_2", units=9))
    assert told.args[0].begins_anew
    assert told.args[0].kept == ("first",)
