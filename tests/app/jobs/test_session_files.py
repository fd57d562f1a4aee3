"""Saving and opening again through a session."""

import threading
from dataclasses import replace

import numpy as np
import pytest

import app.jobs.project_files as files_module
import nncore
from app.jobs.session import Session
from app.jobs.training import Status
from app.project import ViewChoices
from nncore.data import SOURCES
from nncore.data.sources import Source
from nncore.errors import DataError
from nncore.formats.vitrine import read_bundle
from nncore.layers import Dense
from nncore.spec import NetworkSpec
from nncore.training.loop import initial_network

BATCHES = 8


@pytest.fixture
def save(qtbot):
    def save(session: Session, path) -> None:
        with qtbot.waitSignal(session.told) as told:
            session.save(path)
        assert told.args[1] == "success", told.args[0]

    return save


@pytest.fixture
def other(qtbot):
    """A second session, as after a restart."""
    session = Session()
    yield session
    assert session.close()


def open_and_wait(qtbot, session: Session, path):
    with qtbot.waitSignal(session.training.prepared) as told:
        session.open(path)
    return told.args[0]


def refuse_file(qtbot, session: Session, path) -> str:
    with qtbot.waitSignal(session.told) as told:
        session.open(path)
    assert told.args[1] == "error"
    return told.args[0]


def state_of(run):
    return run.network.flat.copy(), run.state(), run.config


def forget_data(monkeypatch) -> None:
    """The data of the tests' config cannot be had any more."""

    def load(*_args, **_kwargs):
        raise DataError("not there")

    monkeypatch.setitem(SOURCES, "mnist-sample", Source("mnist-sample", "", "", load))


# Bit for bit


@pytest.mark.parametrize("steps", [0, 3, BATCHES, 2 * BATCHES + 5])
def test_saved_project_opens_identical(qtbot, session, other, step, look, save, tmp_path, steps):
    step(session.training, steps)
    save(session, tmp_path / "a.vitrine")
    flat, state, config = look(session.training, state_of)
    prepared = open_and_wait(qtbot, other, tmp_path / "a.vitrine")
    again, state_again, config_again = look(other.training, state_of)
    np.testing.assert_array_equal(again, flat)
    assert config_again == config == other.document.config
    meta, arrays = state.to_parts()
    meta_again, arrays_again = state_again.to_parts()
    assert meta_again == meta
    assert arrays_again.keys() == arrays.keys()
    for name, values in arrays.items():
        np.testing.assert_array_equal(arrays_again[name], values)
    assert prepared.history == state.history
    assert prepared.step == steps
    assert prepared.learned is (steps > 0)
    assert other.document.path == tmp_path / "a.vitrine"
    assert not other.document.modified


def test_opened_project_predicts_identically(qtbot, session, other, step, save, data, tmp_path):
    step(session.training, 5)
    save(session, tmp_path / "a.vitrine")
    open_and_wait(qtbot, other, tmp_path / "a.vitrine")
    for sample in data.x_test[:5]:
        mine, theirs = session.predictor.ask(sample), other.predictor.ask(sample)
        np.testing.assert_array_equal(theirs.values, mine.values)
        for name, values in mine.activations.items():
            np.testing.assert_array_equal(theirs.activations[name], values)


def test_training_on_from_a_file_equals_training_without_the_break(
    qtbot, session, other, step, look, save, tmp_path
):
    step(session.training, BATCHES + 3)
    save(session, tmp_path / "a.vitrine")
    open_and_wait(qtbot, other, tmp_path / "a.vitrine")
    for one in (session, other):
        step(one.training, BATCHES)
    mine, theirs = (look(one.training, state_of) for one in (session, other))
    np.testing.assert_array_equal(theirs[0], mine[0])
    assert theirs[1].history == mine[1].history
    assert theirs[1].generators == mine[1].generators
    for name, values in mine[1].slots.items():
        np.testing.assert_array_equal(theirs[1].slots[name], values)


def test_view_choices_are_saved(qtbot, session, other, save, tmp_path):
    view = ViewChoices(log_loss=True, smoothing=0.6)
    session.document.edit("Look", lambda project: replace(project, view=view))
    save(session, tmp_path / "a.vitrine")
    open_and_wait(qtbot, other, tmp_path / "a.vitrine")
    assert other.document.project.view == view


def test_save_while_training_is_one_moment_of_the_run(
    qtbot, session, other, look, save, config, data, tmp_path
):
    session.train()
    qtbot.waitUntil(lambda: look(session.training, lambda run: run.step) > 2)
    save(session, tmp_path / "a.vitrine")
    bundle = read_bundle(tmp_path / "a.vitrine")
    run = nncore.Run(config, data)
    events = run.events()
    while run.step < bundle.state.step:
        next(events)
    np.testing.assert_array_equal(bundle.state.flat, run.network.flat)
    np.testing.assert_array_equal(bundle.network.flat, run.network.flat)


