"""JSON as the standard has it: what Python reads beyond that is refused, not guessed at."""

import json
import math
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NoReturn

from nncore.errors import FormatError
from nncore.formats import limits

_NAMES = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


def loads_strict(text: str | bytes, what: str) -> dict[str, Any]:
    """The object that `text` holds; a UTF-8 byte order mark is tolerated.

    Args:
        text: The JSON text, UTF-8 if bytes.
        what: The name of the file or part, for messages.

    Raises:
        FormatError: Not JSON, no object, too large or too deep, or it holds a duplicate name,
            NaN, an infinity, an endless integer or half of a surrogate pair.
    """
    data = _encoded(text, what)
    if len(data) > limits.MAX_JSON_BYTES:
        raise FormatError(
            f"{what} has {len(data):,} bytes of JSON; at most {limits.MAX_JSON_BYTES:,} are read"
        )
    try:
        value = json.loads(
            data.decode("utf-8-sig"),
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_bounded_int,
            object_pairs_hook=_unique,
        )
    except UnicodeDecodeError:
        raise FormatError(f"{what} is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise FormatError(
            f"{what} is not valid JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        ) from None
    except RecursionError:
        raise FormatError(_too_deep(what)) from None
    except ValueError as error:  # from the hooks below
        raise FormatError(f"{what} is not valid JSON: {error}") from None
    if not isinstance(value, dict):
        found = _NAMES.get(type(value), "a number")
        raise FormatError(f"{what} must be a JSON object; found {found}")
    _check_tree(value, what)
    return value


def dumps(value: Mapping[str, Any]) -> str:
    """JSON text that `loads_strict` reads, names in the order given.

    Raises:
        ValueError: The value holds NaN, an infinity or half of a surrogate pair.
    """
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    text.encode("utf-8")
    return text


def check_format(value: Mapping[str, Any], name: str, versions: Collection[int], what: str) -> int:
    """The version of a file that says ``"format": name, "version": n``.

    Raises:
        FormatError: It is another format, or a version that this program does not read.
    """
    if value.get("format") != name:
        raise FormatError(
            f'{what} is not of the format "{name}"; its "format" is {_short(value.get("format"))}'
        )
    return check_version(value.get("version"), versions, what)


def check_version(version: Any, versions: Collection[int], what: str) -> int:
    """`version` if this program reads it.

    Raises:
        FormatError: It does not; the message says which versions it reads.
    """
    if type(version) is int and version in versions:
        return version
    readable = " and ".join(str(known) for known in sorted(versions))
    message = f"{what} has version {_short(version)}; this program reads version {readable}"
    if type(version) is int and version > max(versions):
        message += ". A newer Vitrine wrote it"
    raise FormatError(message)


def _encoded(text: str | bytes, what: str) -> bytes:
    if isinstance(text, bytes):
        return text
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise FormatError(f"{what} holds half of a surrogate pair") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"the number {_short(digits)} is too large")
    return value


def _bounded_int(digits: str) -> int:
    if len(digits) > limits.MAX_INT_DIGITS:
        raise ValueError(f"a number of {len(digits):,} digits is too large")
    return int(digits)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise ValueError(f"the name {_short(name)} stands twice in one object")
            seen.add(name)
    return result


def _check_tree(value: dict[str, Any], what: str) -> None:
    """Depth and text; level by level, so that no depth can exhaust the stack."""
    level: list[Any] = [value]
    depth = 0
    while level:
        depth += 1
        if depth > limits.MAX_JSON_DEPTH:
            raise FormatError(_too_deep(what))
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                _check_text(item, what)
                item = item.values()
            _check_text((entry for entry in item if isinstance(entry, str)), what)
            inner.extend(entry for entry in item if isinstance(entry, (dict, list)))
        level = inner


def _check_text(texts: Iterable[str], what: str) -> None:
    try:
        for text in texts:
            text.encode("utf-8")
    except UnicodeEncodeError:
        raise FormatError(f"{what} holds half of a surrogate pair") from None


def _too_deep(what: str) -> str:
    return f"{what} is nested deeper than {limits.MAX_JSON_DEPTH} levels"


def _short(value: Any) -> str:
    shown = ascii(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
