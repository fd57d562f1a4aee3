"""The card of one layer: what it is, its output shape, its parameters, and its faults."""

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDrag, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QWidget,
)

from app.guard import guarded
from app.icons import bind_icon
from app.widgets.elide_label import ElideLabel
from app.widgets.style import set_property
from nncore.shapes import shape_text
from nncore.spec import LayerInfo

MIME = "application/x-vitrine-layer"
"""A dragged card carries its layer's name."""


class LayerCard(QFrame):
    """One layer of the stack; focus selects it, Delete removes it, Alt+arrows move it.

    Signals:
        chosen(name): It was clicked or got the focus.
        removal_asked(name), move_asked(name, by): The user wants that.
    """

    chosen = Signal(str)
    removal_asked = Signal(str)
    move_asked = Signal(str, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._pressed_at: QPoint | None = None
        self.setObjectName(f"layerCard.{name}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grip = QLabel("⠿", self)
        grip.setProperty("role", "muted")
        self._title = ElideLabel("", self)
        self._title.setProperty("role", "title")
        self._detail = ElideLabel("", self)
        self._detail.setProperty("role", "muted")
        self._shape = QLabel(self)
        self._shape.setProperty("role", "small")
        self._count = QLabel(self)
        self._count.setProperty("role", "small")
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        self._problem.setProperty("tone", "danger")
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for key, icon, text in (
            ("up", "up", self.tr("Move up")),
            ("down", "down", self.tr("Move down")),
            ("remove", "remove", self.tr("Remove")),
        ):
            row.addWidget(self._button(key, icon, text))
        self._title.setMinimumHeight(18)  # a card keeps its height when the buttons come
        self._buttons.hide()
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._title)
        top.addWidget(self._detail, 1)
        top.addWidget(self._buttons)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 6, 10, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(grip, 0, 0, 2, 1)
        grid.addLayout(top, 0, 1, 1, 2)
        grid.addWidget(self._shape, 1, 1)
        grid.addWidget(self._count, 1, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._problem, 2, 1, 1, 2)

    def _button(self, key: str, icon: str, text: str) -> QToolButton:
        button = QToolButton(self._buttons)
        button.setObjectName(f"layerCard.{self.name}.{key}")
        button.setAccessibleName(f"{text}: {self.name}")
        button.setToolTip(text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFixedSize(20, 18)
        button.setIconSize(QSize(14, 14))
        bind_icon(button, icon, "muted")
        button.clicked.connect(self._on_button)
        return button

    def show_info(self, info: LayerInfo | None, type_name: str, detail: str) -> None:
        """Show a layer; `info` is None behind a layer that cannot stand."""
        self._title.setText(type_name)
        self._detail.setText(detail)
        error = None if info is None else info.error
        known = info is not None and error is None
        self._shape.setText(shape_text(info.output_shape) if info and known else "–")
        count = info.param_count if info and known else 0
        self._count.setText(self.tr("{0} params").format(f"{count:,}") if count else "0")
        self._problem.setText(str(error).partition(": ")[2] if error else "")
        self._problem.setVisible(error is not None)
        set_property(self, "broken", error is not None)
        words = [self.name, type_name, detail, self._shape.text(), self._count.text()]
        self.setAccessibleName(", ".join(word for word in words if word))
        self.setAccessibleDescription(self._problem.text())
        self.setToolTip(self.name)

    def set_selected(self, selected: bool) -> None:
        """Draw it as the selected one."""
        set_property(self, "selected", selected)
        self._buttons.setVisible(selected)

    @Slot()
    def _on_button(self) -> None:
        key = self.sender().objectName().rpartition(".")[2]
        if key == "remove":
            self.removal_asked.emit(self.name)
        else:
            self.move_asked.emit(self.name, -1 if key == "up" else 1)

    @guarded()
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.emit(self.name)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_asked.emit(self.name)
        elif event.key() == Qt.Key.Key_Up and alt:
            self.move_asked.emit(self.name, -1)
        elif event.key() == Qt.Key.Key_Down and alt:
            self.move_asked.emit(self.name, 1)
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
            self.chosen.emit(self.name)

    @guarded()
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        moved = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if moved >= QApplication.startDragDistance():
            self._pressed_at = None
            self._drag(event.position().toPoint())

    def _drag(self, at: QPoint) -> None:
        mime = QMimeData()
        mime.setData(MIME, self.name.encode())
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.setPixmap(self.grab())
        drag.setHotSpot(at)
        drag.exec(Qt.DropAction.MoveAction)
