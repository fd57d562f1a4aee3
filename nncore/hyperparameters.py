"""One declaration of a hyperparameter: type, default, range and help.

A frozen dataclass that derives from `Configured` declares each of its settings
once, with `integer(...)`, `real(...)`, `choice(...)`, `flag(...)`, `integers(...)`
or `nested(...)`. Validation, JSON, the inspector's form, the command line and
the documentation read that declaration; none repeats it.
"""

import dataclasses
import difflib
import math
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, replace
from typing import Any, ClassVar, Self

from nncore.errors import SpecError


@dataclass(frozen=True)
class Hyperparameter:
    """What is known of one setting.

    Attributes:
        name: The field's name, Keras's where Keras has it.
        kind: "integer", "real", "choice", "flag", "integers", "nested" or "text".
        help: One plain sentence: what it does, and what happens when it goes up.
        minimum: Smallest value, inclusive unless `open_minimum`.
        maximum: Largest value, inclusive unless `open_maximum`.
        choices: The allowed texts of a "choice".
        by_name: A "choice" may also be an object that has one for each of several names.
        length: How many integers an "integers" holds; 0: any number of them.
        optional: None is a value too.
        live: May change while a run goes on; takes effect at the next batch.
        log: Spans orders of magnitude; an editor should step by factors.
        configured: Base class of a "nested" value.
        suggested: What an editor begins with when a value takes the place of None.
    """

    name: str
    kind: str
    help: str
    default: Any = MISSING
    minimum: float | None = None
    maximum: float | None = None
    open_minimum: bool = False
    open_maximum: bool = False
    choices: tuple[str, ...] = ()
    by_name: bool = False
    length: int = 0
    optional: bool = False
    live: bool = False
    log: bool = False
    configured: "type[Configured] | None" = None
    suggested: Any = None

    @property
    def range_text(self) -> str:
        """The range in words, for messages and help: "at least 0 and below 1"."""
        low, high = self.minimum, self.maximum
        if low is None and high is None:
            return ""
        parts = []
        if low is not None:
            parts.append(("above " if self.open_minimum else "at least ") + _number_text(low))
        if high is not None:
            parts.append(("below " if self.open_maximum else "at most ") + _number_text(high))
        return " and ".join(parts)

    @property
    def expected(self) -> str:
        """What a right value is, in words."""
        words = {
            "integer": "a whole number",
            "real": "a number",
            "flag": "true or false",
            "text": "a text",
            "choice": "one of "
            + ", ".join(self.choices)
            + (", or an object with one for each name" if self.by_name else ""),
            "integers": {0: "a list of whole numbers", 1: "a whole number"}.get(
                self.length, f"{self.length} whole numbers"
            ),
            "nested": self._object_text,
        }[self.kind]
        if self.range_text:
            words += f" {self.range_text}"
        return words + (" or null" if self.optional else "")

    @property
    def _object_text(self) -> str:
        if self.configured is None:
            return ""
        if self.configured.registry is not None:
            return "an object whose type is one of " + ", ".join(self.configured.registry)
        names = [item.name for item in hyperparameters_of(self.configured)]
        return "an object of " + " and ".join(names)

    def convert(self, value: Any) -> Any:
        """`value` in this setting's own type.

        Raises:
            ValueError: The value is not what this setting takes.
        """
        if value is None:
            if self.optional:
                return None
            raise ValueError
        return _CONVERT[self.kind](self, value)

    def _in_range(self, number: float) -> bool:
        if self.minimum is not None and (
            number < self.minimum or (self.open_minimum and number == self.minimum)
        ):
            return False
        return self.maximum is None or not (
            number > self.maximum or (self.open_maximum and number == self.maximum)
        )


def _number_text(number: float) -> str:
    """A bound as people write it: 1,000,000 or 0.5."""
    return f"{number:,}" if isinstance(number, int) else f"{number:g}"


