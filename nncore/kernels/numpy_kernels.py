"""The kernels in NumPy: the reference, and what runs where numba is absent."""

from typing import ClassVar

import numpy as np

from nncore.kernels import columns
from nncore.kernels.columns import Buffers, Gradients
from nncore.kernels.numpy_normalizing import Normalizing
from nncore.kernels.numpy_pooling import Pooling
from nncore.kernels.numpy_recurrent import RecurrentCells
from nncore.windows import Windows


class Kernels(Normalizing, Pooling, RecurrentCells):
    """The inner loops that layers and optimizers share, one method each.

    A layer says what is computed; a kernel is one pass over memory of it. Every set of
    kernels derives from this one, so that what it does not speed up stays as it is here.

    Attributes:
        name: What the command line and the window call the set.
        block: Values an optimizer hands over at a time: 256 KiB of float32. Longer blocks
            leave the L2 cache, shorter ones cost more calls, and two threads that make
            short calls wait for the interpreter's lock most of the time.
        update_cost: Nanoseconds that an optimizer takes for a value, about.
    """

    name: ClassVar[str] = "numpy"
    block: int = 65536
    update_cost: ClassVar[float] = 2.2

    def convolve(
        self,
        x: np.ndarray,
        kernel: np.ndarray,
        bias: np.ndarray | None,
        where: Windows,
        relu: bool,
        out: np.ndarray,
        buffer: Buffers,
    ) -> None:
        """The weighted sums of all windows, with bias and relu where wanted.

        Args:
            x: (N, H, W, C).
            kernel: (kh, kw, C, F).
            bias: (F,).
            where: The windows.
            relu: Whether what is below 0 becomes 0.
            out: (N, rows, columns, F).
            buffer: Of the layer's workspace.
        """
        columns.convolve(self, x, kernel, bias, where, relu, out, buffer)

    def convolve_gradients(
        self,
        x: np.ndarray,
        kernel: np.ndarray,
        dy: np.ndarray,
        y: np.ndarray | None,
        where: Windows,
        gradients: Gradients,
        buffer: Buffers,
    ) -> None:
        """The gradients of kernel, bias and pictures.

        Args:
            x: As in `convolve`, like kernel, where and buffer.
            kernel: (kh, kw, C, F).
            dy: The gradient of the outputs.
            y: The outputs where they are a relu's, which lets dy pass where y > 0.
            where: The windows.
            gradients: Where they go.
            buffer: Of the layer's workspace.
        """
        columns.convolve_gradients(self, x, kernel, dy, y, where, gradients, buffer)

    def to_columns(self, x: np.ndarray, where: Windows, out: np.ndarray) -> None:
        """Copy what windows read: x (N, H, W, C) to out (N, rows, line, kh, kw / span, C).

        Where windows slide, an entry holds one column of a window, and the `span` entries
        from it on are the whole window, row after row in memory: a fifth of the copying
        for a 5 × 5 kernel. The padding right of a line is that left of the next.
        """
        if not where.slides:
            if where.padded:
                out.fill(0)
            for i, j, stops, pixels in where.taps():
                out[stops][:, :, :, i, j] = x[pixels]
            return
        left, right = where.pads[1][0], where.pads[1][0] + where.size[1]
        out[:, :, :left] = 0
        out[:, :, right:] = 0
        for i in range(where.window[0]):
            stop_rows, rows = where.tap(0, i)
            inside = out[:, :, left:right, i, 0]
            inside[:, : stop_rows.start] = 0
            inside[:, stop_rows.stop :] = 0
            inside[:, stop_rows] = x[:, rows]

    def from_columns(self, columns: np.ndarray, where: Windows, out: np.ndarray) -> None:
        """Add columns (N, rows, columns, kh, kw, C), whole windows, up where they came from."""
        out.fill(0)
        for i, j, stops, pixels in where.taps():
            out[pixels] += columns[stops][:, :, :, i, j]

    def add_bias(
        self, sums: np.ndarray, bias: np.ndarray | None, relu: bool, out: np.ndarray
    ) -> None:
        """Write sums + bias, or max(sums + bias, 0); bias along the last axis."""
        if bias is None:
            np.copyto(out, sums)
        else:
            np.add(sums, bias, out=out)
        if relu:
            np.maximum(out, 0, out=out)

    def stop_at_zeros(self, dy: np.ndarray, y: np.ndarray, out: np.ndarray) -> None:
        """Write the slope of a relu whose outputs are y: dy where y > 0, else 0."""
        np.multiply(dy, y > 0, out=out)

    def sgd(self, w: np.ndarray, g: np.ndarray, rate: float) -> None:
        """Plain descent: w ← w − η g. Overwrites g."""
        np.multiply(g, -rate, out=g)
        np.add(w, g, out=w)

    def momentum(
        self,
        w: np.ndarray,
        g: np.ndarray,
        v: np.ndarray,
        rate: float,
        momentum: float,
        nesterov: bool,
        scratch: np.ndarray,
    ) -> None:
        """Rolling on: v ← μ v − η g; w ← w + v; Nesterov: w ← w + μ v − η g. Overwrites g."""
        np.multiply(g, -rate, out=g)
        np.multiply(v, momentum, out=v)
        np.add(v, g, out=v)
        if nesterov:
            np.multiply(v, momentum, out=scratch)
            np.add(scratch, g, out=scratch)
            np.add(w, scratch, out=w)
        else:
            np.add(w, v, out=w)

    def rmsprop(
        self,
        w: np.ndarray,
        g: np.ndarray,
        s: np.ndarray,
        rate: float,
        rho: float,
        epsilon: float,
        scratch: np.ndarray,
    ) -> None:
        """Hinton's rule: s ← ρ s + (1−ρ) g²; w ← w − η g / √(s + ε). Overwrites g."""
        np.multiply(g, g, out=scratch)
        np.multiply(scratch, 1 - rho, out=scratch)
        np.multiply(s, rho, out=s)
        np.add(s, scratch, out=s)
        np.add(s, epsilon, out=scratch)
        np.sqrt(scratch, out=scratch)
        np.divide(g, scratch, out=g)
        np.multiply(g, rate, out=g)
        np.subtract(w, g, out=w)

    def adam(
        self,
        w: np.ndarray,
        g: np.ndarray,
        m: np.ndarray,
        s: np.ndarray,
        alpha: float,
        betas: tuple[float, float],
        epsilon: float,
        decay: float,
        scratch: np.ndarray,
    ) -> None:
        """Adam and AdamW: m ← β₁ m + (1−β₁) g; s ← β₂ s + (1−β₂) g²; w ← d w − α m / (√s + ε).

        Args:
            w: The parameters.
            g: Their gradient; is overwritten.
            m: The mean that is remembered.
            s: The mean square that is remembered.
            alpha: The rate, mended for the first steps.
            betas: β₁ and β₂.
            epsilon: ε.
            decay: d, 1 without weight decay.
            scratch: As long as w, for anything.
        """
        beta_1, beta_2 = betas
        if decay != 1:
            np.multiply(w, decay, out=w)
        np.multiply(g, g, out=scratch)
        np.multiply(scratch, 1 - beta_2, out=scratch)
        np.multiply(s, beta_2, out=s)
        np.add(s, scratch, out=s)
        np.multiply(g, 1 - beta_1, out=g)
        np.multiply(m, beta_1, out=m)
        np.add(m, g, out=m)
        np.sqrt(s, out=scratch)
        np.add(scratch, epsilon, out=scratch)
        np.divide(m, scratch, out=scratch)
        np.multiply(scratch, alpha, out=scratch)
        np.subtract(w, scratch, out=w)


NUMPY = Kernels()
