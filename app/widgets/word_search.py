"""Finding a text by some of its words, or by letters of them in order."""


def score(query: str, text: str) -> int:
    """How well a text fits what was typed: 0 where it does not, more is better.

    Each typed word must be found: at the beginning of a word (3), anywhere (2), or as
    letters in order within the text (1). Upper and lower case are the same.
    """
    low = text.casefold()
    begins = low.split()
    total = 1
    for word in query.casefold().split():
        if any(begin.startswith(word) for begin in begins):
            total += 3
        elif word in low:
            total += 2
        elif _in_order(word, low):
            total += 1
        else:
            return 0
    return total


def _in_order(word: str, text: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in word)
