"""What the studio's runs keep at hand against a divergence: the last healthy weights."""

from nncore.training.config import RunConfig
from nncore.training.guard import Guard, GuardWatcher
from nncore.training.loop import Run
from nncore.training.watching import Rule


def guards(config: RunConfig) -> tuple[Rule, ...]:
    """A guard beside the policies of a run that declares none.

    It puts nothing back by itself: people shall see what has happened first.
    """
    if any(isinstance(policy, Guard) for policy in config.policies):
        return ()
    return (GuardWatcher(Guard(restore=False)),)


def healthy_step(run: Run) -> int | None:
    """The step of the last healthy weights; None where there are none."""
    found = next((r.healthy for r in run.policies if isinstance(r, GuardWatcher)), None)
    return None if found is None else found[0]


def put_healthy(run: Run) -> int | None:
    """Give the run its last healthy weights; their step, or None where there are none."""
    for rule in run.policies:
        if isinstance(rule, GuardWatcher) and rule.healthy is not None:
            step, flat = rule.healthy
            run.put_weights(flat)
            return step
    return None
