"""How far the weights of each layer have moved: at the start, now, and on the way."""

from dataclasses import dataclass, field

import numpy as np

from nncore.network import Network

BINS = 41
MOST_POINTS = 2000


@dataclass
class _Trace:
    """One kernel: what it was, and its numbers so far."""

    start: np.ndarray
    before: np.ndarray
    step: int = 0
    steps: list[int] = field(default_factory=list)
    norms: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Histogram:
    """Counts of the same bins at the start and now; the first and the last edge count too.

    Attributes:
        edges: BINS + 1 of them, symmetric about 0.
    """

    edges: np.ndarray
    start: np.ndarray
    now: np.ndarray


class WeightHistory:
    """Follows every kernel of one run. Numbers only; nothing of it is saved."""

    def __init__(self) -> None:
        self._traces: dict[str, _Trace] = {}

    def begin(self, network: Network, step: int) -> None:
        """A run stands ready: these are its first weights."""
        self._traces = {
            name.rpartition("/")[0]: _Trace(values.copy(), values.copy(), step)
            for name, values in network.params.items()
            if name.endswith("/kernel")
        }
        for trace in self._traces.values():
            _note(trace, trace.start, step)

    def follow(self, network: Network, step: int) -> None:
        """Note where the weights are after so many steps."""
        for layer, trace in self._traces.items():
            values = network.params.get(f"{layer}/kernel")
            if values is None or values.shape != trace.start.shape or step <= trace.step:
                continue
            _note(trace, values, step)
            if len(trace.steps) > MOST_POINTS:  # every other one tells as much
                for points in (trace.steps, trace.norms, trace.ratios):
                    del points[1::2]

    def series(self, layer: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Steps, norms, and the update of a step as a share of the norm (NaN at the start)."""
        trace = self._traces.get(layer)
        if trace is None:
            return np.zeros(0), np.zeros(0), np.zeros(0)
        return np.array(trace.steps, float), np.array(trace.norms), np.array(trace.ratios)

    def histogram(self, network: Network, layer: str) -> Histogram | None:
        """How the weights are spread, now against the start."""
        trace, now = self._traces.get(layer), network.params.get(f"{layer}/kernel")
        if trace is None or now is None or now.shape != trace.start.shape:
            return None
        finite = [part[np.isfinite(part)] for part in (trace.start, now)]
        largest = max((float(np.abs(part).max()) for part in finite if part.size), default=0.0)
        edges = np.linspace(-1, 1, BINS + 1) * (largest or 1.0)
        return Histogram(edges, *(np.histogram(part, edges)[0] for part in finite))


def _note(trace: _Trace, values: np.ndarray, step: int) -> None:
    norm, steps = _norm(values), step - trace.step
    ratio = float("nan")
    if steps > 0:
        before = trace.norms[-1] if trace.norms else norm
        moved = _norm(values - trace.before)
        ratio = moved / before / steps if before > 0 else float("nan")
    trace.steps.append(step)
    trace.norms.append(norm)
    trace.ratios.append(ratio)
    np.copyto(trace.before, values)
    trace.step = step


def _norm(values: np.ndarray) -> float:
    # Not a matrix product: the threads of BLAS belong to the training.
    flat = values.reshape(-1)
    return float(np.sqrt(np.einsum("i,i->", flat, flat)))
