"""The card beside a neuron or a link: its numbers, and a field to change one."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.widgets.picture import Picture

_GAP = 10  # from the neuron to the card
_EDGE = 4  # from the card to the edge of what it lies on
_PICTURE = QSize(114, 114)


class NetworkCard(QFrame):
    """Lies over its parent and never leaves it; lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("networkCard")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = QLabel(self)
        self._title.setObjectName("networkCardTitle")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("role", "cardTitle")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._picture = Picture(self)
        self._picture.setObjectName("networkCardPicture")
        self._picture.setAccessibleName(self.tr("Incoming weights"))
        self._picture.setFixedSize(_PICTURE)
        self._has_picture = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(11, 8, 11, 9)
        self.column.setSpacing(5)
        self.column.addWidget(self._title)
        self.column.addLayout(self._grid)
        self.column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    def text(self) -> str:
        """All that is said, for screen readers."""
        rows = [f"{a.text()} {b.text()}" for a, b in self._labels if not a.isHidden()]
        return ", ".join([self._title.text(), *rows])

    def show_facts(
        self, title: str, rows: Sequence[tuple[str, str]], picture: np.ndarray | None = None
    ) -> None:
        """Say this from now on; a picture has the scale of its largest magnitude."""
        self._title.setText(title)
        for at, (name, value) in enumerate(rows):
            if at == len(self._labels):
                self._add_row()
            self._labels[at][0].setText(name)
            self._labels[at][1].setText(value)
        for at, pair in enumerate(self._labels):
            for label in pair:
                label.setVisible(at < len(rows))
        self._has_picture = picture is not None
        if picture is not None:
            self._picture.set_image(picture, "diverging")

    def place_beside(self, point: QPointF, radius: float) -> None:
        """Stand right of a point, or left where there is more room, inside the parent."""
        parent = self.parentWidget()
        if parent is None:
            return
        area = parent.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        self._picture.setVisible(self._has_picture)
        self.column.activate()
        size = self.column.totalSizeHint()
        if self._has_picture and size.height() > area.height():
            self._picture.hide()
            self.column.activate()
            size = self.column.totalSizeHint()
        away = radius + _GAP
        x, y = point.x() + away, point.y() - size.height() / 2
        if x + size.width() > area.right():
            x = point.x() - away - size.width()
        if x < area.left():  # no room at either side: below, or above
            x, y = point.x() - size.width() / 2, point.y() + away
            if y + size.height() > area.bottom():
                y = point.y() - away - size.height()
        x = min(x, area.right() - size.width())
        y = max(area.top(), min(y, area.bottom() - size.height()))
        self.setGeometry(int(max(area.left(), x)), int(y), size.width(), size.height())
        self.show()
        self.raise_()

    def _add_row(self) -> None:
        name, value = QLabel(self), QLabel(self)
        for label, role in ((name, "small"), (value, "figure")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", role)
            column = 0 if label is name else 1
            side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            self._grid.addWidget(label, len(self._labels), column, side)
        self._labels.append((name, value))
