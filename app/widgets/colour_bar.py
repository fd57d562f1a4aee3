"""The slim legend under a picture of numbers."""

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from app.theme import theme
from app.widgets.colour_map import ColourMap, Pixels, image_of, packed_table
from app.widgets.instrument import hairline, number

_LENGTH = 96
_THICK = 6
_SPACE = 5


def draw_colour_bar(painter: QPainter, row: QRect, name: ColourMap, scale: float) -> int:
    """Draw "−0.4 ▬ 0 ▬ +0.4", or "0 ▬ 0.4" for amounts, at the right of a row of text.

    Returns:
        The width that was used.
    """
    table = packed_table(name)
    parts: list[str | Pixels] = ["0", table, number(scale, 3)]
    if name == "diverging":
        end = number(scale, 3)
        parts = ["\N{MINUS SIGN}" + end, table[:128], "0", table[128:], "+" + end]
    length = _LENGTH // (len(parts) // 2)
    metrics = painter.fontMetrics()
    x = row.right() + 1
    for part in reversed(parts):
        if isinstance(part, str):
            width = metrics.horizontalAdvance(part)
            painter.setPen(QColor(theme().tokens.muted))
            painter.drawText(x - width, row.top() + metrics.ascent(), part)
        else:
            width = length
            top = row.top() + (metrics.height() - _THICK) // 2
            _draw_part(painter, QRect(x - width, top, width, _THICK), part)
        x -= width + _SPACE
    return row.right() - x


def _draw_part(painter: QPainter, bar: QRect, table: Pixels) -> None:
    pixels = np.ascontiguousarray(table[np.newaxis])
    painter.drawImage(bar, image_of(pixels))
    painter.setPen(hairline(theme().tokens.line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(bar.adjusted(0, 0, -1, -1))
