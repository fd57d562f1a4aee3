"""Which layers are selected: one for the inspector, several for copying, moving and the rest."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from app.document import Document
from app.models.layer_edits import is_frozen
from app.project import Project
from nncore.spec import NetworkSpec


class LayerSelection(QObject):
    """The selected layers of a document, for the stack, the canvas and the menus alike.

    Signals:
        selection_changed(names): Other layers are selected; the last is the document's own.
        state_changed(): What can be done may be another.
    """

    selection_changed = Signal(object)
    state_changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._selected: tuple[str, ...] = ()
        document.selection_changed.connect(self._on_selection_changed)
        document.reselected.connect(self.select)
        document.project_changed.connect(self._on_project_changed)

    @property
    def selected(self) -> tuple[str, ...]:
        """The selected layers; the last is the one whose settings are shown."""
        return self._selected

    @Slot(object)
    def select(self, names: Sequence[str]) -> None:
        """Select these layers."""
        known = {node.name for node in self._spec.layers}
        chosen = tuple(dict.fromkeys(name for name in names if name in known))
        if chosen == self._selected:
            return
        self._selected = chosen
        self.document.select(chosen[-1] if chosen else "")
        self.selection_changed.emit(chosen)
        self.state_changed.emit()

    def toggle(self, name: str) -> None:
        """Add a layer to the selection, or take it out."""
        rest = [one for one in self._selected if one != name]
        self.select(rest if name in self._selected else [*rest, name])

    def extend_to(self, name: str) -> None:
        """Select all layers from the current one to this one."""
        names = [node.name for node in self._spec.layers]
        start = names.index(self.document.selection) if self.document.selection else 0
        end = names.index(name)
        chosen = names[min(start, end) : max(start, end) + 1]
        self.select(chosen if end >= start else chosen[::-1])

    @Slot()
    def select_all(self) -> None:
        """Select every layer."""
        self.select([node.name for node in self._spec.layers])

    @property
    def any_enabled(self) -> bool:
        """Whether a selected layer is at work."""
        return any(node.enabled for node in self._spec.layers if node.name in self._selected)

    @property
    def freezable(self) -> tuple[str, ...]:
        """The selected layers that have parameters, or are frozen."""
        with_params = {info.name for info in self.document.inference.layers if info.params}
        frozen = self.document.config.frozen
        return tuple(name for name in self._selected if name in with_params or name in frozen)

    @property
    def all_frozen(self) -> bool:
        """Whether every selected layer that can be is frozen."""
        names = self.freezable
        return bool(names) and all(is_frozen(self.document.config, name) for name in names)

    @property
    def all_outputs(self) -> bool:
        """Whether the network gives every selected layer out."""
        return bool(self._selected) and set(self._selected) <= set(self._spec.output_names)

    @property
    def output_may_change(self) -> bool:
        """Whether the selected layers may become outputs, or stop: one must be left."""
        others = set(self._spec.output_names) - set(self._selected)
        return bool(self._selected) and (not self.all_outputs or bool(others))

    @Slot(str)
    def _on_selection_changed(self, name: str) -> None:
        if name != (self._selected[-1] if self._selected else ""):
            self._selected = (name,) if name else ()
            self.selection_changed.emit(self._selected)
            self.state_changed.emit()

    @Slot(object, object)
    def _on_project_changed(self, old: Project, new: Project) -> None:
        if old.config.spec is new.config.spec and old.config.frozen == new.config.frozen:
            return
        known = {node.name for node in new.config.spec.layers}
        left = tuple(name for name in self._selected if name in known)
        if left != self._selected:
            self._selected = left
            self.document.select(left[-1] if left else "")
            self.selection_changed.emit(left)
        self.state_changed.emit()

    @property
    def _spec(self) -> NetworkSpec:
        return self.document.config.spec
