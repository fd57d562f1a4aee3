"""MNIST and Fashion-MNIST: found in a data directory, or downloaded into it and checked."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nncore.data.dataset import Dataset
from nncore.data.download import TIMEOUT, Progress, fetch
from nncore.data.idx import parse_idx, read_bytes
from nncore.data.mnist_legacy import read_mnist_npz, read_mnist_pickle
from nncore.data.mnist_tables import MNIST, IdxFile, IdxTable
from nncore.errors import DataError

# gzip data of what cannot be compressed is a little longer than the data.
_GZIP_SLACK = 1 << 16


def load_mnist(
    data_dir: Path,
    *,
    download: bool = True,
    progress: Progress | None = None,
    mirrors: Sequence[str] | None = None,
    table: IdxTable = MNIST,
    timeout: float = TIMEOUT,
) -> Dataset:
    """Load the data set of `table` from `data_dir` or its subfolder named after the data set.

    Found are the four IDX files, gzipped or raw; for MNIST also Keras's `mnist.npz` and the old
    `mnist.pkl.gz`. What is missing is downloaded into the subfolder; good files are kept.

    Args:
        data_dir: The data directory.
        download: Whether to download what is missing.
        progress: Called with bytes done, bytes in all and a line of text.
        mirrors: Addresses of folders, tried in order; the table's own if None.
        table: Which data set, and what its files must be.
        timeout: Seconds without a byte before the next mirror is tried.

    Raises:
        DataError: The files are neither there nor to be had; the message says what was tried.
        Cancelled: `progress` raised it.
    """
    data_dir = Path(data_dir)
    finder = _Finder(table, (data_dir, data_dir / table.name))
    arrays = [finder.find(file) for file in table.files]
    missing = [file for file, array in zip(table.files, arrays, strict=True) if array is None]
    if missing:
        legacy = finder.find_legacy()
        if legacy is not None:
            return legacy
        if not download:
            raise DataError(_not_found(table, data_dir, missing, finder.refused))
        folder = data_dir / table.name
        bases = table.mirrors if mirrors is None else mirrors
        try:
            _download_missing(table, missing, folder, bases, progress, timeout)
        except DataError as error:
            raise DataError(_download_failed(table, folder, error)) from error
        arrays = [
            a if a is not None else finder.find(f) for f, a in zip(table.files, arrays, strict=True)
        ]
    return _dataset(table, arrays, f"{table.title}, IDX files in {finder.used}")


class _Finder:
    """Looks for files of one table in a few folders and remembers why some were refused."""

    def __init__(self, table: IdxTable, folders: tuple[Path, ...]) -> None:
        self.refused: list[str] = []
        self.used = folders[0]
        self._table = table
        self._folders = folders

    def find(self, file: IdxFile) -> NDArray[Any] | None:
        """The content of the first good copy, or None."""
        for path in self._candidates(file.file_names):
            try:
                array = read_checked(path, file, self._table)
            except DataError as error:
                self.refused.append(str(error))
            else:
                self.used = path.parent
                return array
        return None

    def find_legacy(self) -> Dataset | None:
        """MNIST from the file of Keras or the old pickle, or None."""
        if not self._table.accepts_legacy:
            return None
        shapes = tuple(file.shape for file in self._table.files)
        for name, read in (("mnist.npz", read_mnist_npz), ("mnist.pkl.gz", read_mnist_pickle)):
            for path in self._candidates((name,)):
                try:
                    return _dataset(self._table, read(path, shapes), f"{self._table.title}, {path}")
                except DataError as error:
                    self.refused.append(str(error))
        return None

    def _candidates(self, names: Sequence[str]) -> Iterator[Path]:
        for folder in self._folders:
            for name in names:
                if (folder / name).exists():
                    yield folder / name


def read_checked(path: Path, file: IdxFile, table: IdxTable) -> NDArray[Any]:
    """Read one file of a table, or raise DataError if it is not exactly the one meant."""
    data = read_bytes(path, max_bytes=_most_bytes(file))
    found = hashlib.sha256(data).hexdigest()
    if found in table.foreign_sha256:
        raise DataError(f"{path}: this file belongs to another data set, not to {table.title}")
    if file.sha256 and found != file.sha256:
        shape = parse_idx(data, str(path)).shape  # raises with a plainer reason if it can
        raise DataError(
            f"{path}: IDX data of shape {shape}, but not {table.title}'s: the SHA-256 of the "
            f"decompressed bytes is {found[:12]}..., expected {file.sha256[:12]}..."
        )
    if not file.sha256 and file.gz_sha256:
        _check_published_gzip(path, file, table)
    array = parse_idx(data, str(path))
    if array.shape != file.shape or array.dtype != np.uint8:
        raise DataError(
            f"{path}: {array.dtype} of shape {array.shape}, expected uint8 of shape {file.shape}"
        )
    return array


def _most_bytes(file: IdxFile) -> int:
    return max(file.raw_bytes, file.gz_bytes) + _GZIP_SLACK


def _check_published_gzip(path: Path, file: IdxFile, table: IdxTable) -> None:
    """Compare a gzip file with the published one; a raw file has no published hash."""
    stored = path.read_bytes()
    if not stored.startswith(b"\x1f\x8b"):
        return
    found = hashlib.sha256(stored).hexdigest()
    if found != file.gz_sha256:
        raise DataError(
            f"{path}: not {table.title}'s published file: SHA-256 is {found[:12]}..., "
            f"expected {file.gz_sha256[:12]}..."
        )


def _download_missing(
    table: IdxTable,
    missing: list[IdxFile],
    folder: Path,
    mirrors: Sequence[str],
    progress: Progress | None,
    timeout: float,
) -> None:
    """Download file after file, reporting one total over all of them."""
    total = sum(file.gz_bytes for file in missing)
    before = 0
    for file in missing:
        fetch(
            [f"{base.rstrip('/')}/{file.name}.gz" for base in mirrors],
            folder / f"{file.name}.gz",
            _checker(file, table),
            _part_of(progress, before, file.gz_bytes, total),
            timeout,
            max_bytes=_most_bytes(file),
        )
        before += file.gz_bytes


def _checker(file: IdxFile, table: IdxTable) -> Callable[[Path], None]:
    def check(path: Path) -> None:
        try:
            read_checked(path, file, table)
        except DataError as error:  # name the file, not the temporary one
            raise DataError(str(error).replace(str(path), file.name)) from error

    return check


def _part_of(progress: Progress | None, before: int, size: int, total: int) -> Progress | None:
    if progress is None:
        return None

    def report(done: int, _all: int, text: str) -> None:
        progress(before + min(done, size), total, text)

    return report


def _dataset(table: IdxTable, arrays: Sequence[Any], source: str) -> Dataset:
    x_train, y_train, x_test, y_test = arrays
    return Dataset(
        name=table.name,
        x_train=_ink(x_train),
        y_train=y_train,
        x_test=_ink(x_test),
        y_test=y_test,
        class_names=table.class_names,
        source=source,
    )


def _ink(images: NDArray[Any]) -> NDArray[np.float32]:
    """Images (N, H, W) to ink (N, H, W, 1): bytes become 0..1, floats are that already."""
    ink = images.astype(np.float32)
    if images.dtype == np.uint8:
        ink *= np.float32(1 / 255)
    return ink[..., np.newaxis]


def _not_found(table: IdxTable, data_dir: Path, missing: list[IdxFile], refused: list[str]) -> str:
    names = ", ".join(f"{file.name}.gz" for file in missing)
    lines = [f"{table.title} is not in {data_dir}: missing {names}"]
    lines += [f"  refused: {reason}" for reason in refused]
    return "\n".join([*lines, _what_to_do(table, data_dir)])


def _download_failed(table: IdxTable, folder: Path, error: DataError) -> str:
    tried = "\n".join(f"  {line}" for line in str(error).splitlines())
    return f"{table.title} could not be downloaded:\n{tried}\n{_what_to_do(table, folder)}"


def _what_to_do(table: IdxTable, folder: Path) -> str:
    names = ", ".join(f"{file.name}.gz" for file in table.files)
    return (
        f"Put the four files ({names}) in {folder}, "
        'or use the data set "mnist-sample", which needs no network.'
    )
