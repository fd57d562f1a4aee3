"""Zip files made to harm: .npz and .vitrine refuse them before anything is unpacked."""

import io
import json
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore.formats import limits
from nncore.formats.archive import peek_manifest, read_archive, write_archive
from nncore.formats.npz import read_npz
from nncore.formats.safetensors_file import write_safetensors

Reader = Callable[[Path], Any]
Refusal = Callable[..., str]
WEIGHTS = {"dense_1/kernel": np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4)}


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
    refusal: Refusal, tmp_path: Path, member: bytes, found: str
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
def test_npz_metadata_must_be_one_text(refusal: Refusal, tmp_path: Path, metadata: bytes) -> None:
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
def test_zip_with_a_suspicious_name_is_refused(
    refusal: Refusal, tmp_path: Path, reader: Reader, name: str
) -> None:
    member = npy(np.ones(2))
    manifest = ("manifest.json", b'{"container_version": 1, "members": {}}')
    data = zipped([manifest, (name, member)] if reader is not read_npz else [(name, member)])
    refusal(reader, tmp_path / "bad", data)


@in_each_zip
def test_zip_with_one_name_twice_is_refused(
    refusal: Refusal, tmp_path: Path, reader: Reader
) -> None:
    member = npy(np.ones(2))
    data = zipped([("a.npy", member), ("a.npy", member)])
    assert "twice" in refusal(reader, tmp_path / "bad", data)


@in_each_zip
@pytest.mark.parametrize("count", [10_001, 70_000])
def test_zip_with_too_many_members_is_refused(
    refusal: Refusal, tmp_path: Path, reader: Reader, count: int
) -> None:
    data = zipped([(f"{i}.npy", b"") for i in range(count)], zipfile.ZIP_STORED)
    refusal(reader, tmp_path / "bad", data)


@in_each_zip
def test_bomb_is_refused_by_its_directory(refusal: Refusal, tmp_path: Path, reader: Reader) -> None:
    bomb = zipped([("a.npy", bytes(limits.EXPANSION_FLOOR + 1))])
    assert len(bomb) < 100_000
    assert "100 times its size" in refusal(reader, tmp_path / "bomb", bomb)


def test_bomb_hidden_among_honest_members_is_refused(refusal: Refusal, tmp_path: Path) -> None:
    honest = np.random.default_rng(0).bytes(2**20)
    data = zipped([("a.npy", honest), ("b.npy", bytes(limits.EXPANSION_FLOOR + 1))])
    assert "'b.npy'" in refusal(read_npz, tmp_path / "bomb", data)


@in_each_zip
def test_sum_of_the_members_is_limited(
    refusal: Refusal, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = zipped([(f"{i}.npy", bytes(50_000)) for i in range(10)])
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 400_000)
    assert "unpacks to more than 400,000" in refusal(reader, tmp_path / "bad", data)


def test_member_that_unpacks_to_more_than_it_declares_is_refused(
    refusal: Refusal, tmp_path: Path
) -> None:
    content = npy(np.zeros(1000))
    data = zipped([("a.npy", content)])
    size, lie = struct.pack("<I", len(content)), struct.pack("<I", 200)
    assert data.count(size) == 2
    assert "damaged" in refusal(read_npz, tmp_path / "bad", data.replace(size, lie))


def test_encrypted_and_exotic_members_are_refused(refusal: Refusal, tmp_path: Path) -> None:
    data = bytearray(zipped([("a.npy", npy(np.ones(2)))]))
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1
    assert "encrypted" in refusal(read_npz, tmp_path / "bad", bytes(data))
    lzma = zipped([("a.npy", npy(np.ones(2)))], zipfile.ZIP_LZMA)
    assert "method 14" in refusal(read_npz, tmp_path / "bad", lzma)


def test_directory_that_skips_a_member_is_refused(refusal: Refusal, tmp_path: Path) -> None:
    data = zipped([("a.npy", npy(np.ones(2))), ("b.npy", npy(np.ones(2)))])
    second, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    shorter = struct.pack("<I", end - second)
    later = struct.pack("<I", second)
    moved = data[: end + 12] + shorter + data[end + 16 :]
    assert "not at its end" in refusal(read_npz, tmp_path / "bad", moved)
    skipping = data[: end + 12] + shorter + later + data[end + 20 :]
    assert "members are missing" in refusal(read_npz, tmp_path / "bad", skipping)


def test_zip_behind_other_content_is_refused(refusal: Refusal, tmp_path: Path) -> None:
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
def test_bad_manifest_is_refused(
    refusal: Refusal, tmp_path: Path, manifest: Any, found: str
) -> None:
    for reader in (read_archive, peek_manifest):
        assert found in refusal(reader, tmp_path / "bad.vitrine", archive_with(manifest))


def test_member_that_the_manifest_does_not_list_is_refused(
    refusal: Refusal, tmp_path: Path
) -> None:
    manifest = {"container_version": 1, "members": {}}
    data = archive_with(manifest, [("extra.safetensors", b"x")])
    assert "extra" in refusal(read_archive, tmp_path / "bad.vitrine", data)


@pytest.mark.parametrize("digest", ["0" * 64, "", None, 7, {}])
def test_member_with_another_digest_is_refused(
    refusal: Refusal, tmp_path: Path, digest: Any
) -> None:
    write_safetensors(tmp_path / "params", WEIGHTS)
    manifest = {"container_version": 1, "members": {"params.safetensors": digest}}
    members = [("params.safetensors", (tmp_path / "params").read_bytes())]
    data = archive_with(manifest, members)
    assert "damaged" in refusal(read_archive, tmp_path / "bad.vitrine", data)


def test_manifest_beyond_the_size_limit_is_not_unpacked(
    refusal: Refusal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_JSON_BYTES", 1000)
    data = archive_with(b" " * 1001)
    for reader in (read_archive, peek_manifest):
        assert "1,001 bytes" in refusal(reader, tmp_path / "bad.vitrine", data)


def test_manifest_can_be_read_while_the_arrays_are_damaged(
    refusal: Refusal, tmp_path: Path
) -> None:
    path = tmp_path / "m.vitrine"
    write_archive(path, {"format": "vitrine"}, {"params": WEIGHTS})
    data = path.read_bytes()
    at = data.index(WEIGHTS["dense_1/kernel"].tobytes())
    path.write_bytes(data[:at] + b"\xff" * 8 + data[at + 8 :])
    assert peek_manifest(path)["format"] == "vitrine"
    refusal(read_archive, path)