def test_ending_in_capitals_is_the_same_format(qtbot, session, other, step, save, tmp_path):
    step(session.training, 2)
    save(session, tmp_path / "a.vitrine")
    (tmp_path / "a.vitrine").rename(tmp_path / "B.VITRINE")
    assert open_and_wait(qtbot, other, tmp_path / "B.VITRINE").step == 2


# What must not be lost


def test_project_with_a_broken_spec_is_saved_with_it_and_with_its_weights(
    qtbot, session, other, step, look, save, tmp_path
):
    step(session.training, 3)
    flat, _, config = look(session.training, state_of)
    broken = config.spec.remove("flatten_1")
    session.document.edit_config("Break", spec=broken)
    session.begin()
    assert session.blocked
    save(session, tmp_path / "a.vitrine")
    assert not session.document.modified
    with qtbot.waitSignal(other.document.project_opened):
        other.open(tmp_path / "a.vitrine")
    assert other.document.config.spec == broken
    assert other.blocked
    with qtbot.waitSignal(other.training.prepared) as told:
        other.document.edit_config("Mend", spec=config.spec)
    np.testing.assert_array_equal(told.args[0].network.flat, flat)


def test_project_that_never_had_a_run_is_saved_with_its_spec(qtbot, session, other, save, tmp_path):
    broken = NetworkSpec.chain((28, 28, 1), [Dense(units=10)])
    session.open_config(session.config.replace(spec=broken, seed=5, name="draft"))
    assert session.blocked
    save(session, tmp_path / "a.vitrine")
    told = []
    other.told.connect(lambda *args: told.append(args))
    with qtbot.waitSignal(other.document.project_opened):
        other.open(tmp_path / "a.vitrine")
    assert other.document.project == session.document.project
    assert told == [], "there is no network to tell of"


