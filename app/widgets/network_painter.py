"""How the network diagram looks: links by weight, neurons by activation."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.i18n import translate
from app.theme import Tokens
from app.widgets.colour_map import Floats, coloured, finite
from app.widgets.instrument import colour, text_font
from app.widgets.network_layout import Arrangement, Column, Links, Place, value_shares
from app.widgets.network_raster import THIN, link_opacity, link_width
from app.widgets.picture import full_scale
from app.widgets.tile_pixels import TilePixels

_LEVELS = 8  # pens for each sign
_TEXT_GAP = 8.0
NAME_ROW = 16.0
_KEY = 8.0
"""The side of a square of the legend."""


@dataclass(frozen=True, eq=False)
class Scene:
    """What is drawn, and where.

    Attributes:
        columns: What to show.
        arrangement: Where the columns are.
        links: Between each two columns.
        tokens: The colours of the theme.
        small: The font of names.
        labels: The font of labels.
        bold: The font of the winner's label.
        size: Width and height of the widget.
    """

    columns: tuple[Column, ...]
    arrangement: Arrangement
    links: tuple[Links, ...]
    tokens: Tokens
    small: QFont
    labels: QFont
    bold: QFont
    size: tuple[int, int]


@dataclass(frozen=True, eq=False)
class _Pens:
    faint: QPen
    pointed: QPen
    negative: tuple[QPen, ...]
    positive: tuple[QPen, ...]


@lru_cache(maxsize=4)
def _pens(tokens: Tokens) -> _Pens:
    def scale(shade: str) -> tuple[QPen, ...]:
        parts = [(level + 0.5) / _LEVELS for level in range(_LEVELS)]
        return tuple(
            _pen(colour(shade, float(link_opacity(part))), float(link_width(part)))
            for part in parts
        )

    return _Pens(
        _pen(colour(tokens.muted, 0.22), THIN),
        _pen(colour(tokens.muted, 0.8), 1.0),
        scale(tokens.negative),
        scale(tokens.positive),
    )


def _pen(shade: QColor, width: float) -> QPen:
    return QPen(shade, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def paint_plain_links(painter: QPainter, scene: Scene) -> None:
    """The links without weights to show."""
    pens = _pens(scene.tokens)
    places = scene.arrangement.places
    for at, links in enumerate(scene.links):
        if links.strength is None:
            _paint_pair(painter, places[at], places[at + 1], links, pens, pens.faint)


def paint_strongest_links(painter: QPainter, scene: Scene) -> None:
    """The links one sees while no neuron is pointed at, as lines."""
    pens = _pens(scene.tokens)
    places = scene.arrangement.places
    for at, links in enumerate(scene.links):
        _paint_pair(painter, places[at], places[at + 1], links.strongest(), pens, pens.faint)


def paint_neuron_links(painter: QPainter, scene: Scene, column: int, index: int) -> None:
    """All links of one neuron to the columns beside it."""
    pens = _pens(scene.tokens)
    places = scene.arrangement.places
    row = places[column].row_of(index)
    for at, right in ((column - 1, True), (column, False)):
        if row >= 0 and 0 <= at < len(scene.links):
            links = scene.links[at].touching(row, right)
            _paint_pair(painter, places[at], places[at + 1], links, pens, pens.pointed)


def _paint_pair(
    painter: QPainter, left: Place, right: Place, links: Links, pens: _Pens, plain: QPen
) -> None:
    x0, x1 = left.x + left.half, right.x - right.half
    y0, y1 = left.y[links.start].tolist(), right.y[links.stop].tolist()
    lines = [QLineF(x0, a, x1, b) for a, b in zip(y0, y1, strict=True)]
    if links.strength is None:
        painter.setPen(plain)
        painter.drawLines(lines)
        return
    levels = np.minimum((np.abs(links.strength) * _LEVELS).astype(np.intp), _LEVELS - 1)
    buckets: list[list[QLineF]] = [[] for _ in range(2 * _LEVELS)]
    bucket = 2 * levels + (links.strength > 0)
    for line, place in zip(lines, bucket.tolist(), strict=True):
        buckets[place].append(line)
    for place, part in enumerate(buckets):
        if part:
            painter.setPen((pens.positive if place % 2 else pens.negative)[place // 2])
            painter.drawLines(part)


def paint_legend(painter: QPainter, scene: Scene) -> None:
    """What the colours of links mean, at the upper right; nothing where all are grey."""
    if all(links.strength is None for links in scene.links):
        return
    tokens, metrics = scene.tokens, QFontMetricsF(scene.small)
    words = translate("NetworkView", "strongest links")
    parts: tuple[tuple[str, str], ...] = (
        (f"{words} ·", ""), ("\N{MINUS SIGN}", tokens.negative), ("0", tokens.positive), ("+", ""),
    )  # fmt: skip
    gap = 4.0
    wide = sum(metrics.horizontalAdvance(text) + gap for text, _ in parts) + 2 * (_KEY + gap)
    x = scene.size[0] - 8 - wide
    if x < 8:
        return
    painter.setFont(scene.small)
    painter.setPen(QColor(tokens.muted))
    for text, shade in parts:
        room = metrics.horizontalAdvance(text) + 1
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x, 1, room, NAME_ROW), flags, text)
        x += room - 1 + gap
        if shade:
            painter.fillRect(QRectF(x, 1 + (NAME_ROW - _KEY) / 2, _KEY, _KEY), QColor(shade))
            x += _KEY + gap


def paint_columns(painter: QPainter, scene: Scene, images: list[TilePixels]) -> None:
    """Neurons, images and labels; `images` keeps the pixels of each column."""
    places = scene.arrangement.places
    for at, (column, place) in enumerate(zip(scene.columns, places, strict=True)):
        if place.tile is None:
            _paint_neurons(painter, scene, column, place)
        else:
            _paint_image(painter, scene, column, place, images[at])
    _paint_labels(painter, scene, len(scene.columns) - 1, right=True)
    if len(scene.columns) > 1:
        _paint_labels(painter, scene, 0, right=False)


def paint_names(painter: QPainter, scene: Scene) -> None:
    """Names and captions, which stay when the numbers change."""
    for column, place in zip(scene.columns, scene.arrangement.places, strict=True):
        _paint_name(painter, scene, column, place)


def _paint_neurons(painter: QPainter, scene: Scene, column: Column, place: Place) -> None:
    tokens, radius = scene.tokens, scene.arrangement.radius
    shares = value_shares(column.values, place.indices, column.limit)
    fills = [QColor(tokens.panel)] * len(place.y) if shares is None else _fills(shares)
    broken = [False] * len(place.y) if shares is None else np.isnan(shares).tolist()
    outline, alarm = QPen(QColor(tokens.muted), 1.0), QPen(QColor(tokens.danger), 1.5)
    for y, fill, bad in zip(place.y.tolist(), fills, broken, strict=True):
        painter.setPen(alarm if bad else outline)
        painter.setBrush(fill)
        painter.drawEllipse(QPointF(place.x, y), radius, radius)
    if place.dots is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.muted))
        for offset in (-5.0, 0.0, 5.0):
            spot = QPointF(place.x, place.dots + offset * min(1.0, scene.arrangement.step / 16))
            painter.drawEllipse(spot, 1.2, 1.2)


def _fills(shares: Floats) -> list[QColor]:
    """Colours of activations: amounts in the sequential table, negative ones in blue."""
    known = finite(shares)
    amounts = coloured(np.maximum(known, 0.0), 1.0, "sequential")
    signed = coloured(np.minimum(known, 0.0), 1.0, "diverging")
    return [QColor(int(pixel)) for pixel in np.where(known < 0, signed, amounts)]


def _paint_image(
    painter: QPainter, scene: Scene, column: Column, place: Place, pixels: TilePixels
) -> None:
    assert place.tile is not None
    assert column.image is not None
    ratio = painter.device().devicePixelRatio()
    scale = full_scale(column.image, "ink")
    pixels.draw(finite(column.image)[np.newaxis], place.tile, scale, "ink", (0, 0, 0), ratio)
    at = QPointF(*place.corner)
    edge = 1 / ratio
    frame = QRectF(at, pixels.image.deviceIndependentSize()).adjusted(-edge, -edge, edge, edge)
    painter.fillRect(frame, QColor(scene.tokens.line))
    painter.drawImage(at, pixels.image)


def _paint_name(painter: QPainter, scene: Scene, column: Column, place: Place) -> None:
    """The name at the foot of the diagram; the caption below it, or below an image."""
    painter.setFont(scene.small)
    painter.setPen(QColor(scene.tokens.muted))
    if place.tile is None:
        top = scene.size[1] - NAME_ROW * (2 if has_captions(scene.columns) else 1) - 2
        texts = [column.name, column.caption]
    else:
        top = 2 * float(place.y.mean()) - place.corner[1] + 4
        texts = [column.caption or column.name]
    room = scene.arrangement.pitch - 4 + (60.0 if place.tile else 0.0)
    metrics = QFontMetricsF(scene.small)
    for text in filter(None, texts):
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))
        wide = metrics.horizontalAdvance(short) + 1
        left = max(2.0, min(place.x - wide / 2, scene.size[0] - 2 - wide))
        row = QRectF(left, top, wide, NAME_ROW)
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)
        top += NAME_ROW


def _paint_labels(painter: QPainter, scene: Scene, at: int, right: bool) -> None:
    column, place = scene.columns[at], scene.arrangement.places[at]
    if place.tile is not None:
        return
    best = winner(column) if right else -1
    step = float(place.y[1] - place.y[0]) if len(place.y) > 1 else 40.0
    room = label_room(scene.columns, scene.labels, scene.bold, scene.size[0])[1 if right else 0]
    for index, y in zip(place.indices.tolist(), place.y.tolist(), strict=True):
        wins = index == best
        if index >= len(column.labels) or (step < 10 and not wins):
            continue
        font = scene.bold if wins else scene.labels
        painter.setFont(font)
        painter.setPen(QColor(scene.tokens.text))
        text = QFontMetricsF(font).elidedText(
            column.labels[index], Qt.TextElideMode.ElideRight, room
        )
        gap = place.half + _TEXT_GAP
        x = place.x + gap if right else place.x - gap - room
        side = Qt.AlignmentFlag.AlignLeft if right else Qt.AlignmentFlag.AlignRight
        rect = QRectF(x, y - 10, room, 20)
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, text)


def paint_empty(painter: QPainter, widget: QWidget, tokens: Tokens, text: str) -> None:
    """A line in the middle where there is nothing to draw."""
    painter.fillRect(widget.rect(), QColor(tokens.panel))
    painter.setFont(text_font(widget, tokens.font_body))
    painter.setPen(QColor(tokens.muted))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(widget.rect(), int(flags), text)


def winner(column: Column) -> int:
    """The neuron with the largest activation, or -1."""
    values = column.values
    if values is None or not values.size or np.isnan(values).all():
        return -1
    return int(np.nanargmax(values))


def label_room(
    columns: tuple[Column, ...], font: QFont, bold: QFont, width: int
) -> tuple[float, float]:
    """Widths of the labels at the left and at the right; a fifth of the widget at most."""
    if not columns:
        return 0.0, 0.0
    ends: list[tuple[str, ...]] = [
        () if column.image is not None else column.labels for column in (columns[0], columns[-1])
    ]
    if len(columns) == 1:
        ends[0] = ()
    rooms = []
    for labels, face in zip(ends, (font, bold), strict=True):
        metrics = QFontMetricsF(face)
        # The longest by letters; measuring a thousand names would take longer than drawing.
        longest = sorted(labels, key=len)[-8:]
        widest = max((metrics.horizontalAdvance(text) for text in longest), default=0.0)
        rooms.append(float(math.ceil(min(widest + 1, 0.2 * width))) if labels else 0.0)
    return rooms[0], rooms[1]


def has_captions(columns: tuple[Column, ...]) -> bool:
    """Whether a column of neurons has a line below its name."""
    return any(column.caption and column.image is None for column in columns)


def margins_of(
    columns: tuple[Column, ...], labels: QFont, bold: QFont, width: int
) -> tuple[float, float, float, float]:
    """Room around the neurons for labels and names."""
    left, right = label_room(columns, labels, bold, width)
    foot = NAME_ROW * (2 if has_captions(columns) else 1) + 8
    edge = min(20.0, 0.04 * width)
    return (
        edge + (left + _TEXT_GAP if left else 0.0),
        4.0 + NAME_ROW,
        edge + (right + _TEXT_GAP if right else 0.0),
        foot,
    )
