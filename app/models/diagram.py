"""Which layers stand as columns in the network diagram, and what links them."""

from dataclasses import dataclass, replace

import numpy as np

from nncore.network import Network
from nncore.shapes import size


@dataclass(frozen=True)
class DiagramLayer:
    """A column of neurons.

    Attributes:
        name: The layer that makes them; "input" for the first.
        output: The layer whose output they show: an Activation after a Dense shares its column.
        labels: Names of the neurons, for the last column.
        owner: The layer whose kernel leads into them.
    """

    name: str
    output: str
    size: int
    labels: tuple[str, ...] = ()
    is_picture: bool = False
    owner: str = ""

    def weights(self, network: Network) -> np.ndarray | None:
        """The kernel (inputs, neurons) into this column, None where it is no matrix."""
        kernel = network.params.get(f"{self.owner}/kernel")
        return kernel if kernel is not None and kernel.ndim == 2 else None


def diagram_layers(network: Network, class_names: tuple[str, ...] = ()) -> list[DiagramLayer]:
    """The input and every layer with a kernel, in order."""
    shape = network.input_shape
    layers = [DiagramLayer("input", "input", size(shape), is_picture=size(shape) == 784)]
    for info in network.inference.layers:
        owner, units = info.shares or info.name, size(info.output_shape)
        if f"{owner}/kernel" in network.params:
            layers.append(DiagramLayer(info.name, info.name, units, owner=owner))
        elif len(layers) > 1 and units == layers[-1].size:
            layers[-1] = replace(layers[-1], output=info.name)
    if len(class_names) == layers[-1].size:
        layers[-1] = replace(layers[-1], labels=class_names)
    return layers
