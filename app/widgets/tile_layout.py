"""Where the tiles of a grid go; arithmetic in device pixels, without Qt."""

import math
from dataclasses import dataclass

import numpy as np

# A whole-number zoom looks cleaner; it may cost this part of the possible size.
_WHOLE_ZOOM_PART = 0.8


@dataclass(frozen=True)
class TileLayout:
    """A grid of equal tiles.

    Attributes:
        columns: Tiles side by side, at least 1.
        rows: Rows that are visible, at least 1.
        width: Of a tile, in device pixels.
        height: Of a tile, in device pixels.
        gap_x: Between tiles in a row.
        gap_y: Between rows; room for captions is in it.
        total_rows: Rows that all tiles need; more than `rows` means scrolling.
    """

    columns: int
    rows: int
    width: int
    height: int
    gap_x: int
    gap_y: int
    total_rows: int

    @property
    def capacity(self) -> int:
        """How many tiles are visible at once."""
        return self.columns * self.rows

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the visible grid, with the gaps after the last tiles."""
        return self.columns * (self.width + self.gap_x), self.rows * (self.height + self.gap_y)

    def corner(self, place: int) -> tuple[int, int]:
        """The top left corner of a visible place."""
        row, column = divmod(place, self.columns)
        return column * (self.width + self.gap_x), row * (self.height + self.gap_y)

    def place_at(self, x: float, y: float) -> int:
        """The visible place at a point, or -1 in a gap or outside."""
        column, across = divmod(x, self.width + self.gap_x)
        row, down = divmod(y, self.height + self.gap_y)
        inside = 0 <= column < self.columns and 0 <= row < self.rows
        if not inside or across >= self.width or down >= self.height:
            return -1
        return int(row) * self.columns + int(column)


def fit_tiles(
    count: int,
    tile: tuple[int, int],
    area: tuple[int, int],
    gap: tuple[int, int] = (4, 4),
    smallest: int = 28,
) -> TileLayout:
    """Choose columns and zoom so that the tiles fill the area.

    Args:
        count: Tiles to place.
        tile: Height and width of one, in its own pixels.
        area: Width and height to fill, in device pixels.
        gap: Between columns and between rows.
        smallest: The longer side of a tile is at least this long; if the tiles do not
            fit then, the layout shows as many rows as do.
    """
    count, (height, width) = max(1, count), tile
    gap_x, gap_y = gap
    columns = np.arange(1, count + 1)
    rows = -(-count // columns)
    across = (area[0] - gap_x * (columns - 1)) / columns / width
    down = (area[1] - gap_y * (rows - 1)) / rows / height
    zoom = float(np.minimum(across, down).max())
    zoom = max(zoom, smallest / max(height, width))
    whole = math.floor(zoom + 1e-9)
    if whole >= max(1.0, _WHOLE_ZOOM_PART * zoom) and whole * max(height, width) >= smallest:
        zoom = whole
    tile_width, tile_height = max(1, int(width * zoom)), max(1, int(height * zoom))
    across_fit = min(count, max(1, (area[0] + gap_x) // (tile_width + gap_x)))
    down_fit = max(1, (area[1] + gap_y) // (tile_height + gap_y))
    total = -(-count // across_fit)
    return TileLayout(
        across_fit, min(total, down_fit), tile_width, tile_height, gap_x, gap_y, total
    )


def fit_matrix(shape: tuple[int, int], area: tuple[int, int]) -> TileLayout:
    """One heatmap that fills the area, its cells whole pixels where that costs little."""
    sides = []
    for cells, room in zip((shape[1], shape[0]), area, strict=True):
        whole = room // cells * cells
        sides.append(max(1, whole if whole >= _WHOLE_ZOOM_PART * room else room))
    return TileLayout(1, 1, sides[0], sides[1], 0, 0, 1)
