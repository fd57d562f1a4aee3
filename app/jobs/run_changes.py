"""What the training thread does to a run between two batches."""

import numpy as np

from nncore.network import Network
from nncore.training.config import RunConfig
from nncore.training.loop import Run


def extend(run: Run) -> int:
    """As many epochs again as the config says; when the run will be over."""
    run.epochs = run.epoch + run.config.epochs
    return run.epochs


def adopt_live(run: Run, config: RunConfig) -> bool:
    """Let the run go on with live settings changed; False where others differ."""
    before, end = run.config.epochs, run.epochs
    if not run.adopt(config):
        return False
    if config.epochs == before:
        run.epochs = end  # a run that was extended stays so
    return True


def take_over(source: Network, target: Network) -> bool:
    """Copy all parameters, if both networks have the same ones."""

    def layout(network: Network) -> list[tuple[str, tuple[int, ...]]]:
        return [(k, v.shape) for k, v in {**network.params, **network.state}.items()]

    same = layout(source) == layout(target)
    if same:
        np.copyto(target.flat, source.flat, casting="same_kind")
    return same
