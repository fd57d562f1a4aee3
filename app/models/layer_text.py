"""How a layer is put in words: the card's title and the layers one can add."""

from typing import Any

from nncore.layers import LAYERS, Layer
from nncore.regularizers import Regularizer

_FIRST_SETTINGS: dict[str, dict[str, Any]] = {"Dense": {"units": 32, "activation": "relu"}}
"""What a new layer starts with, where the declared default is not what people want."""


def new_layer(type_name: str) -> Layer:
    """A layer as it is added to a network."""
    return LAYERS[type_name](**_FIRST_SETTINGS.get(type_name, {}))


def layer_detail(layer: Layer) -> str:
    """What sets this layer apart from others of its type: ``64 · relu``, ``rate 0.2``."""
    parts = []
    units = getattr(layer, "units", None)
    if units is not None:
        parts.append(f"{units:,}")
    rate = getattr(layer, "rate", None)
    if rate is not None:
        parts.append(f"rate {rate:g}")
    activation = getattr(layer, "activation", None)
    if activation is not None and activation != "linear":
        parts.append(activation)
    for name in ("kernel_regularizer", "activity_regularizer"):
        value = getattr(layer, name, None)
        if isinstance(value, Regularizer) and value:
            parts.append("L1" if not value.l2 else "L2" if not value.l1 else "L1 L2")
    return " · ".join(parts)
