"""The card beside a neuron or a link: its numbers, and a field to change one."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.guard import guarded
from app.widgets.fields import FloatField
from app.widgets.picture import Picture

_GAP = 10  # from the neuron to the card
_EDGE = 4  # from the card to the edge of what it lies on
_PICTURE = QSize(114, 114)


_LARGEST = 3e38  # what single precision holds


class _ValueField(FloatField):
    """The field of the card; tells when it is left for another widget."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0.0, "networkValue", parent, minimum=-_LARGEST, maximum=_LARGEST)
        self._tip = self.tr(
            "Type another number for this weight or bias; a larger one makes the neuron answer "
            "more strongly to what it stands for, a negative one holds it back."
        )
        self.setToolTip(self._tip)
        self.setMinimumWidth(84)

    @guarded()
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        reason, reasons = event.reason(), Qt.FocusReason
        if reason in (reasons.PopupFocusReason, reasons.ActiveWindowFocusReason):
            return
        card = self.parentWidget()
        below = None if card is None else card.parentWidget()
        # What a press on the diagram means, the diagram says.
        if below is None or reason is not reasons.MouseFocusReason or not below.hasFocus():
            self.left.emit()


class NetworkCard(QFrame):
    """Lies over its parent and never leaves it; lets the mouse through until it edits.

    Signals:
        committed(value): A number was typed.
        closed(): The field is no longer wanted.
    """

    committed = Signal(object)
    closed = Signal()

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
        self._field_name = QLabel(self)
        self._field_name.setProperty("role", "small")
        self.field = _ValueField(self)
        self._problem = QLabel(self)
        self._problem.setObjectName("networkCardProblem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setProperty("role", "small")
        self._problem.setProperty("tone", "danger")
        self._problem.setWordWrap(True)
        self._problem.setFixedWidth(150)
        row = QHBoxLayout()
        row.addWidget(self._field_name)
        row.addWidget(self.field, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(11, 8, 11, 9)
        self.column.setSpacing(5)
        self.column.addWidget(self._title)
        self.column.addLayout(self._grid)
        self.column.addLayout(row)
        self.column.addWidget(self._problem)
        self.column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self._place: tuple[QPointF, float] = (QPointF(), 0.0)
        self.field.problem_changed.connect(self._on_problem)
        self.field.edited.connect(self.committed)
        self.field.returnPressed.connect(self._on_return)
        self.field.left.connect(self.closed)
        self.stop_editing()
        self.hide()

    @property
    def is_editing(self) -> bool:
        """Whether the field is open."""
        return not self.field.isHidden()

    def edit(self, name: str, value: float) -> None:
        """Open the field for a number of this name; `committed` brings what is typed."""
        self._field_name.setText(name)
        self.field.setAccessibleName(name)
        self.field.set_value(value)
        self.field.revert()
        for widget in (self._field_name, self.field):
            widget.show()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def follow(self, value: float) -> None:
        """The number has changed; what is being typed stays."""
        if not self.field.isModified() and value != self.field.value():
            self.field.set_value(value)
            self.field.selectAll()

    def stop_editing(self) -> None:
        """Close the field."""
        for widget in (self._field_name, self.field, self._problem):
            widget.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @Slot(str)
    def _on_problem(self, reason: str) -> None:
        self._problem.setText(reason)
        self._problem.setVisible(bool(reason))
        self.place_beside(*self._place)

    @Slot()
    def _on_return(self) -> None:
        self.field.commit()  # Qt tells of the key first
        if not self.field.problem():
            self.closed.emit()

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_editing:
            self.closed.emit()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

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
        self._place = point, radius
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
