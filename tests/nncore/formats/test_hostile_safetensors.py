"""Safetensors files that are wrong inside: holes, overlaps, duplicates, unknown types."""

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nncore.formats.safetensors_file import read_safetensors

Refusal = Callable[..., str]


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
def test_bad_safetensors_file_is_refused(refusal: Refusal, tmp_path: Path, data: bytes) -> None:
    refusal(read_safetensors, tmp_path / "bad.safetensors", data)


def test_types_that_numpy_does_not_have_are_named(refusal: Refusal, tmp_path: Path) -> None:
    data = tensors({"a": entry("BF16", [1], 0, 2)}, bytes(2))
    message = refusal(read_safetensors, tmp_path / "bad.safetensors", data)
    assert "'a' has the type 'BF16'" in message
    assert "convert it to F32" in message
