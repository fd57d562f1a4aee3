"""How far the weights of each layer have moved: at the start, now, and on the way."""

from dataclasses import dataclass, field

import numpy as np

from nncore.network import Snapshot

BINS = 41
MOST_POINTS = 2000
KERNEL = "/kernel"


@dataclass(frozen=True)
class Moved:
    """What `measure` has found.

    Attributes:
        norms: Of each layer's kernel now.
        distances: How far each kernel is from where it was before.
    """

    before: Snapshot
    now: Snapshot
    norms: dict[str, float]
    distances: dict[str, float]


@dataclass(frozen=True)
class Histogram:
    """Counts of the same bins at the start and now; the first and the last edge count too.

    Attributes:
        edges: BINS + 1 of them, symmetric about 0.
    """

    edges: np.ndarray
    start: np.ndarray
    now: np.ndarray


@dataclass
class _Trace:
    """The numbers of one kernel so far."""

    steps: list[int] = field(default_factory=list)
    norms: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)


class WeightHistory:
    """Follows every kernel of one run. Numbers only; nothing of it is saved.

    What takes a pass over all weights is done by functions that change nothing: `measure`
    and `spread` may run in any thread, on snapshots.
    """

    def __init__(self) -> None:
        self._traces: dict[str, _Trace] = {}
        self.start: Snapshot | None = None
        self.before: Snapshot | None = None

    def begin(self, start: Snapshot) -> None:
        """A run stands ready: these are its first weights."""
        self._traces = {}
        self.start = self.before = start

    def note(self, found: Moved) -> None:
        """Take what `measure` found between `before` and now; of another run, nothing."""
        if found.before is not self.before or (self._traces and found.now is found.before):
            return
        steps = found.now.step - found.before.step
        for layer, norm in found.norms.items():
            trace = self._traces.setdefault(layer, _Trace())
            last = trace.norms[-1] if trace.norms else 0.0
            moved = found.distances[layer] / last / steps if steps > 0 and last > 0 else np.nan
            trace.steps.append(found.now.step)
            trace.norms.append(norm)
            trace.ratios.append(moved)
            if len(trace.steps) > MOST_POINTS:  # every other one tells as much
                for points in (trace.steps, trace.norms, trace.ratios):
                    del points[1::2]
        self.before = found.now

    def series(self, layer: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Steps, norms, and the update of a step as a share of the norm (NaN at the start)."""
        trace = self._traces.get(layer, _Trace())
        return np.array(trace.steps, float), np.array(trace.norms), np.array(trace.ratios)


def since_before(steps: np.ndarray, ratios: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The points of a curve of ratios: each is the mean since the step before, the first too."""
    known = np.flatnonzero(np.isfinite(ratios))
    if not len(known) or known[0] == 0:
        return steps[known], ratios[known]
    first = known[0]
    return np.append(steps[first - 1], steps[known]), np.append(ratios[first], ratios[known])


def is_later(before: Snapshot, now: Snapshot) -> bool:
    """Whether there is something to measure: a later step of the same run, or its first."""
    return now.flat.shape == before.flat.shape and (now is before or now.step > before.step)


def measure(before: Snapshot, now: Snapshot) -> Moved:
    """How large every kernel is, and how far it has moved."""
    norms, distances = {}, {}
    for name, values in now.params.items():
        if name.endswith(KERNEL):
            layer = name.removesuffix(KERNEL)
            norms[layer] = _norm(values)
            distances[layer] = 0.0 if now is before else _norm(values - before.params[name])
    return Moved(before, now, norms, distances)


def spread(start: np.ndarray, now: np.ndarray) -> Histogram:
    """How weights are spread, now against the start."""
    finite = [part[np.isfinite(part)] for part in (start, now)]
    largest = max((float(np.abs(part).max()) for part in finite if part.size), default=0.0)
    edges = np.linspace(-1, 1, BINS + 1) * (largest or 1.0)
    return Histogram(edges, *(np.histogram(part, edges)[0] for part in finite))


def _norm(values: np.ndarray) -> float:
    # Not a matrix product: the threads of BLAS belong to the training.
    flat = values.reshape(-1)
    return float(np.sqrt(np.einsum("i,i->", flat, flat)))
