"""The kernels compiled by numba: one pass over memory each, without the GIL.

Only `nncore.kernels.load` imports this module. The machine code is kept on disk beside
the sources, or in numba's own folder where those cannot be written.
"""

from typing import ClassVar

import numpy as np

from nncore.kernels.numba_compiling import compiled, read_only
from nncore.kernels.numba_pooling import FastPooling
from nncore.kernels.numba_pooling import warm_up as warm_up_pooling
from nncore.kernels.numba_recurrent import FastCells
from nncore.kernels.numba_recurrent import warm_up as warm_up_cells
from nncore.kernels.numba_updates import FastUpdates
from nncore.kernels.numba_updates import warm_up as warm_up_updates
from nncore.windows import Windows

FEW = 4
"""Channels from which the compiled loop copies faster than NumPy, which takes whole rows."""


class FastKernels(FastPooling, FastCells, FastUpdates):
    """What numba does better than NumPy; the rest is inherited."""

    name: ClassVar[str] = "fast"

    def __init__(self) -> None:
        _warm_up(self)

    def to_columns(self, x: np.ndarray, where: Windows, out: np.ndarray) -> None:
        if not where.slides or not x.flags.c_contiguous or x.shape[3] < FEW:
            super().to_columns(x, where, out)
            return
        (top, _), (left, _) = where.pads
        entries = out.reshape(*out.shape[:4], out.shape[-1])
        _to_columns(read_only(x), entries, top, left, where.strides[0], where.dilation[0])


@compiled
def _to_columns(x, out, top, left, stride, dilation):
    """From x (N, H, W, C) to out (N, rows, line, kh, C); rows of zeros outside the picture."""
    n, rows, line, kh, channels = out.shape
    height, width = x.shape[1], x.shape[2]
    for sample in range(n):
        for row in range(rows):
            for column in range(line):
                source = column - left
                for i in range(kh):
                    line_in = row * stride + i * dilation - top
                    if 0 <= source < width and 0 <= line_in < height:
                        for c in range(channels):
                            out[sample, row, column, i, c] = x[sample, line_in, source, c]
                    else:
                        for c in range(channels):
                            out[sample, row, column, i, c] = 0


def _warm_up(kernels: FastKernels) -> None:
    """Compile everything for float32, or load it: nobody waits in the middle of a run."""
    from nncore.windows import windows

    warm_up_updates(kernels)
    warm_up_pooling(kernels)
    warm_up_cells()
    x = np.zeros((1, 2, 2, FEW), np.float32)
    sliding = windows((2, 2), (2, 2), (1, 1))
    kernels.to_columns(x, sliding, np.zeros((1, 1, sliding.line, 2, 1, FEW), np.float32))
