"""Opening and exporting through a session."""

import threading
from dataclasses import replace

import numpy as np
import pytest

import app.jobs.project_files as files_module
import nncore
from app.jobs.session import Session
from app.jobs.training import Status
from nncore.data import SOURCES
from nncore.data.sources import Source
from nncore.errors import DataError
from nncore.formats.vitrine import read_bundle

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


# Opening what is no project


def test_corrupt_file_is_told_and_leaves_the_project(qtbot, session, step, look, tmp_path):
    step(session.training, 2)
    before = session.document.project, session.document.path, session.document.modified
    flat, *_ = look(session.training, state_of)
    for name, content in (("a.vitrine", b"no zip"), ("b.npz", b"PK\x03\x04"), ("c.txt", b"")):
        (tmp_path / name).write_bytes(content)
        assert name in refuse_file(qtbot, session, tmp_path / name)
    assert "missing" in refuse_file(qtbot, session, tmp_path / "missing.vitrine")
    assert (session.document.project, session.document.path, session.document.modified) == before
    np.testing.assert_array_equal(look(session.training, state_of)[0], flat)
    assert session.training.status is Status.PAUSED


def test_cut_file_is_told(qtbot, session, save, tmp_path):
    save(session, tmp_path / "a.vitrine")
    whole = (tmp_path / "a.vitrine").read_bytes()
    (tmp_path / "b.vitrine").write_bytes(whole[: len(whole) // 2])
    assert "b.vitrine" in refuse_file(qtbot, session, tmp_path / "b.vitrine")
    assert session.document.path == tmp_path / "a.vitrine"


def test_of_two_files_opened_in_a_row_the_last_wins(qtbot, session, save, tmp_path, monkeypatch):
    save(session, tmp_path / "a.vitrine")
    save(session, tmp_path / "b.vitrine")
    go, original = threading.Event(), files_module.open_file

    def slow_first(path, report):
        if path.name == "a.vitrine":
            assert go.wait(5)
        return original(path, report)

    monkeypatch.setattr(files_module, "open_file", slow_first)
    session.open(tmp_path / "a.vitrine")
    with qtbot.waitSignal(session.training.prepared):
        session.open(tmp_path / "b.vitrine")
    with qtbot.waitSignal(session.tasks.ended):
        go.set()
    assert session.document.path == tmp_path / "b.vitrine"


def test_weights_answer_though_their_data_are_missing(
    qtbot, session, other, step, save, tmp_path, monkeypatch
):
    step(session.training, 3)
    save(session, tmp_path / "a.vitrine")
    forget_data(monkeypatch)
    with qtbot.waitSignal(other.data_failed):
        other.open(tmp_path / "a.vitrine")
    own = other.predictor.own
    np.testing.assert_array_equal(own.flat, session.predictor.own.flat)
    assert other.predictor.answers_with_own
    picture = np.zeros((28, 28), np.float32)
    np.testing.assert_array_equal(
        other.predictor.ask(picture).values, own.predict(picture.reshape(1, 28, 28, 1))[0]
    )
    renamed = other.config.rename("dense_2", "middle")
    other.document.edit("Rename", lambda project: replace(project, config=renamed))
    assert "middle" in other.predictor.ask(picture).activations


# Export


@pytest.mark.parametrize("ending", [".vitrine", ".npz", ".safetensors"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_export_reads_back_identical(qtbot, session, config, step, look, tmp_path, ending, dtype):
    with qtbot.waitSignal(session.training.prepared):
        session.open_config(config.replace(dtype=dtype))
    step(session.training, 3)
    with qtbot.waitSignal(session.told) as told:
        session.export(tmp_path / f"a{ending}")
    assert told.args[1] == "success", told.args[0]
    network = nncore.load_model(tmp_path / f"a{ending}")
    flat, *_ = look(session.training, state_of)
    assert network.flat.dtype == dtype
    assert network.flat.tobytes() == flat.tobytes()
    assert network.spec == session.config.spec


@pytest.mark.parametrize("ending", [".npz", ".safetensors"])
def test_exported_network_opens_and_answers_and_is_no_project_file(
    qtbot, session, other, step, look, tmp_path, ending
):
    step(session.training, 3)
    with qtbot.waitSignal(session.told):
        session.export(tmp_path / f"a{ending}")
    told = []
    other.told.connect(lambda *args: told.append(args))
    prepared = open_and_wait(qtbot, other, tmp_path / f"a{ending}")
    np.testing.assert_array_equal(prepared.network.flat, look(session.training, state_of)[0])
    assert [level for _, level in told] == ["info"]
    assert other.predictor.answers_with_own
    assert other.document.path is None
    assert other.document.config.name == "a"


def test_export_without_a_network_is_told(qtbot, other, tmp_path):
    with qtbot.waitSignal(other.told) as told:
        other.export(tmp_path / "a.npz")
    assert told.args[1] == "warning"


def test_export_with_an_unknown_ending_is_told(qtbot, session, tmp_path):
    with qtbot.waitSignal(session.told) as told:
        session.export(tmp_path / "a.doc")
    assert told.args[1] == "error"
    assert not (tmp_path / "a.doc").exists()


def export(qtbot, session: Session, path) -> tuple[str, str]:
    with qtbot.waitSignal(session.told) as told:
        session.export(path)
    return told.args


def test_edit_reaches_the_run_before_it_is_exported(qtbot, session, tmp_path):
    wider = session.config.spec.change("dense_2", units=9)
    session.document.edit_config("Change", spec=wider)
    assert export(qtbot, session, tmp_path / "a.npz")[1] == "success"
    assert nncore.load_model(tmp_path / "a.npz").spec == wider


def test_network_of_before_a_broken_edit_is_not_exported_as_this_one(qtbot, session, tmp_path):
    session.document.edit_config("Break", spec=session.config.spec.remove("flatten_1"))
    text, level = export(qtbot, session, tmp_path / "a.npz")
    assert level == "warning"
    assert text.startswith("Nothing was exported")
    assert not (tmp_path / "a.npz").exists()


def test_edit_reaches_the_run_before_it_is_saved(qtbot, session, other, step, look, save, tmp_path):
    step(session.training, 3)
    wider = session.config.spec.change("dense_2", units=9)
    session.document.edit_config("Change", spec=wider)
    save(session, tmp_path / "a.vitrine")
    bundle = read_bundle(tmp_path / "a.vitrine")
    assert bundle.config.spec == bundle.network.spec == wider
    open_and_wait(qtbot, other, tmp_path / "a.vitrine")
    np.testing.assert_array_equal(
        look(other.training, lambda run: run.network.flat),
        look(session.training, lambda run: run.network.flat),
    )


def test_renamed_layer_is_saved_with_its_weights_under_its_new_name(
    qtbot, session, other, step, look, save, tmp_path
):
    step(session.training, 3)
    flat = look(session.training, lambda run: run.network.flat.copy())
    renamed = session.config.rename("dense_2", "middle")
    session.document.edit("Rename", lambda project: replace(project, config=renamed))
    save(session, tmp_path / "a.vitrine")
    network = read_bundle(tmp_path / "a.vitrine").network
    assert "middle/kernel" in network.params
    np.testing.assert_array_equal(network.flat, flat)


def test_spec_that_cannot_be_built_is_saved_with_the_weights_there_were(
    session, step, save, tmp_path
):
    step(session.training, 3)
    broken = session.config.spec.remove("flatten_1")
    session.document.edit_config("Break", spec=broken)
    save(session, tmp_path / "a.vitrine")
    bundle = read_bundle(tmp_path / "a.vitrine")
    assert bundle.config.spec == broken
    assert bundle.state is None
    assert "dense_1/kernel" in bundle.network.params
