"""Columns of pictures: the loops of each set of kernels, held to one value at a time."""

from importlib import util

import numpy as np
import pytest

from nncore import kernels
from nncore.kernels import NUMPY, Kernels, choice
from nncore.windows import Windows, windows

needs_numba = pytest.mark.skipif(
    util.find_spec("numba") is None, reason="numba is not installed (extra `fast`)"
)
SLIDING = {
    "valid": windows((6, 7), (3, 2), (1, 1)),
    "same": windows((6, 7), (4, 3), (1, 1), padding="same"),
    "strides down": windows((7, 6), (3, 3), (2, 1), padding="same"),
    "dilated down": windows((8, 6), (3, 2), (1, 1), (2, 1)),
    "uneven padding": windows((5, 6), (2, 3), (1, 1), padding=((2, 0), (1, 3))),
    "padding alone": windows((3, 4), (2, 2), (1, 1), padding=((4, 3), (3, 5))),
    "a sequence": windows((1, 9), (1, 4), (1, 1), padding="same"),
}
JUMPING = {
    "strides": windows((7, 8), (3, 2), (2, 3)),
    "strides, same": windows((7, 8), (3, 3), (2, 2), padding="same"),
    "dilated": windows((6, 9), (2, 3), (1, 1), (2, 3), "same"),
    "strides past the window": windows((9, 9), (2, 2), (4, 3), padding="same"),
    "a sequence, strides": windows((1, 9), (1, 3), (1, 2), padding="same"),
}
placed = pytest.mark.parametrize(
    "where", [*SLIDING.values(), *JUMPING.values()], ids=[*SLIDING, *JUMPING]
)
sliding = pytest.mark.parametrize("where", SLIDING.values(), ids=SLIDING)
both = pytest.mark.parametrize("dtype", ["float32", "float64"])


def read_by(where: Windows, p: int, q: int, i: int, j: int) -> tuple[int, int] | None:
    """The pixel at place (i, j) of the window (p, q); None in the padding."""
    row = p * where.strides[0] + i * where.dilation[0] - where.pads[0][0]
    column = q * where.strides[1] + j * where.dilation[1] - where.pads[1][0]
    inside = 0 <= row < where.size[0] and 0 <= column < where.size[1]
    return (row, column) if inside else None


def test_the_places_are_what_they_are_called() -> None:
    assert all(where.slides for where in SLIDING.values())
    assert not any(where.slides for where in JUMPING.values())


@placed
@both
def test_columns_are_added_up_where_they_came_from(
    where: Windows, dtype: str, kernel_set: Kernels
) -> None:
    shape = (3, *where.stops, *where.window, 5)
    columns = np.random.default_rng(0).integers(-9, 9, shape).astype(dtype)
    expected, found = np.zeros((3, *where.size, 5)), np.full((3, *where.size, 5), np.nan, dtype)
    for p, q, i, j in np.ndindex(*where.stops, *where.window):
        pixel = read_by(where, p, q, i, j)
        if pixel:
            expected[:, pixel[0], pixel[1]] += columns[:, p, q, i, j]
    kernel_set.from_columns(columns, where, found)
    np.testing.assert_array_equal(found, expected)  # sums of whole numbers are exact


@placed
@both
@pytest.mark.parametrize("channels", [1, 5])
def test_columns_hold_what_every_window_reads(
    where: Windows, dtype: str, channels: int, kernel_set: Kernels
) -> None:
    x = np.random.default_rng(0).normal(size=(3, *where.size, channels)).astype(dtype)
    (rows, stops), (kh, kw), span = where.stops, where.window, where.span
    columns = np.full((3, rows, where.line, kh, kw // span, channels), np.nan, dtype)
    kernel_set.to_columns(x, where, columns)
    assert np.isfinite(columns).all(), "every value is written"
    # The padding right of a line is that left of the next; zeros follow the last.
    beyond = np.zeros((span - 1, kh, kw // span, channels))
    entries = np.concatenate([columns.reshape(-1, *beyond.shape[1:]), beyond])
    for n, p, q, i, j in np.ndindex(3, rows, stops, kh, kw):
        pixel = read_by(where, p, q, i, j)
        expected = x[n, pixel[0], pixel[1]] if pixel else np.zeros(channels)
        place = (n * rows + p) * where.line + q
        entry = entries[place + j, i, 0] if span > 1 else entries[place, i, j]
        np.testing.assert_array_equal(entry, expected)


@needs_numba
@sliding
@both
@pytest.mark.parametrize("channels", [1, 3, 9])
def test_compiled_copies_are_numpys(
    where: Windows, dtype: str, channels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "_asked", "fast")
    fast = kernels.load()
    from nncore.kernels import numba_kernels

    compiled, done = numba_kernels._to_columns, []
    monkeypatch.setattr(
        numba_kernels, "_to_columns", lambda *values: done.append(compiled(*values))
    )
    x = np.random.default_rng(0).normal(size=(3, *where.size, channels)).astype(dtype)
    shape = (3, where.stops[0], where.line, where.window[0], 1, channels)
    expected = np.full(shape, np.nan, dtype)
    NUMPY.to_columns(x, where, expected)
    for few in (channels, channels + 1):
        monkeypatch.setattr(numba_kernels, "FEW", few)
        found = np.full(shape, np.nan, dtype)
        fast.to_columns(x, where, found)
        np.testing.assert_array_equal(found, expected)
    assert len(done) == 1, "from FEW channels on the loop is the compiled one"


@both
def test_arrays_in_any_order_give_the_same(dtype: str, kernel_set: Kernels) -> None:
    where = SLIDING["same"]
    rng = np.random.default_rng(0)
    x, dy = (rng.normal(size=(2, *where.size, 5)).astype(dtype) for _ in range(2))
    turned, turned_dy = (np.asarray(values, order="F") for values in (x, dy))
    shape = (2, where.stops[0], where.line, where.window[0], 1, 5)
    columns, others = np.full((2, *shape), np.nan, dtype)
    kernel_set.to_columns(x, where, columns)
    kernel_set.to_columns(turned, where, others)
    np.testing.assert_array_equal(others, columns)
    slopes, other_slopes = (np.full_like(values, np.nan) for values in (x, turned))
    kernel_set.stop_at_zeros(dy, x, slopes)
    kernel_set.stop_at_zeros(turned_dy, turned, other_slopes)
    np.testing.assert_array_equal(slopes, np.where(x > 0, dy, 0))
    np.testing.assert_array_equal(other_slopes, slopes)
