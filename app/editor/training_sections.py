"""What stands beside optimizer and epochs: schedule, clipping, policies and augmentation.

Every form is made from its declaration in nncore; a new policy there gets a section here.
"""

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.document import Document
from app.editor.form import KindForm, SettingsForm
from app.editor.layer_commands import mend_text
from app.editor.problem_row import ProblemRow
from app.i18n import mark, translate
from app.models.mends import Mend, Problem
from app.models.run_problems import AUGMENT
from app.models.run_rules import (
    augment_of,
    changed_setting,
    policy_of,
    set_apart,
    with_policy,
)
from app.models.setting_words import setting_words
from app.widgets.section import Section
from nncore.schedules import SCHEDULES
from nncore.training.config import RunConfig
from nncore.training.policies import POLICIES

SCHEDULE, CLIPPING = "schedule", "clipping"
_CLIPPING = ("clip_norm", "clip_value", "ema_decay")

_TITLES = {
    SCHEDULE: mark("TrainingSections", "Schedule"),
    CLIPPING: mark("TrainingSections", "Clipping and average"),
    AUGMENT: mark("TrainingSections", "Augmentation"),
    "EarlyStopping": mark("TrainingSections", "Early stopping"),
    "ReduceLROnPlateau": mark("TrainingSections", "Plateau"),
    "Guard": mark("TrainingSections", "Guard"),
}
_TIPS = {
    SCHEDULE: mark("TrainingSections", "How the learning rate changes over the run."),
    CLIPPING: mark(
        "TrainingSections", "Limits of the gradient, and a moving average of the weights."
    ),
    AUGMENT: mark(
        "TrainingSections",
        "Moves, turns and bends every training picture a little, each time differently.",
    ),
    "EarlyStopping": mark("TrainingSections", "Ends the run when a metric no longer improves."),
    "ReduceLROnPlateau": mark(
        "TrainingSections", "Cuts the learning rate when a metric no longer improves."
    ),
    "Guard": mark(
        "TrainingSections", "Ends a run that diverges, and keeps the last healthy weights."
    ),
}


class TrainingSections(QWidget):
    """Sections that open and close; each edit is one undoable command.

    Signals:
        opened(): Other fields can be seen than before.
    """

    opened = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._sections: dict[str, Section] = {}
        self._problems: dict[str, ProblemRow] = {}
        self._kinds: dict[str, KindForm] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        self._add_kind(SCHEDULE, SCHEDULES)
        self.clipping = SettingsForm("run", self, only=_CLIPPING)
        self.clipping.edited.connect(self._on_clipping)
        self._add(CLIPPING, self.clipping)
        for name, kind in POLICIES.items():
            self._add_kind(name, {name: kind})
        self.augment = SettingsForm(AUGMENT, self)
        self.augment.edited.connect(self._on_augment)
        self._add(AUGMENT, self.augment)

    def _add_kind(self, name: str, kinds: Any) -> None:
        form = KindForm(kinds, name, _title(name).lower(), self, tip=_tip(name))
        form.edited.connect(self._on_kind)
        self._kinds[name] = form
        self._add(name, form)

    def _add(self, name: str, form: QWidget) -> None:
        section = Section(_title(name), f"section.{name}", self, tip=_tip(name))
        problem = ProblemRow(f"section.{name}", section)
        problem.mend_asked.connect(self._on_mend)
        section.body.addWidget(problem)
        section.body.addWidget(form)
        section.toggled.connect(self._on_toggled)
        self._sections[name], self._problems[name] = section, problem
        layout = self.layout()
        assert layout is not None
        layout.addWidget(section)

    def section(self, name: str) -> Section:
        """A section, by the name of its setting or policy."""
        return self._sections[name]

    def problem(self, name: str) -> str:
        """What is wrong in a section, "" for nothing."""
        return self._problems[name].text()

    def kind_form(self, name: str) -> KindForm:
        """The form of the schedule, or of a policy."""
        return self._kinds[name]

    def fields(self) -> list[QWidget]:
        """What the keyboard reaches, from top to bottom."""
        found: list[QWidget] = []
        for name, section in self._sections.items():
            found.append(section.button)
            if section.is_open():
                form = self._kinds.get(name) or (
                    self.clipping if name == CLIPPING else self.augment
                )
                found += form.fields()
        return found

    def show_config(self, config: RunConfig) -> None:
        """Show the settings of a run."""
        self.clipping.show_value(config)
        augment = augment_of(config)
        self.augment.show_value(augment)
        off = self.tr("off")
        self._sections[CLIPPING].set_summary(set_apart(config, _CLIPPING) or off)
        self._sections[AUGMENT].set_summary(set_apart(augment) or off)
        for name, form in self._kinds.items():
            value: Any = config.schedule if name == SCHEDULE else policy_of(config, name)
            form.set_value(value)
            words = "" if value is None else set_apart(value)
            if name == SCHEDULE and value is not None:
                words = f"{value.type_name} {words}".strip()
            self._sections[name].set_summary(off if value is None else words or self.tr("on"))

    def show_problems(self, problems: dict[str, Problem]) -> None:
        """Mark what cannot stand, and open its section."""
        for name, row in self._problems.items():
            problem = problems.get(name)
            row.show_problem(problem)
            if problem is not None:
                self._sections[name].set_open(True)
            if name in POLICIES:
                reason = "" if problem is None else problem.reason
                self._kinds[name].form.show_problem("monitor", reason)

    @Slot(object)
    def _on_kind(self, value: Any) -> None:
        name = self.sender().objectName()
        old = self._kinds[name].value()
        setting = changed_setting(old, value)
        if setting:
            words = setting_words(setting)
            text = self.tr("Change {0} of {1}").format(words, value.type_name)
        elif value is None:
            text = self.tr("Remove {0}").format(_title(name).lower())
        else:
            text = self.tr("Use {0}").format(value.type_name)

        def edit(config: RunConfig) -> RunConfig:
            if name == SCHEDULE:
                return config.replace(schedule=value)
            return with_policy(config, name, value)

        self._edit(text, edit, f"{name}.{setting}" if setting else "")

    @Slot(str, object)
    def _on_clipping(self, setting: str, value: object) -> None:
        words = setting_words(setting)
        self._document.edit_config(
            self.tr("Change {0}").format(words), f"run.{setting}", **{setting: value}
        )

    @Slot(str, object)
    def _on_augment(self, setting: str, value: object) -> None:
        def edit(config: RunConfig) -> RunConfig:
            augment = augment_of(config).replace(**{setting: value})
            return config.replace(augment=augment.to_json())

        words = setting_words(setting)
        text = self.tr("Change {0} of {1}").format(words, _title(AUGMENT).lower())
        self._edit(text, edit, f"{AUGMENT}.{setting}")

    @Slot(object)
    def _on_mend(self, mend: Mend) -> None:
        self._edit(mend_text(mend), mend.edit)

    @Slot(bool)
    def _on_toggled(self, _is_open: bool) -> None:
        self.opened.emit()

    def _edit(self, text: str, edit: Any, merge_key: str = "") -> None:
        self._document.edit(
            text, lambda project: project.with_config(edit(project.config)), merge_key=merge_key
        )


def _title(name: str) -> str:
    return translate("TrainingSections", _TITLES.get(name, name))


def _tip(name: str) -> str:
    text = _TIPS.get(name) or (POLICIES[name].__doc__ or "").partition("\n")[0]
    return translate("TrainingSections", text)
