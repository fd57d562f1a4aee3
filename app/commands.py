"""Undoable edits: each takes the project from an old value to a new one."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from app.guard import guarded
from app.project import Project


class Holder(Protocol):
    """What holds the current project."""

    @property
    def selection(self) -> str:
        """The name of the selected layer, "" for none."""

    def take(self, project: Project) -> None:
        """Make this the current project."""

    def reselect(self, names: Sequence[str]) -> None:
        """Select these layers, which an undo or a redo has to do with."""


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
        self._selection = holder.selection
        self._is_again = False

    @guarded()
    def redo(self) -> None:
        selection = self._holder.selection
        self._holder.take(self._new)
        if self._is_again:  # the first time, whoever makes the edit selects
            self._holder.reselect(_chosen(self._old, self._new, selection))
        self._is_again = True

    @guarded()
    def undo(self) -> None:
        selection = self._holder.selection
        self._holder.take(self._old)
        self._holder.reselect(_chosen(self._new, self._old, selection, self._selection))

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


def _chosen(old: Project, new: Project, selection: str, earlier: str = "") -> tuple[str, ...]:
    """What is to be selected once one project has taken the place of another.

    Args:
        old: The project until now.
        new: The project from now on.
        selection: What is selected in the old one.
        earlier: What was selected before the edit that is undone.

    Returns:
        The layers that have come, or what stands nearest to the selected one that has gone;
        nothing where the selection can stay.
    """
    before, after = ([node.name for node in each.config.spec.layers] for each in (old, new))
    came = tuple(name for name in after if name not in before)
    gone = [name for name in before if name not in after]
    if came and (not gone or selection in gone or not selection):
        return came
    if selection not in gone:
        return ()
    if earlier in after:
        return (earlier,)
    place = before.index(selection)
    near = [*before[place:], *reversed(before[:place])]
    return tuple(name for name in near if name in after)[:1]
