"""Which layers stand as columns in the network diagram, and what links them."""

from dataclasses import dataclass

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
    """

    name: str
    output: str
    size: int
    labels: tuple[str, ...] = ()
    is_picture: bool = False

    def weights(self, network: Network) -> np.ndarray | None:
        """The kernel (inputs, neurons) into this column, None where it is no matrix."""
        kernel = network.params.get(f"{self.name}/kernel")
        return kernel if kernel is not None and kernel.ndim == 2 else None


def diagram_layers(network: Network, class_names: tuple[str, ...] = ()) -> list[DiagramLayer]:
    """The input and every layer with a kernel, in order."""
    shape = network.input_shape
    layers = [DiagramLayer("input", "input", size(shape), is_picture=size(shape) == 784)]
    for info in network.inference.layers:
        if f"{info.name}/kernel" in network.params:
            layers.append(DiagramLayer(info.name, info.name, size(info.output_shape)))
        elif len(layers) > 1 and size(info.output_shape) == layers[-1].size:
            last = layers[-1]
            layers[-1] = DiagramLayer(last.name, info.name, last.size)
    last = layers[-1]
    if len(class_names) == last.size:
        layers[-1] = DiagramLayer(last.name, last.output, last.size, class_names)
    return layers
