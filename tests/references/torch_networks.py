"""Whole networks, trained for ten steps from given weights; the weights after each step."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from tests.references.cases import Case
from tests.references.torch_common import Tensors, generator, grid, spec, tensors
from tests.references.torch_losses import fused_categorical, targets
from tests.references.torch_recurrent import by_module
from tests.references.torch_windows import channels_first, channels_last, convolve

STEPS, BATCH, BATCHES = 10, 8, 3


def scaled(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Weights for as many inputs as all axes but the last have."""
    return np.float64(np.float32(grid(rng, *shape) / np.sqrt(np.prod(shape[:-1]))))


def part(p: Tensors, layer: str) -> Tensors:
    return {k.removeprefix(layer + "/"): v for k, v in p.items() if k.startswith(layer + "/")}


def trained(
    name: str,
    network: dict[str, Any],
    params: dict[str, np.ndarray],
    logits: Callable[[Tensor, Tensors], Tensor],
    optimizer: dict[str, Any],
    make: Callable[[list[Tensor]], torch.optim.Optimizer],
    classes: int,
) -> Case:
    """Batch after batch of a few, in turn; the last layer is a softmax with cross-entropy."""
    rng = generator(name)
    x = grid(rng, BATCHES, BATCH, *network["input_shape"])
    y = targets("hard", rng, BATCHES, BATCH, classes)
    p = tensors(params)
    steps = make(list(p.values()))
    (group,) = steps.param_groups
    epsilon, values = group.get("eps"), []
    after: dict[str, list[np.ndarray]] = {key: [] for key in p}
    for t in range(STEPS):
        if epsilon is not None:  # Keras's place of epsilon, see torch_optimizers.py
            group["eps"] = epsilon / (1 - group["betas"][1] ** (t + 1)) ** 0.5
        steps.zero_grad()
        z = logits(torch.tensor(x[t % BATCHES]), p)
        value = fused_categorical(z, torch.tensor(y[t % BATCHES]))
        value.backward()
        steps.step()
        values.append(value.item())
        for key, tensor in p.items():
            after[key].append(tensor.detach().numpy().copy())
    arrays = {"x": x, "y": y, "values": np.array(values)}
    arrays |= {f"params/{key}": np.asarray(a) for key, a in params.items()}
    arrays |= {f"after/{key}": np.array(a) for key, a in after.items()}
    return Case(name, {"spec": network, "optimizer": optimizer}, arrays)


def convolutional() -> Case:
    conv = {"type": "Conv2D", "kernel_size": [3, 3], "padding": "same", "activation": "relu"}
    first = {**conv, "name": "conv_1", "filters": 4}
    second = {**conv, "name": "conv_2", "filters": 5}
    network = spec(
        (8, 8, 2),
        first,
        {"type": "MaxPooling2D", "name": "pool", "pool_size": [2, 2]},
        second,
        {"type": "Flatten", "name": "flat"},
        {"type": "Dense", "name": "out", "units": 3, "activation": "softmax"},
    )
    rng = generator("convolutional")
    params = {
        "conv_1/kernel": scaled(rng, 3, 3, 2, 4),
        "conv_1/bias": grid(rng, 4) / 8,
        "conv_2/kernel": scaled(rng, 3, 3, 4, 5),
        "conv_2/bias": grid(rng, 5) / 8,
        "out/kernel": scaled(rng, 80, 3),
        "out/bias": np.zeros(3),
    }

    def logits(x: Tensor, p: Tensors) -> Tensor:
        x = convolve(x, part(p, "conv_1"), first)
        x = channels_last(F.max_pool2d(channels_first(x), 2))
        x = convolve(x, part(p, "conv_2"), second)
        return x.flatten(1) @ p["out/kernel"] + p["out/bias"]

    optimizer = {"type": "Adam", "learning_rate": 0.01}
    return trained("conv-pool-conv-dense-Adam", network, params, logits, optimizer,
                   lambda w: torch.optim.Adam(w, lr=0.01, eps=1e-7), 3)  # fmt: skip


def classifier(kind: str, gates: int, bias: tuple[int, ...]) -> Case:
    """A recurrent layer that reads a sequence, and a softmax that names its class."""
    settings = {"type": kind, "name": "memory", "units": 5}
    network = spec(
        (6, 3), settings, {"type": "Dense", "name": "out", "units": 3, "activation": "softmax"}
    )
    rng = generator(kind)
    params = {
        "memory/kernel": scaled(rng, 3, gates * 5),
        "memory/recurrent_kernel": scaled(rng, 5, gates * 5),
        "memory/bias": grid(rng, *bias) / 4,
        "out/kernel": scaled(rng, 5, 3),
        "out/bias": np.zeros(3),
    }

    def logits(x: Tensor, p: Tensors) -> Tensor:
        return by_module(x, part(p, "memory"), settings)[:, -1] @ p["out/kernel"] + p["out/bias"]

    optimizer = {"type": "Adam", "learning_rate": 0.01}
    return trained(f"{kind}-dense-Adam", network, params, logits, optimizer,
                   lambda w: torch.optim.Adam(w, lr=0.01, eps=1e-7), 3)  # fmt: skip


def residual() -> Case:
    """A skip connection over a convolution, averaged maps, SGD with Nesterov's momentum."""
    conv = {"type": "Conv2D", "kernel_size": [3, 3], "padding": "same"}
    first = {**conv, "name": "first", "filters": 4, "activation": "tanh"}
    second = {**conv, "name": "second", "filters": 4, "use_bias": False}
    network = spec(
        (5, 6, 2),
        first,
        second,
        {"type": "LayerNormalization", "name": "norm"},
        {"type": "Add", "name": "sum", "inputs": ["norm", "first"]},
        {"type": "Activation", "name": "bend", "activation": "gelu"},
        {"type": "GlobalAveragePooling2D", "name": "mean"},
        {"type": "Dense", "name": "out", "units": 3, "activation": "softmax"},
    )
    rng = generator("residual")
    params = {
        "first/kernel": scaled(rng, 3, 3, 2, 4),
        "first/bias": grid(rng, 4) / 8,
        "second/kernel": scaled(rng, 3, 3, 4, 4),
        "norm/gamma": np.ones(4),
        "norm/beta": np.zeros(4),
        "out/kernel": scaled(rng, 4, 3),
        "out/bias": np.zeros(3),
    }

    def logits(x: Tensor, p: Tensors) -> Tensor:
        skipped = convolve(x, part(p, "first"), first)
        x = convolve(skipped, part(p, "second"), second)
        x = F.layer_norm(x, [4], p["norm/gamma"], p["norm/beta"], 1e-3)
        x = F.gelu(x + skipped).mean((1, 2))
        return x @ p["out/kernel"] + p["out/bias"]

    optimizer = {"type": "SGD", "learning_rate": 0.125, "momentum": 0.875, "nesterov": True}
    return trained("skip-connection-nesterov", network, params, logits, optimizer,
                   lambda w: torch.optim.SGD(w, lr=0.125, momentum=0.875, nesterov=True),
                   3)  # fmt: skip


def networks() -> list[Case]:
    return [
        convolutional(),
        classifier("LSTM", 4, (20,)),
        classifier("GRU", 3, (2, 15)),
        residual(),
    ]
