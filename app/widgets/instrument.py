"""What every instrument shares: it follows the theme and paints with the theme's type."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QFont, QPen
from PySide6.QtWidgets import QWidget

from app.theme import Tokens, theme


class Instrument(QWidget):
    """A widget that paints itself and repaints when the theme changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._description = ""
        theme().changed.connect(self._on_theme_changed)

    @property
    def tokens(self) -> Tokens:
        """The colours and measures of the theme in use."""
        return theme().tokens

    def describe(self, text: str) -> None:
        """Tell screen readers what is shown; the same text again costs nothing."""
        if text != self._description:
            self._description = text
            self.setAccessibleDescription(text)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.update()


def text_font(widget: QWidget, pixels: int, bold: bool = False) -> QFont:
    """The widget's font at a size, with digits of equal width."""
    font = QFont(widget.font())
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def colour(value: str, alpha: float = 1.0) -> QColor:
    """A token as a colour, more or less transparent."""
    result = QColor(value)
    result.setAlphaF(alpha)
    return result


def hairline(value: str) -> QPen:
    """A line of one device pixel at every scale."""
    pen = QPen(QColor(value))
    pen.setCosmetic(True)
    return pen


def number(value: float, digits: int = 4) -> str:
    """A number for people: significant digits, a true minus, no needless exponent."""
    text = f"{value:.{digits}g}"
    mantissa, _, exponent = text.partition("e")
    if exponent and 0 <= int(exponent) < 6:
        text = f"{float(text):.0f}"  # 650, not 6.5e2
    elif exponent:
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", "\N{MINUS SIGN}")
