"""The data panel: which data set, a few of its samples, and how it is split."""

import math

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QPushButton, QWidget

from app.guard import guarded
from app.i18n import engine_text
from app.jobs.session import Session
from app.jobs.task import Task
from app.models.fit import fitted
from app.models.source_text import source_title
from app.widgets.card import Card
from app.widgets.chip import Chip
from app.widgets.flow_layout import FlowLayout
from app.widgets.picture import PictureStrip
from app.widgets.progress import ThinProgress
from app.widgets.sample_steps import SampleSteps
from nncore.data import SOURCES, Dataset
from nncore.data.own_digits import REPEATED

SHOWN = 10
SAMPLE = "mnist-sample"


class DataPanel(Card):
    """Shows the data set; offers to fetch one that is missing.

    Signals:
        sample_chosen(index, split): The user chose a sample of the "test" or "train" data.
    """

    sample_chosen = Signal(int, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Data"), "", parent, margins=(12, 2, 12, 10))
        self.setObjectName("dataPanel")
        self._session = session
        self._task: Task | None = None
        self._shown: list[int] = []
        self.body.setSpacing(6)
        self._chip = Chip("", "dataChoice", self, tip=self.tr("Choose another data set."))
        self._chip.set_menu(self._menu())
        self.add_header_widget(self._chip)
        self._strip = PictureStrip(self)
        self._strip.setObjectName("dataStrip")
        self._strip.setFixedHeight(26)
        self._strip.clicked.connect(self._on_clicked)
        self._steps = SampleSteps(self)
        self._steps.stepped.connect(self._on_stepped)
        self._text = QLabel(self)
        self._text.setObjectName("dataText")
        self._text.setWordWrap(True)
        self._text.setProperty("role", "small")
        self._warning = QLabel(self)
        self._warning.setObjectName("dataWarning")
        self._warning.setWordWrap(True)
        self._warning.setProperty("role", "small")
        self._warning.setProperty("tone", "danger")
        self._progress = ThinProgress("dataProgress", self)
        self._buttons = self._make_buttons()
        for widget in (
            self._strip, self._steps, self._text, self._warning, self._progress, self._buttons
        ):  # fmt: skip
            self.body.addWidget(widget)
        session.data_changed.connect(self._show)
        session.sample.changed.connect(self._show_steps)
        session.document.project_changed.connect(self._on_project_changed)
        session.blocked_changed.connect(self._show)
        session.tasks.started.connect(self._on_task_started)
        session.tasks.ended.connect(self._on_task_ended)
        self._show()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for source in SOURCES.values():
            action = menu.addAction(engine_text(source.title))
            action.setToolTip(engine_text(source.description))
            action.setData(source.name)
        menu.setToolTipsVisible(True)
        menu.triggered.connect(self._on_source_chosen)
        return menu

    def _make_buttons(self) -> QWidget:
        box = QWidget(self)
        row = FlowLayout(box)
        self._download = QPushButton(self.tr("Download"), box)
        self._folder = QPushButton(self.tr("Folder…"), box)
        self._sample = QPushButton(self.tr("Use the sample"), box)
        self._fit = QPushButton(self.tr("Fit the network"), box)
        self._cancel = QPushButton(self.tr("Cancel"), box)
        for button, name, tip, slot in (
            (self._download, "dataDownload", self.tr("Fetch it once from the network."),
             self._session.download_data),
            (self._folder, "dataFolder", self.tr("Take the files from a folder of yours."),
             self._on_folder),
            (self._sample, "dataSample", self.tr("5,000 digits that are already here."),
             self._on_sample),
            (self._fit, "dataFit",
             self.tr("Change the first shape and the last layer to what these data need."),
             self._on_fit),
            (self._cancel, "dataCancel", self.tr("Stop loading."), self._on_cancel),
        ):  # fmt: skip
            button.setObjectName(name)
            button.setAccessibleName(button.text())
            button.setToolTip(tip)
            button.clicked.connect(slot)
            row.addWidget(button)
        return box

    @Slot(object, object)
    def _on_project_changed(self, _old: object, _new: object) -> None:
        self._show()

    @Slot(object)
    def _on_source_chosen(self, action: object) -> None:
        self.use_source(action.data())  # type: ignore[attr-defined]

    def use_source(self, name: str) -> None:
        """Make a data set the one of the project."""
        title = source_title(name)
        self._session.document.edit_config(
            self.tr("Use {0}").format(title), data=name, data_options={}
        )

    @Slot()
    def _on_sample(self) -> None:
        self._session.document.edit_config(self.tr("Use the sample"), data=SAMPLE, data_options={})

    @Slot()
    def _on_fit(self) -> None:
        data = self._session.data
        config = None if data is None else fitted(self._session.config, data)
        if config is not None:
            self._session.document.edit(
                self.tr("Fit the network to the data"), lambda project: project.with_config(config)
            )

    @Slot()
    def _on_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder with the data files"))
        if folder:
            self._session.use_data_dir(folder)

    @Slot()
    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    @Slot(object)
    def _on_task_started(self, task: Task) -> None:
        if task.is_loading:
            self._task = task
            task.progressed.connect(self._on_progress)
            self._show()

    @Slot(object)
    def _on_task_ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self._show()

    @Slot(object, object, str)
    def _on_progress(self, done: int, total: int, text: str) -> None:
        self._progress.set_fraction(done / total if total else None)
        self._text.setText(text)

    @Slot(int)
    def _on_clicked(self, place: int) -> None:
        if place < len(self._shown):
            self.sample_chosen.emit(self._shown[place], "test")

    @Slot(int)
    def _on_stepped(self, index: int) -> None:
        self.sample_chosen.emit(index, self._session.sample.split)

    def _show(self) -> None:
        config, data = self._session.config, self._session.data
        source = SOURCES.get(config.data)
        self._chip.setText(source_title(config.data))
        self._chip.setAccessibleName(self.tr("Data set: {0}").format(self._chip.text()))
        loading = self._task is not None
        missing = data is None and not loading and bool(self._session.data_problem)
        self._progress.setVisible(loading)
        self._cancel.setVisible(loading)
        self._sample.setVisible(missing and config.data != SAMPLE)
        can_fetch = source is not None and "download" in source.options
        self._download.setVisible(missing and can_fetch)
        self._folder.setVisible(missing and can_fetch)
        mismatch = data is not None and not loading and self._mismatch()
        self._warning.setVisible(bool(mismatch))
        self._warning.setText(mismatch or "")
        fits = data is not None and bool(mismatch) and fitted(config, data) is not None
        self._fit.setVisible(fits)
        self._buttons.setVisible(loading or missing or fits)
        pictures = None if data is None or loading else self._pick(data)
        self._strip.setVisible(pictures is not None)
        if pictures is not None:
            self._strip.set_images(pictures, self._tips(data) if data else ())
        if loading:
            self._progress.set_fraction(None)
            self._text.setText(self._task.title if self._task else "")
        elif data is None:
            self._text.setText(self._problem())
        else:
            self._text.setText(self._counts(data, config.validation_split))
        self._steps.setVisible(data is not None and not loading and pictures is None)
        self._show_steps()
        self._fit_height()

    @Slot()
    def _show_steps(self) -> None:
        """Which sample is shown in the network; the way to the others, where none has a picture."""
        data, sample = self._session.data, self._session.sample
        if data is None:
            return
        test = sample.split == "test"
        count = len(data.x_test if test else data.x_train)
        words = self.tr("test sample {0} of {1}") if test else self.tr("training sample {0} of {1}")
        text = words.format(f"{sample.index + 1:,}", f"{count:,}")
        if sample.is_drawing:
            text = self.tr("your drawing")
        elif sample.label:
            text = self.tr("{0}: {1}").format(text, sample.label)
        self._steps.set_sample(sample.index, count, text)

    def _mismatch(self) -> str:
        """Why network and data do not go together, "" where they do or the spec has a fault."""
        session = self._session
        broken = session.document.inference.error is not None or not session.config.spec.layers
        return "" if broken else session.blocked

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        """As high as what it shows: the room below belongs to the layers."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            height = layout.totalHeightForWidth(self.width())
            self.setFixedHeight(height if height > 0 else layout.totalSizeHint().height())

    def _problem(self) -> str:
        source = SOURCES.get(self._session.config.data)
        if source is not None and "download" in source.options:
            return self.tr("{0} is not on this computer yet.").format(source_title(source.name))
        return self._session.data_problem or self._session.blocked

    def _counts(self, data: Dataset, share: float) -> str:
        every = len(data.x_train)
        train = math.floor(every * (1 - share))  # as a run rounds
        words = self.tr("{0} train · {1} validation · {2} test").format(
            f"{train:,}", f"{every - train:,}", f"{len(data.x_test):,}"
        )
        own = self._session.config.data_options.get("own_digits", 0)
        if not own:
            return words
        among = self.tr("{0} · {1} of yours among them, each {2} times: {3}")
        return among.format(words, own, REPEATED, f"{own * REPEATED:,}")

    def _pick(self, data: Dataset) -> np.ndarray | None:
        """One test picture of each class, the first of each; None where samples are no pictures."""
        if len(data.input_shape) != 3 or data.input_shape[2] != 1:
            self._shown = []
            return None
        labels = data.y_test if data.is_classification else np.arange(len(data.x_test))
        _, first = np.unique(labels, return_index=True)
        self._shown = [int(i) for i in first[:SHOWN]]
        return np.asarray(data.x_test[self._shown, :, :, 0])

    def _tips(self, data: Dataset) -> tuple[str, ...]:
        return tuple(
            self.tr("{0}: click to see it in the network").format(data.class_names[data.y_test[i]])
            for i in self._shown
        )
