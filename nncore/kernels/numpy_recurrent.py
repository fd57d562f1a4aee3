"""One step of the recurrent cells in NumPy, forward and back; the products are the layers'."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ClassVar, Protocol

import numpy as np


class Function(Protocol):
    """An activation whose slope can be had from its output."""

    @property
    def name(self) -> str:
        """Keras's name."""

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """Write f(z)."""

    def backward(
        self,
        dy: np.ndarray,
        z: np.ndarray,
        y: np.ndarray,
        out: np.ndarray,
        buffer: Callable[..., np.ndarray],
    ) -> None:
        """Write dy f'(z)."""


Functions = tuple[Function, Function]
"""Of the gates, and of what is remembered: sigmoid and tanh, as a rule."""


class RecurrentCells:
    """What `Kernels` have for recurrent layers; n samples, u units, all arrays in C order.

    Attributes:
        splits_cells: Whether two threads of steps are faster than one. Those of NumPy are
            short calls, which wait for the interpreter's lock most of the time.
    """

    splits_cells: ClassVar[bool] = False

    def lstm(
        self,
        z: np.ndarray,
        before: np.ndarray,
        cell: np.ndarray,
        shown: np.ndarray,
        state: np.ndarray,
        functions: Functions,
    ) -> None:
        """LSTM: cell = s(f) before + s(i) tanh(c); state = s(o) tanh(cell).

        Args:
            z: (n, 4 u), the weighted sums of i, f, o, c; becomes what the functions give.
            before: (n, u), the cells of the step before.
            cell: (n, u), receives the cells.
            shown: (n, u), receives tanh(cell).
            state: (n, u), receives the state.
            functions: s and tanh.
        """
        u = cell.shape[1]
        gates, new = z[:, : 3 * u], z[:, 3 * u :]
        _open_gates(z, gates, new, functions)
        function = functions[1]
        np.multiply(gates[:, :u], new, out=cell)
        np.multiply(gates[:, u : 2 * u], before, out=shown)
        np.add(cell, shown, out=cell)
        np.copyto(shown, cell)
        function.forward(shown, shown)
        np.multiply(gates[:, 2 * u :], shown, out=state)

    def lstm_gradient(
        self,
        dh: np.ndarray,
        dc: np.ndarray,
        z: np.ndarray,
        before: np.ndarray,
        shown: np.ndarray,
        dz: np.ndarray,
        functions: Functions,
        buffer: Callable[..., np.ndarray],
    ) -> None:
        """Back through `lstm`.

        Args:
            dh: (n, u), the gradient of the state; is overwritten.
            dc: (n, u), that of the cell from the step after; becomes that for the step before.
            z: As `lstm` left it; before and shown likewise.
            before: (n, u).
            shown: (n, u).
            dz: (n, 4 u), receives the gradient of the weighted sums.
            functions: As in `lstm`.
            buffer: Of the thread.
        """
        gate, function = functions
        u = dc.shape[1]
        gates, new, slopes = z[:, : 3 * u], z[:, 3 * u :], buffer("slopes", z.shape)
        part = buffer("part", dc.shape)
        np.multiply(dh, shown, out=slopes[:, 2 * u : 3 * u])
        np.multiply(dh, gates[:, 2 * u :], out=dh)
        function.backward(dh, shown, shown, part, _named(buffer, "cell"))
        np.add(dc, part, out=dc)
        np.multiply(dc, new, out=slopes[:, :u])
        np.multiply(dc, before, out=slopes[:, u : 2 * u])
        np.multiply(dc, gates[:, :u], out=slopes[:, 3 * u :])
        np.multiply(dc, gates[:, u : 2 * u], out=dc)
        gate.backward(slopes[:, : 3 * u], gates, gates, dz[:, : 3 * u], _named(buffer, "gates"))
        function.backward(slopes[:, 3 * u :], new, new, dz[:, 3 * u :], _named(buffer, "cell"))

    def gru(
        self,
        a: np.ndarray,
        products: np.ndarray,
        before: np.ndarray,
        state: np.ndarray,
        functions: Functions,
    ) -> None:
        """GRU: state = z before + (1 - z) new, new = tanh(a_h + r p_h), z and r = s(a + p).

        Args:
            a: (n, 3 u), the sums from the input of z, r, h; becomes z, r and new.
            products: (n, 3 u), the sums p from the state before, their bias included.
            before: (n, u), the state before.
            state: (n, u), receives the state.
            functions: s and tanh.
        """
        gate, function = functions
        u = state.shape[1]
        gates, new = a[:, : 2 * u], a[:, 2 * u :]
        np.add(gates, products[:, : 2 * u], out=gates)
        gate.forward(gates, gates)
        np.multiply(gates[:, u:], products[:, 2 * u :], out=state)
        np.add(new, state, out=new)
        function.forward(new, new)
        np.subtract(before, new, out=state)
        np.multiply(state, gates[:, :u], out=state)
        np.add(state, new, out=state)

    def gru_gradient(
        self,
        dh: np.ndarray,
        a: np.ndarray,
        products: np.ndarray,
        before: np.ndarray,
        da: np.ndarray,
        dproducts: np.ndarray,
        functions: Functions,
        buffer: Callable[..., np.ndarray],
    ) -> None:
        """Back through `gru`.

        Args:
            dh: (n, u), the gradient of the state; becomes its part z dh for the state before.
            a: As `gru` left it; products and before likewise.
            products: (n, 3 u).
            before: (n, u).
            da: (n, 3 u), receives the gradient of a.
            dproducts: (n, 3 u), receives that of the products.
            functions: As in `gru`.
            buffer: Of the thread.
        """
        gate, function = functions
        u = dh.shape[1]
        gates, new = a[:, : 2 * u], a[:, 2 * u :]
        slopes, part = buffer("slopes", gates.shape), buffer("part", dh.shape)
        np.subtract(before, new, out=part)
        np.multiply(dh, part, out=slopes[:, :u])
        np.multiply(dh, gates[:, :u], out=part)
        np.subtract(dh, part, out=dh)  # (1 - z) dh
        function.backward(dh, new, new, da[:, 2 * u :], _named(buffer, "new"))
        np.copyto(dh, part)
        np.multiply(da[:, 2 * u :], products[:, 2 * u :], out=slopes[:, u:])
        gate.backward(slopes, gates, gates, da[:, : 2 * u], _named(buffer, "gates"))
        np.copyto(dproducts[:, : 2 * u], da[:, : 2 * u])
        np.multiply(da[:, 2 * u :], gates[:, u:], out=dproducts[:, 2 * u :])


