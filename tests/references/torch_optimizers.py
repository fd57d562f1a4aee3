"""Ten steps of every optimizer along given gradients, in Keras's definition.

Where PyTorch's rule is the same, its own optimizer runs:

* SGD: the same as long as the rate stays; PyTorch's velocity holds gradients, Keras's
  steps, so a changing rate goes through the rule below.
* Adam, AdamW: PyTorch adds epsilon to the root of the corrected square, Keras to that of
  the plain one; handing PyTorch epsilon / sqrt(1 - beta_2^t) at step t makes them one.
* RMSprop: PyTorch adds epsilon to the root, Keras under it; the rule below.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tests.references.cases import Case
from tests.references.torch_common import generator, grid

STEPS, SIZE = 10, 24
Rule = Callable[[Tensor, Tensor, Tensor], Iterator[Tensor]]


def by_optimizer(make: Callable[[list[Tensor]], torch.optim.Optimizer], beta_2: float = 0) -> Rule:
    def steps(w: Tensor, gradients: Tensor, rates: Tensor) -> Iterator[Tensor]:
        w = w.clone().requires_grad_()
        optimizer = make([w])
        (group,) = optimizer.param_groups
        epsilon = group.get("eps", 0.0)
        for t, (g, rate) in enumerate(zip(gradients, rates, strict=True), 1):
            group["lr"] = float(rate)
            if beta_2:
                group["eps"] = epsilon / (1 - beta_2**t) ** 0.5
            w.grad = g.clone()
            optimizer.step()
            yield w.detach().clone()

    return steps


def momentum(mu: float, nesterov: bool) -> Rule:
    """v <- mu v - rate g; w <- w + v, or with Nesterov w <- w + mu v - rate g."""

    def steps(w: Tensor, gradients: Tensor, rates: Tensor) -> Iterator[Tensor]:
        v = torch.zeros_like(w)
        for g, rate in zip(gradients, rates, strict=True):
            v = mu * v - rate * g
            w = w + (mu * v - rate * g if nesterov else v)
            yield w

    return steps


def rmsprop(rho: float, epsilon: float) -> Rule:
    """s <- rho s + (1 - rho) g²; w <- w - rate g / sqrt(s + epsilon)."""

    def steps(w: Tensor, gradients: Tensor, rates: Tensor) -> Iterator[Tensor]:
        s = torch.zeros_like(w)
        for g, rate in zip(gradients, rates, strict=True):
            s = torch.lerp(g * g, s, rho)
            w = w - rate * g * torch.rsqrt(s + epsilon)
            yield w

    return steps


def case(
    name: str, settings: dict[str, Any], rule: Rule, factors: np.ndarray | None = None
) -> Case:
    """Gradients from 1e-9 to 100, some always 0, so that the place of epsilon tells."""
    rng = generator(name)
    w = grid(rng, SIZE)
    sizes = np.logspace(-9, 2, SIZE)
    sizes[-1] = 0
    gradients = np.float64(np.float32(rng.normal(size=(STEPS, SIZE)) * sizes))
    if settings["type"] == "SGD":  # whose steps grow with the gradient
        gradients = grid(rng, STEPS, SIZE)
    factors = np.ones(STEPS) if factors is None else factors
    rates = torch.tensor(settings["learning_rate"] * factors)
    after = torch.stack(list(rule(torch.tensor(w), torch.tensor(gradients), rates)))
    return Case(
        name,
        {"optimizer": settings},
        {"w": w, "gradients": gradients, "factors": factors, "after": after.numpy()},
    )


def optimizers() -> list[Case]:
    optim = torch.optim
    falling = np.arange(STEPS, 0, -1) / 8  # a schedule
    sgd = {"type": "SGD", "learning_rate": 0.125}
    mu = {"momentum": 0.875}
    rms = {"type": "RMSprop", "learning_rate": 0.125}
    adam = {"type": "Adam", "learning_rate": 0.125}
    adamw = {"type": "AdamW", "learning_rate": 0.125}
    other = {"beta_1": 0.75, "beta_2": 0.9375, "epsilon": 0.001}
    plain = by_optimizer(lambda w: optim.SGD(w, lr=0.0))
    rolling = by_optimizer(lambda w: optim.SGD(w, lr=0.0, momentum=0.875))
    looking = by_optimizer(lambda w: optim.SGD(w, lr=0.0, momentum=0.875, nesterov=True))
    adams = by_optimizer(lambda w: optim.Adam(w, eps=1e-7), 0.999)
    others = by_optimizer(lambda w: optim.Adam(w, betas=(0.75, 0.9375), eps=0.001), 0.9375)
    decayed = by_optimizer(lambda w: optim.AdamW(w, eps=1e-7, weight_decay=0.25), 0.999)
    default = by_optimizer(lambda w: optim.AdamW(w, eps=1e-7, weight_decay=0.004), 0.999)
    return [
        case("SGD", sgd, plain),
        case("SGD-falling-rate", sgd, plain, falling),
        case("SGD-momentum", {**sgd, **mu}, rolling),
        case("SGD-momentum-falling-rate", {**sgd, **mu}, momentum(0.875, False), falling),
        case("SGD-nesterov", {**sgd, **mu, "nesterov": True}, looking),
        case("SGD-nesterov-falling-rate", {**sgd, **mu, "nesterov": True}, momentum(0.875, True),
             falling),
        case("SGD-nesterov-without-momentum", {**sgd, "nesterov": True}, plain),
        case("RMSprop", rms, rmsprop(0.9, 1e-7)),
        case("RMSprop-falling-rate", rms, rmsprop(0.9, 1e-7), falling),
        case("RMSprop-other-settings", {**rms, "rho": 0.75, "epsilon": 0.001},
             rmsprop(0.75, 0.001)),
        case("Adam", adam, adams),
        case("Adam-falling-rate", adam, adams, falling),
        case("Adam-other-settings", {**adam, **other}, others),
        case("AdamW", {**adamw, "weight_decay": 0.25}, decayed),
        case("AdamW-falling-rate", {**adamw, "weight_decay": 0.25}, decayed, falling),
        case("AdamW-default-decay", adamw, default),
    ]  # fmt: skip
