"""Which layers stand as columns in the network diagram, and what links them."""

import math
from dataclasses import dataclass, replace

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.layer_spec import INPUT
from nncore.network import Network
from nncore.shapes import size


@dataclass(frozen=True)
class DiagramLayer:
    """A column of neurons.

    Attributes:
        name: The layer that makes them; "input" for the first.
        output: The layer whose output they show: an Activation after a Dense shares its column.
        labels: Names of the neurons, for the last column.
        limit: No activation is larger in magnitude; None where there is no such number.
        owner: The layer whose kernel leads into them.
        follows: Whether that layer reads the column before; behind a pooling, or on another
            branch of the graph, it reads something else.
    """

    name: str
    output: str
    size: int
    labels: tuple[str, ...] = ()
    is_picture: bool = False
    limit: float | None = None
    owner: str = ""
    follows: bool = False

    def weights(self, network: Network) -> np.ndarray | None:
        """The kernel (inputs, neurons) into this column, None where it is no matrix."""
        kernel = network.params.get(f"{self.owner}/kernel")
        return kernel if kernel is not None and kernel.ndim == 2 else None

    def links(self, network: Network) -> np.ndarray | None:
        """The weights (neurons before, neurons) that link two columns, None where none do."""
        kernel = self.weights(network)
        fits = kernel is not None and self.follows and kernel.shape[1] == self.size
        return kernel if fits else None


def limits_of(network: Network) -> dict[str, float | None]:
    """What no output of each layer passes in magnitude, None where there is no such number."""
    limits: dict[str, float] = {}
    for info in network.inference.layers:
        if info.layer.keeps_range or not info.enabled:
            limits[info.name] = max(limits.get(name, math.inf) for name in info.inputs)
        else:
            activation = ACTIVATIONS.get(getattr(info.layer, "activation", ""))
            limits[info.name] = math.inf if activation is None else activation.limit
    return {name: None if math.isinf(limit) else limit for name, limit in limits.items()}


def diagram_layers(network: Network, class_names: tuple[str, ...] = ()) -> list[DiagramLayer]:
    """The input and every layer with a kernel, in order."""
    shape = network.input_shape
    layers = [DiagramLayer(INPUT, INPUT, size(shape), is_picture=size(shape) == 784)]
    limits = limits_of(network)
    shown_in = {INPUT: 0}  # the column whose numbers a layer gives, for those that have one
    for info in network.inference.layers:
        owner, units = info.shares or info.name, size(info.output_shape)
        column = shown_in.get(info.inputs[0]) if len(info.inputs) == 1 else None
        if f"{owner}/kernel" in network.params:
            follows = column == len(layers) - 1
            shown_in[info.name] = len(layers)
            layers.append(
                DiagramLayer(
                    info.name,
                    info.name,
                    units,
                    limit=limits[info.name],
                    owner=owner,
                    follows=follows,
                )
            )
        elif column is not None and units == layers[column].size:
            shown_in[info.name] = column
            if column:
                layers[column] = replace(layers[column], output=info.name, limit=limits[info.name])
    if len(class_names) == layers[-1].size:
        layers[-1] = replace(layers[-1], labels=class_names)
    return layers
