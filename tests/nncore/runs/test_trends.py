import math
from typing import Any

import pytest

from nncore.errors import SpecError
from nncore.runs.trends import BestBetween, Change, Trend, best_place, number_text, trends

ACCURACY = {0.1: 0.97, 0.2: 0.98, 0.4: 0.97, 0.9: 0.9}


def test_best_of_an_accuracy_is_the_most_and_of_a_loss_the_least() -> None:
    assert best_place(ACCURACY, "test_accuracy") == 0.2
    assert best_place(ACCURACY, "test_loss") == 0.9
    assert best_place({1: math.nan, 2: 0.5}, "test_accuracy") == 2
    assert math.isnan(best_place({1: math.nan}, "test_accuracy"))


@pytest.mark.parametrize(
    ("trend", "good"),
    [
        (BestBetween(low=0.1, high=0.4), True),
        (BestBetween(low=0.2, high=0.2), True),
        (BestBetween(low=0.4, high=0.9), False),
        (Change(first=0.4, last=0.9, at_most=-0.07), True),
        (Change(first=0.4, last=0.9, at_most=-0.0701), False),
        (Change(first=0.1, last=0.2, at_least=0.005, at_most=0.02), True),
        (Change(first=0.1, last=0.2, at_least=0.02), False),
    ],
)
def test_trend_holds_where_the_results_show_it(trend: Trend, good: bool) -> None:
    results = {place: round(value, 4) for place, value in ACCURACY.items()}
    results[0.9] = results[0.4] - 0.07
    assert trend.holds(results, "test_accuracy") is good


@pytest.mark.parametrize("trend", [BestBetween(low=1, high=2), Change(first=1, last=2, at_most=9)])
def test_no_trend_holds_where_nothing_was_reached(trend: Trend) -> None:
    assert not trend.holds({1: math.nan, 2: math.nan}, "test_accuracy")
    assert trend.found({1: math.nan, 2: math.nan}, "test_accuracy")


def test_trends_are_told_in_words() -> None:
    best, change = BestBetween(low=0.1, high=0.4), Change(first=0.4, last=0.9, at_most=-0.02)
    assert best.text == "best between 0.1 and 0.4"
    assert best.found(ACCURACY, "test_accuracy") == "best 98.00 % at 0.2"
    assert change.text == "at most -0.02 from 0.4 to 0.9"
    assert change.found(ACCURACY, "test_accuracy") == "-7.00 % from 0.4 to 0.9"
    assert number_text("test_loss", 3.510187e-05) == "3.51019e-05"
    assert number_text("params", 138_357_544.0) == "138,357,544"
    assert number_text("test_loss", math.nan) == "nan"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"type": "Change"}, "expect must be a list of objects with a type"),
        ([{"type": "Chang"}], "unknown trend 'Chang'.*mean 'Change'"),
        ([{"type": "Change", "first": 1, "last": 2}], "needs a limit: at_least or at_most"),
        ([{"type": "Change", "first": 1, "at_most": 2}], "last is missing"),
        ([{"type": "BestBetween", "low": 2, "high": 1}], "low 2 is above high 1"),
        ([{"type": "BestBetween", "low": 2, "high": "much"}], "high must be a number"),
    ],
)
def test_bad_trends_are_refused(given: Any, problem: str) -> None:
    with pytest.raises(SpecError, match=problem):
        trends(given)


def test_trend_speaks_only_of_numbers_on_the_axis() -> None:
    trend = BestBetween(low=1, high=3)
    trend.check([1, 2, 3])
    with pytest.raises(SpecError, match="3 is no value of the axis; it has 1, 2"):
        trend.check([1, 2])
    for value in ("relu", True, None, [3]):
        with pytest.raises(SpecError, match="axis of numbers; received"):
            trend.check([1, value, 3])
