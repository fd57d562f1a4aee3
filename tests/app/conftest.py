"""A private home, a fresh theme, and nothing left running or open after a test."""

import contextlib
import gc
import os
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QStandardPaths, Qt, QThread, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app import theme as theme_module
from app.files_menu import FilesMenu
from app.garbage import collect_due
from app.jobs.session import Session
from app.jobs.training import Status
from app.main_window import MainWindow
from app.settings import Settings
from app.theme import apply_application_style, reset_theme
from nncore.data import SOURCES, Dataset
from nncore.data.own_digits import with_own_digits
from nncore.data.sources import Source

_HOME_VARIABLES = (
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_CACHE_HOME",
    "XDG_STATE_HOME",
)


@pytest.fixture(scope="session", autouse=True)
def private_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test reads or writes the settings, data and logs of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in _HOME_VARIABLES:
            patch.setenv(name, str(home))
        QStandardPaths.setTestModeEnabled(True)
        yield home
        QStandardPaths.setTestModeEnabled(False)


@pytest.fixture
def styled(qapp: QApplication) -> Iterator[QApplication]:
    """The application in its own style, in the light theme."""
    apply_application_style(qapp)
    theme_module.theme().set_mode("light")
    yield qapp
    qapp.setStyleSheet("")


@pytest.fixture(autouse=True)
def fresh_theme() -> Iterator[None]:
    """No test inherits the theme of the one before."""
    yield
    made = theme_module._manager is not None
    reset_theme()
    if made and QGuiApplication.instance() is not None:
        QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Unknown)


@pytest.fixture(autouse=True)
def nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that no test expects fails the test; shown, it would wait for ever."""

    def refuse(box: QMessageBox) -> int:
        raise AssertionError(f"asked, and nobody is there to answer: {box.text()}")

    monkeypatch.setattr(FilesMenu, "ask", staticmethod(refuse))


@pytest.fixture(autouse=True)
def no_leftovers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail the test that leaves a thread running, a timer ticking or a window alive."""
    gc.disable()  # as the application does: a worker thread must not free what is Qt's
    threads = _record_starts(monkeypatch, QThread)
    timers = _record_starts(monkeypatch, QTimer)
    before = _windows()
    yield
    collect_due()
    _finish_deletions()
    if _running(threads) or _active(timers) or _windows() - before:
        # Garbage that only waits for the collector is not a leak.
        gc.collect()
        _finish_deletions()
    left = [f"QThread running: {thread!r}" for thread in _running(threads)]
    left += [f"QTimer active: {timer!r} of {timer.parent()!r}" for timer in _active(timers)]
    for window in _windows() - before:
        left.append(f"window alive: {window!r}")
    _put_away(_running(threads), _active(timers), _windows() - before)
    if left:
        pytest.fail("left over after the test:\n" + "\n".join(left))


def _record_starts(monkeypatch: pytest.MonkeyPatch, kind: type[Any]) -> "weakref.WeakSet[Any]":
    started: weakref.WeakSet[Any] = weakref.WeakSet()
    original: Callable[..., Any] = kind.start

    def start(self: Any, *arguments: Any) -> Any:
        started.add(self)
        return original(self, *arguments)

    monkeypatch.setattr(kind, "start", start)
    return started


def _running(threads: "weakref.WeakSet[Any]") -> list[QThread]:
    return [thread for thread in threads if isValid(thread) and thread.isRunning()]


def _active(timers: "weakref.WeakSet[Any]") -> list[QTimer]:
    return [timer for timer in timers if isValid(timer) and timer.isActive()]


def _windows() -> set[QWidget]:
    """Top-level widgets with a Python owner; Qt's own pop-ups stay out."""
    if not isinstance(QApplication.instance(), QApplication):
        return set()
    return {window for window in QApplication.topLevelWidgets() if window.parent() is None}


def _finish_deletions() -> None:
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _put_away(threads: list[QThread], timers: list[QTimer], windows: set[QWidget]) -> None:
    """Keep one leak from failing the tests that follow."""
    for timer in timers:
        timer.stop()
    for thread in threads:
        thread.requestInterruption()
        thread.quit()
        thread.wait(2000)
    for window in windows:
        with contextlib.suppress(RuntimeError):
            window.hide()
            window.deleteLater()
    _finish_deletions()


def _stand_in(*, own_digits: int = 0) -> Dataset:
    """What looks like digits: each class is bright in a place of its own."""

    def part(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        labels = np.arange(count) % 10
        pictures = np.random.default_rng(seed).random((count, 28, 28, 1), np.float32) * 0.3
        for picture, label in zip(pictures, labels, strict=True):
            row, column = divmod(int(label), 5)
            picture[4 + 10 * row : 12 + 10 * row, 2 + 5 * column : 6 + 5 * column] += 0.7
        return pictures, labels

    names = tuple(map(str, range(10)))
    data = Dataset("mnist-sample", *part(200, 0), *part(40, 1), names, "made here")
    return with_own_digits(data, own_digits)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, private_home: Path) -> None:
    """The first data set is made in a millisecond, and MNIST is nowhere."""
    source = Source("mnist-sample", "MNIST sample", "made here", _stand_in)
    monkeypatch.setitem(SOURCES, "mnist-sample", source)
    monkeypatch.setenv("VITRINE_DATA", str(private_home / "no-data"))


@pytest.fixture
def ready(qtbot: QtBot, styled: QApplication, stand_in: None) -> Iterator[Session]:
    """A session whose first run stands ready."""
    session = Session()
    session.begin()
    qtbot.waitUntil(lambda: session.training.status is Status.READY)
    yield session
    assert session.close()


@pytest.fixture
def studio(qtbot: QtBot, styled: QApplication, stand_in: None, tmp_path: Path) -> MainWindow:
    """The whole window, its first run ready; settings are in tmp_path."""
    window = MainWindow(Session(), Settings(tmp_path / "settings.json"))
    # Widgets are closed before fixtures end; nobody is there to answer a question.
    qtbot.addWidget(window, before_close_func=lambda _: window.session.document.forget_changes())
    window.show()
    window.session.begin()
    qtbot.waitUntil(lambda: window.session.training.status is Status.READY)
    return window
