"""Losses: one number for a batch of predictions, and its gradient.

`value_and_grad(p, y, out)` takes predictions p and targets y of shape (N, ...), gives
the mean over the batch and writes dL/dp. Where the last activation is the loss's
partner (softmax with categorical, sigmoid with binary cross-entropy),
`fused(z, p, y, out)` takes the logits z too and writes dL/dz = (p - y) / N: exact and
finite for logits of any size. The perceptron's loss exists in this form only.
"""

import math
from typing import ClassVar

import numpy as np

from nncore.errors import SpecError

KERAS_EPSILON = 1e-7
"""Probabilities are kept this far from 0 and 1 where the logits are not known, as Keras does."""


class Loss:
    """A loss.

    Attributes:
        name: Keras's name.
        formula: For people.
        partner: The activation that it is fused with, or an empty text.
        needs_partner: It has no gradient without it.
    """

    name: ClassVar[str]
    formula: ClassVar[str]
    partner: ClassVar[str] = ""
    needs_partner: ClassVar[bool] = False

    def value_and_grad(self, p: np.ndarray, y: np.ndarray, out: np.ndarray) -> float:
        """The mean over the batch; dL/dp goes to `out`."""
        raise NotImplementedError

    def fused(self, z: np.ndarray, p: np.ndarray, y: np.ndarray, out: np.ndarray) -> float:
        """The mean over the batch from logits z; dL/dz goes to `out`."""
        raise NotImplementedError

    def value(self, p: np.ndarray, y: np.ndarray) -> float:
        """The mean over the batch, without the gradient."""
        return self.value_and_grad(p, y, np.empty_like(p))


def _sum_of_squares(a: np.ndarray) -> float:
    flat = a.reshape(-1)
    return float(flat @ flat)


class MeanSquaredError(Loss):
    """L = mean over batch and outputs of (p - y)², in the square of y's unit.

    dL/dp = 2 (p - y) / (N outputs). Source: Legendre's method of least squares, 1805.
    """

    name = "mse"
    formula = "mean (p − y)²"

    def value_and_grad(self, p: np.ndarray, y: np.ndarray, out: np.ndarray) -> float:
        np.subtract(p, y, out=out)
        value = _sum_of_squares(out) / out.size
        np.multiply(out, 2 / out.size, out=out)
        return value


class Quadratic(Loss):
    """L = ½ Σ (p - y)² over the outputs, mean over the batch; dL/dp = (p - y) / N.

    The cost of Nielsen's "Neural Networks and Deep Learning", eq. 6, and of the 2-2-2
    worked example.
    """

    name = "quadratic"
    formula = "½ Σ (p − y)²"

    def value_and_grad(self, p: np.ndarray, y: np.ndarray, out: np.ndarray) -> float:
        np.subtract(p, y, out=out)
        value = _sum_of_squares(out) / (2 * len(out))
        np.multiply(out, 1 / len(out), out=out)
        return value


class BinaryCrossentropy(Loss):
    """L = -mean over batch and outputs of y ln p + (1 - y) ln(1 - p), in nats.

    dL/dp = (p - y) / (p (1 - p)) / (N outputs).
    Source: the likelihood of logistic regression, Cox 1958.
    """

    name = "binary_crossentropy"
    formula = "−mean [y ln p + (1 − y) ln(1 − p)]"
    partner = "sigmoid"

    def value_and_grad(self, p: np.ndarray, y: np.ndarray, out: np.ndarray) -> float:
        q = np.clip(p, KERAS_EPSILON, 1 - KERAS_EPSILON)
        inside = q == p
        np.divide(q - y, q * (1 - q) * out.size, out=out)
        np.multiply(out, inside, out=out)
        return -float(np.mean(y * np.log(q) + (1 - y) * np.log1p(-q)))

    def fused(self, z: np.ndarray, p: np.ndarray, y: np.ndarray, out: np.ndarray) -> float:
        # ln(1 + e^-|z|) never overflows: max(z, 0) - z y + ln(1 + e^-|z|)
        value = float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))
        np.subtract(p, y, out=out)
        np.multiply(out, 1 / out.size, out=out)
        return value


class CategoricalCrossentropy(Loss):
    """L = -Σ y ln p over the classes, mean over the batch (and over steps), in nats.

    Each row of y is a distribution: it sums to 1. The p are divided by their sum first, as in
    Keras; where that is 1 already, dL/dp = (1 - y / p) / N.
    Source: Bridle, "Training stochastic model recognition algorithms", 1990, with softmax.
    """

    name = "categorical_crossentropy"
    formula = "−Σ y ln p"
    partner = "softmax"

    def value_and_grad(self, p: np.ndarray, y: np.ndarray, out: np.ndarray) -> float:
        rows = math.prod(p.shape[:-1])
        total = np.add.reduce(p, axis=-1, keepdims=True)
        q = np.clip(p / total, KERAS_EPSILON, 1 - KERAS_EPSILON)
        inside = q * total == p
        # With q = p / s: dL/dp = -(y/q - Σ y) / s, where q was not clipped.
        np.divide(y * (inside | (q == p / total)), q, out=out)
        mass = np.add.reduce(out * q, axis=-1, keepdims=True)
        np.divide(mass - out, total * rows, out=out)
        return -float(np.sum(y * np.log(q))) / rows

    def fused(self, z: np.ndarray, p: np.ndarray, y: np.ndarray, out: np.ndarray) -> float:
        rows = math.prod(z.shape[:-1])
        # ln p = z - max + ln p_max needs no other exp. Each term of Σ y (max - z) - ln p_max
        # is >= 0: no large numbers cancel, whatever is added to all logits.
        top = np.maximum.reduce(z, axis=-1, keepdims=True)
        value = float(np.vdot(y, top - z)) / rows
        value -= float(np.add.reduce(np.log(np.maximum.reduce(p, axis=-1)), axis=None)) / rows
        np.subtract(p, y, out=out)
        np.multiply(out, 1 / rows, out=out)
        return value


class Perceptron(Loss):
    """L = Σ (p - y) z over the outputs, mean over the batch: how far wrong sums are from 0.

    With p = 1 where z > 0, else 0, an output that is right costs nothing and a wrong one
    |z|. dL/dz = (p - y) / N, so that a step of SGD on one sample is the perceptron learning
    rule itself: w ← w + η (y - p) x, b ← b + η (y - p).

    Sources: F. Rosenblatt, "The Perceptron", 1958; M. Minsky and S. Papert, "Perceptrons",
    1969, whose convergence theorem says that it ends where a line (plane, ...) parts the
    classes.
    """

    name = "perceptron"
    formula = "Σ (p − y) z"
    partner = "step"
    needs_partner = True

    def value_and_grad(self, p: np.ndarray, y: np.ndarray, out: np.ndarray) -> float:
        raise SpecError(
            "the loss perceptron needs the weighted sums before the activation step of the last "
            "layer; received outputs alone"
        )

    def fused(self, z: np.ndarray, p: np.ndarray, y: np.ndarray, out: np.ndarray) -> float:
        np.subtract(p, y, out=out)
        value = float(np.vdot(out, z)) / len(z)
        np.multiply(out, 1 / len(z), out=out)
        return value


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        MeanSquaredError(),
        Quadratic(),
        BinaryCrossentropy(),
        CategoricalCrossentropy(),
        Perceptron(),
    )
}
