"""Loading: the data set that the project names, fetched in the background."""

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.engine_messages import told_error
from app.jobs.heap import give_back_memory
from app.jobs.task import Report, Task, Tasks
from nncore.data import SOURCES, Dataset
from nncore.data import load as load_data
from nncore.training.config import RunConfig


class Loading(QObject):
    """Holds the data set that was asked for last; what comes too late is dropped.

    Signals:
        changed(): Another data set is there, or none: then `problem` says why.

    Attributes:
        data: The data set, None while there is none.
        problem: Why the data cannot be had.
        folder: Where files are looked for; "" for the user's own folder.
        key: What `data` or `problem` belongs to.
    """

    changed = Signal()

    def __init__(self, tasks: Tasks, folder: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.data: Dataset | None = None
        self.problem = ""
        self.folder = folder
        self.key: Any = None
        self._tasks = tasks
        self._task: Task | None = None
        self._task_key: Any = None
        self._downloads = False

    @property
    def goes_on(self) -> bool:
        """Whether data are on their way."""
        return self._task is not None

    def ask(self, config: RunConfig) -> bool:
        """See to the data of this run, without the network.

        Returns:
            Whether they need no loading: they are there, or are known not to be had.
        """
        key = self._key_of(config)
        if self._task is not None and self._task_key != key:
            self.cancel()
        if key == self.key:
            return True
        if self._task is None:
            self._start(config, key, download=False)
        return False

    def download(self, config: RunConfig) -> None:
        """Load the data of this run, from the network if they are missing."""
        key = self._key_of(config)
        if self._task is not None and self._task_key == key and self._downloads:
            return
        self.cancel()
        self._start(config, key, download=True)

    def forget(self) -> None:
        """Load again when next asked."""
        self.cancel()
        self.key = None

    def cancel(self) -> None:
        """Drop what is on its way, silently."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _key_of(self, config: RunConfig) -> tuple[str, str, str]:
        """What decides which data are loaded."""
        source = SOURCES.get(config.data)
        folder = self.folder if source is not None and source.reads_files else ""
        return config.data, str(config.data_options), folder

    def _start(self, config: RunConfig, key: Any, *, download: bool) -> None:
        folder = self.folder
        options = dict(config.data_options)
        if config.data in SOURCES and "download" in SOURCES[config.data].options:
            options["download"] = download  # never because a file says so

        def load(report: Report) -> Dataset:
            give_back_memory()  # that of the set before the last
            return load_data(config.data, folder or None, progress=report, **options)

        self._task_key, self._downloads = key, download
        self._task = self._tasks.start(
            self.tr("Loading {0}").format(config.data),
            load,
            succeeded=self._on_loaded,
            failed=self._on_failed,
            cancelled=self._on_cancelled,
            is_loading=True,
        )

    @Slot(object)
    def _on_loaded(self, data: Dataset) -> None:
        self._take(data, "")

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._take(None, told_error(error))

    @Slot()
    def _on_cancelled(self) -> None:
        self._take(None, self.tr("Loading was cancelled."))

    def _take(self, data: Dataset | None, problem: str) -> None:
        if self._task is None or self.sender() is not self._task:
            return
        self.key, self._task = self._task_key, None
        self.data, self.problem = data, problem
        self.changed.emit()
