"""SimpleRNN, LSTM and GRU: one step after the other, each with a memory of those before."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.hyperparameters import choice, flag
from nncore.kernels.columns import apart
from nncore.kernels.sharing import gradient_products, product
from nncore.layers.base import LayerWorkspace, Params
from nncore.layers.recurrent_base import (
    FUNCTIONS,
    Recurrent,
    StackedRecurrent,
    input_gradient,
)
from nncore.shapes import Shape


@dataclass(frozen=True)
class SimpleRNN(StackedRecurrent):
    """A fully connected recurrent layer: ``h_t = f(x_t W + h_{t-1} U + b)``.

    Shapes: x (N, T, F); kernel W (F, units); recurrent_kernel U (units, units); bias b
    (units,); y (N, units), or (N, T, units) with `return_sequences`.

    Backward through time, from the last step: dz = dh * f'(z), dh of the step before
    += dz Uᵀ; dW, dU, db sum over all steps.

    Source: Elman, "Finding Structure in Time", 1990.
    """

    summary: ClassVar[str] = (
        "Reads a sequence step by step and hands what it computed on to the next step."
    )
    formula: ClassVar[str] = "hₜ = f(xₜ W + hₜ₋₁ U + b)"

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        n, steps, features = x.shape
        rows, weights = self._rows(x, workspace), self._weights(params, workspace)
        states = workspace.buffer("states", (steps, n, self.units))

        def stretch(start: int, stop: int) -> None:
            part = slice(start, stop)
            for t in range(steps):
                np.matmul(rows[t, part], weights, out=states[t, part])
                self._function.forward(states[t, part], states[t, part])
                rows[t + 1, part, features : features + self.units] = states[t, part]

        self._split(stretch, x.shape, workspace)
        workspace.saved["states"] = states
        return self._output(states, workspace)

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        states = workspace.saved["states"]
        steps, n, units = states.shape
        dz, dh = workspace.buffer("dz", states.shape), workspace.buffer("dh", (n, units))
        u = params["recurrent_kernel"].T
        dh.fill(0)

        def stretch(start: int, stop: int) -> None:
            own, part = apart(workspace.buffer, start), slice(start, stop)
            for t in range(steps - 1, -1, -1):
                self._add_slope(dh[part], dy[part], t, steps - 1)
                y = states[t, part]
                self._function.backward(dh[part], y, y, dz[t, part], own)
                np.matmul(dz[t, part], u, out=dh[part])

        self._split(stretch, workspace.saved["shape"], workspace)
        dx = self._finish(dz, workspace)
        return dy if dx is None else dx


@dataclass(frozen=True)
class LSTM(StackedRecurrent):
    """Long short-term memory: gates decide what to write, keep and show.

    With z = x_t W + h_{t-1} U + b in four parts i, f, c, o (Keras's order) and s the
    recurrent activation:
    ``c_t = s(f) c_{t-1} + s(i) tanh(c)``, ``h_t = s(o) tanh(c_t)``.

    Shapes: x (N, T, F); kernel W (F, 4 units); recurrent_kernel U (units, 4 units);
    bias b (4 units,); y (N, units), or (N, T, units) with `return_sequences`.

    Backward through time, from the last step: dc += dh s(o) tanh'(c_t), then
    dz_o = dh tanh(c_t) s'(o), dz_i = dc tanh(c) s'(i), dz_f = dc c_{t-1} s'(f) and
    dz_c = dc s(i) tanh'(c); the step before gets dc s(f) and dh = dz Uᵀ. dW, dU, db sum over
    all steps.

    Source: Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997; forget gate: Gers,
    Schmidhuber and Cummins 2000; its bias of 1: Jozefowicz et al. 2015.
    """

    summary: ClassVar[str] = (
        "Reads a sequence step by step; gates decide what it stores, keeps and shows."
    )
    formula: ClassVar[str] = "cₜ = σ(f) cₜ₋₁ + σ(i) tanh(c); hₜ = σ(o) tanh(cₜ)"
    gates: ClassVar[int] = 4

    recurrent_activation: str = choice(
        "sigmoid", help="The function of the gates, from shut to open.", choices=FUNCTIONS
    )
    unit_forget_bias: bool = flag(
        True, help="Whether the forget gates start open (bias 1), so that memory lasts."
    )

    def init_params(self, input_shape: Shape, rng: np.random.Generator) -> dict[str, np.ndarray]:
        params = super().init_params(input_shape, rng)
        if self.use_bias and self.unit_forget_bias:
            params["bias"][self.units : 2 * self.units] = 1
        return params

    def _reorder(self, source: np.ndarray, target: np.ndarray) -> None:
        # i f c o <-> i f o c: the three that share an activation lie together.
        u = self.units
        target[:, : 2 * u] = source[:, : 2 * u]
        target[:, 2 * u : 3 * u] = source[:, 3 * u :]
        target[:, 3 * u :] = source[:, 2 * u : 3 * u]

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        n, steps, features = x.shape
        u, buffer, kernels = self.units, workspace.buffer, workspace.kernels
        rows, weights = self._rows(x, workspace), self._weights(params, workspace)
        z = buffer("z", (steps, n, 4 * u))
        cells = buffer("cells", (steps + 1, n, u))
        shown, states = buffer("shown", (steps, n, u)), buffer("states", (steps, n, u))
        cells[0] = 0

        def stretch(start: int, stop: int) -> None:
            part = slice(start, stop)
            for t in range(steps):
                np.matmul(rows[t, part], weights, out=z[t, part])
                values = (z[t, part], cells[t, part], cells[t + 1, part], shown[t, part])
                kernels.lstm(*values, states[t, part], self._functions)
                rows[t + 1, part, features : features + u] = states[t, part]

        self._split(stretch, x.shape, workspace)
        workspace.saved.update(z=z, cells=cells, shown=shown)
        return self._output(states, workspace)

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        z, cells, shown = (workspace.saved[key] for key in ("z", "cells", "shown"))
        steps, n, _ = z.shape
        features = workspace.saved["shape"][2]
        u, buffer, kernels = self.units, workspace.buffer, workspace.kernels
        dz, dh, dc = buffer("dz", z.shape), buffer("dh", (n, u)), buffer("dc", (n, u))
        recurrent = buffer("recurrent", (4 * u, u))  # in C order it multiplies faster
        np.copyto(recurrent, workspace.saved["weights"][features : features + u].T)
        dh.fill(0)
        dc.fill(0)

        def stretch(start: int, stop: int) -> None:
            own, part = apart(buffer, start), slice(start, stop)
            for t in range(steps - 1, -1, -1):
                self._add_slope(dh[part], dy[part], t, steps - 1)
                values = (z[t, part], cells[t, part], shown[t, part], dz[t, part])
                kernels.lstm_gradient(dh[part], dc[part], *values, self._functions, own)
                np.matmul(dz[t, part], recurrent, out=dh[part])

        self._split(stretch, (n, steps, features), workspace)
        dx = self._finish(dz, workspace)
        return dy if dx is None else dx


@dataclass(frozen=True)
class GRU(Recurrent):
    """Gated recurrent unit: one gate mixes old and new, another resets what new is made of.

    With a = x_t W + b[0] and p = h_{t-1} U + b[1], each in three parts z, r, h (Keras's
    order; the reset is applied after the product, Keras's reset_after=True) and s the
    recurrent activation: ``z = s(a_z + p_z)``, ``r = s(a_r + p_r)``,
    ``n = tanh(a_h + r p_h)``, ``h_t = z h_{t-1} + (1 - z) n``.

    Shapes: x (N, T, F); kernel W (F, 3 units); recurrent_kernel U (units, 3 units);
    bias b (2, 3 units); y (N, units), or (N, T, units) with `return_sequences`.

    Backward through time, from the last step: da_h = dh (1 - z) tanh', dp_h = da_h r,
    da_z = dp_z = dh (h_{t-1} - n) s', da_r = dp_r = da_h p_h s'; the step before gets
    dh z + dp Uᵀ. dW sums x_tᵀ da, dU sums h_{t-1}ᵀ dp over all steps.

    Source: Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014.
    """

    summary: ClassVar[str] = (
        "Reads a sequence step by step; two gates decide how much of the past it keeps."
    )
    formula: ClassVar[str] = "hₜ = z hₜ₋₁ + (1 − z) tanh(xₜ W + r (hₜ₋₁ U))"
    gates: ClassVar[int] = 3

    recurrent_activation: str = choice(
        "sigmoid", help="The function of the gates, from shut to open.", choices=FUNCTIONS
    )

    @property
    def _bias_shape(self) -> Shape:
        return (2, 3 * self.units)

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        n, steps, features = x.shape
        u, buffer = self.units, workspace.buffer
        inputs = buffer("inputs", (steps, n, features))
        np.copyto(inputs, x.transpose(1, 0, 2))
        a, products = buffer("a", (steps, n, 3 * u)), buffer("products", (steps, n, 3 * u))
        product(inputs.reshape(-1, features), params["kernel"], out=a.reshape(-1, 3 * u))
        if self.use_bias:
            np.add(a, params["bias"][0], out=a)
        states, kernels = buffer("states", (steps + 1, n, u)), workspace.kernels
        states[0] = 0

        def stretch(start: int, stop: int) -> None:
            part = slice(start, stop)
            for t in range(steps):
                p = products[t, part]
                np.matmul(states[t, part], params["recurrent_kernel"], out=p)
                if self.use_bias:
                    np.add(p, params["bias"][1], out=p)
                kernels.gru(a[t, part], p, states[t, part], states[t + 1, part], self._functions)

        self._split(stretch, x.shape, workspace)
        workspace.saved.update(inputs=inputs, a=a, products=products, states=states)
        return self._output(states[1:], workspace)

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        saved, buffer, u = workspace.saved, workspace.buffer, self.units
        a, products, states = saved["a"], saved["products"], saved["states"]
        steps, n, width = a.shape
        da, dproducts = buffer("da", a.shape), buffer("dproducts", a.shape)
        dh, step = buffer("dh", (n, u)), buffer("step", (n, u))
        recurrent, kernels = buffer("recurrent", (3 * u, u)), workspace.kernels
        np.copyto(recurrent, params["recurrent_kernel"].T)  # in C order it multiplies faster
        dh.fill(0)

        def stretch(start: int, stop: int) -> None:
            own, part = apart(buffer, start), slice(start, stop)
            for t in range(steps - 1, -1, -1):
                self._add_slope(dh[part], dy[part], t, steps - 1)
                values = (a[t, part], products[t, part], states[t, part])
                gradients = (da[t, part], dproducts[t, part])
                kernels.gru_gradient(dh[part], *values, *gradients, self._functions, own)
                np.matmul(dproducts[t, part], recurrent, out=step[part])
                np.add(dh[part], step[part], out=dh[part])

        self._split(stretch, (n, steps, saved["inputs"].shape[2]), workspace)
        da_rows, dp_rows = da.reshape(-1, width), dproducts.reshape(-1, width)
        inputs = saved["inputs"].reshape(steps * n, -1)
        rows = {"kernel": (inputs, da_rows), "recurrent_kernel": (states[:-1], dp_rows)}
        for name, (read, slopes) in rows.items():
            read = read.reshape(steps * n, -1)
            gradient_products(read, slopes, params[name], workspace.grads[name], None)
        if self.use_bias:
            np.add.reduce(da_rows, axis=0, out=workspace.grads["bias"][0])
            np.add.reduce(dp_rows, axis=0, out=workspace.grads["bias"][1])
        if not workspace.needs_input_grad:
            return dy
        shape = (n, steps, inputs.shape[1])
        return input_gradient(da_rows, params["kernel"], shape, workspace)
