import threading

import pytest
from PySide6.QtCore import QObject, Slot

import app.jobs.task as task_module
from app.jobs.task import Tasks


class Ears(QObject):
    """Hears how a task ended, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, object]] = []
        self.threads: set[threading.Thread] = set()

    def _hear(self, what: str, value: object) -> None:
        self.heard.append((what, value))
        self.threads.add(threading.current_thread())

    @Slot(object)
    def succeeded(self, result: object) -> None:
        self._hear("succeeded", result)

    @Slot(object)
    def failed(self, error: object) -> None:
        self._hear("failed", error)

    @Slot()
    def cancelled(self) -> None:
        self._hear("cancelled", None)


@pytest.fixture
def ears(qapp) -> Ears:
    return Ears()


@pytest.fixture
def tasks(qapp):
    tasks = Tasks()
    yield tasks
    assert tasks.close()


def start(tasks: Tasks, ears: Ears, function, **options):
    return tasks.start(
        "Test",
        function,
        succeeded=ears.succeeded,
        failed=ears.failed,
        cancelled=ears.cancelled,
        **options,
    )


def test_result_is_heard_in_the_window_thread(qtbot, tasks, ears):
    ran_in = []

    def work(_report):
        ran_in.append(threading.current_thread())
        return 42

    with qtbot.waitSignal(tasks.ended):
        start(tasks, ears, work)
    assert ears.heard == [("succeeded", 42)]
    assert ears.threads == {threading.main_thread()}
    assert ran_in[0] is not threading.main_thread()


def test_error_is_handed_over(qtbot, tasks, ears):
    error = ValueError("no")

    def work(_report):
        raise error

    with qtbot.waitSignal(tasks.ended):
        start(tasks, ears, work)
    assert ears.heard == [("failed", error)]


def test_cancel_takes_effect_at_the_next_report(qtbot, tasks, ears):
    begun, go = threading.Event(), threading.Event()

    def work(report):
        begun.set()
        assert go.wait(5)
        report(1, 2, "half")
        raise AssertionError("went on")

    with qtbot.waitSignal(tasks.ended):
        task = start(tasks, ears, work)
        assert begun.wait(5)
        task.cancel()
        go.set()
    assert ears.heard == [("cancelled", None)]


def test_result_of_what_was_cancelled_is_dropped(qtbot, tasks, ears):
    begun, go = threading.Event(), threading.Event()

    def work(_report):
        begun.set()
        assert go.wait(5)
        return 42

    with qtbot.waitSignal(tasks.ended):
        task = start(tasks, ears, work)
        assert begun.wait(5)
        task.cancel()
        go.set()
    assert ears.heard == [("cancelled", None)]


def test_progress_is_told(qtbot, tasks, ears):
    go = threading.Event()

    def work(report):
        assert go.wait(5)
        report(3, 2**40, "bytes")

    task = start(tasks, ears, work)
    with qtbot.waitSignal(task.progressed) as told:
        go.set()
    assert told.args == [3, 2**40, "bytes"]
    qtbot.waitUntil(lambda: bool(ears.heard))


def test_writers_run_one_after_the_other(qtbot, tasks, ears):
    running, order = [], []

    def write(number):
        def work(_report):
            running.append(number)
            assert len(running) == 1
            order.append(number)
            running.remove(number)

        return work

    for number in range(20):
        start(tasks, ears, write(number), writes=True)
    qtbot.waitUntil(lambda: len(ears.heard) == 20)
    assert order == list(range(20))
    assert {what for what, _ in ears.heard} == {"succeeded"}


def test_close_cancels_loading_and_lets_writing_finish(qtbot, ears):
    tasks, go, written = Tasks(), threading.Event(), []

    def load(report):
        while True:
            report(0, 0, "")

    def write(report):
        assert go.wait(5)
        report(0, 0, "")
        written.append(1)

    start(tasks, ears, load)
    for _ in range(2):
        start(tasks, ears, write, writes=True)
    opener = threading.Timer(0.05, go.set)
    opener.start()
    assert tasks.close()
    opener.join()
    assert written == [1, 1]


def test_close_gives_up_at_its_deadline(qtbot, ears, monkeypatch):
    monkeypatch.setattr(task_module, "CLOSE_MS", 50)
    tasks, go = Tasks(), threading.Event()
    start(tasks, ears, lambda _report: go.wait(5))
    assert not tasks.close()
    go.set()
    monkeypatch.setattr(task_module, "CLOSE_MS", 5000)
    assert tasks.close()
