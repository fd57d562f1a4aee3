"""How far the weights of each layer have moved: at the start, now, and on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from app.jobs.weight_trail import Moved
from nncore.network import Snapshot

BINS = 41
MOST_POINTS = 2000


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

    steps: list[int]
    norms: list[float]
    ratios: list[float]


class WeightHistory:
    """Follows every kernel of one run. Numbers only; nothing of it is saved."""

    def __init__(self) -> None:
        self._traces: dict[str, _Trace] = {}
        self.start: Snapshot | None = None

    def begin(self, start: Snapshot, norms: dict[str, float]) -> None:
        """A run stands ready: these are its first weights, and how large each kernel is."""
        self.start = start
        self._traces = {
            layer: _Trace([start.step], [norm], [np.nan]) for layer, norm in norms.items()
        }

    def forget(self) -> None:
        """There is no run to follow."""
        self._traces, self.start = {}, None

    def rename(self, names: Mapping[str, str]) -> None:
        """Layers go by other names now, old to new."""
        self._traces = {names.get(layer, layer): trace for layer, trace in self._traces.items()}
        if self.start is not None:
            params = {}
            for name, values in self.start.params.items():
                layer, slash, param = name.partition("/")
                params[names.get(layer, layer) + slash + param] = values
            self.start = replace(self.start, params=params)

    def note(self, found: Moved) -> None:
        """Take what was found since the last time; under other names, nothing."""
        if found.norms.keys() != self._traces.keys():
            return  # measured just before or after a layer was renamed
        steps = found.step - found.since
        for layer, trace in self._traces.items():
            last = trace.norms[-1]
            trace.steps.append(found.step)
            trace.norms.append(found.norms[layer])
            trace.ratios.append(found.distances[layer] / last / steps if last > 0 else np.nan)
            if len(trace.steps) > MOST_POINTS:  # every other one tells as much
                for points in (trace.steps, trace.norms, trace.ratios):
                    del points[1::2]

    def series(self, layer: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Steps, norms, and the update of a step as a share of the norm (NaN at the start)."""
        trace = self._traces.get(layer, _Trace([], [], []))
        return np.array(trace.steps, float), np.array(trace.norms), np.array(trace.ratios)


def since_before(steps: np.ndarray, ratios: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The points of a curve of ratios: each is the mean since the step before, the first too."""
    known = np.flatnonzero(np.isfinite(ratios))
    if not len(known) or known[0] == 0:
        return steps[known], ratios[known]
    first = known[0]
    return np.append(steps[first - 1], steps[known]), np.append(ratios[first], ratios[known])


def spread(start: np.ndarray, now: np.ndarray) -> Histogram:
    """How weights are spread, now against the start; a pass over all, for any thread."""
    finite = [part[np.isfinite(part)] for part in (start, now)]
    largest = max((float(np.abs(part).max()) for part in finite if part.size), default=0.0)
    edges = np.linspace(-1, 1, BINS + 1) * (largest or 1.0)
    return Histogram(edges, *(np.histogram(part, edges)[0] for part in finite))
