"""Opening, saving and exporting, each as a task in the background."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.engine_messages import told_error
from app.jobs.files import (
    Opened,
    Saved,
    Start,
    bundle_of_network,
    bundle_of_run,
    bundle_of_start,
    is_of,
    open_file,
    write_export,
    write_project,
)
from app.jobs.task import Task, Tasks
from app.jobs.training import TrainingJob
from app.project import Project
from nncore.network import Network
from nncore.training.config import RunConfig


class ProjectFiles(QObject):
    """Reads and writes files for the session.

    Signals:
        opened(Opened): A file was read, and nothing else was opened meanwhile.
        saved(Saved, number): A project is written; `number` is what `save` was given.
        told(message, level): How it went.
    """

    opened = Signal(object)
    saved = Signal(object, int)
    told = Signal(str, str)

    def __init__(self, tasks: Tasks, training: TrainingJob, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._training = training
        self._opening: Task | None = None

    def open(self, path: Path) -> None:
        """Read a project or a network."""
        self.cancel_opening()
        self._opening = self._tasks.start(
            self.tr("Opening {0}").format(path.name),
            lambda report: open_file(path, report),
            succeeded=self._on_opened,
            failed=self._on_failed,
        )

    def cancel_opening(self) -> None:
        """What is being read is not wanted any more."""
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None

    def save(self, path: Path, project: Project, start: Start | None, number: int) -> None:
        """Write a project with its parameters and training state.

        Args:
            path: The file.
            project: What is written, whatever is edited meanwhile.
            start: What the file of the project held, where no run stands yet.
            number: Comes back with `saved`.
        """
        if start is not None:
            self._write_project(path, bundle_of_start(start, project), project, number)
            return

        def with_network(network: Any) -> None:
            bundle = network
            if not isinstance(network, Exception):
                bundle = bundle_of_network(network, project)
            self._write_project(path, bundle, project, number)

        def with_run(bundle: Any) -> None:
            if bundle is None:
                self._training.ask_network(with_network)
            else:
                self._write_project(path, bundle, project, number)

        self._training.ask(lambda run: bundle_of_run(run, project), with_run)

    def _write_project(self, path: Path, bundle: Any, project: Project, number: int) -> None:
        if isinstance(bundle, Exception):
            self._on_failed(bundle)
            return
        self._tasks.start(
            self.tr("Saving {0}").format(path.name),
            lambda report: (write_project(path, bundle, project, report), number),
            succeeded=self._on_saved,
            failed=self._on_failed,
            writes=True,
        )

    def export(self, path: Path, start: Start | None, config: RunConfig) -> None:
        """Write the network in the format of the path's ending, read it back and compare.

        Args:
            path: The file.
            start: What the file of the project held, where no run stands yet.
            config: The project's; its network may be one that no run could follow.
        """

        def write(network: Any) -> None:
            if not isinstance(network, Network):
                self.told.emit(self.tr("There is no network to export yet."), "warning")
                return
            if not is_of(config, network):
                self.told.emit(
                    self.tr(
                        "Nothing was exported: the network as it is on the screen has no weights "
                        "yet."
                    ),
                    "warning",
                )
                return
            self._tasks.start(
                self.tr("Exporting {0}").format(path.name),
                lambda report: write_export(path, network, report),
                succeeded=self._on_exported,
                failed=self._on_failed,
                writes=True,
            )

        if start is not None:
            write(start.network)
        else:
            self._training.ask_network(write)

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        if self._opening is None or self.sender() is not self._opening:
            return
        self._opening = None
        if opened.start is not None and opened.start.state is None:
            self.told.emit(
                self.tr(
                    "{0} holds a network without its run; it can answer and be trained anew."
                ).format(opened.path.name),
                "info",
            )
        self.opened.emit(opened)

    @Slot(object)
    def _on_saved(self, result: tuple[Saved, int]) -> None:
        saved, number = result
        self.saved.emit(saved, number)
        self.told.emit(self.tr("Saved {0}").format(saved.path.name), "success")

    @Slot(object)
    def _on_exported(self, result: tuple[Path, int]) -> None:
        path, count = result
        self.told.emit(
            self.tr("Exported {0}: {1} parameters, read back and identical.").format(
                path.name, f"{count:,}"
            ),
            "success",
        )

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.told.emit(told_error(error), "error")
