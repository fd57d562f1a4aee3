"""A number in large digits under its name."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.widgets.card import Card
from app.widgets.elide_label import ElideLabel
from app.widgets.style import set_property

Tone = Literal["", "caution", "danger", "success"]


class MetricCard(Card):
    """A label and its value, for example `validation accuracy 97.41 %`."""

    def __init__(
        self, label: str, value: str = "–", parent: QWidget | None = None, *, tip: str = ""
    ) -> None:
        super().__init__(parent=parent, margins=(12, 6, 12, 6))
        self._label = ElideLabel(label, self)
        self._label.setProperty("role", "small")
        self._value = QLabel(value, self)
        self._value.setTextFormat(Qt.TextFormat.PlainText)
        self._value.setProperty("role", "number")
        self.body.setSpacing(0)
        self.body.addWidget(self._label)
        self.body.addWidget(self._value)
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._name_it()

    def value(self) -> str:
        """The text shown."""
        return self._value.text()

    def set_label(self, text: str) -> None:
        """Change the name of the number."""
        self._label.setText(text)
        self._name_it()

    def set_value(self, text: str, tone: Tone = "") -> None:
        """Show a number, already formatted, in the colour of a tone."""
        if text != self._value.text():
            self._value.setText(text)
            self._name_it()
        set_property(self._value, "tone", tone)

    def _name_it(self) -> None:
        self.setAccessibleName(f"{self._label.text()}: {self._value.text()}")
