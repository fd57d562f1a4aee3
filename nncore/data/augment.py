"""Image augmentation: every image of a batch moved, turned and bent a little, each its own way."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nncore.errors import SpecError
from nncore.hyperparameters import Configured, real

Array = NDArray[Any]

# The temporaries of so many 28 x 28 images stay in a core's own cache and on the heap: larger
# ones are given back to the system after each block, and cost more to get again than to fill.
_BLOCK = 32


@dataclass(frozen=True)
class Augment(Configured):
    """Random shift, rotation, scale, shear, elastic bending and noise for batches of images.

    Each setting is the largest change; each image draws its own, evenly from -setting to
    +setting. What is moved in from outside is 0. The elastic field is that of Simard, Steinkraus
    and Platt 2003: random displacements, smoothed, times alpha.
    """

    shift: float = real(
        0.0,
        help="Move by up to so many pixels, down and across; more is harder to learn by heart.",
        minimum=0,
        maximum=10_000,
    )
    rotate: float = real(
        0.0,
        help="Turn by up to so many degrees, either way; more is harder, too much makes a 6 a 9.",
        minimum=0,
        maximum=180,
    )
    scale: float = real(
        0.0,
        help="Grow or shrink by up to this fraction; more is harder to learn by heart.",
        minimum=0,
        maximum=0.95,
    )
    shear: float = real(
        0.0,
        help="Slant by up to so many degrees, either way; more is harder to learn by heart.",
        minimum=0,
        maximum=60,
    )
    elastic: float = real(
        0.0,
        help="Bend like rubber, alpha; more bends farther, 34 with sigma 4 suits digits.",
        minimum=0,
        maximum=10_000,
    )
    elastic_sigma: float = real(
        4.0,
        help="Smoothness of the bending, in pixels; more bends larger parts as one.",
        minimum=0,
        open_minimum=True,
        maximum=100,
    )
    noise: float = real(
        0.0,
        help="Add Gaussian noise of this deviation, then cut to 0..1; more hides more of "
        "the picture.",
        minimum=0,
        maximum=10,
    )

    def __call__(self, x: Array, rng: np.random.Generator, out: Array | None = None) -> Array:
        """Augment images (N, H, W, C); the same generator state gives the same result.

        Args:
            x: The images, float32 or float64.
            rng: Where all randomness comes from.
            out: Array of the same shape and type to fill; it may be `x` itself.

        Raises:
            SpecError: `x` is not a batch of images, or `out` does not fit it.
        """
        if x.ndim != 4 or x.dtype.kind != "f":
            raise SpecError(
                f"augmentation needs images (N, H, W, C) of floats, got {x.dtype} "
                f"of shape {x.shape}: the network's input shape must be (H, W, C)"
            )
        if out is None:
            out = np.empty_like(x)
        elif out.shape != x.shape or out.dtype != x.dtype:
            raise SpecError(
                f"out must be {x.dtype} of shape {x.shape}, got {out.dtype} of shape {out.shape}"
            )
        matrices = self._matrices(len(x), rng)
        for start in range(0, len(x), _BLOCK):
            part = slice(start, start + _BLOCK)
            self._augment(x[part], None if matrices is None else matrices[part], rng, out[part])
        return out

    def check_shape(self, shape: Sequence[int]) -> None:
        """Refuse samples of a shape that is not (H, W, C).

        Raises:
            SpecError: They are no pictures.
        """
        if len(shape) != 3:
            raise SpecError(
                "augmentation needs pictures: the network's input_shape must be (height, width, "
                f"channels); received {tuple(shape)}",
                field="augment",
            )

    def _matrices(self, count: int, rng: np.random.Generator) -> Array | None:
        """For each image the (2, 3) matrix from an output pixel to its source, about the centre."""
        if not (self.shift or self.rotate or self.scale or self.shear):
            return None
        draws = rng.uniform(-1.0, 1.0, (count, 5))
        angle = np.radians(self.rotate) * draws[:, 0]
        slant = np.tan(np.radians(self.shear) * draws[:, 1])
        size = 1.0 + self.scale * draws[:, 2]
        # Forward: scale, shear x by y, rotate, shift. This is the inverse, in (y, x).
        cos, sin = np.cos(angle) / size, np.sin(angle) / size
        matrices = np.empty((count, 2, 3))
        matrices[:, 0, 0] = cos
        matrices[:, 0, 1] = -sin
        matrices[:, 1, 0] = sin - slant * cos
        matrices[:, 1, 1] = cos + slant * sin
        moved = self.shift * draws[:, 3:]
        matrices[:, :, 2] = -np.einsum("nij,nj->ni", matrices[:, :, :2], moved)
        return matrices

    def _augment(
        self, x: Array, matrices: Array | None, rng: np.random.Generator, out: Array
    ) -> None:
        """Augment one block of images; the order of the draws is part of the promise."""
        height, width = x.shape[1:3]
        if matrices is not None or self.elastic:
            rows, columns = _source_grid(matrices, len(x), height, width, x.dtype)
            if self.elastic:
                bend = _elastic(self, rng, len(x), height, width)
                rows = rows + bend[:, 0]
                columns = columns + bend[:, 1]
            _sample(x, rows, columns, out)
        else:
            out[...] = x
        if self.noise:
            dtype = np.float32 if x.dtype == np.float32 else np.float64
            out += self.noise * rng.standard_normal(x.shape, dtype)
            np.clip(out, 0.0, 1.0, out=out)


def _source_grid(
    matrices: Array | None, count: int, height: int, width: int, dtype: Any
) -> tuple[Array, Array]:
    """Source row and column of each output pixel, both (N, H, W) or able to become it."""
    y = np.arange(height) - (height - 1) / 2
    x = np.arange(width) - (width - 1) / 2
    if matrices is None:
        rows = np.arange(height, dtype=dtype)[np.newaxis, :, np.newaxis]
        columns = np.arange(width, dtype=dtype)[np.newaxis, np.newaxis, :]
        return rows, columns
    grid = []
    for axis, middle in enumerate(((height - 1) / 2, (width - 1) / 2)):
        from_y, from_x, offset = np.moveaxis(matrices[:, axis], 1, 0)[:, :, np.newaxis]
        along_y = (from_y * y + (offset + middle)).astype(dtype)
        along_x = (from_x * x).astype(dtype)
        grid.append(along_y[:, :, np.newaxis] + along_x[:, np.newaxis, :])
    return grid[0], grid[1]


def _elastic(
    settings: Augment, rng: np.random.Generator, count: int, height: int, width: int
) -> Array:
    """Displacements (N, 2, H, W) in pixels: uniform noise, blurred, times alpha."""
    field = rng.random((count, 2, height, width), np.float32)
    field *= 2.0
    field -= 1.0
    field *= settings.elastic
    blur_y = _gaussian(height, settings.elastic_sigma)
    blur_x = _gaussian(width, settings.elastic_sigma)
    bend: Array = blur_y @ field @ blur_x
    return bend


def _gaussian(size: int, sigma: float) -> Array:
    """The symmetric matrix (size, size) that blurs along one axis; beyond the edge is 0."""
    distance = np.arange(size)[:, np.newaxis] - np.arange(size)[np.newaxis, :]
    weights = np.exp(-0.5 * (distance / sigma) ** 2)
    reach = math.ceil(4 * sigma)
    total = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2).sum()
    kernel: Array = (weights / total).astype(np.float32)
    return kernel


def _sample(x: Array, rows: Array, columns: Array, out: Array) -> None:
    """Fill `out` with the bilinear values of `x` at the given places; outside is 0."""
    count, height, width, channels = x.shape
    top, part_y = _split(rows, height)
    left, part_x = _split(columns, width)
    # A frame of zeros, two thick below and right, makes every neighbour exist.
    stride = width + 3
    size = (height + 3) * stride
    index = top * stride + left
    index += (np.arange(count) * size)[:, np.newaxis, np.newaxis]
    framed = np.zeros((count, height + 3, stride), x.dtype)
    flat = framed.reshape(-1)
    for channel in range(channels):
        framed[:, 1:-2, 1:-2] = x[..., channel]
        upper = _between(flat.take(index), flat[1:].take(index), part_x)
        lower = _between(flat[stride:].take(index), flat[stride + 1 :].take(index), part_x)
        out[..., channel] = _between(upper, lower, part_y)


def _split(places: Array, size: int) -> tuple[NDArray[np.intp], Array]:
    """Cut places to the frame, and split them into a framed index and the part after it."""
    framed = np.clip(places + 1, 0, size + 1)
    whole = framed.astype(np.intp)  # rounds down: nothing is negative
    return whole, framed - whole.astype(places.dtype)


def _between(first: Array, second: Array, part: Array) -> Array:
    """Linear interpolation, in the memory of `second`."""
    second -= first
    second *= part
    second += first
    return second
