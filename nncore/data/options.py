"""The one check of a number among a source's options."""

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
