"""A line to type another name into, where the old one stands."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.guard import guarded
from app.widgets.style import set_property


class NameEdit(QLineEdit):
    """Enter or leaving it takes the name, Escape gives up; a bad name is red while typed.

    Signals:
        accepted(name): A name that is good, or the old one.
        cancelled(): The old name stays.
        problem_changed(reason): Why the name is not good, "" when it is.
    """

    accepted = Signal(str)
    cancelled = Signal()
    problem_changed = Signal(str)

    def __init__(
        self, old: str, check: Callable[[str], str], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(old, parent)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("New name of {0}").format(old))
        self.setToolTip(self.tr("Enter takes the name, Escape keeps the old one."))
        self.setMaxLength(60)
        self.setAcceptDrops(False)  # it would take the path of a file as text
        self._check = check
        self._over = False
        self.textEdited.connect(self._on_edited)
        self.selectAll()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        reason = self._check(text.strip())
        set_property(self, "invalid", bool(reason))
        self.setAccessibleDescription(reason)
        self.problem_changed.emit(reason)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Escape end it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._accept()
        elif event.key() == Qt.Key.Key_Escape:
            self._end(None)
        else:
            super().keyPressEvent(event)

    @guarded()
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving it takes a good name; a menu of its own, or another window, is no leaving."""
        super().focusOutEvent(event)
        stays = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in stays:
            self._end(None if self.problem() else self.text().strip())

    def problem(self) -> str:
        """Why the name is not good, "" where it is, or has been taken."""
        return "" if self._over else self._check(self.text().strip())

    def commit(self) -> None:
        """Take the name, or show why it cannot be."""
        self._accept()

    def _accept(self) -> None:
        text = self.text().strip()
        if self._check(text):
            self._on_edited(text)
        else:
            self._end(text)

    def _end(self, text: str | None) -> None:
        if not self._over:
            self._over = True
            if text is None:
                self.cancelled.emit()
            else:
                self.accepted.emit(text)
