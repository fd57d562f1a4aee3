"""The layers, each a frozen dataclass with Keras's names; `LAYERS` maps name to class."""

from nncore.layers.activation import Activation
from nncore.layers.base import Layer, LayerWorkspace, ParamSpec
from nncore.layers.conv import Conv1D, Conv2D
from nncore.layers.dense import Dense
from nncore.layers.dropout import Dropout
from nncore.layers.pooling import (
    AveragePooling2D,
    GlobalAveragePooling2D,
    MaxPooling1D,
    MaxPooling2D,
)
from nncore.layers.reshape import Flatten

LAYERS: dict[str, type[Layer]] = {
    layer.__name__: layer
    for layer in (
        Dense,
        Conv1D,
        Conv2D,
        MaxPooling1D,
        MaxPooling2D,
        AveragePooling2D,
        GlobalAveragePooling2D,
        Activation,
        Dropout,
        Flatten,
    )
}
Layer.registry = LAYERS

__all__ = [
    "LAYERS",
    "Activation",
    "AveragePooling2D",
    "Conv1D",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "GlobalAveragePooling2D",
    "Layer",
    "LayerWorkspace",
    "MaxPooling1D",
    "MaxPooling2D",
    "ParamSpec",
]
