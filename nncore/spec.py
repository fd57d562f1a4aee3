"""The spec: what the user drew, a graph of named layers that usually is a chain.

JSON: ``{"format": "vitrine-network", "version": 1, "input_shape": [28, 28, 1],
"layers": [{"type": "Dense", "name": "dense_1", "units": 10}, ...]}``; a layer takes
the output of the one before, or of its `inputs`, names of earlier layers or "input".
"""

import dataclasses
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from nncore.errors import ShapeError, SpecError
from nncore.hyperparameters import shown, suggestion
from nncore.layers import LAYERS, Layer, ParamSpec
from nncore.shapes import MAX_ELEMENTS, Shape, check_shape, shape_text, size

FORMAT = "vitrine-network"
VERSION = 1
INPUT = "input"
"""The name under which layers refer to the network's input."""

MAX_LAYERS = 1000
_NAME = re.compile(r"(?!\.{1,2}$)[^\s/\\:][^/\\:]{0,59}")
"""Layer names become names of members in files, so they may not look like paths."""


@dataclass(frozen=True)
class LayerSpec:
    """A layer with its name and, where it is not the layer before, its inputs."""

    name: str
    layer: Layer
    inputs: tuple[str, ...] = ()

    def to_json(self, *, defaults: bool = False) -> dict[str, Any]:
        """The layer as it stands in the spec's JSON."""
        settings = self.layer.to_json(defaults=defaults)
        result = {"type": settings.pop("type"), "name": self.name, **settings}
        if self.inputs:
            result["inputs"] = list(self.inputs)
        return result

    @classmethod
    def from_json(cls, data: Mapping[str, Any], name: str = "") -> Self:
        """A layer from its JSON; `name` serves where the JSON has none."""
        if not isinstance(data, Mapping):
            raise SpecError(f"a layer must be an object, received {type(data).__name__}")
        settings = dict(data)
        given = settings.pop("name", name)
        inputs = settings.pop("inputs", ())
        if not isinstance(given, str):
            raise SpecError(f"the name of a layer must be a text; received {shown(given)}")
        if (
            isinstance(inputs, str)
            or not isinstance(inputs, Sequence)
            or not all(isinstance(source, str) for source in inputs)
        ):
            raise SpecError(
                f"{given[:60]}: inputs must be a list of names; received {shown(inputs)}",
                layer=given,
                field="inputs",
            )
        try:
            layer = Layer.from_json(settings)
        except SpecError as error:
            raise SpecError(f"{given[:60]}: {error}", layer=given, field=error.field) from None
        return cls(given, layer, tuple(inputs))


@dataclass(frozen=True)
class LayerInfo:
    """What shape inference finds for one layer.

    Attributes:
        inputs: Names of the layers it reads, the default filled in.
        error: Why the layer cannot stand here, else None; then the shapes are empty.
    """

    name: str
    layer: Layer
    inputs: tuple[str, ...]
    input_shape: Any = ()
    output_shape: Shape = ()
    params: Mapping[str, ParamSpec] = dataclasses.field(default_factory=dict)
    error: SpecError | None = None

    @property
    def param_count(self) -> int:
        """How many numbers the layer learns or keeps."""
        return sum(size(spec.shape) for spec in self.params.values())

    @property
    def multiply_adds(self) -> int:
        """What one sample costs the layer forward; see `Layer.multiply_adds`."""
        return 0 if self.error else self.layer.multiply_adds(self.input_shape)


@dataclass(frozen=True)
class Inference:
    """Shapes and parameter counts of every layer up to the first that cannot stand."""

    input_shape: Shape
    layers: tuple[LayerInfo, ...]
    error: SpecError | None = None

    @property
    def output_shape(self) -> Shape:
        """The shape of one output of the last layer."""
        return self.layers[-1].output_shape if self.layers else self.input_shape

    @property
    def param_count(self) -> int:
        """All parameters of the network."""
        return sum(info.param_count for info in self.layers)

    @property
    def multiply_adds(self) -> int:
        """What one sample costs the whole network forward."""
        return sum(info.multiply_adds for info in self.layers)


