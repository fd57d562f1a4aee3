"""The network diagram: columns of neurons and their strongest links."""

from app.widgets.instrument import Instrument


class NetworkDiagram(Instrument):
    """Neurons as circles filled by activation, weights as lines."""
