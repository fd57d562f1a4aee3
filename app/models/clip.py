"""Layers as text on the clipboard: JSON that people can read, write and send."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.engine_messages import engine_message
from app.i18n import translate
from app.models.wiring import explicit, implicit
from nncore.errors import FormatError, SpecError
from nncore.formats.json_text import loads_strict
from nncore.hyperparameters import shown
from nncore.spec import LayerSpec, NetworkSpec

MIME = "application/x-vitrine-layers+json"
FORMAT = "vitrine-layers"
VERSION = 1
EXAMPLES = ('{"layers": [...]}', '{"type": "Dense", ...}')
LONGEST = 4_000_000
"""Characters; a thousand layers are far shorter."""


@dataclass(frozen=True)
class Clip:
    """Copied layers in their order; inputs name copied layers, or what stood outside."""

    layers: tuple[LayerSpec, ...]
    frozen: tuple[str, ...] = ()


def copy(spec: NetworkSpec, names: Sequence[str], frozen: Sequence[str] = ()) -> Clip:
    """The layers of these names, in the order of the spec."""
    chosen = [node for node in explicit(spec) if node.name in names]
    inside = {node.name for node in chosen}
    chosen = [_on_its_own(node, inside) for node in chosen]
    if chosen and not inside & set(chosen[0].inputs):
        # The first reads whatever stands before it where it is put.
        chosen[0] = replace(chosen[0], inputs=())
    return Clip(
        implicit(spec, chosen).layers,
        tuple(name for name in frozen if name.partition("/")[0] in inside),
    )


def _on_its_own(node: LayerSpec, inside: set[str]) -> LayerSpec:
    """The layer with parameters of its own where the one it shares them with is not copied."""
    owner = node.shares
    return replace(node, shares="") if owner and owner not in inside else node


def to_text(clip: Clip) -> str:
    """The clip as JSON."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "layers": [node.to_json() for node in clip.layers],
    }
    if clip.frozen:
        data["frozen"] = list(clip.frozen)
    return json.dumps(data, indent=1, ensure_ascii=False)


def from_text(text: str) -> Clip:
    """The layers in a text: a clip, a whole network, a list of layers or one layer.

    Raises:
        SpecError: There are none; the message says what was received.
    """
    if not text.strip():
        raise SpecError(
            translate("Clip", "the clipboard holds no text; copy layers, or their JSON, first")
        )
    if len(text) > LONGEST:
        refusal = translate("Clip", "the clipboard holds {0:,} characters; layers have far fewer")
        raise SpecError(refusal.format(len(text)))
    if text.lstrip().startswith("["):
        text = f'{{"layers": {text}}}'
    try:
        data: Any = loads_strict(text, translate("Clip", "the clipboard"))
    except FormatError as error:
        refusal = translate("Clip", "no layers to paste: {0}")
        raise SpecError(refusal.format(engine_message(str(error)))) from None
    if "layers" not in data and "type" in data:
        data = {"layers": [data]}
    elif isinstance(data.get("spec"), Mapping):
        data = data["spec"]
    if "layers" not in data:
        refusal = translate("Clip", "no layers to paste: expected {0} or {1}; received {2}")
        raise SpecError(refusal.format(*EXAMPLES, ", ".join(map(shown, list(data)[:3])) or "{}"))
    if data.get("format", FORMAT) not in (FORMAT, "vitrine-network"):
        refusal = translate("Clip", "expected format {0!r}, received {1}")
        raise SpecError(refusal.format(FORMAT, shown(data["format"])))
    spec = NetworkSpec.from_json({"input_shape": [1], "layers": data["layers"],
                                  "version": data.get("version", VERSION)})  # fmt: skip
    if not spec.layers:
        raise SpecError(translate("Clip", "the clipboard holds an empty list of layers"))
    frozen = data.get("frozen", ())
    is_list = isinstance(frozen, list) and all(isinstance(name, str) for name in frozen)
    names = {node.name for node in spec.layers}
    kept = [name for name in frozen if name.partition("/")[0] in names] if is_list else []
    layers = explicit(spec)
    if not spec.layers[0].inputs:
        layers[0] = replace(layers[0], inputs=())
    return Clip(tuple(layers), tuple(kept))
