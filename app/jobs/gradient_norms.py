"""The length of the gradient, measured by the run while the loss plot shows it."""

from PySide6.QtCore import QObject, Slot

from app.document import Document
from app.jobs.training import TrainingJob
from app.project import Project
from nncore.training.loop import Run


class GradientNorms(QObject):
    """Has the run measure its gradient while the project's view asks for it.

    Every batch is measured: with few samples, every k-th would always be the same one.
    """

    def __init__(self, training: TrainingJob, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._training = training
        self._document = document
        document.project_changed.connect(self._on_project_changed)
        training.prepared.connect(self._on_prepared)

    @Slot(object, object)
    def _on_project_changed(self, old: Project, new: Project) -> None:
        if old.view.show_norm != new.view.show_norm:
            self._ask(int(new.view.show_norm))

    @Slot(object)
    def _on_prepared(self, _prepared: object) -> None:
        if self._document.project.view.show_norm:
            self._ask(1)

    def _ask(self, every: int) -> None:
        def change(run: Run) -> None:
            run.norm_every = every

        self._training.ask(change, _ignore)


def _ignore(_result: object) -> None:
    """Without a run there is nothing to measure; the next one is asked again."""
