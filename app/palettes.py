"""Colour tables for pictures of numbers, blended where equal steps look equal."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

# Björn Ottosson's Oklab: linear sRGB to cone responses, and their cube roots to L, a, b.
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def rgb_of(colour: str) -> tuple[int, int, int]:
    """The three bytes of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def blend(colours: list[str], entries: int = 256) -> Table:
    """A table of shape (entries, 3) that passes through the colours at equal distances."""
    stops = np.array([_oklab_of(colour) for colour in colours])
    at = np.linspace(0.0, len(colours) - 1.0, entries)
    known = np.arange(len(colours))
    lab = np.stack([np.interp(at, known, stops[:, axis]) for axis in range(3)], axis=1)
    return _bytes_of(lab)


def straight(first: str, last: str, entries: int = 256) -> Table:
    """A table of shape (entries, 3) with equal steps in the bytes, as grey images have them."""
    ends = np.array([rgb_of(first), rgb_of(last)], dtype=float)
    part = np.linspace(0.0, 1.0, entries)[:, np.newaxis]
    table: Table = np.rint(ends[0] + part * (ends[1] - ends[0])).astype(np.uint8)
    return table


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two colours, 1 to 21."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    low, high = sorted(float(weights @ _linear_of(colour)) for colour in (first, second))
    return (high + 0.05) / (low + 0.05)


def oklab_steps(table: Table) -> Floats:
    """How far apart neighbouring entries look, for tests of evenness."""
    lab = np.array([_oklab_of("#{:02x}{:02x}{:02x}".format(*row)) for row in table])
    return np.array([float(np.linalg.norm(b - a)) for a, b in pairwise(lab)])


def _linear_of(colour: str) -> Floats:
    encoded = np.array(rgb_of(colour)) / 255.0
    low = encoded / 12.92
    high = ((encoded + 0.055) / 1.055) ** 2.4
    return np.where(encoded <= 0.04045, low, high)


def _oklab_of(colour: str) -> Floats:
    lab: Floats = _TO_OKLAB @ np.cbrt(_TO_CONES @ _linear_of(colour))
    return lab


def _bytes_of(lab: Floats) -> Table:
    cones = (lab @ np.linalg.inv(_TO_OKLAB).T) ** 3
    linear = np.clip(cones @ np.linalg.inv(_TO_CONES).T, 0.0, 1.0)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(encoded * 255.0).astype(np.uint8)
