"""Numbers as people type them, and the next rounder number up or down."""

import math
import re

from app.i18n import translate

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
# Below this a log-stepped value falls to zero, where zero is allowed.
LOG_FLOOR = 1e-8
# Keeps 0.1 + 0.2 from showing as 0.30000000000000004 after steps.
_STEP_DIGITS = 10


def parse_float(text: str) -> float:
    """Read a finite number; a point or a comma is the decimal mark, `1e-3` is understood.

    Raises:
        ValueError: The text is no such number; the message says why, in plain words.
    """
    plain = text.strip().replace("−", "-")
    if not plain:
        raise ValueError(translate("Fields", "A number is needed."))
    if plain.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        raise ValueError(translate("Fields", "A finite number is needed."))
    if not _NUMBER.fullmatch(plain):
        raise ValueError(
            translate("Fields", "“{0}” is not a number; write 0.01 or 1e-2.").format(_shorten(text))
        )
    value = float(plain.replace(",", "."))
    if not math.isfinite(value):
        raise ValueError(translate("Fields", "“{0}” is too large.").format(_shorten(text)))
    return value


def parse_int(text: str) -> int:
    """Read a whole number; `6e4` counts as one.

    Raises:
        ValueError: The text is no whole number; the message says why.
    """
    plain = text.strip().replace("−", "-")
    if re.fullmatch(r"[+-]?\d{1,18}", plain):
        return int(plain)
    value = parse_float(plain)
    if value != int(value):
        raise ValueError(
            translate("Fields", "A whole number is needed, not {0}.").format(_shorten(text.strip()))
        )
    return int(value)


def format_float(value: float) -> str:
    """The shortest text that reads back as the same number."""
    text = repr(float(value))
    mantissa, mark, exponent = text.partition("e")
    mantissa = mantissa.removesuffix(".0")
    return mantissa + (f"e{int(exponent)}" if mark else "")


def check_limits(value: float, minimum: float | None, maximum: float | None) -> None:
    """Refuse a number outside its limits with a ValueError that names the limit."""
    if minimum is not None and value < minimum:
        reason = translate("Fields", "At least {0} is needed, not {1}.")
        raise ValueError(reason.format(format_float(minimum), format_float(value)))
    if maximum is not None and value > maximum:
        reason = translate("Fields", "At most {0} is possible, not {1}.")
        raise ValueError(reason.format(format_float(maximum), format_float(value)))


def clip(value: float, minimum: float | None, maximum: float | None) -> float:
    """The nearest number within the limits."""
    if minimum is not None:
        value = max(minimum, value)
    return value if maximum is None else min(maximum, value)


def linear_step(value: float, steps: int, size: float) -> float:
    """The value some steps further, without the noise of binary fractions."""
    return round(value + steps * size, _STEP_DIGITS)


def log_step(value: float, steps: int) -> float:
    """The value some steps further along ... 0.01, 0.02, 0.05, 0.1, ... .

    A value between two of these goes to the neighbour in the direction of the step.
    Zero goes up to `LOG_FLOOR`, and what would fall below that becomes zero.
    """
    if value < 0:
        return -log_step(-value, -steps)
    for _ in range(abs(steps)):
        value = _next_up(value) if steps > 0 else _next_down(value)
    return value


def _next_up(value: float) -> float:
    if value < LOG_FLOOR:
        return LOG_FLOOR
    exponent = math.floor(math.log10(value))
    ladder = [_rung(m, e) for e in (exponent - 1, exponent, exponent + 1) for m in (1, 2, 5)]
    return next(rung for rung in ladder if rung > value * (1 + 1e-9))


def _next_down(value: float) -> float:
    if value <= LOG_FLOOR * (1 + 1e-9):
        return 0.0
    exponent = math.floor(math.log10(value))
    ladder = [_rung(m, e) for e in (exponent - 1, exponent, exponent + 1) for m in (1, 2, 5)]
    return next(rung for rung in reversed(ladder) if rung < value * (1 - 1e-9))


def _rung(mantissa: int, exponent: int) -> float:
    return float(f"{mantissa}e{exponent}")


def _shorten(text: str) -> str:
    return text if len(text) <= 20 else text[:19] + "…"
