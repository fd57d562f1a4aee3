"""Whether data suit a run, asked without making one: of one sample, in no time."""

from nncore.data import Dataset
from nncore.data.augment import Augment
from nncore.training.config import RunConfig
from nncore.training.samples import left_to_train, make_splits
from nncore.training.watching import check_watched, measured


def metrics_with(config: RunConfig, data: Dataset) -> tuple[str, ...]:
    """What a policy may watch in a run on these data.

    Raises:
        SpecError: The data do not fit the network.
    """
    splits = make_splits(data.subset(1, 1), config.spec, 0.0, config.dtype, config.aims())
    count = len(data.x_train)
    kept_aside = left_to_train(count, config.validation_split) < count
    return measured(classes=bool(splits.classes), validation=kept_aside)


def check_with_data(config: RunConfig, data: Dataset) -> None:
    """Refuse what a run on these data would refuse.

    Raises:
        SpecError: The data do not fit the network, a policy watches what is not measured, or
            what is no picture is to be augmented.
    """
    metrics = metrics_with(config, data)
    for policy in config.policies:
        check_watched(policy, metrics)
    if config.augment:
        Augment.from_json(config.augment).check_shape(config.spec.input_shape)
