"""The card at the top of the stack: what the network reads."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from app.editor.problem_row import ProblemRow
from app.models.layer_facts import LayerFacts
from app.widgets.elide_label import ElideLabel
from app.widgets.style import set_property


class InputCard(QFrame):
    """The input's shape and where it comes from.

    Signals:
        mend_asked(mend): The user wants this way out of what is wrong here.
    """

    mend_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inputCard")
        title = QLabel(self.tr("Input"), self)
        title.setProperty("role", "title")
        self._detail = ElideLabel("", self)
        self._detail.setProperty("role", "muted")
        self._values = QLabel(self)
        self._values.setProperty("role", "small")
        self._source = ElideLabel("", self)
        self._source.setProperty("role", "small")
        self._source.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._problem = ProblemRow("inputCard", self)
        self._problem.mend_asked.connect(self.mend_asked)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(title)
        top.addWidget(self._detail, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 10, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        grid.addLayout(top, 0, 0, 1, 2)
        grid.addWidget(self._values, 1, 0)
        grid.addWidget(self._source, 1, 1)
        grid.addWidget(self._problem, 2, 0, 1, 2)

    def show_facts(self, facts: LayerFacts, source: str) -> None:
        """Show the input, and the name of the data that fill it."""
        self._detail.setText(facts.detail)
        self._values.setText(self.tr("{0} values").format(f"{facts.values:,}"))
        self._source.setText(source)
        self._problem.show_problem(facts.problem)
        set_property(self, "broken", facts.problem is not None)
        words = [self.tr("Input"), facts.detail, self._values.text(), source]
        self.setAccessibleName(", ".join(words))
        self.setAccessibleDescription(self._problem.text())
