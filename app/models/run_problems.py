"""What is wrong with the rules beside the network, where, and what would mend it."""

from app.i18n import mark
from app.models.mends import Mend, Problem, find_problem
from app.models.outputs import one_loss
from app.models.setting_words import setting_words
from nncore.data import Dataset
from nncore.data.augment import Augment
from nncore.errors import SpecError, VitrineError
from nncore.training.checks import metrics_with
from nncore.training.config import RunConfig
from nncore.training.watching import Policy, check_watched

AUGMENT, LOSS = "augment", "loss"
SHARE = 0.1
"""What a mend keeps aside to measure on."""


def find_run_problems(config: RunConfig, data: Dataset | None) -> dict[str, Problem]:
    """For each part of the training form that cannot stand, why; by policy, `AUGMENT`, `LOSS`."""
    found = {}
    if (loss := _loss_problem(config, data)) is not None:
        found[LOSS] = loss
    if config.augment:
        try:
            Augment.from_json(config.augment).check_shape(config.spec.input_shape)
        except SpecError as error:
            off = Mend(
                mark("Mends", "No augmentation"), (), lambda config: config.replace(augment={})
            )
            found[AUGMENT] = Problem(AUGMENT, str(error), (off,))
    metrics = _metrics(config, data)
    for policy in config.policies if metrics else ():
        try:
            check_watched(policy, metrics)
        except SpecError as error:
            name = policy.type_name
            found[name] = Problem(name, str(error), _mends(config, policy, data, metrics))
    return found


def _loss_problem(config: RunConfig, data: Dataset | None) -> Problem | None:
    """Why the losses cannot train the outputs that the network has."""
    try:
        config.aims()
    except SpecError as error:
        one = Mend(mark("Mends", "One loss for all outputs"), (), one_loss)
        return Problem(LOSS, str(error), (one,))
    found = find_problem(config, data) if len(config.spec.output_names) > 1 else None
    at_output = found is not None and found.layer in config.spec.output_names
    return found if at_output and config.spec.infer().error is None else None


def _metrics(config: RunConfig, data: Dataset | None) -> tuple[str, ...]:
    """What is measured; nothing where another problem comes first."""
    if data is None:
        return ()
    try:
        return metrics_with(config, data)
    except VitrineError:
        return ()


def _mends(
    config: RunConfig, policy: Policy, data: Dataset | None, metrics: tuple[str, ...]
) -> tuple[Mend, ...]:
    mends = []
    shared = config.replace(validation_split=SHARE)
    if policy.needs in _metrics(shared, data):
        words = (setting_words("validation_split"), f"{SHARE:g}")
        mends.append(
            Mend(
                mark("Mends", "Set {0} to {1}"),
                words,
                lambda now: now.replace(validation_split=SHARE),
            )
        )
    other = policy.needs.removeprefix("val_")
    other = other if other in metrics else "loss"

    def watch(now: RunConfig) -> RunConfig:
        changed = (one.replace(monitor=other) if one == policy else one for one in now.policies)
        return now.replace(policies=tuple(changed))

    mends.append(Mend(mark("Mends", "Watch {0}"), (other,), watch))
    return tuple(mends)
