import threading

import numpy as np
import pytest

from app.jobs.session import Session
from app.jobs.training import Status
from app.project import Project
from nncore.layers import Dense
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.loop import initial_network


def use(session: Session, name: str) -> None:
    session.document.edit_config("Use", data=name, data_options={})


def flat(session: Session, look) -> np.ndarray:
    return look(session.training, lambda run: run.network.flat.copy())


# Edits and the run


def test_train_right_after_an_edit_trains_the_edited_network(qtbot, session, look):
    spec = session.config.spec.change("dense_2", units=9)
    session.document.edit_config("Change", spec=spec)
    session.train()
    with qtbot.waitSignal(session.training.prepared):
        pass
    assert session.training.is_running()
    assert look(session.training, lambda run: run.network.spec) == spec
    qtbot.waitUntil(lambda: look(session.training, lambda run: run.step) > 0)


@pytest.mark.parametrize("order", ["train", "train_when_ready"])
def test_order_to_train_while_a_run_is_prepared_is_not_lost(qtbot, session, look, order):
    go = threading.Event()
    session.training.ask(lambda run: go.wait(20), lambda _: None)  # holds the thread
    spec = session.config.spec.change("dense_2", units=9)
    session.document.edit_config("Change", spec=spec)
    session.reset()
    assert session.training.status is Status.PREPARING
    getattr(session, order)()
    go.set()
    qtbot.waitUntil(lambda: look(session.training, lambda run: run.step) > 0)
    qtbot.waitUntil(lambda: look(session.training, lambda run: run.network.spec)
                    == session.config.spec)  # fmt: skip


def test_structural_edit_does_not_start_training_by_itself(qtbot, session):
    session.train()
    with qtbot.waitSignal(session.training.prepared):
        session.document.edit_config("Change", spec=session.config.spec.remove("dense_2"))
    assert session.training.status is Status.READY


def test_live_edit_goes_on_with_the_run(qtbot, session, look, step):
    step(session.training, 3)
    prepared = []
    session.training.prepared.connect(prepared.append)
    optimizer = session.config.optimizer.replace(learning_rate=0.5)
    session.document.edit_config("Change", optimizer=optimizer)
    qtbot.waitUntil(lambda: look(session.training, lambda run: run.optimizer) == optimizer)
    assert prepared == []
    assert look(session.training, lambda run: run.step) == 3


def test_live_edit_while_a_file_is_prepared_keeps_its_state(qtbot, session, look, step, tmp_path):
    step(session.training, 3)
    save(qtbot, session, tmp_path / "a.vitrine")
    with qtbot.waitSignal(session.document.project_opened):
        session.open(tmp_path / "a.vitrine")
    assert session.training.status is Status.PREPARING
    session.document.edit_config("Change", batch_size=5)
    session.begin()
    qtbot.waitUntil(lambda: look(session.training, lambda run: run.batch_size) == 5)
    assert look(session.training, lambda run: run.step) == 3


def test_broken_spec_blocks_and_pauses_and_mending_it_goes_on(qtbot, session, look):
    session.train()
    qtbot.waitUntil(lambda: look(session.training, lambda run: run.step) > 0)
    whole = session.config.spec
    session.document.edit_config("Break", spec=whole.remove("flatten_1"))
    assert session.blocked
    qtbot.waitUntil(lambda: session.training.status is Status.PAUSED)
    steps = look(session.training, lambda run: run.step)
    session.document.undo_stack.undo()
    assert session.blocked == ""
    session.begin()
    assert look(session.training, lambda run: run.step) == steps


def test_no_layers_block_with_the_reason(session):
    session.document.edit_config("Empty", spec=NetworkSpec((28, 28, 1)))
    assert "no layers" in session.blocked


