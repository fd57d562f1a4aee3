"""How a layer is put in words: the card's title and the layers one can add."""

from typing import Any

from app.i18n import mark, translate
from app.models.setting_words import setting_words
from nncore.layers import LAYERS, Layer
from nncore.regularizers import Regularizer

_FIRST_SETTINGS: dict[str, dict[str, Any]] = {
    "Dense": {"units": 32, "activation": "relu"},
    "Conv1D": {"filters": 16, "kernel_size": 3, "padding": "same", "activation": "relu"},
    "Conv2D": {"filters": 16, "kernel_size": 3, "padding": "same", "activation": "relu"},
    "Embedding": {"input_dim": 1000, "output_dim": 16},
    "SimpleRNN": {"units": 32},
    "LSTM": {"units": 32},
    "GRU": {"units": 32},
    "Reshape": {"target_shape": (-1,)},
}
"""What a new layer starts with, where the declared default is not what people want."""

_LOSSES = {
    "mse": mark("Losses", "mse"),
    "quadratic": mark("Losses", "quadratic"),
    "binary_crossentropy": mark("Losses", "binary cross-entropy"),
    "categorical_crossentropy": mark("Losses", "cross-entropy"),
    "perceptron": mark("Losses", "perceptron"),
}

PALETTE = ("Dense", "Conv2D", "MaxPooling2D", "Flatten", "Dropout")
"""The layers that stand in the panel itself; the others are in a menu."""


def addable_layers() -> list[str]:
    """The types that can be added to a chain: those that take one input."""
    return [name for name, layer in LAYERS.items() if not layer.takes_many]


def new_layer(type_name: str) -> Layer:
    """A layer as it is added to a network."""
    return LAYERS[type_name](**_FIRST_SETTINGS.get(type_name, {}))


def layer_detail(layer: Layer) -> str:
    """What sets this layer apart from others of its type: ``64 · relu``, ``rate 0.2``."""
    parts = []
    for name in ("units", "filters", "output_dim"):
        count = getattr(layer, name, None)
        if count is not None:
            parts.append(f"{count:,}")
    for name in ("kernel_size", "pool_size", "target_shape"):
        window = getattr(layer, name, None)
        if window is not None:
            parts.append(" × ".join(map(str, window)))
    rate = getattr(layer, "rate", None)
    if rate is not None:
        parts.append(f"{setting_words('rate')} {rate:g}")
    activation = getattr(layer, "activation", None)
    if activation is not None and activation != "linear":
        parts.append(activation)
    for name in ("kernel_regularizer", "activity_regularizer"):
        value = getattr(layer, name, None)
        if isinstance(value, Regularizer) and value:
            parts.append("L1" if not value.l2 else "L2" if not value.l1 else "L1 L2")
    return " · ".join(parts)


def loss_words(loss: str) -> str:
    """A loss in short: ``cross-entropy``."""
    words = _LOSSES.get(loss)
    return loss.replace("_", " ") if words is None else translate("Losses", words)
