"""The arrays a run trains on: a data set brought into the network's shapes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nncore.data import Dataset, one_hot
from nncore.errors import SpecError
from nncore.objective import Aim
from nncore.shapes import Shape, shape_text, shape_words, size
from nncore.spec import NetworkSpec

LAST = "the last layer"
"""What messages call the output where none is named."""


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


def left_to_train(count: int, validation_split: float) -> int:
    """How many of the training samples are not kept aside; as Keras rounds."""
    return math.floor(count * (1 - validation_split))


def make_splits(
    data: Dataset,
    spec: NetworkSpec,
    validation_split: float,
    dtype: Any = np.float32,
    aims: Mapping[str, Aim] | None = None,
) -> Splits:
    """Bring a data set into a network's shapes.

    Args:
        data: The data set.
        spec: What reads it.
        validation_split: Share of the training data, its end, that is kept aside.
        dtype: Of the samples and targets.
        aims: What each output is to learn; None: the main output, from the data.

    Raises:
        SpecError: The network reads or gives something else than the data have.
    """
    if size(data.input_shape) != size(spec.input_shape):
        raise SpecError(
            f"the network reads {shape_words(spec.input_shape)}; a sample of {data.name} has "
            f"{shape_words(data.input_shape)}",
            field="input_shape",
        )
    answers = _answers(spec, aims)
    train = _samples(data, data.x_train, data.y_train, spec.input_shape, answers, dtype)
    test = _samples(data, data.x_test, data.y_test, spec.input_shape, answers, dtype)
    kept = left_to_train(len(train), validation_split)
    if not kept:
        raise SpecError(
            f"validation_split {validation_split:g} leaves nothing of {len(train)} samples to "
            "train on",
            field="validation_split",
        )
    classes = 0 if train.labels is None else len(data.class_names)
    return Splits(train.part(0, kept), train.part(kept, len(train)), test, classes)


@dataclass(frozen=True)
class _Answers:
    """What a network gives that is compared with what the data say.

    Attributes:
        shapes: Of these outputs, by the words for them.
        counts: The main output is among them: it can be right or wrong.
    """

    shapes: Mapping[str, Shape]
    counts: bool


def _answers(spec: NetworkSpec, aims: Mapping[str, Aim] | None) -> _Answers:
    inference = spec.checked()
    if not aims:
        return _Answers({LAST: inference.output_shape}, True)
    shapes = {}
    for name, aim in aims.items():
        shape = inference.output_shapes[name]
        if aim.target == "y":
            shapes[name if spec.outputs else LAST] = shape
        elif size(shape) != size(spec.input_shape):
            raise SpecError(
                f"{name} gives {shape_text(shape)}; its target is the sample itself, "
                f"{shape_text(spec.input_shape)}",
                layer=name,
            )
    main = aims.get(inference.outputs[0])
    return _Answers(shapes, main is not None and main.target == "y")


def _samples(
    data: Dataset, x: np.ndarray, y: np.ndarray, shape: Shape, answers: _Answers, dtype: Any
) -> Samples:
    x = np.ascontiguousarray(x, dtype).reshape(len(x), *shape)
    if not answers.shapes:
        return Samples(x, np.empty((len(x), 0), dtype), None)
    if not data.is_classification:
        targets = np.ascontiguousarray(y, dtype).reshape(len(y), -1)
        for what, given in answers.shapes.items():
            if targets.shape[1:] != given:
                has = f"has {shape_text(targets.shape[1:])} targets"
                raise _unlike(f"{data.name} {has}", what, given)
        return Samples(x, targets, None)
    labels = np.ascontiguousarray(y, np.int64)
    targets = _class_targets(data, labels, answers.shapes).astype(dtype, copy=False)
    return Samples(x, targets, labels if answers.counts else None)


def _class_targets(data: Dataset, labels: np.ndarray, shapes: Mapping[str, Shape]) -> np.ndarray:
    """One-hot rows; where all outputs are one value, only whether it is the second class."""
    classes = len(data.class_names)
    if classes < 2:
        raise SpecError(f"{data.name} has only the class {data.class_names[0]!r}; two are needed")
    for what, given in shapes.items():
        if given != (classes,) and (classes != 2 or given != (1,)):
            raise _unlike(f"{data.name} has {classes} classes", what, given)
    return one_hot(labels, classes) if (classes,) in shapes.values() else labels[:, None]


def _unlike(has: str, what: str, given: Shape) -> SpecError:
    """Why an output cannot be compared with the data; `what` is a name where outputs are named."""
    if what == LAST:
        return SpecError(f"{has}; {what} gives {shape_words(given)}")
    text = f"{has}; {what} gives {shape_words(given)}: an output with a loss must fit the data"
    return SpecError(text, layer=what)