def test_run_that_fails_is_told_and_the_session_lives(qtbot, session, monkeypatch):
    with monkeypatch.context() as patch:

        def explode(*_args, **_kwargs):
            raise ZeroDivisionError("made to fail")

        patch.setattr("nncore.network.Network.step", explode)
        with qtbot.waitSignal(session.told) as told:
            session.train()
    assert told.args == ["made to fail", "error"]
    with qtbot.waitSignal(session.training.prepared):
        session.reset()
    assert session.training.status is Status.READY


def test_reset_in_a_session_gives_the_initial_weights(qtbot, session, look, step):
    step(session.training, 3)
    with qtbot.waitSignal(session.training.prepared):
        session.reset()
    np.testing.assert_array_equal(flat(session, look), initial_network(session.config).flat)


def test_other_seed_draws_other_weights_before_training(qtbot, session, look):
    with qtbot.waitSignal(session.training.prepared):
        session.document.edit_config("Change", seed=77)
    np.testing.assert_array_equal(flat(session, look), initial_network(session.config).flat)


# The modified mark


def save(qtbot, session: Session, path) -> None:
    with qtbot.waitSignal(session.told) as told:
        session.save(path)
    assert told.args[1] == "success", told.args[0]


def test_new_session_is_not_modified(session):
    assert not session.document.modified


def test_training_modifies_even_a_single_step_without_a_clock(qtbot, session):
    with qtbot.waitSignal(session.document.file_changed):
        session.training.step_batch()
    assert session.document.modified


def test_run_that_ends_before_the_clock_ticks_modifies(qtbot, session):
    session.open_config(session.config.replace(epochs=1))
    with qtbot.waitSignal(session.training.prepared):
        pass
    with qtbot.waitSignal(session.training.ended):
        session.training.start()
    assert session.document.modified


def test_save_cleans_and_training_dirties_again(qtbot, session, step, tmp_path):
    step(session.training)
    save(qtbot, session, tmp_path / "a.vitrine")
    assert not session.document.modified
    assert session.document.path == tmp_path / "a.vitrine"
    step(session.training)
    assert session.document.modified


def test_training_during_a_save_leaves_the_project_modified(
    qtbot, session, step, tmp_path, monkeypatch
):
    step(session.training)
    held, go = threading.Event(), threading.Event()
    import app.jobs.project_files as module

    original = module.write_project

    def write(*args):
        held.set()
        assert go.wait(5)
        return original(*args)

    monkeypatch.setattr(module, "write_project", write)
    session.save(tmp_path / "a.vitrine")
    qtbot.waitUntil(held.is_set)
    step(session.training)
    with qtbot.waitSignal(session.told):
        go.set()
    assert session.document.modified
    assert session.document.path == tmp_path / "a.vitrine"


def test_edit_during_a_save_leaves_the_project_modified_until_saved(
    qtbot, session, tmp_path, monkeypatch
):
    session.document.edit_config("Change", batch_size=5)
    with qtbot.waitSignal(session.told):
        session.save(tmp_path / "a.vitrine")
        session.document.edit_config("Change", batch_size=6)
    document = session.document
    assert document.modified
    assert document.path == tmp_path / "a.vitrine"
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.modified, "the file holds batch size 5"


def test_reset_of_a_trained_and_saved_project_modifies(qtbot, session, step, tmp_path):
    step(session.training)
    save(qtbot, session, tmp_path / "a.vitrine")
    session.reset()
    assert session.document.modified


def test_opening_while_training_leaves_the_new_project_clean(qtbot, session, config):
    session.train()
    qtbot.waitUntil(lambda: session.document.modified or session.training.collect() or False)
    session.open_config(config.replace(name="another"))
    session.training.collect()
    with qtbot.waitSignal(session.training.prepared):
        pass
    session.training.collect()
    assert not session.document.modified
    assert session.training.status is Status.READY


# Predictions


