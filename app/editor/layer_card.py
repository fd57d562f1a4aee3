"""The card of one layer: what it is, its output shape, what it costs, and its faults."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QWidget,
)

from app.editor.cost_text import cost_text
from app.editor.problem_row import ProblemRow
from app.guard import guarded
from app.icons import bind_icon
from app.models.layer_facts import LayerFacts
from app.widgets.elide_label import ElideLabel
from app.widgets.name_edit import NameEdit
from app.widgets.style import set_property
from app.widgets.text_field import commit_typing

MIME = "application/x-vitrine-layer"
"""A dragged card carries its layer's name."""

AROUND = 8 + 10 + 8 + 2 * 6 + 2
"""Margins and gaps of a card's first line."""


class LayerCard(QFrame):
    """One layer of the stack; focus selects it, Delete removes it, Alt+arrows move it.

    Signals:
        chosen(name): It was clicked or got the focus.
        toggled(name), extended(name): It was clicked with Ctrl, or with Shift.
        removal_asked(name), move_asked(name, by): The user wants that.
        renamed(name, new): The user typed another name.
        menu_asked(name, where): The user wants to see what can be done.
        mend_asked(mend): The user wants this way out of what is wrong here.
    """

    chosen = Signal(str)
    toggled = Signal(str)
    extended = Signal(str)
    removal_asked = Signal(str)
    move_asked = Signal(str, int)
    renamed = Signal(str, str)
    menu_asked = Signal(str, QPoint)
    mend_asked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._pressed_at: QPoint | None = None
        self._edit: NameEdit | None = None
        self._facts: LayerFacts | None = None
        self.setObjectName(f"layerCard.{name}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._grip = QLabel("⠿", self)
        self._grip.setProperty("role", "muted")
        self._title = ElideLabel("", self)
        self._title.setProperty("role", "title")
        self._detail = ElideLabel("", self)
        self._detail.setProperty("role", "muted")
        self._detail.setMinimumWidth(1)  # the type and the buttons matter more
        self._own_name = ElideLabel(name, self)
        self._own_name.setProperty("role", "small")
        self._shape = ElideLabel("", self)
        self._shape.setProperty("role", "small")
        self._count = QLabel(self)
        self._count.setProperty("role", "small")
        self._problem = ProblemRow(self.objectName(), self)
        self._problem.mend_asked.connect(self.mend_asked)
        self._make_buttons()
        self._lay_out()

    def _make_buttons(self) -> None:
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for key, icon, text in (
            ("up", "up", self.tr("Move up")),
            ("down", "down", self.tr("Move down")),
            ("menu", "more", self.tr("Rename, duplicate, disable, freeze and more")),
            ("remove", "remove", self.tr("Remove")),
        ):
            row.addWidget(self._button(key, icon, text))
        self._buttons.hide()

    def _lay_out(self) -> None:
        self._title.setMinimumHeight(18)  # a card keeps its height when the buttons come
        self._top = QHBoxLayout()
        self._top.setSpacing(6)
        self._top.addWidget(self._title)
        self._top.addWidget(self._detail, 1)
        self._top.addWidget(self._own_name)
        self._top.addWidget(self._buttons)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 6, 10, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._grip, 0, 0, 2, 1)
        grid.addLayout(self._top, 0, 1, 1, 2)
        grid.addWidget(self._shape, 1, 1)
        grid.addWidget(self._count, 1, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._problem, 2, 1, 1, 2)

    def _button(self, key: str, icon: str, text: str) -> QToolButton:
        button = QToolButton(self._buttons)
        button.setObjectName(f"layerCard.{self.name}.{key}")
        button.setAccessibleName(f"{text}: {self.name}")
        button.setToolTip(text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.pressed.connect(commit_typing)  # which leaving the field would have done
        button.setFixedSize(20, 18)
        button.setIconSize(QSize(14, 14))
        bind_icon(button, icon, "muted")
        button.clicked.connect(self._on_button)
        return button

    def show_facts(self, facts: LayerFacts) -> None:
        """Show a layer; one behind a layer that cannot stand has no shape."""
        if facts == self._facts:
            return
        self._facts = facts
        self._title.setText(facts.type_name)
        self._fit_title()
        parts = facts.detail.split(" · ")
        shorter = (" · ".join(parts[:count]) for count in range(len(parts) - 1, -1, -1))
        self._detail.set_texts(facts.detail, *shorter)
        self._shape.setText(facts.shape or "–")
        self._count.setText(self._count_text(facts))
        self._problem.show_problem(facts.problem)
        set_property(self, "broken", facts.problem is not None)
        set_property(self, "disabled", not facts.enabled)
        words = [self.name, facts.type_name, facts.detail, self._shape.text(), self._count.text()]
        self.setAccessibleName(", ".join(word for word in words if word))
        cost = "" if not facts.shape or not facts.enabled else cost_text(facts.cost)
        self.setAccessibleDescription(self._problem.text() or cost)
        self.setToolTip(f"{self.name}\n{cost}".strip())

    def _count_text(self, facts: LayerFacts) -> str:
        if not facts.enabled:
            return self.tr("disabled: passed by")
        if facts.shares:
            return self.tr("shares {0}").format(facts.shares)
        count = facts.cost.params
        words = [self.tr("{0} params").format(f"{count:,}") if count else "0"]
        if facts.frozen:
            words.append(self.tr("frozen"))
        if facts.unread:
            words.append(self.tr("read by none"))
        return " · ".join(words)

    def set_selected(self, selected: bool, *, current: bool = True) -> None:
        """Draw it as selected; the current one has its buttons."""
        set_property(self, "selected", selected)
        shown = selected and current
        self._buttons.setVisible(shown and self._edit is None)
        self._own_name.setVisible(not shown and self._edit is None)
        self._fit_title()

    def _fit_title(self) -> None:
        """Keep the type whole as long as there is room beside the buttons or the name."""
        shows_buttons = not self._buttons.isHidden()
        beside = self._buttons.sizeHint() if shows_buttons else self._own_name.minimumSizeHint()
        around = self._grip.sizeHint().width() + beside.width() + AROUND
        room = max(30, self.width() - around)
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), room))

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_title()

    def start_rename(self, check: Callable[[str], str]) -> None:
        """Let the user type another name here.

        Args:
            check: Says why a name is not good, "" where it is.
        """
        if self._edit is not None:
            return
        self._edit = NameEdit(self.name, check, f"{self.objectName()}.name", self)
        self._edit.accepted.connect(self._on_name_accepted)
        self._edit.cancelled.connect(self._end_rename)
        self._edit.problem_changed.connect(self._problem.show_reason)
        for widget in (self._title, self._detail, self._own_name, self._buttons):
            widget.hide()
        self._top.addWidget(self._edit, 1)
        self._edit.show()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_name_accepted(self, new: str) -> None:
        self._end_rename()
        if new != self.name:
            self.renamed.emit(self.name, new)

    @Slot()
    def _end_rename(self) -> None:
        edit, self._edit = self._edit, None
        if edit is None:
            return
        had_focus = edit.hasFocus()
        self._top.removeWidget(edit)
        edit.hide()
        edit.deleteLater()
        self._title.show()
        self._detail.show()
        self._problem.show_problem(self._facts.problem if self._facts else None)
        self.set_selected(bool(self.property("selected")))
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_button(self) -> None:
        key = self.sender().objectName().rpartition(".")[2]
        if key == "remove":
            self.removal_asked.emit(self.name)
        elif key == "menu":
            self.menu_asked.emit(self.name, self._buttons.mapToGlobal(QPoint(0, 20)))
        else:
            self.move_asked.emit(self.name, -1 if key == "up" else 1)

    @guarded()
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:  # a click says itself what it means
            self.chosen.emit(self.name)

    @guarded()
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.property("selected"):
            self.chosen.emit(self.name)
        self.menu_asked.emit(self.name, event.globalPos())

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_asked.emit(self.name)
        elif event.key() == Qt.Key.Key_Up and alt:
            self.move_asked.emit(self.name, -1)
        elif event.key() == Qt.Key.Key_Down and alt:
            self.move_asked.emit(self.name, 1)
        elif event.key() == Qt.Key.Key_Space:
            (self.extended if shift else self.toggled).emit(self.name)
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed_at = event.position().toPoint()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.toggled.emit(self.name)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.extended.emit(self.name)
        else:
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
