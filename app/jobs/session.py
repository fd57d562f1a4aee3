"""The session: what connects document, data, training and predictions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.document import Document
from app.engine_messages import engine_message
from app.jobs.files import Opened, Saved, Start
from app.jobs.gradient_norms import GradientNorms
from app.jobs.loading import Loading
from app.jobs.mailbox import Mail
from app.jobs.pinned_runs import PinnedRuns
from app.jobs.predictor import Predictor
from app.jobs.project_files import ProjectFiles
from app.jobs.renaming import config_under, renamed
from app.jobs.sample import ChosenSample
from app.jobs.task import Tasks
from app.jobs.training import Prepared, Status, TrainingJob
from app.jobs.weight_edits import WeightEdits
from app.project import Project
from nncore.data import SOURCES, Dataset
from nncore.network import Snapshot
from nncore.training.checks import check_with_data
from nncore.training.config import RunConfig, without_live_settings
from nncore.training.start import why_not_trained

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
        self.pins = PinnedRuns(self.training, self.document, self)
        self.norms = GradientNorms(self.training, self.document, self)
        self.weights = WeightEdits(self.training, self.document, self.bring_in_step, self)
        self.weights.told.connect(self.told)
        self._files = ProjectFiles(self.tasks, self.training, self)
        self._files.told.connect(self.told)
        self._files.opened.connect(self._on_opened)
        self._files.saved.connect(self._on_saved)
        self.blocked = ""
        self._loading = Loading(self.tasks, data_dir, self)
        self._loading.changed.connect(self._on_data_changed)
        self._prepared_key: Any = None
        self._prepared: RunConfig | None = None
        # Kept until a run stands that begins with it: until then it is nowhere else.
        self._start: Start | None = None
        self._opened = 0
        self._train_next = False
        self._step_next: Callable[[], None] | None = None
        self._wants_training = False
        self._closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SYNC_MS)
        self._timer.timeout.connect(self._sync)
        self.document.project_changed.connect(self._on_project_changed)
        self.document.project_opened.connect(self._on_project_opened)
        self.training.prepared.connect(self._on_prepared)
        self.training.renamed.connect(self._on_renamed)
        self.training.mail_came.connect(self._on_mail)
        self.training.snapshot_changed.connect(self._on_snapshot)
        self.training.failed.connect(self._on_training_failed)

    @property
    def config(self) -> RunConfig:
        """The document's run configuration."""
        return self.document.config

    @property
    def data(self) -> Dataset | None:
        """The data set, None while there is none."""
        return self._loading.data

    @property
    def data_problem(self) -> str:
        """Why the data set cannot be had, "" where nothing is to be trained on it."""
        return self._loading.problem if self.config.train else ""

    @property
    def data_dir(self) -> str:
        """Where data are looked for; "" for the user's own folder."""
        return self._loading.folder

    def begin(self) -> None:
        """Load the data of the current project and make its run ready."""
        self._sync()

    @Slot()
    def train(self) -> None:
        """Train, or go on."""
        if not self.blocked:
            self._timer.stop()
            self._step_next = None
            self._follow(train=True)
            self.training.start()

    @Slot()
    def step_batch(self) -> None:
        """Train one batch, then rest."""
        self._step(self.training.step_batch)

    @Slot()
    def step_epoch(self) -> None:
        """Train to the end of the epoch."""
        self._step(self.training.step_epoch)

    def _step(self, step: Callable[[], None]) -> None:
        self.bring_in_step()
        if self.training.status is Status.PREPARING:
            self._step_next = step  # of what has just been edited
        elif not self.blocked:
            step()

    @Slot()
    def train_when_ready(self) -> None:
        """Train as soon as the data that were just asked for are there."""
        self._wants_training = True
        self._timer.stop()
        self._sync()

    @Slot()
    def reset(self) -> None:
        """Back to the initial parameters: the same seed draws the same ones."""
        if self.data is None or self.blocked:
            return
        info = self.training.info
        if self._start is not None or (info and (info.learned or self.training.step)):
            self.document.mark_trained()  # the file holds other parameters
        self._start, self._train_next, self._step_next = None, False, None
        self._prepared_key, self._prepared = self._loading.key, self.config
        self.weights.begin_anew()
        self.training.prepare(self.config, self.data)

    def open_recipe(self, name: str) -> None:
        """Begin a new project from a recipe."""
        self._open(Project.from_recipe(name), None)

    def open_blank(self) -> None:
        """Begin a new project without layers."""
        self._open(Project.blank(), None)

    def open_config(self, config: RunConfig) -> None:
        """Begin a new project from a run configuration."""
        self._open(Project(config), None)

    def use_data_dir(self, folder: str) -> None:
        """Look for data in this folder, and try again."""
        self._loading.folder = folder
        self._loading.forget()
        if self.config.data in SOURCES and SOURCES[self.config.data].reads_files:
            self._prepared_key = None  # even the same folder may hold other files by now
        self._sync()

    @Slot()
    def download_data(self) -> None:
        """Fetch the current data set from the network."""
        self._loading.download(self.config)
        self.training.pause()
        self._update_blocked()

    def open(self, path: Path) -> None:
        """Open a project or a network in the background."""
        self._files.open(path)

    def save(self, path: Path) -> None:
        """Save the project with its parameters and training state, in the background."""
        self.bring_in_step()
        self._files.save(path, self.document.project, self._start, self._opened)

    def export(self, path: Path) -> None:
        """Write the network in the format of the path's ending, read it back and compare."""
        self.bring_in_step()
        self._files.export(path, self._start, self.config)

    def bring_in_step(self) -> None:
        """Bring edits that still wait to the training thread, before what is asked of it next."""
        if self._timer.isActive():
            self._timer.stop()
            self._sync()

    def close(self) -> bool:
        """End every thread; False where one takes too long."""
        self._closed = True
        self._timer.stop()
        # What they still bring is not wanted any more.
        self._loading.cancel()
        self._files.cancel_opening()
        training = self.training.close()
        return self.tasks.close() and training

    @Slot(object, object)
    def _on_project_changed(self, old: Project, new: Project) -> None:
        if old.config != new.config:
            if names := renamed(old.config.spec, new.config.spec):
                self._rename(names)
            self._update_blocked()
            self._timer.start()

    def _rename(self, names: dict[str, str]) -> None:
        """Whatever is known of these layers follows, also where the network cannot be built."""
        self.training.rename(names)
        if self._prepared is not None:
            self._prepared = config_under(self._prepared, names)
        if self._start is not None:
            self._start = self._start.under(names)
            if self.predictor.own is not None:
                self._answer_without_run()

    @Slot()
    def _on_project_opened(self) -> None:
        self._files.cancel_opening()
        self._opened += 1
        self._train_next = self._wants_training = False
        self._step_next = None
        self._timer.stop()
        # The run of the project before must be neither trained on nor saved as this one's.
        self.training.drop()
        self.predictor.forget()
        self._answer_without_run()
        self._sync()

    @Slot()
    def _sync(self) -> None:
        """Bring the run in step with the document."""
        self._follow(train=self._wants_training)

    def _follow(self, *, train: bool) -> None:
        if self._closed:
            return
        training = self.training
        if not self._loading.ask(self.config):
            training.pause()
        self._update_blocked()
        if self.data is None or self.blocked:
            return
        if self._needs_a_run():
            self._prepare(train=train)
        else:
            training.adopt(self.config, self._prepare_and_train if train else self._prepare)
            if train and training.status is Status.PREPARING:
                self._train_next = True
            elif self._wants_training:
                training.start()
        self._wants_training = False

    def _needs_a_run(self) -> bool:
        """Whether the run that stands, or is being prepared, cannot follow the document."""
        if self._prepared_key != self._loading.key or self._prepared is None:
            return True
        if without_live_settings(self._prepared) != without_live_settings(self.config):
            return True
        stands = self._start is None and self.training.info is not None
        return not stands and self.training.status is not Status.PREPARING

    def _prepare(self, *, train: bool = False) -> None:
        """Make a run ready that begins with what the file or the run before has learned."""
        if self.data is None or self.blocked or self._closed:
            return
        # An order to train outlives edits that make the run be prepared once more.
        self._train_next = train or (self._train_next and self.training.status is Status.PREPARING)
        self._prepared_key, self._prepared = self._loading.key, self.config
        config, start = self.config, self._start
        if start is None:
            self.training.prepare(config, self.data, keep=True)
        else:
            state = start.state_for(config)
            self.training.prepare(config, self.data, network=start.network, state=state)

    def _prepare_and_train(self) -> None:
        self._prepare(train=True)

    @Slot()
    def _on_data_changed(self) -> None:
        self.sample.set_data(self.data)
        self.data_changed.emit()
        if self.data is not None:
            self._sync()
        else:
            self._update_blocked()
            self.data_failed.emit(self._loading.problem)

    def _answer_without_run(self) -> None:
        """Weights from a file can be looked at and answer, also where their data are missing."""
        if self._start is not None:
            state = self._start.state
            learned = state is None or state.step > 0
            self.predictor.set_network(self._start.network.copy(), learned=learned)

    def _update_blocked(self) -> None:
        reason = engine_message(self._reason())
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
        if reason := why_not_trained(self.document.config):
            return reason
        if self._loading.goes_on or self._loading.key is None:
            return self.tr("The data are being loaded.")
        if self.data is None:
            return self.data_problem
        try:
            check_with_data(self.config, self.data)
        except Exception as problem:  # noqa: BLE001 - any reason blocks training
            return str(problem)
        return ""

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        self._start = None
        self.predictor.set_network(prepared.network, learned=prepared.learned)
        train, step = self._train_next, self._step_next
        self._train_next, self._step_next = False, None
        if self.blocked:
            return  # by an edit since
        if train:
            self.training.start()
        elif step is not None:
            step()

    @Slot(object, object)
    def _on_renamed(self, prepared: Prepared, _names: object) -> None:
        self.predictor.set_network(prepared.network, learned=prepared.learned)

    @Slot(object)
    def _on_mail(self, mail: Mail) -> None:
        if mail.last is not None:
            self.document.mark_trained()

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self.predictor.take_snapshot(snapshot)

    @Slot(str)
    def _on_training_failed(self, message: str) -> None:
        self._train_next, self._step_next = False, None
        self.predictor.forget()
        self.told.emit(engine_message(message), "error")

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        path = opened.path if opened.path.suffix.lower() == ".vitrine" else None
        self._open(opened.project, opened.start, path)

    def _open(self, project: Project, start: Start | None, path: Path | None = None) -> None:
        self._start = start
        self.document.open(project, path)

    @Slot(object, int)
    def _on_saved(self, saved: Saved, opened: int) -> None:
        if opened != self._opened:
            return
        self.document.mark_saved(saved.path, saved.project)
        self.training.collect()
        moved = self.training.has_run and saved.step not in (None, self.training.step)
        if moved or self.training.is_running():
            self.document.mark_trained()  # it went on while the file was written
