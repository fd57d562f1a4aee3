"""The legend of a plot: curves beside the title, earlier runs in rows below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.theme import theme

SWATCH = 14
ROW = 15  # height of a row of earlier runs
_GAP = 10
_LOW = 140  # a plot that is lower has no room for a second row of long names


@dataclass(frozen=True)
class Row:
    """A line of the legend or of the card: a sample of the curve and a text.

    Attributes:
        dash: Dashes and gaps of the curve in pixels; none of a solid one.
        short: What stays of the text where there is no room for all of it: in the card, and of
            an earlier run, its end.
    """

    text: str
    shade: str
    dash: tuple[float, ...] = ()
    short: str = ""


def fitted(row: Row, metrics: QFontMetricsF, width: float) -> str:
    """The text, its beginning cut where it is too wide."""
    if metrics.horizontalAdvance(row.text) <= width:
        return row.text
    begin = row.text.removesuffix(row.short)
    room = max(0.0, width - metrics.horizontalAdvance(row.short))
    return metrics.elidedText(begin, Qt.TextElideMode.ElideRight, room) + row.short


Placed = tuple[float, int, str, Row]  # left end, row, text


def place_ghosts(
    rows: Sequence[Row], metrics: QFontMetricsF, width: float, height: float
) -> list[Placed]:
    """Where the samples of earlier runs stand: their names if those fit, or else the values."""
    placed = _flow([row.text for row in rows], rows, metrics, width)
    most = 1 if height < _LOW else 2
    if placed and (placed[-1][1] >= most or _ends_after(placed, metrics, width)):
        placed = _flow([row.short or row.text for row in rows], rows, metrics, width)
    return placed


def _flow(
    texts: Sequence[str], rows: Sequence[Row], metrics: QFontMetricsF, width: float
) -> list[Placed]:
    placed: list[Placed] = []
    x, line = 2.0, 0
    for text, row in zip(texts, rows, strict=True):
        needed = SWATCH + 4 + metrics.horizontalAdvance(text)
        if x > 2.0 and x + needed > width:
            x, line = 2.0, line + 1
        placed.append((x, line, text, row))
        x += needed + _GAP
    return placed


def _ends_after(placed: Sequence[Placed], metrics: QFontMetricsF, width: float) -> bool:
    return any(x + SWATCH + 4 + metrics.horizontalAdvance(text) > width for x, _, text, _ in placed)


def draw_ghosts(painter: QPainter, placed: Sequence[Placed], top: float) -> None:
    """Name the earlier runs."""
    metrics = QFontMetricsF(painter.font())
    for x, line, text, row in placed:
        base = top + line * ROW + metrics.ascent()
        draw_sample(painter, QPointF(x, round(base - metrics.capHeight() / 2)), row)
        painter.setPen(QColor(theme().tokens.muted))
        painter.drawText(QPointF(x + SWATCH + 4, base), text)


def curve_texts(rows: Sequence[Row], metrics: QFontMetricsF, room: float) -> list[str]:
    """What the curves are called: in short where the whole names have no room."""
    whole = sum(SWATCH + 4 + metrics.horizontalAdvance(row.text) + _GAP for row in rows) - _GAP
    return [row.text if whole <= room else row.short or row.text for row in rows]


def draw_curves(painter: QPainter, rows: Sequence[Row], left: float, right: float) -> None:
    """Name the curves from the right end to the left, as many as there is room for."""
    metrics = QFontMetricsF(painter.font())
    x = right
    texts = curve_texts(rows, metrics, right - left)
    for row, text in reversed(list(zip(rows, texts, strict=True))):
        width = metrics.horizontalAdvance(text)
        if x - width - SWATCH - 4 < left:
            return
        painter.setPen(QColor(theme().tokens.muted))
        painter.drawText(QPointF(x - width, metrics.ascent() + 1), text)
        x -= width + 4
        middle = metrics.ascent() + 1 - metrics.capHeight() / 2
        draw_sample(painter, QPointF(x - SWATCH, round(middle)), row)
        x -= SWATCH + _GAP


def draw_sample(painter: QPainter, at: QPointF, row: Row) -> None:
    """A piece of a curve."""
    pen = QPen(QColor(row.shade), 1.0 if row.dash else 2.0)
    if row.dash:
        pen.setDashPattern(list(row.dash))
    painter.setPen(pen)
    painter.drawLine(at, at + QPointF(SWATCH, 0))
