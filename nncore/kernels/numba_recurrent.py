"""The recurrent cells compiled by numba, for float32, sigmoid and tanh.

What else there is, NumPy computes. Each loop reads and writes few arrays, so that the
compiler can tell that they do not overlap and computes several values at once.
"""

from collections.abc import Callable
from typing import ClassVar

import numba
import numpy as np

from nncore.kernels.numba_compiling import compiled
from nncore.kernels.numpy_kernels import Kernels
from nncore.kernels.numpy_recurrent import Functions

_F = np.float32
# tanh x = x P(x²) / Q(x²), fitted to relative errors below 1e-8 for |x| < 8; beyond, it is
# 1 to float32's last digits. With rounding the error stays below 4e-7.
_P0, _P1, _P2 = _F(0.999999994), _F(0.134445513), _F(3.57166127e-3)
_P3, _P4 = _F(2.18957065e-5), _F(1.52318839e-8)
_Q1, _Q2 = _F(0.467778786), _F(2.61646836e-2)
_Q3, _Q4 = _F(3.41139555e-4), _F(8.52304205e-7)
_ONE, _HALF, _END = _F(1), _F(0.5), _F(8)


def _is_usual(z: np.ndarray, functions: Functions) -> bool:
    names = functions[0].name, functions[1].name
    return z.dtype == np.float32 and names == ("sigmoid", "tanh")


class FastCells(Kernels):
    """The recurrent cells of the fast kernels."""

    splits_cells: ClassVar[bool] = True

    def lstm(
        self,
        z: np.ndarray,
        before: np.ndarray,
        cell: np.ndarray,
        shown: np.ndarray,
        state: np.ndarray,
        functions: Functions,
    ) -> None:
        if _is_usual(z, functions):
            _lstm(z, before, cell, shown, state)
        else:
            super().lstm(z, before, cell, shown, state, functions)

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
        if _is_usual(z, functions):
            _lstm_gradient(dh, dc, z, before, shown, dz)
        else:
            super().lstm_gradient(dh, dc, z, before, shown, dz, functions, buffer)

    def gru(
        self,
        a: np.ndarray,
        products: np.ndarray,
        before: np.ndarray,
        state: np.ndarray,
        functions: Functions,
    ) -> None:
        if _is_usual(a, functions):
            _gru(a, products, before, state)
        else:
            super().gru(a, products, before, state, functions)

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
        if _is_usual(a, functions):
            _gru_gradient(dh, a, products, before, da, dproducts)
        else:
            super().gru_gradient(dh, a, products, before, da, dproducts, functions, buffer)


@numba.njit(nogil=True, inline="always", error_model="numpy")
def _tanh(x):
    x = min(max(x, -_END), _END)
    s = x * x
    top = x * (_P0 + s * (_P1 + s * (_P2 + s * (_P3 + s * _P4))))
    return top / (_ONE + s * (_Q1 + s * (_Q2 + s * (_Q3 + s * _Q4))))


@numba.njit(nogil=True, inline="always", error_model="numpy")
def _sigmoid(x):
    return _HALF + _HALF * _tanh(_HALF * x)


@compiled
def _lstm(z, before, cell, shown, state):
    n, u = cell.shape
    for row in range(n):
        sums, old, c, s, h = z[row], before[row], cell[row], shown[row], state[row]
        for k in range(3 * u):
            sums[k] = _sigmoid(sums[k])
        for k in range(3 * u, 4 * u):
            sums[k] = _tanh(sums[k])
        for k in range(u):
            c[k] = sums[u + k] * old[k] + sums[k] * sums[3 * u + k]
        for k in range(u):
            s[k] = _tanh(c[k])
        for k in range(u):
            h[k] = sums[2 * u + k] * s[k]


@compiled
def _lstm_gradient(dh, dc, z, before, shown, dz):
    n, u = dc.shape
    for row in range(n):
        gates, old, s = z[row], before[row], shown[row]
        to_h, to_c, out = dh[row], dc[row], dz[row]
        for k in range(u):
            o = gates[2 * u + k]
            out[2 * u + k] = to_h[k] * s[k] * o * (_ONE - o)
        for k in range(u):
            to_c[k] += to_h[k] * gates[2 * u + k] * (_ONE - s[k] * s[k])
        for k in range(u):
            i = gates[k]
            out[k] = to_c[k] * gates[3 * u + k] * i * (_ONE - i)
        for k in range(u):
            f = gates[u + k]
            out[u + k] = to_c[k] * old[k] * f * (_ONE - f)
        for k in range(u):
            c = gates[3 * u + k]
            out[3 * u + k] = to_c[k] * gates[k] * (_ONE - c * c)
        for k in range(u):
            to_c[k] *= gates[u + k]


@compiled
def _gru(a, products, before, state):
    n, u = state.shape
    for row in range(n):
        sums, p, old, h = a[row], products[row], before[row], state[row]
        for k in range(2 * u):
            sums[k] = _sigmoid(sums[k] + p[k])
        for k in range(u):
            h[k] = _tanh(sums[2 * u + k] + sums[u + k] * p[2 * u + k])
        for k in range(u):
            sums[2 * u + k] = h[k]
        for k in range(u):
            h[k] += sums[k] * (old[k] - h[k])


@compiled
def _gru_gradient(dh, a, products, before, da, dproducts):
    n, u = dh.shape
    for row in range(n):
        gates, p, old = a[row], products[row], before[row]
        to_h, to_a, to_p = dh[row], da[row], dproducts[row]
        for k in range(u):
            new = gates[2 * u + k]
            to_a[2 * u + k] = to_h[k] * (_ONE - gates[k]) * (_ONE - new * new)
        for k in range(u):
            to_p[2 * u + k] = to_a[2 * u + k] * gates[u + k]
        for k in range(u):
            z = gates[k]
            to_a[k] = to_h[k] * (old[k] - gates[2 * u + k]) * z * (_ONE - z)
        for k in range(u):
            r = gates[u + k]
            to_a[u + k] = to_a[2 * u + k] * p[2 * u + k] * r * (_ONE - r)
        for k in range(2 * u):
            to_p[k] = to_a[k]
        for k in range(u):
            to_h[k] *= gates[k]


def warm_up() -> None:
    """Compile everything for float32, or load it."""
    one, three, four = (np.zeros((1, k), np.float32) for k in (1, 3, 4))
    _lstm(four.copy(), one, one.copy(), one.copy(), one.copy())
    _lstm_gradient(one.copy(), one.copy(), four, one, one, four.copy())
    _gru(three.copy(), three, one, one.copy())
    _gru_gradient(one.copy(), three, three, one, three.copy(), three.copy())
