"""A label that shortens its text with … when there is no room."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from app.guard import guarded


class ElideLabel(QLabel):
    """One line of text; the whole text is the tooltip while it is shortened.

    Signals:
        tip_changed(text): There is another tooltip, "" for none.
    """

    tip_changed = Signal(str)

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self._shorter: tuple[str, ...] = ()
        self._tip = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str, /) -> None:
        """Show a text."""
        self.set_texts(text)

    def set_texts(self, text: str, *shorter: str) -> None:
        """Show a text, or the first of the shorter ones for which there is room.

        With "" as the last one, what does not fit is left out instead of cut.
        """
        self._shorter = shorter
        super().setText(text)
        self._update_tooltip()
        self.update()

    def set_tip(self, text: str) -> None:
        """What the tooltip says instead of the whole text, whether shortened or not."""
        self._tip = text
        self._update_tooltip()

    def shown_text(self) -> str:
        """What fits now."""
        metrics, room = self.fontMetrics(), self.contentsRect().width()
        texts = (self.text(), *self._shorter)
        fitting = (text for text in texts if metrics.horizontalAdvance(text) <= room)
        return next(fitting, "") or metrics.elidedText(texts[-1], self._mode, room)

    @guarded(factory=lambda: QSize(0, 16))
    def minimumSizeHint(self) -> QSize:
        """Room for two letters and the dots, or for the shortest text."""
        metrics = self.fontMetrics()
        widths = (metrics.horizontalAdvance(text) + 1 for text in (self.text(), *self._shorter))
        return QSize(min(metrics.horizontalAdvance("MM…"), *widths), metrics.height())

    @guarded(factory=lambda: QSize(40, 16))
    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 1, metrics.height())

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            self.shown_text(),
            self.foregroundRole(),
        )
        painter.end()

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the tooltip only where text is missing."""
        super().resizeEvent(event)
        self._update_tooltip()

    @guarded()
    def changeEvent(self, event: QEvent) -> None:
        """Measure again with a new font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self._update_tooltip()

    def _update_tooltip(self) -> None:
        short = self.shown_text() != self.text()
        tip = self._tip or (self.text() if short else "")
        if tip != self.toolTip():
            self.setToolTip(tip)
            self.tip_changed.emit(tip)
