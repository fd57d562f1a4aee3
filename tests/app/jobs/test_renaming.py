"""A layer that gets another name, and a run that does not care."""

from dataclasses import replace

import numpy as np
import pytest

from app.jobs.training import Status
from nncore.data import SOURCES
from nncore.data.sources import Source
from nncore.errors import DataError
from nncore.layers import Flatten
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
    session.bring_in_step()
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


def test_weights_are_saved_under_the_new_name_where_the_network_cannot_be_built(
    qtbot, session, step, rename, tmp_path
):
    step(session.training, 3)
    flat = session.predictor.own.flat.copy()
    session.document.edit_config("Break", spec=session.config.spec.remove("flatten_1"))
    rename("dense_2", "middle")
    path = tmp_path / "broken.vitrine"
    with qtbot.waitSignal(session.told) as told:
        session.save(path)
    assert told.args[1] == "success"
    with qtbot.waitSignal(session.document.project_opened):
        session.open(path)
    assert session.blocked
    with qtbot.waitSignal(session.training.prepared) as prepared:
        spec = session.config.spec.insert(0, Flatten())
        session.document.edit_config("Mend", spec=spec)
    assert "middle/kernel" in prepared.args[0].snapshot.params
    np.testing.assert_array_equal(prepared.args[0].snapshot.flat, flat)


def test_weights_of_a_file_follow_a_new_name_before_there_are_data(
    qtbot, session, step, rename, tmp_path, monkeypatch
):
    step(session.training, 3)
    flat = session.predictor.own.flat.copy()
    path = tmp_path / "mine.vitrine"
    with qtbot.waitSignal(session.told):
        session.save(path)
    whole = SOURCES["mnist-sample"]
    monkeypatch.setitem(SOURCES, "mnist-sample", Source("mnist-sample", "", "", no_data))
    session._loading.forget()
    with qtbot.waitSignal(session.data_failed):
        session.open(path)
    rename("dense_2", "middle")
    monkeypatch.setitem(SOURCES, "mnist-sample", whole)
    with qtbot.waitSignal(session.training.prepared) as prepared:
        session.use_data_dir("")
    assert prepared.args[0].step == 3
    assert "middle/kernel" in prepared.args[0].snapshot.params
    np.testing.assert_array_equal(prepared.args[0].snapshot.flat, flat)


def test_network_of_a_run_that_failed_is_renamed(qtbot, session, step, rename, monkeypatch):
    step(session.training, 3)
    with monkeypatch.context() as patch:
        patch.setattr("nncore.network.Network.step", explode)
        with qtbot.waitSignal(session.training.failed):
            session.train()
    rename("dense_2", "middle")
    found = []
    session.training.ask_network(found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert "middle/kernel" in found[0].params


def test_name_of_a_layer_that_is_gone_may_be_taken(qtbot, session, step, rename):
    step(session.training, 3)
    kernel = session.predictor.own.params["dense_1/kernel"].copy()
    session.document.edit_config("Remove", spec=session.config.spec.remove("dense_2"))
    with qtbot.waitSignal(session.training.prepared) as prepared:
        rename("dense_1", "dense_2")
    np.testing.assert_array_equal(prepared.args[0].snapshot.params["dense_2/kernel"], kernel)


def test_way_back_over_a_name_taken_brings_both_layers_back(qtbot, session, step, rename):
    step(session.training, 3)
    flat = session.predictor.own.flat.copy()
    with qtbot.waitSignal(session.training.prepared):
        session.document.edit_config("Remove", spec=session.config.spec.remove("dense_2"))
    rename("dense_1", "dense_2")
    session.bring_in_step()
    session.document.undo_stack.undo()
    session.bring_in_step()
    with qtbot.waitSignal(session.training.prepared) as back:
        session.document.undo_stack.undo()
    assert back.args[0].kept == ("dense_1", "dense_2", "dense_3")
    last = flat.size - session.predictor.own.params["dense_3/kernel"].size - 10
    np.testing.assert_array_equal(back.args[0].snapshot.flat[:last], flat[:last])


def no_data(**_options):
    raise DataError("not there")


def explode(*_args, **_kwargs):
    raise MemoryError("too much")
