"""What is said of a setting beside its field."""

import dataclasses

import pytest

import nncore.training.policies  # noqa: F401 - declares policies
from nncore.hyperparameters import Configured, Hyperparameter, hyperparameters_of
from nncore.training.config import RunConfig

MORE_OR_LESS = ("more", "less", "larger", "longer", "too small", "nearer", "0 does not")
NO_DIRECTION = {
    "seed", "input_dim", "target_shape", "axis", "explicit_padding",
}  # fmt: skip
"""Numbers that are right or wrong, and neither more nor less of anything."""

NO_FORM = ("nncore.training.expectations", "nncore.runs.trends")
"""Declared for files; nobody types them into a field."""


def declared(kind: type[Configured] = Configured) -> list[tuple[str, Hyperparameter]]:
    found = []
    if dataclasses.is_dataclass(kind):
        found = [(kind.__name__, setting) for setting in hyperparameters_of(kind)]
    for child in kind.__subclasses__():
        if child.__module__.startswith("nncore.") and child.__module__ not in NO_FORM:
            found += declared(child)
    return found


@pytest.mark.parametrize(
    ("owner", "setting"), declared(), ids=lambda value: getattr(value, "name", value)
)
def test_help_is_one_sentence_that_says_what_more_or_less_of_a_number_does(
    owner: str, setting: Hyperparameter
) -> None:
    assert setting.help.endswith(".")
    assert ". " not in setting.help, "a tooltip is one sentence"
    if setting.kind in ("integer", "real", "integers") and setting.name not in NO_DIRECTION:
        assert any(words in setting.help for words in MORE_OR_LESS), setting.help


def test_settings_of_the_run_are_among_those_looked_at() -> None:
    names = {setting.name for _, setting in declared(RunConfig)}
    assert {"batch_size", "epochs", "clip_norm"} <= names