def _open_gates(z: np.ndarray, gates: np.ndarray, new: np.ndarray, functions: Functions) -> None:
    """Apply the functions to both parts of z in place.

    As s(x) = (1 + tanh(x / 2)) / 2, the usual two are one pass of tanh over rows in C order.
    """
    gate, function = functions
    if (gate.name, function.name) != ("sigmoid", "tanh"):
        gate.forward(gates, gates)
        function.forward(new, new)
        return
    scale, offset = _halves(gates.shape[1], new.shape[1], z.dtype.name)
    np.multiply(z, scale, out=z)
    np.tanh(z, out=z)
    np.multiply(z, scale, out=z)
    np.add(z, offset, out=z)


@lru_cache(32)
def _halves(gates: int, others: int, dtype: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows that make a sigmoid of tanh where the gates are, and change nothing elsewhere."""
    scale, offset = np.ones(gates + others, dtype), np.zeros(gates + others, dtype)
    scale[:gates] = offset[:gates] = 0.5
    return scale, offset


def _named(buffer: Callable[..., np.ndarray], name: str) -> Callable[..., np.ndarray]:
    """Buffers apart from those of the other function, whose arrays are narrower."""

    def own(key: str, shape: tuple[int, ...], dtype: Any = None) -> np.ndarray:
        return buffer(f"{name} {key}", shape, dtype)

    return own
