"""The colours of a confusion matrix: blue for right, orange for wrong, by share of the row."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from app.palettes import blend, contrast
from app.theme import Tokens
from app.widgets.colour_map import pack

Pixels = npt.NDArray[np.uint32]
_STRONGEST = 0.85
"""Of the way to the full colour: numbers stay readable in either text colour."""


_READABLE = 4.5
"""The contrast that WCAG asks of text."""


def cell_shades(counts: npt.NDArray[np.int64], tokens: Tokens) -> Pixels:
    """A pixel for each cell.

    The root of the share spreads the small ones: a hundredth of a row can still be seen.
    """
    whole = counts.sum(axis=1, keepdims=True)
    share = np.divide(counts, whole, out=np.zeros(counts.shape), where=whole > 0)
    at = np.rint(np.sqrt(share) * 255 * _STRONGEST).astype(np.intp)
    right, wrong = _table(tokens.panel, tokens.negative), _table(tokens.panel, tokens.positive)
    diagonal = np.eye(len(counts), dtype=bool)
    shades: Pixels = np.where(diagonal, right[at], wrong[at])
    return shades


def shade_text(pixel: int, tokens: Tokens) -> str:
    """A text colour that can be read on a cell: the theme's own where that suffices."""
    own = (tokens.text, tokens.on_accent, tokens.panel)
    return _text_on(pixel & 0xFFFFFF, *own, tokens.paper, tokens.ink)


@lru_cache(maxsize=8)
def _table(ground: str, colour: str) -> Pixels:
    return pack(blend([ground, colour]))


@lru_cache(maxsize=1024)
def _text_on(rgb: int, *candidates: str) -> str:
    ground = f"#{rgb:06x}"
    reads = {candidate: contrast(candidate, ground) for candidate in candidates}
    good = (candidate for candidate, ratio in reads.items() if ratio >= _READABLE)
    return next(good, max(reads, key=lambda candidate: reads[candidate]))
