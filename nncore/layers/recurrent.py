"""SimpleRNN, LSTM and GRU: one step after the other, each with a memory of those before.

All three compute time-major, so that the values of one step lie together: the inputs of
all steps go through one matrix product before the loop, or ride in the loop's own product
beside the state, and the weights' gradients come from one product over all steps after it.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from nncore.activations import ACTIVATIONS, Activation, Buffers
from nncore.hyperparameters import choice, flag, integer
from nncore.initializers import INITIALIZERS
from nncore.layers.base import Layer, LayerWorkspace, Params, ParamSpec
from nncore.shapes import Shape

_FUNCTIONS = tuple(
    name for name, f in ACTIVATIONS.items() if not f.needs_z and name not in ("softmax", "step")
)
"""Their slope can be had from the output alone, value by value, so they work in place."""


@dataclass(frozen=True)
class _Recurrent(Layer):
    """Settings, shapes and parameters that all three share.

    Shapes: x (N, T, F); y (N, units), the last step's output, or (N, T, units) with
    `return_sequences`; kernel W (F, g units), recurrent_kernel U (units, g units), with g
    the number of gates. The state starts at 0.
    """

    fusible: ClassVar[bool] = False
    gates: ClassVar[int] = 1

    units: int = integer(
        help="Size of the memory; more can remember more and cost more.",
        minimum=1,
        maximum=100_000,
    )
    activation: str = choice(
        "tanh", help="The function that bounds what is remembered.", choices=_FUNCTIONS
    )
    use_bias: bool = flag(True, help="Whether each unit has a threshold of its own.")
    return_sequences: bool = flag(
        False, help="Whether every step's output is given on, or the last step's only."
    )
    kernel_initializer: str = choice(
        "glorot_uniform", help="How the input weights start.", choices=tuple(INITIALIZERS)
    )
    recurrent_initializer: str = choice(
        "orthogonal", help="How the weights from step to step start.", choices=tuple(INITIALIZERS)
    )
    bias_initializer: str = choice(
        "zeros", help="How the biases start.", choices=tuple(INITIALIZERS)
    )

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) != 2:
            raise self._refuse("a sequence: steps × features (a Reshape can make one)", input_shape)
        steps = input_shape[0]
        return (steps, self.units) if self.return_sequences else (self.units,)

    def param_specs(self, input_shape: Shape) -> dict[str, ParamSpec]:
        width = self.gates * self.units
        kernel, recurrent = (input_shape[-1], width), (self.units, width)
        specs = {
            "kernel": ParamSpec(kernel, self.kernel_initializer, kernel),
            "recurrent_kernel": ParamSpec(recurrent, self.recurrent_initializer, recurrent),
        }
        if self.use_bias:
            specs["bias"] = ParamSpec(self._bias_shape, self.bias_initializer, (width, width))
        return specs

    @property
    def _bias_shape(self) -> Shape:
        return (self.gates * self.units,)

    @property
    def _function(self) -> Activation:
        return ACTIVATIONS[self.activation]

    def _output(self, states: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        """The layer's output, from the states (T, N, units) after each step."""
        steps, n, _ = states.shape
        if not self.return_sequences:
            y = workspace.buffer("y", (n, self.units))
            np.copyto(y, states[-1])
            return y
        y = workspace.buffer("y", (n, steps, self.units))
        np.copyto(y, states.transpose(1, 0, 2))
        return y

    def _add_slope(self, dh: np.ndarray, dy: np.ndarray, t: int, last: int) -> None:
        """To the gradient that comes from the steps after t, add that of y."""
        if self.return_sequences:
            np.add(dh, dy[:, t], out=dh)
        elif t == last:
            np.add(dh, dy, out=dh)


