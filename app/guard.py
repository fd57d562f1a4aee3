"""The guard of every Python override of a Qt virtual method."""

import functools
import sys
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def report_exception(error: BaseException) -> None:
    """Hand an error to `sys.excepthook`, and survive a hook that fails itself."""
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except Exception:  # noqa: BLE001 - nothing may leave a Qt virtual method
        sys.__excepthook__(type(error), error, error.__traceback__)


def guarded(
    default: Any = None, *, factory: Callable[[], Any] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep exceptions inside an override that Qt calls.

    On Python 3.11 an error raised by the interpreter that leaves such an override ends
    the process. A guarded method reports it to `sys.excepthook` and returns `default`.

    Args:
        default: What Qt gets instead of the method's own answer.
        factory: Makes that answer anew each time, for values that must not be shared.
    """

    def decorate(method: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(method)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return method(*args, **kwargs)
            except Exception as error:  # noqa: BLE001 - that is the purpose
                report_exception(error)
                answer: R = factory() if factory is not None else default
                return answer

        return wrapper

    return decorate
