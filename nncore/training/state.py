"""The state of a run between two batches: all that is needed to go on, bit for bit."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nncore.errors import FormatError
from nncore.hyperparameters import shown


@dataclass(frozen=True, eq=False)
class TrainState:
    """A run, stopped between two batches.

    Attributes:
        position: Samples of the current epoch that are done.
        order: The current epoch's order of samples, None between epochs.
        flat: The parameters, as in `Network.flat`.
        slots: What the optimizers remember, ``Adam/mean``, and the weights' average, ``ema``.
        optimizer_steps: Steps by type of optimizer; None in files of before they were kept.
        rate_factor: What policies have multiplied the learning rate by.
        policies: For each policy at work, its type and memory.
        policy_arrays: What they keep, ``0/best``.
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
    optimizer_steps: Mapping[str, int] | None = None
    rate_factor: float = 1.0
    policies: Sequence[tuple[str, Mapping[str, float]]] = ()
    policy_arrays: Mapping[str, np.ndarray] = field(default_factory=dict)

    def to_parts(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """A JSON object and the arrays, for a file."""
        arrays = {"flat": self.flat, **{f"slot/{k}": v for k, v in self.slots.items()}}
        arrays |= {f"policy/{k}": v for k, v in self.policy_arrays.items()}
        if self.order is not None:
            arrays["order"] = self.order
        data: dict[str, Any] = {
            "epoch": self.epoch,
            "position": self.position,
            "step": self.step,
            "samples": self.samples,
            "generators": {k: _as_text(v) for k, v in self.generators.items()},
            "sums": {k: _number(v) for k, v in self.sums.items()},
            "history": {k: [_number(x) for x in v] for k, v in self.history.items()},
            "rate_factor": self.rate_factor,
            "policies": [
                {"type": kind, "memory": {k: _number(v) for k, v in memory.items()}}
                for kind, memory in self.policies
            ],
        }
        if self.optimizer_steps is not None:
            data["optimizer_steps"] = dict(self.optimizer_steps)
        return data, arrays

    @classmethod
    def from_parts(cls, data: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> "TrainState":
        """The state that `to_parts` took apart.

        Raises:
            FormatError: A part is missing or of the wrong kind.
        """
        try:
            return cls(
                epoch=_count(data, "epoch"),
                position=_count(data, "position"),
                step=_count(data, "step"),
                samples=_count(data, "samples"),
                flat=arrays["flat"],
                order=arrays.get("order"),
                slots={k[5:]: v for k, v in arrays.items() if k.startswith("slot/")},
                generators={k: _from_text(v) for k, v in data["generators"].items()},
                sums={k: float(v) for k, v in data["sums"].items()},
                history={k: [float(x) for x in v] for k, v in data["history"].items()},
                optimizer_steps=_steps(data.get("optimizer_steps")),
                rate_factor=_share(data.get("rate_factor", 1.0)),
                policies=[
                    (str(item["type"]), {k: float(v) for k, v in item["memory"].items()})
                    for item in data.get("policies", [])
                ],
                policy_arrays={k[7:]: v for k, v in arrays.items() if k.startswith("policy/")},
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise FormatError(f"the training state is damaged: {error!r}") from None

    def optimizer_memory(self, kind: str) -> tuple[dict[str, int], dict[str, np.ndarray]]:
        """Steps and slots by optimizer; old files have those of one, here `kind`, unnamed."""
        slots = {k: v for k, v in self.slots.items() if k != "ema"}
        if self.optimizer_steps is None:
            return {kind: self.step}, {f"{kind}/{k}": v for k, v in slots.items()}
        return dict(self.optimizer_steps), slots

    def arrays_of_policy(self, place: int) -> dict[str, np.ndarray]:
        """What the policy at this place keeps."""
        head = f"{place}/"
        return {k[len(head) :]: v for k, v in self.policy_arrays.items() if k.startswith(head)}

    def misfit(self, values: int, trainable: int) -> str:
        """Why this state is not one of a network with so many values, or nothing."""
        for name, array, needed in (
            ("parameters", self.flat, values),
            *((f"values of {name}", slot, trainable) for name, slot in self.slots.items()),
            *((f"a copy {name}", copy, values) for name, copy in self.policy_arrays.items()),
        ):
            if array.dtype.kind != "f" or array.shape != (needed,):
                return (
                    f"the state has {name} of shape {array.shape} and type {array.dtype}; the "
                    f"network needs {needed:,} floating-point numbers"
                )
        if self.order is None and self.position:
            return f"the state is {self.position:,} samples into an epoch that has no order"
        if self.order is not None and self.position > len(self.order):
            return f"the state is {self.position:,} samples into {len(self.order):,}"
        return ""


def _count(data: Mapping[str, Any], name: str) -> int:
    value = data[name]
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError(f"{name} must be a whole number; received {shown(value)}")
    return value


def _steps(data: Any) -> dict[str, int] | None:
    return None if data is None else {str(name): _count(data, name) for name in data.keys()}  # noqa: SIM118 - a list has none


def _share(value: Any) -> float:
    if not 0 <= float(value) <= 1:
        raise ValueError(f"rate_factor must be from 0 to 1; received {shown(value)}")
    return float(value)


def is_permutation(order: np.ndarray, n: int) -> bool:
    """Whether `order` has each of n places once."""
    return (
        order.shape == (n,)
        and order.dtype.kind == "i"
        and bool((np.bincount(order.clip(0, n), minlength=n)[:n] == 1).all())
    )


def _number(value: float) -> float | str:
    """Exact in JSON, which knows neither NaN nor infinity: those as text."""
    return value if math.isfinite(value) else repr(float(value))


def _as_text(state: Mapping[str, Any]) -> dict[str, Any]:
    """A PCG64 state with its 128-bit integers as text, which every JSON reader keeps whole."""
    inner = state["state"]
    return {**state, "state": {"state": str(inner["state"]), "inc": str(inner["inc"])}}


def _from_text(state: Mapping[str, Any]) -> dict[str, Any]:
    inner = state["state"]
    result: dict[str, Any] = {
        **state,
        "state": {"state": int(inner["state"]), "inc": int(inner["inc"])},
    }
    generator: Any = np.random.PCG64(0)
    generator.state = result  # refuses what is no such state
    return result
