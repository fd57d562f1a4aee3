"""Files that are damaged, made to harm, or something else: always one FormatError, at once."""

import io
import json
import os
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore.errors import FormatError
from nncore.formats import limits
from nncore.formats.archive import peek_manifest, read_archive, write_archive
from nncore.formats.npz import read_npz, write_npz
from nncore.formats.safetensors_file import read_safetensors, write_safetensors

Reader = Callable[[Path], Any]
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


def refusal(reader: Reader, path: Path, data: bytes | None = None) -> str:
    """The message with which `reader` refuses the file."""
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(FormatError) as caught:
        reader(path)
    message = str(caught.value)
    assert str(path) in message
    assert "pickle" not in message
    assert "\n" not in message
    return message


def zipped(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of duplicates
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return stream.getvalue()


def npy(array: Any, **options: Any) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, **options)
    return stream.getvalue()


def npy_of(header: str, content: bytes = b"", version: tuple[int, int] = (1, 0)) -> bytes:
    text = header.encode("latin1") + b"\n"
    return b"\x93NUMPY" + bytes(version) + struct.pack("<H", len(text)) + text + content


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
        pytest.param(zipped([("x.txt", b"hello")]), id="other zip"),
        pytest.param(b"\x80\x04cos\nsystem\n(S'true'\ntR.", id="pickle"),
        pytest.param(npy(np.ones(3)), id="npy"),
    ],
)
def test_other_content_under_the_right_name_is_refused(
    tmp_path: Path, kind: str, data: bytes
) -> None:
    refusal(READERS[kind], tmp_path / f"file.{kind}", data)


@each_format
def test_file_of_another_of_our_formats_is_refused(tmp_path: Path, kind: str) -> None:
    for other in READERS:
        if other != kind:
            refusal(READERS[kind], tmp_path / "file", good_file(tmp_path / other, other))


