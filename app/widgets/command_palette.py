"""A list of commands above the window: type some words, Enter runs the first that fits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.guard import guarded
from app.theme import theme
from app.widgets.word_search import ranked

WIDTH, HEIGHT, TOP = 560, 420, 56
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_PageUp: -10,
}


@dataclass(frozen=True)
class Command:
    """What can be run.

    Attributes:
        text: Its words.
        group: Where it stands in the window.
        run: How it is run.
        keys: Its keys, as people read them.
        tip: What it does, in a sentence.
        enabled: Whether it can be run now.
        words: Others by which it is found, though nowhere shown.
    """

    text: str
    group: str
    run: Callable[[], object]
    keys: str = ""
    tip: str = ""
    enabled: bool = True
    words: str = ""


class CommandPalette(QFrame):
    """Lies above its window; goes on Escape, after a command, and when the focus leaves."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("commandPalette")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._window = window
        self._commands: Sequence[Command] = ()
        self._before: QWidget | None = None
        self.field = QLineEdit(self)
        self.field.setObjectName("commandField")
        self.field.setAcceptDrops(False)  # it would take the path of a file as text
        self.field.setAccessibleName(self.tr("Search commands"))
        self.field.setPlaceholderText(self.tr("Type some words of a command"))
        self.field.setToolTip(self.tr("Arrows choose, Enter runs, Escape closes."))
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = self._make_list()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.hide()

    def _make_list(self) -> QTreeWidget:
        shown = QTreeWidget(self)
        shown.setObjectName("commandList")
        shown.setAccessibleName(self.tr("Commands"))
        shown.setColumnCount(3)
        shown.setRootIsDecorated(False)
        shown.setUniformRowHeights(True)
        shown.setHeaderHidden(True)
        shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = shown.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        shown.itemClicked.connect(self._on_clicked)
        return shown

    def show_commands(self, commands: Sequence[Command]) -> None:
        """Open with these commands and nothing typed."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._commands = commands
        self.field.clear()
        window = self._window
        width = min(WIDTH, window.width() - 32)
        height = min(HEIGHT, window.height() - TOP - 16)
        self.setGeometry((window.width() - width) // 2, TOP, width, height)
        self.show()
        self.raise_()
        # Rows are measured once: not before the style sheet has reached the list.
        self._fill()
        self._end_on_a_row()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _end_on_a_row(self) -> None:
        """No row is cut at the lower end."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        high = self.list.sizeHintForRow(0)
        if high > 0:
            self.resize(self.width(), self.height() - self.list.viewport().height() % high)

    def texts(self) -> list[str]:
        """The commands in view, from the top."""
        return [item.text(0) for item in self._items()]

    def _items(self) -> list[QTreeWidgetItem]:
        items = map(self.list.topLevelItem, range(self.list.topLevelItemCount()))
        return [item for item in items if item is not None]

    @Slot()
    def run_current(self) -> None:
        """Close, then run what is chosen; where nothing can be run, stay."""
        item = self.list.currentItem()
        if item is not None and not item.isDisabled():
            self._run(item)

    @Slot(QTreeWidgetItem)
    def _on_clicked(self, item: QTreeWidgetItem) -> None:
        if not item.isDisabled():
            self._run(item)

    def _run(self, item: QTreeWidgetItem) -> None:
        command = self._commands[item.data(0, Qt.ItemDataRole.UserRole)]
        self._leave()
        command.run()

    def _leave(self) -> None:
        before, self._before = self._before, None
        self.hide()
        # The widget may have gone while the palette was open.
        if before is not None and before in self._window.findChildren(QWidget):
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self._window.setFocus()

    @Slot()
    def _fill(self) -> None:
        typed = self.field.text()
        texts = [(f"{c.text} {c.group}", f"{c.words} {c.tip}") for c in self._commands]
        found = [(n + self._is_meant(typed, i), i) for n, i in ranked(typed, texts)]
        # What cannot be run now stands behind, however well it fits.
        fitting = sorted((not self._commands[i].enabled, -n, i) for n, i in found)
        self.list.clear()
        for _, _, index in fitting:
            self.list.addTopLevelItem(self._item(index))
        # Enter must not run what was not meant, where what was meant cannot be run.
        if fitting and fitting[0][1] == min(points for _, points, _ in fitting):
            self._choose(0, 1)

    def _is_meant(self, typed: str, index: int) -> bool:
        """Whether all of a command's words have been typed, and no other."""
        return self._commands[index].text.casefold() == typed.strip().casefold()

    def _item(self, index: int) -> QTreeWidgetItem:
        command = self._commands[index]
        item = QTreeWidgetItem([command.text, command.group, command.keys])
        item.setData(0, Qt.ItemDataRole.UserRole, index)
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(1, QColor(theme().tokens.muted))
        item.setToolTip(0, command.tip)
        item.setDisabled(not command.enabled)
        if not command.enabled:
            for column in range(3):
                item.setForeground(column, QColor(theme().tokens.disabled))
        return item

    def _choose(self, row: int, way: int) -> None:
        """Choose the row, or the next one that way that can be run."""
        items = self._items()
        row = max(0, min(row, len(items) - 1))
        following = items[row:] if way > 0 else items[row::-1]
        item = next((item for item in following if not item.isDisabled()), None)
        if item is not None:
            self.list.setCurrentItem(item)

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list while the field has the focus."""
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            if QApplication.activePopupWidget() is None:
                self.hide()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._took(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _took(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            row = self.list.currentIndex().row()
            self._choose(row + _STEPS[key], 1 if _STEPS[key] > 0 else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run_current()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            return False
        return True
