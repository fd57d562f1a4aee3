"""A part of a panel that opens and closes below its title."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.icons import bind_icon
from app.widgets.elide_label import ElideLabel


class Section(QWidget):
    """A title to click, a muted word of what is inside, and a body that is closed at first.

    Signals:
        toggled(is_open): The user has opened or closed it.
    """

    toggled = Signal(bool)

    def __init__(
        self, title: str, name: str, parent: QWidget | None = None, *, tip: str = ""
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._button = QToolButton(self)
        self._button.setObjectName(f"{name}.open")
        self._button.setText(title)
        self._button.setToolTip(tip)
        self._button.setProperty("section", True)
        self._button.setIconSize(QSize(14, 14))
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._button.clicked.connect(self._on_clicked)
        self._summary = ElideLabel("", self)
        self._summary.setProperty("role", "small")
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._inside = QWidget(self)
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 2, 0, 6)
        self.body.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._button)
        head.addWidget(self._summary, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._inside)
        self.set_open(False)

    @property
    def button(self) -> QToolButton:
        """What opens and closes it."""
        return self._button

    def is_open(self) -> bool:
        """Whether the body is shown."""
        return not self._inside.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Show or hide the body, without `toggled`."""
        self._inside.setVisible(is_open)
        bind_icon(self._button, "chevron-down" if is_open else "chevron-right", "muted")
        words = self.tr("{0}, open") if is_open else self.tr("{0}, closed")
        self._button.setAccessibleName(words.format(self._button.text()))

    def summary(self) -> str:
        """The muted word."""
        return self._summary.text()

    def set_summary(self, text: str) -> None:
        """Tell in a word what is inside, for who does not open it."""
        self._summary.setText(text)
        self._button.setAccessibleDescription(text)

    @Slot()
    def _on_clicked(self) -> None:
        self.set_open(not self.is_open())
        self.toggled.emit(self.is_open())
