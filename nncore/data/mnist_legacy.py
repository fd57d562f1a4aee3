"""MNIST from two older files, Keras's `mnist.npz` and `mnist.pkl.gz`, read without trust."""

import io
import math
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from nncore.data.idx import read_bytes
from nncore.errors import DataError

Array = NDArray[Any]
Shapes = tuple[tuple[int, ...], ...]  # of x_train, y_train, x_test, y_test

_KEYS = ("x_train", "y_train", "x_test", "y_test")
_HEADER_BYTES = 1 << 10
# Pickled text spends up to two bytes on each byte of the arrays.
_PICKLE_OVERHEAD = 2.2
_PICKLE_SLACK = 1 << 16
_PICKLED_TYPES = ("f4", "f8", "u1", "i1", "i2", "i4", "i8", "u2", "u4", "u8")


def read_mnist_npz(path: Path, shapes: Shapes) -> tuple[Array, Array, Array, Array]:
    """Read `mnist.npz`: uint8 arrays x_train, y_train, x_test, y_test of the given shapes."""
    try:
        with zipfile.ZipFile(path) as archive:
            arrays = [
                _read_member(path, archive, key, shape)
                for key, shape in zip(_KEYS, shapes, strict=True)
            ]
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise DataError(f"{path}: not a readable npz file: {error}") from error
    return arrays[0], arrays[1], arrays[2], arrays[3]


