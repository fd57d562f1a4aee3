"""Named arrays on their way into and out of a file."""

from collections.abc import Mapping

import numpy as np

from nncore.errors import FormatError
from nncore.formats import limits

DTYPES = frozenset(
    np.dtype(name)
    for name in (
        *("float16", "float32", "float64", "bool"),
        *("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    )
)
"""What a file may hold: numbers, never Python objects."""


def plain(arrays: Mapping[str, np.ndarray], what: str) -> dict[str, np.ndarray]:
    """`arrays` as C-contiguous arrays in native byte order, copied only where they are not.

    safetensors 0.8.0 writes the memory of other layouts as it lies, and so other numbers
    (safetensors/safetensors#825).

    Raises:
        FormatError: An array holds something other than numbers, a name cannot be written, or
            there are too many.
    """
    if len(arrays) > limits.MAX_MEMBERS:
        raise FormatError(
            f"{what} would hold {len(arrays):,} arrays; at most {limits.MAX_MEMBERS:,} fit"
        )
    result = {}
    for name, value in arrays.items():
        if not _is_text(name):
            raise FormatError(f"{what}: {name!a} is no name for an array")
        array = np.asarray(value)
        native = array.dtype.newbyteorder("=")
        if native not in DTYPES:
            raise FormatError(f"{what}: {name!r} has dtype {array.dtype}, which cannot be stored")
        # not np.ascontiguousarray, which gives a scalar a dimension
        result[name] = np.asarray(array, dtype=native, order="C")
    return result


def check_same(wrote: Mapping[str, np.ndarray], read: Mapping[str, np.ndarray], what: str) -> None:
    """Compare bit for bit what was read back with what was to be written.

    Raises:
        FormatError: They differ.
    """
    if wrote.keys() != read.keys():
        raise FormatError(f"{what} was not written: names changed on the way")
    for name, array in wrote.items():
        other = read[name]
        alike = array.dtype == other.dtype and array.shape == other.shape
        if not alike or not np.array_equal(_bits(array), _bits(other)):
            raise FormatError(f"{what} was not written: {name!r} changed on the way")


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _bits(array: np.ndarray) -> np.ndarray:
    """The bytes of a C-contiguous array; NaN equals itself there."""
    return array.reshape(-1).view(np.uint8)
