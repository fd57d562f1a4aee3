"""What is wrong with a network, where, and what would mend it.

`find_problem` names the layer, the reason and up to two mends. A mend is offered only after it
has been tried: the layer stands with it. The table of what is tried is `_TRIED`.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from app.i18n import mark
from app.models import wiring
from app.models.layer_edits import change, enable, remove, retype
from app.models.outputs import last_only, ways_for
from app.models.setting_words import setting_words
from nncore.data import Dataset
from nncore.errors import SpecError, VitrineError
from nncore.inference import Inference, LayerInfo
from nncore.layers import (
    LAYERS,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    Layer,
    Reshape,
)
from nncore.shapes import Shape, shape_text, size
from nncore.spec import INPUT, LayerSpec
from nncore.training.config import RunConfig
from nncore.training.samples import make_splits

MOST = 2
"""Mends offered at once."""

Edit = Callable[[RunConfig], RunConfig]


@dataclass(frozen=True)
class Mend:
    """One way out.

    Attributes:
        text: What it does, to be translated; with places for `values`.
    """

    text: str
    values: tuple[str, ...]
    edit: Edit


@dataclass(frozen=True)
class Problem:
    """What keeps a network from being trained.

    Attributes:
        layer: Where it shows: a layer, the input, or a section of the training form.
        reason: One plain sentence.
    """

    layer: str
    reason: str
    mends: tuple[Mend, ...] = ()


def find_problem(config: RunConfig, data: Dataset | None = None) -> Problem | None:
    """The first thing that is wrong with the network, alone or with these data."""
    inference = config.spec.infer()
    if inference.error is not None and inference.error.field == "outputs":
        last = mark("Mends", "Give only {0}"), (config.spec.layers[-1].name,), last_only
        return Problem(config.spec.layers[-1].name, str(inference.error), (Mend(*last),))
    if inference.error is not None:
        reason = str(inference.error).partition(": ")[2] or str(inference.error)
        if not inference.layers:
            return Problem(INPUT, reason)
        at = inference.layers[-1]
        return Problem(at.name, reason, _working(config, _ways_out(config, inference)))
    if data is None or not config.spec.layers:
        return None
    error = _mismatch(config, data)
    if error is None or error.field not in ("", "input_shape"):
        return None
    main = config.spec.output_names[0]
    where = INPUT if error.field == "input_shape" else error.layer or main
    ways = _data_ways(config, data, where)
    tried = (mend for mend in ways if _mismatch_after(config, data, mend, where) is None)
    return Problem(where, str(error), _first(tried))


def _first(mends: Iterator[Mend]) -> tuple[Mend, ...]:
    found: list[Mend] = []
    for mend in mends:
        if all(mend.text.format(*mend.values) != m.text.format(*m.values) for m in found):
            found.append(mend)
        if len(found) == MOST:
            break
    return tuple(found)


def _working(config: RunConfig, ways: Iterator[Mend]) -> tuple[Mend, ...]:
    """Those with which the layer stands, or is gone, and none before it falls."""
    good = len(config.spec.infer().layers) - 1

    def works(mend: Mend) -> bool:
        try:
            after = mend.edit(config).spec
        except SpecError:
            return False
        inference = after.infer()
        stand = len(inference.layers) - (inference.error is not None)
        added = len(after.layers) - len(config.spec.layers)
        return inference.error is None or stand > good + added

    return _first(mend for mend in ways if works(mend))


# ---- shapes within the network


def _ways_out(config: RunConfig, inference: Inference) -> Iterator[Mend]:
    info = inference.layers[-1]
    for tried in _TRIED:
        yield from tried(config, inference, info)


def _insert(reader: str, layer: Layer, text: str, *values: str) -> Mend:
    """A layer before this one."""

    def edit(config: RunConfig) -> RunConfig:
        spec = config.spec
        source = wiring.inputs_of(spec, reader)[0]
        new = LayerSpec(spec.free_name(layer.type_name), layer)
        return config.replace(spec=wiring.insert_between(spec, source, reader, new))

    return Mend(text, (layer.type_name, *values), edit)


def _enabling(config: RunConfig, inference: Inference, info: LayerInfo) -> Iterator[Mend]:
    """A layer before it that is passed by and would have made the shape fit."""
    by_name = {one.name: one for one in inference.layers}
    for source in info.inputs:
        before = by_name.get(source)
        while before is not None and not before.enabled:
            name = before.name
            yield Mend(mark("Mends", "Enable {0}"), (name,), partial(enable, names=[name], on=True))
            before = by_name.get(before.inputs[0])
    node = config.spec.layers[len(inference.layers) - 1]
    if not node.enabled:
        yield Mend(
            mark("Mends", "Enable {0}"), (node.name,), partial(enable, names=[node.name], on=True)
        )


def _linking(config: RunConfig, inference: Inference, info: LayerInfo) -> Iterator[Mend]:
    """A link for a layer that reads nothing, or something that is not there."""
    known = [INPUT, *(one.name for one in inference.layers[:-1])]
    if all(one in known for one in info.inputs):
        return
    previous = known[-1]

    def edit(config: RunConfig) -> RunConfig:
        spec = config.spec
        kept = tuple(one for one in wiring.inputs_of(spec, info.name) if one in known)
        at = spec.index(info.name)
        layers = wiring.explicit(spec)
        layers[at] = replace(layers[at], inputs=kept or (previous,))
        return config.replace(spec=wiring.implicit(spec, layers))

    yield Mend(mark("Mends", "Read {0}"), (previous,), edit)


def _naming(config: RunConfig, inference: Inference, info: LayerInfo) -> Iterator[Mend]:
    """Another name for a layer whose own is taken, or none."""
    at = len(inference.layers) - 1
    free = config.spec.free_name(info.layer.type_name)

    def edit(config: RunConfig) -> RunConfig:
        layers = list(config.spec.layers)
        layers[at] = replace(layers[at], name=free)
        return config.replace(spec=replace(config.spec, layers=tuple(layers)))

    yield Mend(mark("Mends", "Name it {0}"), (free,), edit)


def _merging(config: RunConfig, _: Inference, info: LayerInfo) -> Iterator[Mend]:
    """A merge before a layer that takes one input and has several."""
    if info.layer.takes_many or len(info.inputs) < 2:
        return
    for merge in ("Add", "Concatenate"):

        def edit(config: RunConfig, merge: str = merge) -> RunConfig:
            spec = config.spec
            layers = wiring.explicit(spec)
            at = spec.index(info.name)
            new = LayerSpec(spec.free_name(merge), LAYERS[merge](), layers[at].inputs)
            layers[at] = replace(layers[at], inputs=(new.name,))
            merged = [*layers[:at], new, *layers[at:]]
            return config.replace(spec=wiring.implicit(spec, merged))

        yield Mend(mark("Mends", "Insert {0} here"), (merge,), edit)


def _reshaping(config: RunConfig, inference: Inference, info: LayerInfo) -> Iterator[Mend]:
    """A layer that makes the shape this one needs."""
    shape = _read_shape(inference, info)
    if shape is None or info.layer.takes_many:
        return
    name = info.name
    if len(shape) > 1:
        yield _insert(name, Flatten(), mark("Mends", "Insert {0} here"))
    if isinstance(info.layer, Dense):
        yield _insert(name, GlobalAveragePooling2D(), mark("Mends", "Insert {0} here"))
        return
    for target in _targets(shape):
        layer = Reshape(target_shape=target)
        yield _insert(name, layer, mark("Mends", "Insert {0} to {1} here"), shape_text(target))


def _targets(shape: Shape) -> Iterator[Shape]:
    """Pictures and sequences that a shape's values could be."""
    count = size(shape)
    if len(shape) == 3:  # rows of a picture as the steps of a sequence
        yield shape[0], shape[1] * shape[2]
    if len(shape) == 2:
        yield (*shape, 1)
    for channels in (1, 3):
        side = math.isqrt(count // channels)
        if side > 1 and side * side * channels == count:
            yield side, side, channels
            yield side, side * channels
    yield 1, 1, count
    yield count, 1


def _fitting(config: RunConfig, inference: Inference, info: LayerInfo) -> Iterator[Mend]:
    """Settings with which a window, or a target shape, fits."""
    layer, name = info.layer, info.name
    if hasattr(layer, "padding"):
        yield _setting(name, "padding", "same", "same")
    shape = _read_shape(inference, info)
    for setting in ("kernel_size", "pool_size"):
        window = getattr(layer, setting, None)
        if window is not None and shape is not None:
            small = tuple(min(w, n) for w, n in zip(window, shape, strict=False))
            yield _setting(name, setting, small, shape_text(small))
    if hasattr(layer, "dilation_rate"):
        yield _setting(name, "dilation_rate", 1, "1")
    if isinstance(layer, Reshape):
        yield _setting(name, "target_shape", (-1,), "-1")
    for setting in ("units", "filters"):
        if hasattr(layer, setting):
            yield _setting(name, setting, 32, "32")


def _setting(name: str, setting: str, value: object, text: str) -> Mend:
    words = (setting_words(setting), text)
    return Mend(
        mark("Mends", "Set {0} to {1}"),
        words,
        lambda config: change(config, name, **{setting: value}),
    )


def _joining(config: RunConfig, inference: Inference, info: LayerInfo) -> Iterator[Mend]:
    """Inputs of a merge brought to one shape."""
    if not info.layer.takes_many:
        return
    shapes = _all_shapes(inference, info)
    if shapes is None or len(shapes) < 2:
        return
    first, name = shapes[0], info.name
    for source, shape in zip(info.inputs[1:], shapes[1:], strict=True):
        if shape == first:
            continue
        layer = _projection(shape, first)
        if layer is not None:

            def edit(config: RunConfig, s: str = source, layer: Layer = layer) -> RunConfig:
                spec = config.spec
                new = LayerSpec(spec.free_name(layer.type_name), layer)
                return config.replace(spec=wiring.insert_between(spec, s, name, new))

            yield Mend(mark("Mends", "Insert {0} behind {1}"), (layer.type_name, source), edit)
    other = {"Add": "Concatenate", "Concatenate": "Add"}.get(info.layer.type_name)
    if other:
        yield Mend(
            mark("Mends", "Make it {0}"), (other,), partial(retype, name=name, type_name=other)
        )


def _projection(shape: Shape, target: Shape) -> Layer | None:
    """What brings one shape to another: as in a ResNet, a convolution of 1 × 1."""
    if len(shape) == len(target) == 3:
        strides = [max(1, round(n / m)) for n, m in zip(shape, target, strict=True)][:2]
        return Conv2D(
            filters=target[-1], kernel_size=(1, 1), strides=tuple(strides), padding="same"
        )
    if len(shape) == len(target) and shape[:-1] == target[:-1]:
        return Dense(units=target[-1])
    return Flatten() if len(target) == 1 and size(shape) == target[0] else None


def _removing(_config: RunConfig, _inference: Inference, info: LayerInfo) -> Iterator[Mend]:
    yield Mend(mark("Mends", "Remove {0}"), (info.name,), partial(remove, names=[info.name]))


_TRIED: tuple[Callable[[RunConfig, Inference, LayerInfo], Iterator[Mend]], ...] = (
    _naming,
    _linking,
    _enabling,
    _merging,
    _reshaping,
    _fitting,
    _joining,
    _removing,
)


def _all_shapes(inference: Inference, info: LayerInfo) -> list[Shape] | None:
    shapes = {INPUT: inference.input_shape}
    shapes |= {one.name: one.output_shape for one in inference.layers[:-1]}
    if any(one not in shapes for one in info.inputs):
        return None
    return [shapes[one] for one in info.inputs]


def _read_shape(inference: Inference, info: LayerInfo) -> Shape | None:
    shapes = _all_shapes(inference, info)
    return shapes[0] if shapes and len(shapes) == 1 else None


# ---- the network and its data


def _mismatch(config: RunConfig, data: Dataset) -> SpecError | None:
    """Why the data do not fit the network."""
    try:
        make_splits(data.subset(1, 1), config.spec, 0.0, config.dtype, config.aims())
    except SpecError as error:
        return error
    except VitrineError:
        return None  # something about the data themselves, told elsewhere
    return None


def _mismatch_after(config: RunConfig, data: Dataset, mend: Mend, where: str) -> SpecError | None:
    try:
        after = mend.edit(config)
    except SpecError as error:
        return error
    left = _mismatch(after, data)
    # What the input's mend uncovers is a problem of its own, and so is that of another output.
    own = left is not None and not left.field and (where == INPUT or left.layer not in ("", where))
    return None if own else left


def _data_ways(config: RunConfig, data: Dataset, where: str) -> Iterator[Mend]:
    if where == INPUT:
        shape = data.input_shape
        edit = partial(_with_input, shape=shape)
        yield Mend(mark("Mends", "Set the input to {0}"), (shape_text(shape),), edit)
        return
    outputs = len(data.class_names) or size(data.y_train.shape[1:])
    activation = "softmax" if data.class_names else "linear"
    if data.class_names and config.loss == "binary_crossentropy":
        activation = "sigmoid"
    head = Dense(units=outputs, activation=activation)
    if config.spec.outputs:
        at = config.spec.layers[config.spec.index(where)]
        if at.enabled and hasattr(at.layer, "units") and where == config.spec.outputs[0]:
            yield _setting(where, "units", outputs, str(outputs))
        yield from (Mend(*way) for way in ways_for(config, where, head))
        return
    for node in reversed(config.spec.layers):
        if node.enabled and hasattr(node.layer, "units"):
            yield _setting(node.name, "units", outputs, str(outputs))
            break
    ways: tuple[list[Layer], ...] = ([head], [Flatten(), head])
    for layers in ways:
        words = " + ".join(layer.type_name for layer in layers) + f" {outputs}"
        yield Mend(mark("Mends", "Append {0}"), (words,), partial(_appended, layers=layers))


def _with_input(config: RunConfig, shape: Shape) -> RunConfig:
    return config.replace(spec=replace(config.spec, input_shape=shape))


def _appended(config: RunConfig, layers: list[Layer]) -> RunConfig:
    spec = config.spec
    for layer in layers:
        spec = spec.insert(len(spec.layers), layer)
    return config.replace(spec=spec)
