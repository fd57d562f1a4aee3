"""What the makers of references share: inputs, activations in PyTorch, a layer as a case."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from tests.references.cases import Case

torch.set_default_dtype(torch.float64)

Values = Mapping[str, np.ndarray]
Tensors = dict[str, Tensor]

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "linear": lambda z: z,
    "step": lambda z: (z > 0).to(z.dtype) + 0 * z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z: F.leaky_relu(z, 0.2),
    "elu": F.elu,
    # F.gelu is z (1 + erf) / 2, which cancels to nothing far below 0.
    "gelu": lambda z: z * torch.erfc(-z / 2**0.5) / 2,
    "softmax": lambda z: torch.softmax(z, -1),
}


def generator(name: str) -> np.random.Generator:
    """Inputs belong to a case's name, so that a new case changes no other."""
    return np.random.default_rng(zlib.crc32(name.encode()))


def grid(rng: np.random.Generator, *shape: int, step: float = 1 / 64) -> np.ndarray:
    """Normal values on a grid: exact in float32, and small when compressed."""
    return np.round(rng.normal(size=shape) / step) * step


def distinct(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """No value twice: the place of a maximum is certain."""
    count = int(np.prod(shape))
    return (rng.permutation(count).reshape(shape) - count // 2) / 16


def spec(input_shape: Sequence[int], *layers: dict[str, Any]) -> dict[str, Any]:
    """A network as nncore reads it."""
    return {
        "format": "vitrine-network",
        "version": 1,
        "input_shape": list(input_shape),
        "layers": list(layers),
    }


def tensors(values: Values) -> Tensors:
    return {key: torch.tensor(value, requires_grad=True) for key, value in values.items()}


def passes(
    name: str,
    settings: dict[str, Any],
    x: np.ndarray,
    params: Values,
    compute: Callable[[Tensor, Tensors], Tensor],
    **more: np.ndarray,
) -> Case:
    """A case of one pass each way: y, and the gradients of x and every parameter for a dy.

    A parameter that `compute` does not depend on has gradient 0.
    """
    source, p = torch.tensor(x, requires_grad=True), tensors(params)
    y = compute(source, p)
    dy = grid(generator(name + " dy"), *y.shape, step=1 / 16)
    leaves = [source, *p.values()]
    if y.requires_grad:
        grads = torch.autograd.grad(y, leaves, torch.tensor(dy), allow_unused=True)
    else:
        grads = (None,) * len(leaves)
    slopes = [
        np.zeros(leaf.shape) if g is None else g.numpy()
        for leaf, g in zip(leaves, grads, strict=True)
    ]
    return Case(
        name,
        settings,
        {
            "x": x,
            "dy": dy,
            "y": y.detach().numpy(),
            "dx": slopes[0],
            **{f"params/{key}": np.asarray(value) for key, value in params.items()},
            **{f"grads/{key}": g for key, g in zip(p, slopes[1:], strict=True)},
            **more,
        },
    )


def layer(
    name: str,
    input_shape: Sequence[int],
    settings: dict[str, Any],
    params: Values,
    compute: Callable[[Tensor, Tensors], Tensor],
    *,
    batch: int = 3,
    x: np.ndarray | None = None,
) -> Case:
    """A case of one layer alone; `settings` has its type, params are named without it."""
    if x is None:
        x = grid(generator(name + " x"), batch, *input_shape)
    network = spec(input_shape, {"name": "it", **settings})
    about = {"about": settings["type"], "spec": network}
    return passes(
        name,
        about,
        x,
        {f"it/{key}": value for key, value in params.items()},
        lambda x, p: compute(x, {key.removeprefix("it/"): t for key, t in p.items()}),
    )
