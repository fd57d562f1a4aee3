"""A row of buttons in one frame."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from app.i18n import plain
from app.widgets.style import set_property
from app.widgets.text_field import commit_typing


class Segmented(QFrame):
    """Buttons that belong together, after an optional muted word.

    Without `exclusive` every button is a command and `triggered` tells its key; with it
    one button stays pressed, and `chosen` tells when the user picks another.
    """

    triggered = Signal(str)
    chosen = Signal(str)

    def __init__(
        self,
        label: str = "",
        name: str = "",
        parent: QWidget | None = None,
        *,
        exclusive: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._exclusive = exclusive
        self._current = ""
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(exclusive)
        self._group.buttonClicked.connect(self._on_clicked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._label = label
        if label:
            self._row.addWidget(QLabel(label, self))

    def add_button(self, key: str, text: str, *, tip: str = "") -> QToolButton:
        """Add a button at the end."""
        button = self._new_button(key)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(f"{self._label} {text}".strip())
        button.setCheckable(self._exclusive)
        if self._exclusive and not self._current:
            self.set_current(key)
        return button

    def add_action(self, action: QAction, key: str = "") -> QToolButton:
        """Add a button that shows and triggers an action."""
        button = self._new_button(key or action.objectName() or action.text())
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setAccessibleName(plain(action.text()))
        return button

    def button(self, key: str) -> QToolButton:
        """The button of a key."""
        return self._buttons[key]

    def current(self) -> str:
        """The key of the pressed button of an exclusive row."""
        return self._current

    def set_current(self, key: str) -> None:
        """Press a button of an exclusive row, without `chosen`."""
        self._current = key
        self._buttons[key].setChecked(True)

    def set_compact(self) -> None:
        """As small as in the header of a card."""
        set_property(self, "compact", True)

    def _new_button(self, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"{self.objectName()}.{key}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.pressed.connect(commit_typing)  # which leaving the field would have done
        self._buttons[key] = button
        self._group.addButton(button)
        self._row.addWidget(button)
        self._place_corners()
        return button

    def _place_corners(self) -> None:
        buttons = list(self._buttons.values())
        for index, button in enumerate(buttons):
            first = index == 0 and not self._label
            last = index == len(buttons) - 1
            place = {(1, 1): "only", (1, 0): "first", (0, 1): "last"}.get((first, last), "")
            set_property(button, "place", place)

    @Slot(QToolButton)
    def _on_clicked(self, button: QToolButton) -> None:
        key = next(key for key, known in self._buttons.items() if known is button)
        self.triggered.emit(key)
        if self._exclusive and key != self._current:
            self._current = key
            self.chosen.emit(key)
