"""Bringing a network's two ends into the shapes of a data set."""

from dataclasses import replace

import numpy as np

from nncore.data import Dataset
from nncore.errors import SpecError
from nncore.objective import Aim
from nncore.shapes import size
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig


def fitted(config: RunConfig, data: Dataset) -> RunConfig | None:
    """The run with input, outputs and losses as the data ask for; None if that is not enough.

    Fixed starting values are dropped where the network changes: they have its old shapes.
    """
    try:
        return _fitted(config, data)
    except SpecError:  # an LSTM at the end knows no softmax
        return None


def _fitted(config: RunConfig, data: Dataset) -> RunConfig | None:
    """`fitted`.

    Raises:
        SpecError: An output cannot be set to what is needed.
    """
    spec = config.spec
    if size(spec.input_shape) != size(data.input_shape):
        spec = replace(spec, input_shape=data.input_shape)
    losses: dict[str, str] = {}
    wanted: dict[str, int] = {}
    for name, aim in _aims(config).items():
        units = wanted[name] = _units(data) if aim.target == "y" else size(data.input_shape)
        if getattr(spec.layers[spec.index(name)].layer, "units", units) == units:
            continue
        if aim.target == "x":
            spec = spec.change(name, units=units)
            continue
        activation = "softmax" if data.is_classification else "linear"
        spec = spec.change(name, units=units, activation=activation)
        losses[name] = "categorical_crossentropy" if data.is_classification else "mse"
    if spec == config.spec or not _stands(spec, wanted):
        return None
    return config.replace(spec=spec, initial_params={}, loss=_changed(config, losses))


def _aims(config: RunConfig) -> dict[str, Aim]:
    try:
        return config.aims()
    except SpecError:
        return {}


def _changed(config: RunConfig, losses: dict[str, str]) -> str | dict[str, str]:
    """The run's loss with those of some outputs changed; one name where that says it."""
    given = {name: aim.loss for name, aim in _aims(config).items()} | losses
    if isinstance(config.loss, str) and len(set(given.values())) < 2:
        return next(iter(given.values()), config.loss)
    return given


def _units(data: Dataset) -> int:
    return len(data.class_names) if data.is_classification else _targets(data)


def _targets(data: Dataset) -> int:
    return int(np.prod(data.y_train.shape[1:], dtype=int))


def _stands(spec: NetworkSpec, wanted: dict[str, int]) -> bool:
    try:
        shapes = spec.checked().output_shapes
    except SpecError:
        return False
    return all(size(shapes[name]) == units for name, units in wanted.items())
