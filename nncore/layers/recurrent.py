"""SimpleRNN, LSTM and GRU: one step after the other, each with a memory of those before."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nncore.activations import ACTIVATIONS
from nncore.hyperparameters import choice, flag
from nncore.layers.base import LayerWorkspace, Params
from nncore.layers.recurrent_base import (
    FUNCTIONS,
    Recurrent,
    StackedRecurrent,
    gate_buffers,
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

    formula: ClassVar[str] = "hₜ = f(xₜ W + hₜ₋₁ U + b)"

    def forward(
        self, params: Params, x: np.ndarray, workspace: LayerWorkspace, training: bool
    ) -> np.ndarray:
        n, steps, features = x.shape
        rows, weights = self._rows(x, workspace), self._weights(params, workspace)
        states = workspace.buffer("states", (steps, n, self.units))
        for t in range(steps):
            np.matmul(rows[t], weights, out=states[t])
            self._function.forward(states[t], states[t])
            rows[t + 1, :, features : features + self.units] = states[t]
        workspace.saved["states"] = states
        return self._output(states, workspace)

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        states = workspace.saved["states"]
        steps, n, units = states.shape
        dz, dh = workspace.buffer("dz", states.shape), workspace.buffer("dh", (n, units))
        u = params["recurrent_kernel"].T
        dh.fill(0)
        for t in range(steps - 1, -1, -1):
            self._add_slope(dh, dy, t, steps - 1)
            self._function.backward(dh, states[t], states[t], dz[t], workspace.buffer)
            np.matmul(dz[t], u, out=dh)
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
        u = self.units
        rows, weights = self._rows(x, workspace), self._weights(params, workspace)
        z = workspace.buffer("z", (steps, n, 4 * u))
        cells = workspace.buffer("cells", (steps + 1, n, u))
        shown = workspace.buffer("shown", (steps, n, u))  # tanh of the cells
        states = workspace.buffer("states", (steps, n, u))
        written = workspace.buffer("written", (n, u))
        cells[0] = 0
        gate, function = ACTIVATIONS[self.recurrent_activation], self._function
        for t in range(steps):
            np.matmul(rows[t], weights, out=z[t])
            gates, new = z[t, :, : 3 * u], z[t, :, 3 * u :]
            gate.forward(gates, gates)
            function.forward(new, new)
            np.multiply(gates[:, u : 2 * u], cells[t], out=cells[t + 1])
            np.multiply(gates[:, :u], new, out=written)
            np.add(cells[t + 1], written, out=cells[t + 1])
            np.copyto(shown[t], cells[t + 1])
            function.forward(shown[t], shown[t])
            np.multiply(gates[:, 2 * u :], shown[t], out=states[t])
            rows[t + 1, :, features : features + u] = states[t]
        workspace.saved.update(z=z, cells=cells, shown=shown)
        return self._output(states, workspace)

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        z, cells, shown = (workspace.saved[key] for key in ("z", "cells", "shown"))
        steps, n, width = z.shape
        features = workspace.saved["shape"][2]
        u, buffer = self.units, workspace.buffer
        dz, dgates = buffer("dz", z.shape), buffer("dgates", (n, width))
        dh, dc, part = (buffer(key, (n, u)) for key in ("dh", "dc", "part"))
        recurrent = workspace.saved["weights"][features : features + u].T
        gate, function = ACTIVATIONS[self.recurrent_activation], self._function
        gate_buffer = gate_buffers(workspace)
        dh.fill(0)
        dc.fill(0)
        for t in range(steps - 1, -1, -1):
            self._add_slope(dh, dy, t, steps - 1)
            gates, new = z[t, :, : 3 * u], z[t, :, 3 * u :]
            np.multiply(dh, shown[t], out=dgates[:, 2 * u : 3 * u])
            np.multiply(dh, gates[:, 2 * u :], out=dh)
            function.backward(dh, shown[t], shown[t], part, buffer)
            np.add(dc, part, out=dc)
            np.multiply(dc, new, out=dgates[:, :u])
            np.multiply(dc, cells[t], out=dgates[:, u : 2 * u])
            np.multiply(dc, gates[:, :u], out=dgates[:, 3 * u :])
            np.multiply(dc, gates[:, u : 2 * u], out=dc)
            gate.backward(dgates[:, : 3 * u], gates, gates, dz[t, :, : 3 * u], gate_buffer)
            function.backward(dgates[:, 3 * u :], new, new, dz[t, :, 3 * u :], buffer)
            np.matmul(dz[t], recurrent, out=dh)
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
        np.matmul(inputs.reshape(-1, features), params["kernel"], out=a.reshape(-1, 3 * u))
        if self.use_bias:
            np.add(a, params["bias"][0], out=a)
        states, part = buffer("states", (steps + 1, n, u)), buffer("part", (n, u))
        states[0] = 0
        gate, function = ACTIVATIONS[self.recurrent_activation], self._function
        for t in range(steps):
            np.matmul(states[t], params["recurrent_kernel"], out=products[t])
            if self.use_bias:
                np.add(products[t], params["bias"][1], out=products[t])
            gates, new = a[t, :, : 2 * u], a[t, :, 2 * u :]
            np.add(gates, products[t, :, : 2 * u], out=gates)
            gate.forward(gates, gates)
            np.multiply(gates[:, u:], products[t, :, 2 * u :], out=part)
            np.add(new, part, out=new)
            function.forward(new, new)
            np.subtract(states[t], new, out=part)
            np.multiply(part, gates[:, :u], out=part)
            np.add(part, new, out=states[t + 1])
        workspace.saved.update(inputs=inputs, a=a, products=products, states=states)
        return self._output(states[1:], workspace)

    def backward(self, params: Params, dy: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        saved, buffer, u = workspace.saved, workspace.buffer, self.units
        a, products, states = saved["a"], saved["products"], saved["states"]
        steps, n, width = a.shape
        da, dproducts = buffer("da", a.shape), buffer("dproducts", a.shape)
        dgates = buffer("dgates", (n, 2 * u))
        dh, part, dnew = (buffer(key, (n, u)) for key in ("dh", "part", "dnew"))
        recurrent = params["recurrent_kernel"].T
        gate, function = ACTIVATIONS[self.recurrent_activation], self._function
        gate_buffer = gate_buffers(workspace)
        dh.fill(0)
        for t in range(steps - 1, -1, -1):
            self._add_slope(dh, dy, t, steps - 1)
            gates, new = a[t, :, : 2 * u], a[t, :, 2 * u :]
            np.subtract(states[t], new, out=part)
            np.multiply(dh, part, out=dgates[:, :u])
            np.multiply(dh, gates[:, :u], out=part)
            np.subtract(dh, part, out=dnew)  # dh (1 - z); dh z stays in part
            function.backward(dnew, new, new, da[t, :, 2 * u :], buffer)
            np.multiply(da[t, :, 2 * u :], products[t, :, 2 * u :], out=dgates[:, u:])
            np.multiply(da[t, :, 2 * u :], gates[:, u:], out=dproducts[t, :, 2 * u :])
            gate.backward(dgates, gates, gates, da[t, :, : 2 * u], gate_buffer)
            dproducts[t, :, : 2 * u] = da[t, :, : 2 * u]
            np.matmul(dproducts[t], recurrent, out=dh)
            np.add(dh, part, out=dh)
        da_rows, dp_rows = da.reshape(-1, width), dproducts.reshape(-1, width)
        inputs = saved["inputs"].reshape(steps * n, -1)
        np.matmul(inputs.T, da_rows, out=workspace.grads["kernel"])
        np.matmul(states[:-1].reshape(-1, u).T, dp_rows, out=workspace.grads["recurrent_kernel"])
        if self.use_bias:
            np.add.reduce(da_rows, axis=0, out=workspace.grads["bias"][0])
            np.add.reduce(dp_rows, axis=0, out=workspace.grads["bias"][1])
        if not workspace.needs_input_grad:
            return dy
        shape = (n, steps, inputs.shape[1])
        return input_gradient(da_rows, params["kernel"], shape, workspace)
