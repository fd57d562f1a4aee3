"""The state of a run between two batches: all that is needed to go on, bit for bit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nncore.errors import FormatError


@dataclass(frozen=True, eq=False)
class TrainState:
    """A run, stopped between two batches.

    Attributes:
        position: Samples of the current epoch that are done.
        order: The current epoch's order of samples, None between epochs.
        flat: The parameters, as in `Network.flat`.
        slots: What the optimizer remembers.
        generators: States of the random generators, by purpose.
        sums: Running sums of the current epoch.
        history: For each metric, its value after each epoch.
    """

    epoch: int
    position: int
    step: int
    samples: int
    flat: np.ndarray
    order: np.ndarray | None
    slots: Mapping[str, np.ndarray] = field(default_factory=dict)
    generators: Mapping[str, Any] = field(default_factory=dict)
    sums: Mapping[str, float] = field(default_factory=dict)
    history: Mapping[str, list[float]] = field(default_factory=dict)

    def to_parts(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """A JSON object and the arrays, for a file."""
        arrays = {"flat": self.flat, **{f"slot/{k}": v for k, v in self.slots.items()}}
        if self.order is not None:
            arrays["order"] = self.order
        return {
            "epoch": self.epoch,
            "position": self.position,
            "step": self.step,
            "samples": self.samples,
            "generators": {k: _as_text(v) for k, v in self.generators.items()},
            # Exact in JSON: Python writes the shortest text that reads back the same double.
            "sums": dict(self.sums),
            "history": {k: list(v) for k, v in self.history.items()},
        }, arrays

    @classmethod
    def from_parts(cls, data: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> "TrainState":
        """The state that `to_parts` took apart.

        Raises:
            FormatError: A part is missing or of the wrong kind.
        """
        try:
            return cls(
                epoch=int(data["epoch"]),
                position=int(data["position"]),
                step=int(data["step"]),
                samples=int(data["samples"]),
                flat=arrays["flat"],
                order=arrays.get("order"),
                slots={k[5:]: v for k, v in arrays.items() if k.startswith("slot/")},
                generators={k: _from_text(v) for k, v in data["generators"].items()},
                sums={k: float(v) for k, v in data["sums"].items()},
                history={k: [float(x) for x in v] for k, v in data["history"].items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise FormatError(f"the training state is damaged: {error!r}") from None


def _as_text(state: Mapping[str, Any]) -> dict[str, Any]:
    """A PCG64 state with its 128-bit integers as text, which every JSON reader keeps whole."""
    inner = state["state"]
    return {**state, "state": {"state": str(inner["state"]), "inc": str(inner["inc"])}}


def _from_text(state: Mapping[str, Any]) -> dict[str, Any]:
    inner = state["state"]
    return {**state, "state": {"state": int(inner["state"]), "inc": int(inner["inc"])}}
