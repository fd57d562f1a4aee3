"""Hundreds of antialiased links as pixels; all links of a pair cross the same columns.

QPainter needs some 20 µs for one antialiased line, 10 ms for a diagram. Here a link adds the
rows it covers to each column of pixels as differences, and one cumulative sum fills them in.
Links lie over each other without an order: what adds up is the depth of the paint.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from app.theme import Tokens
from app.widgets.colour_map import Floats, Pixels, pack
from app.widgets.network_layout import Ints, Links, Place

THIN, THICK = 0.5, 4.0
_FAINT, _FULL = 0.14, 0.92  # opacity of the weakest and the strongest link
_DEEPEST = 3.2  # paint so deep lets 4 % through
_STEPS = 255

# Negative and positive paint share one float64 of 53 bits, as whole numbers: 200 links of the
# deepest paint in one pixel take 20 bits.
_FINE_BITS = 4
_FINENESS = 1 << _FINE_BITS
_POSITIVE = 1 << 32

Reals = npt.NDArray[np.floating]


def link_width(part: float | Floats) -> float | Floats:
    """Width by strength, 0 to 1."""
    return THIN + (THICK - THIN) * part**1.5


def link_opacity(part: float | Floats) -> float | Floats:
    """Opacity by strength, 0 to 1."""
    return _FAINT + (_FULL - _FAINT) * part


def draw_pair(
    pixels: Pixels, left: Place, right: Place, links: Links, tokens: Tokens, ratio: float
) -> None:
    """Draw weighted links between two columns over the panel's ground.

    Args:
        pixels: The picture, of shape (height, width); the part between the columns is
            replaced where links are.
        left: The column at the left.
        right: The column at the right.
        links: With strengths.
        tokens: The colours of the theme.
        ratio: Device pixels per pixel of the window.
    """
    assert links.strength is not None
    height, width = pixels.shape
    x0, x1 = (left.x + left.half) * ratio, (right.x - right.half) * ratio
    first, last = max(0, int(x0)), min(width, int(np.ceil(x1)))
    y0, y1 = left.y[links.start] * ratio, right.y[links.stop] * ratio
    if last <= first or x1 <= x0 or not len(y0):
        return
    # Nothing is painted above the highest and below the lowest neuron.
    top = max(0, int(min(y0.min(), y1.min()) - 4 * ratio))
    rows = min(height, int(max(y0.max(), y1.max()) + 5 * ratio)) - top
    if rows < 1:
        return
    slope = (y1 - y0) / (x1 - x0)
    part = np.abs(links.strength)
    depth = -np.log1p(-np.asarray(link_opacity(part))) * (_STEPS / _DEEPEST)
    line = np.asarray(link_width(part)) * ratio
    # Measured downwards; where columns are close, the cut ends must stay behind the circles.
    most = 1.5 * min(left.half, right.half) * ratio
    thickness = np.minimum(line * np.sqrt(1 + slope * slope), np.maximum(line, most))
    reach = np.maximum(thickness, np.abs(slope))  # no gaps in a steep thin link
    paint = depth * thickness / reach
    unit = np.where(links.strength > 0, _POSITIVE, 1.0)
    # The edge of a thick steep link would show stairs with one sample for a pixel.
    fine = (line > 1.8 * ratio) & (np.abs(slope) > 0.8)
    rough = np.flatnonzero(~fine)
    sharp = np.flatnonzero(fine)
    which = np.concatenate([rough, sharp, sharp])
    samples = np.repeat([1, 2], [len(rough), 2 * len(sharp)])
    offset = np.repeat([0.5, 0.25, 0.75], [len(rough), len(sharp), len(sharp)])
    start = y0[which] - top + slope[which] * (first + offset - x0)
    centre = start[:, np.newaxis] + slope[which, np.newaxis] * np.arange(last - first)
    amount = np.rint(paint[which] * (_FINENESS / samples))
    place, step, above = _edges(centre, reach[which], amount, unit[which], rows)
    mixed = _filled(place, step, above, (last - first, rows))
    pixels[top : top + rows, first:last] = np.take(_mixtures(tokens), mixed).T


def _filled(
    place: Ints, step: Reals, above: Reals, shape: tuple[int, int]
) -> npt.NDArray[np.int32]:
    """Sum up edges; places in the table of mixtures, of shape (columns, rows)."""
    count = shape[0] * shape[1]
    filled = np.bincount(place, step, count).reshape(shape)
    np.cumsum(filled, axis=1, out=filled)
    filled -= np.bincount(place, above, count).reshape(shape)
    levels = filled.astype("<i8").view("<i4").reshape(*shape, 2)  # negative, positive
    levels >>= _FINE_BITS
    np.minimum(levels, _STEPS, out=levels)
    mixed: npt.NDArray[np.int32] = levels[..., 0] * np.int32(_STEPS + 1) + levels[..., 1]
    return mixed


def _edges(
    centre: Reals, reach: Reals, amount: Reals, unit: Reals, height: int
) -> tuple[Ints, Reals, Reals]:
    """The upper and lower edges of links, whose centres have the shape (links, columns).

    Returns:
        Places, column by column; how much paint begins there; how much of that the row
        itself lacks, because the edge is inside of it. Both are whole numbers of `unit`.
    """
    edges = np.stack([centre, centre])
    half = 0.5 * reach[:, np.newaxis]
    edges[0] -= half
    edges[1] += half
    np.clip(edges, 0.0, height - 1e-6, out=edges)
    rows = edges.astype(np.intp)
    edges -= rows
    edges *= amount[:, np.newaxis]
    np.rint(edges, out=edges)
    signed = np.stack([unit, -unit])[:, :, np.newaxis]
    edges *= signed
    rows += np.arange(centre.shape[1]) * height
    signed = signed * amount[:, np.newaxis]
    return rows.reshape(-1), np.broadcast_to(signed, rows.shape).reshape(-1), edges.reshape(-1)


@lru_cache(maxsize=2)
def _mixtures(tokens: Tokens) -> Pixels:
    """Pixels by the depth of negative paint (slow axis) and of positive paint."""
    depth = np.arange(_STEPS + 1) * (_DEEPEST / _STEPS)
    negative, positive = depth[:, np.newaxis], depth[np.newaxis, :]
    total = negative + positive
    cover = -np.expm1(-total)[..., np.newaxis]
    share = (positive / np.maximum(total, 1e-9))[..., np.newaxis]
    ground, low, high = (
        np.array(QColor(shade).getRgb()[:3], dtype=np.float64)  # type: ignore[index]
        for shade in (tokens.panel, tokens.negative, tokens.positive)
    )
    mixed = ground * (1 - cover) + (low * (1 - share) + high * share) * cover
    return pack(np.rint(mixed).astype(np.uint8)).reshape(-1)
