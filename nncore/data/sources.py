"""The data sets by name: what there is, and one function that loads any of it."""

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nncore.data.basics import worked_example
from nncore.data.dataset import Dataset
from nncore.data.download import Progress
from nncore.data.mnist import load_mnist
from nncore.data.mnist_tables import FASHION_MNIST
from nncore.data.sample import load_mnist_sample
from nncore.errors import DataError
from nncore.paths import user_data_dir

# Called with the data directory, the progress callback and the source's own options.
Loader = Callable[..., Dataset]


@dataclass(frozen=True)
class Source:
    """A data set that can be asked for by name.

    Attributes:
        loader: `loader(data_dir, progress, **options)`.
        options: Names of the keyword options and their defaults.
    """

    name: str
    title: str
    description: str
    loader: Loader

    @property
    def options(self) -> dict[str, Any]:
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
    return source.loader(user_data_dir(data_dir), progress, **options)


def _sample(_data_dir: Path, _progress: Progress | None) -> Dataset:
    return load_mnist_sample()


def _mnist(data_dir: Path, progress: Progress | None, *, download: bool = True) -> Dataset:
    return load_mnist(data_dir, download=download, progress=progress)


def _fashion(data_dir: Path, progress: Progress | None, *, download: bool = True) -> Dataset:
    return load_mnist(data_dir, download=download, progress=progress, table=FASHION_MNIST)


def _worked_example(_data_dir: Path, _progress: Progress | None) -> Dataset:
    return worked_example()


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
    ),
    Source(
        "fashion-mnist",
        "Fashion-MNIST",
        "70,000 pictures of clothes in MNIST's format, harder than digits; downloads 31 MB once.",
        _fashion,
    ),
    Source(
        "worked-example",
        "Worked example",
        "One example with two inputs and two outputs, to follow backpropagation by hand.",
        _worked_example,
    ),
)

SOURCES: dict[str, Source] = {source.name: source for source in _ALL}
