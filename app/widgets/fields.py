"""Small editors of one value each, all with `value`, `set_value` and `edited`.

`edited` tells what the user committed; `set_value` never causes it.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import Signal, SignalInstance, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QWidget

from app.guard import guarded
from app.widgets import number_text
from app.widgets.style import set_property
from app.widgets.text_field import Check, CommitEdit


class Field(Protocol):
    """What the editors below have in common."""

    @property
    def edited(self) -> SignalInstance:
        """Tells the value the user committed."""

    def value(self) -> Any:
        """The last good value."""

    def set_value(self, value: Any) -> None:
        """Show a value without `edited`."""

    def set_problem(self, reason: str) -> None:
        """Turn red for a reason, or back with ""."""


class TextField(CommitEdit):
    """A line of text, without blanks at its ends."""


class IntField(CommitEdit):
    """A whole number within limits."""

    def __init__(
        self,
        value: int = 0,
        name: str = "",
        parent: QWidget | None = None,
        *,
        minimum: int | None = None,
        maximum: int | None = None,
        step: int = 1,
        check: Check | None = None,
        tip: str = "",
    ) -> None:
        self._minimum = minimum
        self._maximum = maximum
        self._step_size = step
        super().__init__(value, name, parent, check=check, tip=tip)

    def _parse(self, text: str) -> int:
        value = number_text.parse_int(text)
        number_text.check_limits(value, self._minimum, self._maximum)
        return value

    def _stepped(self, value: int, steps: int) -> int:
        return int(number_text.clip(value + steps * self._step_size, self._minimum, self._maximum))


class FloatField(CommitEdit):
    """A finite number within limits; `log` steps along 1, 2, 5, 10 as learning rates go."""

    def __init__(
        self,
        value: float = 0.0,
        name: str = "",
        parent: QWidget | None = None,
        *,
        minimum: float | None = None,
        maximum: float | None = None,
        step: float = 0.1,
        log: bool = False,
        check: Check | None = None,
        tip: str = "",
    ) -> None:
        self._minimum = minimum
        self._maximum = maximum
        self._step_size = step
        self._log = log
        super().__init__(value, name, parent, check=check, tip=tip)

    def _parse(self, text: str) -> float:
        value = number_text.parse_float(text)
        number_text.check_limits(value, self._minimum, self._maximum)
        return value

    def _format(self, value: float) -> str:
        return number_text.format_float(value)

    def _stepped(self, value: float, steps: int) -> float:
        if self._log:
            further = number_text.log_step(value, steps)
        else:
            further = number_text.linear_step(value, steps, self._step_size)
        return number_text.clip(further, self._minimum, self._maximum)


class IntTupleField(CommitEdit):
    """Several whole numbers, as in a kernel of `5 × 5`; one number stands for all."""

    def __init__(
        self,
        value: Sequence[int] = (1, 1),
        name: str = "",
        parent: QWidget | None = None,
        *,
        minimum: int | None = None,
        maximum: int | None = None,
        check: Check | None = None,
        tip: str = "",
    ) -> None:
        self._length = len(value)
        self._minimum = minimum
        self._maximum = maximum
        super().__init__(tuple(value), name, parent, check=check, tip=tip)

    def set_value(self, value: Any) -> None:
        """Show several numbers, given as any sequence."""
        super().set_value(tuple(value))

    def _parse(self, text: str) -> tuple[int, ...]:
        for mark in "×xX,;*":
            text = text.replace(mark, " ")
        numbers = [number_text.parse_int(word) for word in text.strip(" ()[]").split()]
        if len(numbers) == 1:
            numbers *= self._length
        if len(numbers) != self._length:
            raise ValueError(
                self.tr("{0} numbers are needed, for example {1}.").format(
                    self._length, self._format(self._value)
                )
            )
        for number in numbers:
            number_text.check_limits(number, self._minimum, self._maximum)
        return tuple(numbers)

    def _format(self, value: Sequence[int]) -> str:
        return " × ".join(str(number) for number in value)

    def _stepped(self, value: Sequence[int], steps: int) -> tuple[int, ...]:
        return tuple(int(number_text.clip(n + steps, self._minimum, self._maximum)) for n in value)


class ChoiceField(QComboBox):
    """One of several values, each with the word shown for it."""

    edited = Signal(object)

    def __init__(
        self,
        choices: Sequence[Any] = (),
        value: Any = None,
        name: str = "",
        parent: QWidget | None = None,
        *,
        tip: str = "",
    ) -> None:
        """Choices are values, or pairs of value and word."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tip = tip
        self._values: list[Any] = []
        self._value: Any = None
        self.set_choices(choices, value)
        self.set_problem("")
        self.activated.connect(self._on_activated)

    def set_choices(self, choices: Sequence[Any], value: Any = None) -> None:
        """Offer other values; the first is taken when none is given."""
        pairs = [c if isinstance(c, tuple) else (c, str(c)) for c in choices]
        self.clear()
        self._values = [pair[0] for pair in pairs]
        self.addItems([str(pair[1]) for pair in pairs])
        if self._values:
            self.set_value(self._values[0] if value is None else value)

    def value(self) -> Any:
        """The value chosen."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a value without `edited`; one that is not offered is a ValueError."""
        self.setCurrentIndex(self._values.index(value))
        self._value = value

    def set_problem(self, reason: str) -> None:
        """Turn red for a reason, or back with ""."""
        self.setToolTip(reason or self._tip)
        self.setAccessibleDescription(reason or self._tip)
        set_property(self, "invalid", bool(reason))

    @guarded()
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel: a scroll must not edit."""
        event.ignore()

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        value = self._values[index]
        if value != self._value:
            self._value = value
            self.edited.emit(value)


class BoolField(QCheckBox):
    """Yes or no."""

    edited = Signal(object)

    def __init__(
        self,
        value: bool = False,
        name: str = "",
        parent: QWidget | None = None,
        *,
        text: str = "",
        tip: str = "",
    ) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.setAccessibleName(text or name)
        self._tip = tip
        self.setChecked(value)
        self.set_problem("")
        self.clicked.connect(self._on_clicked)

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: bool) -> None:
        """Tick or untick without `edited`."""
        self.setChecked(value)

    def set_problem(self, reason: str) -> None:
        """Say what is wrong in the tooltip, or nothing with ""."""
        self.setToolTip(reason or self._tip)
        self.setAccessibleDescription(reason or self._tip)

    @Slot(bool)
    def _on_clicked(self, checked: bool) -> None:
        self.edited.emit(checked)


class OptionalField(QWidget):
    """A tick before another field; the value is None while it is off."""

    edited = Signal(object)

    def __init__(
        self,
        field: TextField | IntField | FloatField | IntTupleField | ChoiceField,
        value: Any = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._field = field
        self._switch = QCheckBox(self)
        self._switch.setObjectName(f"{name}.on")
        self._switch.setAccessibleName(self.tr("{0}: on").format(field.accessibleName()))
        self._switch.clicked.connect(self._on_switched)
        field.edited.connect(self.edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._switch)
        row.addWidget(field, 1)
        self.setFocusProxy(field)
        self.set_value(value)

    def value(self) -> Any:
        """The field's value, None while it is off."""
        return self._field.value() if self._switch.isChecked() else None

    def set_value(self, value: Any) -> None:
        """Show a value without `edited`; None switches the field off and keeps its text."""
        self._switch.setChecked(value is not None)
        self._field.setEnabled(value is not None)
        if value is not None:
            self._field.set_value(value)

    def set_problem(self, reason: str) -> None:
        """Turn the field red for a reason, or back with ""."""
        self._field.set_problem(reason)

    @Slot(bool)
    def _on_switched(self, on: bool) -> None:
        self._field.setEnabled(on)
        self.edited.emit(self.value())
