"""The data sets by name: what there is, and one function that loads any of it."""

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from nncore.data.basics import logic_table, worked_example
from nncore.data.csv_file import load_csv
from nncore.data.dataset import Dataset
from nncore.data.download import Progress
from nncore.data.files import load_idx_pairs
from nncore.data.image_folder import load_image_folder
from nncore.data.mnist import load_mnist
from nncore.data.mnist_tables import FASHION_MNIST
from nncore.data.own_digits import load_own_digits, with_own_digits
from nncore.data.regression import house_price, sin_plus_cos
from nncore.data.sample import load_mnist_sample
from nncore.data.toy2d import REGRESSION_SAMPLES, SAMPLES, make_points
from nncore.errors import DataError
from nncore.paths import user_data_dir


@dataclass(frozen=True)
class Source:
    """A data set that can be asked for by name.

    Attributes:
        loader: `loader(**options)`, or `loader(data_dir, progress, **options)` if it reads files.
        reads_files: Whether the data come from the data directory, or are made.
    """

    name: str
    title: str
    description: str
    loader: Callable[..., Dataset]
    reads_files: bool = False

    @property
    def options(self) -> dict[str, Any]:
        """The names of the options and their defaults."""
        parameters = inspect.signature(self.loader).parameters.values()
        return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}


def load(
    name: str,
    data_dir: str | os.PathLike[str] | None = None,
    *,
    progress: Progress | None = None,
    **options: Any,
) -> Dataset:
    """Load a data set by its name in SOURCES.

    Args:
        name: One of SOURCES.
        data_dir: Where files are looked for and downloaded to; None for the user's own folder.
        progress: Called with bytes done, bytes in all and a line of text during a download;
            raising Cancelled from it stops the download and leaves no partial file.
        options: The source's own options, for example `noise` of the two-dimensional sets.

    Raises:
        DataError: There is no such data set or option, or the data cannot be had.
    """
    source = SOURCES.get(name)
    if source is None:
        raise DataError(f"no data set is called {name!r}; there are: {', '.join(SOURCES)}")
    unknown = sorted(set(options) - set(source.options))
    if unknown:
        known = ", ".join(source.options) or "none"
        raise DataError(f"data set {name!r} has no option {unknown[0]!r}; its options: {known}")
    if source.reads_files:
        return source.loader(user_data_dir(data_dir), progress, **options)
    return source.loader(**options)


def _mnist(
    data_dir: Path, progress: Progress | None, *, download: bool = True, own_digits: int = 0
) -> Dataset:
    data = load_mnist(data_dir, download=download, progress=progress)
    return with_own_digits(data, own_digits)


def _fashion(data_dir: Path, progress: Progress | None, *, download: bool = True) -> Dataset:
    return load_mnist(data_dir, download=download, progress=progress, table=FASHION_MNIST)


def _own_digits(
    _data_dir: Path,
    _progress: Progress | None,
    *,
    count: int = 0,
    test_fraction: float = 0.2,
    seed: int = 0,
) -> Dataset:
    """They are the user's wherever the other data are, and so are in the user's own folder."""
    return load_own_digits(count=count, test_fraction=test_fraction, seed=seed)


def _csv(
    data_dir: Path,
    _progress: Progress | None,
    *,
    path: str = "",
    label: str = "",
    task: str = "auto",
    delimiter: str = "",
    header: bool | None = None,
    test_fraction: float = 0.2,
    seed: int = 0,
) -> Dataset:
    return load_csv(
        _user_path("csv", "path", data_dir, path),
        label=label,
        task=task,
        delimiter=delimiter,
        header=header,
        test_fraction=test_fraction,
        seed=seed,
    )


def _image_folder(
    data_dir: Path,
    progress: Progress | None,
    *,
    path: str = "",
    height: int = 28,
    width: int = 28,
    color: bool = False,
    invert: bool = False,
    test_fraction: float = 0.2,
    seed: int = 0,
) -> Dataset:
    return load_image_folder(
        _user_path("image-folder", "path", data_dir, path),
        progress,
        height=height,
        width=width,
        color=color,
        invert=invert,
        test_fraction=test_fraction,
        seed=seed,
    )


