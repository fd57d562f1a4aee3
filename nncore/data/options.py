"""The checks of a source's options: one for numbers, one for flags."""

from typing import Any

from nncore.errors import DataError


def check_number(
    what: str, option: str, value: Any, low: float, high: float, *, whole: bool = False
) -> None:
    """Raise DataError unless `value` is a number, or a whole one, from low to high.

    Options come from JSON and the command line, so any type can arrive here.
    """
    is_number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if not is_number or not low <= value <= high:
        words = "a whole number" if whole else "a number"
        raise DataError(f"{what}: {option} must be {words} from {low} to {high}, got {value!r}")


def check_flag(what: str, option: str, value: Any) -> None:
    """Raise DataError unless `value` is true or false; the text "false" would count as true."""
    if not isinstance(value, bool):
        raise DataError(f"{what}: {option} must be true or false, got {value!r}")
