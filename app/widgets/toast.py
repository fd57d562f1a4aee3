"""A short message at the bottom of the window that fades away."""

from typing import Literal

from PySide6.QtCore import (
    QAbstractAnimation,
    QEvent,
    QObject,
    QPauseAnimation,
    QPropertyAnimation,
    QSequentialAnimationGroup,
    Qt,
    Slot,
)
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QHBoxLayout, QLabel, QWidget

from app.guard import guarded
from app.icons import pixmap
from app.widgets.style import set_property

Level = Literal["info", "success", "warning", "error"]

_ICONS = {
    "info": ("info", "accent"),
    "success": ("check", "success"),
    "warning": ("warning", "caution"),
    "error": ("warning", "danger"),
}
_FADE_MS = 250
_SHOW_MS = {"info": 3000, "success": 3000, "warning": 6000, "error": 9000}
_GAP = 20


class Toast(QFrame):
    """One message over its parent; a newer one takes its place, a click ends it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAccessibleName(self.tr("Message"))
        self._picture = QLabel(self)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self._effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(self._effect)
        self._life = QSequentialAnimationGroup(self)
        self._pause = QPauseAnimation(self._life)
        self._fade = QPropertyAnimation(self._effect, b"opacity", self._life)
        self._fade.setDuration(_FADE_MS)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._life.addAnimation(self._pause)
        self._life.addAnimation(self._fade)
        self._life.finished.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def text(self) -> str:
        """The message."""
        return self._text.text()

    @Slot(str, str)
    def show_message(self, text: str, level: str = "info") -> None:
        """Show a message for some seconds, longer the worse it is."""
        if level not in _ICONS:
            level = "info"
        name, token = _ICONS[level]
        self._picture.setPixmap(pixmap(name, 18, self.devicePixelRatioF(), token))
        self._text.setText(text)
        self.setAccessibleDescription(text)
        set_property(self, "level", level)
        self._life.stop()
        self._effect.setOpacity(1.0)
        self._pause.setDuration(_SHOW_MS[level])
        self._place()
        self.show()
        self.raise_()
        self._life.start(QAbstractAnimation.DeletionPolicy.KeepWhenStopped)

    @Slot()
    def dismiss(self) -> None:
        """Take the message away at once."""
        self._life.stop()
        self.hide()

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click is read as "seen"."""
        self.dismiss()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the parent."""
        if event.type() == QEvent.Type.Resize and watched is self.parent() and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        room = parent.width() - 2 * _GAP
        natural = self._text.fontMetrics().horizontalAdvance(self._text.text())
        self._text.setFixedWidth(max(40, min(natural + 2, room - 60, 520)))
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - _GAP)
