"""Activations at every size of z, losses alone and behind an activation, penalties."""

from collections.abc import Callable
from functools import partial
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
    spec,
    tensors,
)
from tests.references.torch_windows import convolve

EPSILON = 1e-7


def clipped(p: Tensor) -> Tensor:
    return torch.clamp(p, EPSILON, 1 - EPSILON)


def binary(p: Tensor, y: Tensor) -> Tensor:
    q = clipped(p)
    return -torch.mean(y * torch.log(q) + (1 - y) * torch.log(1 - q))


def categorical(p: Tensor, y: Tensor) -> Tensor:
    """Keras makes the outputs sum to 1, then keeps them from 0 and 1."""
    q = clipped(p / p.sum(-1, keepdim=True))
    return -(y * torch.log(q)).sum(-1).mean()


def fused_categorical(z: Tensor, y: Tensor) -> Tensor:
    return F.cross_entropy(z.reshape(-1, z.shape[-1]), y.reshape(-1, z.shape[-1]))


def fused_perceptron(z: Tensor, y: Tensor) -> Tensor:
    """With y of 0 and 1: a sum on the wrong side of 0 costs its distance from there."""
    return F.relu((1 - 2 * y) * z).sum() / len(z)


LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "mse": F.mse_loss,
    "quadratic": lambda p, y: F.mse_loss(p, y, reduction="sum") / (2 * len(p)),
    "binary_crossentropy": binary,
    "categorical_crossentropy": categorical,
}
FUSED = {
    ("sigmoid", "binary_crossentropy"): F.binary_cross_entropy_with_logits,
    ("softmax", "categorical_crossentropy"): fused_categorical,
    ("step", "perceptron"): fused_perceptron,
}


def applied(name: str, x: Tensor, p: Tensors) -> Tensor:
    return ACTIVATIONS[name](x)


def activations() -> list[Case]:
    """Ordinary z, z around 0, z where float32's exponential ends, z up to 10,000."""
    cases = []
    for name in ACTIVATIONS:
        rng = generator(name)
        signs = rng.choice([-1.0, 1.0], (3, 12))
        sizes = {
            "ordinary": grid(rng, 3, 12) * 2,
            "tiny": signs * np.float32(10.0 ** rng.uniform(-30, -3, (3, 12))),
            "zero": np.zeros((2, 4)),
            "large": signs * np.round(rng.uniform(5, 120, (3, 12)) * 64) / 64,
            "below": -np.round(rng.uniform(2, 12, (3, 12)) * 64) / 64,
            "huge": signs * np.round(10 ** rng.uniform(2.5, 4, (3, 12))),
            "raised-by-10000": 10_000 + grid(rng, 3, 12) * 2,
        }
        settings = {"type": "Activation", "activation": name}
        for size, z in sizes.items():
            cases.append(
                layer(f"{name}-{size}", z.shape[1:], settings, {}, partial(applied, name), x=z)
            )
    cases.append(
        layer("softmax-over-channels", (3, 2, 4), {"type": "Activation", "activation": "softmax"},
              {}, lambda x, p: torch.softmax(x, -1))
    )  # fmt: skip
    return cases


def targets(kind: str, rng: np.random.Generator, *shape: int) -> np.ndarray:
    if kind == "values":
        return grid(rng, *shape)
    if kind == "soft":  # distributions, on a grid
        counts = rng.multinomial(16, np.full(shape[-1], 1 / shape[-1]), shape[:-1])
        return counts / 16
    if kind == "several":  # of many yes or no
        return rng.integers(0, 2, shape).astype(np.float64)
    return np.eye(shape[-1])[rng.integers(0, shape[-1], shape[:-1])]


def loss_alone(name: str, loss: str, p: np.ndarray, y: np.ndarray, **more: Any) -> Case:
    source = torch.tensor(p, requires_grad=True)
    value = LOSSES[loss](source, torch.tensor(y))
    (dp,) = torch.autograd.grad(value, source)
    arrays = {"p": p, "y": y, "value": value.detach().numpy(), "dp": dp.numpy()}
    return Case(f"{loss}-{name}", {"loss": loss, **more}, arrays)


