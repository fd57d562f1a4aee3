"""The composed picture of a tile grid: one buffer of pixels, filled in place."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from app.widgets.colour_map import (
    ColourMap,
    Floats,
    Pixels,
    Tap,
    coverage,
    image_of,
    levels,
    pack,
    packed_table,
    resample,
)
from app.widgets.tile_layout import TileLayout


class TilePixels:
    """Draws tiles of numbers side by side; memory is kept until the layout changes."""

    def __init__(self) -> None:
        self._pixels: Pixels = np.zeros((1, 1), dtype=np.uint32)
        self._image = image_of(self._pixels)
        self._shape: tuple[TileLayout, tuple[int, ...]] | None = None
        self._across: tuple[Tap, ...] = ()
        self._down: tuple[Tap, ...] = ()

    @property
    def image(self) -> QImage:
        """The picture of the last `draw`."""
        return self._image

    def draw(
        self,
        tiles: Floats,
        layout: TileLayout,
        scale: float,
        colours: ColourMap,
        ground: tuple[int, int, int],
        ratio: float = 1.0,
    ) -> None:
        """Compose tiles of shape (n, h, w), n at most the layout's capacity.

        Args:
            tiles: Finite numbers.
            layout: Where they go.
            scale: The number at the end of the colour table.
            colours: The colour table.
            ground: Red, green and blue of the gaps.
            ratio: Device pixels per pixel of the window.
        """
        self._fit(layout, tiles.shape[1:])
        self._image.setDevicePixelRatio(ratio)
        height, width = tiles.shape[1:]
        zoom_y, rest_y = divmod(layout.height, height)
        zoom_x, rest_x = divmod(layout.width, width)
        whole = zoom_x >= 1 and zoom_y >= 1 and not rest_x and not rest_y
        at = levels(tiles, scale, colours)  # (n, h, w); blending keeps it inside the table
        indices = (at if whole else self._resample(at)).astype(np.uint8)
        # Bytes are never out of range; mode "clip" only skips a slow check.
        pixels = packed_table(colours).take(indices, mode="clip")
        places = self._places()
        back = pack(np.array(ground, dtype=np.uint8))
        full, left = divmod(len(tiles), layout.columns)
        self._pixels[...] = back
        for rows, columns, part in (
            (slice(0, full), slice(0, layout.columns), pixels[: full * layout.columns]),
            (slice(full, full + 1), slice(0, left), pixels[full * layout.columns :]),
        ):
            if len(part):
                _put(places[rows, :, columns, :], part, (zoom_y, zoom_x) if whole else (1, 1))

    def _fit(self, layout: TileLayout, tile: tuple[int, ...]) -> None:
        if self._shape == (layout, tile):
            return
        self._shape = (layout, tile)
        width, height = layout.size
        self._pixels = np.empty((height, width), dtype=np.uint32)
        self._image = image_of(self._pixels)
        self._down = coverage(tile[0], layout.height)
        self._across = coverage(tile[1], layout.width)

    def _places(self) -> Pixels:
        """The buffer as (row, y, column, x), without the gaps."""
        assert self._shape is not None
        layout = self._shape[0]
        pitch_y, pitch_x = layout.height + layout.gap_y, layout.width + layout.gap_x
        grid = self._pixels.reshape(layout.rows, pitch_y, layout.columns, pitch_x)
        return grid[:, : layout.height, :, : layout.width]

    def _resample(self, at: Floats) -> Floats:
        """Tiles of the layout's size; levels are blended, not colours."""
        return resample(resample(at, self._across, axis=2), self._down, axis=1)


def _put(places: Pixels, tiles: Pixels, zoom: tuple[int, int]) -> None:
    """Copy tiles (n, h, w) to places (rows, h * zoom, columns, w * zoom)."""
    rows, _, columns, _ = places.shape
    _, height, width = tiles.shape
    split = places.reshape(rows, height, zoom[0], columns, width, zoom[1])
    assert np.shares_memory(split, places)  # splitting an axis never copies
    split[...] = tiles.reshape(rows, columns, height, width).transpose(0, 2, 1, 3)[
        :, :, np.newaxis, :, :, np.newaxis
    ]


def split_shape(values: npt.NDArray[np.generic]) -> tuple[int, int, int]:
    """The shape of a stack of tiles, or a ValueError that says what came."""
    if values.ndim != 3 or not all(values.shape[1:]):
        raise ValueError(f"tiles need the shape (count, height, width); received {values.shape}")
    count, height, width = values.shape
    return count, height, width
