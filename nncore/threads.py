"""How many threads the engine computes with: BLAS in matrix products, a pool over a batch.

The number is `set_threads(n)`, else $VITRINE_THREADS, else what BLAS has found: all cores.
The same number gives the same bits. A BLAS that threadpoolctl does not know (Apple's
Accelerate) keeps its own number.
"""

import contextvars
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import Any

from threadpoolctl import ThreadpoolController

from nncore.denormals import NoDenormals
from nncore.errors import SpecError

VARIABLE = "VITRINE_THREADS"
MOST = 64
"""The most threads that the BLAS in NumPy's wheels is built for."""


class _Threads:
    """The number in use, the pool of that many threads, and who holds BLAS at one."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.count = 0  # 0: not settled yet
        self.holders = 0
        self.pool: ThreadPoolExecutor | None = None


_threads = _Threads()


def get_threads() -> int:
    """The number of threads in use.

    Raises:
        SpecError: $VITRINE_THREADS is no number of threads.
    """
    if not _threads.count:
        set_threads(None)
    return _threads.count


def set_threads(count: int | None) -> None:
    """Compute with this many threads from now on; call it while nothing computes.

    Args:
        count: From 1 to 64. None: $VITRINE_THREADS, else what BLAS has, else all cores.
    """
    if count is None:
        text = os.environ.get(VARIABLE, "")
        count = _checked(text, VARIABLE) if text else _found()
    count = _checked(count, "threads")
    with _threads.lock:
        if count != _threads.count and _threads.pool is not None:
            _threads.pool.shutdown()
            _threads.pool = None
        _threads.count = count
        if not _threads.holders:
            _set_blas(count)


def _checked(value: int | str, what: str) -> int:
    try:
        count = int(value)
    except (TypeError, ValueError):
        count = 0
    if isinstance(value, bool | float) or not 1 <= count <= MOST:
        raise SpecError(f"{what} must be a whole number from 1 to {MOST}; received {value!r}")
    return count


def cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _found() -> int:
    counts = [library.num_threads for library in _blas()]
    return min(max(counts, default=cores()), MOST)


@cache
def _blas() -> list[Any]:
    """The BLAS libraries in this process."""
    libraries = ThreadpoolController().lib_controllers
    return [library for library in libraries if library.user_api == "blas"]


def _set_blas(count: int) -> None:
    """Call it with the lock held, from whichever thread.

    threadpoolctl 3.8 obeys only the thread that asked first and ignores all
    others without a word; here the lock decides whose turn it is, so the claim is dropped.
    """
    for library in _blas():
        if hasattr(library, "clear_controlling_thread"):
            library.clear_controlling_thread(force=True)
        library.set_num_threads(count)


def blas_is_single() -> bool:
    """Whether matrix products run in the thread that asks for them."""
    return _threads.holders > 0 or get_threads() == 1


@contextmanager
def single_blas() -> Iterator[None]:
    """Matrix products at one thread each, in the whole process, while this is held."""
    count = get_threads()
    with _threads.lock:
        _threads.holders += 1
        if _threads.holders == 1 and count > 1:
            _set_blas(1)
    try:
        yield
    finally:
        with _threads.lock:
            _threads.holders -= 1
            if not _threads.holders and _threads.count > 1:
                _set_blas(_threads.count)


def stretches(n: int, parts: int) -> list[tuple[int, int]]:
    """At most `parts` stretches (start, stop) that cover range(n), as equal as can be."""
    parts = max(1, min(parts, n))
    edges = [i * n // parts for i in range(parts + 1)]
    return list(pairwise(edges))


def over_batch(function: Callable[[int, int], None], n: int) -> None:
    """Call ``function(start, stop)`` on a stretch of range(n) for every thread, at once.

    Which stretches there are depends on n and the number of threads alone. Each thread has
    BLAS to itself, single. The function must write to places of its own and must not call
    `over_batch` itself. The caller's `np.errstate` holds in every thread.
    """
    first, *others = stretches(n, get_threads())
    if not others:
        function(*first)
        return
    with single_blas():
        jobs = [_start(function, *other) for other in others]
        try:
            function(*first)
        finally:
            # Nobody may touch the arrays again while a thread still writes to them.
            errors = [job.exception() for job in jobs]
    for error in errors:
        if error is not None:
            raise error


def _start(function: Callable[[int, int], None], start: int, stop: int) -> Future[None]:
    with _threads.lock:
        if _threads.pool is None:
            # Threads that live as long as the pool, and so do their registers.
            enter = NoDenormals().__enter__
            _threads.pool = ThreadPoolExecutor(_threads.count - 1, "nncore", enter)
        # NumPy's errstate lives in the context.
        return _threads.pool.submit(contextvars.copy_context().run, function, start, stop)
