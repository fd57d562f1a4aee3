"""What the studio's runs keep at hand against a divergence: the last healthy weights."""

import numpy as np

from nncore.training.config import RunConfig
from nncore.training.guard import Guard, GuardWatcher
from nncore.training.loop import Run
from nncore.training.watching import Rule

SELDOM = 500
"""Steps between two copies, at most."""


def guards(config: RunConfig, samples: int) -> tuple[Rule, ...]:
    """A guard beside the policies of a run that declares none.

    It puts nothing back by itself: people shall see what has happened first. It copies the
    weights every twentieth of an epoch, but no more often than a guard does by itself: every 50
    steps would cost short batches 2 %.

    Args:
        config: The run.
        samples: How many training samples its data have.
    """
    if any(isinstance(policy, Guard) for policy in config.policies):
        return ()
    every = min(SELDOM, max(Guard().every, samples // config.batch_size // 20))
    return (GuardWatcher(Guard(every=every, restore=False)),)


def healthy_step(run: Run) -> int | None:
    """The step of the last healthy weights; None where there are none."""
    found = _healthy(run)
    return None if found is None else found[0]


def put_healthy(run: Run) -> int | None:
    """Give the run its last healthy weights; their step, or None where there are none."""
    found = _healthy(run)
    if found is None:
        return None
    step, flat = found
    run.put_weights(flat)
    return step


def _healthy(run: Run) -> tuple[int, np.ndarray] | None:
    """Step and weights of the first guard that has some."""
    kept = (rule.healthy for rule in run.policies if isinstance(rule, GuardWatcher))
    return next((found for found in kept if found is not None), None)
