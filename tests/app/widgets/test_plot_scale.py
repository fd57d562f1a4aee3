import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.widgets.plot_scale import log_range, log_ticks, reading, round_range, round_step, ticks

numbers = st.floats(-1e12, 1e12, allow_nan=False)


@given(numbers, numbers, st.integers(2, 10))
def test_round_ranges_hold_the_numbers_and_few_ticks(one, other, most):
    low, high = min(one, other), max(one, other)
    first, last, step = round_range(low, high, most)
    slack = 1e-6 * step
    assert first <= low + slack
    assert last >= high - slack
    assert last > first
    assert 2 <= len(ticks(first, last, step)) <= most + 3


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0.02, 0.78, ["0.0", "0.2", "0.4", "0.6", "0.8"]),
        (0.031, 0.9, ["0.00", "0.25", "0.50", "0.75", "1.00"]),
        (-2.0, 7.0, ["−2.5", "0.0", "2.5", "5.0", "7.5"]),
    ],
)
def test_ticks_are_round_and_equally_precise(low, high, texts):
    assert [text for _, text in ticks(*round_range(low, high, 4))] == texts


def test_shares_are_written_as_percentages():
    first, last, step = round_range(0.803, 0.991, 4)
    texts = [text for _, text in ticks(first, last, step, percent=True)]
    assert texts == ["80 %", "85 %", "90 %", "95 %", "100 %"]
    assert reading(0.9755, percent=True) == "97.55 %"


def test_epochs_are_counted_whole():
    assert [text for _, text in ticks(0.0, 12.0, round_step(12.0, 4, whole=True))] == [
        "0",
        "3",
        "6",
        "9",
        "12",
    ]
    assert round_step(30.0, 4, whole=True) == 10.0
    assert round_step(5.0, 4, whole=True) == 2.0


@given(st.floats(-11, 7), st.floats(0, 12), st.integers(2, 8))
def test_log_ranges_hold_the_numbers(low, span, most):
    first, last = log_range(low, low + span)
    assert first <= low + 1e-6
    assert last >= low + span - 1e-6
    places = [place for place, _ in log_ticks(first, last, most)]
    assert places == sorted(places)
    assert len(places) >= 2


def test_log_ticks_are_decades_or_one_two_five():
    assert [text for _, text in log_ticks(-3.0, 0.0, 5)] == ["0.001", "0.01", "0.1", "1"]
    assert [text for _, text in log_ticks(-1.0, 0.0, 5)] == ["0.1", "0.2", "0.5", "1"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0436, "0.0436"), (-1.25, "−1.2500"), (1.23e-7, "1.23e-7"), (math.nan, "–"), (0.0, "0")],
)
def test_values_are_written_for_people(value, text):
    assert reading(value, percent=False).replace("−7", "-7") == text