def losses() -> list[Case]:
    """Losses of given predictions."""
    rng = generator("losses")
    cases = []
    for loss in ("mse", "quadratic"):
        for name, shape in {"vector": (5, 4), "one-output": (6, 1), "steps": (3, 4, 2)}.items():
            p, y = grid(rng, *shape), grid(rng, *shape)
            cases.append(loss_alone(name, loss, p, y))
        cases.append(loss_alone("exact", loss, grid(rng, 2, 3) * 0 + 0.5, np.full((2, 3), 0.5)))
        cases.append(loss_alone("huge", loss, grid(rng, 3, 4) * 1e4, grid(rng, 3, 4)))
    for name, kind, shape in (
        ("hard", "hard", (5, 4)),
        ("soft", "soft", (5, 4)),
        ("steps", "hard", (3, 4, 2)),
        ("one-output", "several", (6, 1)),
        ("several", "several", (4, 5)),
    ):
        p = np.round(rng.uniform(0.05, 0.95, shape) * 256) / 256
        y = targets(kind, rng, *shape)
        cases.append(loss_alone(name, "binary_crossentropy", p, y))
        if kind != "several":
            cases.append(loss_alone(name, "categorical_crossentropy", p, y))
    # 1 - 1e-7 is 1 - 1.2e-7 in float32, so where this clips the two types differ.
    p = np.array([[0, 1, 0.5, 0.25], [1, 0, 1e-9, 1 - 1e-9], [1, 1e-7, 0.5, 1e-6]])
    for name, y in (("right", np.round(p)), ("wrong", 1 - np.round(p)), ("soft", p * 0 + 0.25)):
        more = {"dtypes": ["float64"]}
        cases.append(loss_alone(f"saturated-{name}", "binary_crossentropy", p, y, **more))
        cases.append(loss_alone(f"saturated-{name}", "categorical_crossentropy", p, y, **more))
    return cases


def behind(name: str, activation: str, loss: str, z: np.ndarray, y: np.ndarray) -> Case:
    """A loss behind an activation: its value and its gradient with respect to z."""
    source, target = torch.tensor(z, requires_grad=True), torch.tensor(y)
    fused = FUSED.get((activation, loss))
    if fused:
        value = fused(source, target)
    else:
        value = LOSSES[loss](ACTIVATIONS[activation](source), target)
    (dz,) = torch.autograd.grad(value, source)
    network = spec(z.shape[1:], {"type": "Activation", "name": "it", "activation": activation})
    arrays = {"x": z, "y": y, "value": value.detach().numpy(), "dx": dz.numpy()}
    settings = {"loss": loss, "spec": network, "fused": fused is not None}
    return Case(f"{loss}-of-{activation}-{name}", settings, arrays)


def losses_behind() -> list[Case]:
    rng = generator("losses behind")
    cases = []
    for (activation, loss), kinds in {
        ("softmax", "categorical_crossentropy"): ("hard", "soft"),
        ("sigmoid", "binary_crossentropy"): ("several", "soft"),
    }.items():
        for kind in kinds:
            shapes = {"vector": (5, 4), "steps": (3, 4, 3)}
            logits = {name: grid(rng, *shape) * 2 for name, shape in shapes.items()}
            logits["huge"] = np.round(rng.uniform(-1e4, 1e4, (6, 5)))
            logits["raised-by-10000"] = 10_000 + grid(rng, 5, 4)
            logits["lowered-by-10000"] = -10_000 + grid(rng, 5, 4)
            logits["large"] = np.round(rng.uniform(-120, 120, (6, 5)) * 64) / 64
            for name, z in logits.items():
                cases.append(behind(f"{kind}-{name}", activation, loss, z,
                                    targets(kind, rng, *z.shape)))  # fmt: skip
    for activation, loss, kind in (
        ("sigmoid", "quadratic", "hard"),
        ("sigmoid", "mse", "several"),
        ("linear", "mse", "values"),
        ("tanh", "mse", "values"),
        ("softmax", "mse", "hard"),
        ("softmax", "quadratic", "soft"),
        ("softmax", "binary_crossentropy", "hard"),
        ("sigmoid", "categorical_crossentropy", "hard"),
        ("gelu", "quadratic", "values"),
    ):
        z = grid(rng, 5, 4)
        cases.append(behind(kind, activation, loss, z, targets(kind, rng, 5, 4)))
    for name, shape in {"vector": (5, 4), "steps": (3, 4, 3), "one-output": (6, 1)}.items():
        z = grid(rng, *shape) + 2**-9  # never 0, where the two have other slopes
        cases.append(behind(name, "step", "perceptron", z, targets("several", rng, *shape)))
    return cases


