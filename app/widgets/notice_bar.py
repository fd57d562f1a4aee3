"""A strip that says what has happened and offers what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.icons import bind_icon
from app.widgets.style import set_property


class NoticeBar(QFrame):
    """Hidden until it has something to say.

    Signals:
        accepted(): The offer was taken.
        closed(): It was not.
    """

    accepted = Signal()
    closed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("notice", True)
        self._text = QLabel(self)
        self._text.setObjectName(f"{name}Text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.setObjectName(f"{name}Accept")
        self.button.setAccessibleName(self.tr("Do what the message offers"))
        set_property(self.button, "primary", True)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName(f"{name}Close")
        self.close_button.setAccessibleName(self.tr("Close the message"))
        self.close_button.setToolTip(self.tr("Leave everything as it is."))
        bind_icon(self.close_button, "clear")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        row.addWidget(self.close_button)
        self.button.clicked.connect(self.accepted)
        self.close_button.clicked.connect(self.closed)
        self.hide()

    def show_notice(self, text: str, offer: str, tip: str) -> None:
        """Say it, with the button's words and what it would do."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.button.setText(offer)
        self.button.setAccessibleName(offer)
        self.button.setToolTip(tip)
        self.show()
