"""What a network gets wrong: every held-out sample judged, counted and put in order."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.i18n import translate
from nncore.data import Dataset
from nncore.errors import SpecError
from nncore.metrics import ClassReport, class_report, confusion_matrix, predicted_labels
from nncore.network import Network
from nncore.shapes import shape_text, size

Split = Literal["validation", "test"]
CHUNK = 200
"""Samples answered at a time: a few milliseconds of the interpreter, then others may go on."""

MOST_SHOWN = 400
"""Samples in one list; nobody looks through more."""


@dataclass(frozen=True, eq=False)
class HeldOut:
    """The samples of one split, as the run keeps them apart; views of the data set.

    Attributes:
        labels: Truth (N,) for classes, None for regression.
        targets: Values (N, outputs) for regression, None for classes.
    """

    split: Split
    x: np.ndarray
    labels: np.ndarray | None
    targets: np.ndarray | None
    class_names: tuple[str, ...]
    feature_names: tuple[str, ...]
    start: int = 0

    def __len__(self) -> int:
        return len(self.x)


def held_out(data: Dataset, split: Split, validation_split: float) -> HeldOut:
    """The validation part, cut off where a run cuts it, or the test part."""
    if split == "test":
        x, y, start = data.x_test, data.y_test, 0
    else:
        start = math.floor(len(data.x_train) * (1 - validation_split))
        x, y = data.x_train[start:], data.y_train[start:]
    known = data.is_classification
    return HeldOut(
        split,
        x,
        np.asarray(y) if known else None,
        None if known else np.asarray(y),
        data.class_names,
        data.feature_names,
        start,
    )


@dataclass(frozen=True, eq=False)
class Judged:
    """A network's answers to all samples of a split, at one step.

    Attributes:
        samples: What was asked.
        step: Optimizer steps the network had taken.
        predicted: The class it says (N,), for classes.
        confidence: The share it gives that class (N,).
        of_truth: The share it gives the true class (N,).
        matrix: Counts (classes, classes); rows are the truth.
        report: Precision, recall and F1 by class.
        outputs: Its numbers (N, outputs), for regression.
        errors: The distance from the target (N,), for regression.
    """

    samples: HeldOut
    step: int
    predicted: np.ndarray
    confidence: np.ndarray
    of_truth: np.ndarray
    matrix: np.ndarray
    report: ClassReport | None
    outputs: np.ndarray
    errors: np.ndarray

    @property
    def has_classes(self) -> bool:
        """Whether there are classes to mix up."""
        return self.report is not None

    @property
    def wrong(self) -> np.ndarray:
        """The samples that are not what the network says, in the order of the data."""
        assert self.samples.labels is not None
        return np.flatnonzero(self.predicted != self.samples.labels)

    def in_cell(self, truth: int, predicted: int) -> np.ndarray:
        """The samples of a cell of the matrix, the surest first; -1 stands for every class."""
        assert self.samples.labels is not None
        inside = np.ones(len(self.predicted), bool)
        if truth >= 0:
            inside &= self.samples.labels == truth
        if predicted >= 0:
            inside &= self.predicted == predicted
        found = np.flatnonzero(inside)
        return found[np.argsort(-self.confidence[found], kind="stable")]

    def hardest(self) -> np.ndarray:
        """Samples from the one whose true class gets the smallest share; right ones too."""
        return np.argsort(self.of_truth, kind="stable")

    def surest_mistakes(self) -> np.ndarray:
        """Wrong answers from the one that is given with the most confidence."""
        wrong = self.wrong
        return wrong[np.argsort(-self.confidence[wrong], kind="stable")]

    def largest_errors(self) -> np.ndarray:
        """Samples from the largest error down."""
        return np.argsort(-self.errors, kind="stable")


def judge(network: Network, samples: HeldOut, step: int) -> Iterator[int | Judged]:
    """Ask the network for every sample, yielding how many are done and at last the result.

    Raises:
        SpecError: The network reads or gives something else than the samples are.
    """
    _check(network, samples)
    x = samples.x.reshape(len(samples), *network.input_shape)
    outputs = np.empty((len(x), size(network.output_shape)), network.dtype)
    workspace = network.workspace()
    with np.errstate(over="ignore", invalid="ignore"):
        for a in range(0, len(x), CHUNK):
            part = np.ascontiguousarray(x[a : a + CHUNK], network.dtype)
            answer = network.forward(part, workspace)
            outputs[a : a + len(part)] = answer.reshape(len(part), -1)
            yield a + len(part)
    yield _judged(outputs, samples, step)


def _check(network: Network, samples: HeldOut) -> None:
    if size(network.input_shape) != size(samples.x.shape[1:]):
        text = translate("Mistakes", "the network reads {0}; a sample is {1}")
        raise SpecError(
            text.format(shape_text(network.input_shape), shape_text(samples.x.shape[1:]))
        )
    gives, classes = size(network.output_shape), len(samples.class_names)
    if samples.targets is not None:
        fits = gives == samples.targets.shape[1]
    else:
        fits = gives == classes or (classes == 2 and gives == 1)
    if not fits:
        wanted = classes if samples.targets is None else samples.targets.shape[1]
        text = translate("Mistakes", "the network gives {0} numbers; these samples need {1}")
        raise SpecError(text.format(gives, wanted))


def _judged(outputs: np.ndarray, samples: HeldOut, step: int) -> Judged:
    none = np.zeros(0)
    if samples.targets is not None:
        with np.errstate(over="ignore", invalid="ignore"):
            errors = np.sqrt(np.square(outputs - samples.targets, dtype=float).sum(axis=1))
        errors = np.nan_to_num(errors, nan=np.inf)
        no_matrix = np.zeros((0, 0), np.int64)
        return Judged(samples, step, none, none, none, no_matrix, None, outputs, errors)
    assert samples.labels is not None
    shares = _shares(outputs)
    predicted = predicted_labels(outputs).astype(np.int64)
    rows = np.arange(len(shares))
    matrix = confusion_matrix(samples.labels, predicted, len(samples.class_names))
    return Judged(
        samples,
        step,
        predicted,
        shares[rows, predicted],
        shares[rows, samples.labels],
        matrix,
        class_report(matrix),
        outputs,
        none,
    )


def _shares(outputs: np.ndarray) -> np.ndarray:
    """Outputs as a share for each class; one sigmoid output is that of the second class."""
    if outputs.shape[1] == 1:
        outputs = np.concatenate([1 - outputs, outputs], axis=1)
    shares: np.ndarray = np.nan_to_num(outputs, nan=0.0)
    return shares


def pictures_of(x: np.ndarray) -> np.ndarray | None:
    """Samples as pictures (N, H, W), colours as their brightness; None where they are none."""
    if x.ndim == 4 and x.shape[3] == 1:
        return x[..., 0]
    if x.ndim == 4 and x.shape[3] == 3:
        brightness: np.ndarray = x @ np.array([0.299, 0.587, 0.114], x.dtype)
        return brightness
    if x.ndim == 3 and min(x.shape[1:]) > 1:
        return x
    if x.ndim == 2 and x.shape[1] == 784:
        return x.reshape(-1, 28, 28)
    return None
