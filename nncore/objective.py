"""The objective of a network with several outputs: a loss for each, weighted and added.

A network with one output and its plain loss does not need it: `Network.step` is its path.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nncore.errors import DataError, ShapeError, SpecError
from nncore.hyperparameters import (
    Configured,
    choice,
    hyperparameters_of,
    lookup,
    real,
    shown,
    suggestion,
)
from nncore.losses import LOSSES, Loss
from nncore.shapes import Shape, as_numbers
from nncore.workspace import Workspace

TARGETS = ("y", "x")
"""What an output may be compared with: what the data say, or the sample itself."""


@dataclass(frozen=True)
class Aim(Configured):
    """What one output is to learn.

    Attributes:
        loss: A name out of `LOSSES`.
        weight: The loss counts so much.
        target: One of `TARGETS`.
    """

    loss: str = choice(help="What training makes small at this output.", choices=tuple(LOSSES))
    weight: float = real(
        1.0,
        help="Factor of this loss in the sum of all; more lets this output shape the network more.",
        minimum=0,
    )
    target: str = choice(
        "y",
        help="What the output is compared with: y, what the data say, or x, the sample itself.",
        choices=TARGETS,
    )


@dataclass(frozen=True)
class Term:
    """One summand: weight · loss.

    Attributes:
        place: Where in the plan the output is made.
        shape: Of one sample of it.
    """

    output: str
    place: int
    shape: Shape
    loss: Loss
    weight: float
    target: str


@dataclass(frozen=True, eq=False)
class Objective:
    """L = Σ weight · loss over the outputs that have one."""

    terms: tuple[Term, ...]

    @classmethod
    def of(
        cls, aims: Mapping[str, Aim], places: Mapping[str, int], shapes: Mapping[str, Shape]
    ) -> "Objective":
        """The objective that these aims mean for outputs at these places of the plan."""
        return cls(
            tuple(
                Term(name, places[name], shapes[name], LOSSES[aim.loss], aim.weight, aim.target)
                for name, aim in aims.items()
            )
        )

    def check_targets(
        self, y: np.ndarray | Mapping[str, np.ndarray], samples: int, dtype: Any
    ) -> dict[str, np.ndarray]:
        """Targets that were given, one array for all outputs or one for each, by output.

        Raises:
            DataError: There are none for an output.
            ShapeError: They have another shape than the output.
        """
        result = {}
        for term in self.terms:
            if isinstance(y, Mapping) and term.output not in y:
                raise DataError(f"the output {term.output} has a loss, but no targets")
            given = y[term.output] if isinstance(y, Mapping) else y
            shape = (samples, *term.shape)
            result[term.output] = check_target(given, shape, dtype, f"{term.output}: ")
        return result

    def targets(self, x: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
        """What each output is compared with, as views of a batch and its answers.

        Args:
            x: (N, *input_shape).
            y: (N, classes), one-hot, or (N, values); an output of one value reads from the
                answers to two classes whether it is the second.
        """
        result = {}
        for term in self.terms:
            if term.target == "x":
                result[term.output] = x.reshape(len(x), *term.shape)
            else:
                result[term.output] = y if y.shape[1:] == term.shape else y[:, 1:]
        return result

    def fuse(self, workspace: Workspace) -> None:
        """Let outputs skip their activation's derivative where their loss covers it.

        Raises:
            SpecError: A loss has no gradient without its partner, which is not there.
        """
        workspace.fuse_each(self, [(term.place, term.loss) for term in self.terms])

    def value(self, targets: Mapping[str, np.ndarray], workspace: Workspace) -> float:
        """The value after a forward pass; `workspace.losses` has that of each output."""
        total = 0.0
        for term in self.terms:
            value, _ = _measure(term, targets[term.output], workspace, wants_grad=False)
            workspace.losses[term.output] = value
            total += term.weight * value
        return total

    def value_and_grads(
        self, targets: Mapping[str, np.ndarray], workspace: Workspace
    ) -> tuple[float, dict[int, np.ndarray]]:
        """The value after a forward pass, and what backward starts from, by place."""
        total = 0.0
        seeds: dict[int, np.ndarray] = {}
        for term in self.terms:
            value, dy = _measure(term, targets[term.output], workspace, wants_grad=True)
            workspace.losses[term.output] = value
            total += term.weight * value
            if term.weight != 1:
                np.multiply(dy, term.weight, out=dy)
            seeds[term.place] = seeds[term.place] + dy if term.place in seeds else dy
        return total, seeds


def _measure(
    term: Term, y: np.ndarray, workspace: Workspace, *, wants_grad: bool
) -> tuple[float, np.ndarray]:
    """A term's unweighted loss; the gradient, where wanted or at hand."""
    own, p = workspace.layers[term.place], workspace.outputs[term.place]
    dy = own.buffer(f"loss_grad_{term.output}", p.shape)
    if own.fused_loss:
        return term.loss.fused(own.saved["z"], p, y, dy), dy
    if wants_grad:
        return term.loss.value_and_grad(p, y, dy), dy
    return term.loss.value(p, y), dy


