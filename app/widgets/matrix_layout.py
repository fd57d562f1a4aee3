"""Where the cells, labels and sums of a confusion matrix go; arithmetic without Qt."""

import math
from dataclasses import dataclass

Rect = tuple[float, float, float, float]
"""Left, top, width, height."""

_TITLE = 16
_PAD = 6
_MOST_LABEL_SHARE = 0.22
_LARGEST = 72
_FLATTEST = 1.6
"""A cell may be this much wider than high, so that its number fits."""
_BETWEEN = 4
"""Pixels between two sums, which no line parts."""
_LINE, _ABOVE = 4, 4
"""Pixels around the sums below the columns: of each line, and above all."""


@dataclass(frozen=True)
class MatrixLayout:
    """The geometry for one size of widget.

    Attributes:
        count: Classes.
        wide: Width of a cell in pixels.
        high: Height of a cell.
        left: Where the grid begins.
        top: Where the grid begins.
        sums: Width of the column of sums; 0 where there is no room for it.
        sum_height: Height of the row of sums, likewise.
        labels: Width of the row labels.
        font: Pixels of the numbers, 0 where they do not fit.
        sum_font: Of the sums, so small that those below the columns stand apart.
        sum_lines: 2 where the sums below narrow columns stand in two lines by turns.
        label_steps: Every how manyth label is written, of the columns and of the rows.
    """

    count: int
    wide: float
    high: float
    left: float
    top: float
    sums: float
    sum_height: float
    labels: float
    label_height: float
    font: int
    sum_font: int
    sum_lines: int
    label_steps: tuple[int, int]

    @property
    def grid(self) -> Rect:
        """The cells, without sums and labels."""
        return self.left, self.top, self.count * self.wide, self.count * self.high

    @property
    def across_title(self) -> Rect:
        """Where the word above the columns goes."""
        left, top, width, _ = self.grid
        return left, top - self.label_height - _TITLE - 1, width, _TITLE

    @property
    def side_title(self) -> Rect:
        """Where the turned word beside the rows goes."""
        left, top, _, height = self.grid
        return left - self.labels - _TITLE - _PAD, top, _TITLE, height

    def row_label(self, index: int) -> Rect:
        """Where the name of a row goes."""
        middle = self.top + (index + 0.5) * self.high
        height = self.label_height
        return self.left - self.labels - _PAD, middle - height / 2, self.labels, height

    def column_label(self, index: int) -> Rect:
        """Where the name of a column goes."""
        width = self.wide * self.label_steps[0]
        middle = self.left + (index + 0.5) * self.wide
        return middle - width / 2, self.top - self.label_height - 1, width, self.label_height

    def rect(self, truth: int, predicted: int) -> Rect:
        """A cell; -1 is the sum at the end of the row or column."""
        x = self.count * self.wide + 1 if predicted < 0 else predicted * self.wide
        y = self.count * self.high + 1 if truth < 0 else truth * self.high
        width = self.sums if predicted < 0 else self.wide
        height = self.sum_height / self.sum_lines if truth < 0 else self.high
        if truth < 0 and self.sum_lines > 1:
            y += height * ((self.count if predicted < 0 else predicted) % 2)
            if predicted >= 0:
                x, width = x - self.wide / 2, 2 * self.wide
        return self.left + x, self.top + y, width, height

    def mark(self, truth: int, predicted: int) -> Rect:
        """What is framed when a cell, or with -1 a whole row or column, is chosen."""
        left, top, width, height = self.grid
        if predicted >= 0:
            left, width = left + predicted * self.wide, self.wide
        if truth >= 0:
            top, height = top + truth * self.high, self.high
        return left, top, width, height

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Truth and prediction at a point, -1 on a label or a sum; None beside all of them."""
        left, top, width, height = self.grid
        across, down = x - left, y - top
        before_x = -self.labels - _PAD <= across < 0
        before_y = -self.label_height <= down < 0
        behind_x = width <= across < width + max(self.sums, 1)
        behind_y = height <= down < height + max(self.sum_height, 1)
        inside_x, inside_y = 0 <= across < width, 0 <= down < height
        if not (inside_x or before_x or behind_x) or not (inside_y or before_y or behind_y):
            return None
        if not inside_x and not inside_y:
            return (-1, -1) if behind_x and behind_y else None
        return int(down / self.high) if inside_y else -1, (
            int(across / self.wide) if inside_x else -1
        )


def fit_cells(
    count: int,
    area: tuple[float, float],
    names: float,
    label_height: float,
    number_widths: dict[int, tuple[float, float, float]],
) -> MatrixLayout:
    """The largest cells that leave room for labels, numbers and sums.

    Where there is little room, the sums below the columns become smaller or stand in two lines,
    then all numbers become smaller. What still does not fit is left out: the sums, then the
    numbers.

    Args:
        count: Classes, at least 1.
        area: Width and height of the widget.
        names: Width of the longest name.
        label_height: Height of a line of labels.
        number_widths: By font size, larger ones first, the width of the longest number in a
            cell, of the longest sum at the end of a row and of that below a column.
    """
    count = max(1, count)
    labels = min(math.ceil(names) + 1.0, area[0] * _MOST_LABEL_SHARE)
    before = _TITLE + _PAD + labels, _TITLE + label_height + 2
    tries = [
        (font, width, max(sum_width + 8, 20.0) if lines else 0.0, lines)
        for line_choice in ((1, 2), (0,))
        for font, (width, sum_width, _) in number_widths.items()
        for lines in line_choice
    ]
    for font, width, sums, lines in (*tries, (0, 0.0, 0.0, 0)):
        sum_height = lines * (font + _LINE) + _ABOVE if lines else 0.0
        wide, high = _cell(
            count, area[0] - before[0] - sums - 2, area[1] - before[1] - sum_height - 2
        )
        room = lines * wide - _BETWEEN
        below = [f for f, widths in number_widths.items() if widths[2] <= room]
        sum_font = min(font, max(below, default=0))
        if not font or (wide >= width + 2 and high >= font + 3 and (sum_font or not lines)):
            break
    left = before[0] + max(0.0, math.floor((area[0] - before[0] - count * wide - sums) / 2))
    top = before[1] + max(0.0, math.floor((area[1] - before[1] - count * high - sum_height) / 2))
    steps = _step(max(label_height, min(names, 3 * label_height)), wide), _step(label_height, high)
    return MatrixLayout(
        count, wide, high, left, top, sums, sum_height, labels, label_height,
        font, sum_font, max(1, lines), steps,
    )  # fmt: skip


def _cell(count: int, width: float, height: float) -> tuple[float, float]:
    """Whole pixels, as long as there is one for each class."""
    high = _whole(min(height / count, _LARGEST))
    wide = _whole(min(width / count, _LARGEST, _FLATTEST * high))
    return wide, min(high, _FLATTEST * wide)


def _whole(side: float) -> float:
    return float(math.floor(side)) if side >= 1 else max(side, 0.05)


def _step(needed: float, cell: float) -> int:
    return max(1, math.ceil(needed / cell))
