import math

import pytest

from nncore.errors import SpecError
from nncore.training.config import RunConfig
from nncore.training.expectations import Expectation, expectations
from nncore.training.start import initial_network


def test_short_form_sets_the_least_of_an_accuracy_and_the_most_of_a_loss() -> None:
    assert expectations({"test_accuracy": 0.95, "test_loss": 0.1}) == (
        Expectation(metric="test_accuracy", at_least=0.95),
        Expectation(metric="test_loss", at_most=0.1),
    )
    assert expectations({}) == expectations([]) == ()


@pytest.mark.parametrize(
    ("limits", "good", "bad"),
    [
        ({"at_least": 0.5}, (0.5, 2.0), (0.4999, math.nan)),
        ({"at_most": 0.5}, (0.5, -2.0), (0.5001, math.nan)),
        ({"at_least": 0.1, "at_most": 0.2}, (0.1, 0.2), (0.09, 0.21)),
        ({"published": 2, "within": 0.5}, (1.5, 2.5), (1.4, 2.6)),
        ({"published": 7, "within": 0}, (7,), (7.1, 6.9)),
    ],
)
def test_limits_are_good_and_what_lies_beyond_is_not(
    limits: dict[str, float], good: tuple[float, ...], bad: tuple[float, ...]
) -> None:
    expectation = Expectation(metric="test_accuracy", **limits)
    assert all(map(expectation.holds, good))
    assert not any(map(expectation.holds, bad))


def test_run_that_is_only_to_be_looked_at_makes_no_arrays(config: RunConfig) -> None:
    shown = config.replace(train=False, name="giant")
    with pytest.raises(SpecError, match=r"giant is there to be looked at.* not trained here"):
        initial_network(shown)
