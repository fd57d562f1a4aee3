"""Runs whose curves stay to compare with, as long as the window is open."""

from PySide6.QtCore import QObject, Signal, Slot

from app.document import Document
from app.jobs.training import TrainingJob

MOST = 5
"""More greys than this cannot be told apart."""


class PinnedRuns(QObject):
    """Numbers and names of them; each plot keeps the curves.

    Signals:
        pinned(key, name): Keep what is shown of the run.
        removed(key): Forget it again.
    """

    pinned = Signal(int, str)
    removed = Signal(int)

    def __init__(
        self, training: TrainingJob, document: Document, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.names: dict[int, str] = {}
        self._document = document
        self._next = 1
        self._name = ""
        training.prepared.connect(self._on_prepared)

    @property
    def is_full(self) -> bool:
        """Whether one must go before another comes."""
        return len(self.names) >= MOST

    @Slot()
    def pin(self) -> None:
        """Keep the curves of the run that is shown now."""
        if self._name and not self.is_full:
            key, self._next = self._next, self._next + 1
            self.names[key] = self._name
            self.pinned.emit(key, self._name)

    @Slot(int)
    def remove(self, key: int) -> None:
        """Forget a run."""
        if self.names.pop(key, None) is not None:
            self.removed.emit(key)

    @Slot(object)
    def _on_prepared(self, _prepared: object) -> None:
        # The config of another project may be there before its curves are.
        config = self._document.config
        self._name = self.tr("{0}, seed {1}").format(config.name or self.tr("run"), config.seed)
