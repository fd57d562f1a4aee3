"""A drawing of any size becomes a digit as MNIST made its own: box, 20 pixels, centre of mass.

MNIST's authors scaled each digit, its shape kept, into a box of 20 x 20 with grey edges, then
moved its centre of mass to the centre of 28 x 28. The shift is by whole pixels, as theirs was: in
the 5,000 digits of the sample, the centre of mass is spread evenly over 13.5..14.5 in both
directions, and the longer side is 20 in all but one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nncore.errors import DataError

Image = NDArray[np.float32]

SIDE = 28
BOX = 20
# Pixel (14, 14) is where MNIST puts the centre of mass, not the corner between pixels.
_CENTRE = 14
# Less than half a grey level of 8 bits is paper.
_PAPER = 0.5 / 255
_MAX_SIDE = 30_000


def normalize_digit(
    image: ArrayLike, *, crop: bool = True, fit: bool = True, center: bool = True
) -> Image:
    """Turn a drawing (H, W), ink 1 on paper 0, into a (28, 28) digit like those of MNIST.

    An empty drawing gives zeros. Ink that the shift would push over the edge stays inside: the
    shift is shortened, which no digit of MNIST ever needed. A single dot becomes a square, for
    the longer side is always scaled to 20.

    Args:
        image: The drawing, numbers in 0..1; bool is taken as 0 and 1.
        crop: Cut to the box around the ink; otherwise the whole drawing counts.
        fit: Scale the longer side to 20; otherwise scale as the whole drawing would to 28.
        center: Centre of mass to pixel (14, 14); otherwise the box to the middle.

    Raises:
        DataError: The drawing is not two-dimensional, is empty, or not of numbers in 0..1.
    """
    return _run(_checked(image), crop=crop, fit=fit, center=center).centred


def has_ink(image: ArrayLike) -> bool:
    """True if anything at all is drawn."""
    return bool(_checked(image).max() > _PAPER)


def stages(
    image: ArrayLike, *, crop: bool = True, fit: bool = True, center: bool = True
) -> dict[str, Image]:
    """The pictures on the way: "raw", "cropped", "fitted" and "centred", the result.

    A step that is switched off hands on what it got, in the way `normalize_digit` says.
    """
    raw = _checked(image)
    run = _run(raw, crop=crop, fit=fit, center=center)
    return {"raw": raw, "cropped": run.cropped, "fitted": run.fitted, "centred": run.centred}


def spread(
    values: ArrayLike,
    image: ArrayLike,
    *,
    crop: bool = True,
    fit: bool = True,
    center: bool = True,
) -> Image:
    """Take a number for each pixel of a digit (28, 28) back to the drawing (H, W) it came from.

    The way back of `normalize_digit` with the same settings: what lies beside the box around
    the ink gets 0.
    """
    raw = _checked(image)
    run = _run(raw, crop=crop, fit=fit, center=center)
    given = np.asarray(values, np.float32).reshape(SIDE, SIDE)
    (top, left), (height, width) = run.place, run.fitted.shape
    box = given[top : top + height, left : left + width]
    result = np.zeros(raw.shape, np.float32)
    (y, x), (rows, columns) = run.corner, run.cropped.shape
    result[y : y + rows, x : x + columns] = _scaled(box, rows, columns)
    return result


@dataclass(frozen=True)
class _Run:
    """The pictures on the way; where the cut begins, and where the box was put."""

    cropped: Image
    fitted: Image
    centred: Image
    corner: tuple[int, int] = (0, 0)
    place: tuple[int, int] = (0, 0)


def _run(raw: Image, *, crop: bool, fit: bool, center: bool) -> _Run:
    if raw.max() <= _PAPER:
        return _Run(raw, np.zeros((BOX, BOX), np.float32), np.zeros((SIDE, SIDE), np.float32))
    rows, columns = _ink_box(raw) if crop else (slice(0, None), slice(0, None))
    cropped = raw[rows, columns]
    scale = BOX / max(cropped.shape) if fit else SIDE / max(raw.shape)
    height, width = (max(1, round(n * scale)) for n in cropped.shape)
    fitted = resized(cropped, height, width)
    top, left = _place(fitted, center)
    centred = np.zeros((SIDE, SIDE), np.float32)
    centred[top : top + height, left : left + width] = fitted
    return _Run(cropped, fitted, centred, (rows.start, columns.start), (top, left))


def _checked(image: ArrayLike) -> Image:
    raw = np.asarray(image)
    if raw.ndim == 3 and raw.shape[2] == 1:
        raw = raw[:, :, 0]
    if raw.ndim != 2 or raw.size == 0 or max(raw.shape) > _MAX_SIDE:
        raise DataError(f"a drawing must be (H, W), at most {_MAX_SIDE} a side, got {raw.shape}")
    if raw.dtype.kind not in "biuf":
        raise DataError(f"a drawing must hold numbers in 0..1, got {raw.dtype}")
    low, high = float(raw.min()), float(raw.max())
    if not (low >= 0.0 and high <= 1.0):  # NaN fails both
        hint = ": divide bytes by 255" if 1.0 < high <= 255.0 and low >= 0.0 else ""
        raise DataError(f"ink must lie in 0..1, got {low:g}..{high:g}{hint}")
    return raw.astype(np.float32, copy=False)


def _ink_box(raw: Image) -> tuple[slice, slice]:
    """The rows and columns from the first to the last with ink."""
    ink = raw > _PAPER
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def resized(image: Image, height: int, width: int) -> Image:
    """Ink in another size: the mean of what a pixel covers, or blended where it covers less."""
    clipped: Image = np.clip(_scaled(image, height, width), 0.0, 1.0)
    return clipped


def _scaled(image: Image, height: int, width: int) -> Image:
    if image.shape == (height, width):
        return image
    rows, columns = _weights(image.shape[0], height), _weights(image.shape[1], width)
    return np.asarray(rows @ image @ columns.T, np.float32)


def _weights(source: int, target: int) -> Image:
    """Row i holds the share of each source pixel in target pixel i: (target, source).

    A target pixel is the mean of what it covers; enlarged, it covers one source pixel's width,
    which is linear interpolation.
    """
    scale = source / target
    half = max(scale, 1.0) / 2
    centre = (np.arange(target)[:, np.newaxis] + 0.5) * scale
    left = np.arange(source)[np.newaxis, :]
    share = np.minimum(left + 1, centre + half) - np.maximum(left, centre - half)
    share = np.maximum(share, 0.0)
    weights: Image = (share / share.sum(axis=1, keepdims=True)).astype(np.float32)
    return weights


def _place(fitted: Image, center: bool) -> tuple[int, int]:
    """Where the box goes in 28 x 28, its centre of mass or its middle on the centre."""
    height, width = fitted.shape
    if center:
        total = fitted.sum()
        mass_y = float(fitted.sum(axis=1) @ np.arange(height)) / float(total)
        mass_x = float(fitted.sum(axis=0) @ np.arange(width)) / float(total)
        top, left = round(_CENTRE - mass_y), round(_CENTRE - mass_x)
    else:
        top, left = (SIDE - height) // 2, (SIDE - width) // 2
    return min(max(top, 0), SIDE - height), min(max(left, 0), SIDE - width)