@each_format
def test_file_cut_anywhere_is_refused(tmp_path: Path, kind: str) -> None:
    data = good_file(tmp_path / "good", kind)
    ends = {len(data) * eighth // 8 for eighth in range(8)} | {1, 4, 8, 9, 30, len(data) - 1}
    for end in ends:
        refusal(READERS[kind], tmp_path / f"cut.{kind}", data[:end])


@each_format
def test_flipped_bytes_give_the_same_content_or_a_refusal(tmp_path: Path, kind: str) -> None:
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
def test_missing_file_folder_and_pipe_are_refused(tmp_path: Path, kind: str) -> None:
    assert "no such file" in refusal(READERS[kind], tmp_path / "missing")
    assert "folder" in refusal(READERS[kind], tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "pipe" in refusal(READERS[kind], tmp_path / "pipe")
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        refusal(READERS[kind], tmp_path / "loop")


@each_format
def test_file_beyond_the_size_limit_is_not_read(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = good_file(tmp_path / "good", kind)
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 100)
    assert "at most 100" in refusal(READERS[kind], tmp_path / "large", data)


HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }"


@pytest.mark.parametrize(
    ("member", "found"),
    [
        pytest.param(npy_of(HEADER % "1000000000000,"), "4,000,000,000,000 bytes", id="3.6 TiB"),
        pytest.param(npy_of(HEADER % "2, 2", bytes(12)), "needs 16 bytes", id="too short"),
        pytest.param(npy_of(HEADER % "2, 2", bytes(20)), "needs 16 bytes", id="too long"),
        pytest.param(npy_of(HEADER % "0, 99999999999999999999"), "header", id="overflow of none"),
        pytest.param(npy_of(HEADER % ",".join("1" * 99), bytes(4)), "header", id="99 dimensions"),
        pytest.param(npy_of(HEADER % "1 2,", bytes(48)), "header", id="blank in a number"),
        pytest.param(npy_of(HEADER % "-1,"), "header", id="negative"),
        pytest.param(npy_of(HEADER % "True,"), "header", id="bool dimension"),
        pytest.param(npy_of("(" * 9000), "header", id="deep"),
        pytest.param(npy_of("__import__('os').abort()"), "header", id="code"),
        pytest.param(npy_of("{'descr': '<f4'}"), "header", id="keys missing"),
        pytest.param(npy_of((HEADER % "1,") + " " * 20_000, bytes(4)), "20,0", id="long header"),
        pytest.param(npy_of(HEADER % "1,", bytes(4), (9, 0)), "version", id="version 9"),
        pytest.param(npy_of(HEADER.replace("<f4", "<f3") % "1,", bytes(3)), "dtype", id="f3"),
        pytest.param(npy_of(HEADER.replace("<f4", "<U1") % "1,", bytes(4)), "dtype", id="text"),
        pytest.param(npy_of(HEADER.replace("<f4", "|V9") % "1,", bytes(9)), "dtype", id="void"),
        pytest.param(npy(np.array([{}]), allow_pickle=True), "Python objects", id="object"),
        pytest.param(npy(np.zeros(1, dtype=[("a", "f4")])), "dtype", id="structured"),
        pytest.param(npy(np.zeros(1, dtype=complex)), "dtype", id="complex"),
        pytest.param(b"\x93NUMPY", "version", id="magic only"),
        pytest.param(b"plain text", "not an .npy", id="text file"),
        pytest.param(b"", "not an .npy", id="empty"),
    ],
)
def test_npz_member_that_is_no_plain_array_is_refused(
    tmp_path: Path, member: bytes, found: str
) -> None:
    data = zipped([("good.npy", npy(np.ones(2))), ("bad.npy", member)])
    message = refusal(read_npz, tmp_path / "bad.npz", data)
    assert found in message
    assert "'bad'" in message


@pytest.mark.parametrize(
    "metadata",
    [
        pytest.param(npy(np.ones(1)), id="numbers"),
        pytest.param(npy(np.array(["a", "b"])), id="two texts"),
        pytest.param(npy_of(HEADER.replace("<f4", "<U1") % "", b"\xff" * 4), id="no character"),
        pytest.param(npy_of(HEADER.replace("<f4", ">U1") % "", b"\xff" * 4), id="none swapped"),
    ],
)
def test_npz_metadata_must_be_one_text(tmp_path: Path, metadata: bytes) -> None:
    data = zipped([("vitrine.json.npy", metadata)])
    assert "vitrine.json" in refusal(read_npz, tmp_path / "bad.npz", data)


BAD_NAMES = {
    "up": "../../x.npy",
    "inner up": "a/../x.npy",
    "absolute": "/etc/x.npy",
    "drive": "C:/x.npy",
    "backslash": "..\\x.npy",
    "folder": "a/",
    "no npy": "readme.txt",
}
in_each_zip = pytest.mark.parametrize("reader", [read_archive, peek_manifest, read_npz])


@in_each_zip
@pytest.mark.parametrize("name", BAD_NAMES.values(), ids=BAD_NAMES)
def test_zip_with_a_suspicious_name_is_refused(tmp_path: Path, reader: Reader, name: str) -> None:
    member = npy(np.ones(2))
    manifest = ("manifest.json", b'{"container_version": 1, "members": {}}')
    data = zipped([manifest, (name, member)] if reader is not read_npz else [(name, member)])
    refusal(reader, tmp_path / "bad", data)


@in_each_zip
def test_zip_with_one_name_twice_is_refused(tmp_path: Path, reader: Reader) -> None:
    member = npy(np.ones(2))
    data = zipped([("a.npy", member), ("a.npy", member)])
    assert "twice" in refusal(reader, tmp_path / "bad", data)


@in_each_zip
@pytest.mark.parametrize("count", [10_001, 70_000])
def test_zip_with_too_many_members_is_refused(tmp_path: Path, reader: Reader, count: int) -> None:
    data = zipped([(f"{i}.npy", b"") for i in range(count)], zipfile.ZIP_STORED)
    refusal(reader, tmp_path / "bad", data)


@in_each_zip
def test_bomb_is_refused_by_its_directory(tmp_path: Path, reader: Reader) -> None:
    bomb = zipped([("a.npy", bytes(limits.EXPANSION_FLOOR + 1))])
    assert len(bomb) < 100_000
    assert "100 times its size" in refusal(reader, tmp_path / "bomb", bomb)


def test_bomb_hidden_among_honest_members_is_refused(tmp_path: Path) -> None:
    honest = np.random.default_rng(0).bytes(2**20)
    data = zipped([("a.npy", honest), ("b.npy", bytes(limits.EXPANSION_FLOOR + 1))])
    assert "'b.npy'" in refusal(read_npz, tmp_path / "bomb", data)


@in_each_zip
def test_sum_of_the_members_is_limited(
    tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = zipped([(f"{i}.npy", bytes(50_000)) for i in range(10)])
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 400_000)
    assert "unpacks to more than 400,000" in refusal(reader, tmp_path / "bad", data)


def test_member_that_unpacks_to_more_than_it_declares_is_refused(tmp_path: Path) -> None:
    content = npy(np.zeros(1000))
    data = zipped([("a.npy", content)])
    size, lie = struct.pack("<I", len(content)), struct.pack("<I", 200)
    assert data.count(size) == 2
    assert "damaged" in refusal(read_npz, tmp_path / "bad", data.replace(size, lie))


def test_encrypted_and_exotic_members_are_refused(tmp_path: Path) -> None:
    data = bytearray(zipped([("a.npy", npy(np.ones(2)))]))
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1
    assert "encrypted" in refusal(read_npz, tmp_path / "bad", bytes(data))
    lzma = zipped([("a.npy", npy(np.ones(2)))], zipfile.ZIP_LZMA)
    assert "method 14" in refusal(read_npz, tmp_path / "bad", lzma)


def test_directory_that_skips_a_member_is_refused(tmp_path: Path) -> None:
    data = zipped([("a.npy", npy(np.ones(2))), ("b.npy", npy(np.ones(2)))])
    second, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    shorter = struct.pack("<I", end - second)
    later = struct.pack("<I", second)
    moved = data[: end + 12] + shorter + data[end + 16 :]
    assert "not at its end" in refusal(read_npz, tmp_path / "bad", moved)
    skipping = data[: end + 12] + shorter + later + data[end + 20 :]
    assert "members are missing" in refusal(read_npz, tmp_path / "bad", skipping)


def test_zip_behind_other_content_is_refused(tmp_path: Path) -> None:
    data = zipped([("a.npy", npy(np.ones(2)))])
    refusal(read_npz, tmp_path / "bad", b"#!/bin/sh\n" + data)
    refusal(read_npz, tmp_path / "bad", data + data)
    refusal(read_npz, tmp_path / "bad", data + b"x")


def archive_with(manifest: Any, members: list[tuple[str, bytes]] | None = None) -> bytes:
    text = manifest if isinstance(manifest, bytes) else json.dumps(manifest).encode()
    return zipped([("manifest.json", text), *(members or [])])


@pytest.mark.parametrize(
    ("manifest", "found"),
    [
        pytest.param(b"", "not valid JSON", id="empty"),
        pytest.param(b'{"a": NaN}', "NaN", id="NaN"),
        pytest.param(b'{"a": 1, "a": 2}', "twice", id="duplicate"),
        pytest.param(b"[" * 100_000, "deeper", id="deep"),
        pytest.param(b'{"a": ' + b"9" * 5000 + b"}", "5,000 digits", id="long integer"),
        pytest.param(b'{"a": "\\ud800"}', "surrogate", id="surrogate"),
        pytest.param([], "found a list", id="list"),
        pytest.param({}, "reads version 1", id="no version"),
        pytest.param({"container_version": 999, "members": {}}, "newer", id="version 999"),
        pytest.param({"container_version": "1", "members": {}}, "version", id="text version"),
        pytest.param({"container_version": 1}, "members", id="no members"),
        pytest.param({"container_version": 1, "members": ["a"]}, "members", id="list of members"),
        pytest.param(
            {"container_version": 1, "members": {"a.safetensors": "0"}}, "same members", id="absent"
        ),
        pytest.param(
            {"container_version": 1, "members": {"../a.safetensors": "0"}}, "name", id="path"
        ),
    ],
)
def test_bad_manifest_is_refused(tmp_path: Path, manifest: Any, found: str) -> None:
    for reader in (read_archive, peek_manifest):
        assert found in refusal(reader, tmp_path / "bad.vitrine", archive_with(manifest))


def test_member_that_the_manifest_does_not_list_is_refused(tmp_path: Path) -> None:
    manifest = {"container_version": 1, "members": {}}
    data = archive_with(manifest, [("extra.safetensors", b"x")])
    assert "extra" in refusal(read_archive, tmp_path / "bad.vitrine", data)


@pytest.mark.parametrize("digest", ["0" * 64, "", None, 7, {}])
def test_member_with_another_digest_is_refused(tmp_path: Path, digest: Any) -> None:
    write_safetensors(tmp_path / "params", ARRAYS)
    manifest = {"container_version": 1, "members": {"params.safetensors": digest}}
    members = [("params.safetensors", (tmp_path / "params").read_bytes())]
    data = archive_with(manifest, members)
    assert "damaged" in refusal(read_archive, tmp_path / "bad.vitrine", data)


def test_manifest_beyond_the_size_limit_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_JSON_BYTES", 1000)
    data = archive_with(b" " * 1001)
    for reader in (read_archive, peek_manifest):
        assert "1,001 bytes" in refusal(reader, tmp_path / "bad.vitrine", data)


def test_manifest_can_be_read_while_the_arrays_are_damaged(tmp_path: Path) -> None:
    path = tmp_path / "m.vitrine"
    data = good_file(path, "vitrine")
    at = data.index(ARRAYS["dense_1/kernel"].tobytes())
    path.write_bytes(data[:at] + b"\xff" * 8 + data[at + 8 :])
    assert peek_manifest(path)["format"] == "vitrine"
    refusal(read_archive, path)


def tensors(header: Any, content: bytes = b"", length: int | None = None) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + content


def entry(dtype: str, shape: list[int], begin: int, end: int) -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


ONE = entry("F32", [1], 0, 4)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(tensors(b"", b"", 0), id="header of 0 bytes"),
        pytest.param(tensors({"a": ONE}, bytes(4), 2**63), id="header of 2**63 bytes"),
        pytest.param(tensors({"a": ONE}, bytes(4), 2**64 - 1), id="header of 2**64 - 1 bytes"),
        pytest.param(tensors({"a": ONE}, bytes(4), 200 * 2**20), id="header of 200 MiB"),
        pytest.param(tensors({"a": ONE}, bytes(4), 1000), id="header longer than the file"),
        pytest.param(tensors(b'{"a":%s,"a":%s}' % ((b"{}",) * 2)), id="empty duplicates"),
        pytest.param(
            tensors(b'{"a":%s,"a":%s}' % ((json.dumps(ONE).encode(),) * 2), bytes(4)),
            id="duplicate",
        ),
        pytest.param(tensors({"a": ONE, "b": entry("F32", [1], 8, 12)}, bytes(12)), id="hole"),
        pytest.param(tensors({"a": ONE, "b": entry("F32", [1], 2, 6)}, bytes(6)), id="overlap"),
        pytest.param(tensors({"a": entry("F32", [-1], 0, 4)}, bytes(4)), id="negative"),
        pytest.param(tensors({"a": entry("F32", [2**40, 2**40], 0, 4)}, bytes(4)), id="overflow"),
        pytest.param(tensors({"a": entry("F32", [0, 2**62, 8], 0, 0)}), id="overflow of nothing"),
        pytest.param(tensors({"a": entry("F32", [1] * 99, 0, 4)}, bytes(4)), id="99 dimensions"),
        pytest.param(tensors({"a": entry("F32", [2], 0, 4)}, bytes(4)), id="too short"),
        pytest.param(tensors({"a": ONE}, bytes(5)), id="trailing byte"),
        pytest.param(tensors({"a": ONE}, bytes(3)), id="missing byte"),
        pytest.param(tensors({"a": entry("BF16", [1], 0, 2)}, bytes(2)), id="BF16"),
        pytest.param(tensors({"a": entry("F8_E4M3", [1], 0, 1)}, bytes(1)), id="F8"),
        pytest.param(tensors({"a": entry("NONE", [1], 0, 1)}, bytes(1)), id="unknown type"),
        pytest.param(tensors({"a": {**ONE, "dtype": ["F32"]}}, bytes(4)), id="type is a list"),
        pytest.param(tensors({"a": [1]}), id="entry is a list"),
        pytest.param(tensors({"a": {}}), id="entry is empty"),
        pytest.param(tensors({"__metadata__": {"a": 1}}), id="metadata of numbers"),
        pytest.param(tensors({"__metadata__": []}), id="metadata is a list"),
        pytest.param(tensors(b"[]"), id="header is a list"),
        pytest.param(tensors(b"{" * 50_000), id="header is deep"),
        pytest.param(tensors(b'{"\xff": 1}'), id="header is not UTF-8"),
    ],
)
def test_bad_safetensors_file_is_refused(tmp_path: Path, data: bytes) -> None:
    refusal(read_safetensors, tmp_path / "bad.safetensors", data)


def test_types_that_numpy_does_not_have_are_named(tmp_path: Path) -> None:
    data = tensors({"a": entry("BF16", [1], 0, 2)}, bytes(2))
    message = refusal(read_safetensors, tmp_path / "bad.safetensors", data)
    assert "'a' has the type 'BF16'" in message
    assert "convert it to F32" in message


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
