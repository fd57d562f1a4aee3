"""What is to be said of one neuron or one link of the network diagram."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.models.diagram import DiagramLayer
from app.models.tiles import image_shape, source_shape
from nncore.losses import LOSSES
from nncore.network import Network
from nncore.plan import Op
from nncore.shapes import size
from nncore.workspace import Workspace

FEW_TERMS = 4
"""Sums of this many products and fewer are written out."""

CHEAP_PARAMS = 500_000
"""The gradient of one sample takes about a millisecond up to here."""

Activations = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class NeuronFacts:
    """The numbers of one neuron for one sample; None where there is no such number.

    Attributes:
        terms: Weights and what they are multiplied with, of a neuron with few inputs.
        slope_of: What `slope` is the derivative of the loss by: "a" or "z".
        incoming: The weights of a neuron that reads a picture, as that picture.
    """

    activation: float | None
    z: float | None = None
    bias: float | None = None
    terms: tuple[tuple[float, float], ...] = ()
    slope: float | None = None
    slope_of: str = "a"
    incoming: np.ndarray | None = None


def neuron_facts(
    network: Network,
    layer: DiagramLayer,
    index: int,
    sample: np.ndarray | None,
    activations: Activations,
    grads: Mapping[str, np.ndarray],
) -> NeuronFacts:
    """What is known of a neuron of a column behind the input."""
    output = activations.get(layer.output)
    activation = None if output is None else float(output.reshape(-1)[index])
    kernel = layer.weights(network)
    if kernel is None:
        return NeuronFacts(activation)
    bias = bias_of(network, layer, index)
    read = _read_by(network, layer, sample, activations)
    z: float | None = None
    terms: tuple[tuple[float, float], ...] = ()
    weights = kernel[:, index]
    # Not a matrix product: the threads of BLAS belong to the training.
    if read is not None and read.size == len(weights) and kernel.shape[1] == layer.size:
        z = float(np.sum(weights * read, dtype=np.float64)) + (bias or 0.0)
        if len(weights) <= FEW_TERMS:
            terms = tuple(zip(weights.tolist(), read.tolist(), strict=True))
    slope, slope_of = _slope(network, layer, index, grads)
    return NeuronFacts(
        activation, z, bias, terms, slope, slope_of, _incoming(network, layer, weights)
    )


def bias_of(network: Network, layer: DiagramLayer, index: int) -> float | None:
    """The bias of a neuron; None where it has none of its own."""
    bias = network.params.get(f"{layer.owner}/bias")
    if bias is None or layer.weights(network) is None or bias.shape != (layer.size,):
        return None
    return float(bias[index])


@dataclass(frozen=True)
class Target:
    """One number that can be changed: a bias, or the weight of a link.

    Attributes:
        column: Of the neuron whose bias or incoming weight it is.
        index: That neuron.
        start: The neuron before it; None of a bias.
        name: The parameter, "dense_1/kernel".
    """

    column: int
    index: int
    start: int | None
    name: str

    @property
    def place(self) -> tuple[int, ...]:
        """Where in its array."""
        return (self.index,) if self.start is None else (self.start, self.index)

    def value(self, network: Network) -> float | None:
        """Its number, as people write it; None where it is not there."""
        array = network.params.get(self.name)
        if array is None or array.ndim != len(self.place):
            return None
        inside = all(at < end for at, end in zip(self.place, array.shape, strict=True))
        return float(str(array[self.place])) if inside else None


def target_of(
    network: Network, layers: Sequence[DiagramLayer], column: int, index: int, start: int | None
) -> Target | None:
    """A bias, or with `start` a weight; None where the column has none of its own."""
    if not 0 < column < len(layers):
        return None
    layer = layers[column]
    if start is not None and layer.links(network) is None:
        return None
    if start is None and bias_of(network, layer, index) is None:
        return None
    target = Target(column, index, start, f"{layer.owner}/{'bias' if start is None else 'kernel'}")
    return None if target.value(network) is None else target


def sample_gradients(
    network: Network, workspace: Workspace, sample: np.ndarray, target: int, loss: str
) -> Mapping[str, np.ndarray]:
    """The gradients of one sample; none where they would be dear or have no meaning."""
    outputs = network.output_shape
    if len(network.output_names) > 1:  # the other outputs have targets of their own
        return {}
    if loss not in LOSSES or len(outputs) != 1 or not 0 <= target < outputs[0]:
        return {}
    y = np.zeros((1, outputs[0]), network.dtype)
    y[0, target] = 1
    x = sample.reshape(1, *network.input_shape)
    return network.loss_and_grads(x, y, loss, workspace=workspace)[1]


def _op(network: Network, name: str) -> Op | None:
    return next((op for op in network.ops if op.name == name), None)


def _read_by(
    network: Network, layer: DiagramLayer, sample: np.ndarray | None, activations: Activations
) -> np.ndarray | None:
    """What the layer reads, in a row."""
    op = _op(network, layer.name)
    if op is None:
        return None
    source = op.sources[0]
    values = sample if source < 0 else activations.get(network.ops[source].name)
    return None if values is None else np.asarray(values).reshape(-1)


def _slope(
    network: Network, layer: DiagramLayer, index: int, grads: Mapping[str, np.ndarray]
) -> tuple[float | None, str]:
    """The derivative of the loss by the neuron's output, else by its sum.

    The gradient of a bias is that of its sum. Summed up over the weights of the one layer
    that reads this one, it is that of this one's output.
    """
    reader = _reader(network, layer.output)
    if reader is not None:
        delta = grads.get(f"{reader.owner}/bias")
        kernel = network.params.get(f"{reader.owner}/kernel")
        if delta is not None and kernel is not None and kernel.shape == (layer.size, delta.size):
            return float(np.sum(kernel[index] * delta, dtype=np.float64)), "a"
    own = grads.get(f"{layer.owner}/bias")
    if own is None or own.size != layer.size or layer.owner != layer.name:
        return None, "a"
    return float(own[index]), "z"


def _reader(network: Network, name: str) -> Op | None:
    """The Dense layer that alone reads this one, perhaps through layers that only pass on."""
    ops = network.ops
    place = next((i for i, op in enumerate(ops) if op.name == name), -1)
    while place >= 0:
        readers = [i for i, op in enumerate(ops) if place in op.sources]
        if len(readers) != 1:
            return None
        op = ops[readers[0]]
        if op.layer.type_name == "Dense":
            shared = sum(other.owner == op.owner for other in ops) > 1
            penalty = getattr(op.layer, "bias_regularizer", None)
            return None if shared or penalty else op
        if op.layer.type_name not in ("Dropout", "Flatten"):
            return None
        place = readers[0]
    return None


def _incoming(network: Network, layer: DiagramLayer, weights: np.ndarray) -> np.ndarray | None:
    """The weights as the picture they look at, where the neuron reads a picture."""
    if layer.name not in {info.name for info in network.inference.layers}:
        return None
    shape = source_shape(network, layer.name)
    if size(shape) != len(weights) or not (len(shape) == 3 or len(weights) == 28 * 28):
        return None
    rows, columns = image_shape(shape)
    return weights.reshape(rows, columns).copy() if rows > 2 and columns > 2 else None