def _read_member(path: Path, archive: zipfile.ZipFile, key: str, shape: tuple[int, ...]) -> Array:
    """Read one array after its size, type and shape have been found right."""
    try:
        info = archive.getinfo(f"{key}.npy")
    except KeyError:
        names = ", ".join(sorted(archive.namelist())[:8])
        raise DataError(f"{path}: no array {key!r}; it holds {names or 'nothing'}") from None
    # int64 labels are as good as uint8 ones, nothing is wider.
    if info.file_size > _HEADER_BYTES + 8 * math.prod(shape):
        raise DataError(
            f"{path}: {key} has {info.file_size} bytes, too many for an array of shape {shape}"
        )
    with archive.open(info) as member:
        stream = io.BytesIO(member.read(info.file_size))
    try:
        version = npy.read_magic(stream)
        read_header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        found, _, dtype = read_header(stream)
        if found != shape or dtype.kind not in "iu" or (len(shape) > 1 and dtype != np.uint8):
            raise DataError(
                f"{path}: {key} is {dtype} of shape {found}, expected uint8 of shape {shape}"
            )
        stream.seek(0)
        return npy.read_array(stream, allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise DataError(f"{path}: {key} is damaged") from error


def read_mnist_pickle(path: Path, shapes: Shapes) -> tuple[Array, Array, Array, Array]:
    """Read the pickled ((x, y), (x, y), (x, y)) of train, validation and test.

    Train and validation are joined, so that the validation part is the last of the training
    data. Only numbers come out of the pickle: no global of it is ever looked up, the few names
    that NumPy needs stand for the inert classes below.
    """
    limit = int(_PICKLE_OVERHEAD * sum(8 + 4 * math.prod(s) for s in shapes)) + _PICKLE_SLACK
    data = read_bytes(path, max_bytes=limit)
    try:
        parts = _NumbersOnly(io.BytesIO(data), encoding="latin1").load()
    except _PICKLE_ERRORS as error:
        raise DataError(f"{path}: not a pickle of MNIST: {error}") from error
    (x, y), (x_valid, y_valid), (x_test, y_test) = _six_arrays(path, parts)
    if x.ndim != 2 or x_valid.shape[1:] != x.shape[1:] or x_test.shape[1:] != x.shape[1:]:
        raise DataError(f"{path}: images must be rows of pixels, got shapes {x.shape}, ...")
    return (
        _images(path, np.concatenate([x, x_valid]), shapes[0]),
        _labels(path, np.concatenate([y, y_valid]), shapes[1]),
        _images(path, x_test, shapes[2]),
        _labels(path, y_test, shapes[3]),
    )


def _six_arrays(path: Path, parts: object) -> list[tuple[Array, Array]]:
    if isinstance(parts, tuple | list) and len(parts) == 3:
        pairs = [p for p in parts if isinstance(p, tuple | list) and len(p) == 2]
        whole = [pair for pair in (_two_arrays(*p) for p in pairs) if pair is not None]
        if len(whole) == 3:
            return whole
    raise DataError(f"{path}: expected three pairs (images, labels) for train, validation and test")


def _two_arrays(x: object, y: object) -> tuple[Array, Array] | None:
    if not isinstance(x, _PickledArray) or not isinstance(y, _PickledArray):
        return None
    if x.array is None or y.array is None or x.array.size == 0 or y.array.ndim != 1:
        return None
    return x.array, y.array


def _images(path: Path, rows: Array, shape: tuple[int, ...]) -> Array:
    count, pixels = shape[0], math.prod(shape[1:])
    if rows.shape != (count, pixels) or rows.dtype.kind != "f":
        raise DataError(
            f"{path}: images are {rows.dtype} of shape {rows.shape}, "
            f"expected floats of shape {(count, pixels)}"
        )
    if not (rows.min() >= 0.0 and rows.max() <= 1.0):
        raise DataError(f"{path}: pixels lie in {rows.min()}..{rows.max()}, expected 0..1")
    return rows.reshape(shape)


def _labels(path: Path, labels: Array, shape: tuple[int, ...]) -> Array:
    if labels.shape != shape or labels.dtype.kind not in "iu":
        raise DataError(
            f"{path}: labels are {labels.dtype} of shape {labels.shape}, "
            f"expected integers of shape {shape}"
        )
    return labels


# A hostile pickle can make the machine of opcodes fail in any of these ways.
_PICKLE_ERRORS = (
    pickle.UnpicklingError,
    struct.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)


class _PickledDtype:
    """Stands for numpy.dtype; knows plain numbers only, so an object array cannot be named."""

    def __init__(self, code: str, *_flags: object) -> None:
        if code not in _PICKLED_TYPES:
            raise pickle.UnpicklingError(f"arrays of {code!r} are not accepted")
        self.dtype = np.dtype(code)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        if len(state) < 2 or state[1] not in ("<", ">", "|", "="):
            raise pickle.UnpicklingError("a data type in an unknown form")
        self.dtype = self.dtype.newbyteorder(state[1])


class _PickledArray:
    """Stands for numpy.ndarray; takes its shape, type and bytes, and checks that they agree."""

    array: Array | None = None

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        _version, shape, pickled, fortran, raw = state
        self.array = _numbers(shape, pickled, raw, "F" if fortran else "C")


def _numbers(shape: object, pickled: object, raw: object, order: Literal["C", "F"]) -> Array:
    content = raw.encode("latin1") if isinstance(raw, str) else raw
    if not isinstance(content, bytes | bytearray):
        raise pickle.UnpicklingError("an array without its bytes")
    if not isinstance(pickled, _PickledDtype) or not isinstance(shape, tuple):
        raise pickle.UnpicklingError("an array in an unknown form")
    dtype = pickled.dtype
    if any(type(n) is not int or n < 0 for n in shape):
        raise pickle.UnpicklingError(f"an array of shape {shape}")
    if len(content) != math.prod(shape) * dtype.itemsize:
        raise pickle.UnpicklingError(
            f"an array of shape {shape} with {len(content)} bytes of {dtype}"
        )
    array = np.frombuffer(content, dtype).reshape(shape, order=order)
    return array.astype(dtype.newbyteorder("="), copy=False)


def _reconstruct(_kind: object, _shape: object, _code: object) -> _PickledArray:
    return _PickledArray()


def _frombuffer(raw: object, pickled: object, shape: object, order: object) -> _PickledArray:
    """What protocol 5 calls instead of _reconstruct."""
    array = _PickledArray()
    array.array = _numbers(shape, pickled, raw, "F" if order == "F" else "C")
    return array


def _encode(text: str, encoding: str) -> bytes:
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"encoding {encoding!r} is not accepted")
    return text.encode("latin1")


def _no_array(*_given: object) -> None:
    raise pickle.UnpicklingError("numpy.ndarray called directly")


_ALLOWED: dict[tuple[str, str], Callable[..., object]] = {
    ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy._core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy.core.numeric", "_frombuffer"): _frombuffer,
    ("numpy._core.numeric", "_frombuffer"): _frombuffer,
    ("numpy", "ndarray"): _no_array,
    ("numpy", "dtype"): _PickledDtype,
    ("_codecs", "encode"): _encode,
}


class _NumbersOnly(pickle.Unpickler):
    """An unpickler that knows NumPy arrays of numbers and nothing else."""

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        allowed = _ALLOWED.get((module, name))
        if allowed is None:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}, which is refused")
        return allowed

    def persistent_load(self, pid: object) -> object:
        raise pickle.UnpicklingError(f"it asks for a persistent object {pid!r}")
