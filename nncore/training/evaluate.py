"""Measuring a network on data it was not trained on."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nncore.errors import ShapeError
from nncore.hyperparameters import lookup
from nncore.losses import LOSSES
from nncore.metrics import confusion_matrix, predicted_labels
from nncore.network import Network
from nncore.shapes import shape_text
from nncore.workspace import Workspace

CHUNK = 1000
"""Samples measured at a time: large enough for BLAS, small enough to be interrupted."""


@dataclass
class Evaluation:
    """Loss and, for classes, the confusion matrix; grows while `measure` goes on."""

    samples: int = 0
    loss_sum: float = 0.0
    confusion: np.ndarray | None = None

    @property
    def loss(self) -> float:
        """The mean loss so far."""
        return self.loss_sum / max(1, self.samples)

    @property
    def accuracy(self) -> float | None:
        """The share that is right so far; None for regression."""
        if self.confusion is None:
            return None
        return float(np.trace(self.confusion)) / max(1, self.samples)

    def metrics(self, prefix: str) -> dict[str, float]:
        """{"test_loss": ..., "test_accuracy": ...} for the prefix "test"."""
        result = {f"{prefix}_loss": self.loss}
        if self.accuracy is not None:
            result[f"{prefix}_accuracy"] = self.accuracy
        return result


def measure(
    network: Network,
    x: np.ndarray,
    y: np.ndarray,
    loss: str,
    result: Evaluation,
    *,
    classes: int = 0,
    workspace: Workspace | None = None,
) -> Iterator[int]:
    """Add the samples to `result` piece by piece, yielding how many are done.

    Args:
        network: What is measured.
        x: Samples.
        y: Targets; one-hot for classes.
        loss: Name of the loss.
        result: Receives the sums.
        classes: Number of classes, 0 for regression.
        workspace: Reused where given.
    """
    x = network.check_input(x)
    if y.shape != (len(x), *network.output_shape):
        raise ShapeError(
            f"the network gives {shape_text(network.output_shape)} for each of {len(x):,} samples; "
            f"the targets are {shape_text(y.shape[1:])} for {len(y):,}"
        )
    function = lookup(LOSSES, loss, "loss")
    workspace = workspace or network.workspace()
    workspace.fuse(function)
    if classes and result.confusion is None:
        result.confusion = np.zeros((classes, classes), np.int64)
    for a in range(0, len(x), CHUNK):
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            part, target = x[a : a + CHUNK], y[a : a + CHUNK]
            p = network.forward(part, workspace)
            if workspace.fused:
                z = workspace.layers[-1].saved["z"]
                value = function.fused(z, p, target, workspace.loss_buffer(p.shape))
            else:
                value = function.value(p, target)
        result.samples += len(part)
        result.loss_sum += value * len(part)
        if result.confusion is not None:
            true = target.argmax(axis=-1) if classes > 1 and target.shape[-1] > 1 else target[:, 0]
            result.confusion += confusion_matrix(
                true.astype(np.int64), predicted_labels(p), classes
            )
        yield result.samples


def evaluate(
    network: Network, x: np.ndarray, y: np.ndarray, loss: str, *, classes: int = 0
) -> Evaluation:
    """Loss, accuracy and confusion matrix of a network on samples."""
    result = Evaluation()
    for _ in measure(network, x, y, loss, result, classes=classes):
        pass
    return result
