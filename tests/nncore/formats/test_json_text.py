import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncore.errors import FormatError
from nncore.formats import limits
from nncore.formats.json_text import check_format, dumps, loads_strict

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SCALARS = (
    st.none() | st.booleans() | TEXT | st.integers(-(2**128), 2**128) | st.floats(allow_nan=False)
).filter(lambda value: value not in (float("inf"), float("-inf")))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)
)
TWICE = '{"units": 1, "rate": 2, "units": 3}'


@given(st.dictionaries(TEXT, VALUES, max_size=4))
def test_what_is_written_is_read_back(value: dict[str, Any]) -> None:
    back = loads_strict(dumps(value), "x")
    assert back == value
    assert list(back) == list(value)
    assert loads_strict(dumps(value).encode(), "x") == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", "line 1, column 1", id="empty"),
        pytest.param("{", "line 1, column 2", id="cut off"),
        pytest.param('{\n "a": 1,\n}', "line", id="trailing comma"),
        pytest.param('{"a": 1} x', "Extra data", id="trailing text"),
        pytest.param("<html></html>", "not valid JSON", id="html"),
        pytest.param('{"a": NaN}', "NaN", id="NaN"),
        pytest.param('{"a": [Infinity]}', "Infinity", id="infinity"),
        pytest.param('{"a": -Infinity}', "Infinity", id="minus infinity"),
        pytest.param('{"a": 1e400}', "too large", id="float overflow"),
        pytest.param('{"a": ' + "9" * 5000 + "}", "5,000 digits", id="5,000 digits"),
        pytest.param('{"a": ' + "9" * 101 + "}", "101 digits", id="101 digits"),
        pytest.param(TWICE, "'units' stands twice", id="duplicate"),
        pytest.param('{"a": [{"b": 1, "b": 1}]}', "'b' stands twice", id="inner duplicate"),
        pytest.param('{"a": "\\ud800"}', "surrogate", id="lone surrogate"),
        pytest.param('{"a": {"\\udfff": 1}}', "surrogate", id="lone surrogate in a name"),
        pytest.param('{"a": "\ud800"}', "surrogate", id="lone surrogate in the text"),
        pytest.param(b'{"a": "\xff"}', "UTF-8", id="not UTF-8"),
        pytest.param('{"a": 1}'.encode("utf-16"), "UTF-8", id="UTF-16"),
        pytest.param("[" * 100_000, "deeper than 100", id="100,000 lists"),
        pytest.param('{"a":' * 100_000, "deeper than 100", id="100,000 objects"),
        pytest.param('{"a":' * 101 + "1" + "}" * 101, "deeper than 100", id="101 objects"),
        pytest.param("[]", "found a list", id="list"),
        pytest.param("null", "found null", id="null"),
        pytest.param('"text"', "found a text", id="text"),
        pytest.param("7", "found a number", id="number"),
        pytest.param("true", "found true or false", id="bool"),
    ],
)
def test_bad_text_is_refused_by_name_and_cause(text: str | bytes, found: str) -> None:
    with pytest.raises(FormatError) as caught:
        loads_strict(text, "recipe.json")
    assert str(caught.value).startswith("recipe.json ")
    assert found in str(caught.value)
    assert len(str(caught.value)) < 200


def test_byte_order_mark_of_windows_editors_is_tolerated() -> None:
    assert loads_strict(b'\xef\xbb\xbf{"a": 1}', "x") == {"a": 1}
    assert loads_strict('\ufeff{"a": 1}', "x") == {"a": 1}


def test_surrogate_pair_is_one_character() -> None:
    assert loads_strict('{"a": "\\ud83d\\ude00"}', "x") == {"a": "😀"}


def test_a_hundred_levels_are_read() -> None:
    text = '{"a":' * 100 + "1" + "}" * 100
    assert loads_strict(text, "x") == json.loads(text)


def test_size_is_capped_before_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_JSON_BYTES", 10)
    assert loads_strict('{"a": 234}', "x") == {"a": 234}
    with pytest.raises(FormatError, match="11 bytes"):
        loads_strict('{"a": 2345}', "x")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_nothing_is_written_that_could_not_be_read(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its kinds differ, its being raised counts
        dumps({"a": value})


def test_version_is_given_back() -> None:
    assert check_format({"format": "f", "version": 2}, "f", (1, 2), "x") == 2


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({}, "format"),
        ({"format": "other", "version": 1}, "'other'"),
        ({"format": "f"}, "None"),
        ({"format": "f", "version": "1"}, "reads version 1 and 2"),
        ({"format": "f", "version": True}, "reads version 1 and 2"),
        ({"format": "f", "version": 999}, "newer Vitrine"),
    ],
)
def test_other_format_or_version_is_refused(value: dict[str, Any], found: str) -> None:
    with pytest.raises(FormatError, match=found):
        check_format(value, "f", (1, 2), "x.json")
