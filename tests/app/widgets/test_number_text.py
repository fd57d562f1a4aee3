"""Numbers as people type them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.widgets.number_text import (
    LOG_FLOOR,
    check_limits,
    format_float,
    linear_step,
    log_step,
    parse_float,
    parse_int,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.01", 0.01),
        ("0,01", 0.01),
        (" 1e-3 ", 1e-3),
        ("1E+2", 100.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("-2", -2.0),
        ("−2", -2.0),
        ("+3", 3.0),
        ("１２", 12.0),
    ],
)
def test_what_people_write_is_understood(text: str, value: float) -> None:
    assert parse_float(text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "needed"),
        ("  ", "needed"),
        ("nan", "finite"),
        ("-inf", "finite"),
        ("Infinity", "finite"),
        ("1e999", "too large"),
        ("abc", "not a number"),
        ("1,234.5", "not a number"),
        ("1.2.3", "not a number"),
        ("1_000", "not a number"),
        ("0x10", "not a number"),
        ("1e", "not a number"),
        ("9" * 500, "too large"),
    ],
)
def test_what_is_no_finite_number_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        parse_float(text)
    assert len(str(caught.value)) < 80


@pytest.mark.parametrize(("text", "value"), [("64", 64), ("6e4", 60000), ("-3", -3), ("2,0", 2)])
def test_whole_numbers_are_understood(text: str, value: int) -> None:
    assert parse_int(text) == value
    assert type(parse_int(text)) is int


@pytest.mark.parametrize("text", ["1.5", "1e-1", "nan", "", "x"])
def test_what_is_not_whole_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"number is needed|not a number"):
        parse_int(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_format_reads_back_as_the_same_number(value: float) -> None:
    assert parse_float(format_float(value)) == value


@given(st.text(max_size=30))
def test_any_text_is_a_finite_number_or_a_value_error(text: str) -> None:
    try:
        value = parse_float(text)
    except ValueError:
        return
    assert math.isfinite(value)


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (0.1, "0.1"), (1e-5, "1e-5"), (1e22, "1e22"), (-2.5, "-2.5")]
)
def test_format_is_short(value: float, text: str) -> None:
    assert format_float(value) == text


def test_log_steps_go_along_one_two_five() -> None:
    values = [0.001]
    for _ in range(6):
        values.append(log_step(values[-1], 1))
    assert values == [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1]
    assert log_step(0.1, -6) == 0.001
    assert log_step(0.003, 1) == 0.005
    assert log_step(0.003, -1) == 0.002


def test_log_steps_reach_zero_and_come_back() -> None:
    assert log_step(0.0, 1) == LOG_FLOOR
    assert log_step(LOG_FLOOR, -1) == 0.0
    assert log_step(-0.01, 1) == -0.005


@given(st.floats(min_value=1e-7, max_value=1e7))
def test_log_steps_move_in_their_direction(value: float) -> None:
    assert log_step(value, 1) > value
    assert 0 <= log_step(value, -1) < value


def test_linear_steps_have_no_binary_noise() -> None:
    assert linear_step(0.2, 1, 0.1) == 0.3
    assert linear_step(0.3, -3, 0.1) == 0.0


@pytest.mark.parametrize(("value", "limit"), [(-1.0, "At least 0"), (1.5, "At most 1")])
def test_limits_are_named(value: float, limit: str) -> None:
    with pytest.raises(ValueError, match=limit):
        check_limits(value, 0, 1)
