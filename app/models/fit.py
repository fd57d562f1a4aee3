"""Bringing a network's two ends into the shapes of a data set."""

from dataclasses import replace

import numpy as np

from nncore.data import Dataset
from nncore.errors import SpecError
from nncore.shapes import size
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig


def fitted(config: RunConfig, data: Dataset) -> RunConfig | None:
    """The run with input, last layer and loss as the data ask for; None if that is not enough.

    Fixed starting values are dropped where the network changes: they have its old shapes.
    """
    units = len(data.class_names) if data.is_classification else _targets(data)
    spec = config.spec
    if size(spec.input_shape) != size(data.input_shape):
        spec = replace(spec, input_shape=data.input_shape)
    changes: dict[str, object] = {}
    last = spec.layers[-1] if spec.layers else None
    if last is not None and getattr(last.layer, "units", units) != units:
        activation = "softmax" if data.is_classification else "linear"
        spec = spec.change(last.name, units=units, activation=activation)
        loss = "categorical_crossentropy" if data.is_classification else "mse"
        changes = {"loss": loss}
    if spec == config.spec:
        return None
    return (
        None
        if not _stands(spec, units)
        else config.replace(spec=spec, initial_params={}, **changes)
    )


def _targets(data: Dataset) -> int:
    return int(np.prod(data.y_train.shape[1:], dtype=int))


def _stands(spec: NetworkSpec, units: int) -> bool:
    try:
        return size(spec.checked().output_shape) == units
    except SpecError:
        return False
