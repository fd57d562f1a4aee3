"""The document: the current project, its undo stack and its file."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from app.commands import ChangeProject, Edit
from app.project import FIRST_RECIPE, Project
from nncore.errors import SpecError
from nncore.spec import Inference
from nncore.training.config import RunConfig

UNDO_LIMIT = 500


class Document(QObject):
    """Holds the open project. Views send edits; the document signals the result.

    Signals:
        project_changed(old, new): After every edit, undo, redo and opening.
        project_opened(): Another project was opened or begun; after `project_changed`.
        selection_changed(name): Another layer is selected; "" for none.
        file_changed(): The path or the modified mark is another.
        reselected(names): An undo or a redo brought or left these layers, now to be selected.
        refused(message): An edit that cannot be; the project is as it was.
        previewed(config): What the run would be with what is being typed; None: nothing is.
    """

    project_changed = Signal(object, object)
    project_opened = Signal()
    selection_changed = Signal(str)
    file_changed = Signal()
    reselected = Signal(object)
    refused = Signal(str)
    previewed = Signal(object)

    def __init__(self, project: Project | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project or Project.from_recipe(FIRST_RECIPE)
        self._inference = self._project.config.spec.infer()
        self._preview: RunConfig | None = None
        self._selection = ""
        self._path: Path | None = None
        self._trained = False
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self.undo_stack.cleanChanged.connect(self._on_clean_changed)

    @property
    def project(self) -> Project:
        """The current project."""
        return self._project

    @property
    def config(self) -> RunConfig:
        """The current project's run configuration."""
        return self._project.config

    @property
    def inference(self) -> Inference:
        """Shapes and counts of the current spec, or its first error."""
        return self._inference

    @property
    def selection(self) -> str:
        """The name of the selected layer, "" for none."""
        return self._selection

    @property
    def path(self) -> Path | None:
        """Where the project is saved, None when it never was."""
        return self._path

    @property
    def modified(self) -> bool:
        """Whether there is something that the file does not hold."""
        return self._trained or not self.undo_stack.isClean()

    def edit(self, text: str, edit: Edit, *, merge_key: str = "") -> bool:
        """Change the project, undoably.

        Args:
            text: What the edit does, for the menu: "Add Dense".
            edit: Makes the new project from the current one.
            merge_key: Edits in a row with the same key become one.

        Returns:
            False where the edit was refused; `refused` has said why.
        """
        try:
            new = edit(self._project)
        except SpecError as error:
            self.refused.emit(str(error))
            return False
        if new != self._project:
            self.undo_stack.push(ChangeProject(self, self._project, new, text, merge_key))
        return True

    def edit_config(self, text: str, merge_key: str = "", **changes: object) -> bool:
        """Change settings of the run configuration."""
        return self.edit(
            text,
            lambda project: project.with_config(project.config.replace(**changes)),
            merge_key=merge_key,
        )

    def preview(self, edit: Edit | None) -> None:
        """Tell what an edit would come to while it is still being typed; None: nothing is."""
        try:
            config = self.config if edit is None else edit(self._project).config
        except SpecError:
            return  # the field says so once it is committed
        self._set_preview(None if config == self.config else config)

    def _set_preview(self, config: RunConfig | None) -> None:
        if config != self._preview:
            self._preview = config
            self.previewed.emit(config)

    def take(self, project: Project) -> None:
        """Make this the current project; for commands only."""
        old, self._project = self._project, project
        if project.config.spec != old.config.spec:
            self._inference = project.config.spec.infer()
        self._set_preview(None)
        # Whoever hears of the change may look up the selected layer.
        dropped = self._selection not in {"", *(node.name for node in project.config.spec.layers)}
        if dropped:
            self._selection = ""
        self.project_changed.emit(old, project)
        if dropped and not self._selection:
            self.selection_changed.emit("")

    def reselect(self, names: Sequence[str]) -> None:
        """Select these layers; for commands only."""
        if names:
            self.select(names[-1])
            self.reselected.emit(tuple(names))

    def open(self, project: Project, path: Path | None = None) -> None:
        """Replace the project by another; the undo history ends."""
        self.undo_stack.clear()
        self._trained = False
        self._path = path
        self.take(project)
        self.select("")
        self.project_opened.emit()
        self.file_changed.emit()

    def mark_saved(self, path: Path, project: Project | None = None) -> None:
        """This file is the document's from now on.

        Args:
            path: The file.
            project: What it holds; the current project where absent.
        """
        self._path = path
        if project is None or project == self._project:
            self._trained = False
            self.undo_stack.setClean()
        else:
            self.undo_stack.resetClean()  # no step of the history is what the file holds
        self.file_changed.emit()

    def forget_changes(self) -> None:
        """Count what there is as saved: it may be lost."""
        self._trained = False
        self.undo_stack.setClean()
        self.file_changed.emit()

    @Slot()
    def mark_trained(self) -> None:
        """The parameters have changed since the last save."""
        if not self._trained:
            self._trained = True
            self.file_changed.emit()

    def select(self, name: str) -> None:
        """Select a layer."""
        if name != self._selection:
            self._selection = name
            self.selection_changed.emit(name)

    @Slot(bool)
    def _on_clean_changed(self, _: bool) -> None:
        self.file_changed.emit()
