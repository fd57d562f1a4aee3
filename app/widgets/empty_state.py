"""What a panel shows while it has nothing to show."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.icons import pixmap
from app.theme import theme

_ICON = 28


class EmptyState(QWidget):
    """An icon, one sentence that says what to do, and perhaps the button that does it."""

    activated = Signal()

    def __init__(
        self,
        icon_name: str,
        sentence: str,
        button: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._icon_name = icon_name
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence = QLabel(sentence, self)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setWordWrap(True)
        self._button = QPushButton(button, self)
        self._button.setObjectName(f"{name}.button")
        self._button.setAccessibleName(button or sentence)
        self._button.setVisible(bool(button))
        self._button.clicked.connect(self.activated)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(self._picture)
        column.addWidget(self._sentence)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        theme().changed.connect(self._tint)
        self._tint()

    def set_sentence(self, sentence: str) -> None:
        """Say something else."""
        self._sentence.setText(sentence)

    def set_button_visible(self, visible: bool) -> None:
        """Offer the button or not."""
        self._button.setVisible(visible)

    @Slot()
    def _tint(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap(self._icon_name, _ICON, ratio, "muted"))
