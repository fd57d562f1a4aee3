"""Numbers to colours: one table look-up into pixels that are kept between frames."""

import math
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from app.theme import Tokens, theme

ColourMap = Literal["diverging", "sequential", "ink"]
Floats = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint32]

# Finite and safe to square in float32; a wilder weight is off every scale anyway.
_LIMIT = np.float32(1e18)

# A scale below this would overflow when inverted, and means "all zero".
_TINY = 1e-30


def packed_table(name: ColourMap) -> Pixels:
    """The theme's colour table as 256 opaque pixels, 0xffRRGGBB."""
    return _table_of(name, theme().tokens)


@lru_cache(maxsize=8)
def _table_of(name: ColourMap, tokens: Tokens) -> Pixels:
    """The tables of `tokens`, which must be the theme's own."""
    manager = theme()
    tables = {
        "diverging": manager.diverging_lut,
        "sequential": manager.sequential_lut,
        "ink": manager.ink_lut,
    }
    return pack(tables[name]())


def pack(rgb: npt.NDArray[np.uint8]) -> Pixels:
    """Bytes of shape (..., 3) as pixels of shape (...), 0xffRRGGBB."""
    wide = rgb.astype(np.uint32)
    return (
        np.uint32(0xFF000000)
        | (wide[..., 0] << np.uint32(16))
        | (wide[..., 1] << np.uint32(8))
        | wide[..., 2]
    )


def finite(values: npt.ArrayLike) -> Floats:
    """A float32 array with NaN as 0 and the infinities as large numbers."""
    with np.errstate(over="ignore"):
        array = np.asarray(values, dtype=np.float32)
    if array.size and not math.isfinite(float(np.sum(array, dtype=np.float64))):
        array = np.nan_to_num(array, nan=0.0, posinf=float(_LIMIT), neginf=-float(_LIMIT))
    return array


def largest(values: Floats) -> float:
    """The largest magnitude of finite values, or 0 of none."""
    if not values.size:
        return 0.0
    return max(abs(float(values.max())), abs(float(values.min())))


def robust_scale(values: npt.ArrayLike, quantile: float = 0.995) -> float:
    """A symmetric scale that a few outliers do not wash out.

    At most 20,000 of the values are looked at, so the cost does not grow with the layer.
    """
    flat = np.abs(finite(values)).reshape(-1)
    if not flat.size:
        return 0.0
    sample = flat[:: max(1, flat.size // 20_000)]
    return float(np.partition(sample, at := int(quantile * (sample.size - 1)))[at])


def levels(values: Floats, scale: float, name: ColourMap) -> Floats:
    """Places in a colour table of 256, 0.5 to 255.5: rounded down they are its indices.

    Args:
        values: Finite numbers of any shape.
        scale: The number at the end of the table; a diverging table begins at `-scale`.
        name: A diverging table has 0 in its middle, the others begin with 0.
    """
    full = scale if _TINY < scale < math.inf else 1.0
    middle, factor = (128.0, 127.5 / full) if name == "diverging" else (0.5, 255.0 / full)
    at = np.multiply(values, np.float32(factor))
    at += np.float32(middle)
    return np.clip(at, 0.5, 255.5, out=at)


def coloured(values: Floats, scale: float, name: ColourMap) -> Pixels:
    """Pixels of the same shape as the values, which must be finite."""
    return packed_table(name)[levels(values, scale, name).astype(np.uint8)]


Tap = tuple[npt.NDArray[np.intp], Floats]


def coverage(source: int, target: int) -> tuple[Tap, ...]:
    """How target pixels are covered by source pixels: some (index, share) for each of them.

    The shares of a target pixel sum to 1. A whole-number zoom repeats pixels exactly, with
    one tap; other zooms blend only where a pixel lies across an edge; a reduction averages.
    """
    edges = np.arange(target + 1) * (source / target)
    first = np.floor(edges[:-1] + 1e-9).astype(np.intp)
    taps: list[Tap] = []
    for offset in range(math.ceil(source / target) + 1):
        index = first + offset
        overlap = np.minimum(edges[1:], index + 1) - np.maximum(edges[:-1], index)
        share = np.clip(overlap, 0.0, None) * (target / source)
        if offset == 0 or share.max() > 1e-6:
            taps.append((np.minimum(index, source - 1), share.astype(np.float32)))
    return tuple(taps)


def resample(values: Floats, taps: tuple[Tap, ...], axis: int) -> Floats:
    """Change the length of an axis.

    Not a matrix product: the threads of BLAS belong to the training.
    """
    shape = [1] * values.ndim
    shape[axis] = -1
    result: Floats | None = None
    for index, share in taps:
        part = np.take(values, index, axis=axis)
        if len(taps) > 1:
            part *= share.reshape(shape)
        result = part if result is None else np.add(result, part, out=result)
    assert result is not None
    return result


def image_of(pixels: Pixels, ratio: float = 1.0) -> QImage:
    """A picture of the pixels, which must be C-contiguous and outlive the picture."""
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    return image
