"""Memory that is free again, given back to the system."""

import ctypes
import sys
from functools import cache
from typing import Any


def give_back_memory() -> None:
    """Let the C library return what it holds for later; call it in a background thread.

    It keeps freed arrays of up to 32 MB in the heap of the thread that made them, where a
    data set of another size does not fit: a window that switches between sets would grow.
    Does nothing where the library has no such call (not glibc).
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
