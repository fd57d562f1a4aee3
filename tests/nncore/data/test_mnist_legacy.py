import gzip
import io
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.lib import format as npy

from nncore.data.mnist import load_mnist
from nncore.data.mnist_legacy import read_mnist_npz, read_mnist_pickle
from nncore.errors import DataError
from tests.nncore.data.conftest import TinyMnist

SHAPES = ((20, 28, 28), (20,), (10, 28, 28), (10,))


def arrays(tiny: TinyMnist) -> dict[str, np.ndarray]:
    keys = ("x_train", "y_train", "x_test", "y_test")
    return {k: a.astype(np.uint8) for k, a in zip(keys, tiny.arrays.values(), strict=True)}


def triple(tiny: TinyMnist) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """The form of mnist.pkl.gz: 15 to train, 5 to validate, 10 to test."""
    a = arrays(tiny)
    x = (a["x_train"].reshape(20, 784) / 256).astype(np.float32)
    y = a["y_train"].astype(np.int64)
    x_test = (a["x_test"].reshape(10, 784) / 256).astype(np.float32)
    return (x[:15], y[:15]), (x[15:], y[15:]), (x_test, a["y_test"].astype(np.int64))


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_keras_file_is_read(tiny: TinyMnist, tmp_path: Path, save: Any) -> None:
    (tmp_path / "mnist").mkdir()
    save(tmp_path / "mnist" / "mnist.npz", **arrays(tiny))
    data = load_mnist(tmp_path, download=False, table=tiny.table)
    np.testing.assert_allclose(data.x_train[..., 0] * 255, arrays(tiny)["x_train"], atol=1e-4)
    np.testing.assert_array_equal(data.y_test, np.arange(10))
    assert data.source.endswith("mnist.npz")


def header_only(shape: tuple[int, ...]) -> bytes:
    stream = io.BytesIO()
    npy.write_array_header_1_0(stream, {"descr": "|u1", "fortran_order": False, "shape": shape})
    return stream.getvalue()


def member(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    npy.write_array(stream, array, allow_pickle=True)
    return stream.getvalue()


BAD_MEMBERS = {
    "one image short": (member(np.zeros((19, 28, 28), np.uint8)), r"\(19, 28, 28\)"),
    "floats": (member(np.zeros((20, 28, 28), np.float32))[:17000], "float32"),
    "objects": (member(np.array([None, {}], object)), "object"),
    "3 TiB header": (header_only((10**12,)), "1000000000000"),
    "no data": (header_only((20, 28, 28)), "damaged"),
    "cut off": (member(np.zeros((20, 28, 28), np.uint8))[:-5], "damaged"),
    "not npy": (b"hello", "damaged"),
    "bomb": (bytes(50_000_000), "too many"),
}


@pytest.mark.parametrize("case", BAD_MEMBERS)
def test_bad_member_of_the_keras_file_is_refused(
    tiny: TinyMnist, tmp_path: Path, case: str
) -> None:
    content, said = BAD_MEMBERS[case]
    path = tmp_path / "mnist.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x_train.npy", content)
        for key, array in list(arrays(tiny).items())[1:]:
            archive.writestr(f"{key}.npy", member(array))
    with pytest.raises(DataError, match=said) as caught:
        read_mnist_npz(path, SHAPES)
    assert str(path) in str(caught.value)
    assert "pickle" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"PK\x03\x04" + bytes(30)])
def test_what_is_no_npz_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mnist.npz"
    path.write_bytes(content)
    with pytest.raises(DataError, match="not a readable npz"):
        read_mnist_npz(path, SHAPES)


def test_missing_key_is_named_with_those_there(tmp_path: Path) -> None:
    path = tmp_path / "mnist.npz"
    np.savez(path, images=np.zeros(3))
    with pytest.raises(DataError, match=r"'x_train'.*images\.npy"):
        read_mnist_npz(path, SHAPES)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_old_pickle_is_read_with_validation_last(
    tiny: TinyMnist, tmp_path: Path, protocol: int
) -> None:
    path = tmp_path / "mnist.pkl.gz"
    path.write_bytes(gzip.compress(pickle.dumps(triple(tiny), protocol)))
    data = load_mnist(tmp_path, download=False, table=tiny.table)
    train, validation, _ = triple(tiny)
    np.testing.assert_array_equal(data.x_train[:15].reshape(15, 784), train[0])
    np.testing.assert_array_equal(data.x_train[15:].reshape(5, 784), validation[0])
    np.testing.assert_array_equal(data.y_test, np.arange(10))
    assert data.x_train.shape == (20, 28, 28, 1)


