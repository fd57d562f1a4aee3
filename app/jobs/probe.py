"""Looks at the network now and then, in the background: over some samples, beside training."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.jobs.run_info import Prepared
from app.jobs.session import Session
from app.jobs.task import Report
from nncore.data import Dataset
from nncore.network import Network, Snapshot
from nncore.training.config import RunConfig
from nncore.training.samples import make_splits
from nncore.training.units import StuckUnits, stuck_units

SAMPLES = 100
"""Training samples that are looked at: enough to tell, and a few milliseconds."""

PAUSE_SECONDS = 1.5
"""Between two looks."""

Look = Callable[[Network, RunConfig, Dataset], Any]


class Probe(QObject):
    """Calls a function with a copy of the network, at most every `PAUSE_SECONDS`.

    The copy is made of a snapshot, in the background: millions of parameters take
    milliseconds that the window does not have.

    Signals:
        changed(): There is a newer result, or none any more.
    """

    changed = Signal()

    def __init__(self, session: Session, title: str, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self.result: Any = None
        self._session = session
        self._title = title
        self._look = look
        info = session.training.info
        self._newest: Snapshot | None = None if info is None else info.snapshot
        self._is_looking = False
        self._next = 0.0
        self._stale = True
        self._timer = QTimer(self)  # whoever shows the result asks again
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.changed)
        session.training.prepared.connect(self._on_prepared)
        session.training.renamed.connect(self._on_prepared)
        session.training.snapshot_changed.connect(self._on_snapshot)

    def want(self) -> None:
        """Look again, if there is something new; call it whenever the result is shown."""
        network, data = self._session.predictor.own, self._session.data
        if self._is_looking or not self._stale:
            return
        run, snapshot = self._session.training.info, self._newest
        if network is None or data is None or run is None or self._session.blocked:
            return
        if snapshot is None or snapshot.flat.shape != network.flat.shape:
            return
        left = self._next - time.perf_counter()
        if left > 0:
            self._timer.start(round(left * 1000) + 1)
            return
        self._is_looking, self._stale = True, False
        spec, inference, dtype = network.spec, network.inference, network.dtype.name
        config, look = self._session.config, self._look

        def work(_report: Report) -> Any:
            copy = Network(spec, inference, dtype)
            copy.flat[...] = snapshot.flat
            return run, look(copy, config, data.subset(SAMPLES, 1))

        self._session.tasks.start(
            self._title, work, succeeded=self._on_result, failed=self._on_failed
        )

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        self._newest = prepared.snapshot
        self._stale, self._next = True, 0.0
        self.result = None
        self.changed.emit()

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self._newest = snapshot
        self._stale = True

    @Slot(object)
    def _on_result(self, result: tuple[Prepared, Any]) -> None:
        run, found = result
        if run is self._session.training.info:
            self._rest()
            self.result = found
        else:  # what stands now has not been looked at
            self._is_looking = False
        self.changed.emit()

    @Slot(object)
    def _on_failed(self, _: Exception) -> None:
        self._rest()  # what is wrong with spec or data is told where it is edited

    def _rest(self) -> None:
        self._is_looking = False
        self._next = time.perf_counter() + PAUSE_SECONDS


def look_for_stuck_units(
    network: Network, config: RunConfig, data: Dataset
) -> dict[str, StuckUnits]:
    """Which units are dead or saturated for all of the samples, by layer."""
    samples = make_splits(data, config.spec, 0.0, config.dtype, config.aims()).train
    workspace = network.workspace()
    with np.errstate(all="ignore"):
        network.forward(samples.x, workspace)
    return stuck_units(network, workspace.outputs)


def look_at_gradients(network: Network, config: RunConfig, data: Dataset) -> dict[str, np.ndarray]:
    """The gradient of the loss by every parameter, the mean over the samples."""
    samples = make_splits(data, config.spec, 0.0, config.dtype, config.aims()).train
    objective = network.objective(config.aims())
    workspace = network.workspace()
    network.step_objective(
        samples.x, objective.targets(samples.x, samples.y), objective, workspace, training=False
    )
    return workspace.grads
