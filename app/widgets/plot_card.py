"""The card beside the hover line of a plot: the values of one moment."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.theme import theme
from app.widgets.instrument import colour
from app.widgets.plot_legend import SWATCH, Row, draw_sample, fitted

_SIDE = 8  # pixels beside the text
_AIR = 8  # pixels between the card and the hover line
_BEFORE = SWATCH + 6  # what stands before the text of a row


def card_rows(rows: Sequence[Row], metrics: QFontMetricsF, room: QSizeF, at: float) -> list[Row]:
    """The rows of the card, cut to the room in a small plot: by length and by number.

    The curves are named in full wherever the plot is wide enough, if need be across the hover
    line; the names of earlier runs, which may be long, end where one side of it does. A value
    is never cut.

    Args:
        rows: In full.
        metrics: Of the font.
        room: The size of the whole canvas.
        at: Where the hover line is.
    """
    most = room.width() - 2 - _BEFORE - 2 * _SIDE
    beside = max(at, room.width() - at) - _AIR - 2 - _BEFORE - 2 * _SIDE
    curves = [metrics.horizontalAdvance(row.text) for row in rows if not row.dash]
    width = min(most, max([beside, *curves]))
    cut = [replace(row, text=fitted(row, metrics, width)) for row in rows]
    count = max(2, int((room.height() - 12) / (metrics.height() + 1)) - 1)
    if len(cut) <= count:
        return cut
    return [*cut[: count - 1], Row(f"+{len(cut) - count + 1}", theme().tokens.panel)]


def card_size(title: str, rows: Sequence[Row], metrics: QFontMetricsF) -> QSizeF:
    """The room that a title and rows need."""
    widest = max((metrics.horizontalAdvance(row.text) + _BEFORE for row in rows), default=0.0)
    width = max(widest, metrics.horizontalAdvance(title)) + 2 * _SIDE
    return QSizeF(width, (metrics.height() + 1) * (len(rows) + 1) + 10)


def card_left(width: float, at: float, plot: QRectF, right: float) -> float:
    """Where the card begins: beside the hover line, over the ticks rather than over the line.

    Args:
        width: Of the card.
        at: Where the hover line is.
        plot: Where the curves are.
        right: The right end of the canvas, which begins at 0.
    """
    before, after = at - _AIR - width, at + _AIR
    last = max(0.0, right - width)
    if before >= plot.left():
        return before
    return after if after <= last else min(max(0.0, before), last)


def card_top(height: float, plot: QRectF, ys: Sequence[float]) -> float:
    """The height at which the card covers none of the hovered values, if there is one."""
    if not ys:
        return plot.top() + 4
    above, below = min(ys) - plot.top(), plot.bottom() - max(ys)
    room = above if above >= below else below
    middle = plot.top() + above / 2 if above >= below else plot.bottom() - below / 2
    if room < height:
        return plot.top() + 2 if above >= below else plot.bottom() - height - 2
    return middle - height / 2


def draw_card(painter: QPainter, card: QRectF, title: str, rows: Sequence[Row]) -> None:
    """Paint the card."""
    tokens, metrics = theme().tokens, QFontMetricsF(painter.font())
    painter.setPen(QPen(QColor(tokens.line), 1.0))
    painter.setBrush(colour(tokens.tooltip, 0.94))
    painter.drawRoundedRect(card, 5, 5)
    left, base = card.left() + _SIDE, card.top() + 5 + metrics.ascent()
    painter.setPen(QColor(tokens.muted))
    painter.drawText(QPointF(left, base), title)
    for row in rows:
        base += metrics.height() + 1
        draw_sample(painter, QPointF(left, base - metrics.capHeight() / 2), row)
        painter.setPen(QColor(tokens.text))
        painter.drawText(QPointF(left + _BEFORE, base), row.text)
