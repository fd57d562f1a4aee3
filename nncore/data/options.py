"""The one check of a number among a source's options."""

import numbers
from typing import Any

from nncore.errors import DataError


def check_number(
    what: str, option: str, value: Any, low: float, high: float, *, whole: bool = False
) -> None:
    """Raise DataError unless `value` is a number, or a whole one, from low to high.

    Options come from JSON and the command line, so any type can arrive here.
    """
    kind = numbers.Integral if whole else numbers.Real
    if isinstance(value, bool) or not isinstance(value, kind) or not low <= value <= high:
        words = "a whole number" if whole else "a number"
        raise DataError(f"{what}: {option} must be {words} from {low} to {high}, got {value!r}")
