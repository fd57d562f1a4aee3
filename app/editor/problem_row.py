"""Why a layer cannot stand, in red, and the buttons that mend it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.editor.layer_commands import mend_text
from app.engine_messages import engine_sentence
from app.guard import guarded
from app.models.mends import Mend, Problem
from app.widgets.breaks import whole_shapes
from app.widgets.chip import Chip
from app.widgets.flow_layout import FlowLayout

SHORTEST = 80
PADDING = 20  # of a chip, with its frame


class ProblemRow(QWidget):
    """One sentence and its mends; hidden while nothing is wrong.

    Signals:
        mend_asked(mend): The user wants this way out.
    """

    mend_asked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._mends: tuple[Mend, ...] = ()
        self._reason = ""
        self._text = QLabel(self)
        self._text.setObjectName(f"{name}.problem")
        self._text.setWordWrap(True)
        self._text.setProperty("tone", "danger")
        self._box = QWidget(self)
        self._flow = FlowLayout(self._box)
        self._chips: list[Chip] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._text)
        column.addWidget(self._box)
        self.hide()

    def text(self) -> str:
        """The sentence, "" while nothing is wrong."""
        return self._reason

    def show_reason(self, reason: str) -> None:
        """Show a sentence that has no mends."""
        self._show(reason, ())

    def show_problem(self, problem: Problem | None) -> None:
        """Show what is wrong, or nothing."""
        if problem is None:
            self._show("", ())
        else:
            self._show(problem.reason, problem.mends)

    def _show(self, reason: str, mends: tuple[Mend, ...]) -> None:
        self._mends = mends
        self._reason = engine_sentence(reason)
        self._text.setText(whole_shapes(self._reason))
        while len(self._chips) < len(mends):
            name = f"{self._name}.mend{len(self._chips)}"
            chip = Chip("", name, self._box, strong=True)
            chip.setMinimumWidth(SHORTEST)  # else the longest of them makes the card too wide
            chip.clicked.connect(self._on_clicked)
            self._flow.addWidget(chip)
            self._chips.append(chip)
        for index, chip in enumerate(self._chips):
            chip.setVisible(index < len(mends))
            if index < len(mends):
                words = mend_text(mends[index])
                chip.setAccessibleName(words)
                chip.setToolTip(self.tr("{0}; can be undone.").format(words))
        self._fit()
        self._box.setVisible(bool(mends))
        self.setVisible(bool(reason))

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Shorten in the middle what the row has no room for; the tooltip has it whole."""
        room = max(SHORTEST, self.width()) - PADDING
        for chip, mend in zip(self._chips, self._mends, strict=False):
            words = mend_text(mend)
            middle = Qt.TextElideMode.ElideMiddle
            chip.setText(chip.fontMetrics().elidedText(words, middle, room))

    @Slot()
    def _on_clicked(self) -> None:
        place = int(self.sender().objectName().rpartition(".mend")[2])
        self.mend_asked.emit(self._mends[place])
