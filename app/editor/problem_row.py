"""Why a layer cannot stand, in red, and the buttons that mend it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.editor.layer_commands import mend_text
from app.models.mends import Mend, Problem
from app.widgets.chip import Chip
from app.widgets.flow_layout import FlowLayout


class ProblemRow(QWidget):
    """One sentence and its mends; hidden while nothing is wrong.

    Signals:
        mend_asked(mend): The user wants this way out.
    """

    mend_asked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._problem: Problem | None = None
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
        return self._text.text()

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
        self._text.setText(reason[:1].upper() + reason[1:])
        while len(self._chips) < len(mends):
            name = f"{self._name}.mend{len(self._chips)}"
            chip = Chip("", name, self._box, strong=True)
            chip.clicked.connect(self._on_clicked)
            self._flow.addWidget(chip)
            self._chips.append(chip)
        for index, chip in enumerate(self._chips):
            chip.setVisible(index < len(mends))
            if index < len(mends):
                chip.setText(mend_text(mends[index]))
                chip.setAccessibleName(chip.text())
                chip.setToolTip(self.tr("Mends it this way; can be undone."))
        self._box.setVisible(bool(mends))
        self.setVisible(bool(reason))

    @Slot()
    def _on_clicked(self) -> None:
        place = int(self.sender().objectName().rpartition(".mend")[2])
        self.mend_asked.emit(self._mends[place])