def test_draft_starts_as_its_seed_says(qtbot, session, other, save, config, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        forget_data(patch)
        with qtbot.waitSignal(session.data_failed):
            session.open_config(config.replace(dtype="float64"))
            session.use_data_dir("")
        save(session, tmp_path / "a.vitrine")
    prepared = open_and_wait(qtbot, other, tmp_path / "a.vitrine")
    drawn = initial_network(config.replace(dtype="float64"))
    np.testing.assert_array_equal(prepared.network.flat, drawn.flat)
    assert prepared.network.dtype == np.float64
    assert not prepared.learned


def test_large_network_is_not_built_to_save_a_draft(qtbot, session, save, config, tmp_path):
    huge = NetworkSpec.chain((28, 28, 1), [Dense(units=40_000), Dense(units=40_000)])
    session.open_config(config.replace(spec=huge))
    assert session.blocked  # the last layer does not give ten classes
    save(session, tmp_path / "a.vitrine")
    assert (tmp_path / "a.vitrine").stat().st_size < 10_000


def test_file_that_waits_for_its_data_is_saved_as_it_was(
    qtbot, session, other, step, look, save, config, tmp_path, monkeypatch
):
    path = tmp_path / "a.vitrine"
    step(session.training, BATCHES + 2)
    save(session, path)
    flat, state, _ = look(session.training, state_of)
    forget_data(monkeypatch)
    with qtbot.waitSignal(other.data_failed):
        other.open(path)
    other.document.edit_config("Change", batch_size=config.batch_size // 2)
    save(other, path)
    bundle = read_bundle(path)
    np.testing.assert_array_equal(bundle.network.flat, flat)
    assert bundle.state.to_parts()[0] == state.to_parts()[0]
    assert bundle.config.batch_size == config.batch_size // 2


def test_file_that_waits_for_its_data_is_exported_itself(
    qtbot, session, step, look, save, config, tmp_path, monkeypatch
):
    step(session.training, 2)
    save(session, tmp_path / "a.vitrine")
    flat, *_ = look(session.training, state_of)
    with qtbot.waitSignal(session.training.prepared):
        session.open_config(config.replace(seed=99))
    forget_data(monkeypatch)
    session._loading.forget()
    with qtbot.waitSignal(session.data_failed):
        session.open(tmp_path / "a.vitrine")
    with qtbot.waitSignal(session.told):
        session.export(tmp_path / "b.npz")
    np.testing.assert_array_equal(nncore.load_model(tmp_path / "b.npz").flat, flat)


def test_recipe_does_not_start_with_the_weights_of_a_file_before(
    qtbot, session, other, step, save, config, tmp_path, monkeypatch
):
    step(session.training, 3)
    save(session, tmp_path / "a.vitrine")
    with monkeypatch.context() as patch:
        forget_data(patch)
        with qtbot.waitSignal(other.data_failed):
            other.open(tmp_path / "a.vitrine")
    with qtbot.waitSignal(other.training.prepared) as told:
        other.open_config(config)
        other.use_data_dir("")
        other._loading.forget()
        other.begin()
    np.testing.assert_array_equal(told.args[0].network.flat, initial_network(config).flat)


def test_live_edit_that_has_not_reached_the_run_is_saved_with_its_state(
    qtbot, session, other, step, look, save, tmp_path
):
    step(session.training, 3)
    session.document.edit_config("Change", spec=session.config.spec.change("dropout_1", rate=0.0))
    save(session, tmp_path / "a.vitrine")
    open_and_wait(qtbot, other, tmp_path / "a.vitrine")
    network_spec, steps = look(other.training, lambda run: (run.network.spec, run.step))
    assert network_spec == session.config.spec
    assert steps == 3


def test_weights_of_a_run_that_failed_are_saved(
    qtbot, session, step, look, save, tmp_path, monkeypatch
):
    step(session.training, 3)
    flat, *_ = look(session.training, state_of)
    with monkeypatch.context() as patch:

        def explode(*_args, **_kwargs):
            raise MemoryError("too much")

        patch.setattr("nncore.network.Network.step", explode)
        with qtbot.waitSignal(session.training.failed):
            session.train()
    save(session, tmp_path / "a.vitrine")
    np.testing.assert_array_equal(read_bundle(tmp_path / "a.vitrine").network.flat, flat)


def test_file_whose_run_cannot_go_on_is_not_overwritten_by_less(
    qtbot, session, other, step, look, save, tmp_path, monkeypatch, data
):
    path = tmp_path / "a.vitrine"
    step(session.training, 3)
    save(session, path)
    flat, *_ = look(session.training, state_of)
    fewer = Source("mnist-sample", "", "", lambda: data.subset(50, 10))
    monkeypatch.setitem(SOURCES, "mnist-sample", fewer)
    with qtbot.waitSignal(other.training.failed) as told:
        other.open(path)
    assert "128" in told.args[0]
    assert other.training.status is Status.FAILED
    save(other, path)
    np.testing.assert_array_equal(read_bundle(path).network.flat, flat)
    assert read_bundle(path).state.step == 3


def test_later_save_to_one_file_wins(qtbot, session, step, tmp_path, monkeypatch):
    path = tmp_path / "a.vitrine"
    go, begun, order = threading.Event(), threading.Event(), []
    original = files_module.write_project

    def write(target, bundle, *rest):
        order.append(bundle.state.step)
        if len(order) == 1:
            begun.set()
            assert go.wait(5)
        return original(target, bundle, *rest)

    monkeypatch.setattr(files_module, "write_project", write)
    step(session.training)
    session.save(path)
    qtbot.waitUntil(begun.is_set)
    step(session.training)
    session.save(path)
    go.set()
    qtbot.waitUntil(lambda: not session.document.modified)
    assert order == [1, 2]
    assert read_bundle(path).state.step == 2


def test_close_finishes_what_is_being_saved(qtbot, config, step, tmp_path, monkeypatch):
    begun, go = threading.Event(), threading.Event()
    original = files_module.write_project

    def write(*args):
        begun.set()
        assert go.wait(5)
        return original(*args)

    monkeypatch.setattr(files_module, "write_project", write)
    session = Session()
    with qtbot.waitSignal(session.training.prepared):
        session.open_config(config)
    session.save(tmp_path / "a.vitrine")
    session.save(tmp_path / "b.vitrine")
    qtbot.waitUntil(begun.is_set)
    qtbot.waitUntil(lambda: len(session.tasks._active) == 2)
    opener = threading.Timer(0.05, go.set)
    opener.start()
    assert session.close()
    opener.join()
    for name in "ab":
        assert read_bundle(tmp_path / f"{name}.vitrine").config == config


def test_save_that_the_disk_refuses_is_told_and_stays_modified(qtbot, session, step, tmp_path):
    step(session.training)
    with qtbot.waitSignal(session.told) as told:
        session.save(tmp_path / "nowhere" / "a.vitrine")
    assert told.args[1] == "error"
    assert session.document.modified
    assert session.document.path is None


def test_saved_run_of_a_project_left_meanwhile_does_not_name_the_next(
    qtbot, session, config, tmp_path
):
    with qtbot.waitSignal(session.told):
        session.save(tmp_path / "a.vitrine")
        session.open_config(config.replace(name="next"))
    assert session.document.path is None


def test_opened_file_is_saved_as_it_was_trained_on(
    qtbot, session, other, step, look, save, tmp_path
):
    step(session.training, 3)
    save(session, tmp_path / "a.vitrine")
    open_and_wait(qtbot, other, tmp_path / "a.vitrine")
    step(other.training, 2)
    flat, *_ = look(other.training, state_of)
    save(other, tmp_path / "a.vitrine")
    bundle = read_bundle(tmp_path / "a.vitrine")
    assert bundle.state.step == 5
    np.testing.assert_array_equal(bundle.network.flat, flat)
