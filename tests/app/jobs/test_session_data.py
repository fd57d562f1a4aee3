import threading
from dataclasses import replace

import numpy as np
import pytest

from app.jobs.session import Session
from app.jobs.training import Status
from nncore.data import SOURCES, Dataset
from nncore.data.sources import Source
from nncore.errors import Cancelled, DataError


def use(session: Session, name: str) -> None:
    session.document.edit_config("Use", data=name, data_options={})


def flat(session: Session, look) -> np.ndarray:
    return look(session.training, lambda run: run.network.flat.copy())


class SlowSource:
    """A source that waits until it is let go, or told to fail."""

    def __init__(self, made: Dataset) -> None:
        self.made, self.error = made, None
        self.begun, self.go = threading.Event(), threading.Event()
        self.calls = []

    def load(self, _data_dir, progress, *, download: bool = True) -> Dataset:
        self.calls.append(download)
        self.begun.set()
        while not self.go.wait(0.005):
            progress(1, 2, "loading")
        if self.error is not None:
            raise self.error
        return self.made


@pytest.fixture
def slow(monkeypatch, data):
    source = SlowSource(replace(data, name="slow"))
    monkeypatch.setitem(
        SOURCES, "slow", Source("slow", "Slow", "made here", source.load, reads_files=True)
    )
    yield source
    source.go.set()


@pytest.fixture
def missing(monkeypatch):
    """A source that is not there until it is downloaded."""
    calls = []

    def load(_data_dir, _progress, *, download: bool = True) -> Dataset:
        calls.append(download)
        if not download:
            raise DataError("MNIST is not in the folder")
        return SOURCES["mnist-sample"].loader()

    monkeypatch.setitem(SOURCES, "mnist", Source("mnist", "MNIST", "", load, reads_files=True))
    return calls


# Data


def test_session_stands_ready_after_begin(qtbot):
    session = Session()
    with qtbot.waitSignal(session.training.prepared):
        session.begin()
    assert session.blocked == ""
    assert session.training.status is Status.READY
    assert session.data.name == "mnist-sample"
    assert session.close()


def test_missing_data_never_download_by_themselves(qtbot, session, missing):
    with qtbot.waitSignal(session.data_failed) as told:
        use(session, "mnist")
    assert told.args == ["MNIST is not in the folder"]
    assert session.blocked == session.data_problem == "MNIST is not in the folder"
    assert session.data is None
    session.begin()
    session.train()
    session.reset()
    assert session.training.status is not Status.RUNNING
    assert missing == [False]


def test_not_even_an_option_in_a_file_downloads(qtbot, session, missing, config):
    with qtbot.waitSignal(session.data_failed):
        session.open_config(config.replace(data="mnist", data_options={"download": True}))
    assert missing == [False]


def test_asked_for_data_are_downloaded(qtbot, session, missing):
    with qtbot.waitSignal(session.data_failed):
        use(session, "mnist")
    with qtbot.waitSignal(session.training.prepared):
        session.download_data()
    assert missing == [False, True]
    assert session.blocked == ""


def test_unknown_option_of_the_data_blocks_with_the_reason(qtbot, session):
    with qtbot.waitSignal(session.data_failed):
        session.document.edit_config("Change", data_options={"colour": 3})
    assert "colour" in session.blocked


def test_data_of_another_shape_block_with_the_reason(qtbot, session):
    with qtbot.waitSignal(session.data_changed):
        use(session, "xor-table")
    assert "28 × 28 × 1" in session.blocked
    session.train()
    assert session.training.status is not Status.RUNNING


def test_cancelled_loading_blocks_and_says_so(qtbot, session, slow):
    with qtbot.waitSignal(session.tasks.started) as started:
        use(session, "slow")
    assert slow.begun.wait(5)
    with qtbot.waitSignal(session.data_failed):
        started.args[0].cancel()
    assert "cancelled" in session.blocked