def _convert_integer(hyper: Hyperparameter, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise ValueError
    if not hyper._in_range(int(value)):
        raise ValueError
    return int(value)


def _convert_real(hyper: Hyperparameter, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise ValueError
    try:
        number = float(value)
    except OverflowError:  # JSON has whole numbers of any length
        raise ValueError from None
    if not math.isfinite(number) or not hyper._in_range(number):
        raise ValueError
    return number


def _convert_choice(hyper: Hyperparameter, value: Any) -> str | dict[str, str]:
    if hyper.by_name and isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise ValueError
        alone = replace(hyper, by_name=False)
        return {name: str(_convert_choice(alone, item)) for name, item in value.items()}
    if not isinstance(value, str) or value not in hyper.choices:
        raise ValueError
    return value


def _convert_flag(_: Hyperparameter, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _convert_text(_: Hyperparameter, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _convert_integers(hyper: Hyperparameter, value: Any) -> tuple[int, ...]:
    if isinstance(value, numbers.Integral):
        value = [value] * (hyper.length or 1)
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError
    if hyper.length and len(value) != hyper.length:
        raise ValueError
    return tuple(_convert_integer(hyper, item) for item in value)


def _convert_nested(hyper: Hyperparameter, value: Any) -> "Configured":
    base = hyper.configured
    assert base is not None
    if isinstance(value, Mapping):
        return base.from_json(value)
    if not isinstance(value, base):
        raise ValueError
    return value


_CONVERT = {
    "integer": _convert_integer,
    "real": _convert_real,
    "choice": _convert_choice,
    "flag": _convert_flag,
    "text": _convert_text,
    "integers": _convert_integers,
    "nested": _convert_nested,
}


def _declare(kind: str, default: Any, **settings: Any) -> Any:
    hyper = Hyperparameter(name="", kind=kind, default=default, **settings)
    return dataclasses.field(default=default, metadata={"hyper": hyper})


def integer(default: Any = MISSING, *, help: str, **settings: Any) -> Any:
    """Declare a whole number."""
    return _declare("integer", default, help=help, **settings)


def real(default: Any = MISSING, *, help: str, **settings: Any) -> Any:
    """Declare a finite number."""
    return _declare("real", default, help=help, **settings)


def choice(default: Any = MISSING, *, help: str, choices: Sequence[str], **settings: Any) -> Any:
    """Declare a text out of a fixed list."""
    return _declare("choice", default, help=help, choices=tuple(choices), **settings)


def flag(default: Any = MISSING, *, help: str, **settings: Any) -> Any:
    """Declare a truth value."""
    return _declare("flag", default, help=help, **settings)


def text(default: Any = "", *, help: str, **settings: Any) -> Any:
    """Declare a free text."""
    return _declare("text", default, help=help, **settings)


def integers(default: Any = MISSING, *, help: str, length: int = 0, **settings: Any) -> Any:
    """Declare a tuple of whole numbers; one number stands for all of them."""
    return _declare("integers", default, help=help, length=length, **settings)


def nested(default: Any, *, help: str, configured: "type[Configured]", **settings: Any) -> Any:
    """Declare a setting that is itself a `Configured` value."""
    return _declare("nested", default, help=help, configured=configured, **settings)


_DECLARED: dict[type, tuple[Hyperparameter, ...]] = {}


def hyperparameters_of(cls: "type[Configured]") -> tuple[Hyperparameter, ...]:
    """The settings that a `Configured` class declares, in order."""
    if cls not in _DECLARED:
        _DECLARED[cls] = tuple(
            dataclasses.replace(field.metadata["hyper"], name=field.name)
            for field in dataclasses.fields(cls)
            if "hyper" in field.metadata
        )
    return _DECLARED[cls]


@dataclass(frozen=True)
class Configured:
    """A frozen value whose fields are hyperparameters; checked when made.

    Where several classes share a base that keeps a `registry`, JSON names the
    class under "type".
    """

    registry: ClassVar[Mapping[str, "type[Configured]"] | None] = None

    def __post_init__(self) -> None:
        for hyper in hyperparameters_of(type(self)):
            received = getattr(self, hyper.name)
            try:
                value = hyper.convert(received)
            except ValueError:
                raise self._refusal(hyper, received) from None
            object.__setattr__(self, hyper.name, value)

    def _refusal(self, hyper: Hyperparameter, received: Any) -> SpecError:
        message = (
            f"{self.type_name}: {hyper.name} must be {hyper.expected}; received {shown(received)}"
        )
        if hyper.kind == "choice" and isinstance(received, str):
            message += suggestion(received, hyper.choices)
        return SpecError(message, field=hyper.name)

    @property
    def type_name(self) -> str:
        """The name of this class in JSON and in messages."""
        return type(self).__name__

    def to_json(self, *, defaults: bool = False) -> dict[str, Any]:
        """A JSON object that `from_json` reads; settings at their default are left out."""
        result: dict[str, Any] = {}
        if self.registry is not None:
            result["type"] = self.type_name
        for hyper in hyperparameters_of(type(self)):
            value = getattr(self, hyper.name)
            if not defaults and value == hyper.default:
                continue
            if isinstance(value, Configured):
                value = value.to_json(defaults=defaults)
            elif isinstance(value, tuple):
                value = list(value)
            result[hyper.name] = value
        return result

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Make a value from a JSON object.

        Raises:
            SpecError: An unknown type or setting, a missing one, or a bad value.
        """
        if not isinstance(data, Mapping):
            raise SpecError(f"{cls.__name__}: expected an object, received {type(data).__name__}")
        settings = dict(data)
        target: type[Configured] = cls
        if cls.registry is not None:
            target = lookup(cls.registry, settings.pop("type", None), cls.__name__.lower())
        known = {hyper.name: hyper for hyper in hyperparameters_of(target)}
        for name in settings:
            if name not in known:
                raise _unknown_setting(target, name, list(known))
        for name, hyper in known.items():
            if hyper.default is MISSING and name not in settings:
                raise SpecError(f"{target.__name__}: {name} is missing: {hyper.help}", field=name)
        return target(**settings)  # type: ignore[return-value]

    def replace(self, **changes: Any) -> Self:
        """A copy with some settings changed, checked again.

        Raises:
            SpecError: There is no such setting, or its value is bad.
        """
        known = [item.name for item in dataclasses.fields(self)]
        for name in changes:
            if name not in known:
                raise _unknown_setting(type(self), name, known)
        return dataclasses.replace(self, **changes)


def with_inner(value: Configured, path: str, new: Any) -> Any:
    """A copy of `value` with one setting changed by its dotted path, ``kernel_regularizer.l2``.

    Raises:
        SpecError: There is no such setting, or its value is bad.
    """
    head, _, tail = path.partition(".")
    if tail:
        known = {item.name: item for item in hyperparameters_of(type(value)) if item.configured}
        inner = getattr(value, head) if head in known else None
        if inner is None:
            raise _unknown_setting(type(value), path, [f"{name}.…" for name in known])
        new = with_inner(inner, tail, new)
    return value.replace(**{head: new})


def _unknown_setting(cls: type, name: Any, known: Sequence[str]) -> SpecError:
    return SpecError(
        f"{cls.__name__}: unknown setting {shown(name)}; it has "
        + (", ".join(known) or "none")
        + suggestion(name, known),
        field=str(name)[:60],
    )


def lookup(registry: Mapping[str, Any], name: Any, what: str) -> Any:
    """The entry called `name`, or a SpecError that lists the names there are."""
    if not isinstance(name, str) or name not in registry:
        raise SpecError(
            f"unknown {what} {shown(name)}; there are {', '.join(registry)}"
            + suggestion(name, registry)
        )
    return registry[name]


def shown(value: Any) -> str:
    """A received value for a message: its repr, at most 60 characters of it."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number of 5,000 digits, a list 1,000 deep
        text = f"{type(value).__name__} value too large to show"
    return text if len(text) <= 60 else text[:57] + "..."


def suggestion(received: Any, names: Any) -> str:
    """A "did you mean" for a misspelt name, or nothing."""
    if not isinstance(received, str) or len(received) > 60:
        return ""
    close = difflib.get_close_matches(received, list(names), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""
