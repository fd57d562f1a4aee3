"""Saving and loading a network by the file's ending: `.vitrine`, `.npz`, `.safetensors`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from nncore.errors import FormatError, SpecError
from nncore.formats.files import StrPath
from nncore.formats.json_text import loads_strict
from nncore.formats.npz import read_npz, write_npz
from nncore.formats.safetensors_file import read_safetensors, write_safetensors
from nncore.formats.vitrine import Bundle, build_network, read_bundle, write_bundle
from nncore.network import Network

_T = TypeVar("_T")

_KEY = "vitrine"
"""The metadata entry that holds the network's description in `.safetensors`."""


def _description(network: Network) -> str:
    return json.dumps({"dtype": network.dtype.name, "spec": network.spec.to_json()})


def _from_description(path: StrPath, text: str | None, arrays: dict[str, Any]) -> Network:
    if not text:
        raise FormatError(
            f"{path}: holds arrays but no description of a network; only files that this program "
            "exported can be opened as a network"
        )
    data = loads_strict(text, f"{path}: description")
    try:
        return build_network(data.get("spec"), data.get("dtype"), arrays)
    except (SpecError, FormatError) as error:
        raise FormatError(f"{path}: {error}") from None


def _write_vitrine(path: StrPath, network: Network) -> None:
    write_bundle(path, Bundle(network))


def _read_vitrine(path: StrPath) -> Network:
    return read_bundle(path).network


def _write_npz(path: StrPath, network: Network) -> None:
    write_npz(path, {**network.params, **network.state}, _description(network))


def _read_npz(path: StrPath) -> Network:
    arrays, text = read_npz(path)
    return _from_description(path, text, arrays)


def _write_safetensors(path: StrPath, network: Network) -> None:
    metadata = {_KEY: _description(network)}
    write_safetensors(path, {**network.params, **network.state}, metadata)


def _read_safetensors(path: StrPath) -> Network:
    arrays, metadata = read_safetensors(path)
    return _from_description(path, metadata.get(_KEY), arrays)


WRITERS: dict[str, Callable[[StrPath, Network], None]] = {
    ".vitrine": _write_vitrine,
    ".npz": _write_npz,
    ".safetensors": _write_safetensors,
}
READERS: dict[str, Callable[[StrPath], Network]] = {
    ".vitrine": _read_vitrine,
    ".npz": _read_npz,
    ".safetensors": _read_safetensors,
}


def _by_suffix(path: StrPath, table: dict[str, _T]) -> _T:
    suffix = Path(path).suffix.lower()
    if suffix not in table:
        raise FormatError(f"{path}: the ending must be one of {', '.join(table)}")
    return table[suffix]


def save_model(path: StrPath, network: Network) -> None:
    """Write a network; the ending of the name decides the format.

    Raises:
        FormatError: The ending is not known.
        OSError: The disk refused.
    """
    _by_suffix(path, WRITERS)(path, network)


def load_model(path: StrPath) -> Network:
    """Read a network back, bit for bit.

    Raises:
        FormatError: The file is damaged or no network; the message names it.
    """
    return _by_suffix(path, READERS)(path)