def test_ready_made_network_answers_until_the_own_has_learned(qtbot, session, step, data):
    predictor = session.predictor
    assert predictor.own is not None
    assert not predictor.answers_with_own
    with qtbot.waitSignal(session.training.prepared):
        session.document.edit_config("Change", spec=session.config.spec.remove("dense_2"))
    assert not predictor.answers_with_own, "an edit is no learning"
    step(session.training, 2)
    assert predictor.answers_with_own
    picture = data.x_test[0]
    expected = predictor.own.predict(picture[None])[0]
    np.testing.assert_array_equal(predictor.ask(picture[..., 0]).values, expected)


def test_own_network_follows_every_step(qtbot, session, look, step):
    step(session.training)
    np.testing.assert_array_equal(session.predictor.own.flat, flat(session, look))


def test_network_of_other_inputs_answers_no_digit(qtbot, session):
    spec = NetworkSpec.chain((2,), [Dense(units=1, activation="sigmoid")])
    config = RunConfig(spec=spec, data="xor-table", loss="binary_crossentropy", batch_size=4)
    with qtbot.waitSignal(session.training.prepared):
        session.open_config(config)
    predictor = session.predictor
    predictor.choose("own")
    assert predictor.ask(np.zeros((28, 28), np.float32)) is None
    assert predictor.ask_own(np.zeros((28, 28), np.float32)) is None
    assert predictor.ask_own(np.zeros(2, np.float32)).values.shape == (1,)
    predictor.choose("auto")
    assert predictor.ask(np.zeros((28, 28), np.float32)).values.shape == (10,)


def test_another_project_does_not_answer_with_the_weights_of_the_last(qtbot, session, step, config):
    step(session.training, 2)
    with qtbot.waitSignal(session.training.prepared):
        session.open_config(config)
    np.testing.assert_array_equal(session.predictor.own.flat, initial_network(config).flat)
    assert not session.predictor.answers_with_own


def test_close_while_preparing(qtbot, config):
    session = Session()
    session.open_config(config)
    assert session.close()
    session.begin()
    session.reset()
    session.train()
    assert session.training.status in (Status.EMPTY, Status.PREPARING)


def test_project_holds_what_was_opened(session, config):
    assert session.document.project == Project(config)


@pytest.mark.parametrize("order", ["train", "step_batch"])
def test_order_is_void_where_an_edit_blocks_the_run_meanwhile(qtbot, session, look, order):
    go = threading.Event()
    session.training.ask(lambda run: go.wait(20), lambda _: None)  # holds the thread
    session.document.edit_config("Change", spec=session.config.spec.change("dense_2", units=9))
    getattr(session, order)()
    assert session.training.status is Status.PREPARING
    session.document.edit_config("Empty", spec=NetworkSpec((28, 28, 1)))
    assert session.blocked
    with qtbot.waitSignal(session.training.prepared):
        go.set()
    assert look(session.training, lambda run: run.step) == 0
    assert session.training.status is Status.READY


def test_step_that_waits_is_void_after_a_reset(qtbot, session):
    go = threading.Event()
    session.training.ask(lambda run: go.wait(20), lambda _: None)
    session.document.edit_config("Change", spec=session.config.spec.change("dense_2", units=9))
    session.step_batch()
    session.reset()
    with qtbot.waitSignal(session.training.prepared):
        go.set()
    assert session.training.status is Status.READY


def test_two_edits_in_a_row_tell_that_the_run_begins_anew(qtbot, session, step):
    step(session.training, 5)
    session.document.edit_config("Change", spec=session.config.spec.change("dense_2", units=9))
    session.bring_in_step()
    session.document.edit_config("Change", spec=session.config.spec.change("dense_2", units=7))
    with qtbot.waitSignal(session.training.prepared) as told:
        session.bring_in_step()
    assert told.args[0].begins_anew
    with qtbot.waitSignal(session.training.prepared) as told:
        session.document.edit_config("Change", spec=session.config.spec.change("dense_2", units=8))
    assert not told.args[0].begins_anew, "told once"
