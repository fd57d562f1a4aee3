"""A private home, a fresh theme, and nothing left running or open after a test."""

import contextlib
import gc
import os
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QStandardPaths, Qt, QThread, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app import theme as theme_module
from app.theme import apply_application_style, reset_theme

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
def no_leftovers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail the test that leaves a thread running, a timer ticking or a window alive."""
    threads = _record_starts(monkeypatch, QThread)
    timers = _record_starts(monkeypatch, QTimer)
    before = _windows()
    yield
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
