"""The inspector: the settings of the selected layer, and those of training."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.editor.form import LABEL_WIDTH, NARROWEST_FIELD, SettingsForm
from app.editor.layer_commands import mend_text
from app.editor.output_losses import OutputLosses
from app.editor.problem_row import ProblemRow
from app.editor.training_sections import TrainingSections
from app.engine_messages import engine_message
from app.i18n import engine_text
from app.jobs.session import Session
from app.models.mends import Mend
from app.models.outputs import with_loss, with_weight
from app.models.run_problems import LOSS, find_run_problems
from app.models.setting_words import setting_words
from app.project import Project
from app.widgets.card import Card
from app.widgets.fields import ChoiceField
from app.widgets.segmented import Segmented
from nncore.optimizers import OPTIMIZERS
from nncore.training.config import RunConfig

_TRAINING = ("batch_size", "epochs", "validation_split", "shuffle", "seed")


class InspectorPanel(Card):
    """Forms made from the declarations of the hyperparameters."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Inspector"), "", parent)
        self.setObjectName("inspectorPanel")
        self._session = session
        self._document = session.document
        self._tabs = Segmented("", "inspectorTabs", self, exclusive=True)
        self._tabs.add_button("layer", self.tr("layer"), tip=self.tr("The selected layer."))
        self._tabs.add_button(
            "training", self.tr("training"), tip=self.tr("How the network is trained.")
        )
        self.add_header_widget(self._tabs)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._layer_page())
        self._pages.addWidget(self._training_page())
        self.body.addWidget(self._pages, 1)
        self._tabs.chosen.connect(self.show_page)
        self._document.project_changed.connect(self._on_project_changed)
        self._document.selection_changed.connect(self._on_selection_changed)
        self._document.refused.connect(self._on_refused)
        session.data_changed.connect(self._show_problems)
        self.show_page("training")
        self._show()

    @Slot(str)
    def show_page(self, key: str) -> None:
        """Show "layer" or "training"."""
        self._tabs.set_current(key)
        self._pages.setCurrentIndex(0 if key == "layer" else 1)
        self._show_header()

    @Slot()
    def open_layer(self) -> None:
        """Show the settings of the selected layer and go to the first."""
        self.show_page("layer")
        if fields := self.layer_form.fields():
            fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _layer_page(self) -> QWidget:
        self._none = QLabel(self.tr("Click a layer to see its settings."), self)
        self._none.setWordWrap(True)
        self._none.setProperty("role", "muted")
        self._formula = QLabel(self)
        self._formula.setObjectName("layerFormula")
        self._formula.setAccessibleName(self.tr("Formula"))
        self._formula.setWordWrap(True)
        self._formula.setProperty("role", "muted")
        self._formula.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.layer_form = SettingsForm("layer", self)
        self.layer_form.edited.connect(self._on_layer_edited)
        self.layer_form.typed.connect(self._on_layer_typed)
        return _scrolled("layerScroll", self._none, self._formula, self.layer_form)

    def _training_page(self) -> QWidget:
        self._optimizer_choice = ChoiceField(
            tuple(OPTIMIZERS),
            "SGD",
            "training.optimizer",
            self,
            tip=self.tr("How gradients become steps."),
        )
        label = QLabel(self.tr("optimizer"), self)
        label.setProperty("role", "muted")
        label.setFixedWidth(LABEL_WIDTH)
        label.setBuddy(self._optimizer_choice)
        self._optimizer_choice.setMinimumWidth(NARROWEST_FIELD)
        self._optimizer_choice.setAccessibleName(label.text())
        self._optimizer_choice.edited.connect(self._on_optimizer_chosen)
        self.optimizer_form = SettingsForm("optimizer", self)
        self.optimizer_form.edited.connect(self._on_optimizer_edited)
        self.loss_form = SettingsForm("run", self, only=("loss",))
        self.loss_form.edited.connect(self._on_run_edited)
        self.output_losses = OutputLosses(self)
        self.output_losses.loss_chosen.connect(self._on_output_loss)
        self.output_losses.weight_edited.connect(self._on_output_weight)
        self.run_form = SettingsForm("run", self, only=_TRAINING)
        self.run_form.edited.connect(self._on_run_edited)
        # Only where it holds the training back, so that the user can overrule it.
        self.held_back_form = SettingsForm("run", self, only=("train",))
        self.held_back_form.edited.connect(self._on_run_edited)
        choice = QWidget(self)
        row = QHBoxLayout(choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(label)
        row.addWidget(self._optimizer_choice, 1)
        self.sections = TrainingSections(self._document, self)
        self.sections.opened.connect(self._order_tabs)
        losses = self.loss_form, self.output_losses
        forms = (self.optimizer_form, *losses, self.run_form, self.sections)
        self.loss_problem = ProblemRow("lossProblem", self)
        self.loss_problem.mend_asked.connect(self._on_mend)
        parts = (self.held_back_form, self.loss_problem, choice, *forms)
        return _scrolled("trainingScroll", *parts)

    @Slot(str, object)
    def _on_layer_edited(self, setting: str, value: object) -> None:
        name = self._document.selection

        def edit(project: Project) -> Project:
            config = project.config
            spec = config.spec.change(name, **{setting: value})
            return project.with_config(config.replace(spec=spec))

        self._document.edit(
            self.tr("Change {0} of {1}").format(setting_words(setting), name),
            edit,
            merge_key=f"{name}.{setting}",
        )

    @Slot(str, object)
    def _on_layer_typed(self, setting: str, value: object) -> None:
        name = self._document.selection

        def edit(project: Project) -> Project:
            spec = project.config.spec.change(name, **{setting: value})
            return project.with_config(project.config.replace(spec=spec))

        self._document.preview(edit if name else None)

    @Slot(object)
    def _on_optimizer_chosen(self, type_name: str) -> None:
        self._document.edit_config(
            self.tr("Use {0}").format(type_name), optimizer=OPTIMIZERS[type_name]()
        )

    @Slot(str, object)
    def _on_optimizer_edited(self, setting: str, value: object) -> None:
        optimizer = self._document.config.optimizer.replace(**{setting: value})
        self._document.edit_config(
            self.tr("Change {0}").format(setting_words(setting)),
            f"optimizer.{setting}",
            optimizer=optimizer,
        )

    @Slot(str, object)
    def _on_run_edited(self, setting: str, value: object) -> None:
        self._document.edit_config(
            self.tr("Change {0}").format(setting_words(setting)),
            f"run.{setting}",
            **{setting: value},
        )

    @Slot(str, str)
    def _on_output_loss(self, name: str, loss: str) -> None:
        self._edit_output("loss", name, lambda config: with_loss(config, name, loss))

    @Slot(str, float)
    def _on_output_weight(self, name: str, weight: float) -> None:
        self._edit_output("weight", name, lambda config: with_weight(config, name, weight))

    def _edit_output(
        self, setting: str, name: str, change: Callable[[RunConfig], RunConfig]
    ) -> None:
        self._document.edit(
            self.tr("Change {0} of {1}").format(setting_words(setting), name),
            lambda project: project.with_config(change(project.config)),
            merge_key=f"output.{name}.{setting}",
        )

    @Slot(object)
    def _on_mend(self, mend: Mend) -> None:
        self._document.edit(
            mend_text(mend), lambda project: project.with_config(mend.edit(project.config))
        )

    @Slot(object, object)
    def _on_project_changed(self, _old: Project, _new: Project) -> None:
        self._show()

    @Slot(str)
    def _on_selection_changed(self, name: str) -> None:
        if name:
            self.show_page("layer")
        self.layer_form.forget_typing()
        self._document.preview(None)  # it was of the layer before
        self._show()

    @Slot(str)
    def _on_refused(self, _message: str) -> None:
        self._show()

    def _show(self) -> None:
        config = self._document.config
        self._optimizer_choice.set_value(config.optimizer.type_name)
        self.optimizer_form.show_value(config.optimizer)
        self.loss_form.show_value(config)
        self.loss_form.setVisible(len(config.spec.output_names) < 2)
        self.output_losses.show_config(config)
        self.run_form.show_value(config)
        self.held_back_form.show_value(config)
        self.held_back_form.setVisible(not config.train)
        self.sections.show_config(config)
        self._show_problems()
        name = self._document.selection
        self._none.setVisible(not name)
        self._formula.setVisible(bool(name))
        self.layer_form.setVisible(bool(name))
        if name:
            layer = config.spec.layers[config.spec.index(name)].layer
            self._formula.setText(engine_text(layer.formula))
            self.layer_form.show_value(layer)
            error = self._document.inference.error
            at_fault = error is not None and error.layer == name
            field = error.field if error and at_fault else ""
            self.layer_form.show_problem(field, engine_message(str(error)))
        self._show_header()
        self._order_tabs()

    @Slot()
    def _show_problems(self) -> None:
        found = find_run_problems(self._document.config, self._session.data)
        self.sections.show_problems(found)
        self.loss_problem.show_problem(found.get(LOSS))
        self.output_losses.show_problem(found.get(LOSS))

    @Slot()
    def _order_tabs(self) -> None:
        """New fields would come last of the whole window."""
        places = [self._tabs.button("training"), *self.layer_form.fields()]
        places += [*self.held_back_form.fields(), self._optimizer_choice]
        places += [*self.optimizer_form.fields(), *self.loss_form.fields()]
        places += [*self.output_losses.fields(), *self.run_form.fields()]
        places += self.sections.fields()
        for first, second in pairwise(places):
            self.setTabOrder(first, second)

    def _show_header(self) -> None:
        if self._tabs.current() == "layer":
            self.set_title(self.tr("Layer"))
            self.set_subtitle(self._document.selection)
        else:
            self.set_title(self.tr("Training"))
            self.set_subtitle("")


def _scrolled(name: str, *widgets: QWidget) -> QScrollArea:
    """Widgets one below the other, that scroll where they do not fit."""
    column = QWidget()
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 6, 0)
    rows.setSpacing(6)
    for widget in widgets:
        rows.addWidget(widget)
    rows.addStretch(1)
    scroll = QScrollArea()
    scroll.setObjectName(name)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the fields in it have the focus
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(column)
    return scroll
