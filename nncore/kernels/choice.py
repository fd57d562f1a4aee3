"""Which set of kernels runs use; numba is imported when a run first asks for its kernels."""

import os
from functools import cache
from importlib import import_module, metadata, util

from nncore.errors import SpecError
from nncore.kernels.numpy_kernels import NUMPY, Kernels

CHOICES = ("auto", "numpy", "fast")
ENVIRONMENT = "VITRINE_KERNELS"

_asked: str | None = None
_broken = ""


def choose(name: str) -> None:
    """Use these kernels from the next run on: "numpy", "fast", or "auto", fast where possible.

    Raises:
        SpecError: There is no such set, or numba is not installed.
    """
    global _asked
    _resolve(name, "kernels")
    _asked = name


def active() -> str:
    """The set that the next run uses: "numpy" or "fast". Does not import numba.

    Raises:
        SpecError: The environment asks for what there is not.
    """
    if _asked is not None:
        return _resolve(_asked, "kernels")
    return _resolve(os.environ.get(ENVIRONMENT) or "auto", ENVIRONMENT)


def describe() -> str:
    """`active` for people, with the compiler's version: ``fast (numba 0.68.1)``."""
    name = active()
    return f"{name} (numba {metadata.version('numba')})" if name == "fast" else name


def load() -> Kernels:
    """The active set, ready to run; the first time on a machine it is compiled for seconds."""
    global _broken
    if active() == "numpy":
        return NUMPY
    try:
        return _fast()
    except ImportError as error:  # numba is there, but not for this NumPy or this Python
        _broken = str(error)
        active()
        return NUMPY


def _resolve(name: str, where: str) -> str:
    if name not in CHOICES:
        raise SpecError(f"{where} must be one of {', '.join(CHOICES)}; received {name!r}")
    usable = _has_numba() and not _broken
    if name == "auto":
        return "fast" if usable else "numpy"
    if name == "fast" and not usable:
        why = f"numba does not load: {_broken}" if _broken else "it needs numba"
        raise SpecError(f"{where}: no fast kernels, {why}; pip install vitrine[fast], or use numpy")
    return name


@cache
def _has_numba() -> bool:
    return util.find_spec("numba") is not None


@cache
def _fast() -> Kernels:
    kernels: Kernels = import_module("nncore.kernels.numba_kernels").FastKernels()
    return kernels
