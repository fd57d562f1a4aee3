"""A form made from the one declaration of each hyperparameter."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from app.widgets.fields import BoolField, ChoiceField, Field, FloatField, IntField, IntTupleField
from nncore.hyperparameters import Configured, Hyperparameter, hyperparameters_of

LABEL_WIDTH = 96
"""Every form has it, so that forms below each other line up."""

NARROWEST_FIELD = 72
"""A form must fit a narrow dock: it does not scroll sideways."""

LONGEST_BESIDE = 18
"""A choice between longer words gets a row of its own below its label."""

Path = tuple[str, ...]
"""Where a setting stands: its name, or the names on the way into a nested value."""

_WORDS = {
    "use_bias": "bias",
    "learning_rate": "learning rate",
    "batch_size": "batch size",
    "validation_split": "validation share",
}


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
        return list(self._fields.values())

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
                field.set_choices(_choices(_hyper(value, path), shown))
            field.set_value(shown)

    def show_problem(self, name: str, reason: str) -> None:
        """Mark the field of a setting as wrong; with "" no field is."""
        for path, field in self._fields.items():
            field.set_problem(reason if path[0] == name else "")

    def _build(self, value: Configured) -> None:
        while self._layout.rowCount():
            self._layout.removeRow(0)
        self._fields.clear()
        self._add_rows(value, (), "")

    def _add_rows(self, value: Configured, path: Path, suffix: str) -> None:
        for hyper in hyperparameters_of(type(value)):
            if self._only and not path and hyper.name not in self._only:
                continue
            here = (*path, hyper.name)
            current = getattr(value, hyper.name)
            if isinstance(current, Configured):
                self._add_rows(current, here, f" on {hyper.name.partition('_')[0]}")
                continue
            field = self._make(hyper, current, ".".join((self._prefix, *here)))
            label = QLabel(_label(hyper.name, suffix), self)
            label.setProperty("role", "muted")
            label.setFixedWidth(LABEL_WIDTH)
            label.setToolTip(field.toolTip())
            label.setBuddy(field)
            field.setAccessibleName(label.text())
            field.setMinimumWidth(NARROWEST_FIELD)
            field.edited.connect(self._on_edited)
            if hasattr(field, "typed"):
                field.typed.connect(self._on_typed)
            self._fields[here] = field
            if hyper.kind == "choice" and max(map(len, hyper.choices)) > LONGEST_BESIDE:
                self._layout.addRow(label)
                self._layout.addRow(field)
            else:
                self._layout.addRow(label, field)

    def _make(self, hyper: Hyperparameter, value: Any, name: str) -> Any:
        tip = hyper.help
        if hyper.range_text:
            tip += f" ({hyper.range_text})"
        low = None if hyper.minimum is None else hyper.minimum
        high = None if hyper.maximum is None else hyper.maximum
        if hyper.kind == "choice":
            return ChoiceField(_choices(hyper, value), value, name, self, tip=tip)
        if hyper.kind == "flag":
            return BoolField(value, name, self, tip=tip)
        if hyper.kind == "integers":
            return IntTupleField(value, name, self, minimum=_int(low), maximum=_int(high), tip=tip)
        if hyper.kind == "integer":
            return IntField(
                value,
                name,
                self,
                minimum=_int(low),
                maximum=_int(high),
                check=_check(hyper),
                tip=tip,
            )
        return FloatField(
            value,
            name,
            self,
            minimum=low,
            maximum=high,
            log=hyper.log or hyper.name in ("l1", "l2"),
            step=0.05,
            check=_check(hyper),
            tip=tip,
        )

    @Slot(object)
    def _on_edited(self, _: object) -> None:
        sender: Any = self.sender()
        for path, field in self._fields.items():
            if field is sender and self._value is not None:
                self.edited.emit(path[0], _changed(self._value, path, field.value()))

    @Slot(object)
    def _on_typed(self, typed: object) -> None:
        sender: Any = self.sender()
        for path, field in self._fields.items():
            if field is sender and self._value is not None:
                self.typed.emit(path[0], _changed(self._value, path, typed))


def _choices(hyper: Hyperparameter, value: Any) -> tuple[Any, ...]:
    """What is offered; where each of several outputs has a loss of its own, that too."""
    if not isinstance(value, Mapping):
        return hyper.choices
    each = ", ".join(f"{name}: {choice}" for name, choice in value.items())
    return (*hyper.choices, (value, each))


def _hyper(value: Any, path: Path) -> Hyperparameter:
    owner = type(_get(value, path[:-1]))
    return next(hyper for hyper in hyperparameters_of(owner) if hyper.name == path[-1])


def _check(hyper: Hyperparameter) -> Callable[[Any], str]:
    """A check that refuses what the declaration refuses, with its words."""

    def check(value: Any) -> str:
        try:
            hyper.convert(value)
        except ValueError:
            return f"{hyper.name} must be {hyper.expected}"
        return ""

    return check


def _int(value: float | None) -> int | None:
    return None if value is None else int(value)


def _get(value: Any, path: Path) -> Any:
    for name in path:
        value = getattr(value, name)
    return value


def _changed(value: Configured, path: Path, new: Any) -> Any:
    """The top-level setting's value with the setting at `path` changed."""
    if len(path) == 1:
        return new
    return getattr(value, path[0]).replace(**{path[1]: new})


def _label(name: str, suffix: str) -> str:
    words = _WORDS.get(name, name.replace("_", " "))
    return words.upper() + suffix if name in ("l1", "l2") else words + suffix


__all__ = ["Field", "SettingsForm"]
