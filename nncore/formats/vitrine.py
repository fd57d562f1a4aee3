"""`.vitrine` files: a network and, where there is more, its run, training state and view.

A zip that holds `manifest.json` and safetensors members; nothing in it is executed.
The manifest: ``{"format": "vitrine", "version": 1, "dtype", "spec", "run"?, "state"?,
"view"?}``; arrays: the group "params" and, for a run that can go on, "state".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nncore.errors import FormatError, SpecError
from nncore.formats.archive import read_archive, write_archive
from nncore.formats.files import StrPath
from nncore.network import DTYPES, Network
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.state import TrainState

FORMAT = "vitrine"
VERSION = 1


@dataclass(frozen=True, eq=False)
class Bundle:
    """What a `.vitrine` file holds.

    Attributes:
        config: The run the network was trained with, or is to be.
        state: Where training goes on.
        view: What the window remembers; a JSON object that the engine does not read.
    """

    network: Network
    config: RunConfig | None = None
    state: TrainState | None = None
    view: Mapping[str, Any] = field(default_factory=dict)


def write_bundle(path: StrPath, bundle: Bundle) -> None:
    """Write a `.vitrine` file; the old one stays until the new one is whole.

    Raises:
        OSError: The disk refused.
    """
    network = bundle.network
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "dtype": network.dtype.name,
        "spec": network.spec.to_json(),
    }
    tensors = {"params": {**network.params, **network.state}}
    if bundle.config is not None:
        manifest["run"] = bundle.config.to_json()
    if bundle.state is not None:
        manifest["state"], tensors["state"] = bundle.state.to_parts()
    if bundle.view:
        manifest["view"] = dict(bundle.view)
    write_archive(path, manifest, tensors)


def read_bundle(path: StrPath) -> Bundle:
    """Read a `.vitrine` file.

    Raises:
        FormatError: The file is not what its name promises; the message names it.
    """
    manifest, tensors = read_archive(path)
    if manifest.get("format") != FORMAT:
        raise FormatError(f"{path}: expected format {FORMAT!r}, found {manifest.get('format')!r}")
    if manifest.get("version") != VERSION:
        raise FormatError(
            f"{path}: this program reads version {VERSION}, found {manifest.get('version')!r}"
        )
    try:
        network = build_network(
            manifest.get("spec"), manifest.get("dtype"), tensors.get("params", {})
        )
        run = manifest.get("run")
        return Bundle(
            network,
            None if run is None else RunConfig.from_json(run),
            _state(manifest.get("state"), tensors.get("state", {}), network),
            _object(manifest.get("view", {})),
        )
    except (SpecError, FormatError) as error:
        raise FormatError(f"{path}: {error}") from None


def _state(data: Any, arrays: Mapping[str, np.ndarray], network: Network) -> TrainState | None:
    if data is None:
        return None
    state = TrainState.from_parts(data, arrays)
    misfit = state.misfit(network.flat.size, network.trainable_size)
    if misfit:
        raise FormatError(misfit)
    return state


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise FormatError(f"view must be an object, found {type(value).__name__}")
    return value


def build_network(spec: Any, dtype: Any, arrays: Mapping[str, np.ndarray]) -> Network:
    """A network of this spec with these parameters.

    Raises:
        SpecError: The spec cannot be built.
        FormatError: The arrays are not exactly those the spec needs.
    """
    if dtype not in DTYPES:
        raise FormatError(f"dtype must be float32 or float64, found {dtype!r}")
    spec = NetworkSpec.from_json(spec)
    inference = spec.checked()
    needed = {
        f"{info.name}/{name}": param.shape
        for info in inference.layers
        for name, param in info.params.items()
    }
    missing = ", ".join(sorted(needed.keys() - arrays.keys()))
    extra = ", ".join(sorted(arrays.keys() - needed.keys()))
    if missing and extra:
        raise FormatError(f"the file lacks {missing} and has {extra} that no layer knows")
    if missing:
        raise FormatError(f"the file lacks {missing}")
    if extra:
        raise FormatError(f"the file has {extra} that no layer knows")
    for name, shape in needed.items():
        values = arrays[name]
        if values.dtype.kind != "f" or values.shape != shape:
            raise FormatError(
                f"{name} must be numbers of shape {shape}, found {values.dtype} of shape "
                f"{values.shape}"
            )
    # Only now: a small file may describe a network that fits into no memory.
    network = Network(spec, inference, dtype)
    for name, target in {**network.params, **network.state}.items():
        target[...] = arrays[name]
    return network
