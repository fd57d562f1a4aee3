"""The data set: training and test arrays, checked once and never changed after."""

import math
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nncore.errors import DataError

Array = NDArray[Any]
Split = Literal["train", "test"]


def one_hot(labels: ArrayLike, classes: int) -> NDArray[np.float32]:
    """Turn labels (N,) into rows of `classes` zeros with a one at the label.

    Raises:
        DataError: A label is not an integer in 0..classes - 1.
    """
    index = np.asarray(labels)
    if index.ndim != 1 or index.dtype.kind not in "iu":
        raise DataError(
            f"labels must be integers in one dimension, got {index.dtype} with shape {index.shape}"
        )
    if index.size and not (index.min() >= 0 and index.max() < classes):
        raise DataError(
            f"labels must lie in 0..{classes - 1} for {classes} classes, "
            f"got {index.min()}..{index.max()}"
        )
    rows = np.zeros((index.size, classes), dtype=np.float32)
    rows[np.arange(index.size), index] = 1.0
    return rows


@dataclass(frozen=True, eq=False)
class Dataset:
    """Training and test examples with what is needed to name and show them.

    The arrays are held read-only, so that threads can share one data set.

    Attributes:
        x_train: Inputs (N, *input_shape), float32 (float64 is kept); images are (N, 28, 28, 1)
            with ink 1 on paper 0.
        y_train: Labels (N,) int64 for classification, values (N, outputs) for regression.
        class_names: What each label means, in label order; empty for regression.
        source: Where the data came from, one line for the window.
        feature_names: Names of the columns of a table, empty for images.
    """

    name: str
    x_train: Array
    y_train: Array
    x_test: Array
    y_test: Array
    class_names: tuple[str, ...] = ()
    source: str = ""
    feature_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "class_names", tuple(self.class_names))
        object.__setattr__(self, "feature_names", tuple(self.feature_names))
        for split in ("train", "test"):
            x = self._inputs(split, getattr(self, f"x_{split}"))
            y = self._labels_or_values(split, getattr(self, f"y_{split}"))
            if len(x) != len(y):
                raise self._error(f"{len(x)} {split} inputs but {len(y)} {split} labels")
            object.__setattr__(self, f"x_{split}", x)
            object.__setattr__(self, f"y_{split}", y)
        self._check_splits_agree()

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Shape of one input, without the batch axis."""
        return tuple(self.x_train.shape[1:])

    @property
    def is_classification(self) -> bool:
        """True if the targets are labels, False if they are numbers to predict."""
        return bool(self.class_names)

    @property
    def classes(self) -> int:
        """How many classes there are; 0 for regression."""
        return len(self.class_names)

    @property
    def output_units(self) -> int:
        """How many outputs a network for this data needs."""
        return self.classes if self.is_classification else int(self.y_train.shape[1])

    def describe(self) -> dict[str, Any]:
        """The facts about the data as plain values, ready for JSON."""
        return {
            "name": self.name,
            "source": self.source,
            "task": "classification" if self.is_classification else "regression",
            "train": len(self.x_train),
            "test": len(self.x_test),
            "input_shape": list(self.input_shape),
            "outputs": self.output_units,
            "class_names": list(self.class_names),
            "feature_names": list(self.feature_names),
        }

    def targets(self, split: Split) -> Array:
        """What the network should answer: one-hot rows for labels, the values for regression."""
        if split not in ("train", "test"):
            raise DataError(f'split must be "train" or "test", got {split!r}')
        y = self.y_train if split == "train" else self.y_test
        return one_hot(y, self.classes) if self.is_classification else y

    def split_validation(self, fraction: float) -> tuple[Array, Array, Array, Array]:
        """Set aside the last `fraction` of the training data, as Keras does.

        Returns:
            x_train, y_train, x_val, y_val: views; the last two are empty for fraction 0.
        """
        if not 0.0 <= fraction < 1.0:
            raise DataError(f"validation fraction must lie in [0, 1), got {fraction}")
        at = math.floor(len(self.x_train) * (1.0 - fraction))
        if fraction > 0.0 and at in (0, len(self.x_train)):
            raise self._error(
                f"a validation fraction of {fraction} of {len(self.x_train)} examples "
                "leaves one part empty"
            )
        return self.x_train[:at], self.y_train[:at], self.x_train[at:], self.y_train[at:]

    def take(self, indices: ArrayLike) -> "Dataset":
        """The same data with only these training examples, in this order."""
        index = np.asarray(indices)
        count = len(self.x_train)
        if index.ndim != 1 or index.dtype.kind not in "iu" or index.size == 0:
            raise DataError(
                "indices must be a non-empty row of integers, "
                f"got {index.dtype} with shape {index.shape}"
            )
        if index.min() < 0 or index.max() >= count:
            raise DataError(f"indices must lie in 0..{count - 1}, got {index.min()}..{index.max()}")
        return replace(self, x_train=self.x_train[index], y_train=self.y_train[index])

    def subset(self, n_train: int, n_test: int) -> "Dataset":
        """The first examples of each part, for quick runs; counts beyond the data take all."""
        if n_train < 1 or n_test < 1:
            raise DataError(
                f"a subset needs at least 1 example of each part, got {n_train} and {n_test}"
            )
        return replace(
            self,
            x_train=self.x_train[:n_train],
            y_train=self.y_train[:n_train],
            x_test=self.x_test[:n_test],
            y_test=self.y_test[:n_test],
        )

    def _error(self, what: str) -> DataError:
        return DataError(f"data set {self.name!r}: {what}")

    def _inputs(self, split: str, given: Any) -> Array:
        x = np.asarray(given)
        if x.dtype.kind not in "biuf":
            raise self._error(f"x_{split} must hold numbers, got {x.dtype}")
        if x.dtype not in (np.float32, np.float64):
            x = x.astype(np.float32)
        if x.ndim < 2 or x.size == 0:
            raise self._error(
                f"x_{split} must be (N, *input_shape) and not empty, got shape {x.shape}"
            )
        return self._finite(f"x_{split}", x)

    def _labels_or_values(self, split: str, given: Any) -> Array:
        y = np.asarray(given)
        if y.size == 0:
            raise self._error(f"y_{split} is empty")
        if self.class_names:
            if y.dtype.kind not in "biu":
                raise self._error(
                    f"y_{split} must hold integer labels because there are class names, "
                    f"got {y.dtype}"
                )
            y = y.astype(np.int64)
            if y.ndim != 1 or y.min() < 0 or y.max() >= len(self.class_names):
                raise self._error(
                    f"y_{split} must be (N,) with labels 0..{len(self.class_names) - 1}, "
                    f"got shape {y.shape} with {y.min()}..{y.max()}"
                )
            return _read_only(y)
        if y.dtype.kind != "f" or y.ndim not in (1, 2):
            raise self._error(
                f"y_{split} must be floats (N, outputs) because there are no class names, "
                f"got {y.dtype} with shape {y.shape}"
            )
        if y.dtype != np.float64:
            y = y.astype(np.float32, copy=False)
        return self._finite(f"y_{split}", y.reshape(len(y), -1))

    def _finite(self, what: str, values: Array) -> Array:
        if not np.isfinite(values).all():
            bad = int(np.size(values) - np.isfinite(values).sum())
            raise self._error(f"{what} holds {bad} values that are NaN or infinite")
        return _read_only(values)

    def _check_splits_agree(self) -> None:
        if self.x_train.shape[1:] != self.x_test.shape[1:]:
            raise self._error(
                f"training inputs have shape {self.x_train.shape[1:]}, "
                f"test inputs {self.x_test.shape[1:]}"
            )
        if self.y_train.shape[1:] != self.y_test.shape[1:]:
            raise self._error(
                f"training targets have shape {self.y_train.shape[1:]}, "
                f"test targets {self.y_test.shape[1:]}"
            )
        if self.feature_names and len(self.feature_names) != math.prod(self.input_shape):
            raise self._error(
                f"{len(self.feature_names)} feature names for inputs of shape {self.input_shape}"
            )


def _read_only(values: Array) -> Array:
    view = values.view()
    view.flags.writeable = False
    return view
