"""A table of texts for views: headers, rows, and numbers at the right."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.guard import guarded

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class TextTable(QAbstractTableModel):
    """Rows of texts; the first `left` columns are words, the others numbers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers: tuple[str, ...] = ()
        self._tips: tuple[str, ...] = ()
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._left = 1

    def set_table(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        left: int = 1,
        tips: Sequence[str] = (),
    ) -> None:
        """Show other rows; where headers and count stay, the view keeps its place."""
        new = tuple(tuple(row) for row in rows)
        same = tuple(headers) == self._headers and len(new) == len(self._rows)
        if not same:
            self.beginResetModel()
        self._headers, self._rows, self._left = tuple(headers), new, left
        self._tips = tuple(tips)
        if not same:
            self.endResetModel()
        elif new:
            last = self.index(len(new) - 1, len(self._headers) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def text(self, row: int, column: int) -> str:
        """What a cell says."""
        return self._rows[row][column]

    @guarded(0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._rows)

    @guarded(0)
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._headers)

    @guarded()
    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        if role == _DISPLAY:
            return self._rows[index.row()][index.column()]
        return self._alignment(index.column()) if role == _ALIGN else None

    @guarded()
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._headers):
            return None
        if role == _DISPLAY:
            return self._headers[section]
        if role == _TIP and section < len(self._tips):
            return self._tips[section]
        return self._alignment(section) if role == _ALIGN else None

    def _alignment(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignLeft if column < self._left else Qt.AlignmentFlag.AlignRight
        return int(side | _MIDDLE)
