"""Finding a text by some of its words, or by the beginnings of several."""

from collections.abc import Iterable, Sequence

BEGINS, WITHIN, TOLD, SHORT = 4, 3, 2, 1
"""How well a word is found: it begins a word of the text, stands in it, stands in what is
told of it, or is put together from beginnings of its words."""


def score(query: str, text: str, told: str = "") -> int:
    """How well a text fits what was typed: 0 where it does not, more is better.

    Each typed word must be found. Upper and lower case are the same.

    Args:
        query: What was typed.
        text: What is searched.
        told: More about it: a word found only there counts less.
    """
    ways = _ways(query, text, told)
    return 1 + sum(ways) if all(ways) else 0


def ranked(query: str, texts: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    """Those of several texts that fit, as (score, place), in the order they came.

    Shortened words are taken for such only where no text has them whole: the letters of "pin"
    stand in many a text, but who types it where there is something to pin means that.

    Args:
        query: What was typed.
        texts: Each text, and what is told of it.
    """
    found = [(_ways(query, *text), place) for place, text in enumerate(texts)]
    found = [(ways, place) for ways, place in found if all(ways)]
    if any(SHORT not in ways for ways, _ in found):
        found = [(ways, place) for ways, place in found if SHORT not in ways]
    return [(1 + sum(ways), place) for ways, place in found]


def _ways(query: str, text: str, told: str = "") -> list[int]:
    """How each typed word is found, 0 where it is not."""
    low, more = text.casefold(), told.casefold()
    words = low.split()
    return [_way(word, low, words, more) for word in query.casefold().split()]


def _way(word: str, text: str, words: Sequence[str], told: str) -> int:
    if any(each.startswith(word) for each in words):
        return BEGINS
    if word in text:
        return WITHIN
    if any(each.lstrip("(“\"'").startswith(word) for each in told.split()):
        return TOLD
    return SHORT if _is_short(word, words) else 0


def _is_short(word: str, words: Sequence[str]) -> bool:
    """Whether beginnings of words, in their order, put this together: "trep" of "Train epoch"."""
    if not word or not words:
        return not word
    first, rest = words[0], words[1:]
    lengths = range(min(len(word), len(first)), -1, -1)
    return any(word[:n] == first[:n] and _is_short(word[n:], rest) for n in lengths)
