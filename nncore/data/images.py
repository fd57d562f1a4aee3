"""Reading one picture as ink: the user's own drawing, photo or array."""

import os
from pathlib import Path
from typing import Any

import numpy as np

from nncore.data.image_folder import MAX_PIXELS, read_picture
from nncore.errors import DataError


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
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    if float(np.median(border)) > 0.5:
        gray = 1 - gray
    return gray


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