def penalty(values: Tensor, weights: dict[str, float]) -> Tensor:
    return weights.get("l1", 0) * values.abs().sum() + weights.get("l2", 0) * (values**2).sum()


def penalized(
    name: str,
    shape: tuple[int, ...],
    settings: dict[str, Any],
    params: Values,
    compute: Callable[[Tensor, Tensors], Tensor],
    loss: str = "mse",
) -> Case:
    """The loss with every penalty; that of the outputs is divided by the batch, as in Keras."""
    rng = generator(name)
    source, p = torch.tensor(grid(rng, 4, *shape), requires_grad=True), tensors(params)
    outputs = compute(source, p)
    kind = "hard" if loss == "categorical_crossentropy" else "values"
    y = targets(kind, rng, *outputs.shape)
    value = LOSSES[loss](outputs, torch.tensor(y))
    for key, tensor in {**p, "activity": outputs / 1}.items():
        share = 1 / len(outputs) if key == "activity" else 1
        value = value + share * penalty(tensor, settings.get(f"{key}_regularizer", {}))
    dx, *grads = torch.autograd.grad(value, [source, *p.values()])
    arrays = {"x": source.detach().numpy(), "y": y, "dx": dx.numpy()}
    arrays["value"] = value.detach().numpy()
    arrays |= {f"params/it/{key}": np.asarray(v) for key, v in params.items()}
    arrays |= {f"grads/it/{key}": g.numpy() for key, g in zip(p, grads, strict=True)}
    network = spec(shape, {"name": "it", **settings})
    return Case(name, {"loss": loss, "spec": network, "fused": False}, arrays)


def penalties() -> list[Case]:
    """L1, L2 and both, on the kernel, the bias, the outputs and all of them."""
    weights = {"l1": {"l1": 0.03}, "l2": {"l2": 0.02}, "l1-l2": {"l1": 0.03, "l2": 0.02}}
    places = {p: (p,) for p in ("kernel", "bias", "activity")}
    places["everything"] = ("kernel", "bias", "activity")
    rng = generator("penalties")
    dense = {"kernel": grid(rng, 4, 3), "bias": grid(rng, 3)}
    dense["kernel"][0, 1] = dense["bias"][1] = 0  # where |w| has no slope
    maps = {"kernel": grid(rng, 2, 3, 2, 3), "bias": grid(rng, 3)}
    line = {"kernel": grid(rng, 3, 2, 3), "bias": grid(rng, 3)}
    cases = []
    for kind, weight in weights.items():
        for place, keys in places.items():
            given = {f"{key}_regularizer": weight for key in keys}
            d = {"type": "Dense", "units": 3, "activation": "tanh", **given}
            c = {"type": "Conv2D", "filters": 3, "kernel_size": [2, 3], **given}
            s = {"type": "Conv1D", "filters": 3, "kernel_size": [3], **given}
            cases += [
                penalized(f"Dense-{place}-{kind}", (4,), d, dense,
                          lambda x, p: torch.tanh(x @ p["kernel"] + p["bias"])),
                penalized(f"Conv2D-{place}-{kind}", (3, 4, 2), c, maps,
                          partial(convolve, settings=c)),
                penalized(f"Conv1D-{place}-{kind}", (5, 2), s, line,
                          partial(convolve, settings=s)),
            ]  # fmt: skip
    # A penalty on the outputs stands between the softmax and its loss: not fused.
    settings = {"type": "Dense", "units": 3, "activation": "softmax",
                "activity_regularizer": {"l2": 0.5}}  # fmt: skip
    cases.append(
        penalized("Dense-softmax-activity-l2", (4,), settings, dense,
                  lambda x, p: torch.softmax(x @ p["kernel"] + p["bias"], -1),
                  "categorical_crossentropy")
    )  # fmt: skip
    return cases