def test_loading_that_is_cancelled_too_late_brings_no_data(qtbot, session, slow):
    slow.error = Cancelled("by the server")
    slow.go.set()
    with qtbot.waitSignal(session.data_failed):
        use(session, "slow")
    assert session.data is None


def test_training_is_blocked_while_other_data_load(qtbot, session, slow):
    session.train()
    assert session.training.is_running()
    use(session, "slow")
    qtbot.waitUntil(slow.begun.is_set)
    qtbot.waitUntil(lambda: session.training.status is Status.PAUSED)
    assert session.blocked
    session.train()
    assert session.training.status is Status.PAUSED
    with qtbot.waitSignal(session.training.prepared):
        slow.go.set()
    assert session.blocked == ""
    assert session.data.name == "slow"


@pytest.mark.parametrize("error", [None, DataError("too late")])
def test_data_no_longer_wanted_are_dropped(qtbot, session, slow, error):
    slow.error = error
    failures = []
    session.data_failed.connect(failures.append)
    use(session, "slow")
    qtbot.waitUntil(slow.begun.is_set)
    with qtbot.waitSignal(session.tasks.ended):
        session.document.undo_stack.undo()
        session.begin()
        slow.go.set()
    assert failures == []
    assert session.data.name == "mnist-sample"
    assert session.blocked == ""


@pytest.mark.parametrize("error", [None, DataError("too late")])
def test_data_no_longer_wanted_do_not_hide_those_that_are(
    qtbot, session, slow, error, monkeypatch, data
):
    slow.error = error
    late = Source("late", "Late", "", lambda: replace(data, name="late"))
    monkeypatch.setitem(SOURCES, "late", late)
    use(session, "slow")
    qtbot.waitUntil(slow.begun.is_set)
    slow.go.set()
    slow_task = session.tasks._active[0]
    use(session, "late")
    session.begin()
    assert slow_task._given_up.is_set()
    with qtbot.waitSignal(session.training.prepared):
        pass
    assert session.data.name == "late"
    assert session.blocked == ""


def test_edit_does_not_stop_a_download(qtbot, session, slow):
    slow.error = DataError("not there")
    slow.go.set()
    with qtbot.waitSignal(session.data_failed):
        use(session, "slow")
    slow.error = None
    slow.go.clear()
    session.download_data()
    session.document.edit_config("Change", batch_size=5)
    session.begin()
    with qtbot.waitSignal(session.training.prepared):
        slow.go.set()
    assert slow.calls == [False, True]


def test_another_folder_brings_its_data_to_the_run(qtbot, session, monkeypatch, data, look):
    def load(data_dir, _progress) -> Dataset:
        return replace(data, x_train=data.x_train[:20 if data_dir.name == "b" else 40],
                       y_train=data.y_train[:20 if data_dir.name == "b" else 40])  # fmt: skip

    monkeypatch.setitem(SOURCES, "mine", Source("mine", "Mine", "", load, reads_files=True))
    for folder, count in (("/nowhere/a", 32), ("/nowhere/b", 16)):
        with qtbot.waitSignal(session.training.prepared) as told:
            session.use_data_dir(folder)
            use(session, "mine")
        assert told.args[0].samples == count


def test_data_error_without_words_is_told_by_its_name(qtbot, session, monkeypatch):
    def load() -> Dataset:
        raise MemoryError

    monkeypatch.setitem(SOURCES, "huge", Source("huge", "Huge", "", load))
    with qtbot.waitSignal(session.data_failed):
        use(session, "huge")
    assert "MemoryError" in session.blocked


# Closing


def test_close_while_everything_goes_on_leaves_no_thread(qtbot, config, slow):
    session = Session()
    with qtbot.waitSignal(session.training.prepared):
        session.open_config(config)
    session.train()
    use(session, "slow")
    qtbot.waitUntil(slow.begun.is_set)
    assert session.close()
    assert not session.training._thread.isRunning()
    assert session.data.name == "mnist-sample", "data that came after the close were taken"
