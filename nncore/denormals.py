"""Denormal numbers: those too small for a float's usual form, under 1e-38 in float32.

The means that Adam remembers of weights no gradient reaches any more, and the gradients of
a saturated sigmoid, end there. A processor computes with them many times slower: training
lost up to 40 % of its speed. Here they count as 0, as in every larger framework on demand.
"""

import ctypes
import platform
import sys
from types import TracebackType
from typing import Any

FLUSH_RESULTS, READ_AS_ZERO = 0x8000, 0x0040
"""Two bits of the control register MXCSR: Intel's manual, volume 1, 10.2.3."""


class _Environment(ctypes.Structure):
    """What `fegetenv` of C stores on Linux on x86-64; see <fenv.h>."""

    _fields_ = (("x87", ctypes.c_uint32 * 7), ("mxcsr", ctypes.c_uint32))


def _library() -> Any:
    """C's functions on the floating-point environment; None where its form is not known."""
    if not (sys.platform.startswith("linux") and platform.machine() in ("x86_64", "AMD64")):
        return None
    library = ctypes.PyDLL(None)  # keeps the interpreter's lock: these calls are too short to share
    return library if hasattr(library, "fesetenv") else None


_C = _library()


class NoDenormals:
    """In this context denormals count as 0, in the thread that enters it.

    Outside, everything is as before. On other systems than Linux on x86-64 it does nothing.
    """

    def __init__(self) -> None:
        self._environment = _Environment()
        self._address = ctypes.byref(self._environment)
        self._before = 0

    def __enter__(self) -> None:
        if _C is None:
            return
        _C.fegetenv(self._address)
        self._before = self._environment.mxcsr
        self._environment.mxcsr = self._before | FLUSH_RESULTS | READ_AS_ZERO
        _C.fesetenv(self._address)

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if _C is not None:
            self._environment.mxcsr = self._before
            _C.fesetenv(self._address)
