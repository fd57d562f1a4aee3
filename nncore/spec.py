"""The spec: what the user drew, a graph of named layers that usually is a chain.

JSON: ``{"format": "vitrine-network", "version": 1, "input_shape": [28, 28, 1],
"layers": [{"type": "Dense", "name": "dense_1", "units": 10}, ...]}``; a layer takes
the output of the one before, or of its `inputs`, names of earlier layers or "input". With
``"enabled": false`` it is passed by: whoever reads it reads what it would read. One that
says ``"shares": "dense_1"`` has that layer's type and settings and uses its parameters.
The network gives the output of the last layer, or of its ``"outputs": ["a", "b"]``, of which
the first is the main one.
"""

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from nncore.errors import SpecError
from nncore.hyperparameters import shown, suggestion
from nncore.inference import Inference, LayerInfo, infer
from nncore.layer_spec import INPUT, LayerSpec, check_name, free_name, is_list_of_names, refusal
from nncore.layers import Layer
from nncore.shapes import MAX_ELEMENTS, Shape, check_shape

__all__ = ["INPUT", "Inference", "LayerInfo", "LayerSpec", "NetworkSpec"]

FORMAT = "vitrine-network"
VERSION = 1
KEYS = ("format", "version", "input_shape", "layers", "outputs")
MAX_LAYERS = 1000


@dataclass(frozen=True)
class NetworkSpec:
    """A network before it has parameters. Immutable; edits make a new one.

    Attributes:
        outputs: The layers whose outputs it gives, the main one first; none: the last layer.
    """

    input_shape: Shape
    layers: tuple[LayerSpec, ...] = ()
    outputs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "input_shape", check_shape(self.input_shape, "input_shape"))
        layers = tuple(self.layers)
        if any(node.shares for node in layers):
            layers = _as_their_owners(layers)
        object.__setattr__(self, "layers", layers)
        object.__setattr__(self, "outputs", tuple(self.outputs))

    @classmethod
    def chain(cls, input_shape: Shape, layers: Iterable[Layer]) -> Self:
        """A chain of layers that get their usual names: dense_1, dropout_1, dense_2."""
        spec = cls(input_shape)
        for layer in layers:
            spec = spec.insert(len(spec.layers), layer)
        return spec

    def to_json(self, *, defaults: bool = False) -> dict[str, Any]:
        """The spec as a JSON object."""
        result = {
            "format": FORMAT,
            "version": VERSION,
            "input_shape": list(self.input_shape),
            "layers": [layer.to_json(defaults=defaults) for layer in self.layers],
        }
        return result | ({"outputs": list(self.outputs)} if self.outputs else {})

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
        for name in data:
            if name not in KEYS:
                raise SpecError(
                    f"spec: unknown setting {shown(name)}" + suggestion(str(name), KEYS)
                )
        if "input_shape" not in data:
            raise SpecError("input_shape is missing; it is the shape of one sample, as [28, 28, 1]")
        layers = data.get("layers", ())
        if isinstance(layers, (str, Mapping)) or not isinstance(layers, Sequence):
            raise SpecError(f"layers must be a list, received {type(layers).__name__}")
        if len(layers) > MAX_LAYERS:
            raise SpecError(f"a spec has at most {MAX_LAYERS} layers, received {len(layers)}")
        outputs = data.get("outputs", ())
        if not is_list_of_names(outputs):
            raise SpecError(
                f"outputs must be a list of names; received {shown(outputs)}", field="outputs"
            )
        return cls(data["input_shape"], _layers_from_json(layers), tuple(outputs))

    @property
    def output_names(self) -> tuple[str, ...]:
        """The layers whose outputs the network gives, the default filled in."""
        return self.outputs or tuple(layer.name for layer in self.layers[-1:])

    def free_name(self, type_name: str) -> str:
        """The next name for a layer of this type: ``MaxPooling2D -> max_pooling_2d_1``."""
        return free_name(type_name, {layer.name for layer in self.layers})

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
        """A spec without this layer; layers that read it read its input instead.

        Where it is an output, the layer it reads becomes one, if it reads just one. No layer
        comes to read itself, as one would of two that read each other; left with nothing, it
        reads the one before.
        """
        gone = self.index(name)
        given = tuple(one for one in self.layers[gone].inputs if one != name)
        before = given or ((self.layers[gone - 1].name,) if gone else (INPUT,))
        kept = []
        for i, layer in enumerate(self.layers):
            if i == gone:
                continue
            left = tuple(one for one in before if one != layer.name)
            if i == gone + 1 and not layer.inputs:
                inputs = left if given else ()
            else:
                inputs = tuple(
                    source for one in layer.inputs for source in (left if one == name else (one,))
                )
            kept.append(dataclasses.replace(layer, inputs=inputs))
        heirs = before if len(before) == 1 and before[0] in {one.name for one in kept} else ()
        outputs = (heir for one in self.outputs for heir in (heirs if one == name else (one,)))
        kept_outputs = tuple(dict.fromkeys(outputs))  # an heir may be an output already
        return dataclasses.replace(self, layers=_first_owns(kept), outputs=kept_outputs)

    def move(self, name: str, index: int) -> Self:
        """A spec with this layer at position `index`."""
        layers = list(self.layers)
        layer = layers.pop(self.index(name))
        layers.insert(index, layer)
        return dataclasses.replace(self, layers=_first_owns(layers))

    def change(self, name: str, **settings: Any) -> Self:
        """A spec with some settings of this layer, and of those it shares with, changed."""
        i = self.index(name)
        i = self.index(self.layers[i].shares or name)
        try:
            layer = self.layers[i].layer.replace(**settings)
        except SpecError as error:
            raise SpecError(f"{name}: {error}", layer=name, field=error.field) from None
        return self._with(i, dataclasses.replace(self.layers[i], layer=layer))

    def rename(self, old: str, new: str) -> Self:
        """A spec in which this layer, and whatever refers to it, says `new`."""
        self.index(old)
        if new == old:
            return self
        check_name(new)
        if new == INPUT or any(layer.name == new for layer in self.layers):
            raise SpecError(
                f"{old}: the name {new!r} is taken; every layer needs its own",
                layer=old,
                field="name",
            )
        layers = (
            dataclasses.replace(
                layer,
                name=new if layer.name == old else layer.name,
                inputs=tuple(new if source == old else source for source in layer.inputs),
                shares=new if layer.shares == old else layer.shares,
            )
            for layer in self.layers
        )
        outputs = tuple(new if output == old else output for output in self.outputs)
        return dataclasses.replace(self, layers=tuple(layers), outputs=outputs)

    def with_outputs(self, *names: str) -> Self:
        """A spec that gives the outputs of these layers, the main one first; none: the last."""
        for name in names:
            self.index(name)
        return dataclasses.replace(self, outputs=names)

    def connect(self, name: str, inputs: Sequence[str]) -> Self:
        """A spec in which this layer reads these layers; none: the one before it."""
        i = self.index(name)
        if not is_list_of_names(inputs):
            raise refusal(name, "inputs", "a list of names", inputs)
        for source in inputs:
            if source == name:
                raise SpecError(f"{name}: cannot read itself", layer=name, field="inputs")
            if source != INPUT:
                self.index(source)
        return self._with(i, dataclasses.replace(self.layers[i], inputs=tuple(inputs)))

    def enable(self, name: str, enabled: bool = True) -> Self:
        """A spec in which this layer is at work, or is passed by."""
        i = self.index(name)
        if not isinstance(enabled, bool):
            raise refusal(name, "enabled", "true or false", enabled)
        return self._with(i, dataclasses.replace(self.layers[i], enabled=enabled))

    def _with(self, i: int, layer: LayerSpec) -> Self:
        return dataclasses.replace(self, layers=(*self.layers[:i], layer, *self.layers[i + 1 :]))

    def share(self, name: str, owner: str = "") -> Self:
        """A spec in which this layer is another place of `owner`; none: it has its own parameters.

        It takes over the settings of the owner, and whoever shares with it goes along.
        """
        i = self.index(name)
        if not owner:
            return self._with(i, dataclasses.replace(self.layers[i], shares=""))
        other = self.layers[self.index(owner)]
        root = other.shares or other.name
        if owner == name:
            raise SpecError(f"{name}: cannot share with itself", layer=name, field="shares")
        if root == name:
            return self
        layers = (
            dataclasses.replace(node, layer=other.layer, shares=root)
            if name in (node.name, node.shares)
            else node
            for node in self.layers
        )
        return dataclasses.replace(self, layers=_first_owns(layers))

    def infer(self) -> Inference:
        """Shapes and counts of all layers, or of those before the first error; never raises."""
        return infer(self.input_shape, self.layers, self.outputs)

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


