"""Edits of a network's layers: pure functions from one run configuration to the next.

Each keeps what refers to the layers true: links, frozen names and fixed initial values.
"""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.i18n import translate
from app.models import wiring
from app.models.clip import Clip, copy
from app.models.layer_text import new_layer
from nncore.errors import SpecError
from nncore.hyperparameters import hyperparameters_of
from nncore.layers import LAYERS, Layer
from nncore.spec import INPUT, LayerSpec, NetworkSpec
from nncore.spec import MAX_LAYERS as MOST_LAYERS
from nncore.training.config import RunConfig


def place_after(spec: NetworkSpec, selected: str) -> str:
    """The layer behind which a new one goes: the selected one, else the one before the last."""
    if selected:
        return selected
    return spec.layers[-2].name if len(spec.layers) > 1 else INPUT


def add(config: RunConfig, type_name: str, after: str) -> tuple[RunConfig, str]:
    """A new layer behind another, and its name."""
    name = config.spec.free_name(type_name)
    new = LayerSpec(name, new_layer(type_name))
    return _with(config, wiring.insert_after(config.spec, after, [new])), name


def add_loose(config: RunConfig, type_name: str) -> tuple[RunConfig, str]:
    """A new layer that is linked to nothing yet, and its name."""
    name = config.spec.free_name(type_name)
    if not config.spec.layers:  # there is nothing it could be loose from
        return add(config, type_name, INPUT)
    new = LayerSpec(name, new_layer(type_name))
    return _with(config, wiring.add_loose(config.spec, new)), name


def add_between(
    config: RunConfig, type_name: str, source: str, reader: str
) -> tuple[RunConfig, str]:
    """A new layer in a link, and its name."""
    name = config.spec.free_name(type_name)
    new = LayerSpec(name, new_layer(type_name))
    return _with(config, wiring.insert_between(config.spec, source, reader, new)), name


def remove(config: RunConfig, names: Collection[str]) -> RunConfig:
    """Without these layers; who read them reads what they read."""
    spec = config.spec
    for name in names:
        spec = spec.remove(name)

    def stays(name: str) -> bool:
        return name.partition("/")[0] not in names

    def kept(given: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in given.items() if stays(key)}

    return config.replace(
        spec=spec,
        frozen=tuple(filter(stays, config.frozen)),
        initial_params=kept(config.initial_params),
        loss=config.loss if isinstance(config.loss, str) else kept(config.loss),
        loss_weights=kept(config.loss_weights),
        targets=kept(config.targets),
    )


def _released(spec: NetworkSpec, owner: str) -> NetworkSpec:
    """The spec in which no layer shares the parameters of this one."""
    layers = tuple(
        dataclasses.replace(node, shares="") if node.shares == owner else node
        for node in spec.layers
    )
    return dataclasses.replace(spec, layers=layers)


def move(config: RunConfig, name: str, index: int) -> RunConfig:
    """The layer at another place of the list."""
    return _with(config, config.spec.move(name, index))


def retype(config: RunConfig, name: str, type_name: str) -> RunConfig:
    """A layer of another type in the place of this one; settings that both have are kept."""
    spec = _released(config.spec.share(name), name)
    old = spec.layers[spec.index(name)].layer
    changed = wiring.with_layer(spec, name, _converted(old, type_name))
    initial = {
        key: value for key, value in config.initial_params.items() if key.partition("/")[0] != name
    }
    frozen = tuple(one for one in config.frozen if not one.startswith(f"{name}/"))
    return config.replace(spec=changed, initial_params=initial, frozen=frozen)


def _converted(old: Layer, type_name: str) -> Layer:
    layer = new_layer(type_name)
    for item in hyperparameters_of(LAYERS[type_name]):
        if hasattr(old, item.name):
            try:
                layer = layer.replace(**{item.name: getattr(old, item.name)})
            except SpecError:
                continue  # it means something else there
    # Units are what filters are to a picture: how many features come out.
    counts = [name for name in ("units", "filters") if hasattr(old, name)]
    for name in ("units", "filters"):
        if counts and hasattr(layer, name) and not hasattr(old, name):
            layer = layer.replace(**{name: getattr(old, counts[0])})
    return layer


def enable(config: RunConfig, names: Collection[str], on: bool) -> RunConfig:
    """These layers at work, or passed by."""
    spec = config.spec
    for name in names:
        spec = spec.enable(name, on)
    return _with(config, spec)


def freeze(config: RunConfig, names: Collection[str], on: bool) -> RunConfig:
    """These layers keep their parameters in training, or learn again."""
    kept = [one for one in config.frozen if one.partition("/")[0] not in names]
    added = [node.name for node in config.spec.layers if node.name in names] if on else []
    return config.replace(frozen=(*kept, *added))


def is_frozen(config: RunConfig, name: str) -> bool:
    """Whether the layer as a whole keeps its parameters."""
    return name in config.frozen


def change(config: RunConfig, name: str, **settings: Any) -> RunConfig:
    """Some settings of a layer changed."""
    return _with(config, config.spec.change(name, **settings))


def paste(config: RunConfig, clip: Clip, after: str) -> tuple[RunConfig, tuple[str, ...]]:
    """The layers of a clip behind a layer (or the input), and the names they get there."""
    spec = config.spec
    if len(spec.layers) + len(clip.layers) > MOST_LAYERS:
        text = translate(
            "Clip", "a network has at most {0:,} layers; with these it would have {1:,}"
        )
        raise SpecError(text.format(MOST_LAYERS, len(spec.layers) + len(clip.layers)))
    names: dict[str, str] = {}
    taken = spec
    for node in clip.layers:
        free = node.name
        if any(free == one.name for one in taken.layers) or free in (INPUT, ""):
            free = taken.free_name(node.layer.type_name)
        names[node.name] = free
        taken = taken.insert(len(taken.layers), node.layer, free)
    new = [_renamed(node, names) for node in wiring.explicit(NetworkSpec((1,), clip.layers))]
    if clip.layers and not clip.layers[0].inputs:
        new[0] = dataclasses.replace(new[0], inputs=())
    frozen = [names[one.partition("/")[0]] + "".join(one.partition("/")[1:]) for one in clip.frozen]
    changed = wiring.insert_after(spec, after, new)
    return (
        config.replace(spec=changed, frozen=(*config.frozen, *frozen)),
        tuple(node.name for node in new),
    )


def _renamed(node: LayerSpec, names: dict[str, str]) -> LayerSpec:
    node = dataclasses.replace(
        node, name=names[node.name], inputs=tuple(names.get(one, one) for one in node.inputs)
    )
    owner = node.shares
    if owner:
        node = dataclasses.replace(node, shares=names.get(owner, owner))
    return node


def duplicate(config: RunConfig, names: Sequence[str]) -> tuple[RunConfig, tuple[str, ...]]:
    """Copies of these layers behind the last of them, and the names of the copies."""
    order = [node.name for node in config.spec.layers if node.name in names]
    return paste(config, copy(config.spec, order, config.frozen), order[-1])


def _with(config: RunConfig, spec: NetworkSpec) -> RunConfig:
    return config.replace(spec=spec)
