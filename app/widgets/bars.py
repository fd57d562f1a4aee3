"""Labelled bars: what a network says about each class."""

from app.widgets.instrument import Instrument


class ProbabilityBars(Instrument):
    """One horizontal bar per class, with its value in per cent."""