@dataclass(frozen=True)
class _StackedRecurrent(_Recurrent):
    """A cell that needs only ``z = x W + h U + b``: one product of [x, h, 1] and [W; U; b].

    The rows [x, h, 1] of all steps stay in one array (T + 1, N, F + units + 1), where each
    step writes its state into the next step's row; no product has to be added to another.
    """

    def _rows(self, x: np.ndarray, workspace: LayerWorkspace) -> np.ndarray:
        n, steps, features = x.shape
        rows = workspace.buffer("rows", (steps + 1, n, features + self.units + self.use_bias))
        np.copyto(rows[:steps, :, :features], x.transpose(1, 0, 2))
        rows[0, :, features : features + self.units] = 0
        if self.use_bias:
            rows[:, :, -1] = 1
        workspace.saved.update(rows=rows, shape=x.shape)
        return rows

    def _weights(self, params: Params, workspace: LayerWorkspace) -> np.ndarray:
        """[W; U; b], the gates in the order of the buffers."""
        names = ("kernel", "recurrent_kernel", "bias")[: 2 + self.use_bias]
        parts = [np.atleast_2d(params[name]) for name in names]
        weights = workspace.buffer("weights", (sum(map(len, parts)), parts[0].shape[1]))
        start = 0
        for part in parts:
            self._reorder(part, weights[start : start + len(part)])
            start += len(part)
        workspace.saved["weights"] = weights
        return weights

    def _reorder(self, source: np.ndarray, target: np.ndarray) -> None:
        """Copy columns from Keras's order of gates to the buffers', or back."""
        np.copyto(target, source)

    def _finish(self, dz: np.ndarray, workspace: LayerWorkspace) -> np.ndarray | None:
        """Parameter gradients and dx, from the gradients of z (T, N, gates * units)."""
        rows, (n, steps, features) = workspace.saved["rows"], workspace.saved["shape"]
        weights = workspace.saved["weights"]
        dz_rows = dz.reshape(steps * n, -1)
        dweights = workspace.buffer("dweights", weights.shape)
        np.matmul(rows[:steps].reshape(steps * n, -1).T, dz_rows, out=dweights)
        state_end = features + self.units
        self._reorder(dweights[:features], workspace.grads["kernel"])
        self._reorder(dweights[features:state_end], workspace.grads["recurrent_kernel"])
        if self.use_bias:
            self._reorder(dweights[state_end:], workspace.grads["bias"][None])
        if not workspace.needs_input_grad:
            return None
        return _input_gradient(dz_rows, weights[:features], (n, steps, features), workspace)


@dataclass(frozen=True)
class SimpleRNN(_StackedRecurrent):
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
class LSTM(_StackedRecurrent):
    """Long short-term memory: gates decide what to write, keep and show.

    With z = x_t W + h_{t-1} U + b in four parts i, f, c, o (Keras's order) and s the
    recurrent activation:
    ``c_t = s(f) c_{t-1} + s(i) tanh(c)``, ``h_t = s(o) tanh(c_t)``.

    Shapes: x (N, T, F); kernel W (F, 4 units); recurrent_kernel U (units, 4 units);
    bias b (4 units,); y (N, units), or (N, T, units) with `return_sequences`.

    Source: Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997; forget gate: Gers,
    Schmidhuber and Cummins 2000; its bias of 1: Jozefowicz et al. 2015.
    """

    formula: ClassVar[str] = "cₜ = σ(f) cₜ₋₁ + σ(i) tanh(c); hₜ = σ(o) tanh(cₜ)"
    gates: ClassVar[int] = 4

    recurrent_activation: str = choice(
        "sigmoid", help="The function of the gates, from shut to open.", choices=_FUNCTIONS
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
        gate_buffer = _gate_buffers(workspace)
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
class GRU(_Recurrent):
    """Gated recurrent unit: one gate mixes old and new, another resets what new is made of.

    With a = x_t W + b[0] and r = h_{t-1} U + b[1], each in three parts z, r, h (Keras's
    order; the reset is applied after the product, Keras's reset_after=True) and s the
    recurrent activation: ``z = s(a_z + r_z)``, ``r = s(a_r + r_r)``,
    ``n = tanh(a_h + r * r_h)``, ``h_t = z h_{t-1} + (1 - z) n``.

    Shapes: x (N, T, F); kernel W (F, 3 units); recurrent_kernel U (units, 3 units);
    bias b (2, 3 units); y (N, units), or (N, T, units) with `return_sequences`.

    Source: Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014.
    """

    formula: ClassVar[str] = "hₜ = z hₜ₋₁ + (1 − z) tanh(xₜ W + r (hₜ₋₁ U))"
    gates: ClassVar[int] = 3

    recurrent_activation: str = choice(
        "sigmoid", help="The function of the gates, from shut to open.", choices=_FUNCTIONS
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
        gate_buffer = _gate_buffers(workspace)
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
        return _input_gradient(da_rows, params["kernel"], shape, workspace)


def _gate_buffers(workspace: LayerWorkspace) -> Buffers:
    """Buffers apart from those of the other activation, whose arrays are narrower."""

    def buffer(key: str, shape: Shape, dtype: Any = None) -> np.ndarray:
        return workspace.buffer(f"gate_{key}", shape, dtype)

    return buffer


def _input_gradient(
    dz: np.ndarray, kernel: np.ndarray, shape: Shape, workspace: LayerWorkspace
) -> np.ndarray:
    """The gradient with respect to x (N, T, F), from that with respect to z (T * N, ...)."""
    n, steps, features = shape
    by_step = workspace.buffer("dx_by_step", (steps, n, features))
    np.matmul(dz, kernel.T, out=by_step.reshape(-1, features))
    dx = workspace.buffer("dx", shape)
    np.copyto(dx, by_step.transpose(1, 0, 2))
    return dx
