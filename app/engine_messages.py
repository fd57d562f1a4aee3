"""What the engine says of a fault, in the language of the window.

nncore knows no translator and fills its sentences with names and numbers. So a sentence is
recognized by its shape, and said again with the same values, which may hold sentences too.
The shapes are in `app/messages`; what is not among them stays as it is.
"""

import os
import re
from functools import cache

from app.i18n import is_source_language, translate

CONTEXT = "EngineMessages"

DEEPEST = 12
"""So many sentences may stand in each other; a name from a file could look like more."""

_JOINTS = ("  ", ": ", "; ")
"""At an indent; after the file or the layer of which something is said; between sentences."""

Shape = tuple[str, tuple[str, ...], str]
"""A message, the words around its values, and the longest of these pieces."""


def engine_message(text: str) -> str:
    """A sentence of the engine, in the language of the window where it is known."""
    if is_source_language():
        return text
    return "\n".join(_said(line, DEEPEST) for line in text.split("\n"))


def _said(text: str, deeper: int) -> str:
    """One line; what its values hold is looked at so many times more."""
    found = recognized(text) if deeper else None
    if found is not None:
        message, values = found
        return translate(CONTEXT, message).format(*(_said(value, deeper - 1) for value in values))
    for joint in _JOINTS if deeper else ():
        first, found_joint, rest = text.partition(joint)
        if found_joint:
            return f"{_said(first, deeper - 1)}{joint}{_said(rest, deeper - 1)}"
    return text


def told_error(error: BaseException) -> str:
    """What an error says; one of the operating system, of which file or folder and why."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{os.fsdecode(error.filename)}: {engine_message(error.strerror)}"
    return engine_message(str(error) or repr(error))


def engine_sentence(text: str) -> str:
    """The same with a capital at its beginning, where it stands alone."""
    said = engine_message(text)
    return said[:1].upper() + said[1:]


def recognized(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The message that a text is, with its values; None where it is none as a whole."""
    for message, pieces, longest in _shapes():
        if longest in text:
            values = _values(text, pieces)
            if values is not None:
                return message, values
    return None


@cache
def _shapes() -> tuple[Shape, ...]:
    """Every message in pieces; of two that fit, the one that says more itself comes first."""
    from app.messages import MESSAGES  # here, because an English window starts without them

    split = ((message, tuple(re.split(r"\{\d\}", message))) for message in MESSAGES)
    shapes = ((message, pieces, max(pieces, key=len)) for message, pieces in split)
    return tuple(sorted(shapes, key=lambda shape: -sum(map(len, shape[1]))))


def _values(text: str, pieces: tuple[str, ...]) -> tuple[str, ...] | None:
    """What stands between these pieces, None where they do not make up the text.

    Each piece is taken where it is found first, so that the time grows with the length of the
    text alone: a name in it may be long. At the beginning, and after a first ": ", stands a
    name: what has a ": " of its own there is said by itself.
    """
    first, *others = pieces
    if not text.startswith(first):
        return None
    if not others:
        return () if text == first else None
    values: list[str] = []
    at = len(first)
    for piece in others[:-1]:
        end = text.find(piece, at + 1)
        if end < 0:
            return None
        values.append(text[at:end])
        at = end + len(piece)
    end = len(text) - len(others[-1])
    if end <= at or not text.endswith(others[-1]):
        return None
    values.append(text[at:end])
    before = zip(pieces, values[:-1] or values, strict=False)
    if any(piece in ("", ": ") and ": " in value for piece, value in before):
        return None
    return tuple(values)
