"""The layers, each a frozen dataclass with Keras's names; `LAYERS` maps name to class."""

from nncore.layers.activation import Activation
from nncore.layers.base import Layer, LayerWorkspace, ParamSpec
from nncore.layers.conv import Conv1D, Conv2D
from nncore.layers.dense import Dense
from nncore.layers.dropout import Dropout
from nncore.layers.embedding import Embedding
from nncore.layers.merge import Add, Concatenate
from nncore.layers.noise import GaussianNoise, SpatialDropout2D
from nncore.layers.normalization import BatchNormalization, LayerNormalization
from nncore.layers.pooling import (
    AveragePooling2D,
    GlobalAveragePooling2D,
    MaxPooling1D,
    MaxPooling2D,
)
from nncore.layers.recurrent import GRU, LSTM, SimpleRNN
from nncore.layers.reshape import Flatten, Reshape

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
        SpatialDropout2D,
        GaussianNoise,
        BatchNormalization,
        LayerNormalization,
        Embedding,
        SimpleRNN,
        LSTM,
        GRU,
        Flatten,
        Reshape,
        Add,
        Concatenate,
    )
}
Layer.registry = LAYERS

__all__ = [
    "GRU",
    "LAYERS",
    "LSTM",
    "Activation",
    "Add",
    "AveragePooling2D",
    "BatchNormalization",
    "Concatenate",
    "Conv1D",
    "Conv2D",
    "Dense",
    "Dropout",
    "Embedding",
    "Flatten",
    "GaussianNoise",
    "GlobalAveragePooling2D",
    "Layer",
    "LayerNormalization",
    "LayerWorkspace",
    "MaxPooling1D",
    "MaxPooling2D",
    "ParamSpec",
    "Reshape",
    "SimpleRNN",
    "SpatialDropout2D",
]
