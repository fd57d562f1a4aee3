"""A thin progress bar, and one with its words."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from app.guard import guarded
from app.theme import theme

_HEIGHT = 6
_STEPS = 1000


class ThinProgress(QProgressBar):
    """A rounded bar of six pixels; `set_fraction(None)` means nobody knows how far."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextVisible(False)
        self.setRange(0, _STEPS)
        self.setValue(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def fraction(self) -> float | None:
        """How much is done, 0 to 1."""
        return None if self.maximum() == 0 else self.value() / _STEPS

    def set_fraction(self, fraction: float | None) -> None:
        """Show how much is done; numbers outside 0 to 1 are cut."""
        if fraction is None:
            self.setRange(0, 0)
        else:
            if self.maximum() == 0:
                self.setRange(0, _STEPS)
            self.setValue(round(min(1.0, max(0.0, fraction)) * _STEPS))
        self.update()

    @guarded(factory=lambda: QSize(120, _HEIGHT))
    def sizeHint(self) -> QSize:
        """Twenty times as long as high."""
        return QSize(120, _HEIGHT)

    @guarded(factory=lambda: QSize(40, _HEIGHT))
    def minimumSizeHint(self) -> QSize:
        """Short enough for a crowded toolbar."""
        return QSize(40, _HEIGHT)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the trough, then the part done with the same round ends."""
        tokens = theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = (self.height() - _HEIGHT) / 2
        whole = QRectF(0, top, self.width(), _HEIGHT)
        painter.setBrush(QColor(tokens.hover))
        painter.drawRoundedRect(whole, _HEIGHT / 2, _HEIGHT / 2)
        painter.setBrush(QColor(tokens.accent if self.isEnabled() else tokens.scroll))
        fraction = self.fraction()
        if fraction is None:
            middle = QRectF(self.width() * 0.3, top, self.width() * 0.4, _HEIGHT)
            painter.drawRoundedRect(middle, _HEIGHT / 2, _HEIGHT / 2)
        elif fraction > 0:
            whole.setWidth(max(_HEIGHT, self.width() * fraction))
            painter.drawRoundedRect(whole, _HEIGHT / 2, _HEIGHT / 2)
        painter.end()


class ProgressReadout(QWidget):
    """`Epoch 10 / 12 [bar] 61,200 samples/s  ETA 0:08`."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = ThinProgress(f"{name}.bar", self)
        self._title = self._label("title")
        self._detail = self._label("")
        self._note = self._label("muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self.bar, 1)
        row.addWidget(self._detail)
        row.addWidget(self._note)

    def set_progress(
        self, fraction: float | None, title: str = "", detail: str = "", note: str = ""
    ) -> None:
        """Show how far, and the words before and after the bar; empty ones take no room."""
        self.bar.set_fraction(fraction)
        texts = ((self._title, title), (self._detail, detail), (self._note, note))
        for label, text in texts:
            if label.text() != text:
                label.setText(text)
            label.setVisible(bool(text))
        words = " ".join(text for _, text in texts if text)
        self.bar.setAccessibleName(words)

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", role)
        label.hide()
        return label
