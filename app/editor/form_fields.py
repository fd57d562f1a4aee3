"""The field that edits a hyperparameter, made from its declaration."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import translate
from app.models.setting_words import range_words, setting_tip, setting_words
from app.widgets.fields import (
    BoolField,
    ChoiceField,
    FloatField,
    IntField,
    IntTupleField,
    OptionalField,
)
from nncore.hyperparameters import Hyperparameter


def make_field(hyper: Hyperparameter, value: Any, name: str, words: str, parent: QWidget) -> Any:
    """The field of a setting; one that may be none has a tick before it.

    Args:
        hyper: The declaration.
        value: What it shows at first.
        name: Its objectName.
        words: What it is called.
        parent: Where it will stand.
    """
    tip = setting_tip(hyper)
    if not hyper.optional:
        field = _plain(hyper, value, name, tip, parent)
    else:
        begin = hyper.suggested if value is None else value
        inner = _plain(hyper, begin, f"{name}.value", tip, parent)
        inner.setAccessibleName(words)
        field = OptionalField(inner, value, name, parent)
        field.setToolTip(tip)
    field.setAccessibleName(words)
    return field


def _plain(hyper: Hyperparameter, value: Any, name: str, tip: str, parent: QWidget) -> Any:
    low, high = hyper.minimum, hyper.maximum
    if hyper.kind == "choice":
        return ChoiceField(choices_of(hyper, value), value, name, parent, tip=tip)
    if hyper.kind == "flag":
        return BoolField(value, name, parent, tip=tip)
    whole: dict[str, Any] = {"minimum": _int(low), "maximum": _int(high), "tip": tip}
    if hyper.kind == "integers":
        return IntTupleField(value, name, parent, **whole)
    if hyper.kind == "integer":
        return IntField(value, name, parent, check=_check(hyper), **whole)
    return FloatField(
        value,
        name,
        parent,
        minimum=low,
        maximum=high,
        log=hyper.log or hyper.name in ("l1", "l2"),
        step=0.05,
        check=_check(hyper),
        tip=tip,
    )


def choices_of(hyper: Hyperparameter, value: Any) -> tuple[Any, ...]:
    """What is offered; where each of several outputs has a loss of its own, that too."""
    if not isinstance(value, Mapping):
        return hyper.choices
    each = ", ".join(f"{name}: {choice}" for name, choice in value.items())
    return (*hyper.choices, (value, each))


def _check(hyper: Hyperparameter) -> Callable[[Any], str]:
    """A check that refuses what the declaration refuses, with its words."""

    def check(value: Any) -> str:
        try:
            hyper.convert(value)
        except ValueError:
            text = translate("Settings", "{0} must be {1}")
            return text.format(setting_words(hyper.name), range_words(hyper) or hyper.expected)
        return ""

    return check


def _int(value: float | None) -> int | None:
    return None if value is None else int(value)