def check_target(y: Any, shape: Shape, dtype: Any, what: str = "") -> np.ndarray:
    """`y` as an array of this shape, or an error in words that begin with `what`."""
    target = as_numbers(y, dtype, f"{what}the targets")
    if target.shape != shape:
        raise ShapeError(
            f"{what}the network gives {shape}; the targets are {target.shape}"
            + (" (labels must be one-hot)" if target.ndim == 1 else "")
        )
    return target


def aims_of(
    outputs: Sequence[str],
    loss: str | Mapping[str, str],
    weights: Mapping[str, float] | None = None,
    targets: Mapping[str, str] | None = None,
) -> dict[str, Aim]:
    """What each output is to learn; one that has no loss is left out.

    Args:
        outputs: Names of the network's outputs.
        loss: One name for all of them, or one for each that is to learn.
        weights: By output; 1 where it is not named.
        targets: By output; "y" where it is not named.

    Raises:
        SpecError: A name is no output, a loss is unknown, or no output has one.
    """
    losses = dict.fromkeys(outputs, loss) if isinstance(loss, str) else loss
    weights, targets = weights or {}, targets or {}
    check_by_output(weights, targets)
    for field, given in (("loss", losses), ("loss_weights", weights), ("targets", targets)):
        for name in given:
            if name not in outputs:
                raise SpecError(
                    f"{field}: {shown(name)} is no output of the network; there are "
                    + (", ".join(outputs) or "none")
                    + suggestion(name, outputs),
                    field=field,
                )
    if not losses and outputs:
        raise SpecError("loss: no output has one; name a loss for at least one", field="loss")
    for name in losses.values():
        lookup(LOSSES, name, "loss")
    return {
        name: Aim(losses[name], float(weights.get(name, 1)), targets.get(name, "y"))
        for name in outputs
        if name in losses
    }


def check_by_output(weights: Mapping[str, float], targets: Mapping[str, str]) -> None:
    """Refuse weights that are no numbers and targets of another kind than `TARGETS`.

    Raises:
        SpecError: The output at fault, and what was received.
    """
    for name, weight in weights.items():
        if not _is_value(weight, "weight"):
            raise SpecError(
                f"loss_weights: that of {shown(name)} must be a number of at least 0; received "
                + shown(weight),
                field="loss_weights",
            )
    for name, target in targets.items():
        if not _is_value(target, "target"):
            raise SpecError(
                f'targets: that of {shown(name)} must be "y", what the data say, or "x", the '
                f"sample itself; received {shown(target)}",
                field="targets",
            )


def _is_value(given: Any, setting: str) -> bool:
    """Whether a setting of an `Aim` may be this."""
    declared = next(item for item in hyperparameters_of(Aim) if item.name == setting)
    try:
        declared.convert(given)
    except ValueError:
        return False
    return True


def is_plain(aims: Mapping[str, Aim], outputs: Sequence[str]) -> bool:
    """Whether the network has one output that learns from the data, with its loss as it is."""
    return len(outputs) < 2 and all(aim == Aim(aim.loss) for aim in aims.values())
