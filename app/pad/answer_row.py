"""The answer in one line, and which network gave it."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from app.guard import guarded
from app.jobs.predictor import Predictor
from app.widgets.chip import Chip
from app.widgets.elide_label import ElideLabel

_GAP = 6


class AnswerRow(QWidget):
    """The best class in large type, its share and the time, and a choice of networks."""

    def __init__(self, predictor: Predictor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._predictor = predictor
        self._detail = self._time = ""
        self.best = QLabel("–", self)
        self.best.setObjectName("digitAnswer")
        self.best.setProperty("role", "number")
        self.best.setAccessibleName(self.tr("Answer"))
        self.detail = ElideLabel("", self)
        self.detail.setObjectName("digitDetail")
        self.detail.setProperty("role", "muted")
        self.detail.setMinimumWidth(1)
        self.who = Chip("", "padNetwork", self, tip=self.tr("Which network answers."))
        menu = QMenu(self)
        menu.setTitle(self.tr("Answers"))
        self._choices = QActionGroup(self)
        for key, text in (
            ("auto", self.tr("Yours, once it has learned")),
            ("own", self.tr("Yours")),
            ("ready-made", self.tr("The ready-made one")),
        ):
            action = QAction(text, self, checkable=True, checked=key == "auto")
            action.setObjectName(f"padNetwork.{key}")
            action.setData(key)
            self._choices.addAction(action)
            menu.addAction(action)
        menu.triggered.connect(self._on_chosen)
        self.who.set_menu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.best)
        row.addWidget(self.detail, 1)
        row.addWidget(self.who)
        self.show_who()

    def show_who(self) -> None:
        """Say which network answers now."""
        own = self._predictor.answers_with_own
        self.who.setText(self.tr("your network") if own else self.tr("ready-made"))
        self.who.setAccessibleName(self.tr("Answers: {0}").format(self.who.text()))

    def show_answer(self, best: str, detail: str = "", time: str = "") -> None:
        """Show the best class, in muted text its share, and where there is room the time."""
        self.best.setText(best)
        self._detail, self._time = detail, time
        self._fit()

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        whole = f"{self._detail} · {self._time}" if self._time else self._detail
        taken = self.best.sizeHint().width() + self.who.sizeHint().width() + 2 * _GAP
        fits = self.detail.fontMetrics().horizontalAdvance(whole) <= self.width() - taken
        self.detail.setText(whole if fits else self._detail)

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        self._predictor.choose(action.data())
