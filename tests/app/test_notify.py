"""Unexpected errors from any thread, the log, and the crash file."""

import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app import notify as notify_module
from app.notify import ErrorHook, notifier, notify

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def hook(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ErrorHook]:
    # The crash file belongs to the process; a run of its own tests it below.
    monkeypatch.setattr(ErrorHook, "_open_crash_file", lambda self: None)
    made = ErrorHook(tmp_path / "logs")
    made.install()
    yield made
    made.uninstall()


def raise_through_hook(error: Exception) -> None:
    try:
        raise error
    except type(error) as raised:
        sys.excepthook(type(raised), raised, raised.__traceback__)


def logged(hook: ErrorHook) -> str:
    return (hook.log_dir / "vitrine.log").read_text(encoding="utf-8")


def test_error_reaches_log_and_dialog(hook: ErrorHook, qtbot: QtBot) -> None:
    raise_through_hook(ValueError("a <b>wrong</b> value"))
    qtbot.waitUntil(lambda: hook.dialog is not None and hook.dialog.isVisible())
    assert hook.dialog is not None
    assert not hook.dialog.isModal()
    details = hook.dialog.details()
    assert "ValueError: a <b>wrong</b> value" in details
    assert "raise_through_hook" in details
    assert "PySide6" in details
    assert "a <b>wrong</b> value" in logged(hook)


def test_dialog_is_never_opened_inside_the_failing_call(hook: ErrorHook) -> None:
    raise_through_hook(ValueError("now"))
    assert hook.dialog is None


def test_error_in_a_python_thread_is_shown_in_the_gui_thread(hook: ErrorHook, qtbot: QtBot) -> None:
    def work() -> None:
        raise RuntimeError("from the worker")

    thread = threading.Thread(target=work, name="loader")
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: hook.dialog is not None and hook.dialog.isVisible())
    assert hook.dialog is not None
    assert hook.dialog.thread() is QThread.currentThread()
    assert "from the worker" in hook.dialog.details()
    assert "Thread: loader" in hook.dialog.details()


class Worker(QObject):
    @Slot()
    def work(self) -> None:
        raise KeyError("from the slot")


def test_error_in_a_slot_of_a_worker_thread_is_shown(hook: ErrorHook, qtbot: QtBot) -> None:
    thread = QThread()
    worker = Worker()
    worker.moveToThread(thread)
    thread.started.connect(worker.work)
    thread.start()
    try:
        qtbot.waitUntil(lambda: hook.dialog is not None and hook.dialog.isVisible())
        assert hook.dialog is not None
        assert "from the slot" in hook.dialog.details()
    finally:
        thread.quit()
        assert thread.wait(5000)


def test_the_same_error_many_times_is_one_dialog_and_a_short_log(
    hook: ErrorHook, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(notify_module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    for _ in range(500):
        raise_through_hook(ValueError("again"))
        now[0] += 0.016
    qtbot.waitUntil(lambda: hook.dialog is not None and hook.dialog.isVisible())
    assert hook.dialog is not None
    qtbot.waitUntil(lambda: "(500 times)" in hook.dialog.details())
    assert logged(hook).count("Traceback") < 12


def test_first_error_stays_in_view_when_others_follow(hook: ErrorHook, qtbot: QtBot) -> None:
    raise_through_hook(ValueError("the cause"))
    raise_through_hook(KeyError("a consequence"))
    qtbot.waitUntil(lambda: hook.dialog is not None and "More errors" in hook.dialog.details())
    assert hook.dialog is not None
    assert "the cause" in hook.dialog.details()
    assert "a consequence" in logged(hook)


@pytest.mark.parametrize("way", ["window", "escape", "button"])
def test_closed_dialog_stays_closed_for_the_same_error_for_a_while(
    hook: ErrorHook, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    now = [1000.0]
    monkeypatch.setattr(notify_module, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def fail_and_wait() -> None:
        raise_through_hook(ValueError("nagging"))
        QCoreApplication.sendPostedEvents(hook)

    fail_and_wait()
    assert hook.dialog is not None
    if way == "window":
        hook.dialog.close()
    elif way == "escape":
        qtbot.keyClick(hook.dialog, Qt.Key.Key_Escape)
    else:
        hook.dialog.findChild(QPushButton, "errorDialog.close").click()
    assert not hook.dialog.isVisible()
    now[0] += 5
    fail_and_wait()
    assert not hook.dialog.isVisible()
    now[0] += 60
    fail_and_wait()
    assert hook.dialog.isVisible()


def test_details_can_be_copied(hook: ErrorHook, qtbot: QtBot) -> None:
    raise_through_hook(ValueError("copy me"))
    qtbot.waitUntil(lambda: hook.dialog is not None and hook.dialog.isVisible())
    assert hook.dialog is not None
    hook.dialog.copy_details()
    assert "ValueError: copy me" in QGuiApplication.clipboard().text()


def test_failing_dialog_does_not_start_a_loop(
    hook: ErrorHook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("no dialog")

    monkeypatch.setattr(notify_module, "ErrorDialog", broken)
    raise_through_hook(ValueError("first"))
    for _ in range(3):
        QCoreApplication.sendPostedEvents(hook)
    assert "no dialog" in logged(hook)
    assert logged(hook).count("the error dialog failed") == 1


def test_uninstall_gives_the_hooks_back(qtbot: QtBot, tmp_path: Path) -> None:
    before = (sys.excepthook, threading.excepthook)
    made = ErrorHook(tmp_path)
    made._open_crash_file = lambda: None  # type: ignore[method-assign]
    made.install()
    assert sys.excepthook != before[0]
    made.uninstall()
    assert (sys.excepthook, threading.excepthook) == before


def test_unusable_log_folder_does_not_stop_the_start(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    made = ErrorHook(tmp_path / "file" / "logs")
    made.install()
    made.uninstall()


def test_notify_works_from_any_thread(qtbot: QtBot) -> None:
    with qtbot.waitSignal(notifier().message) as caught:
        thread = threading.Thread(target=notify, args=("saved", "success"))
        thread.start()
        thread.join()
    assert caught.args == ["saved", "success"]


def test_stack_of_a_crash_is_offered_at_the_next_start(tmp_path: Path) -> None:
    start = """
        import sys
        from pathlib import Path
        from PySide6.QtWidgets import QApplication
        from app.notify import install_error_hook
        application = QApplication([])
        hook = install_error_hook(Path(sys.argv[1]))
        print("previous:", hook.previous_crash[:12])
    """
    crash = "import faulthandler\nfaulthandler._sigsegv()\n"

    def run(code: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)],
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    first = run(textwrap.dedent(start) + crash)
    assert first.returncode != 0
    second = run(start)
    assert second.returncode == 0, second.stderr
    assert "previous: Fatal Python" in second.stdout
    assert (tmp_path / "crash-previous.log").is_file()
    third = run(start)
    assert "previous: \n" in third.stdout
