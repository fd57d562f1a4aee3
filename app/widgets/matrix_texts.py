"""What is written in the cells of a confusion matrix, whole and in little room."""

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]


def cell_texts(full: Counts, *, percent: bool, short: bool) -> list[list[str]]:
    """What is written in each cell; an empty cell stays empty, so that the others stand out.

    Args:
        full: The counts, with a column and a row of sums at the end.
        percent: Write shares of the row.
        short: There is no room for every digit.
    """
    if not percent:
        return [[_count(value, short) if value else "" for value in row] for row in full.tolist()]
    sums = full[:, -1].tolist()
    rows = [
        [_share(100 * value / whole, short) if value and whole else "" for value in row]
        for row, whole in zip(full.tolist(), sums, strict=True)
    ]
    for row in rows:
        row[-1] = "100" if row[-1] else ""
    return rows


def _count(value: int, short: bool) -> str:
    return f"{round(value, -3) // 1000}k" if short and value >= 1000 else str(value)


def _share(percent: float, short: bool) -> str:
    """In short "<1" and ">99" are neither none nor all."""
    if not short:
        return f"{percent:.1f}"
    if percent < 1:
        return "<1"
    return ">99" if 99 < percent < 100 else f"{percent:.0f}"
