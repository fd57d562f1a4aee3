"""Shapes and the data layout, decided once.

An array of samples is batch-first and channels-last: ``(N, H, W, C)`` for images,
``(N, T, F)`` for sequences, ``(N, F)`` for vectors. A *shape* in the code is that
of one sample, without N. Flattening goes row by row, channel fastest (C order).
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from nncore.errors import DataError, ShapeError

Shape = tuple[int, ...]

MAX_ELEMENTS = 2**31
"""More values than this in one sample or one parameter is a typing mistake."""

MAX_DIMENSIONS = 8
"""More than any layer reads; NumPy itself ends at 64, with the batch among them."""


def size(shape: Shape) -> int:
    """How many values one sample of this shape has."""
    return math.prod(shape)


def shape_text(shape: Sequence[int]) -> str:
    """A shape as people write it: ``28 × 28 × 1``."""
    return " × ".join(str(n) for n in shape) if shape else "1 value"


def shape_words(shape: Sequence[int]) -> str:
    """A shape within a sentence: ``28 × 28 × 1``, but ``784 values``."""
    if len(shape) != 1:
        return shape_text(shape)
    return f"{shape[0]:,} value" + ("s" if shape[0] != 1 else "")


def check_shape(shape: Sequence[int], what: str) -> Shape:
    """`shape` as a tuple of positive integers.

    Raises:
        ShapeError: A dimension is not a positive whole number, or there are too many values.
    """
    try:
        result = tuple(int(n) for n in shape)
        exact = all(
            not isinstance(n, (bool, str)) and n == m for n, m in zip(shape, result, strict=True)
        )
    except (TypeError, ValueError, OverflowError):
        exact = False
        result = ()
    if not exact or not result or any(n < 1 for n in result):
        raise ShapeError(
            f"{what} must be a list of positive whole numbers; received {repr(shape)[:60]}"
        )
    if len(result) > MAX_DIMENSIONS:
        raise ShapeError(
            f"{what} has {len(result):,} dimensions; at most {MAX_DIMENSIONS} are possible"
        )
    if size(result) > MAX_ELEMENTS:
        raise ShapeError(f"{what} {shape_text(result)[:60]} has more than {MAX_ELEMENTS:,} values")
    return result


def as_numbers(values: Any, dtype: Any, what: str) -> np.ndarray:
    """`values` as an array of `dtype`, in C order; what is too large for it becomes infinite.

    Raises:
        DataError: They are no real numbers, or not all of one shape.
    """
    try:
        given = np.asarray(values)
        if given.dtype.kind in "biufO":
            with np.errstate(over="ignore"):
                return np.ascontiguousarray(given, dtype)
    except (TypeError, ValueError):
        pass
    raise DataError(f"{what} must be numbers, all of one shape; received {received(values)}")


def received(values: Any) -> str:
    """What was given instead of an array of numbers, in a few words."""
    if isinstance(values, np.ndarray):
        return f"an array of {values.dtype}"
    return f"a {type(values).__name__}"


def window_axis(
    length: int,
    window: int,
    stride: int,
    dilation: int = 1,
    padding: str | tuple[int, int] = "valid",
    axis: str = "axis",
) -> tuple[int, tuple[int, int]]:
    """How a window slides along one axis: its stops and the padding before and after.

    Args:
        length: Values along the axis.
        window: Values the window reads, `dilation` apart.
        stride: Values from one stop to the next.
        dilation: 1 reads neighbours.
        padding: "valid" (none), "same" (ceil(length / stride) stops; an odd value goes to
            the end, as in Keras), or the padding itself.
        axis: Name of the axis for messages.

    Raises:
        ShapeError: The window does not fit.
    """
    reach = dilation * (window - 1) + 1
    if padding == "same":
        stops = -(-length // stride)
        total = max((stops - 1) * stride + reach - length, 0)
        return stops, (total // 2, total - total // 2)
    before, after = (0, 0) if isinstance(padding, str) else padding
    padded = length + before + after
    if reach > padded:
        reads = f"a window of {window}" + (f" with dilation {dilation}" if dilation > 1 else "")
        has = f"{length}" + (f" ({padded} with its padding)" if padded > length else "")
        raise ShapeError(
            f"{reads} reads {reach} values along the {axis}, which has only {has}; "
            'choose a smaller window or padding "same"'
        )
    return (padded - reach) // stride + 1, (before, after)
