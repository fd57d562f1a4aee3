"""Measuring a network on data it was not trained on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from nncore.errors import ShapeError
from nncore.hyperparameters import lookup
from nncore.losses import LOSSES, Loss
from nncore.metrics import confusion_matrix, predicted_labels
from nncore.network import Network
from nncore.objective import Objective, aims_of
from nncore.shapes import shape_text
from nncore.workspace import Workspace

Targets = np.ndarray | Mapping[str, np.ndarray]
Losses = str | Mapping[str, str] | Objective
ValueOf = Callable[[np.ndarray, slice], float]
"""The loss of these rows, from the main output for them."""

CHUNK = 1000
"""Samples measured at a time: large enough for BLAS, small enough to be interrupted."""


@dataclass
class Evaluation:
    """Loss and, for classes, the confusion matrix; grows while `measure` goes on.

    Attributes:
        loss_sums: By output, where several have a loss.
    """

    samples: int = 0
    loss_sum: float = 0.0
    confusion: np.ndarray | None = None
    loss_sums: dict[str, float] = field(default_factory=dict)

    @property
    def loss(self) -> float:
        """The mean loss so far."""
        return self.loss_sum / max(1, self.samples)

    @property
    def losses(self) -> dict[str, float]:
        """The mean loss of each output so far, unweighted; empty where only one has a loss."""
        if len(self.loss_sums) < 2:
            return {}
        return {name: total / max(1, self.samples) for name, total in self.loss_sums.items()}

    @property
    def accuracy(self) -> float | None:
        """The share that is right so far; None for regression."""
        if self.confusion is None:
            return None
        return float(np.trace(self.confusion)) / max(1, self.samples)

    def metrics(self, prefix: str) -> dict[str, float]:
        """{"test_loss": ..., "test_accuracy": ...} for the prefix "test".

        Where several outputs have a loss, that of each is called "test_loss/OUTPUT".
        """
        result = {f"{prefix}_loss": self.loss}
        result |= {f"{prefix}_loss/{name}": value for name, value in self.losses.items()}
        if self.accuracy is not None:
            result[f"{prefix}_accuracy"] = self.accuracy
        return result


def measure(
    network: Network,
    x: np.ndarray,
    y: Targets,
    loss: Losses,
    result: Evaluation,
    *,
    classes: int = 0,
    workspace: Workspace | None = None,
) -> Iterator[int]:
    """Add the samples to `result` piece by piece, yielding how many are done.

    Args:
        network: What is measured.
        x: Samples.
        y: Targets, one-hot for classes; or such an array for each output.
        loss: Name of the loss, for all outputs; or one for each, or an objective.
        result: Receives the sums.
        classes: Number of classes of the main output, 0 for regression.
        workspace: Reused where given.
    """
    x = network.check_input(x)
    workspace = workspace or network.workspace()
    if isinstance(loss, str) and not isinstance(y, Mapping) and len(network.output_names) < 2:
        answers: np.ndarray | None = y
        value_of = _of_one_output(network, y, len(x), loss, workspace)
    else:
        objective, targets = _parts(network, y, len(x), loss)
        answers = targets.get(network.output_names[0])
        value_of = _of_each_output(objective, targets, workspace, result)
    if classes and result.confusion is None:
        result.confusion = np.zeros((classes, classes), np.int64)
    for a in range(0, len(x), CHUNK):
        rows = slice(a, a + CHUNK)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            p = network.forward(x[rows], workspace)
            value = value_of(p, rows)
        result.samples += len(p)
        result.loss_sum += value * len(p)
        if result.confusion is not None and answers is not None:
            target = answers[rows]
            true = target.argmax(axis=-1) if classes > 1 and target.shape[-1] > 1 else target[:, 0]
            result.confusion += confusion_matrix(
                true.astype(np.int64), predicted_labels(p), classes
            )
        yield result.samples


def _of_one_output(
    network: Network, y: np.ndarray, samples: int, loss: str, workspace: Workspace
) -> ValueOf:
    if y.shape != (samples, *network.output_shape):
        raise ShapeError(
            f"the network gives {shape_text(network.output_shape)} for each of {samples:,} "
            f"samples; the targets are {shape_text(y.shape[1:])} for {len(y):,}"
        )
    function: Loss = lookup(LOSSES, loss, "loss")
    workspace.fuse(function)

    def value_of(p: np.ndarray, rows: slice) -> float:
        if workspace.fused:
            z = workspace.main.saved["z"]
            return function.fused(z, p, y[rows], workspace.loss_buffer(p.shape))
        return function.value(p, y[rows])

    return value_of


def _parts(
    network: Network, y: Targets, samples: int, loss: Losses
) -> tuple[Objective, dict[str, np.ndarray]]:
    if not isinstance(loss, Objective):
        loss = network.objective(aims_of(network.output_names, loss))
    return loss, loss.check_targets(y, samples, network.dtype)


def _of_each_output(
    objective: Objective,
    targets: Mapping[str, np.ndarray],
    workspace: Workspace,
    result: Evaluation,
) -> ValueOf:
    objective.fuse(workspace)

    def value_of(p: np.ndarray, rows: slice) -> float:
        value = objective.value({name: y[rows] for name, y in targets.items()}, workspace)
        for name in targets:
            summed = result.loss_sums.get(name, 0.0)
            result.loss_sums[name] = summed + workspace.losses[name] * len(p)
        return value

    return value_of


def evaluate(
    network: Network, x: np.ndarray, y: Targets, loss: Losses, *, classes: int = 0
) -> Evaluation:
    """Loss, accuracy and confusion matrix of a network on samples; see `measure`."""
    result = Evaluation()
    for _ in measure(network, x, y, loss, result, classes=classes):
        pass
    return result
