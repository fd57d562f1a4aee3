"""The session: what connects document, data, training and predictions."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.document import Document
from app.jobs.files import Opened, open_file, write_export, write_project
from app.jobs.predictor import Predictor
from app.jobs.sample import ChosenSample
from app.jobs.task import Report, Tasks
from app.jobs.training import Prepared, Status, TrainingJob
from app.project import Project
from nncore.data import Dataset
from nncore.data import load as load_data
from nncore.formats.vitrine import Bundle
from nncore.network import Network, Snapshot
from nncore.training.config import RunConfig
from nncore.training.loop import Run
from nncore.training.samples import make_splits
from nncore.training.state import TrainState

SYNC_MS = 120
"""Edits closer together than this are brought to the training thread as one."""


class Session(QObject):
    """Keeps the run in step with the document.

    Signals:
        data_changed(): Another data set is loaded, or none.
        data_failed(message): The data set cannot be had.
        blocked_changed(reason): Why training cannot start; "" when it can.
        told(message, level): Something the user should know, once.
    """

    data_changed = Signal()
    data_failed = Signal(str)
    blocked_changed = Signal(str)
    told = Signal(str, str)

    def __init__(self, data_dir: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = Document(parent=self)
        self.training = TrainingJob(self)
        self.predictor = Predictor(self)
        self.sample = ChosenSample(self)
        self.tasks = Tasks(self)
        self.data_dir = data_dir
        self.data: Dataset | None = None
        self.data_problem = ""
        self.blocked = ""
        self._loading_key: Any = None
        self._loaded_key: Any = None
        self._start_with: tuple[Network | None, TrainState | None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SYNC_MS)
        self._timer.timeout.connect(self._sync)
        self.document.project_changed.connect(self._on_project_changed)
        self.document.project_opened.connect(self._on_project_opened)
        self.training.prepared.connect(self._on_prepared)
        self.training.snapshot_changed.connect(self._on_snapshot)
        self.training.failed.connect(self._on_training_failed)

    @property
    def config(self) -> RunConfig:
        """The document's run configuration."""
        return self.document.config

    def begin(self) -> None:
        """Load the data of the current project and make its run ready."""
        self._sync()

    @Slot()
    def train(self) -> None:
        """Train, or go on."""
        if not self.blocked:
            self._timer.stop()
            self._sync()
            self.training.start()

    @Slot()
    def reset(self) -> None:
        """Back to the initial parameters: the same seed draws the same ones."""
        if self.data is not None and not self.blocked:
            self.training.prepare(self.config, self.data)

    def open_recipe(self, name: str) -> None:
        """Begin a new project from a recipe."""
        self.document.open(Project.from_recipe(name))

    def open_config(self, config: RunConfig) -> None:
        """Begin a new project from a run configuration."""
        self.document.open(Project(config))

    def use_data_dir(self, folder: str) -> None:
        """Look for data in this folder, and try again."""
        self.data_dir = folder
        self._loaded_key = self._loading_key = None
        self._sync()

    def download_data(self) -> None:
        """Fetch the current data set from the network."""
        self._load(download=True)

    def open(self, path: Path) -> None:
        """Open a project or a network in the background."""
        self.tasks.start(
            self.tr("Opening {0}").format(path.name),
            lambda report: open_file(path, report),
            succeeded=self._on_opened,
            failed=self._on_file_failed,
        )

    def save(self, path: Path) -> None:
        """Save the project with its parameters and training state, in the background."""
        project = self.document.project

        def take(run: Run) -> Bundle:
            view = project.view.to_json()
            return Bundle(run.network.copy(), project.config, run.state(), view)

        def write(bundle: Any) -> None:
            bundle = self._bundle_or_draw(bundle, project)
            self.tasks.start(
                self.tr("Saving {0}").format(path.name),
                lambda report: write_project(path, bundle, project, report),
                succeeded=self._on_saved,
                failed=self._on_file_failed,
            )

        self.training.ask(take, write)

    def export(self, path: Path, test: bool = True) -> None:
        """Write the network in the format of the path's ending, read it back and compare."""

        def write(network: Any) -> None:
            if not isinstance(network, Network):
                self.told.emit(self.tr("There is no network to export yet."), "warning")
                return
            self.tasks.start(
                self.tr("Exporting {0}").format(path.name),
                lambda report: write_export(path, network, report),
                succeeded=self._on_exported,
                failed=self._on_file_failed,
            )

        self.training.ask(lambda run: run.network.copy(), write)

    def close(self) -> bool:
        """End every thread; False where one takes too long."""
        self._timer.stop()
        return self.training.close() and self.tasks.close()

    def _bundle_or_draw(self, bundle: Any, project: Project) -> Bundle:
        """A project whose spec cannot be built is saved without parameters."""
        if isinstance(bundle, Bundle):
            return bundle
        return Bundle(Network.from_spec(project.config.spec), project.config)

    @Slot(object, object)
    def _on_project_changed(self, old: Project, new: Project) -> None:
        if old.config != new.config:
            self._update_blocked()
            self._timer.start()

    @Slot()
    def _on_project_opened(self) -> None:
        self._start_with = self._start_with or (None, None)
        self._timer.stop()
        self._sync()

    @Slot()
    def _sync(self) -> None:
        """Bring the run in step with the document."""
        self._update_blocked()
        config = self.config
        if (config.data, str(config.data_options), self.data_dir) != self._loaded_key:
            self._load(download=False)
        elif self.data is None or self.blocked:
            return
        elif self._start_with is not None:
            network, state = self._start_with
            self._start_with = None
            self.training.prepare(config, self.data, network=network, state=state)
        elif self.training.info is None:
            self.training.prepare(config, self.data, keep=True)
        else:
            self.training.adopt(config, self._prepare_keeping)

    def _prepare_keeping(self) -> None:
        if self.data is not None and not self.blocked:
            self.training.prepare(self.config, self.data, keep=True)

    def _load(self, *, download: bool) -> None:
        config, folder = self.config, self.data_dir
        key = (config.data, str(config.data_options), folder)
        if key == self._loading_key:
            return
        self._loading_key = key
        options = dict(config.data_options)
        if "download" in _options_of(config.data):
            options["download"] = download

        def load(report: Report) -> tuple[Any, Dataset]:
            return key, load_data(config.data, folder or None, progress=report, **options)

        self.training.pause()
        self.tasks.start(
            self.tr("Loading {0}").format(config.data),
            load,
            succeeded=self._on_loaded,
            failed=self._on_load_failed,
            is_loading=True,
        ).cancelled.connect(self._on_load_cancelled)

    @Slot(object)
    def _on_loaded(self, result: tuple[Any, Dataset]) -> None:
        key, data = result
        if key != self._loading_key:
            return
        self._loading_key, self._loaded_key = None, key
        self.data, self.data_problem = data, ""
        self.sample.set_data(data)
        self.data_changed.emit()
        self._sync()

    @Slot(object)
    def _on_load_failed(self, error: Exception) -> None:
        self._set_no_data(str(error))

    @Slot()
    def _on_load_cancelled(self) -> None:
        self._set_no_data(self.tr("Loading was cancelled."))

    def _set_no_data(self, problem: str) -> None:
        self._loaded_key, self._loading_key = self._loading_key, None
        self.data, self.data_problem = None, problem
        self.sample.set_data(None)
        self.data_changed.emit()
        self._update_blocked()
        self.data_failed.emit(problem)

    def _update_blocked(self) -> None:
        reason = self._reason()
        if reason != self.blocked:
            self.blocked = reason
            if reason:
                self.training.pause()
            self.blocked_changed.emit(reason)

    def _reason(self) -> str:
        error = self.document.inference.error
        if error is not None:
            return str(error)
        if not self.document.config.spec.layers:
            return self.tr("The network has no layers: add one.")
        if self.data is None:
            return self.data_problem or self.tr("The data are being loaded.")
        try:
            config = self.config
            make_splits(self.data.subset(1, 1), config.spec, 0.0, config.dtype)
        except Exception as problem:  # noqa: BLE001 - any reason blocks training
            return str(problem)
        return ""

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        learned = prepared.step > 0 or bool(prepared.kept)
        self.predictor.set_network(prepared.network, learned=learned)

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.step > 0 and self.training.status is Status.RUNNING:
            self.document.mark_trained()
        self.predictor.take_snapshot(snapshot)

    @Slot(str)
    def _on_training_failed(self, message: str) -> None:
        self.predictor.forget()
        self.told.emit(message, "error")

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        if not opened.has_state:
            self.told.emit(
                self.tr(
                    "{0} holds a network without its run; it can answer and be trained anew."
                ).format(opened.path.name),
                "info",
            )
        self._start_with = (opened.network, opened.state)
        path = opened.path if opened.path.suffix == ".vitrine" else None
        self.document.open(opened.project, path)

    @Slot(object)
    def _on_saved(self, result: tuple[Path, Project]) -> None:
        path, project = result
        if project == self.document.project:
            self.document.mark_saved(path)
        self.told.emit(self.tr("Saved {0}").format(path.name), "success")

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
    def _on_file_failed(self, error: Exception) -> None:
        self.told.emit(str(error), "error")


def _options_of(name: str) -> dict[str, Any]:
    from nncore.data import SOURCES

    return SOURCES[name].options if name in SOURCES else {}
