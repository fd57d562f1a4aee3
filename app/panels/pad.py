"""The digit pad: draw, and read what the network says while you draw."""

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from app.guard import guarded
from app.jobs.predictor import Answer
from app.jobs.session import Session
from app.widgets.bars import ProbabilityBars
from app.widgets.card import Card
from app.widgets.chip import Chip
from app.widgets.digit_canvas import DigitCanvas
from app.widgets.elide_label import ElideLabel
from app.widgets.picture import Picture
from nncore.data import has_ink, normalize_digit

DIGITS = tuple("0123456789")
SIDE = 28
GAP = 10
SMALLEST_CANVAS = 96
NARROWEST_BARS = 128


class PadPanel(Card):
    """The canvas, the picture the network sees, and a bar for each class.

    Signals:
        answered(): The bars show another answer, or none.
    """

    answered = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Digit pad"), "", parent)
        self.setObjectName("padPanel")
        self.dirty = True
        self.urgent = False
        self._session = session
        self.answer: Answer | None = None
        self.canvas = DigitCanvas(self)
        self.canvas.setObjectName("digitCanvas")
        self.canvas.setFixedSize(SMALLEST_CANVAS, SMALLEST_CANVAS)
        self.bars = ProbabilityBars(self)
        self.bars.setObjectName("digitBars")
        self._labels = DIGITS
        self.bars.set_labels(DIGITS)
        self._seen = Picture(self)
        self._seen.setObjectName("digitSeen")
        self._seen.setAccessibleName(self.tr("What the network sees"))
        self._seen.setFixedSize(40, 40)
        self._seen_text = QLabel(self.tr("as the network\nsees it, 28 × 28"), self)
        self._seen_text.setProperty("role", "small")
        self._seen_text.setMinimumWidth(1)
        self._best = QLabel("–", self)
        self._best.setObjectName("digitAnswer")
        self._best.setProperty("role", "number")
        self._detail = ElideLabel("", self)
        self._detail.setObjectName("digitDetail")
        self._detail.setProperty("role", "muted")
        self._detail.setMinimumWidth(1)
        self._make_chips()
        self._lay_out()
        self.canvas.changed.connect(self._on_drawn)
        session.predictor.changed.connect(self._on_network_changed)
        session.training.status_changed.connect(self._on_status_changed)
        self._show_who()

    def _make_chips(self) -> None:
        self._erase = Chip(
            self.tr("erase"), "padErase", self, checkable=True, tip=self.tr("Rub out instead.")
        )
        self._erase.toggled.connect(self.canvas.set_eraser)
        undo = Chip(self.tr("undo"), "padUndo", self, tip=self.tr("Take back the last stroke."))
        undo.clicked.connect(self.canvas.undo)
        clear = Chip(self.tr("clear"), "padClear", self, tip=self.tr("Begin anew."))
        clear.clicked.connect(self.canvas.clear)
        for chip in (self._erase, undo, clear):
            self.add_header_widget(chip)
        self._who = Chip("", "padNetwork", self, tip=self.tr("Which network answers."))
        menu = QMenu(self)
        self._choices = QActionGroup(self)
        for key, text in (
            ("auto", self.tr("Yours, once it has learned")),
            ("own", self.tr("Yours")),
            ("ready-made", self.tr("The ready-made one")),
        ):
            action = QAction(text, self, checkable=True, checked=key == "auto")
            action.setData(key)
            self._choices.addAction(action)
            menu.addAction(action)
        menu.triggered.connect(self._on_network_chosen)
        self._who.set_menu(menu)

    def _lay_out(self) -> None:
        seen = QHBoxLayout()
        seen.setSpacing(8)
        seen.addWidget(self._seen)
        seen.addWidget(self._seen_text, 1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.canvas)
        left.addLayout(seen)
        left.addStretch(1)
        answer = QHBoxLayout()
        answer.setSpacing(6)
        answer.addWidget(self._best)
        answer.addWidget(self._detail, 1)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self.bars, 1)
        right.addLayout(answer)
        right.addWidget(self._who, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addLayout(left)
        row.addLayout(right, 1)
        self.body.addLayout(row, 1)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the canvas the largest square that leaves room for bars and picture."""
        super().resizeEvent(event)
        margins = self.body.contentsMargins()
        width = self.width() - 2 - margins.left() - margins.right()
        height = self.height() - 2 - margins.top() - margins.bottom()
        if self.header.parent() is self:  # no dock has taken it
            height -= self.header.sizeHint().height()
        side = min(width - GAP - NARROWEST_BARS, height - self._seen.height() - 8)
        self.canvas.setFixedSize(max(SMALLEST_CANVAS, side), max(SMALLEST_CANVAS, side))

    def show_digit(self, picture: np.ndarray) -> None:
        """Begin anew with a picture of a digit (28, 28)."""
        self.canvas.load_image(picture, keep_strokes=False)

    @Slot()
    def _on_drawn(self) -> None:
        self._session.sample.draw(self._digit())
        self.dirty = self.urgent = True

    def _digit(self) -> np.ndarray | None:
        """What is on the pad as the network reads it; a digit that was loaded stays as it is."""
        loaded = self.canvas.picture
        if loaded is not None and loaded.shape == (SIDE, SIDE):
            return loaded
        drawing = self.canvas.image()
        return normalize_digit(drawing) if has_ink(drawing) else None

    @Slot()
    def _on_network_changed(self) -> None:
        self._show_who()
        self.dirty = True

    @Slot(object)
    def _on_status_changed(self, _: object) -> None:
        # While the answer changes by itself, easing would repaint without a rest.
        self.bars.set_animated(not self._session.training.is_running())

    @Slot(QAction)
    def _on_network_chosen(self, action: QAction) -> None:
        self._session.predictor.choose(action.data())

    def _show_who(self) -> None:
        predictor = self._session.predictor
        own = predictor.answers_with_own
        self._who.setText(self.tr("your network") if own else self.tr("ready-made"))
        self._who.setAccessibleName(self.tr("Answers: {0}").format(self._who.text()))

    def refresh(self) -> None:
        """Ask the network and show its answer."""
        sample = self._session.sample
        picture = sample.values if sample.is_drawing else None
        self._seen.set_image(picture)
        self.answer = None if picture is None else self._session.predictor.ask(picture)
        self._show_answer(picture)
        self.answered.emit()

    def _show_answer(self, picture: np.ndarray | None) -> None:
        if self.answer is None:
            self.bars.set_values(None)
            self._best.setText("–")
            unreadable = picture is not None
            self._detail.setText(self.tr("this network reads no digits") if unreadable else "")
            return
        values = self.answer.values.reshape(-1)
        self._show_labels(len(values))
        self.bars.set_values(values)
        best = int(np.nanargmax(values)) if not np.isnan(values).all() else -1
        self._best.setText(self._labels[best] if best >= 0 else "–")
        share = f"{values[best]:.1%}".replace("%", " %") if best >= 0 else "NaN"
        self._detail.setText(f"{share} · {self.answer.milliseconds:.1f} ms")

    def _show_labels(self, count: int) -> None:
        data = self._session.data
        own = self._session.predictor.answers_with_own
        named = own and data is not None and len(data.class_names) == count
        names = data.class_names if named and data is not None else tuple(map(str, range(count)))
        if names != self._labels:
            self._labels = names
            self.bars.set_labels(names)
