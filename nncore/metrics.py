"""Metrics: what a person wants to know of predictions, from a confusion matrix.

Labels are integers (N,), `confusion_matrix` counts rows = true class, columns =
predicted class. Precision, recall and F1 follow from its margins; a class that was
never predicted, or is absent, has 0 there, as scikit-learn's `zero_division=0`.
"""

from dataclasses import dataclass

import numpy as np


def predicted_labels(probabilities: np.ndarray) -> np.ndarray:
    """The most probable class of each row; for one sigmoid output, 1 where p > 0.5."""
    if probabilities.shape[-1] == 1:
        return np.asarray(probabilities[..., 0] > 0.5, np.int64)
    return np.asarray(probabilities.argmax(axis=-1))


def accuracy(true: np.ndarray, predicted: np.ndarray) -> float:
    """Share of labels that are right."""
    return float(np.count_nonzero(true == predicted)) / max(1, len(true))


def confusion_matrix(true: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """Counts (classes, classes); rows are the truth, columns the prediction."""
    pairs = np.bincount(true * classes + predicted, minlength=classes * classes)
    return pairs.reshape(classes, classes)


@dataclass(frozen=True)
class ClassReport:
    """Scores by class and their unweighted means ("macro").

    Attributes:
        precision: Of those called c, the share that are c.
        recall: Of those that are c, the share called c.
        f1: Harmonic mean of both, 2 p r / (p + r).
        support: How many samples of c there are.
    """

    precision: np.ndarray
    recall: np.ndarray
    f1: np.ndarray
    support: np.ndarray
    accuracy: float

    @property
    def macro_f1(self) -> float:
        """The mean of F1 over the classes, each counting the same."""
        return float(self.f1.mean())

    @property
    def macro_precision(self) -> float:
        """The mean precision over the classes."""
        return float(self.precision.mean())

    @property
    def macro_recall(self) -> float:
        """The mean recall over the classes."""
        return float(self.recall.mean())


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.asarray(np.divide(part, whole, out=np.zeros(len(part)), where=whole != 0))


def class_report(matrix: np.ndarray) -> ClassReport:
    """All scores that a confusion matrix holds."""
    right = np.diagonal(matrix).astype(float)
    support = matrix.sum(axis=1)
    precision = _ratio(right, matrix.sum(axis=0))
    recall = _ratio(right, support)
    f1 = _ratio(2 * precision * recall, precision + recall)
    total = float(right.sum() / max(1, matrix.sum()))
    return ClassReport(precision, recall, f1, support, total)
