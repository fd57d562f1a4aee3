"""The user's own table: a CSV file, read strictly, every fault named by its line."""

import math
from array import array
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nncore.data.csv_text import find_delimiter, read_lines, shown, split_cells
from nncore.data.dataset import Dataset
from nncore.data.options import check_flag
from nncore.data.split import shuffled_split
from nncore.errors import DataError

MAX_CLASSES = 1000
# A label column of whole numbers with no more different values than this names classes.
_FEW = 20
_TASKS = ("auto", "classification", "regression")


def load_csv(
    path: Path,
    *,
    label: str = "",
    task: str = "auto",
    delimiter: str = "",
    header: bool | None = None,
    test_fraction: float = 0.2,
    seed: int = 0,
) -> Dataset:
    """Read a table of numbers with one column that is to be predicted.

    Unless commas part the cells, a comma within a number is a decimal comma.

    Args:
        path: The file; UTF-8, or UTF-16 with its mark, as spreadsheets write it; gzip is taken.
        label: Name of the column to predict; empty for the last one.
        task: "classification", "regression", or "auto": text, or a few different whole numbers,
            are classes.
        delimiter: The character between cells, or "tab"; empty to find out.
        header: Whether the first row holds names; None to find out.
        test_fraction: Share of the rows held out, drawn at random.
        seed: The same seed holds out the same rows.

    Raises:
        DataError: The file is no such table; the message names it, the line and the column.
    """
    if task not in _TASKS:
        raise DataError(f"{path}: task must be one of {', '.join(_TASKS)}, got {task!r}")
    if header is not None:
        check_flag(str(path), "header", header)
    table = _read(path, label, delimiter, header)
    train, test = shuffled_split(path, len(table.lines), test_fraction, seed)
    y, class_names = _targets(table, task)
    x = table.features
    return Dataset(
        name=path.name.split(".")[0] or path.name,
        x_train=x[train],
        y_train=y[train],
        x_test=x[test],
        y_test=y[test],
        class_names=class_names,
        source=f"{path}, predicting {table.label_name}",
        feature_names=table.feature_names,
    )


@dataclass
class _Table:
    """What was read, with the line of every row for messages."""

    path: Path
    names: tuple[str, ...]
    label_at: int
    decimal_comma: bool
    lines: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    cells: "array[float]" = field(default_factory=lambda: array("d"))

    @property
    def label_name(self) -> str:
        return self.names[self.label_at]

    @property
    def feature_names(self) -> tuple[str, ...]:
        return self.names[: self.label_at] + self.names[self.label_at + 1 :]

    @property
    def features(self) -> NDArray[np.float32]:
        """The numbers (rows, columns), once all of them are known to be finite in 32 bits."""
        with np.errstate(over="ignore"):
            x = np.array(self.cells).astype(np.float32).reshape(len(self.lines), -1)
        bad = np.argwhere(~np.isfinite(x))
        if bad.size:
            row, column = bad[0]
            raise self.error(
                self.lines[row],
                f"column {self.feature_names[column]!r}: not a finite number of 32 bits",
            )
        return x

    def add(self, line: int, cells: list[str]) -> None:
        """Take one row; its features must be numbers, its label is looked at later."""
        if len(cells) != len(self.names):
            raise self.error(line, f"{len(cells)} cells, where the first row has {len(self.names)}")
        label = cells.pop(self.label_at)
        if not label:
            raise self.error(line, f"column {self.label_name!r} is empty")
        try:
            self.cells.extend([number(cell, self.decimal_comma) for cell in cells])
        except ValueError:
            raise self.error(line, self._not_a_number(cells)) from None
        self.lines.append(line)
        self.labels.append(label)

    def error(self, line: int, what: str) -> DataError:
        return DataError(f"{self.path}, line {line}: {what}")

    def _not_a_number(self, cells: list[str]) -> str:
        for name, cell in zip(self.feature_names, cells, strict=True):
            if not _is_number(cell, self.decimal_comma):
                if not cell:
                    return f"column {name!r} is empty"
                return f"column {name!r}: {shown(cell)} is not a number"
        raise AssertionError("every cell is a number")


