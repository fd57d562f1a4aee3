"""Errors inside overrides of Qt virtual methods."""

import sys
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.guard import guarded


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[type[BaseException]]:
    """The kinds of error that reached sys.excepthook."""
    kinds: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: kinds.append(kind))
    return kinds


class Faulty(QWidget):
    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        _ = 1 // 0

    @guarded(factory=lambda: QSize(12, 34))
    def sizeHint(self) -> QSize:
        return [][0]


def test_error_in_paint_event_is_reported_and_the_process_lives(
    qtbot: QtBot, reported: list[type[BaseException]]
) -> None:
    widget = Faulty()
    qtbot.addWidget(widget)
    widget.grab()
    assert ZeroDivisionError in reported


def test_failing_size_hint_answers_the_default(
    qtbot: QtBot, reported: list[type[BaseException]]
) -> None:
    widget = Faulty()
    qtbot.addWidget(widget)
    widget.adjustSize()
    assert widget.sizeHint() == QSize(12, 34)
    assert IndexError in reported


def test_good_answer_and_signature_are_kept(reported: list[type[BaseException]]) -> None:
    @guarded(-1)
    def double(x: int, *, extra: int = 0) -> int:
        """Twice."""
        return 2 * x + extra

    assert double(3, extra=1) == 7
    assert double.__name__ == "double"
    assert double.__doc__ == "Twice."
    assert reported == []


def test_factory_makes_a_new_default_each_time(reported: list[type[BaseException]]) -> None:
    @guarded(factory=list)
    def fail() -> list[Any]:
        raise ValueError("no")

    assert fail() == []
    assert fail() is not fail()


def test_failing_hook_does_not_let_the_error_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken_hook(*_: object) -> None:
        raise RuntimeError("hook")

    monkeypatch.setattr(sys, "excepthook", broken_hook)

    @guarded(5)
    def fail() -> int:
        raise ValueError("the first error")

    assert fail() == 5
    assert "the first error" in capsys.readouterr().err


def test_keyboard_interrupt_passes() -> None:
    @guarded()
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
