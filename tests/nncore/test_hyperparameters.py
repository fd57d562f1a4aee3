import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncore.errors import SpecError
from nncore.hyperparameters import (
    Configured,
    choice,
    flag,
    hyperparameters_of,
    integer,
    integers,
    nested,
    real,
    shown,
    text,
)


@dataclass(frozen=True)
class Inner(Configured):
    depth: int = integer(1, help="Depth.", minimum=0)


@dataclass(frozen=True)
class Example(Configured):
    count: int = integer(help="How many.", minimum=1, maximum=2_000_000)
    rate: float = real(0.5, help="A share.", minimum=0, maximum=1, open_maximum=True)
    scale: float = real(1.0, help="A factor.", minimum=0, open_minimum=True)
    mode: str = choice("same", help="A mode.", choices=("same", "valid"))
    on: bool = flag(False, help="On or off.")
    window: tuple[int, ...] = integers((2, 2), help="Sizes.", length=2, minimum=1)
    sizes: tuple[int, ...] = integers((1,), help="Any number of sizes.", minimum=1)
    note: str = text("", help="A note.")
    limit: float | None = real(None, help="A limit.", optional=True)
    inner: Inner = nested(Inner(), help="Another value.", configured=Inner)


def test_values_are_converted_to_the_settings_own_type() -> None:
    value = Example(count=np.int64(3), rate=Fraction(1, 4), window=3, inner={"depth": 2})
    assert value == Example(count=3, rate=0.25, window=(3, 3), inner=Inner(2))
    assert type(value.count) is int
    assert type(value.rate) is float
    assert value.window == (3, 3)
    assert Example(count=1, sizes=7).sizes == (7,)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("count", 0, "a whole number at least 1 and at most 2,000,000"),
        ("count", 2_000_001, "at most 2,000,000"),
        ("count", 1.0, "a whole number"),
        ("count", True, "a whole number"),
        ("count", "3", "a whole number"),
        ("count", None, "a whole number"),
        pytest.param("count", 10**5000, "a whole number", id="count-huge"),
        ("rate", 1, "a number at least 0 and below 1"),
        ("rate", -1e-9, "at least 0"),
        ("rate", math.nan, "a number"),
        ("rate", math.inf, "a number"),
        ("rate", False, "a number"),
        ("rate", 1j, "a number"),
        ("scale", 0, "a number above 0"),
        ("scale", 10**400, "a number above 0"),
        ("mode", "full", "one of same, valid"),
        ("mode", ["same"], "one of same, valid"),
        ("on", 1, "true or false"),
        ("window", (1, 2, 3), "2 whole numbers"),
        ("window", (1, 0), "2 whole numbers at least 1"),
        ("window", "12", "2 whole numbers"),
        ("window", True, "2 whole numbers"),
        ("sizes", "12", "a list of whole numbers at least 1"),
        ("sizes", [3, 0], "a list of whole numbers at least 1"),
        ("note", 5, "a text"),
        ("limit", "x", "a number or null"),
        ("inner", 5, "an object of depth"),
    ],
)
def test_refusal_names_field_received_and_expected(name: str, value: object, expected: str) -> None:
    with pytest.raises(SpecError) as caught:
        Example(**{"count": 1, name: value})
    message = str(caught.value)
    assert message.startswith(f"Example: {name} must be ")
    assert expected in message
    assert f"received {shown(value)}" in message
    assert len(message) < 250
    assert caught.value.field == name


def test_bounds_belong_to_the_range_unless_open() -> None:
    assert Example(count=1, rate=0).rate == 0
    assert Example(count=2_000_000).count == 2_000_000
    assert Example(count=1, rate=np.nextafter(1, 0)).rate < 1


def test_misspelt_choice_gets_a_suggestion() -> None:
    with pytest.raises(SpecError, match=r"did you mean 'valid'\?"):
        Example(count=1, mode="valdi")


def test_unknown_setting_is_refused_with_the_known_ones() -> None:
    for make in (
        lambda: Example.from_json({"count": 1, "raet": 0.1}),
        lambda: Example(count=1).replace(raet=0.1),
    ):
        with pytest.raises(
            SpecError, match=r"unknown setting 'raet'.*count, rate.*did you mean 'rate'"
        ) as e:
            make()
        assert e.value.field == "raet"


def test_missing_setting_is_named_with_its_help() -> None:
    with pytest.raises(SpecError, match=r"Example: count is missing: How many\.") as caught:
        Example.from_json({})
    assert caught.value.field == "count"


def test_from_json_refuses_what_is_no_object() -> None:
    for data in (None, 5, "x", [1]):
        with pytest.raises(SpecError, match="expected an object"):
            Example.from_json(data)  # type: ignore[arg-type]


def test_json_leaves_defaults_out_and_round_trips() -> None:
    value = Example(count=3, rate=0.25, window=(1, 4), limit=2.5, inner=Inner(7))
    data = value.to_json()
    assert data == {
        "count": 3,
        "rate": 0.25,
        "window": [1, 4],
        "limit": 2.5,
        "inner": {"depth": 7},
    }
    assert Example.from_json(data) == value
    full = value.to_json(defaults=True)
    assert list(full) == [item.name for item in hyperparameters_of(Example)]
    assert Example.from_json(full) == value


def test_replace_checks_again() -> None:
    value = Example(count=3)
    assert value.replace(rate=0.1).rate == 0.1
    assert value.rate == 0.5
    with pytest.raises(SpecError):
        value.replace(rate=2)


def test_message_of_a_deeply_nested_value_stays_short() -> None:
    value: list[object] = []
    for _ in range(5000):
        value = [value]
    with pytest.raises(SpecError, match="count must be"):
        Example(count=value)  # type: ignore[arg-type]


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(
    name=st.sampled_from([item.name for item in hyperparameters_of(Example)]),
    value=_ANYTHING,
)
def test_any_value_is_taken_or_refused_with_a_spec_error(name: str, value: object) -> None:
    try:
        made = Example(**{"count": 1, name: value})
    except SpecError:
        return
    assert Example.from_json(made.to_json()) == made
