"""Files of every format that are damaged or something else: always one FormatError."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore.errors import FormatError
from nncore.formats import limits
from nncore.formats.archive import read_archive, write_archive
from nncore.formats.npz import read_npz, write_npz
from nncore.formats.safetensors_file import read_safetensors, write_safetensors

Reader = Callable[[Path], Any]
Refusal = Callable[..., str]
READERS: dict[str, Reader] = {
    "vitrine": read_archive,
    "npz": read_npz,
    "safetensors": read_safetensors,
}
ARRAYS: dict[str, np.ndarray] = {
    "dense_1/kernel": np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4),
    "dense_1/bias": np.zeros(4, dtype=np.float64),
}
each_format = pytest.mark.parametrize("kind", READERS)


def good_file(path: Path, kind: str) -> bytes:
    if kind == "vitrine":
        write_archive(path, {"format": "vitrine", "spec": {"a": [1, 2]}}, {"params": ARRAYS})
    elif kind == "npz":
        write_npz(path, ARRAYS, '{"a": 1}')
    else:
        write_safetensors(path, ARRAYS, {"spec": "{}"})
    return path.read_bytes()


def other_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x.txt", b"hello")
    return stream.getvalue()


def npy() -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.ones(3))
    return stream.getvalue()


@each_format
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\0", id="one byte"),
        pytest.param(b"\0" * 1000, id="zeros"),
        pytest.param(b"\xff" * 1000, id="ones"),
        pytest.param(b"<!DOCTYPE html><title>404</title>" * 9, id="html"),
        pytest.param(b"PK\x03\x04", id="zip magic"),
        pytest.param(b"PK\x05\x06" + b"\0" * 18, id="empty zip"),
        pytest.param(other_zip(), id="other zip"),
        pytest.param(b"\x80\x04cos\nsystem\n(S'true'\ntR.", id="pickle"),
        pytest.param(npy(), id="npy"),
    ],
)
def test_other_content_under_the_right_name_is_refused(
    refusal: Refusal, tmp_path: Path, kind: str, data: bytes
) -> None:
    refusal(READERS[kind], tmp_path / f"file.{kind}", data)


@each_format
def test_file_of_another_of_our_formats_is_refused(
    refusal: Refusal, tmp_path: Path, kind: str
) -> None:
    for other in READERS:
        if other != kind:
            refusal(READERS[kind], tmp_path / "file", good_file(tmp_path / other, other))


@each_format
def test_file_cut_anywhere_is_refused(refusal: Refusal, tmp_path: Path, kind: str) -> None:
    data = good_file(tmp_path / "good", kind)
    ends = {len(data) * eighth // 8 for eighth in range(8)} | {1, 4, 8, 9, 30, len(data) - 1}
    for end in ends:
        refusal(READERS[kind], tmp_path / f"cut.{kind}", data[:end])


@each_format
def test_flipped_bytes_give_the_same_content_or_a_refusal(
    refusal: Refusal, tmp_path: Path, kind: str
) -> None:
    data = good_file(tmp_path / "good", kind)
    expected = frozen(READERS[kind](tmp_path / "good"))
    rng = np.random.default_rng(20)
    path = tmp_path / f"flipped.{kind}"
    refused = 0
    for position in rng.permutation(len(data))[:1500]:
        damaged = bytearray(data)
        damaged[position] ^= int(rng.integers(1, 256))
        path.write_bytes(damaged)
        try:
            result = frozen(READERS[kind](path))
        except FormatError:
            refused += 1
        else:
            # A safetensors file has no checksum: other names and numbers cannot be seen there.
            assert result == expected or kind == "safetensors"
            assert len(result) == len(expected)
    assert refused > 100


def frozen(result: Any) -> Any:
    """A value that can be compared, with the bits of the arrays."""
    if isinstance(result, dict):
        return {name: frozen(value) for name, value in result.items()}
    if isinstance(result, tuple):
        return tuple(frozen(value) for value in result)
    if isinstance(result, np.ndarray):
        return result.dtype.str, result.shape, result.tobytes()
    return result


@each_format
def test_missing_file_folder_and_pipe_are_refused(
    refusal: Refusal, tmp_path: Path, kind: str
) -> None:
    assert "no such file" in refusal(READERS[kind], tmp_path / "missing")
    assert "folder" in refusal(READERS[kind], tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "pipe" in refusal(READERS[kind], tmp_path / "pipe")
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        refusal(READERS[kind], tmp_path / "loop")


@each_format
def test_file_beyond_the_size_limit_is_not_read(
    refusal: Refusal, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = good_file(tmp_path / "good", kind)
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 100)
    assert "at most 100" in refusal(READERS[kind], tmp_path / "large", data)


@each_format
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_no_numbers_are_kept_for_the_caller_to_judge(
    tmp_path: Path, kind: str, value: float
) -> None:
    path = tmp_path / "file"
    arrays = {"w": np.array([value], dtype=np.float32)}
    if kind == "vitrine":
        write_archive(path, {}, {"params": arrays})
        back = read_archive(path)[1]["params"]
    elif kind == "npz":
        write_npz(path, arrays)
        back = read_npz(path)[0]
    else:
        write_safetensors(path, arrays)
        back = read_safetensors(path)[0]
    np.testing.assert_array_equal(back["w"], arrays["w"])
