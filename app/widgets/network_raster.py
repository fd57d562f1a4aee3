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
from app.widgets.network_layout import Links, Place

THIN, THICK = 0.5, 4.0
_FAINT, _FULL = 0.14, 0.92  # opacity of the weakest and the strongest link
_DEEPEST = 3.2  # paint so deep lets 4 % through
_STEPS = 255

Densities = npt.NDArray[np.float64]


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
        pixels: The picture, of shape (height, width); the part between the columns is replaced.
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
    if last <= first or x1 <= x0:
        return
    y0, y1 = left.y[links.start] * ratio, right.y[links.stop] * ratio
    slope = (y1 - y0) / (x1 - x0)
    part = np.abs(links.strength)
    depth = -np.log1p(-np.asarray(link_opacity(part))) * (_STEPS / _DEEPEST)
    thickness = np.asarray(link_width(part)) * ratio * np.sqrt(1 + slope * slope)
    positive = links.strength > 0
    density = np.zeros((2, last - first, height + 2))
    # The edge of a thick steep link would show stairs with one sample for a pixel.
    fine = (thickness > np.abs(slope)) & (np.abs(slope) > 0.5)
    for mask, offsets in ((~fine, (0.5,)), (fine, (0.25, 0.75))):
        if not mask.any():
            continue
        for offset in offsets:
            x = np.arange(first, last) + (offset - x0)
            centre = (y0[mask, np.newaxis] + slope[mask, np.newaxis] * x).astype(np.float32)
            reach = np.maximum(thickness, np.abs(slope))[mask]  # no gaps in a steep thin link
            paint = (depth * thickness)[mask] / reach / len(offsets)
            _add(density, centre, reach, paint, positive[mask])
    levels = np.minimum(np.cumsum(density, axis=2)[:, :, :height], _STEPS).astype(np.intp)
    table = _mixtures(tokens)
    pixels[:, first:last] = table[levels[0] * (_STEPS + 1) + levels[1]].T


def _add(
    density: Densities,
    centre: Floats,
    reach: npt.NDArray[np.floating],
    paint: npt.NDArray[np.floating],
    positive: npt.NDArray[np.bool_],
) -> None:
    """Add the differences of links, whose centres have the shape (links, columns)."""
    _, columns, rows = density.shape
    base = np.arange(columns) * rows + (positive * (columns * rows))[:, np.newaxis]
    places, weights = [], []
    for side in (-0.5, 0.5):
        edge = centre + (side * reach).astype(np.float32)[:, np.newaxis]
        np.clip(edge, 0.0, rows - 2.001, out=edge)
        row = edge.astype(np.intp)
        edge -= row  # the part of the row above the edge
        sign = (paint if side < 0 else -paint).astype(np.float32)[:, np.newaxis]
        below = edge * sign
        row += base
        places += [row.reshape(-1), (row + 1).reshape(-1)]
        weights += [(sign - below).reshape(-1), below.reshape(-1)]
    found = np.bincount(
        np.concatenate(places), np.concatenate(weights).astype(np.float64), density.size
    )
    density += found.reshape(density.shape)


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
