"""From the bytes of a CSV file to rows of cells: encoding, delimiter and quotes."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from nncore.data.idx import read_bytes
from nncore.errors import DataError

MAX_BYTES = 1 << 26  # 64 MiB of text are some 15 million numbers
# Commas last: with another delimiter they are often decimal.
_DELIMITERS = "\t;|,"
_LINES_LOOKED_AT = 20
_SHOWN = 40

Row = tuple[int, list[str]]  # line number from 1, cells


def read_lines(path: Path) -> list[str]:
    """The lines of a text file in UTF-8, or in UTF-16 if it says so."""
    data = read_bytes(path, max_bytes=MAX_BYTES)
    if data.startswith(b"PK\x03\x04"):
        raise DataError(f"{path}: a workbook or zip archive, not CSV; save the sheet as CSV")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        expected = encoding.removesuffix("-sig").upper()
        raise DataError(
            f"{path}, line {line}: byte {data[error.start]:#04x} is not {expected}; "
            "save the file as UTF-8"
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError(f"{path}, line {line}: a zero byte; this is not a text file")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def find_delimiter(path: Path, lines: list[str], given: str) -> str:
    """The delimiter given, or the one that parts the first lines into equally many cells."""
    if given:
        given = "\t" if given == "tab" else given
        if len(given) != 1 or given in '"\r\n':
            raise DataError(f'{path}: the delimiter must be one character or "tab", got {given!r}')
        return given
    head = list(islice((line for line in lines if line.strip()), _LINES_LOOKED_AT))
    for delimiter in _DELIMITERS:
        try:
            counts = {len(cells) for cells in csv.reader(head, delimiter=delimiter)}
        except csv.Error:
            continue
        if len(counts) == 1 and counts != {1}:
            return delimiter
    # Nothing fits every line: the most frequent one makes the best message.
    return max(_DELIMITERS, key=lambda d: head[0].count(d) if head else 0)


def split_cells(path: Path, lines: list[str], delimiter: str) -> Iterator[Row]:
    """The rows with their line numbers, cells stripped; rows without any text are left out."""
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    line = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise DataError(f"{path}, line {line}: {_plain_error(error)}") from None
        if reader.line_num != line:
            raise DataError(f"{path}, line {line}: a quoted cell runs over the end of the line")
        if any(cells):
            yield line, cells


def _plain_error(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end" in text or "field larger" in text:
        return "a quoted cell is never closed"
    return f"the quotes are wrong: {text}"


def shown(cell: str) -> str:
    """A cell as a message shows it: quoted, and not endless."""
    return repr(cell if len(cell) <= _SHOWN else cell[: _SHOWN - 3] + "...")
