"""The rules beside a run's network: read, changed and put in a word."""

from typing import Any

from app.models.setting_words import setting_words
from nncore.data.augment import Augment
from nncore.hyperparameters import Configured, hyperparameters_of
from nncore.training.config import RunConfig
from nncore.training.watching import Policy


def policy_of(config: RunConfig, type_name: str) -> Policy | None:
    """The run's policy of this type; the first, where there are several."""
    return next((one for one in config.policies if one.type_name == type_name), None)


def with_policy(config: RunConfig, type_name: str, policy: Policy | None) -> RunConfig:
    """The run with this policy in place of the first of the type; with None, without any."""
    old = policy_of(config, type_name)
    if policy is None:
        kept = tuple(one for one in config.policies if one.type_name != type_name)
    elif old is None:
        kept = (*config.policies, policy)
    else:
        place = config.policies.index(old)
        kept = (*config.policies[:place], policy, *config.policies[place + 1 :])
    return config.replace(policies=kept)


def augment_of(config: RunConfig) -> Augment:
    """What happens to the pictures."""
    return Augment.from_json(config.augment)


def changed_setting(old: Any, new: Any) -> str:
    """The dotted name of the one setting in which two values differ; "" for other kinds."""
    if not isinstance(old, Configured) or type(old) is not type(new):
        return ""
    for hyper in hyperparameters_of(type(old)):
        before, after = getattr(old, hyper.name), getattr(new, hyper.name)
        if before != after:
            inner = changed_setting(before, after)
            if hyper.kind == "nested":
                return f"{hyper.name}.{inner}" if inner else ""
            return hyper.name
    return ""


def set_apart(value: Configured, names: tuple[str, ...] = ()) -> str:
    """The settings that are not at their default: ``shift 2, rotate 10``."""
    words = []
    for hyper in hyperparameters_of(type(value)):
        current = getattr(value, hyper.name)
        if current != hyper.default and (not names or hyper.name in names):
            text = f"{current:g}" if isinstance(current, float) else str(current)
            words.append(f"{setting_words(hyper.name)} {text}")
    return ", ".join(words)
