"""IDX, the file format of MNIST: reading it from raw or gzip files, and trusting nothing."""

import math
import stat
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nncore.errors import DataError

# The largest file of the family we know, EMNIST by class, is 550 MB raw.
MAX_BYTES = 1 << 30
_GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 1 << 23
_MAX_AXES = 8
_TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def read_idx(path: Path, *, max_bytes: int = MAX_BYTES) -> NDArray[Any]:
    """Read an IDX file, gzipped or raw, of at most `max_bytes` decompressed.

    Raises:
        DataError: The file is missing, damaged, or not IDX; the message names it.
    """
    return parse_idx(read_bytes(path, max_bytes=max_bytes), str(path))


def parse_idx(data: bytes, name: str) -> NDArray[Any]:
    """Turn the decompressed bytes of an IDX file into an array; `name` is for messages."""
    if len(data) < 4:
        raise DataError(f"{name}: {len(data)} bytes, too short for an IDX file")
    zero, kind, axes = data[:2], data[2], data[3]
    if zero != b"\0\0" or kind not in _TYPES or not 1 <= axes <= _MAX_AXES:
        raise DataError(
            f"{name}: not an IDX file; it starts with {data[:4].hex(' ')}{_guess(data)}, "
            "where images start with 00 00 08 03 and labels with 00 00 08 01"
        )
    header = 4 + 4 * axes
    if len(data) < header:
        raise DataError(f"{name}: {len(data)} bytes, cut off inside the {header}-byte header")
    shape = tuple(int(n) for n in np.frombuffer(data, ">u4", count=axes, offset=4))
    dtype = np.dtype(_TYPES[kind])
    expected = header + math.prod(shape) * dtype.itemsize
    if len(data) != expected:
        raise DataError(
            f"{name}: the header promises {' x '.join(map(str, shape))} values, "
            f"{expected} bytes in all, but there are {len(data)}"
        )
    if 0 in shape:
        raise DataError(f"{name}: the header says {' x '.join(map(str, shape))}: no data")
    values = np.frombuffer(data, dtype, offset=header).reshape(shape)
    return values.astype(dtype.newbyteorder("="), copy=False)


def read_bytes(path: Path, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The content of a regular file, decompressed if it is gzip whatever its name says."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise DataError(f"{path}: not a file but {_kind(status.st_mode)}")
        if status.st_size > max_bytes:
            raise DataError(f"{path}: {status.st_size} bytes, more than the {max_bytes} expected")
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}") from error
    if not data:
        raise DataError(f"{path}: the file is empty")
    if not data.startswith(_GZIP_MAGIC):
        return data
    plain = _gunzip(data, str(path), max_bytes)
    if plain.startswith(_GZIP_MAGIC):
        raise DataError(f"{path}: compressed twice; decompress it once and try again")
    return plain


def _gunzip(data: bytes, name: str, max_bytes: int) -> bytes:
    """Decompress every member of a gzip stream, stopping at `max_bytes`."""
    parts: list[bytes] = []
    size = 0
    rest = data
    while rest:
        if not rest.startswith(_GZIP_MAGIC):
            raise DataError(f"{name}: {len(rest)} stray bytes after the end of the gzip data")
        stream = zlib.decompressobj(wbits=31)
        while not stream.eof:
            try:
                part = stream.decompress(rest, _CHUNK)
            except zlib.error as error:
                raise DataError(f"{name}: damaged gzip data: {error}") from error
            rest = stream.unconsumed_tail
            size += len(part)
            if size > max_bytes:
                raise DataError(f"{name}: decompresses to more than the {max_bytes} bytes expected")
            parts.append(part)
            if not part and not rest and not stream.eof:
                raise DataError(f"{name}: the gzip data is cut off after {size} bytes")
        rest = stream.unused_data
    return b"".join(parts)


def _guess(data: bytes) -> str:
    head = data[:64].lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        return " (a web page)"
    if head.startswith(b"pk\x03\x04"):
        return " (a zip archive)"
    return ""


def _kind(mode: int) -> str:
    return "a folder" if stat.S_ISDIR(mode) else "a device or pipe"
