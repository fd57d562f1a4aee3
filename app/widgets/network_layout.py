"""Where the neurons and links of the network diagram go; arithmetic without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.widgets.colour_map import Floats, largest
from app.widgets.tile_layout import TileLayout, fit_tiles

Ints = npt.NDArray[np.intp]
Heights = npt.NDArray[np.floating]
Margins = tuple[float, float, float, float]  # left, top, right, bottom

MOST_LINKS = 200  # between two columns; more are a carpet
_ROWS = 16  # of a wide layer: 8 neurons, a gap, 7 neurons
_MORE_ROWS = 24  # all neurons are shown up to here if they have room
_CLOSE, _CLOSEST, _WIDEST = 22.0, 15.0, 40.0  # from neuron to neuron
_LARGEST_RADIUS = 9.0
_LARGEST_IMAGE = 120.0
_PORTS = 12  # where links meet an image
_IMAGE_GAP = 4.0


@dataclass(frozen=True, eq=False)
class Column:
    """A layer in the diagram.

    Attributes:
        name: Of the layer.
        size: How many neurons.
        values: Their activations.
        limit: The activation of a neuron in full colour; None: the largest of the column.
        labels: Their names, shown beside the first and the last column.
        image: Shown in place of the neurons, of shape (height, width).
        caption: A line below.
    """

    name: str
    size: int
    values: npt.NDArray[np.generic] | None = None
    labels: tuple[str, ...] = ()
    image: npt.NDArray[np.generic] | None = None
    caption: str = ""
    limit: float | None = None


@dataclass(frozen=True, eq=False)
class Place:
    """Where one column is.

    Attributes:
        x: Its centre.
        half: From the centre to where its links end.
        indices: The neurons that are shown, from top to bottom; none of an image.
        y: Where links end: the centres of the neurons, or the ports of an image.
        dots: The centre of the gap for neurons that are not shown.
        corner: The top left corner of the image.
        tile: The image's size in device pixels.
    """

    x: float
    half: float
    indices: Ints
    y: Heights
    dots: float | None = None
    corner: tuple[float, float] = (0.0, 0.0)
    tile: TileLayout | None = None

    def row_of(self, index: int) -> int:
        """The row of a neuron, or -1 if it is not shown."""
        rows = np.flatnonzero(self.indices == index)
        return int(rows[0]) if len(rows) else -1


@dataclass(frozen=True, eq=False)
class Arrangement:
    """Where everything is; `pitch` is the distance of columns, `step` of the closest neurons."""

    places: tuple[Place, ...]
    radius: float
    pitch: float
    step: float


@dataclass(frozen=True, eq=False)
class Links:
    """Links between the rows of two columns, the weakest first.

    Attributes:
        start: Rows of the left column.
        stop: Rows of the right column.
        strength: -1 to 1 of the strongest; None of links without a weight to show.
    """

    start: Ints
    stop: Ints
    strength: Floats | None = None

    def strongest(self, most: int = MOST_LINKS) -> "Links":
        """The part that is drawn while no neuron is pointed at."""
        if self.strength is None or len(self.start) <= most:
            return self
        return Links(self.start[-most:], self.stop[-most:], self.strength[-most:])

    @classmethod
    def none(cls) -> "Links":
        """No links."""
        return cls(np.zeros(0, np.intp), np.zeros(0, np.intp))

    def touching(self, row: int, right: bool) -> "Links":
        """All links of one neuron of the left or the right column."""
        mask = (self.stop if right else self.start) == row
        strength = None if self.strength is None else self.strength[mask]
        return Links(self.start[mask], self.stop[mask], strength)


def arrange(
    columns: Sequence[Column], size: tuple[float, float], margins: Margins, ratio: float = 1.0
) -> Arrangement:
    """Spread columns over a widget.

    Args:
        columns: At least one.
        size: Width and height.
        margins: Left, top, right and bottom, free of neurons.
        ratio: Device pixels per pixel.
    """
    left, top, right, bottom = margins
    width = max(8.0, size[0] - left - right)
    height = max(8.0, size[1] - top - bottom)
    steps = [
        min(_WIDEST, height / max(1, _row_count(column.size, height)))
        for column in columns
        if column.image is None
    ]
    step = min(steps, default=_WIDEST)
    radius = min(_LARGEST_RADIUS, max(1.5, 0.38 * step), max(1.5, width / len(columns) / 4))
    box = max(4.0, min(_LARGEST_IMAGE, 0.2 * width, 0.5 * height))
    tiles = [_image_tile(column, box, ratio) for column in columns]
    widths = [2 * radius if tile is None else tile.width / ratio for tile in tiles]
    gaps = max(1, len(columns) - 1)
    gap = max(0.0, min((width - sum(widths)) / gaps, max(160.0, 0.6 * height)))
    x = left + (width - sum(widths) - gap * (len(columns) - 1)) / 2
    middle = top + height / 2
    places = []
    for column, tile, part in zip(columns, tiles, widths, strict=True):
        if tile is None:
            places.append(_neurons(column.size, x + part / 2, radius, middle, height))
        else:
            places.append(_image(tile, x, middle, ratio))
        x += part + gap
    return Arrangement(tuple(places), radius, gap + min(widths), step)


def _row_count(size: int, height: float) -> int:
    """Rows of a layer, with one for the gap if neurons are left out."""
    slots = min(_ROWS, max(3, int(height // _CLOSE)))
    if size <= slots or (size <= _MORE_ROWS and size <= height // _CLOSEST):
        return size
    return slots


def _neurons(size: int, x: float, radius: float, middle: float, height: float) -> Place:
    rows = _row_count(size, height)
    step = min(_WIDEST, (height - 2 * radius) / max(1, rows - 1))
    y = middle + step * (np.arange(rows) - (rows - 1) / 2)
    if rows == size:
        return Place(x, radius, np.arange(size), y)
    first = rows // 2
    last = rows - 1 - first
    indices = np.concatenate([np.arange(first), np.arange(size - last, size)])
    return Place(x, radius, indices, np.delete(y, first), float(y[first]))


def _image_tile(column: Column, box: float, ratio: float) -> TileLayout | None:
    if column.image is None:
        return None
    height, width = column.image.shape
    side = max(1, int(box * ratio))
    return fit_tiles(1, (height, width), (side, side), (0, 0), smallest=1)


def _image(tile: TileLayout, left: float, middle: float, ratio: float) -> Place:
    width, height = tile.width / ratio, tile.height / ratio
    # Whole device pixels keep the image sharp.
    corner = int(left * ratio) / ratio, int((middle - height / 2) * ratio) / ratio
    y = corner[1] + (np.arange(_PORTS) + 0.5) * (height / _PORTS)
    x = corner[0] + width / 2
    return Place(x, width / 2 + _IMAGE_GAP, np.zeros(0, np.intp), y, None, corner, tile)


def weight_links(weights: npt.NDArray[np.generic], left: Place, right: Place) -> Links:
    """The links between the neurons shown of two columns; NaN and 0 are no links."""
    block = weights[np.ix_(left.indices, right.indices)].astype(np.float64)
    known = np.isfinite(block)
    peak = float(np.abs(block[known]).max()) if known.any() else 0.0
    # The infinities count as the strongest of the rest, else they would hide it.
    end = peak or 1.0
    strength = np.nan_to_num(block, nan=0.0, posinf=end, neginf=-end) / end
    start, stop = np.nonzero(strength)
    found = strength[start, stop]
    order = np.argsort(np.abs(found), kind="stable")
    return Links(start[order], stop[order], found[order].astype(np.float32))


def plain_links(left: Place, right: Place) -> Links:
    """Links without weights: from an image to every neuron, else row to row."""
    if (left.tile is None) != (right.tile is None):
        start, stop = np.indices((len(left.y), len(right.y)))
        return Links(start.reshape(-1), stop.reshape(-1))
    count = max(len(left.y), len(right.y))
    rows = np.arange(count) / max(1, count - 1)
    start = np.rint(rows * (len(left.y) - 1)).astype(np.intp)
    stop = np.rint(rows * (len(right.y) - 1)).astype(np.intp)
    return Links(start, stop)


def value_shares(
    values: npt.NDArray[np.generic] | None, indices: Ints, limit: float | None = None
) -> Floats | None:
    """Activations of the neurons shown, -1 to 1 of a limit or the column's largest.

    NaN stays NaN.
    """
    if values is None:
        return None
    known = values[np.isfinite(values)].astype(np.float32)
    peak = limit or largest(known) or 1.0
    shown: Floats = values[indices].astype(np.float32)
    with np.errstate(over="ignore"):
        shares: Floats = np.clip(shown / np.float32(peak), -1.0, 1.0)
    return shares


def checked(column: Column) -> Column:
    """The column with its values in a row, or a ValueError that says what came."""
    if column.size < 1:
        raise ValueError(f"column {column.name} needs 1 neuron or more; received {column.size}")
    if column.image is not None and (column.image.ndim != 2 or not column.image.size):
        raise ValueError(
            f"the image of {column.name} needs the shape (height, width); "
            f"received {column.image.shape}"
        )
    if column.values is None:
        return column
    if column.values.size != column.size:
        raise ValueError(
            f"column {column.name} needs {column.size} values; received {column.values.size}"
        )
    return replace(column, values=column.values.reshape(-1))


def check_weights(
    columns: Sequence[Column], weights: Sequence[npt.NDArray[np.generic] | None]
) -> None:
    """A ValueError that says what came, unless each pair of columns has an entry that fits."""
    pairs = max(0, len(columns) - 1)
    if len(weights) != pairs:
        raise ValueError(
            f"{len(columns)} columns need {pairs} entries of weights; received {len(weights)}"
        )
    for left, right, array in zip(columns, columns[1:], weights, strict=False):
        if array is not None and array.shape != (left.size, right.size):
            raise ValueError(
                f"weights from {left.name} to {right.name} need the shape "
                f"{(left.size, right.size)}; received {array.shape}"
            )


def nearest(places: Sequence[Place], x: float, y: float, reach: float) -> tuple[int, int] | None:
    """Column and index of the neuron at a point, or up to `reach` beside its circle."""
    for at, place in enumerate(places):
        if len(place.indices):
            row = int(np.abs(place.y - y).argmin())
            if np.hypot(x - place.x, y - place.y[row]) <= place.half + reach:
                return at, int(place.indices[row])
    return None


def nearest_link(
    places: Sequence[Place], pairs: Sequence[Links], x: float, y: float, reach: float
) -> tuple[int, int, int] | None:
    """Pair of columns and the two neurons of the link at a point, or up to `reach` beside it."""
    for at, (left, right) in enumerate(pairwise(places)):
        x0, x1 = left.x + left.half, right.x - right.half
        links = pairs[at]
        if links.strength is None or not len(links.start) or not x0 <= x <= x1 or x1 <= x0:
            continue
        y0, y1 = left.y[links.start], right.y[links.stop]
        slope = (y1 - y0) / (x1 - x0)
        away = np.abs(y0 + slope * (x - x0) - y) / np.hypot(1.0, slope)
        best = int(away.argmin())
        if away[best] <= reach:
            start, stop = int(links.start[best]), int(links.stop[best])
            return at, int(left.indices[start]), int(right.indices[stop])
    return None


def neighbour(
    places: Sequence[Place], start: tuple[int, int], across: int, down: int
) -> tuple[int, int] | None:
    """The neuron that is drawn beside `start`; the first of all if `start` is not drawn."""
    usable = [at for at, place in enumerate(places) if len(place.indices)]
    if not usable:
        return None
    column, row = start[0], -1
    if column in usable:
        row = places[column].row_of(start[1])
    if row < 0:
        column, row = usable[0], 0
    elif across:
        at = max(0, min(len(usable) - 1, usable.index(column) + across))
        y = places[column].y[row]
        if usable[at] != column:
            column = usable[at]
            row = int(np.abs(places[column].y - y).argmin())
    else:
        row = max(0, min(len(places[column].indices) - 1, row + down))
    return column, int(places[column].indices[row])
