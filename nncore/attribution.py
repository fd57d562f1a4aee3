"""Which parts of a sample speak for a class: the gradient of its score by every input."""

import numpy as np

from nncore.errors import ShapeError
from nncore.losses import LOSSES
from nncore.network import Network
from nncore.workspace import Workspace


def class_gradient(
    network: Network, x: np.ndarray, index: int, workspace: Workspace | None = None
) -> np.ndarray:
    """D s_k / d x, how the score of class k grows with each number of one sample.

    s_k is the logit z_k, where the last layer ends in softmax: the probability itself would
    hardly move where the network is sure. Other outputs are their own score.

    Source: K. Simonyan, A. Vedaldi, A. Zisserman, "Deep Inside Convolutional Networks:
    Visualising Image Classification Models and Saliency Maps" (2014), section 3.

    Args:
        network: The network.
        x: One sample, of the network's input shape.
        index: The class k, a place in the flattened output.
        workspace: One made with `input_grad=True`; its gradients are overwritten.

    Returns:
        An array of the input's shape.

    Raises:
        ShapeError: The sample has another shape, or the output has no such place.
    """
    batch = network.check_input(np.asarray(x)[np.newaxis])
    workspace = workspace or network.workspace(input_grad=True)
    if workspace.layers:
        workspace.fuse(LOSSES["categorical_crossentropy"])
    with np.errstate(over="ignore", invalid="ignore"):
        output = network.forward(batch, workspace)
        if not 0 <= index < output.size:
            raise ShapeError(f"the output has {output.size} places; received {index}")
        towards = np.zeros_like(output)
        towards.reshape(-1)[index] = 1.0
        gradient = network.backward(towards, workspace)
    # A layer may keep the sample for itself, as Embedding does: then nothing can be said.
    return np.zeros_like(batch[0]) if gradient is None else gradient[0].copy()
