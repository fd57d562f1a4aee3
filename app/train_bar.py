"""The bar above the panels: recipe, training, progress, undo."""

import textwrap
import unicodedata

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)

from app.actions import Actions
from app.guard import guarded
from app.i18n import engine_text, plain
from app.icons import bind_icon
from app.jobs.run_info import Prepared
from app.jobs.session import Session
from app.jobs.training import Progress, Status
from app.models.recipe_groups import grouped
from app.project import project_title
from app.widgets.progress import ProgressReadout
from app.widgets.segmented import Segmented
from app.widgets.style import set_property
from nncore.training.config import load_recipe, recipe_names

NARROW = 1200
TIP_WIDTH = 72
"""Characters in a line of a recipe's description; Qt breaks no line of plain text."""
DELAYS = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.0)
"""Seconds after every batch, from slow motion to full speed."""


class TrainBar(QWidget):
    """One row of controls; what does not fit a narrow window is left out of the row.

    Signals:
        recipe_chosen(name): The user wants to begin from this recipe.
    """

    recipe_chosen = Signal(str)

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainBar")
        self._session = session
        self._actions = actions
        self._recipe = self._recipe_button()
        self._train = QPushButton(self)
        self._train.setObjectName("trainButton")
        set_property(self._train, "primary", True)
        self._train.setMinimumWidth(92)
        self._train.clicked.connect(self._on_train_clicked)
        self._steps = Segmented(self.tr("Step"), "stepButtons", self)
        for key, text in (
            ("step_batch", self.tr("batch")),
            ("step_epoch", self.tr("epoch")),
        ):
            self._steps.add_button(key, text, tip=actions[key].toolTip())
            actions[key].changed.connect(self._show)
        self._steps.triggered.connect(self._on_step)
        self._speed_label = QLabel(self.tr("Speed"), self)
        self._speed_label.setProperty("role", "muted")
        self._speed = self._speed_slider()
        self._readout = ProgressReadout("trainProgress", self)
        self._readout.bar.setMinimumWidth(60)
        self._readout.bar.setMaximumWidth(130)
        self._lay_out()
        session.training.status_changed.connect(self._show)
        session.training.prepared.connect(self._on_prepared)
        session.training.progressed.connect(self._on_progressed)
        session.blocked_changed.connect(self._show)
        session.document.project_changed.connect(self._on_project_changed)
        self._show()

    def _recipe_button(self) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName("recipeButton")
        button.setToolTip(self.tr("Begin a new project from a recipe."))
        menu = QMenu(button)
        menu.setObjectName("menu.recipes")
        menu.setToolTipsVisible(True)
        menu.addAction(self._actions["new"])
        menu.addSeparator()
        for place, (title, names) in enumerate(grouped(recipe_names())):
            group = menu.addMenu(title)
            group.setObjectName(f"menu.recipes.{place}")
            group.setToolTipsVisible(True)
            for name in names:
                action = group.addAction(name)
                action.setData(name)
                action.setToolTip(_wrapped(engine_text(load_recipe(name).description)))
        menu.triggered.connect(self._on_recipe_triggered)
        button.setMenu(menu)
        set_property(button, "menu", True)
        return button

    def _speed_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName("speedSlider")
        slider.setAccessibleName(self.tr("Speed"))
        slider.setToolTip(self.tr("Slow training down to watch it; full speed at the right end."))
        slider.setRange(0, len(DELAYS) - 1)
        slider.setValue(len(DELAYS) - 1)
        slider.setFixedWidth(72)
        slider.valueChanged.connect(self._on_speed_changed)
        return slider

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._recipe)
        row.addWidget(self._train)
        row.addWidget(self._steps)
        row.addWidget(self._tool("stop", "outlined", text=True))
        row.addWidget(self._tool("reset", "outlined", text=True))
        row.addWidget(self._speed_label)
        row.addWidget(self._speed)
        row.addStretch(1)
        row.addWidget(self._readout)
        row.addWidget(self._tool("undo", "outlined"))
        row.addWidget(self._tool("redo", "outlined"))

    def _tool(self, action_id: str, look: str, *, text: bool = False) -> QToolButton:
        action = self._actions[action_id]
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setObjectName(f"{action_id}Button")
        button.setAccessibleName(plain(action.text()))
        set_property(button, look, True)
        if text:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= NARROW
        self._speed.setVisible(wide)
        self._speed_label.setVisible(wide)

    @Slot()
    def _on_train_clicked(self) -> None:
        running = self._session.training.status is Status.RUNNING
        self._actions["pause" if running else "train"].trigger()

    @Slot(str)
    def _on_step(self, action_id: str) -> None:
        self._actions[action_id].trigger()

    @Slot(object)
    def _on_recipe_triggered(self, action: object) -> None:
        name = action.data()  # type: ignore[attr-defined]
        if name:  # the command for a blank project runs by itself
            self.recipe_chosen.emit(name)

    @Slot(int)
    def _on_speed_changed(self, value: int) -> None:
        self._session.training.set_delay(DELAYS[value])

    @Slot(object, object)
    def _on_project_changed(self, _old: object, _new: object) -> None:
        self._show()

    @Slot()
    def _show(self) -> None:
        training = self._session.training
        running = training.status is Status.RUNNING
        for key in ("step_batch", "step_epoch"):
            self._steps.button(key).setEnabled(self._actions[key].isEnabled())
        self._recipe.setText(
            self.tr("Recipe  {0}").format(project_title(self._session.config.name))
        )
        self._recipe.setAccessibleName(self._recipe.text())
        words = {Status.RUNNING: self.tr("Pause"), Status.PAUSED: self.tr("Go on")}
        self._train.setText(words.get(training.status, self.tr("Train")))
        self._train.setAccessibleName(self._train.text())
        bind_icon(self._train, "pause" if running else "play", "on_accent")
        ready = training.has_run and not self._session.blocked
        self._train.setEnabled(running or ready)
        self._train.setToolTip(
            self._session.blocked or self._actions["pause" if running else "train"].toolTip()
        )
        if not training.has_run:
            preparing = training.status is Status.PREPARING
            self._readout.set_progress(0.0, self.tr("Preparing…") if preparing else "")

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        self._readout.setToolTip(
            self.tr(
                "Convolution, pooling, recurrent cells, batch normalization and optimizers "
                "are compiled by numba."
            )
            if _is_compiled(prepared)
            else self.tr("NumPy computes everything. The extra “fast” compiles the inner loops.")
        )

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        begun = int(progress.progress) + 1 if progress.progress else 0
        epoch = min(progress.epochs, begun)
        rate = progress.samples_per_second
        eta = progress.eta
        wide = self.width() >= NARROW
        words = [
            self.tr("Epoch {0} / {1}").format(epoch, progress.epochs),
            self._rate_text(rate) if rate and wide else "",
            self.tr("ETA {0}").format(_clock_text(eta)) if eta else "",
        ]
        done = progress.progress / max(1, progress.epochs)
        self._readout.set_progress(done, *words)
        if self.minimumSizeHint().width() > self.width():
            # The epoch matters more than the rest.
            self._readout.set_progress(done, words[0])

    def _rate_text(self, rate: float) -> str:
        info = self._session.training.info
        computed_by = "numba" if info is not None and _is_compiled(info) else "NumPy"
        return self.tr("{0} samples/s, {1}").format(f"{rate:,.0f}", computed_by)


def _is_compiled(prepared: Prepared) -> bool:
    return prepared.kernels != "numpy"


def _wrapped(text: str) -> str:
    """Lines of at most `TIP_WIDTH` characters; a Chinese one is as wide as two others."""
    is_wide = any(unicodedata.east_asian_width(character) == "W" for character in text)
    return textwrap.fill(text, TIP_WIDTH // 2 if is_wide else TIP_WIDTH)


def _clock_text(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
