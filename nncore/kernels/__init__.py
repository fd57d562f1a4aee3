"""The inner loops of layers and optimizers: in NumPy, or compiled by numba (extra `fast`)."""

from nncore.kernels.choice import CHOICES, ENVIRONMENT, active, choose, describe, load
from nncore.kernels.columns import Buffers, Gradients
from nncore.kernels.numpy_kernels import NUMPY, Kernels

__all__ = [
    "CHOICES",
    "ENVIRONMENT",
    "NUMPY",
    "Buffers",
    "Gradients",
    "Kernels",
    "active",
    "choose",
    "describe",
    "load",
]