@dataclass(frozen=True)
class NetworkSpec:
    """A network before it has parameters. Immutable; edits make a new one."""

    input_shape: Shape
    layers: tuple[LayerSpec, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "input_shape", check_shape(self.input_shape, "input_shape"))
        object.__setattr__(self, "layers", tuple(self.layers))

    @classmethod
    def chain(cls, input_shape: Shape, layers: Iterable[Layer]) -> Self:
        """A chain of layers that get their usual names: dense_1, dropout_1, dense_2."""
        spec = cls(input_shape)
        for layer in layers:
            spec = spec.insert(len(spec.layers), layer)
        return spec

    def to_json(self, *, defaults: bool = False) -> dict[str, Any]:
        """The spec as a JSON object."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "input_shape": list(self.input_shape),
            "layers": [layer.to_json(defaults=defaults) for layer in self.layers],
        }

    @classmethod
    def from_json(cls, data: "NetworkSpec | Mapping[str, Any] | str") -> "NetworkSpec":
        """A spec from its JSON, as an object or as text.

        Raises:
            SpecError: The text is no spec; the message says what was received.
        """
        if isinstance(data, NetworkSpec):
            return data
        if isinstance(data, str):
            try:
                data = json.loads(data)
            except (ValueError, RecursionError) as error:
                raise SpecError(f"the spec is not JSON: {error}") from None
        if not isinstance(data, Mapping):
            raise SpecError(f"a spec must be a JSON object, received {type(data).__name__}")
        if data.get("format", FORMAT) != FORMAT:
            raise SpecError(f"expected format {FORMAT!r}, received {shown(data['format'])}")
        if data.get("version", VERSION) != VERSION:
            raise SpecError(
                f"this program reads version {VERSION} of a spec, received "
                + shown(data["version"])
            )
        if "input_shape" not in data:
            raise SpecError("input_shape is missing; it is the shape of one sample, as [28, 28, 1]")
        layers = data.get("layers", ())
        if isinstance(layers, (str, Mapping)) or not isinstance(layers, Sequence):
            raise SpecError(f"layers must be a list, received {type(layers).__name__}")
        if len(layers) > MAX_LAYERS:
            raise SpecError(f"a spec has at most {MAX_LAYERS} layers, received {len(layers)}")
        spec = cls(data["input_shape"])
        for item in layers:
            name = spec.free_name(str(item.get("type", ""))) if isinstance(item, Mapping) else ""
            spec = dataclasses.replace(spec, layers=(*spec.layers, LayerSpec.from_json(item, name)))
        return spec

    def free_name(self, type_name: str) -> str:
        """The next name for a layer of this type: ``MaxPooling2D -> max_pooling_2d_1``."""
        stem = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", "_", type_name).lower() or "layer"
        taken = {layer.name for layer in self.layers}
        number = 1
        while f"{stem}_{number}" in taken:
            number += 1
        return f"{stem}_{number}"

    def index(self, name: str) -> int:
        """Where the layer called `name` stands."""
        for i, layer in enumerate(self.layers):
            if layer.name == name:
                return i
        names = [layer.name for layer in self.layers]
        raise SpecError(
            f"no layer is called {name!r}; there are {', '.join(names)}" + suggestion(name, names)
        )

    def insert(self, index: int, layer: Layer, name: str = "") -> Self:
        """A spec with one more layer before position `index`."""
        new = LayerSpec(name or self.free_name(layer.type_name), layer)
        return dataclasses.replace(self, layers=(*self.layers[:index], new, *self.layers[index:]))

    def remove(self, name: str) -> Self:
        """A spec without this layer; layers that read it read its input instead."""
        gone = self.index(name)
        given = self.layers[gone].inputs
        before = given or ((self.layers[gone - 1].name,) if gone else (INPUT,))
        kept = []
        for i, layer in enumerate(self.layers):
            if i == gone:
                continue
            if i == gone + 1 and not layer.inputs:
                kept.append(dataclasses.replace(layer, inputs=given))
                continue
            inputs = tuple(
                source for one in layer.inputs for source in (before if one == name else (one,))
            )
            kept.append(dataclasses.replace(layer, inputs=inputs))
        return dataclasses.replace(self, layers=tuple(kept))

    def move(self, name: str, index: int) -> Self:
        """A spec with this layer at position `index`."""
        layers = list(self.layers)
        layer = layers.pop(self.index(name))
        layers.insert(index, layer)
        return dataclasses.replace(self, layers=tuple(layers))

    def change(self, name: str, **settings: Any) -> Self:
        """A spec with some settings of this layer changed."""
        i = self.index(name)
        try:
            layer = self.layers[i].layer.replace(**settings)
        except SpecError as error:
            raise SpecError(f"{name}: {error}", layer=name, field=error.field) from None
        return self._with(i, dataclasses.replace(self.layers[i], layer=layer))

    def _with(self, i: int, layer: LayerSpec) -> Self:
        return dataclasses.replace(self, layers=(*self.layers[:i], layer, *self.layers[i + 1 :]))

    def infer(self) -> Inference:
        """Shapes and counts of all layers, or of those before the first error; never raises."""
        shapes: dict[str, Shape] = {INPUT: self.input_shape}
        infos: list[LayerInfo] = []
        previous = INPUT
        for number, node in enumerate(self.layers, 1):
            inputs = node.inputs or (previous,)
            try:
                info = _infer_layer(node, inputs, shapes)
            except SpecError as error:
                where = node.name if _is_name(node.name) else f"layer {number}"
                named = type(error)(f"{where}: {error}", layer=node.name, field=error.field)
                infos.append(LayerInfo(node.name, node.layer, inputs, error=named))
                return Inference(self.input_shape, tuple(infos), named)
            infos.append(info)
            shapes[node.name] = info.output_shape
            previous = node.name
        return Inference(self.input_shape, tuple(infos))

    def checked(self) -> Inference:
        """The inference of a spec that can be built.

        Raises:
            SpecError: The first error, by layer name.
        """
        inference = self.infer()
        if inference.error:
            raise inference.error
        if inference.param_count > MAX_ELEMENTS:
            raise SpecError(
                f"the network would have {inference.param_count:,} parameters; "
                f"at most {MAX_ELEMENTS:,} are possible"
            )
        return inference


def _is_name(name: Any) -> bool:
    return isinstance(name, str) and bool(_NAME.fullmatch(name)) and name.isprintable()


def _infer_layer(
    node: LayerSpec, inputs: tuple[str, ...], shapes: Mapping[str, Shape]
) -> LayerInfo:
    if not _is_name(node.name):
        raise SpecError(
            f"a layer name has 1 to 60 printable characters, none of them / \\ or :; "
            f"received {shown(node.name)}"
        )
    if node.name in shapes:
        raise SpecError(f"the name {node.name!r} is taken; every layer needs its own")
    for source in inputs:
        if not isinstance(source, str) or source not in shapes:
            raise SpecError(
                f"reads {shown(source)}, which is no layer before it; there are "
                + ", ".join(shapes),
                field="inputs",
            )
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


assert INPUT not in LAYERS