def test_strings_of_python_2_are_read(tmp_path: Path) -> None:
    """What Python 2 wrote: numpy.core names and the bytes of an array as a str."""

    def array(shape: tuple[int, ...], code: str, raw: bytes) -> bytes:
        dims = b"".join(b"K" + bytes([n]) for n in shape)
        size = len(raw).to_bytes(4, "little", signed=True)
        return (
            b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(K\x00tU\x01bt"
            + b"R(K\x01("
            + dims
            + b"tcnumpy\ndtype\n(U"
            + bytes([len(code)])
            + code.encode()
            + b"K\x00K\x01tR(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89T"
            + size
            + raw
            + b"tb"
        )

    pixels = np.linspace(0, 1, 4, dtype="<f4")
    pair = b"(" + array((1, 4), "f4", pixels.tobytes())
    pair += array((1,), "i8", np.array([7], "<i8").tobytes()) + b"t"
    path = tmp_path / "mnist.pkl.gz"
    path.write_bytes(gzip.compress(b"\x80\x02(" + pair * 3 + b"t."))
    x, y, x_test, y_test = read_mnist_pickle(path, ((2, 2, 2), (2,), (1, 2, 2), (1,)))
    np.testing.assert_array_equal(x.reshape(2, 4), [pixels, pixels])
    assert y.tolist() == [7, 7]
    assert x_test.shape == (1, 2, 2)
    assert y_test.tolist() == [7]


class Runs:
    """Pickles to a call of os.mkdir."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        import os

        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("hidden", ["bare", "in an array", "in the tuple"])
def test_code_in_a_pickle_is_never_run(tiny: TinyMnist, tmp_path: Path, hidden: str) -> None:
    trap = Runs(tmp_path / "executed")
    content = {
        "bare": trap,
        "in an array": np.array([trap], object),
        "in the tuple": (*triple(tiny)[:2], (trap, trap)),
    }[hidden]
    path = tmp_path / "mnist.pkl.gz"
    path.write_bytes(gzip.compress(pickle.dumps(content)))
    with pytest.raises(DataError, match=r"not a pickle of MNIST.*(refused|not accepted)"):
        read_mnist_pickle(path, SHAPES)
    assert not (tmp_path / "executed").exists()


_NDARRAY = b"cnumpy\nndarray\n"
BAD_PICKLES = {
    "empty": (b"", "not a pickle"),
    "no pickle": (b"hello world", "not a pickle"),
    "cut off": (pickle.dumps(list(range(100)))[:-9], "not a pickle"),
    "wrong form": (pickle.dumps([1, 2, 3]), "three pairs"),
    "no arrays": (pickle.dumps(((1, 2), (3, 4), (5, 6))), "three pairs"),
    "eval": (b"cbuiltins\neval\n(V1+1\ntR.", "builtins.eval, which is refused"),
    "ndarray called": (_NDARRAY + b"((J\x00\x00\x00\x40ttR.", "called directly"),
    "array without state": (
        b"cnumpy.core.multiarray\n_reconstruct\n(" + _NDARRAY + b"(K\x00tU\x01btR.",
        "three pairs",
    ),
    "93 GiB of bytes": (b"\x80\x04\x8e" + (93 << 30).to_bytes(8, "little") + b".", "not a pickle"),
    "93 GiB memo": (b"\x80\x04Nr\xff\xff\xff\xff.", "three pairs|not a pickle"),
    "persistent": (b"Vkey\nQ.", "persistent"),
    "many brackets": (b"(" * 100_000 + b".", "not a pickle"),
    "object dtype": (pickle.dumps(np.array([{}], object)), "'O8' are not accepted"),
    "bytes of a number": (
        b"\x80\x02cnumpy.core.multiarray\n_reconstruct\n(" + _NDARRAY + b"(K\x00tU\x01btR("
        b"K\x01(J\xff\xff\xff\x7ftcnumpy\ndtype\n(U\x02u1K\x00K\x01tR\x89J\xff\xff\xff\x7ftb.",
        "without its bytes",
    ),
}


@pytest.mark.parametrize("case", BAD_PICKLES)
def test_hostile_pickle_is_refused(tmp_path: Path, case: str) -> None:
    content, said = BAD_PICKLES[case]
    path = tmp_path / "mnist.pkl.gz"
    path.write_bytes(gzip.compress(content))
    with pytest.raises(DataError, match=said) as caught:
        read_mnist_pickle(path, SHAPES)
    assert str(path) in str(caught.value)


def test_arrays_of_the_wrong_shape_or_range_are_refused(tiny: TinyMnist, tmp_path: Path) -> None:
    (x, y), validation, test = triple(tiny)
    path = tmp_path / "mnist.pkl.gz"
    for train, said in (
        ((x[:14], y), r"\(19, 784\)"),
        ((x, y[:14]), r"\(19,\)"),
        ((x * 255, y), r"expected 0\.\.1"),
        ((x.reshape(15, 28, 28), y), "rows of pixels"),
        ((x, y.astype(np.float32)), "expected integers"),
    ):
        path.write_bytes(gzip.compress(pickle.dumps((train, validation, test))))
        with pytest.raises(DataError, match=said):
            read_mnist_pickle(path, SHAPES)


def test_pickle_bomb_stops_at_the_size_of_mnist(tmp_path: Path) -> None:
    path = tmp_path / "mnist.pkl.gz"
    path.write_bytes(gzip.compress(bytes(50_000_000)))
    with pytest.raises(DataError, match="decompresses to more than"):
        read_mnist_pickle(path, SHAPES)
