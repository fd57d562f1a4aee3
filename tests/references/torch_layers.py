"""Dense, normalization, embedding, shapes, merges and chance, by PyTorch's functions."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from tests.references.cases import Case
from tests.references.torch_common import (
    ACTIVATIONS,
    Tensors,
    Values,
    generator,
    grid,
    layer,
    passes,
    spec,
    tensors,
)
from tests.references.torch_windows import convolve


def dense(name: str, input_shape: Sequence[int], units: int, **more: Any) -> Case:
    name = f"Dense-{name}"
    rng = generator(name)
    params = {"kernel": grid(rng, input_shape[-1], units)}
    if more.get("use_bias", True):
        params["bias"] = grid(rng, units)
    function = ACTIVATIONS[more.get("activation", "linear")]

    def compute(x: Tensor, p: Tensors) -> Tensor:
        return function(F.linear(x, p["kernel"].T, p.get("bias")))

    return layer(name, input_shape, {"type": "Dense", "units": units, **more}, params, compute)


def layer_normalization(name: str, input_shape: Sequence[int], **more: Any) -> Case:
    name = f"LayerNormalization-{name}"
    params = scale_and_shift(name, input_shape[-1], more)
    settings = {"type": "LayerNormalization", **more}

    def compute(x: Tensor, p: Tensors) -> Tensor:
        last, epsilon = list(x.shape[-1:]), more.get("epsilon", 1e-3)
        return F.layer_norm(x, last, p.get("gamma"), p.get("beta"), epsilon)

    return layer(name, input_shape, settings, params, compute)


def scale_and_shift(name: str, channels: int, settings: dict[str, Any]) -> Values:
    rng = generator(name)
    params = {"gamma": grid(rng, channels), "beta": grid(rng, channels)}
    off = {"gamma": not settings.get("scale", True), "beta": not settings.get("center", True)}
    return {key: value for key, value in params.items() if not off[key]}


def embedding(name: str, indices: np.ndarray, input_dim: int, output_dim: int) -> Case:
    name = f"Embedding-{name}"
    settings = {"type": "Embedding", "input_dim": input_dim, "output_dim": output_dim}
    table = {"embeddings": grid(generator(name), input_dim, output_dim)}

    def compute(x: Tensor, p: Tensors) -> Tensor:
        return F.embedding(x.long(), p["embeddings"])

    x = np.asarray(indices, np.float64)
    return layer(name, x.shape[1:], settings, table, compute, x=x)


def reshape(name: str, input_shape: Sequence[int], target: Sequence[int]) -> Case:
    settings = {"type": "Reshape", "target_shape": list(target)}
    return layer(
        f"Reshape-{name}", input_shape, settings, {}, lambda x, p: x.reshape(len(x), *target)
    )


def flatten(name: str, input_shape: Sequence[int]) -> Case:
    return layer(f"Flatten-{name}", input_shape, {"type": "Flatten"}, {},
                 lambda x, p: torch.flatten(x, 1))  # fmt: skip


def merge(
    name: str,
    input_shape: Sequence[int],
    branches: Sequence[dict[str, Any]],
    last: dict[str, Any],
    params: Values,
    compute: Callable[[Tensor, Tensors], Tensor],
) -> Case:
    """A merge of what branches make of one input, so that their gradients meet there."""
    name = f"{last['type']}-{name}"
    network = spec(
        input_shape, *({**b, "inputs": ["input"]} for b in branches), {"name": "it", **last}
    )
    x = grid(generator(name), 3, *input_shape)
    return passes(name, {"about": last["type"], "spec": network}, x, params, compute)


def merges() -> list[Case]:
    tanh = {"type": "Activation", "name": "a", "activation": "tanh"}
    sigmoid = {"type": "Activation", "name": "b", "activation": "sigmoid"}
    units = {"type": "Dense", "name": "d", "units": 2}
    kernel = grid(generator("merge"), 3, 2)
    conv = {"type": "Conv2D", "name": "c", "filters": 3, "kernel_size": [3, 2], "padding": "same"}
    maps = grid(generator("merge maps"), 3, 2, 2, 3)

    def add(*inputs: str) -> dict[str, Any]:
        return {"type": "Add", "inputs": list(inputs)}

    def join(axis: int, *inputs: str) -> dict[str, Any]:
        return {"type": "Concatenate", "axis": axis, "inputs": list(inputs)}

    def convolved(x: Tensor, p: Tensors) -> Tensor:
        return convolve(x, {"kernel": p["c/kernel"], "bias": p["c/bias"]}, conv)

    dense_params = {"d/kernel": kernel, "d/bias": np.array([0.5, -0.25])}
    conv_params = {"c/kernel": maps, "c/bias": np.array([0.5, -0.25, 0])}
    return [
        merge("two", (4, 3), [tanh], add("input", "a"), {}, lambda x, p: x + torch.tanh(x)),
        merge("three", (5,), [tanh, sigmoid], add("input", "a", "b"), {},
              lambda x, p: x + torch.tanh(x) + torch.sigmoid(x)),
        merge("one-input-twice", (2, 3, 2), [tanh], add("a", "a"), {},
              lambda x, p: 2 * torch.tanh(x)),
        merge("skip-a-convolution", (4, 3, 2), [{**conv, "filters": 2}], add("c", "input"),
              {"c/kernel": maps[..., :2], "c/bias": np.array([0.5, -0.25])},
              lambda x, p: convolved(x, p) + x),
        merge("last-axis", (3,), [units, tanh], join(-1, "d", "input", "a"), dense_params,
              lambda x, p: torch.cat([x @ p["d/kernel"] + p["d/bias"], x, torch.tanh(x)], -1)),
        merge("axis-1-of-steps", (4, 3), [tanh, sigmoid], join(1, "a", "b"), {},
              lambda x, p: torch.cat([torch.tanh(x), torch.sigmoid(x)], 1)),
        merge("channels", (4, 3, 2), [conv], join(3, "input", "c"), conv_params,
              lambda x, p: torch.cat([x, convolved(x, p)], 3)),
        merge("rows", (2, 3, 2), [tanh], join(-3, "a", "input", "a"), {},
              lambda x, p: torch.cat([torch.tanh(x), x, torch.tanh(x)], 1)),
    ]  # fmt: skip


def layers() -> list[Case]:
    wheel = np.array([[0, 3, 3, 1], [6, 0, 3, 2], [3, 3, 3, 3]])  # 4 and 5 are never used
    return [
        dense("linear", (5,), 3),
        dense("no-bias", (4,), 3, use_bias=False),
        dense("one-by-one", (1,), 1),
        dense("at-every-step", (4, 5), 3, activation="relu"),
        dense("at-every-step-no-bias", (3, 2), 4, use_bias=False, activation="elu"),
        dense("larger", (40,), 24, activation="tanh"),
        *(dense(name, (6,), 4, activation=name) for name in ACTIVATIONS if name != "linear"),
        layer_normalization("vector", (6,)),
        layer_normalization("picture", (3, 2, 5), epsilon=1e-5),
        layer_normalization("steps", (4, 3)),
        layer_normalization("no-beta", (3, 4), center=False),
        layer_normalization("no-gamma", (5,), scale=False),
        layer_normalization("plain", (5,), center=False, scale=False),
        embedding("steps", wheel, 7, 3),
        embedding("of-two-axes", wheel.reshape(3, 2, 2), 7, 2),
        embedding("one-row", np.zeros((2, 3)), 1, 4),
        reshape("split", (12,), (3, 4)),
        reshape("join", (2, 3, 2), (4, 3)),
        reshape("what-is-left", (4, 3), (2, -1, 3)),
        flatten("picture", (4, 3, 2)),
        flatten("steps", (3, 4)),
        flatten("vector", (5,)),
        *merges(),
    ]


def batch_normalization(name: str, input_shape: Sequence[int], batch: int, **more: Any) -> Case:
    """Two batches in training, one after the other, then the second one in inference.

    PyTorch's running variance is the unbiased one and its momentum is 1 - Keras's; the
    biased one that Keras keeps is computed here.
    """
    rng = generator(name)
    channels = input_shape[-1]
    epsilon, momentum = more.get("epsilon", 1e-3), more.get("momentum", 0.99)
    p = tensors(scale_and_shift(name, channels, more))
    mean, variance = grid(rng, channels), 0.5 + grid(rng, channels) ** 2
    arrays = {"state/it/moving_mean": mean, "state/it/moving_variance": variance}
    arrays |= {f"params/it/{key}": value.detach().numpy() for key, value in p.items()}
    moving = [torch.tensor(mean), torch.tensor(variance)]
    spread = np.array([0.25, 4, 1, 2])[:channels]
    for stage in ("first", "second", "inference"):
        training = stage != "inference"
        if training:
            x = grid(rng, batch, *input_shape) * spread + grid(rng, channels)
        dy = grid(rng, batch, *input_shape)
        source = torch.tensor(x, requires_grad=True)
        theirs = [m.clone() for m in moving]
        y = F.batch_norm(source.movedim(-1, 1), *theirs, p.get("gamma"), p.get("beta"), training,
                         1 - momentum, epsilon).movedim(1, -1)  # fmt: skip
        grads = torch.autograd.grad(y, [source, *p.values()], torch.tensor(dy))
        if training:
            rows = source.detach().reshape(-1, channels)
            batch_mean, batch_variance = rows.mean(0), rows.var(0, correction=0)
            moving = [
                momentum * moving[0] + (1 - momentum) * batch_mean,
                momentum * moving[1] + (1 - momentum) * batch_variance,
            ]
            assert torch.allclose(moving[0], theirs[0], rtol=0, atol=1e-12)
        named = zip(("dx", *(f"grads/it/{key}" for key in p)), grads, strict=True)
        arrays |= {f"{stage}/{key}": value.numpy() for key, value in named}
        arrays |= {f"{stage}/x": x, f"{stage}/dy": dy, f"{stage}/y": y.detach().numpy()}
        arrays[f"{stage}/moving_mean"], arrays[f"{stage}/moving_variance"] = map(np.array, moving)
    network = spec(input_shape, {"type": "BatchNormalization", "name": "it", **more})
    about = {"about": "BatchNormalization", "spec": network}
    return Case(f"BatchNormalization-{name}", about, arrays)


def batch_normalizations() -> list[Case]:
    b = batch_normalization
    return [
        b("vector", (4,), 6),
        b("picture", (3, 2, 3), 4, momentum=0.75, epsilon=1e-5),
        b("steps", (3, 2), 5, momentum=0.5),
        b("two-samples", (3,), 2),
        b("momentum-0", (3,), 5, momentum=0.0),
        b("no-beta", (4,), 5, center=False),
        b("no-gamma", (2, 3), 5, scale=False),
        b("plain", (3,), 7, center=False, scale=False),
    ]


def dropped(kind: str, name: str, input_shape: Sequence[int], rate: float) -> Case:
    """Where a value is kept, what becomes of it and of its gradient.

    PyTorch's own dropout is asked until it has kept every value once; which ones nncore
    keeps is its generator's affair.
    """
    name = f"{kind}-{name}"
    rng = generator(name)
    x, dy = grid(rng, 4, *input_shape), grid(rng, 4, *input_shape)
    x += np.copysign(1 / 8, x)  # a 0 would look as if it were dropped
    torch.manual_seed(0)
    kept, slope, seen = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape, bool)
    while not seen.all():
        source = torch.tensor(x, requires_grad=True)
        if kind == "Dropout":
            y = F.dropout(source, rate)
        else:
            y = F.dropout2d(source.movedim(-1, 1), rate).movedim(1, -1)
        (dx,) = torch.autograd.grad(y, source, torch.tensor(dy))
        here = y.detach().numpy() != 0
        kept[here], slope[here] = y.detach().numpy()[here], dx.numpy()[here]
        seen |= here
    network = spec(input_shape, {"type": kind, "name": "it", "rate": rate})
    about = {"about": kind, "spec": network}
    return Case(name, about, {"x": x, "dy": dy, "kept": kept, "slope": slope})


def noisy(name: str, input_shape: Sequence[int], stddev: float) -> Case:
    """The noise is nncore's own; its gradient passes as through any sum."""
    name = f"GaussianNoise-{name}"
    x, dy = (grid(generator(name + part), 4, *input_shape) for part in ("x", "dy"))
    source = torch.tensor(x, requires_grad=True)
    y = source + stddev * torch.randn(x.shape)
    (dx,) = torch.autograd.grad(y, source, torch.tensor(dy))
    settings = {"type": "GaussianNoise", "name": "it", "stddev": stddev}
    about = {"about": "GaussianNoise", "spec": spec(input_shape, settings)}
    return Case(name, about, {"x": x, "dy": dy, "dx": dx.numpy(), "stddev": np.float64(stddev)})


def chances() -> list[Case]:
    return [
        dropped("Dropout", "half", (12,), 0.5),
        dropped("Dropout", "three-in-ten", (3, 4, 2), 0.3),
        dropped("Dropout", "nine-in-ten", (4, 6), 0.9),
        dropped("Dropout", "none", (5,), 0.0),
        dropped("SpatialDropout2D", "half", (3, 2, 6), 0.5),
        dropped("SpatialDropout2D", "one-in-five", (2, 3, 8), 0.2),
        noisy("some", (4, 6), 0.5),
        noisy("none", (5,), 0.0),
    ]
