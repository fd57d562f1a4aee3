"""The two rows above a confusion matrix: which samples, which numbers, and how far it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.widgets.chip import Chip
from app.widgets.elide_label import ElideLabel
from app.widgets.flow_layout import FlowLayout
from app.widgets.progress import ThinProgress
from app.widgets.segmented import Segmented
from app.widgets.style import set_property


class MistakeControls(QWidget):
    """What can be chosen, and the state of the judging.

    Signals:
        split_chosen(key): "validation" or "test".
        numbers_chosen(key): "counts" or "percent".
        view_chosen(key): "samples" or "classes".
        cancel_clicked(): Judge no more.
        judge_clicked(): Judge now.
    """

    split_chosen = Signal(str)
    numbers_chosen = Signal(str)
    view_chosen = Signal(str)
    cancel_clicked = Signal()
    judge_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mistakeControls")
        self.split = self._split()
        self.numbers = self._numbers()
        self.view = self._view()
        self._state = ElideLabel("", self)
        self._state.setObjectName("mistakesState")
        self._state.setProperty("role", "small")
        self._progress = ThinProgress("mistakesProgress", self)
        self._progress.setAccessibleName(self.tr("How many samples are judged"))
        self._progress.setFixedWidth(56)
        self._cancel = Chip(
            self.tr("cancel"), "mistakesCancel", self, tip=self.tr("Stop judging the samples.")
        )
        self._cancel.clicked.connect(self.cancel_clicked)
        self._judge = Chip(
            self.tr("judge now"),
            "mistakesJudge",
            self,
            tip=self.tr("Ask the network as it is now for every sample of this part."),
        )
        self._judge.clicked.connect(self.judge_clicked)
        self._warning = QLabel(
            self.tr(
                "Look, but choose nothing by the test set: settings picked by it fit its "
                "accidents, and it can no longer tell how the network does on new samples."
            ),
            self,
        )
        self._warning.setObjectName("mistakesWarning")
        self._warning.setWordWrap(True)
        self._warning.setProperty("role", "small")
        set_property(self._warning, "tone", "caution")
        self._lay_out()
        self.show_state("", judging=False, cancelled=False, classes=False)

    def _split(self) -> Segmented:
        split = Segmented("", "mistakesSplit", self, exclusive=True)
        split.setAccessibleName(self.tr("Which samples"))
        split.add_button(
            "validation",
            self.tr("validation"),
            tip=self.tr("Samples kept aside from the training data: choose settings by these."),
        )
        split.add_button(
            "test",
            self.tr("test"),
            tip=self.tr("Samples for the final word; choosing settings by them spoils them."),
        )
        split.chosen.connect(self.split_chosen)
        return split

    def _numbers(self) -> Segmented:
        numbers = Segmented("", "mistakesNumbers", self, exclusive=True)
        numbers.setAccessibleName(self.tr("Numbers in the matrix"))
        numbers.add_button(
            "counts",
            self.tr("counts"),
            tip=self.tr("Write how many samples are in each cell of the confusion matrix."),
        )
        numbers.add_button(
            "percent", "%", tip=self.tr("Write each cell as a share of its row, the true class.")
        )
        numbers.chosen.connect(self.numbers_chosen)
        return numbers

    def _view(self) -> Segmented:
        view = Segmented("", "mistakesView", self, exclusive=True)
        view.setAccessibleName(self.tr("Beside the matrix"))
        view.add_button(
            "samples", self.tr("samples"), tip=self.tr("Show the samples of a choice or a cell.")
        )
        view.add_button(
            "classes",
            self.tr("by class"),
            tip=self.tr("Show precision, recall and F1 of every class."),
        )
        view.chosen.connect(self.view_chosen)
        return view

    def _lay_out(self) -> None:
        bar = QWidget(self)
        choices = FlowLayout(bar, spacing=8)
        for widget in (self.split, self.numbers, self.view):
            widget.set_compact()
            choices.addWidget(widget)
        status = QHBoxLayout()
        status.setSpacing(8)
        status.addWidget(self._state, 1)
        status.addWidget(self._progress)
        status.addWidget(self._cancel)
        status.addWidget(self._judge)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(bar)
        column.addLayout(status)
        column.addWidget(self._warning)

    def set_progress(self, share: float) -> None:
        """How much is judged, 0 to 1."""
        self._progress.set_fraction(share)

    def show_state(self, text: str, *, judging: bool, cancelled: bool, classes: bool) -> None:
        """Say what is shown, and offer what can be done.

        Args:
            text: Of which step the result is, and how good.
            judging: Samples are being judged.
            cancelled: The user gave up.
            classes: There is a matrix.
        """
        self._state.setText(text)
        self._progress.setVisible(judging)
        self._cancel.setVisible(judging)
        if not judging:
            self._progress.set_fraction(0.0)
        self._judge.setVisible(cancelled)
        self._warning.setVisible(self.split.current() == "test")
        self.numbers.setVisible(classes)
        self.view.setVisible(classes)
