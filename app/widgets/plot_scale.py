"""Round ranges, ticks and number formats of a plot; without Qt."""

import math
from collections.abc import Iterable

from app.widgets.instrument import number

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_NARROWEST = 1e-280  # below that, powers of ten run out
Tick = tuple[float, str]


def round_step(span: float, most: int, whole: bool = False) -> float:
    """The smallest round step that cuts a span into at most `most` parts."""
    if not span > 0.0 or not math.isfinite(span):
        return 1.0
    rough = span / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in _STEPS if s * power >= rough * (1 - 1e-9))
    if whole:
        step = 3.0 if 2.0 < rough <= 3.0 else max(1.0, math.ceil(step))
    return step


def round_range(low: float, high: float, most: int) -> tuple[float, float, float]:
    """A range of round numbers around two numbers, and the step between its ticks."""
    if not high - low > _NARROWEST:
        pad = abs(low) * 0.1 if abs(low) > _NARROWEST else 1.0
        low, high = low - pad, high + pad
    step = round_step(high - low, most)
    # A curve that comes near zero is read against zero.
    if 0.0 < low < 0.4 * high:
        low = 0.0
        step = round_step(high, most)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step


def ticks(low: float, high: float, step: float, percent: bool = False) -> list[Tick]:
    """The round numbers from low to high, written with equally many decimals."""
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    shown = step * 100.0 if percent else step
    large = max(abs(low), abs(high))
    decimals = max(0, -math.floor(math.log10(shown) + 1e-9))
    if abs(shown * 10**decimals - round(shown * 10**decimals)) > 1e-6:
        decimals += 1  # 2.5 and 0.25
    result = []
    for place in range(first, min(last, first + 50) + 1):
        value = place * step
        if percent:
            text = f"{value * 100.0:.{decimals}f} %"
        elif decimals > 4 or large >= 1e5:
            text = number(value, 3) if value else "0"
        else:
            text = f"{value:.{decimals}f}"
        result.append((value, text.replace("-", "\N{MINUS SIGN}")))
    return result


def log_ticks(low: float, high: float, most: int, percent: bool = False) -> list[Tick]:
    """Ticks between two powers, at (log10 of the value): decades, or 1, 2 and 5 of each."""
    decades = high - low
    digits: Iterable[int] = (1,) if decades > 2 else (1, 2, 5)
    every = math.ceil(decades / max(4, most)) if decades > 2 else 1
    found = []
    for power in range(math.floor(low), math.floor(high) + 1, every):
        for digit in digits:
            at = power + math.log10(digit)
            if low - 1e-9 <= at <= high + 1e-9:
                found.append((at, reading(digit * 10.0**power, percent, short=True)))
    return found


def log_range(low: float, high: float) -> tuple[float, float]:
    """Powers of ten, 2 or 5 of them around two powers."""
    marks = [power + math.log10(digit) for power in (-1, 0, 1) for digit in (1, 2, 5)]
    below = max(mark for mark in marks if mark <= low - math.floor(low) + 1e-9)
    above = min(mark for mark in marks if mark >= high - math.floor(high) - 1e-9)
    first, last = math.floor(low) + below, math.floor(high) + above
    return (first, last) if last > first else (first, first + math.log10(2))


def reading(value: float, percent: bool, short: bool = False) -> str:
    """A value as people read it: 0.0436, 97.55 %, 1.2e-7."""
    if not math.isfinite(value):
        return "–"
    if percent:
        text = f"{value * 100.0:.4g}" if short else f"{value * 100.0:.2f}"
        return text.replace("-", "\N{MINUS SIGN}") + " %"
    if short or not 1e-3 <= abs(value) < 1e3:
        return number(value, 3 if short else 4)
    return f"{value:.4f}".replace("-", "\N{MINUS SIGN}")
