"""The .safetensors format: named arrays and a few texts, read by PyTorch, JAX and others."""

import struct
from collections.abc import Mapping

import numpy as np
import safetensors
import safetensors.numpy

from nncore.errors import FormatError
from nncore.formats import limits
from nncore.formats.arrays import check_same, plain
from nncore.formats.atomic import atomic_write
from nncore.formats.files import StrPath, read_bytes
from nncore.formats.json_text import loads_strict

_METADATA = "__metadata__"
_DTYPES = frozenset(
    ("F64", "F32", "F16", "I64", "I32", "I16", "I8", "U64", "U32", "U16", "U8", "BOOL")
)
_LENGTH_BYTES = 8


def write_safetensors(
    path: StrPath, arrays: Mapping[str, np.ndarray], metadata: Mapping[str, str] | None = None
) -> None:
    """Store arrays, after reading back and comparing what would be stored.

    Raises:
        FormatError: Something cannot be stored in this format.
        OSError: The disk refused.
    """
    data = to_bytes(arrays, str(path), metadata)
    atomic_write(path, lambda stream: stream.write(data))


def read_safetensors(path: StrPath) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """The arrays, C-contiguous and writable, and the metadata.

    Raises:
        FormatError: The file is missing, damaged or holds what this program does not read.
    """
    return from_bytes(read_bytes(path), str(path))


def to_bytes(
    arrays: Mapping[str, np.ndarray], what: str, metadata: Mapping[str, str] | None = None
) -> bytes:
    """What `write_safetensors` stores."""
    if _METADATA in arrays:
        raise FormatError(f"{what}: no array can be called {_METADATA!r}")
    contiguous = plain(arrays, what)
    try:
        data = safetensors.numpy.save(contiguous, dict(metadata) if metadata else None)
    except (safetensors.SafetensorError, TypeError, ValueError) as error:
        raise FormatError(f"{what} cannot be written: {error}") from error
    arrays_back, metadata_back = from_bytes(data, what)
    check_same(contiguous, arrays_back, what)
    if metadata_back != dict(metadata or {}):
        raise FormatError(f"{what} was not written: the metadata changed on the way")
    return data


def from_bytes(data: bytes, what: str) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """What `read_safetensors` gives for a file of this content."""
    header = _checked_header(data, what)
    try:
        views = safetensors.numpy.load(data)
        # Copied, because a view of `data` could not be written to.
        arrays = {name: np.array(view) for name, view in views.items()}
    except (
        safetensors.SafetensorError,
        TypeError,
        ValueError,
        KeyError,
        OverflowError,
    ) as error:
        raise FormatError(f"{what} is damaged: {error}") from error
    return arrays, header.get(_METADATA, {})


def _checked_header(data: bytes, what: str) -> dict[str, dict[str, str]]:
    """The header, with what the library lets pass refused: a name twice, unknown types."""
    if len(data) < _LENGTH_BYTES:
        raise FormatError(f"{what} is not a safetensors file: it has only {len(data)} bytes")
    (length,) = struct.unpack_from("<Q", data)
    if length > limits.MAX_JSON_BYTES:
        raise FormatError(
            f"{what} is not a safetensors file: its header would have {length:,} bytes"
        )
    if length > len(data) - _LENGTH_BYTES:
        raise FormatError(
            f"{what} is cut off: its header has {length:,} bytes, the file {len(data):,}"
        )
    header = loads_strict(data[_LENGTH_BYTES : _LENGTH_BYTES + length], f"{what}: header")
    if len(header) > limits.MAX_MEMBERS + 1:
        raise FormatError(
            f"{what} has {len(header):,} arrays; at most {limits.MAX_MEMBERS:,} are read"
        )
    for name, entry in header.items():
        if not isinstance(entry, dict):
            raise FormatError(f"{what}: header entry {name!r} is not an object")
        if name == _METADATA:
            if not all(isinstance(text, str) for text in entry.values()):
                raise FormatError(f"{what}: the metadata may hold only texts")
        elif str(entry.get("dtype")) not in _DTYPES:
            raise FormatError(
                f"{what}: {name!r} has the type {str(entry.get('dtype'))[:20]!r}, which NumPy does "
                "not have; convert it to F32 first"
            )
    return header
