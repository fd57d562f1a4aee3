"""Which of many samples is looked at, with a step to either side."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.widgets.chip import Chip
from app.widgets.elide_label import ElideLabel


class SampleSteps(QWidget):
    """Says the sample in words; after the last comes the first again.

    Signals:
        stepped(index): The user went to another sample.
    """

    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sampleSteps")
        self._index, self._count = 0, 0
        self._text = ElideLabel("", self)
        self._text.setObjectName("sampleStepsText")
        self._text.setProperty("role", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._text, 1)
        for text, name, words, tip, slot in (
            ("‹", "samplePrevious", self.tr("Previous sample"),
             self.tr("Show the sample before this one in the network."), self._on_previous),
            ("›", "sampleNext", self.tr("Next sample"),
             self.tr("Show the sample after this one in the network."), self._on_next),
        ):  # fmt: skip
            chip = Chip(text, name, self, tip=tip)
            chip.setAccessibleName(words)
            chip.setAutoRepeat(True)
            chip.clicked.connect(slot)
            row.addWidget(chip)

    def set_sample(self, index: int, count: int, text: str) -> None:
        """Show which sample is looked at, without a signal."""
        self._index, self._count = index, count
        self._text.setText(text)

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    @Slot()
    def _on_previous(self) -> None:
        self._step(-1)

    @Slot()
    def _on_next(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        if self._count:
            self.stepped.emit((self._index + by) % self._count)
