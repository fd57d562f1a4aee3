"""The arrays a run trains on: a data set brought into the network's shapes."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from nncore.data import Dataset, one_hot
from nncore.errors import SpecError
from nncore.shapes import Shape, shape_text, size
from nncore.spec import NetworkSpec


@dataclass(frozen=True, eq=False)
class Samples:
    """Samples and targets of one split; labels are None for regression."""

    x: np.ndarray
    y: np.ndarray
    labels: np.ndarray | None

    def __len__(self) -> int:
        return len(self.x)

    def part(self, start: int, stop: int) -> "Samples":
        """The samples from start to stop, as views."""
        labels = None if self.labels is None else self.labels[start:stop]
        return Samples(self.x[start:stop], self.y[start:stop], labels)


@dataclass(frozen=True, eq=False)
class Splits:
    """What a run needs of a data set. `classes` is 0 for regression."""

    train: Samples
    validation: Samples
    test: Samples
    classes: int


def make_splits(
    data: Dataset, spec: NetworkSpec, validation_split: float, dtype: Any = np.float32
) -> Splits:
    """Bring a data set into a network's shapes.

    Raises:
        SpecError: The network reads or gives something else than the data have.
    """
    if size(data.input_shape) != size(spec.input_shape):
        raise SpecError(
            f"the network reads {shape_text(spec.input_shape)}; a sample of {data.name} is "
            f"{shape_text(data.input_shape)}",
            field="input_shape",
        )
    output_shape = spec.checked().output_shape
    train = _samples(data, data.x_train, data.y_train, spec.input_shape, output_shape, dtype)
    test = _samples(data, data.x_test, data.y_test, spec.input_shape, output_shape, dtype)
    kept = math.floor(len(train) * (1 - validation_split))  # as Keras rounds
    if not kept:
        raise SpecError(
            f"validation_split {validation_split:g} leaves nothing of {len(train)} samples to "
            "train on",
            field="validation_split",
        )
    classes = len(data.class_names) if data.is_classification else 0
    return Splits(train.part(0, kept), train.part(kept, len(train)), test, classes)


def _samples(
    data: Dataset, x: np.ndarray, y: np.ndarray, shape: Shape, output_shape: Shape, dtype: Any
) -> Samples:
    x = np.ascontiguousarray(x, dtype).reshape(len(x), *shape)
    if not data.is_classification:
        targets = np.ascontiguousarray(y, dtype).reshape(len(y), -1)
        if targets.shape[1:] != output_shape:
            raise _mismatch(data, f"has {shape_text(targets.shape[1:])} targets", output_shape)
        return Samples(x, targets, None)
    labels = np.ascontiguousarray(y, np.int64)
    classes = len(data.class_names)
    if classes < 2:
        raise SpecError(f"{data.name} has only the class {data.class_names[0]!r}; two are needed")
    if output_shape == (classes,):
        return Samples(x, one_hot(labels, classes).astype(dtype, copy=False), labels)
    if classes == 2 and output_shape == (1,):
        return Samples(x, labels[:, None].astype(dtype), labels)
    raise _mismatch(data, f"has {classes} classes", output_shape)


def _mismatch(data: Dataset, has: str, output_shape: Shape) -> SpecError:
    return SpecError(f"{data.name} {has}; the last layer gives {shape_text(output_shape)}")