def _layers_from_json(items: Sequence[Any]) -> tuple[LayerSpec, ...]:
    layers: list[LayerSpec] = []
    before: dict[str, Layer] = {}
    for item in items:
        layers.append(LayerSpec.from_json(item, before))
        before.setdefault(layers[-1].name, layers[-1].layer)
    return tuple(layers)


def _as_their_owners(layers: Iterable[LayerSpec]) -> tuple[LayerSpec, ...]:
    """Those that share with the settings of the owner, who shares with no one."""
    owners: dict[Any, LayerSpec] = {}
    result = []
    for node in layers:
        owner = owners.get(node.shares) if node.shares else None
        if owner is not None:
            node = dataclasses.replace(node, layer=owner.layer, shares=owner.name)
        result.append(node)
        owners.setdefault(node.name, owner or node)
    return tuple(result)


def _first_owns(layers: Iterable[LayerSpec]) -> tuple[LayerSpec, ...]:
    """Of those that share, the first becomes the owner: it is gone, or stands later now."""
    layers = tuple(layers)
    first: dict[str, str] = {}
    for node in layers:
        first.setdefault(node.shares or node.name, node.name)
    owners = (first[node.shares or node.name] for node in layers)
    return tuple(
        dataclasses.replace(node, shares="" if owner == node.name else owner)
        for node, owner in zip(layers, owners, strict=True)
    )
