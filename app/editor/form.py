"""A form made from the one declaration of each hyperparameter."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from app.editor.form_fields import choices_of, make_field
from app.i18n import engine_text
from app.models.setting_words import setting_words
from app.widgets.fields import BoolField, ChoiceField, Field, IntTupleField
from app.widgets.text_field import CommitEdit
from nncore.hyperparameters import Configured, Hyperparameter, hyperparameters_of

LABEL_WIDTH = 96
"""Every form has it, so that forms below each other line up."""

NARROWEST_FIELD = 72
"""A form must fit a narrow dock: it does not scroll sideways."""

LONGEST_BESIDE = 18
"""A choice between longer words gets a row of its own below its label."""

MOST_BESIDE = 3
"""So do more numbers than these, such as a padding of ``0 × 0 × 0 × 0``."""

Path = tuple[str, ...]
"""Where a setting stands: its name, or the names on the way into a nested value."""


class SettingsForm(QWidget):
    """Fields for the settings of a `Configured` value.

    Signals:
        edited(name, value): The user committed a new value of a top-level setting.
        typed(name, value): It would have this value if what stands there were committed.
    """

    edited = Signal(str, object)
    typed = Signal(str, object)

    def __init__(
        self, prefix: str, parent: QWidget | None = None, *, only: tuple[str, ...] = ()
    ) -> None:
        super().__init__(parent)
        self._prefix = prefix
        self._only = only
        self._value: Configured | None = None
        self._fields: dict[Path, Any] = {}
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(10)
        self._layout.setVerticalSpacing(6)
        self._layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def field(self, *path: str) -> Any:
        """The field of a setting, for tests and for focus."""
        return self._fields[path]

    def fields(self) -> list[QWidget]:
        """All fields from top to bottom."""
        found: list[QWidget] = []
        for field in self._fields.values():
            found += field.fields() if isinstance(field, KindForm) else [field]
        return found

    def show_value(self, value: Configured) -> None:
        """Show these settings; the fields are made anew only for another type."""
        if self._value is None or type(value) is not type(self._value):
            self._build(value)
        self._value = value
        for path, field in self._fields.items():
            shown = _get(value, path)
            if field.value() == shown:
                continue
            if isinstance(shown, Mapping):
                field.set_choices(choices_of(_hyper(value, path), shown))
            field.set_value(shown)

    def forget_typing(self) -> None:
        """What is being typed is not meant for what is shown next."""
        for field in self.fields():
            if isinstance(field, CommitEdit) and field.isModified():
                field.revert()

    def show_problem(self, name: str, reason: str) -> None:
        """Mark the field of a setting as wrong; with "" no field is."""
        for path, field in self._fields.items():
            field.set_problem(reason if path[0] == name else "")

    def _build(self, value: Configured) -> None:
        while self._layout.rowCount():
            self._layout.removeRow(0)
        self._fields.clear()
        self._add_rows(value, (), "")

    def _add_rows(self, value: Configured, path: Path, part: str) -> None:
        for hyper in hyperparameters_of(type(value)):
            if self._only and not path and hyper.name not in self._only:
                continue
            here = (*path, hyper.name)
            current = getattr(value, hyper.name)
            words = setting_words(hyper.name)
            if part:
                words = self.tr("{0} on {1}").format(words, engine_text(part))
            name = ".".join((self._prefix, *here))
            if hyper.kind == "nested" and hyper.optional:
                field: Any = KindForm(
                    _kinds(hyper, value), name, words, self, tip=engine_text(hyper.help)
                )
                self._layout.addRow(field)
            elif isinstance(current, Configured):
                self._add_rows(current, here, hyper.name.partition("_")[0])
                continue
            else:
                field = make_field(hyper, current, name, words, self)
                self._add_row(hyper, field, words)
            field.edited.connect(self._on_edited)
            if hasattr(field, "typed"):
                field.typed.connect(self._on_typed)
            self._fields[here] = field

    def _add_row(self, hyper: Hyperparameter, field: Any, words: str) -> None:
        label = _label_of(field, words, self)
        long_words = hyper.kind == "choice" and max(map(len, hyper.choices)) > LONGEST_BESIDE
        if long_words or (isinstance(field, IntTupleField) and len(field.value()) > MOST_BESIDE):
            self._layout.addRow(label)
            self._layout.addRow(field)
        else:
            self._layout.addRow(label, field)

    @Slot(object)
    def _on_edited(self, new: object) -> None:
        sender: Any = self.sender()
        for path, field in self._fields.items():
            if field is sender and self._value is not None:
                self.edited.emit(path[0], _changed(self._value, path, new))

    @Slot(object)
    def _on_typed(self, typed: object) -> None:
        sender: Any = self.sender()
        for path, field in self._fields.items():
            if field is sender and self._value is not None:
                self.typed.emit(path[0], _changed(self._value, path, typed))


class KindForm(QWidget):
    """One of several kinds of a setting, or none; below it, that kind's own settings.

    A choice where there are several kinds, a tick where there is one.

    Signals:
        edited(value): The user chose another kind, none, or changed one of its settings.
    """

    edited = Signal(object)

    def __init__(
        self,
        kinds: Mapping[str, type[Configured]],
        name: str,
        words: str,
        parent: QWidget | None = None,
        *,
        tip: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._kinds = dict(kinds)
        self._value: Configured | None = None
        self._choice: Any
        if len(kinds) > 1:
            offered = [(None, self.tr("none")), *kinds]
            self._choice = ChoiceField(offered, None, f"{name}.kind", self, tip=tip)
        else:
            self._choice = BoolField(False, f"{name}.kind", self, tip=tip)
        self._choice.setAccessibleName(words)
        self._choice.setMinimumWidth(NARROWEST_FIELD)
        self._choice.edited.connect(self._on_chosen)
        self._formula = QLabel(self)
        self._formula.setWordWrap(True)
        self._formula.setProperty("role", "small")
        self.form = SettingsForm(name, self)
        self.form.edited.connect(self._on_edited)
        row = QFormLayout()
        row.setHorizontalSpacing(10)
        row.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        row.addRow(_label_of(self._choice, words, self), self._choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._formula)
        column.addWidget(self.form)
        self.set_value(None)

    @property
    def choice(self) -> QWidget:
        """What turns it on, off, or to another kind."""
        return self._choice  # type: ignore[no-any-return]

    def fields(self) -> list[QWidget]:
        """All fields from top to bottom."""
        return [self.choice, *(self.form.fields() if self._value is not None else ())]

    def value(self) -> Configured | None:
        """The setting's value, None for none."""
        return self._value

    def set_value(self, value: Configured | None) -> None:
        """Show a value without `edited`."""
        self._value = value
        kind = None if value is None else value.type_name
        self._choice.set_value(kind if len(self._kinds) > 1 else value is not None)
        formula = getattr(value, "formula", "")
        self._formula.setText(engine_text(formula))
        self._formula.setVisible(bool(formula))
        self.form.setVisible(value is not None)
        if value is not None:
            self.form.show_value(value)

    def set_problem(self, reason: str) -> None:
        """Mark the choice as wrong, or not with ""."""
        self._choice.set_problem(reason)

    @Slot(object)
    def _on_chosen(self, chosen: Any) -> None:
        if isinstance(chosen, bool):
            chosen = next(iter(self._kinds)) if chosen else None
        # Shown once the document has it: it may refuse.
        self.edited.emit(None if chosen is None else self._kinds[chosen]())

    @Slot(str, object)
    def _on_edited(self, setting: str, value: object) -> None:
        if self._value is not None:
            self.edited.emit(self._value.replace(**{setting: value}))


def _label_of(field: QWidget, words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setProperty("role", "muted")
    label.setFixedWidth(LABEL_WIDTH)
    label.setToolTip(field.toolTip())
    label.setBuddy(field)
    field.setMinimumWidth(NARROWEST_FIELD)
    return label


def _kinds(hyper: Hyperparameter, owner: Configured) -> dict[str, type[Configured]]:
    """What a nested setting may be: none holds another of its own kind."""
    assert hyper.configured is not None
    kinds = hyper.configured.registry or {hyper.configured.__name__: hyper.configured}
    return {name: kind for name, kind in kinds.items() if kind is not type(owner)}


def _hyper(value: Any, path: Path) -> Hyperparameter:
    owner = type(_get(value, path[:-1]))
    return next(hyper for hyper in hyperparameters_of(owner) if hyper.name == path[-1])


def _get(value: Any, path: Path) -> Any:
    for name in path:
        value = getattr(value, name)
    return value


def _changed(value: Configured, path: Path, new: Any) -> Any:
    """The top-level setting's value with the setting at `path` changed."""
    if len(path) == 1:
        return new
    return getattr(value, path[0]).replace(**{path[1]: new})


__all__ = ["Field", "KindForm", "SettingsForm"]
