"""Reading one picture as ink: the user's own drawing, photo or array."""

import os
from pathlib import Path
from typing import Any

import numpy as np

from nncore.data.digits import resized
from nncore.data.image_folder import MAX_PIXELS, read_picture
from nncore.errors import DataError

_GRAIN = 6.0
_DARKEST = 0.9


def read_ink(path: str | os.PathLike[str]) -> np.ndarray:
    """A picture as (H, W) float32 ink, 0 for paper and 1 for the darkest stroke.

    `.npy` arrays are read directly, other pictures through Pillow. Where the border is
    brighter than the middle grey, the picture is dark ink on light paper and is inverted.

    Raises:
        DataError: The file is missing, damaged, too large or no picture.
    """
    path = Path(path)
    if not path.is_file():
        raise DataError(f"{path}: no such file")
    gray = _read_npy(path) if path.suffix.lower() == ".npy" else read_picture(path)[..., 0]
    return as_ink(gray)


def as_ink(gray: np.ndarray) -> np.ndarray:
    """Brightness (H, W) in 0..1 as ink: where the border is light, the picture is inverted."""
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    return 1 - gray if float(np.median(border)) > 0.5 else gray


def as_drawing(ink: np.ndarray, longest: int = 280) -> np.ndarray:
    """Ink (H, W) of a photograph as a clean drawing of at most `longest` pixels a side.

    Paper becomes 0: everything up to its median and six times its median deviation, which is
    its grain and its shadows. The darkest tenth of what is left becomes 1. A drawing on clean
    paper whose ink reaches 1 stays as it is.
    """
    small = _reduced(np.asarray(ink, np.float32), longest)
    paper = float(np.median(small))
    low = paper + _GRAIN * float(np.median(np.abs(small - paper)))
    high = float(np.quantile(small[small > low], _DARKEST)) if (small > low).any() else 1.0
    if high <= low:
        return np.zeros_like(small)
    clean: np.ndarray = np.clip((small - low) / (high - low), 0.0, 1.0)
    return clean


def _reduced(ink: np.ndarray, longest: int) -> np.ndarray:
    """At most `longest` a side; whole blocks are averaged first, which is fast for photographs."""
    step = max(ink.shape) // (2 * longest)
    if step > 1:
        height, width = (max(1, n // step) for n in ink.shape)
        tall, broad = min(step, ink.shape[0]), min(step, ink.shape[1])
        blocks = ink[: height * tall, : width * broad].reshape(height, tall, width, broad)
        ink = blocks.mean(axis=(1, 3), dtype=np.float32)
    scale = min(1.0, longest / max(ink.shape))
    height, width = (max(1, round(n * scale)) for n in ink.shape)
    return resized(ink, height, width)


def _read_npy(path: Path) -> np.ndarray:
    try:
        array: Any = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError, MemoryError):
        raise DataError(f"{path}: no NumPy array of numbers") from None
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[..., 0]
    if array.ndim != 2 or array.dtype.kind not in "biuf" or not 0 < array.size <= MAX_PIXELS:
        raise DataError(
            f"{path}: expected numbers of shape (height, width), found {array.dtype} of shape "
            f"{array.shape}"
        )
    values = np.array(array, np.float32)
    if not np.isfinite(values).all() or values.min() < 0:
        raise DataError(f"{path}: the values must be numbers from 0 to 1 or 0 to 255")
    return values / 255 if values.max() > 1 else values
