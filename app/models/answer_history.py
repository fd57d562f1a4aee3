"""What was answered to the last drawings."""

from dataclasses import dataclass

import numpy as np

MOST = 60


@dataclass(frozen=True, eq=False)
class Told:
    """One drawing and the answer to it.

    Attributes:
        picture: Ink (28, 28), as the network read it.
        answer: The class in words.
        share: Its probability; NaN where the output is none.
        own: Whether the project's network answered, and not the ready-made one.
    """

    picture: np.ndarray
    answer: str
    share: float
    own: bool


class AnswerHistory:
    """The newest first; a drawing that goes on replaces what it was before."""

    def __init__(self) -> None:
        self.entries: list[Told] = []
        self._goes_on = False

    def begin(self) -> None:
        """What is drawn next is another drawing."""
        self._goes_on = False

    def add(self, told: Told) -> None:
        """Keep the answer to the drawing as it is now."""
        if self._goes_on:
            self.entries[0] = told
        else:
            self.entries = [told, *self.entries][:MOST]
            self._goes_on = True

    def clear(self) -> None:
        """Forget all of them."""
        self.entries = []
        self._goes_on = False