def _idx(
    data_dir: Path,
    _progress: Progress | None,
    *,
    train_images: str = "",
    train_labels: str = "",
    test_images: str = "",
    test_labels: str = "",
    test_fraction: float = 0.2,
    seed: int = 0,
) -> Dataset:
    def optional(option: str, given: str) -> Path | None:
        return _user_path("idx", option, data_dir, given) if given else None

    return load_idx_pairs(
        _user_path("idx", "train_images", data_dir, train_images),
        _user_path("idx", "train_labels", data_dir, train_labels),
        optional("test_images", test_images),
        optional("test_labels", test_labels),
        test_fraction=test_fraction,
        seed=seed,
    )


def _user_path(name: str, option: str, data_dir: Path, given: Any) -> Path:
    """The path the user gave; a relative one starts at the data directory."""
    if not isinstance(given, str | os.PathLike) or not str(given) or "\0" in str(given):
        raise DataError(f"data set {name!r} needs the option {option!r}, a path; got {given!r}")
    try:
        return data_dir / Path(given).expanduser()
    except RuntimeError as error:  # ~name of nobody
        raise DataError(f"data set {name!r}, {option}: {given}: {error}") from error


def _sample(*, own_digits: int = 0) -> Dataset:
    return with_own_digits(load_mnist_sample(), own_digits)


_ALL = (
    Source(
        "mnist-sample",
        "MNIST sample",
        "5,000 handwritten digits, 4,000 to train and 1,000 to test; needs no network.",
        _sample,
    ),
    Source(
        "mnist",
        "MNIST",
        "60,000 handwritten digits to train and 10,000 to test; downloads 12 MB once.",
        _mnist,
        reads_files=True,
    ),
    Source(
        "fashion-mnist",
        "Fashion-MNIST",
        "70,000 pictures of clothes in MNIST's format, harder than digits; downloads 31 MB once.",
        _fashion,
        reads_files=True,
    ),
    Source(
        "own-digits",
        "My digits",
        "The digits you have drawn on the pad and named with “this is a…”.",
        _own_digits,
        reads_files=True,
    ),
    Source(
        "circle",
        "Circle",
        "Points in a disc against points in a ring around it.",
        partial(make_points, "circle", samples=SAMPLES),
    ),
    Source(
        "xor",
        "Exclusive or",
        "Points in four squares, opposite squares alike; no straight line parts them.",
        partial(make_points, "xor", samples=SAMPLES),
    ),
    Source(
        "gauss",
        "Two clouds",
        "Two round clouds of points, which one straight line parts.",
        partial(make_points, "gauss", samples=SAMPLES),
    ),
    Source(
        "spiral",
        "Spiral",
        "Two arms wound around each other, the hardest of the point sets.",
        partial(make_points, "spiral", samples=SAMPLES),
    ),
    Source(
        "reg-plane",
        "Plane",
        "A value that grows evenly across the square.",
        partial(make_points, "reg-plane", samples=REGRESSION_SAMPLES),
    ),
    Source(
        "reg-gauss",
        "Hills and hollows",
        "A value with three hills and three hollows on level ground.",
        partial(make_points, "reg-gauss", samples=REGRESSION_SAMPLES),
    ),
    Source(
        "sin-plus-cos",
        "sin x + cos x",
        "A curve to follow from noisy or exact points.",
        sin_plus_cos,
    ),
    Source(
        "house-price",
        "House prices",
        "Invented houses, price against area along a line that is known.",
        house_price,
    ),
    Source("and", "AND", "The truth table of AND: four examples.", partial(logic_table, "and")),
    Source("or", "OR", "The truth table of OR: four examples.", partial(logic_table, "or")),
    Source("nand", "NAND", "The truth table of NAND: four examples.", partial(logic_table, "nand")),
    Source(
        "xor-table",
        "XOR",
        "The truth table of XOR: four examples that one perceptron cannot learn.",
        partial(logic_table, "xor-table"),
    ),
    Source(
        "worked-example",
        "Worked example",
        "One example with two inputs and two outputs, to follow backpropagation by hand.",
        worked_example,
    ),
    Source(
        "csv",
        "Table from a file",
        "Your own CSV file: numbers, and one column to predict.",
        _csv,
        reads_files=True,
    ),
    Source(
        "image-folder",
        "Folder of pictures",
        "Your own pictures, one subfolder for each class; needs Pillow.",
        _image_folder,
        reads_files=True,
    ),
    Source(
        "idx",
        "IDX files",
        "Your own images and labels in MNIST's file format.",
        _idx,
        reads_files=True,
    ),
)

SOURCES: dict[str, Source] = {source.name: source for source in _ALL}
