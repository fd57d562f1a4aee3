"""Runs the studio as `python -m app` does, and tells over a pipe what the user sees.

A line of JSON comes in for each question, and one goes out: {"find": NAME} asks for the visible
widget of this object name, {} for the window.
"""

import json
import sys
import threading
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from app.__main__ import main
from app.main_window import MainWindow

TICK_MS = 20
"""An answer comes at the earliest after this time, so that asking again and again is waiting."""


class Teller(QObject):
    """Answers in the thread of the window what a thread reads from the pipe."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._questions: list[dict[str, str]] = []
        self.asked.connect(self._on_asked)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.asked.emit(line)

    @Slot(str)
    def _on_asked(self, line: str) -> None:
        self._questions.append(json.loads(line))
        QTimer.singleShot(TICK_MS, self, self._answer)

    @Slot()
    def _answer(self) -> None:
        question = self._questions.pop(0)
        found = widget_named(question["find"]) if "find" in question else window()
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


def widget_named(name: str) -> dict[str, Any] | None:
    """Where the widget is on the screen, and what it says."""
    for widget in QApplication.allWidgets():
        if widget.objectName() == name and widget.isVisible():
            corner = widget.mapToGlobal(widget.rect().topLeft())
            return {
                "box": [corner.x(), corner.y(), widget.width(), widget.height()],
                "text": widget.property("text") or "",
                "name": widget.accessibleName(),
                "description": widget.accessibleDescription(),
                "enabled": widget.isEnabled(),
            }
    return None


def window() -> dict[str, Any] | None:
    """The main window and what has the keyboard."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MainWindow) and widget.isVisible():
            return {
                "title": widget.windowTitle(),
                "active": _name(QApplication.activeWindow()),
                "focus": _name(QApplication.focusWidget()),
                "size": [widget.width(), widget.height()],
                "frame": list(widget.frameGeometry().getRect()),
                "maximized": widget.isMaximized(),
                "framed": widget.frameGeometry() != widget.geometry(),
                "status": widget.session.training.status.value,
                "step": widget.session.training.step,
                "dark": widget.palette().window().color().lightness() < 128,
            }
    return None


def _name(widget: QWidget | None) -> str:
    return "" if widget is None else widget.objectName() or type(widget).__name__


if __name__ == "__main__":
    teller = Teller()
    sys.exit(main(sys.argv[1:]))
