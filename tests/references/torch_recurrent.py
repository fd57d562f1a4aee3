"""SimpleRNN, LSTM and GRU: PyTorch's modules, and their equations step by step.

PyTorch has weights (gates * units, F), two biases and, in the GRU, the gates in another
order (r, z, n; Keras: z, r, h); in the LSTM the order is Keras's (i, f, g, o). Activations
that the modules do not have go through the equations, which are held to the modules first.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from tests.references.cases import Case
from tests.references.torch_common import ACTIVATIONS, Tensors, generator, grid, layer

GATES = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}


def gates_reordered(weights: Tensor) -> Tensor:
    """From z, r, h to r, z, n along the last axis."""
    z, r, h = weights.chunk(3, -1)
    return torch.cat([r, z, h], -1)


def by_module(x: Tensor, p: Tensors, settings: dict[str, Any]) -> Tensor:
    """All steps' outputs by torch.nn.RNN, LSTM or GRU."""
    kind, units = settings["type"], settings["units"]
    width = GATES[kind] * units
    bias = p.get("bias", torch.zeros(width))
    both = list(bias) if bias.ndim == 2 else [bias, torch.zeros(width)]
    if kind == "GRU" and bias.ndim == 1:
        both = [torch.zeros(width)] * 2
    weights = [p["kernel"], p["recurrent_kernel"], *both]
    if kind == "GRU":
        weights = [gates_reordered(w) for w in weights]
    options = {"nonlinearity": settings.get("activation", "tanh")} if kind == "SimpleRNN" else {}
    module = {"SimpleRNN": torch.nn.RNN, "LSTM": torch.nn.LSTM, "GRU": torch.nn.GRU}[kind](
        x.shape[-1], units, batch_first=True, **options
    )
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    given = dict(zip(names, (w.T if w.ndim == 2 else w for w in weights), strict=True))
    outputs: Tensor = torch.func.functional_call(module, given, (x,))[0]
    return outputs


def by_equations(x: Tensor, p: Tensors, settings: dict[str, Any]) -> Tensor:
    """All steps' outputs, as the papers write them."""
    units, kind = settings["units"], settings["type"]
    f = ACTIVATIONS[settings.get("activation", "tanh")]
    s = ACTIVATIONS[settings.get("recurrent_activation", "sigmoid")]
    w, u, b = p["kernel"], p["recurrent_kernel"], p.get("bias")
    h = c = torch.zeros(len(x), units)
    outputs = []
    for x_t in x.unbind(1):
        a, r = x_t @ w, h @ u
        if b is not None:
            a, r = (a + b[0], r + b[1]) if kind == "GRU" else (a + b, r)
        if kind == "SimpleRNN":
            h = f(a + r)
        elif kind == "LSTM":
            i, forget, new, o = (a + r).split(units, -1)
            c = s(forget) * c + s(i) * f(new)
            h = s(o) * f(c)
        else:
            (a_z, a_r, a_h), (r_z, r_r, r_h) = a.split(units, -1), r.split(units, -1)
            z = s(a_z + r_z)
            h = z * h + (1 - z) * f(a_h + s(a_r + r_r) * r_h)
        outputs.append(h)
    return torch.stack(outputs, 1)


def compute(x: Tensor, p: Tensors, settings: dict[str, Any]) -> Tensor:
    function = settings.get("activation", "tanh")
    in_module = function == "tanh" or (function == "relu" and settings["type"] == "SimpleRNN")
    if in_module and settings.get("recurrent_activation", "sigmoid") == "sigmoid":
        outputs = by_module(x, p, settings)
        assert torch.allclose(outputs, by_equations(x, p, settings), rtol=0, atol=1e-12)
    else:
        outputs = by_equations(x, p, settings)
    return outputs if settings.get("return_sequences") else outputs[:, -1]


def recurrent(
    kind: str, name: str, input_shape: Sequence[int], units: int, *, batch: int = 3, **more: Any
) -> Case:
    name = f"{kind}-{name}"
    settings = {"type": kind, "units": units, **more}
    rng, width = generator(name), GATES[kind] * units
    params = {
        "kernel": grid(rng, input_shape[-1], width),
        "recurrent_kernel": grid(rng, units, width) / 2,
    }
    if more.get("use_bias", True):
        params["bias"] = grid(rng, *((2, width) if kind == "GRU" else (width,)))
    return layer(
        name, input_shape, settings, params, lambda x, p: compute(x, p, settings), batch=batch
    )


def recurrents() -> list[Case]:
    every_step = {"return_sequences": True}
    cases = []
    for kind in GATES:
        cases += [
            recurrent(kind, "last-step", (5, 3), 4),
            recurrent(kind, "every-step", (4, 2), 3, **every_step),
            recurrent(kind, "no-bias", (4, 3), 2, use_bias=False),
            recurrent(kind, "no-bias-every-step", (3, 2), 3, use_bias=False, **every_step),
            recurrent(kind, "one-step", (1, 3), 2),
            recurrent(kind, "one-unit-one-feature", (6, 1), 1, **every_step),
            recurrent(kind, "one-sample", (4, 2), 3, batch=1),
            recurrent(kind, "long", (20, 2), 3),
            recurrent(kind, "larger", (6, 8), 16, batch=9),
            recurrent(kind, "elu", (4, 3), 3, activation="elu"),
            recurrent(kind, "sigmoid", (4, 2), 2, activation="sigmoid", **every_step),
        ]
    cases += [
        recurrent("SimpleRNN", "relu", (5, 2), 4, activation="relu", **every_step),
        recurrent("SimpleRNN", "linear", (4, 2), 3, activation="linear"),
        recurrent("SimpleRNN", "leaky-relu", (4, 2), 3, activation="leaky_relu"),
    ]
    for kind in ("LSTM", "GRU"):
        cases += [
            recurrent(kind, "gates-tanh", (4, 2), 3, recurrent_activation="tanh"),
            recurrent(kind, "gates-leaky-relu", (3, 2), 2, recurrent_activation="leaky_relu"),
            recurrent(kind, "relu", (4, 2), 3, activation="relu", **every_step),
        ]
    return cases
