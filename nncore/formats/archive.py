"""The .vitrine container: a zip of one JSON manifest and groups of arrays; nothing in it runs.

`manifest.json` holds what the caller gives plus "container_version" and "members", the
SHA-256 of every other member; each group of arrays is one `<group>.safetensors`.
"""

import hashlib
import io
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from nncore.errors import FormatError
from nncore.formats import limits, safetensors_file
from nncore.formats.arrays import check_same, plain
from nncore.formats.atomic import atomic_write
from nncore.formats.files import StrPath, open_regular
from nncore.formats.json_text import check_version, dumps, loads_strict
from nncore.formats.safe_zip import ZipReader, zip_bytes

CONTAINER_VERSIONS = (1,)
"""The versions of the container that this program reads; it writes the last."""

Tensors = dict[str, dict[str, np.ndarray]]
"""group -> name -> array"""

_MANIFEST = "manifest.json"
_SUFFIX = ".safetensors"
_OWN_KEYS = ("container_version", "members")
_GROUP = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


def write_archive(
    path: StrPath, manifest: Mapping[str, Any], tensors: Mapping[str, Mapping[str, np.ndarray]]
) -> None:
    """Store a manifest and its arrays, after reading back and comparing what would be stored.

    The same content gives the same bytes.

    Raises:
        FormatError: Something cannot be stored in this format.
        OSError: The disk refused.
    """
    what = str(path)
    members = {}
    for group, arrays in tensors.items():
        if not _GROUP.fullmatch(group):
            raise FormatError(f"{what}: {group!r} is no name for a group; use letters and digits")
        members[group + _SUFFIX] = safetensors_file.to_bytes(arrays, f"{what}: {group}")
    full = _full_manifest(manifest, members, what)
    data = zip_bytes({_MANIFEST: full, **members}, packed=frozenset({_MANIFEST}))
    _check_written(data, manifest, tensors, what)
    atomic_write(path, lambda stream: stream.write(data))


def read_archive(path: StrPath) -> tuple[dict[str, Any], Tensors]:
    """The manifest and the arrays, every checksum compared.

    Raises:
        FormatError: The file is missing, damaged, of an unknown version or no such file.
    """
    with open_regular(path) as stream:
        return _read(ZipReader(stream, str(path)), str(path))


def peek_manifest(path: StrPath) -> dict[str, Any]:
    """The manifest alone, however large the arrays are.

    Raises:
        FormatError: As `read_archive`, as far as the manifest shows it.
    """
    with open_regular(path) as stream:
        manifest, _ = _read_manifest(ZipReader(stream, str(path)), str(path))
        return manifest


def _full_manifest(manifest: Mapping[str, Any], members: Mapping[str, bytes], what: str) -> bytes:
    for key in _OWN_KEYS:
        if key in manifest:
            raise FormatError(f"{what}: the container itself writes {key!r} into the manifest")
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}
    full = {"container_version": CONTAINER_VERSIONS[-1], **manifest, "members": digests}
    try:
        return dumps(full).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        raise FormatError(f"{what}: the manifest cannot be written as JSON: {error}") from error


def _check_written(
    data: bytes,
    manifest: Mapping[str, Any],
    tensors: Mapping[str, Mapping[str, np.ndarray]],
    what: str,
) -> None:
    manifest_back, tensors_back = _read(ZipReader(io.BytesIO(data), what), what)
    # As text, since JSON has no tuples.
    if dumps(manifest_back) != dumps(manifest) or tensors_back.keys() != tensors.keys():
        raise FormatError(f"{what} was not written: the manifest changed on the way")
    for group, arrays in tensors.items():
        check_same(plain(arrays, what), tensors_back[group], what)


def _read(reader: ZipReader, what: str) -> tuple[dict[str, Any], Tensors]:
    manifest, digests = _read_manifest(reader, what)
    tensors: Tensors = {}
    for member, digest in digests.items():
        data = reader.read(member)
        if hashlib.sha256(data).hexdigest() != digest:
            raise FormatError(f"{what} is damaged: {member!r} is not what the manifest says")
        arrays, _ = safetensors_file.from_bytes(data, f"{what}: {member}")
        tensors[member.removesuffix(_SUFFIX)] = arrays
    return manifest, tensors


def _read_manifest(reader: ZipReader, what: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The caller's part of the manifest, and the digests of the other members."""
    if _MANIFEST not in reader.names:
        raise FormatError(f"{what} is a zip file, but not Vitrine's: it has no {_MANIFEST}")
    text = reader.read(_MANIFEST, limits.MAX_JSON_BYTES)
    manifest = loads_strict(text, f"{what}: {_MANIFEST}")
    check_version(manifest.pop("container_version", None), CONTAINER_VERSIONS, what)
    digests = manifest.pop("members", None)
    if not isinstance(digests, dict):
        raise FormatError(f'{what}: {_MANIFEST} has no list "members"')
    for member in digests:
        if not member.endswith(_SUFFIX) or not _GROUP.fullmatch(member.removesuffix(_SUFFIX)):
            raise FormatError(f"{what}: {member[:80]!a} is no name for a member")
    strangers = {*digests, _MANIFEST}.symmetric_difference(reader.names)
    if strangers:
        raise FormatError(
            f"{what}: the manifest and the file do not list the same members: "
            + ", ".join(ascii(name[:80]) for name in sorted(strangers)[:5])
        )
    return manifest, digests
