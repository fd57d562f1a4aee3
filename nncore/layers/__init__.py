"""The layers, each a frozen dataclass with Keras's names; `LAYERS` maps name to class."""

from nncore.layers.activation import Activation
from nncore.layers.base import Layer, LayerWorkspace, ParamSpec
from nncore.layers.dense import Dense
from nncore.layers.dropout import Dropout
from nncore.layers.reshape import Flatten

LAYERS: dict[str, type[Layer]] = {
    layer.__name__: layer for layer in (Dense, Activation, Dropout, Flatten)
}
Layer.registry = LAYERS

__all__ = [
    "LAYERS",
    "Activation",
    "Dense",
    "Dropout",
    "Flatten",
    "Layer",
    "LayerWorkspace",
    "ParamSpec",
]
