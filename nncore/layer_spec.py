"""A layer as it stands in a spec: its settings, its name and its place in the graph."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from nncore.errors import SpecError
from nncore.hyperparameters import shown
from nncore.layers import LAYERS, Layer

INPUT = "input"
"""The name under which layers refer to the network's input."""

_NAME = re.compile(r"(?!\.{1,2}$)[^\s/\\:][^/\\:]{0,59}")
"""Layer names become names of members in files, so they may not look like paths."""


@dataclass(frozen=True)
class LayerSpec:
    """A layer with its name and its place.

    Attributes:
        inputs: The layers it reads, where that is not the one before.
        enabled: False: it is passed by; whoever reads it reads what it would read.
        shares: The layer before it whose parameters it uses, and whose settings it has.
    """

    name: str
    layer: Layer
    inputs: tuple[str, ...] = ()
    enabled: bool = True
    shares: str = ""

    def to_json(self, *, defaults: bool = False) -> dict[str, Any]:
        """The layer as it stands in the spec's JSON."""
        settings = self.layer.to_json(defaults=defaults)
        result = {"type": settings.pop("type"), "name": self.name}
        result |= {"shares": self.shares} if self.shares else settings
        if self.inputs:
            result["inputs"] = list(self.inputs)
        if not self.enabled:
            result["enabled"] = False
        return result

    @classmethod
    def from_json(cls, data: Mapping[str, Any], before: Mapping[str, Layer] | None = None) -> Self:
        """A layer from its JSON; one without a name gets the next free one of its type.

        Args:
            data: An object such as {"type": "Dense", "units": 10}.
            before: The layers that stand before it, by name.
        """
        if not isinstance(data, Mapping):
            raise SpecError(f"a layer must be an object, received {type(data).__name__}")
        settings, before = dict(data), before or {}
        shares = settings.pop("shares", "")
        owner = before.get(shares) if isinstance(shares, str) else None
        kind = settings.get("type", "") if owner is None else owner.type_name
        given = settings.pop("name", free_name(str(kind), before))
        if not isinstance(given, str):
            raise SpecError(f"the name of a layer must be a text; received {shown(given)}")
        inputs, enabled = settings.pop("inputs", ()), settings.pop("enabled", True)
        if not is_list_of_names(inputs):
            raise refusal(given, "inputs", "a list of names", inputs)
        if not isinstance(enabled, bool):
            raise refusal(given, "enabled", "true or false", enabled)
        if shares != "":
            if owner is None:
                there = ", ".join(before) or "none"
                needed = f"a layer before it; there are {there}"
                raise refusal(given, "shares", needed, shares)
            _check_same(given, settings, shares, owner)
            return cls(given, owner, tuple(inputs), enabled, shares)
        try:
            layer = Layer.from_json(settings)
        except SpecError as error:
            raise SpecError(f"{given[:60]}: {error}", layer=given, field=error.field) from None
        return cls(given, layer, tuple(inputs), enabled)


def _check_same(name: str, settings: Mapping[str, Any], shares: str, owner: Layer) -> None:
    """Refuse settings of its own for a layer that shares."""
    rest = dict(settings)
    kind = rest.pop("type", owner.type_name)
    if kind != owner.type_name:
        raise refusal(name, "type", f"{owner.type_name}, as {shares} is whom it shares", kind)
    if rest:
        raise SpecError(
            f"{name[:60]}: has the settings of {shares}, whose parameters it shares; received "
            + ", ".join(shown(key) for key in list(rest)[:5]),
            layer=name,
            field=str(next(iter(rest)))[:60],
        )


def free_name(type_name: str, taken: Container[str]) -> str:
    """The next name for a layer of this type: ``MaxPooling2D -> max_pooling_2d_1``."""
    stem = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", "_", type_name).lower() or "layer"
    number = 1
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def refusal(layer: str, field: str, needed: str, received: Any) -> SpecError:
    """The error that a field of a layer is not what it must be."""
    return SpecError(
        f"{layer[:60]}: {field} must be {needed}; received {shown(received)}",
        layer=layer,
        field=field,
    )


def is_list_of_names(value: Any) -> bool:
    """Whether this is a list of texts, and not one text."""
    return (
        not isinstance(value, str)
        and isinstance(value, Sequence)
        and all(isinstance(item, str) for item in value)
    )


def check_name(name: Any) -> None:
    """Refuse what cannot be the name of a layer.

    Raises:
        SpecError: It is none.
    """
    if not is_name(name):
        raise SpecError(
            f"a layer name has 1 to 60 printable characters, none of them / \\ or :; "
            f"received {shown(name)}"
        )


def is_name(name: Any) -> bool:
    """Whether this may be the name of a layer."""
    return isinstance(name, str) and bool(_NAME.fullmatch(name)) and name.isprintable()


assert INPUT not in LAYERS
