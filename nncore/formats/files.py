"""Opening a file that somebody else may have made."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from nncore.errors import FormatError
from nncore.formats import limits

StrPath = str | os.PathLike[str]


@contextmanager
def open_regular(path: StrPath) -> Iterator[BinaryIO]:
    """Open a regular file of sane size for reading.

    Raises:
        FormatError: It is missing, empty, too large, unreadable, or no file at all. The last
            is asked first, because opening a named pipe would wait for ever.
    """
    try:
        _check_status(path, os.stat(path))
        with Path(path).open("rb") as stream:
            yield stream
    except FileNotFoundError:
        raise FormatError(f"{path}: there is no such file") from None
    except (OSError, ValueError) as error:
        raise FormatError(f"{path} cannot be read: {reason(error)}") from error


def read_bytes(path: StrPath) -> bytes:
    """The whole content of a regular file.

    Raises:
        FormatError: As `open_regular`.
    """
    with open_regular(path) as stream:
        return stream.read()


def reason(error: Exception) -> str:
    """The cause in words, without the path and the error number."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _check_status(path: StrPath, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FormatError(f"{path} is a folder; a file is needed")
    if not stat.S_ISREG(status.st_mode):
        raise FormatError(f"{path} is a device or a pipe; a file is needed")
    if status.st_size == 0:
        raise FormatError(f"{path} is empty")
    if status.st_size > limits.MAX_FILE_BYTES:
        raise FormatError(
            f"{path} has {status.st_size:,} bytes; at most {limits.MAX_FILE_BYTES:,} are read"
        )