def _read(path: Path, label: str, delimiter: str, header: bool | None) -> _Table:
    lines = read_lines(path)
    delimiter = find_delimiter(path, lines, delimiter)
    rows = split_cells(path, lines, delimiter)
    first = next(rows, None)
    if first is None:
        raise DataError(f"{path}: the table is empty")
    decimal_comma = delimiter != ","
    line, cells = first
    if len(cells) < 2:
        raise DataError(
            f"{path}, line {line}: one column only; a table needs one to predict and one to "
            "predict it from, with a comma, semicolon or tab between"
        )
    has_names = header
    if has_names is None:
        has_names = not any(_is_number(cell, decimal_comma) for cell in cells)
    names = tuple(
        (cell if has_names else "") or f"column {i}" for i, cell in enumerate(cells, start=1)
    )
    table = _Table(path, names, _label_column(path, names, label), decimal_comma)
    for row_line, row in rows if has_names else chain([first], rows):
        table.add(row_line, row)
    if not table.lines:
        raise DataError(f"{path}: no rows below the names in line {line}")
    return table


def _label_column(path: Path, names: tuple[str, ...], label: str) -> int:
    if not label:
        return len(names) - 1
    if names.count(label) == 1:
        return names.index(label)
    problem = "more than one column is" if label in names else "no column is"
    listed = ", ".join(names[:20]) + (", ..." if len(names) > 20 else "")
    raise DataError(f"{path}: {problem} called {label!r}; the columns: {listed}")


def _targets(table: _Table, task: str) -> tuple[NDArray[Any], tuple[str, ...]]:
    """Labels with their class names, or values with none."""
    values = [_number_or_none(text, table.decimal_comma) for text in table.labels]
    for line, value in zip(table.lines, values, strict=True):
        if value is not None and not math.isfinite(value):
            raise table.error(line, f"column {table.label_name!r}: not a finite number")
    texts = values.count(None)
    if task == "auto":
        _refuse_stray_texts(table, values, texts)
        numeric = texts == 0
        whole = numeric and all(value == int(value) for value in values if value is not None)
        named = not numeric or (whole and len(set(values)) <= _FEW)
        task = "classification" if named else "regression"
    if task == "classification":
        return _classes(table, values, texts)
    if texts:
        raise _text_among_numbers(table, values)
    with np.errstate(over="ignore"):
        y = np.array(values, np.float64).astype(np.float32)
    if not np.isfinite(y).all():
        raise table.error(
            table.lines[int(np.argmin(np.isfinite(y)))],
            f"column {table.label_name!r}: not a finite number of 32 bits",
        )
    return y, ()


def _refuse_stray_texts(table: _Table, values: list[float | None], texts: int) -> None:
    """A few texts among numbers are more likely gaps in the data than classes."""
    if 0 < texts < len(values) / 2:
        raise _text_among_numbers(table, values)


def _text_among_numbers(table: _Table, values: list[float | None]) -> DataError:
    at = values.index(None)
    return table.error(
        table.lines[at],
        f"column {table.label_name!r}: {shown(table.labels[at])} is not a number; "
        'if it is the name of a class, set the task to "classification"',
    )


def _classes(
    table: _Table, values: list[float | None], texts: int
) -> tuple[NDArray[Any], tuple[str, ...]]:
    keys: list[Any] = list(table.labels) if texts else list(values)
    distinct = sorted(set(keys))
    if not 2 <= len(distinct) <= MAX_CLASSES:
        raise DataError(
            f"{table.path}: column {table.label_name!r} has {len(distinct)} different values; "
            f"classes must be 2 to {MAX_CLASSES}"
        )
    index = {key: i for i, key in enumerate(distinct)}
    names = tuple(key if isinstance(key, str) else _plain(key) for key in distinct)
    return np.array([index[key] for key in keys], np.int64), names


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def number(cell: str, decimal_comma: bool) -> float:
    """The number in a cell; ValueError if there is none. Python's 1_000 is not taken."""
    if "_" in cell:
        raise ValueError
    return float(cell.replace(",", ".") if decimal_comma else cell)


def _number_or_none(cell: str, decimal_comma: bool) -> float | None:
    try:
        return number(cell, decimal_comma)
    except ValueError:
        return None


def _is_number(cell: str, decimal_comma: bool) -> bool:
    return _number_or_none(cell, decimal_comma) is not None
