"""A folder of pictures, one subfolder for each class."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nncore.data.dataset import Dataset
from nncore.data.download import Progress
from nncore.data.options import check_flag, check_number
from nncore.data.split import shuffled_split
from nncore.errors import DataError

SUFFIXES = frozenset(
    (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".pgm", ".ppm", ".tif", ".tiff")
)
# Pillow opens more, among them EPS, which would start another program.
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "PPM", "TIFF")
MAX_PIXELS = 50_000_000
MAX_BYTES = 1 << 31  # of the finished array
_MAX_SIDE = 1024
_MAX_CLASSES = 1000
_HINT = "reading pictures needs Pillow; install it with: pip install pillow"

Images = NDArray[np.float32]
Example = tuple[Path, int]  # picture, label


def load_image_folder(
    folder: Path,
    progress: Progress | None = None,
    *,
    height: int = 28,
    width: int = 28,
    color: bool = False,
    invert: bool = False,
    test_fraction: float = 0.2,
    seed: int = 0,
) -> Dataset:
    """Read FOLDER/CLASS/PICTURE, or FOLDER/train/CLASS/PICTURE and FOLDER/test/CLASS/PICTURE.

    Every picture is stretched to one size and becomes (height, width, 1 or 3) in 0..1, black 0
    and white 1; photographs are turned upright, transparent parts are white. Files that are no
    pictures by their suffix, and hidden ones, are left out.

    Args:
        folder: The folder; the names of its subfolders are the classes.
        progress: Called with pictures done and in all; raising Cancelled from it stops.
        height: Height of the finished pictures.
        width: Width of the finished pictures.
        color: Keep three colours; otherwise grey.
        invert: Make black 1 and white 0, as for ink on paper.
        test_fraction: Share held out if there is no folder "test".
        seed: The same seed holds out the same pictures.

    Raises:
        DataError: A picture cannot be read or a class is empty; the message names it.
    """
    check_number(str(folder), "height", height, 1, _MAX_SIDE, whole=True)
    check_number(str(folder), "width", width, 1, _MAX_SIDE, whole=True)
    check_flag(str(folder), "color", color)
    check_flag(str(folder), "invert", invert)
    split = (folder / "train").is_dir() and (folder / "test").is_dir()
    parts = [folder / "train", folder / "test"] if split else [folder]
    names = _class_names(parts)
    examples = [_examples(part, names) for part in parts]
    count = sum(map(len, examples))
    channels = 3 if color else 1
    if count * height * width * channels * 4 > MAX_BYTES:
        raise DataError(
            f"{folder}: {count} pictures of {height} x {width} x {channels} need more than "
            f"{MAX_BYTES >> 30} GiB; make them smaller or fewer"
        )
    reader = _Reader(height, width, color, invert, progress, count)
    loaded = [reader.read(part) for part in examples]
    if split:
        (x, y), (x_test, y_test) = loaded
    else:
        x, y = loaded[0]
        train, test = shuffled_split(folder, len(x), test_fraction, seed)
        x, x_test, y, y_test = x[train], x[test], y[train], y[test]
    return Dataset(
        name=folder.name or "images",
        x_train=x,
        y_train=y,
        x_test=x_test,
        y_test=y_test,
        class_names=names,
        source=f"{count} pictures in {folder}",
    )


class _Reader:
    """Reads pictures into arrays of one size and counts them for the user."""

    def __init__(
        self,
        height: int,
        width: int,
        color: bool,
        invert: bool,
        progress: Progress | None,
        total: int,
    ) -> None:
        self._shape = (height, width, 3 if color else 1)
        self._invert = invert
        self._progress = progress
        self._total = total
        self._done = 0

    def read(self, examples: list[Example]) -> tuple[Images, NDArray[np.int64]]:
        images = np.empty((len(examples), *self._shape), np.float32)
        for i, (path, _) in enumerate(examples):
            if self._progress is not None:
                self._progress(self._done, self._total, f"reading {path.parent.name}/{path.name}")
            images[i] = read_picture(path, self._shape)
            self._done += 1
        if self._invert:
            np.subtract(1.0, images, out=images)
        return images, np.array([label for _, label in examples], np.int64)


def read_picture(path: Path, shape: tuple[int, int, int] | None = None) -> Images:
    """One picture stretched to `shape` (height, width, 1 or 3), 0 black to 1 white.

    Without a shape: in grey and its own size, (height, width, 1).

    Raises:
        DataError: Pillow is missing, or the file is no picture it can read.
    """
    try:
        from PIL import Image, ImageOps
    except ImportError:
        raise DataError(f"{path}: {_HINT}") from None
    try:
        with Image.open(path, formats=_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise DataError(f"{path}: {image.width} x {image.height} pixels are too many")
            upright = _on_white(ImageOps.exif_transpose(image), Image)
            height, width, channels = shape or (upright.height, upright.width, 1)
            plain = _eight_bits(upright, Image).convert("RGB" if channels == 3 else "L")
            small = plain.resize((width, height), Image.Resampling.BILINEAR)
            pixels = np.asarray(small, np.float32).reshape(height, width, channels)
            return pixels / np.float32(255)
    # Pillow's readers fail in many ways on damaged files, and warn of bombs by an exception.
    except (
        OSError,
        SyntaxError,
        ValueError,
        ArithmeticError,
        LookupError,
        TypeError,
        EOFError,
        MemoryError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        reason = "too many pixels" if "decompression bomb" in str(error) else error
        raise DataError(f"{path}: cannot be read as a picture: {reason}") from error


def _on_white(image: Any, pillow: Any) -> Any:
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image
    paper = pillow.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    return paper


def _eight_bits(image: Any, pillow: Any) -> Any:
    """Scale 16-bit grey down; Pillow's own conversion would cut it off at 255."""
    if not image.mode.startswith("I"):
        return image
    values = np.clip(np.asarray(image, np.float64) / 257, 0, 255)
    return pillow.fromarray(np.rint(values).astype(np.uint8))


def _class_names(parts: list[Path]) -> tuple[str, ...]:
    """The subfolders, sorted; the training part decides, the others may have no more."""
    found = [sorted(path.name for path in _visible(part) if path.is_dir()) for part in parts]
    names = found[0]
    if not 2 <= len(names) <= _MAX_CLASSES:
        raise DataError(
            f"{parts[0]}: {len(names)} subfolders; there must be one for each class, "
            f"2 to {_MAX_CLASSES}"
        )
    for part, others in zip(parts[1:], found[1:], strict=True):
        strange = sorted(set(others) - set(names))
        if strange:
            raise DataError(f"{part / strange[0]}: a class without a folder in {parts[0]}")
    return tuple(names)


def _examples(part: Path, names: tuple[str, ...]) -> list[Example]:
    examples: list[Example] = []
    for label, name in enumerate(names):
        folder = part / name
        if not folder.is_dir():
            continue  # a test part may lack a class
        pictures = [p for p in _visible(folder) if p.suffix.lower() in SUFFIXES and p.is_file()]
        if not pictures:
            raise DataError(f"{folder}: no pictures ({', '.join(sorted(SUFFIXES))})")
        examples += [(path, label) for path in pictures]
    if not examples:
        raise DataError(f"{part}: no pictures in it")
    return examples


def _visible(folder: Path) -> Iterator[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise DataError(f"{folder}: cannot be listed: {error.strerror or error}") from error
    return (path for path in paths if not path.name.startswith("."))
