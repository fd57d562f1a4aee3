"""Parameters and activations cut into small images."""

import math

import numpy as np

from nncore.network import Network
from nncore.shapes import Shape, size


def first_kernel(network: Network, layer: str) -> str:
    """The layer whose kernel to show: the one given, or its owner; else the first with one."""
    for op in network.ops:
        if op.name == layer and f"{op.owner}/kernel" in network.params:
            return op.owner
    if layer:
        return ""
    names = (name.rpartition("/")[0] for name in network.params if name.endswith("/kernel"))
    return next(names, "")


def gates_of(network: Network, layer: str) -> int:
    """How many kernels stand beside each other in one: the gates of an LSTM, else 1."""
    infos = {info.name: info.layer for info in network.inference.layers}
    return int(getattr(infos[layer], "gates", 1))


def image_shape(shape: Shape) -> tuple[int, int]:
    """Rows and columns of a picture that shows `shape`; a vector becomes nearly square."""
    if len(shape) == 3 and shape[2] == 1:
        return shape[0], shape[1]
    if len(shape) == 2:
        return shape[0], shape[1]
    count = size(shape)
    side = math.isqrt(count)
    if side * side == count and count > 16:
        return side, side
    return 1, count


def source_shape(network: Network, layer: str) -> Shape:
    """The shape in which the inputs of a layer make sense as a picture.

    A flattened image is shown as the image it was.
    """
    infos = {info.name: info for info in network.inference.layers}
    info = infos[layer]
    source = info.inputs[0]
    while source in infos and infos[source].layer.type_name in ("Flatten", "Dropout"):
        info = infos[source]
        source = info.inputs[0]
        if info.layer.type_name == "Flatten":
            break
    shape: Shape = info.input_shape
    return shape


def kernel_tiles(network: Network, layer: str, kernel: np.ndarray | None = None) -> np.ndarray:
    """A kernel as (tiles, rows, columns): what each unit, or filter in one map, looks for.

    Of a convolution, the tiles of a filter follow each other, one for each map it reads; of
    one over time a tile is a filter, (features, steps). `kernel` may be another array of its
    shape, such as its gradient.
    """
    if kernel is None:
        kernel = network.params[f"{layer}/kernel"]
    if kernel.ndim == 4:
        rows, columns = kernel.shape[:2]
        return np.ascontiguousarray(kernel.transpose(3, 2, 0, 1), np.float32).reshape(
            -1, rows, columns
        )
    if kernel.ndim == 3:
        return np.ascontiguousarray(kernel.transpose(2, 1, 0), np.float32)
    shape = source_shape(network, layer)
    rows, columns = image_shape(shape if size(shape) == kernel.shape[0] else (kernel.shape[0],))
    return np.ascontiguousarray(kernel.T, np.float32).reshape(-1, rows, columns)


def activation_tiles(values: np.ndarray) -> np.ndarray:
    """The output of a layer for one sample as (maps, rows, columns)."""
    values = np.asarray(values, np.float32)
    if values.ndim == 3:
        return np.ascontiguousarray(values.transpose(2, 0, 1))
    if values.ndim == 2:
        return values[None]
    return values.reshape(-1, 1, 1)
