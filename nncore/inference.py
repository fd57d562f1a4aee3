"""Inference: the shapes and parameter counts of a spec's layers, before any array exists."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nncore.errors import ShapeError, SpecError
from nncore.hyperparameters import shown, suggestion
from nncore.layer_spec import INPUT, LayerSpec, check_name, is_name
from nncore.layers import Layer, ParamSpec
from nncore.shapes import MAX_ELEMENTS, Shape, check_shape, shape_text, size


@dataclass(frozen=True)
class LayerInfo:
    """What shape inference finds for one layer.

    Attributes:
        inputs: Names of the layers it reads, the default filled in.
        error: Why the layer cannot stand here, else None; then the shapes are empty.
        enabled: False: it is passed by, has no parameters and gives what it reads.
        shares: The layer whose parameters it uses; its own `params` are none then.
    """

    name: str
    layer: Layer
    inputs: tuple[str, ...]
    input_shape: Any = ()
    output_shape: Shape = ()
    params: Mapping[str, ParamSpec] = dataclasses.field(default_factory=dict)
    error: SpecError | None = None
    enabled: bool = True
    shares: str = ""

    @property
    def param_count(self) -> int:
        """How many numbers the layer learns or keeps."""
        return sum(size(spec.shape) for spec in self.params.values())

    @property
    def multiply_adds(self) -> int:
        """What one sample costs the layer forward; see `Layer.multiply_adds`."""
        at_work = self.enabled and not self.error
        return self.layer.multiply_adds(self.input_shape) if at_work else 0


@dataclass(frozen=True)
class Inference:
    """Shapes and parameter counts of every layer up to the first that cannot stand.

    Attributes:
        outputs: Names of the layers whose outputs the network gives, the main one first;
            none where there is an error, or no layer.
    """

    input_shape: Shape
    layers: tuple[LayerInfo, ...]
    error: SpecError | None = None
    outputs: tuple[str, ...] = ()

    @property
    def output_shape(self) -> Shape:
        """The shape of one sample of the main output."""
        if self.outputs:
            return self.output_shapes[self.outputs[0]]
        return self.layers[-1].output_shape if self.layers else self.input_shape

    @property
    def output_shapes(self) -> dict[str, Shape]:
        """The shapes of all outputs, by name."""
        shapes = {info.name: info.output_shape for info in self.layers}
        return {name: shapes[name] for name in self.outputs}

    @property
    def param_count(self) -> int:
        """All parameters of the network."""
        return sum(info.param_count for info in self.layers)

    @property
    def multiply_adds(self) -> int:
        """What one sample costs the whole network forward."""
        return sum(info.multiply_adds for info in self.layers)


def infer(input_shape: Shape, nodes: Sequence[LayerSpec], outputs: Sequence[str] = ()) -> Inference:
    """Shapes and counts of all layers, or of those before the first error; never raises.

    Args:
        input_shape: Shape of one sample.
        nodes: The layers, in the order they run.
        outputs: Whose outputs the network gives; none: that of the last layer.
    """
    shapes: dict[str, Shape] = {INPUT: input_shape}
    known: dict[str, LayerInfo] = {}
    previous = INPUT
    for number, node in enumerate(nodes, 1):
        inputs = node.inputs or (previous,)
        try:
            info = _infer_layer(node, inputs, shapes)
            if node.shares and node.enabled:
                info = _shared(info, node.shares, known)
        except SpecError as error:
            where = node.name if is_name(node.name) else f"layer {number}"
            text = f"{where}: {error}{_passed_before(error, inputs, known)}"
            named = type(error)(text, layer=node.name, field=error.field)
            broken = LayerInfo(node.name, node.layer, inputs, error=named)
            return Inference(input_shape, (*known.values(), broken), named)
        known[node.name] = info
        shapes[node.name] = info.output_shape
        previous = node.name
    given = tuple(outputs) or tuple(known)[-1:]
    wrong = _wrong_outputs(given, known)
    return Inference(input_shape, tuple(known.values()), wrong, () if wrong else given)


def _wrong_outputs(outputs: Sequence[str], known: Collection[str]) -> SpecError | None:
    for i, name in enumerate(outputs):
        if name not in known:
            text = f"outputs: no layer is called {shown(name)}; there are {', '.join(known)}"
            return SpecError(text + suggestion(name, known), field="outputs")
        if name in outputs[:i]:
            return SpecError(f"outputs: {name!r} stands there twice", field="outputs")
    return None


def _infer_layer(
    node: LayerSpec, inputs: tuple[str, ...], shapes: Mapping[str, Shape]
) -> LayerInfo:
    check_name(node.name)
    if node.name in shapes:
        raise SpecError(f"the name {node.name!r} is taken; every layer needs its own")
    for source in inputs:
        if source == "":
            raise SpecError("reads no layer yet; link it to one", field="inputs")
        if not isinstance(source, str) or source not in shapes:
            raise SpecError(
                f"reads {shown(source)}, which is no layer before it; there are "
                + ", ".join(shapes),
                field="inputs",
            )
    if not node.enabled:
        return _passed_by(node, inputs, shapes)
    if node.layer.takes_many:
        input_shape: Any = tuple(shapes[source] for source in inputs)
    elif len(inputs) > 1:
        raise ShapeError(f"{node.layer.type_name} takes one input; it would receive {len(inputs)}")
    else:
        input_shape = shapes[inputs[0]]
    output_shape = check_shape(node.layer.output_shape(input_shape), "its output")
    params = node.layer.param_specs(input_shape)
    for name, spec in params.items():
        if size(spec.shape) > MAX_ELEMENTS:
            raise SpecError(
                f"its {name} {shape_text(spec.shape)} would have more than {MAX_ELEMENTS:,} values"
            )
    return LayerInfo(node.name, node.layer, inputs, input_shape, output_shape, params)


def _passed_by(node: LayerSpec, inputs: tuple[str, ...], shapes: Mapping[str, Shape]) -> LayerInfo:
    if len(inputs) > 1:
        raise SpecError(
            f"is disabled and reads {len(inputs)} layers; only a layer with one input can be "
            "passed by",
            field="enabled",
        )
    shape = shapes[inputs[0]]
    return LayerInfo(node.name, node.layer, inputs, shape, shape, enabled=False)


def _shared(info: LayerInfo, owner: str, known: Mapping[str, LayerInfo]) -> LayerInfo:
    """The layer with the parameters of its owner, if they are those it would have itself."""
    if owner not in known:
        there = ", ".join(known) or "none"
        raise SpecError(
            f"shares must be a layer before it; there are {there}; received {shown(owner)}",
            field="shares",
        )
    if not known[owner].enabled:
        raise SpecError(
            f"shares the parameters of {owner!r}, which is disabled; enable it, or let this layer "
            "have its own",
            field="shares",
        )
    for name, spec in known[owner].params.items():
        needed = info.params[name].shape
        if needed != spec.shape:
            raise ShapeError(
                f"shares the parameters of {owner!r}, whose {name} is {shape_text(spec.shape)}; "
                f"for an input of {shape_text(info.input_shape)} it would be {shape_text(needed)}",
                field="shares",
            )
    return dataclasses.replace(info, params={}, shares=owner)


def _passed_before(error: SpecError, inputs: Sequence[str], known: Mapping[str, LayerInfo]) -> str:
    """Where a shape does not fit: which disabled layers it came past."""
    if not isinstance(error, ShapeError):
        return ""
    passed: list[str] = []
    for source in inputs:
        info = known.get(source)
        while info is not None and not info.enabled:
            passed.append(info.name)
            info = known.get(info.inputs[0])
    if not passed:
        return ""
    if len(passed) == 1:
        return f" ({passed[0]} before it is disabled)"
    return f" ({', '.join(passed)} before it are disabled)"
