"""The .npz format that `numpy.load` reads, with one JSON text beside the arrays."""

import io
import math
import re
import struct
import sys
from collections.abc import Mapping

import numpy as np

from nncore.errors import FormatError
from nncore.formats import limits
from nncore.formats.arrays import DTYPES, check_same, plain
from nncore.formats.atomic import atomic_write
from nncore.formats.files import StrPath, open_regular
from nncore.formats.safe_zip import ZipReader, zip_bytes

METADATA_KEY = "vitrine.json"
"""The array, of no dimension and of text, that holds the metadata."""

_SUFFIX = ".npy"
_MAGIC = b"\x93NUMPY"
_HEADER = re.compile(
    r"\{\s*'descr':\s*(?P<descr>'[^']*'|\[.*\]),\s*'fortran_order':\s*(?:True|False),"
    r"\s*'shape':\s*\((?P<shape>[\d, ]*)\),?\s*\}\s*",
    re.DOTALL,
)


def write_npz(path: StrPath, arrays: Mapping[str, np.ndarray], metadata: str = "") -> None:
    """Store arrays and a text, after reading back and comparing what would be stored.

    The zip is written member by member, because `numpy.savez` takes names as keyword
    arguments and stumbles over an array called "file".

    Raises:
        FormatError: Something cannot be stored in this format.
        OSError: The disk refused.
    """
    what = str(path)
    if METADATA_KEY in arrays:
        raise FormatError(f"{what}: no array can be called {METADATA_KEY!r}")
    contiguous = plain(arrays, what)
    members = {name + _SUFFIX: _npy_bytes(array) for name, array in contiguous.items()}
    members[METADATA_KEY + _SUFFIX] = _npy_bytes(np.array(metadata))
    data = zip_bytes(members, packed=frozenset({METADATA_KEY + _SUFFIX}))
    arrays_back, metadata_back = _read(ZipReader(io.BytesIO(data), what), what)
    check_same(contiguous, arrays_back, what)
    if metadata_back != metadata:
        raise FormatError(f"{what} was not written: the metadata changed on the way")
    atomic_write(path, lambda stream: stream.write(data))


def read_npz(path: StrPath) -> tuple[dict[str, np.ndarray], str]:
    """The arrays, C-contiguous and writable, and the text; "" if another program wrote the file.

    Raises:
        FormatError: The file is missing, damaged or holds something other than numbers.
    """
    with open_regular(path) as stream:
        return _read(ZipReader(stream, str(path)), str(path))


def _read(reader: ZipReader, what: str) -> tuple[dict[str, np.ndarray], str]:
    arrays: dict[str, np.ndarray] = {}
    metadata = ""
    for member in reader.names:
        name = member.removesuffix(_SUFFIX)
        if name == member:
            raise FormatError(f"{what}: {member[:80]!a} is not an array; its name needs {_SUFFIX}")
        array = _npy_array(reader.read(member), f"{what}: {name[:80]!a}", name == METADATA_KEY)
        if name == METADATA_KEY:
            metadata = _text(array, what)
        else:
            arrays[name] = array
    return arrays, metadata


def _npy_bytes(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, allow_pickle=False)
    return stream.getvalue()


def _npy_array(data: bytes, what: str, text: bool) -> np.ndarray:
    """Parse an .npy file, after its header was found to fit its size."""
    header, header_end = _header(data, what)
    match = _HEADER.fullmatch(header)
    if not match:
        raise FormatError(f"{what} has a header that is not NumPy's: {header[:60].strip()!a}")
    dtype = _dtype(match["descr"].strip("'"), what, text)
    shape = tuple(int(n) for n in match["shape"].replace(" ", "").split(",") if n)
    declared = math.prod(shape) * dtype.itemsize
    if declared != len(data) - header_end:
        raise FormatError(
            f"{what} is damaged: shape {shape} needs {declared:,} bytes, there are "
            f"{len(data) - header_end:,}"
        )
    try:
        array = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    except (ValueError, TypeError, OverflowError) as error:
        raise FormatError(f"{what} is damaged: its header does not fit its content") from error
    return np.array(array, dtype=dtype.newbyteorder("="), order="C")


def _header(data: bytes, what: str) -> tuple[str, int]:
    """The header's text and where it ends."""
    if not data.startswith(_MAGIC):
        raise FormatError(f"{what} is not an .npy array; it begins with {data[:8]!r}")
    version = data[6:8]
    layout = {b"\x01\x00": "<H", b"\x02\x00": "<I", b"\x03\x00": "<I"}.get(version)
    if layout is None:
        raise FormatError(f"{what} is an .npy array of the unknown version {tuple(version)}")
    begin = 8 + struct.calcsize(layout)
    if len(data) < begin:
        raise FormatError(f"{what} is cut off")
    (length,) = struct.unpack_from(layout, data, 8)
    if length > limits.MAX_NPY_HEADER_BYTES or begin + length > len(data):
        raise FormatError(f"{what} is damaged: its header would have {length:,} bytes")
    return data[begin : begin + length].decode("latin1"), begin + length


def _dtype(descr: str, what: str, text: bool) -> np.dtype:
    if "O" in descr:
        raise FormatError(f"{what} holds Python objects; only arrays of numbers are read")
    if re.fullmatch(r"[<>|=][biufU]\d{1,9}", descr):
        dtype = np.dtype(descr) if _known(descr) else None
        if dtype is not None and (
            dtype.newbyteorder("=") in DTYPES or (text and dtype.kind == "U")
        ):
            return dtype
    raise FormatError(f"{what} has dtype {descr[:40]!a}; only arrays of numbers are read")


def _known(descr: str) -> bool:
    """Whether `numpy.dtype` takes it: it has no float of 3 bytes."""
    try:
        np.dtype(descr)
    except TypeError:
        return False
    return True


def _text(array: np.ndarray, what: str) -> str:
    """The text, decoded here because NumPy fails on code points beyond Unicode."""
    if array.dtype.kind != "U" or array.ndim:
        raise FormatError(f"{what}: {METADATA_KEY!r} must be one text")
    try:
        text = array.tobytes().decode("utf-32-le" if sys.byteorder == "little" else "utf-32-be")
    except UnicodeDecodeError as error:
        raise FormatError(f"{what} is damaged: {METADATA_KEY!r} is not text") from error
    return text.rstrip("\0")
