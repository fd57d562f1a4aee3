"""Policies: rules that watch a run from outside the loop and may end it."""

import math
from typing import TYPE_CHECKING, Protocol

from nncore.training.events import BatchEnded, Event

if TYPE_CHECKING:
    from nncore.training.loop import Run


class Policy(Protocol):
    """Called with every event before the caller sees it; a text ends the run and says why."""

    def __call__(self, event: Event, run: "Run") -> str | None:
        """A reason to end the run, or None."""


class StopWhenNotFinite:
    """Ends a run whose loss is no number any more: nothing good can come after it."""

    def __call__(self, event: Event, run: "Run") -> str | None:
        if isinstance(event, BatchEnded) and not math.isfinite(event.loss):
            rate = run.optimizer.learning_rate
            return (
                f"diverged: the loss became {event.loss} at step {event.step} with learning rate "
                f"{rate:g}; try {rate / 3:.1g}"
            )
        return None
