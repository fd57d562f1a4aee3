"""What is wrong with a node, in a bubble below it with the buttons that mend it."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.editor.problem_row import ProblemRow
from app.models.mends import Problem

WIDTH = 250
GAP = 6


class ProblemBubble(QFrame):
    """Stays by its node, and within the canvas.

    Signals:
        mend_asked(mend): The user wants this way out.
    """

    mend_asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("problemBubble")
        self._row = ProblemRow("problemBubble", self)
        self._row.mend_asked.connect(self.mend_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 8)
        column.addWidget(self._row)
        self.hide()

    def show_problem(self, problem: Problem | None) -> None:
        """Show what is wrong, or nothing."""
        self._row.show_problem(problem)
        self.setVisible(problem is not None)
        self.setAccessibleName(self._row.text())

    def place(self, node: QRect, room: QRect) -> None:
        """Stand below the node, or above it where there is no room."""
        width = min(WIDTH, room.width() - 2 * GAP)
        self.setFixedWidth(max(80, width))
        layout = self.layout()
        height = layout.totalHeightForWidth(self.width()) if layout is not None else 60
        self.setFixedHeight(height)
        x = max(GAP, min(node.left(), room.width() - self.width() - GAP))
        below = node.bottom() + GAP
        y = below if below + height <= room.height() - GAP else node.top() - GAP - height
        self.move(x, max(GAP, min(y, room.height() - height - GAP)))
        self.raise_()
