"""A row for each of several outputs: its loss, and how much that counts."""

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.editor.form_fields import make_field
from app.models.mends import Problem
from app.models.outputs import loss_of, weight_of
from app.models.setting_words import setting_tip
from app.widgets.elide_label import ElideLabel
from app.widgets.fields import ChoiceField
from nncore.hyperparameters import Hyperparameter, hyperparameters_of
from nncore.objective import Aim
from nncore.training.config import RunConfig

_WEIGHT_WIDTH = 64


class OutputLosses(QWidget):
    """The losses of a run with several outputs; hidden where there is one.

    Signals:
        loss_chosen(output, loss): The output is to learn by another loss, "" for none.
        weight_edited(output, weight): Its loss is to count so much.
    """

    loss_chosen = Signal(str, str)
    weight_edited = Signal(str, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outputLosses")
        self._names: tuple[str, ...] = ()
        self._losses: dict[str, ChoiceField] = {}
        self._weights: dict[str, Any] = {}
        title = QLabel(self.tr("loss of each output"), self)
        title.setProperty("role", "muted")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(title)
        self._rows: QWidget | None = None

    def loss_field(self, output: str) -> ChoiceField:
        """What chooses the loss of an output."""
        return self._losses[output]

    def weight_field(self, output: str) -> Any:
        """The number with which it counts."""
        return self._weights[output]

    def fields(self) -> list[QWidget]:
        """What the keyboard reaches, from top to bottom."""
        return [
            field for name in self._losses for field in (self._weights[name], self._losses[name])
        ]

    def show_config(self, config: RunConfig) -> None:
        """Show the losses of a run; the rows are made anew only for other outputs."""
        names = config.spec.output_names
        self.setVisible(len(names) > 1)
        if names != self._names:
            self._build(names if len(names) > 1 else ())
        self._names = names
        for name, field in self._losses.items():
            loss, weight = loss_of(config, name), self._weights[name]
            if field.value() != loss:
                field.set_value(loss)
            if weight.value() != weight_of(config, name):
                weight.set_value(weight_of(config, name))
            weight.setEnabled(bool(loss))

    def show_problem(self, problem: Problem | None) -> None:
        """Mark the loss of the output that is at fault."""
        for name, field in self._losses.items():
            at_fault = problem is not None and problem.layer == name
            field.set_problem(problem.reason if problem is not None and at_fault else "")

    def _build(self, names: tuple[str, ...]) -> None:
        if self._rows is not None:
            self._column.removeWidget(self._rows)
            self._rows.hide()
            self._rows.deleteLater()
        self._losses, self._weights = {}, {}
        self._rows = QWidget(self)
        column = QVBoxLayout(self._rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for name in names:
            self._add_row(name, self._rows, column)
        self._column.addWidget(self._rows)

    def _add_row(self, name: str, rows: QWidget, column: QVBoxLayout) -> None:
        declared = {hyper.name: hyper for hyper in hyperparameters_of(Aim)}
        choice = self._loss_choice(declared["loss"], name, rows)
        words = self.tr("weight of {0}").format(name)
        weight = make_field(declared["weight"], 1.0, f"outputs.{name}.weight", words, rows)
        weight.setFixedWidth(_WEIGHT_WIDTH)
        weight.edited.connect(self._on_weight_edited)
        own, counts = ElideLabel(name, rows), QLabel(self.tr("weight"), rows)
        for label, field in ((own, choice), (counts, weight)):
            label.setBuddy(field)
        counts.setProperty("role", "muted")
        counts.setToolTip(weight.toolTip())
        head = QHBoxLayout()
        head.setContentsMargins(0, 4 if column.count() else 0, 0, 0)
        head.setSpacing(6)
        head.addWidget(own, 1)
        head.addWidget(counts)
        head.addWidget(weight)
        column.addLayout(head)
        column.addWidget(choice)
        self._losses[name], self._weights[name] = choice, weight

    def _loss_choice(self, hyper: Hyperparameter, name: str, rows: QWidget) -> ChoiceField:
        offered = [("", self.tr("none")), *hyper.choices]
        field = ChoiceField(offered, "", f"outputs.{name}.loss", rows, tip=setting_tip(hyper))
        field.setAccessibleName(self.tr("loss of {0}").format(name))
        field.edited.connect(self._on_loss_chosen)
        return field

    @Slot(object)
    def _on_loss_chosen(self, loss: object) -> None:
        name = next(name for name, field in self._losses.items() if field is self.sender())
        self.loss_chosen.emit(name, str(loss))

    @Slot(object)
    def _on_weight_edited(self, weight: Any) -> None:
        name = next(name for name, field in self._weights.items() if field is self.sender())
        self.weight_edited.emit(name, float(weight))
