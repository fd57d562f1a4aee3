import gzip
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncore.data.idx import parse_idx, read_bytes, read_idx
from nncore.errors import DataError


def idx(array: np.ndarray, kind: int = 0x08) -> bytes:
    header = struct.pack(">BBBB", 0, 0, kind, array.ndim) + struct.pack(
        f">{array.ndim}I", *array.shape
    )
    return header + array.tobytes()


IMAGES = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
GOOD = idx(IMAGES)


@pytest.mark.parametrize(
    "compress", [bytes, gzip.compress, lambda b: gzip.compress(b[:9]) + gzip.compress(b[9:])]
)
def test_raw_gzip_and_joined_gzip_are_read_alike(tmp_path: Path, compress: object) -> None:
    path = tmp_path / "no-name-helps"
    path.write_bytes(compress(GOOD))  # type: ignore[operator]
    np.testing.assert_array_equal(read_idx(path), IMAGES)


@pytest.mark.parametrize(
    ("kind", "stored", "native"),
    [
        (0x09, "i1", "i1"),
        (0x0B, ">i2", "i2"),
        (0x0C, ">i4", "i4"),
        (0x0D, ">f4", "f4"),
        (0x0E, ">f8", "f8"),
    ],
)
def test_every_number_type_is_read(kind: int, stored: str, native: str) -> None:
    values = np.array([[1, -2], [3, 100]], dtype=stored)
    found = parse_idx(idx(values, kind), "x")
    assert found.dtype == np.dtype(native)
    np.testing.assert_array_equal(found, values)


HOSTILE = {
    "empty": (b"", "empty"),
    "three bytes": (GOOD[:3], "too short"),
    "cut header": (GOOD[:10], "cut off inside"),
    "cut data": (GOOD[:-1], "2 x 3 x 4 values, 40 bytes in all, but there are 39"),
    "one byte too many": (GOOD + b"x", "but there are 41"),
    "wrong magic": (b"\x01" + GOOD[1:], "01 00 08 03"),
    "unknown type": (b"\0\0\x0a" + GOOD[3:], "not an IDX file"),
    "no axes": (b"\0\0\x08\0" + GOOD[4:], "not an IDX file"),
    "web page": (b"<!DOCTYPE html><html>Forbidden</html>", "web page"),
    "zip": (b"PK\x03\x04" + bytes(40), "zip archive"),
    "4 billion cubed": (b"\0\0\x08\x03" + b"\xff" * 12, "promises 4294967295 x"),
    "zero images": (idx(np.zeros((0, 28, 28), np.uint8)), "no data"),
    "gz of gz": (gzip.compress(gzip.compress(GOOD)), "compressed twice"),
    "gz with junk": (gzip.compress(GOOD) + b"junk", "4 stray bytes"),
    "gz cut": (gzip.compress(GOOD)[:-9], "cut off"),
    "gz header only": (gzip.compress(GOOD)[:10], "cut off"),
    "gz damaged": (gzip.compress(GOOD)[:12] + b"\xff" * 20, "damaged gzip|cut off"),
    "gz wrong checksum": (gzip.compress(GOOD)[:-8] + bytes(8), "damaged gzip"),
    "gz of a web page": (gzip.compress(b"<html></html>"), "web page"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_bad_file_is_refused_with_its_name_and_what_was_found(tmp_path: Path, case: str) -> None:
    content, said = HOSTILE[case]
    path = tmp_path / "train-images.gz"
    path.write_bytes(content)
    with pytest.raises(DataError, match=said) as caught:
        read_idx(path)
    assert str(path) in str(caught.value)


@given(st.integers(0, len(GOOD) - 1))
def test_no_prefix_is_taken_for_the_whole(length: int) -> None:
    with pytest.raises(DataError):
        parse_idx(GOOD[:length], "x")


@given(st.binary(max_size=64))
def test_any_bytes_give_an_array_or_a_data_error(content: bytes) -> None:
    try:
        found = parse_idx(content, "x")
    except DataError as error:
        message = str(error)
    else:
        message = "x: read"
        assert found.size > 0
    assert message.startswith("x: ")


def test_gzip_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    compressor = zlib.compressobj(9, wbits=31)
    block = bytes(1 << 20)
    bomb = b"".join(compressor.compress(block) for _ in range(64)) + compressor.flush()
    path = tmp_path / "bomb.gz"
    path.write_bytes(bomb)
    assert len(bomb) < 100_000
    with pytest.raises(DataError, match="decompresses to more than the 1048576 bytes"):
        read_bytes(path, max_bytes=1 << 20)


def test_file_of_exactly_the_limit_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "raw"
    path.write_bytes(GOOD)
    assert read_bytes(path, max_bytes=len(GOOD)) == GOOD
    with pytest.raises(DataError, match="40 bytes, more than the 39"):
        read_bytes(path, max_bytes=len(GOOD) - 1)


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere.*cannot be read"):
        read_idx(tmp_path / "nowhere")
    with pytest.raises(DataError, match="folder"):
        read_idx(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    path = tmp_path / "pipe.gz"
    os.mkfifo(path)
    with pytest.raises(DataError, match="device or pipe"):
        read_idx(path)
