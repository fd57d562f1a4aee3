"""Making a run in the training thread, with what is known of its layers."""

import numpy as np

from app.jobs.healthy import guards
from app.jobs.memory import WeightMemory
from app.jobs.run_changes import take_over
from app.jobs.run_info import Prepared, describe
from app.jobs.worker import TrainingWorker
from nncore.data import Dataset
from nncore.network import Network
from nncore.training.config import RunConfig
from nncore.training.loop import Run, initial_network
from nncore.training.state import TrainState


def make_run(
    worker: TrainingWorker,
    memory: WeightMemory,
    config: RunConfig,
    data: Dataset,
    *,
    network: Network | None,
    state: TrainState | None,
    keep: bool,
) -> Prepared:
    """Give the worker another run. The arguments are those of `TrainingJob.prepare`."""
    if not keep:
        memory.clear()
    elif worker.network is not None and worker.has_learned:
        memory.remember(worker.network)
    made = initial_network(config)
    drawn = made.snapshot().flat
    kept: tuple[str, ...] = ()
    if network is None or not take_over(network, made):
        if network is not None:
            memory.remember(network)
        kept = memory.fill(made)
    begins_anew = keep and worker.run is not None and worker.run.step > 0
    rules = guards(config, len(data.x_train))
    run = Run(config, data, network=made, state=state, beside=rules)
    learned = run.step > 0 or not np.array_equal(run.network.flat, drawn)
    worker.take_run(run, learned=learned)
    return describe(run, kept, learned=learned, begins_anew=begins_anew)
