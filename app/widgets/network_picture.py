"""The cached picture of the network diagram: a layer of links, and all on top of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from app.theme import Tokens
from app.widgets.colour_map import Pixels, image_of
from app.widgets.instrument import text_font
from app.widgets.network_layout import (
    Column,
    Links,
    Place,
    arrange,
    nearest_link,
    plain_links,
    weight_links,
)
from app.widgets.network_painter import (
    Scene,
    margins_of,
    paint_columns,
    paint_legend,
    paint_names,
    paint_neuron_links,
    paint_plain_links,
)
from app.widgets.network_raster import draw_pair
from app.widgets.tile_pixels import TilePixels

Weights = Sequence[npt.NDArray[np.generic] | None]

_LABEL = 12
_FADED = 0.16  # links of other neurons while one is pointed at


class NetworkPicture:
    """Keeps the links between frames, so that new activations cost little."""

    def __init__(self) -> None:
        self._scene: Scene | None = None
        self._ground: Pixels = np.zeros((1, 1), np.uint32)  # names, and links without weights
        self._layer: Pixels = self._ground.copy()
        self._links = QImage()
        # Which pairs and captions are in the ground.
        self._ground_of: tuple[tuple[bool, ...], tuple[str, ...]] | None = None
        self._ratio = 1.0
        self._image = QImage()
        self._pixels: list[TilePixels] = []

    @property
    def image(self) -> QImage:
        """The picture of the last `compose`."""
        return self._image

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the columns are."""
        return self._scene.arrangement.places if self._scene else ()

    def links_of(self, active: tuple[int, int] | None) -> tuple[Links, ...]:
        """The links one sees, between each two columns: all of the active neuron."""
        links = self._scene.links if self._scene else ()
        if active is None:
            return tuple(pair.strongest() for pair in links)
        column, index = active
        row = self.places[column].row_of(index)
        return tuple(
            pair.touching(row, at == column - 1) if at in (column - 1, column) else Links.none()
            for at, pair in enumerate(links)
        )

    def link_at(
        self, position: QPointF, active: tuple[int, int] | None, reach: float
    ) -> tuple[int, int, int] | None:
        """The first of two columns and the neurons of the link one sees at a point."""
        links = self.links_of(active)
        if len(links) != len(self.places) - 1:
            return None
        return nearest_link(self.places, links, position.x(), position.y(), reach)

    def link_line(self, pair: int, start: int, stop: int) -> QLineF | None:
        """Where a link is drawn; None where one of its neurons is not."""
        if not 0 <= pair < len(self.places) - 1:
            return None
        left, right = self.places[pair], self.places[pair + 1]
        first, last = left.row_of(start), right.row_of(stop)
        if first < 0 or last < 0:
            return None
        x0, x1 = left.x + left.half, right.x - right.half
        return QLineF(x0, float(left.y[first]), x1, float(right.y[last]))

    @property
    def radius(self) -> float:
        """Of a neuron."""
        return self._scene.arrangement.radius if self._scene else 0.0

    def arrange(self, columns: tuple[Column, ...], widget: QWidget, tokens: Tokens) -> None:
        """Spread the columns over the widget; the links are to be drawn anew."""
        size, ratio = (widget.width(), widget.height()), widget.devicePixelRatioF()
        small = text_font(widget, tokens.font_small)
        labels, bold = text_font(widget, _LABEL), text_font(widget, _LABEL, bold=True)
        margins = margins_of(columns, labels, bold, widget.width())
        places = arrange(columns, size, margins, ratio)
        self._scene = Scene(columns, places, (), tokens, small, labels, bold, size)
        self._ratio = ratio
        self._image = _blank(widget)
        self._ground = np.empty((self._image.height(), self._image.width()), np.uint32)
        self._layer = np.empty_like(self._ground)
        self._links = image_of(self._layer, ratio)
        self._ground_of = None
        if len(self._pixels) != len(columns):
            self._pixels = [TilePixels() for _ in columns]

    def draw_links(self, columns: tuple[Column, ...], weights: Weights) -> None:
        """Draw the strongest links of new weights."""
        assert self._scene is not None
        places = self.places
        links = links_between(places, weights)
        self._scene = scene = replace(self._scene, columns=columns, links=links)
        plain = tuple(pair.strength is None for pair in links)
        captions = tuple(column.caption for column in columns)
        if (plain, captions) != self._ground_of:
            self._ground_of = plain, captions
            self._draw_ground(scene)
        self._layer[...] = self._ground
        for pair, left, right in zip(links, places, places[1:], strict=False):
            if pair.strength is not None:
                draw_pair(self._layer, left, right, pair.strongest(), scene.tokens, self._ratio)

    def _draw_ground(self, scene: Scene) -> None:
        """Draw what does not change with the numbers."""
        image = image_of(self._ground, self._ratio)
        image.fill(QColor(scene.tokens.panel))
        with _painting(image) as painter:
            paint_plain_links(painter, scene)
            paint_names(painter, scene)
            paint_legend(painter, scene)

    def compose(self, columns: tuple[Column, ...], active: tuple[int, int] | None) -> None:
        """Draw the neurons over the links, or over the links of the active one."""
        assert self._scene is not None
        self._scene = scene = replace(self._scene, columns=columns)
        with _painting(self._image) as painter:
            if active is not None:
                self._image.fill(QColor(scene.tokens.panel))
                painter.setOpacity(_FADED)
            painter.drawImage(QPointF(), self._links)
            painter.setOpacity(1.0)
            if active is not None:
                paint_neuron_links(painter, scene, *active)
                paint_names(painter, scene)
                paint_legend(painter, scene)
            paint_columns(painter, scene, self._pixels)


def links_between(places: tuple[Place, ...], weights: Weights) -> tuple[Links, ...]:
    """The links between each two columns."""
    return tuple(
        plain_links(left, right)
        if array is None or left.tile or right.tile
        else weight_links(array, left, right)
        for array, left, right in zip(weights, places, places[1:], strict=False)
    )


def _blank(widget: QWidget) -> QImage:
    ratio = widget.devicePixelRatioF()
    size = (widget.size() * ratio).expandedTo(QSize(1, 1))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    return image


@contextmanager
def _painting(image: QImage) -> Iterator[QPainter]:
    """A painter that ends even when an error keeps a reference to it."""
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        yield painter
    finally:
        painter.end()
