"""The line edit under every typed field: it commits, refuses and goes back."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.guard import guarded
from app.widgets.name_edit import NameEdit
from app.widgets.style import set_property

# Says why a value is not welcome, or "" when it is.
Check = Callable[[Any], str]


class CommitEdit(QLineEdit):
    """A line edit that holds a value and gives it out only when it makes sense.

    `edited` comes once for each change the user commits with Enter or by leaving the
    field; `typed` comes at every key with what would be committed now. Text that is
    refused stays, in red, with the reason as tooltip; Escape brings the last good value
    back. Subclasses say how text and value belong together.
    """

    edited = Signal(object)
    typed = Signal(object)
    problem_changed = Signal(str)

    def __init__(
        self,
        value: Any,
        name: str = "",
        parent: QWidget | None = None,
        *,
        check: Check | None = None,
        tip: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(name)
        self._value = value
        self._check = check
        self._tip = tip
        self._problem = ""
        self.setAcceptDrops(False)  # it would take the path of a file as text
        self.setToolTip(tip)
        self.setText(self._format(value))
        self.textEdited.connect(self._on_text_edited)
        self.editingFinished.connect(self.commit)

    def value(self) -> Any:
        """The last good value."""
        return self._value

    def setText(self, text: str | None, /) -> None:
        """Show a text; where it is too long, its beginning, unless it is being typed."""
        super().setText(text)
        if not self.hasFocus():
            self.setCursorPosition(0)

    def set_value(self, value: Any) -> None:
        """Show a value without `edited`; text being typed survives if nothing changed."""
        if value == self._value and self.isModified():
            return
        self._value = value
        self.setText(self._format(value))
        self.set_problem("")

    def problem(self) -> str:
        """Why the field is red, "" when it is not."""
        return self._problem

    def set_problem(self, reason: str) -> None:
        """Turn the field red for a reason found elsewhere, or back with ""."""
        self.setToolTip(reason or self._tip)
        self.setAccessibleDescription(reason or self._tip)
        set_property(self, "invalid", bool(reason))
        if reason != self._problem:
            self._problem = reason
            self.problem_changed.emit(reason)

    @Slot()
    def commit(self) -> None:
        """Take the text as the new value, or show why it cannot be."""
        if not self.isModified():
            return
        try:
            value = self._read(self.text())
        except ValueError as error:
            self.set_problem(str(error))
            return
        changed = value != self._value
        self._value = value
        self.setText(self._format(value))
        self.set_problem("")
        if changed:
            self.edited.emit(value)

    def revert(self) -> None:
        """Show the last good value again."""
        self.setText(self._format(self._value))
        self.set_problem("")
        self.typed.emit(self._value)

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Leave to the window the shortcuts that a short text has no use for."""
        asks = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asks and isinstance(event, QKeyEvent) and not self._needs(event):
            event.ignore()
            return True
        return super().event(event)

    def _needs(self, event: QKeyEvent) -> bool:
        """Under X11, a line edit claims nearly every letter with Ctrl, as Emacs does."""
        keys = QKeySequence.StandardKey
        if event.matches(keys.Undo):
            return self.isUndoAvailable()
        if event.matches(keys.Redo):
            return self.isRedoAvailable()
        is_letter = Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
        if not is_letter or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return True
        return any(map(event.matches, (keys.SelectAll, keys.Copy, keys.Cut, keys.Paste)))

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape reverts, the vertical arrows step."""
        steps = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: 10,
            Qt.Key.Key_PageDown: -10,
        }
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.isModified():
            self.revert()
        elif key in steps and self._can_step():
            self._step(steps[key])
        else:
            super().keyPressEvent(event)

    @guarded()
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step, but only in the field the user is in: a scroll must not edit."""
        notches = event.angleDelta().y()
        if notches and self.hasFocus() and self._can_step():
            self._step(1 if notches > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def _parse(self, text: str) -> Any:
        """The value of a text; a ValueError says why there is none."""
        return text.strip()

    def _format(self, value: Any) -> str:
        return str(value)

    def _stepped(self, value: Any, steps: int) -> Any:
        """The value some steps further; None where stepping makes no sense."""
        return None

    def _can_step(self) -> bool:
        return (
            self.isEnabled() and not self.isReadOnly() and self._stepped(self._value, 0) is not None
        )

    def _read(self, text: str) -> Any:
        value = self._parse(text)
        reason = self._check(value) if self._check is not None else ""
        if reason:
            raise ValueError(reason)
        return value

    def _step(self, steps: int) -> None:
        self.commit()
        if self.problem():
            return
        self.setText(self._format(self._stepped(self._value, steps)))
        self.setModified(True)
        self.commit()
        if self.problem():
            self.revert()

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        """Take the red away as soon as the text is good, show it only at commit."""
        try:
            value = self._read(text)
        except ValueError as error:
            if self._problem:
                self.set_problem(str(error))
            value = self._value
        else:
            self.set_problem("")
        self.typed.emit(value)


def commit_typing() -> str:
    """Take what stands in the field in use, as leaving it would.

    A key that saves or trains does not leave the field.

    Returns:
        Why it cannot be taken; "" where it is, or where nothing is being typed.
    """
    field = QApplication.focusWidget()
    if not isinstance(field, CommitEdit | NameEdit):
        return ""
    field.commit()
    return field.problem() if field.isModified() else ""
