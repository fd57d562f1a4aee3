"""Who reads whom: edits of a spec's links that leave every other link as it is.

In a spec a layer without `inputs` reads the one before it, so moving one layer could change
what another reads. The edits here name every input first, change, put the layers in an order
that can run, and leave out again what goes without saying.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.i18n import translate
from nncore.errors import SpecError
from nncore.layers import LAYERS, Layer
from nncore.spec import INPUT, LayerSpec, NetworkSpec

UNCONNECTED = ""
"""Stands among the inputs of a layer that reads nothing yet."""


def explicit(spec: NetworkSpec) -> list[LayerSpec]:
    """The layers, each with all its inputs named."""
    layers, previous = [], INPUT
    for node in spec.layers:
        layers.append(node if node.inputs else replace(node, inputs=(previous,)))
        previous = node.name
    return layers


def implicit(spec: NetworkSpec, layers: Iterable[LayerSpec]) -> NetworkSpec:
    """The spec with these layers, whose inputs are named only where that is needed."""
    result, previous = [], INPUT
    for node in layers:
        result.append(replace(node, inputs=()) if node.inputs == (previous,) else node)
        previous = node.name
    return replace(spec, layers=tuple(result))


def inputs_of(spec: NetworkSpec, name: str) -> tuple[str, ...]:
    """The layers that this one reads."""
    return explicit(spec)[spec.index(name)].inputs


def readers_of(spec: NetworkSpec, name: str) -> list[str]:
    """The layers that read this one, or the input."""
    return [node.name for node in explicit(spec) if name in node.inputs]


def links_of(spec: NetworkSpec) -> list[tuple[str, str]]:
    """All links (source, reader) in the order of the readers; of a layer read twice, one."""
    known = {INPUT, *(node.name for node in spec.layers)}
    return list(
        dict.fromkeys(
            (source, node.name)
            for node in explicit(spec)
            for source in node.inputs
            if source in known
        )
    )


def depends(layers: Sequence[LayerSpec], name: str, on: str) -> bool:
    """Whether a layer reads another, directly or through others."""
    inputs = {node.name: node.inputs for node in layers}
    seen: set[str] = set()
    ahead = [name]
    while ahead:
        here = ahead.pop()
        if here == on:
            return True
        if here not in seen:
            seen.add(here)
            ahead.extend(inputs.get(here, ()))
    return False


def in_order(layers: Sequence[LayerSpec]) -> list[LayerSpec]:
    """The layers so that each stands behind those it reads; else as they stood."""
    names = {node.name for node in layers}
    waiting, done, result = list(layers), {INPUT}, list[LayerSpec]()
    while waiting:
        ready = next(
            (
                node
                for node in waiting
                if all(one in done or one not in names for one in (*node.inputs, *_owner(node)))
            ),
            waiting[0],  # only in a ring, which the edits below refuse
        )
        waiting.remove(ready)
        done.add(ready.name)
        result.append(ready)
    return result


def _owner(node: LayerSpec) -> tuple[str, ...]:
    owner = node.shares
    return (owner,) if owner else ()


def insert_after(spec: NetworkSpec, after: str, new: Sequence[LayerSpec]) -> NetworkSpec:
    """The spec with layers put in behind one (or the input), and before what follows it.

    The layer that stands next reads the last new one where it read `after`; what else reads
    `after`, as a skip connection does, goes on reading it.
    """
    place = 0 if after == INPUT else spec.index(after) + 1
    layers = explicit(spec)
    known = {node.name for node in layers[:place]} | {INPUT}
    added, previous = list[LayerSpec](), after
    for node in new:
        known_here = known | {one.name for one in added}
        inputs = tuple(one if one in known_here else previous for one in node.inputs)
        added.append(replace(node, inputs=inputs or (previous,)))
        previous = node.name
    rest = layers[place:]
    if rest and added:
        rest[0] = _reading(rest[0], after, previous)
    return implicit(spec, [*layers[:place], *added, *rest])


def insert_between(spec: NetworkSpec, source: str, reader: str, new: LayerSpec) -> NetworkSpec:
    """The spec with a layer put into one link."""
    layers = explicit(spec)
    at = spec.index(reader)
    layers[at] = _reading(layers[at], source, new.name)
    return implicit(spec, [*layers[:at], replace(new, inputs=(source,)), *layers[at:]])


def add_loose(spec: NetworkSpec, new: LayerSpec) -> NetworkSpec:
    """The spec with a layer that reads nothing yet, and that nothing reads."""
    layers = explicit(spec)
    at = max(0, len(layers) - 1)
    return implicit(spec, [*layers[:at], replace(new, inputs=(UNCONNECTED,)), *layers[at:]])


def connect(spec: NetworkSpec, source: str, reader: str, *, also: bool = False) -> NetworkSpec:
    """The spec in which `reader` reads `source`: beside the others where it takes many.

    Args:
        spec: The spec.
        source: A layer, or the input.
        reader: The layer at the other end.
        also: Keep the present input also of a layer that takes only one.

    Raises:
        SpecError: The link would close a ring.
    """
    layers = explicit(spec)
    at = spec.index(reader)
    if source != INPUT:
        spec.index(source)
        if depends(layers, source, reader):
            raise SpecError(
                translate("Wiring", "{0} cannot read itself").format(reader)
                if source == reader
                else translate("Wiring", "{0} cannot read {1}: {1} already reads {0}").format(
                    reader, source
                ),
                layer=reader,
                field="inputs",
            )
    present = tuple(one for one in layers[at].inputs if one != UNCONNECTED)
    if source in present:
        return spec
    keeps = also or layers[at].layer.takes_many
    layers[at] = replace(layers[at], inputs=(*present, source) if keeps else (source,))
    return implicit(spec, in_order(layers))


def disconnect(spec: NetworkSpec, source: str, reader: str) -> NetworkSpec:
    """The spec in which `reader` does not read `source` any more."""
    layers = explicit(spec)
    at = spec.index(reader)
    left = tuple(one for one in layers[at].inputs if one != source)
    layers[at] = replace(layers[at], inputs=left or (UNCONNECTED,))
    return implicit(spec, layers)


def merge_before(
    spec: NetworkSpec, source: str, reader: str, merge: str
) -> tuple[NetworkSpec, str]:
    """The spec in which `reader` reads its inputs and `source`, merged; and the merge's name."""
    both = connect(spec, source, reader, also=True)
    layers = explicit(both)
    at = both.index(reader)
    name = spec.free_name(merge)
    new = LayerSpec(name, LAYERS[merge](), layers[at].inputs)
    layers[at] = replace(layers[at], inputs=(name,))
    return implicit(spec, [*layers[:at], new, *layers[at:]]), name


def make_output(spec: NetworkSpec, name: str) -> NetworkSpec:
    """The spec with this layer as the last.

    Raises:
        SpecError: Other layers read it.
    """
    if readers := readers_of(spec, name):
        text = translate("Wiring", "{0} cannot be the output: {1} reads it")
        raise SpecError(text.format(name, ", ".join(readers[:3])), layer=name)
    layers = explicit(spec)
    last = layers.pop(spec.index(name))
    return implicit(spec, [*layers, last])


def with_layer(spec: NetworkSpec, name: str, layer: Layer) -> NetworkSpec:
    """The spec with another layer under this name, reading the same."""
    at = spec.index(name)
    node = replace(spec.layers[at], layer=layer)
    return replace(spec, layers=(*spec.layers[:at], node, *spec.layers[at + 1 :]))


def _reading(node: LayerSpec, old: str, new: str) -> LayerSpec:
    return replace(node, inputs=tuple(new if one == old else one for one in node.inputs))
