"""Undoable edits: each takes the project from an old value to a new one."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from app.guard import guarded
from app.project import Project


class Holder(Protocol):
    """What holds the current project."""

    def take(self, project: Project) -> None:
        """Make this the current project."""


class ChangeProject(QUndoCommand):
    """One edit. Edits with the same non-empty `merge_key` in a row become one."""

    def __init__(
        self, holder: Holder, old: Project, new: Project, text: str, merge_key: str = ""
    ) -> None:
        super().__init__(text)
        self._holder = holder
        self._old = old
        self._new = new
        self._merge_key = merge_key

    @guarded()
    def redo(self) -> None:
        self._holder.take(self._new)

    @guarded()
    def undo(self) -> None:
        self._holder.take(self._old)

    @guarded(-1)
    def id(self) -> int:
        return 1 if self._merge_key else -1

    @guarded(False)
    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ChangeProject) or other._merge_key != self._merge_key:
            return False
        self._new = other._new
        self.setObsolete(self._new == self._old)
        return True


class SetWeight(QUndoCommand):
    """One parameter of the running network; made when it already has its new value.

    Parameters are not part of the project: `put` has the training thread change one.
    """

    def __init__(self, put: Callable[[float], None], old: float, new: float, text: str) -> None:
        super().__init__(text)
        self._put = put
        self._old = old
        self._new = new
        self._is_done = True

    @guarded()
    def redo(self) -> None:
        if not self._is_done:
            self._put(self._new)
        self._is_done = True

    @guarded()
    def undo(self) -> None:
        self._put(self._old)
        self._is_done = False


Edit = Callable[[Project], Project]
"""A pure function from one project to the next."""
