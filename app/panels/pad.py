"""The digit pad: draw, and read what the network says while you draw."""

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.guard import guarded
from app.icons import bind_icon
from app.jobs.own_digits import OwnDigits
from app.jobs.predictor import Answer
from app.jobs.session import Session
from app.models.answer_history import Told
from app.models.reading import Reading, Steps
from app.pad.answer_row import AnswerRow
from app.pad.history_page import HistoryPage
from app.pad.naming_chip import NamingChip
from app.pad.pen_chip import PenChip
from app.pad.picture_intake import PictureIntake, holds_picture
from app.pad.similar_page import SimilarPage
from app.pad.views_chip import ViewsChip
from app.settings import Settings
from app.widgets.bars import ProbabilityBars
from app.widgets.card import Card
from app.widgets.chip import Chip
from app.widgets.digit_canvas import DigitCanvas
from app.widgets.digit_steps import DigitSteps
from app.widgets.picture import Picture
from nncore.data.own_digits import LABELS

GAP = 10
BELOW = 44
SMALLEST_CANVAS = 96
NARROWEST_BARS = 128


class PadPanel(Card):
    """The canvas, and beside it a bar for each class, or what else can be asked of a drawing.

    Signals:
        answered(): The bars show another answer, or none.
    """

    answered = Signal()

    def __init__(
        self, session: Session, settings: Settings | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Digit pad"), "", parent)
        self.setObjectName("padPanel")
        self.dirty = True
        self.urgent = False
        self._session = session
        self._settings = settings or Settings(safe_mode=True)
        self.answer: Answer | None = None
        self.reading: Reading | None = None
        self.steps = Steps()
        self.own_digits = OwnDigits(session.tasks, session.document, self)
        self.intake = PictureIntake(session.tasks, self._settings, self)
        self._labels = LABELS
        self._why = -1  # the class whose pixels are coloured
        self._make_canvas()
        self._make_pages()
        self._make_below()
        self._lay_out()
        self._connect()

    def _make_canvas(self) -> None:
        self.canvas = DigitCanvas(self)
        self.canvas.setFixedSize(SMALLEST_CANVAS, SMALLEST_CANVAS)
        self.canvas.set_pen_width(self._settings.pen_width)
        self.canvas.take_drops(holds_picture)
        self._pen = PenChip(self._settings, self)
        self._erase = Chip(
            self.tr("erase"),
            "padErase",
            self,
            checkable=True,
            tip=self.tr("Make the pen an eraser."),
        )
        self._erase.toggled.connect(self.canvas.set_eraser)
        undo = Chip("", "padUndo", self, tip=self.tr("Take back the last stroke."))
        undo.setAccessibleName(self.tr("undo stroke"))
        bind_icon(undo, "undo", "muted")
        undo.clicked.connect(self.canvas.undo)
        clear = Chip(self.tr("clear"), "padClear", self, tip=self.tr("Begin anew."))
        clear.clicked.connect(self.canvas.clear)
        for chip in (self._pen, self._erase, undo, clear):
            self.add_header_widget(chip)

    def _make_pages(self) -> None:
        self.bars = ProbabilityBars(self)
        self.bars.setObjectName("digitBars")
        self.bars.set_labels(LABELS)
        self.step_view = DigitSteps(
            (
                ("invert", self.tr("invert"), self.tr("Take paper for ink and ink for paper.")),
                ("crop", self.tr("crop"), self.tr("Cut to the box around the ink.")),
                ("fit", self.tr("fit"), self.tr("Scale the longer side to 20 pixels.")),
                ("center", self.tr("center"),
                 self.tr("Move the centre of mass to the middle of 28 × 28.")),
            ),
            self,
        )  # fmt: skip
        self.similar_view = SimilarPage(self._session.tasks, self)
        self.history_view = HistoryPage(self)
        self.history = self.history_view.history
        self.pages = QStackedWidget(self)
        self.pages.setObjectName("padPages")
        # As high as the canvas, whatever the pages would like.
        self.pages.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        for page in (self.bars, self.step_view, self.similar_view, self.history_view):
            self.pages.addWidget(page)

    def _make_below(self) -> None:
        self._seen = Picture(self)
        self._seen.setObjectName("digitSeen")
        self._seen.setAccessibleName(self.tr("What the network sees"))
        self._seen.setToolTip(self.tr("The drawing as the network reads it, 28 × 28 pixels."))
        self._seen.setFixedSize(BELOW, BELOW)
        self._row = AnswerRow(self._session.predictor, self)
        self._views = ViewsChip(self)
        self._why_chip = Chip(
            self.tr("why?"),
            "padWhy",
            self,
            checkable=True,
            tip=self.tr(
                "Colour the pad: more ink speaks for the answer where it is orange, against it "
                "where it is blue. Click a bar to ask for another class."
            ),
        )
        self._name = NamingChip(self.own_digits, self)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(GAP)
        above.addWidget(self.canvas, 0, Qt.AlignmentFlag.AlignTop)
        above.addWidget(self.pages, 1)
        chips = QHBoxLayout()
        chips.setSpacing(4)
        for chip in (self._views, self._why_chip, self._name):
            chips.addWidget(chip)
        chips.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(self._row)
        right.addLayout(chips)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._seen)
        below.addLayout(right, 1)
        self.body.addLayout(above)
        self.body.addLayout(below)
        self.body.addStretch(1)

    def _connect(self) -> None:
        session = self._session
        self.canvas.changed.connect(self._on_drawn)
        self.canvas.stroke_finished.connect(self._on_settled)
        self.canvas.digit_named.connect(self._on_named)
        self.canvas.paste_asked.connect(self.intake.paste)
        self.canvas.picture_dropped.connect(self.intake.take)
        self.bars.class_chosen.connect(self._on_class_chosen)
        self._pen.width_chosen.connect(self.canvas.set_pen_width)
        self._pen.paste_asked.connect(self.intake.paste)
        self._pen.open_asked.connect(self.intake.open)
        self._views.chosen.connect(self._on_view_chosen)
        self._why_chip.toggled.connect(self._on_why)
        self._name.named.connect(self._on_named)
        self._name.train_asked.connect(session.train_when_ready)
        self.step_view.switched.connect(self._on_step_switched)
        self.similar_view.picture_chosen.connect(self.show_digit)
        self.history_view.picture_chosen.connect(self.show_digit)
        self.intake.taken.connect(self.show_digit)
        self.intake.told.connect(session.told)
        self.own_digits.told.connect(session.told)
        session.predictor.changed.connect(self._on_network_changed)
        session.training.status_changed.connect(self._on_status_changed)
        session.data_changed.connect(self._ask_similar)
        self._show_steps()

    @guarded(QSize(280, 200))
    def minimumSizeHint(self) -> QSize:
        """With the smallest canvas: that of now would keep the panel from shrinking."""
        return QSize(super().minimumSizeHint().width(), self._beside_canvas() + SMALLEST_CANVAS)

    def _beside_canvas(self) -> int:
        """The height of all that is above and below the canvas."""
        margins = self.body.contentsMargins()
        below = max(BELOW, self._row.sizeHint().height() + self._name.sizeHint().height() + 2)
        height = 2 + margins.top() + margins.bottom() + below + self.body.spacing()
        if self.header.parent() is self:  # no dock has taken it
            height += self.header.sizeHint().height()
        return height

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the canvas the largest square that leaves room for the rest."""
        super().resizeEvent(event)
        margins = self.body.contentsMargins()
        width = self.width() - 2 - margins.left() - margins.right()
        side = min(width - GAP - NARROWEST_BARS, self.height() - self._beside_canvas())
        self.canvas.setFixedSize(max(SMALLEST_CANVAS, side), max(SMALLEST_CANVAS, side))

    # ---- the drawing ----

    @Slot(object)
    def show_digit(self, picture: np.ndarray) -> None:
        """Begin anew with a picture: a digit (28, 28), or ink of another size."""
        self.history.begin()
        self.canvas.load_image(picture, keep_strokes=False)
        self._on_settled()

    @Slot()
    def _on_drawn(self) -> None:
        if self.canvas.is_empty:
            self.history.begin()
        self.reading = self._read()
        self._name.set_nameable(self.reading is not None)
        self._session.sample.draw(None if self.reading is None else self.reading.picture)
        self.dirty = self.urgent = True

    def _read(self) -> Reading | None:
        if self.canvas.is_empty:
            return None
        loaded = self.canvas.picture
        is_digit = loaded is not None and loaded.shape == (28, 28)
        drawing = loaded if is_digit and loaded is not None else self.canvas.image()
        return Reading.of(drawing, self.steps) if drawing.any() else None

    @Slot()
    def _on_settled(self) -> None:
        """The drawing stands for the moment: what takes longer is asked now."""
        self._remember_answer()
        self.history_view.show_answers()
        self._ask_similar()
        self.dirty = True

    @Slot(str, bool)
    def _on_step_switched(self, key: str, on: bool) -> None:
        self.steps = Steps(**{**vars(self.steps), key: on})
        self._show_steps()
        self._on_drawn()

    def _show_steps(self) -> None:
        self.step_view.set_switches(**vars(self.steps))

    # ---- naming ----

    @Slot(int)
    def _on_named(self, digit: int) -> None:
        if self.reading is None:
            self._session.told.emit(self.tr("Draw something first, then say what it is."), "info")
            return
        self.own_digits.add(digit, np.clip(self.reading.picture, 0.0, 1.0))
        self.canvas.clear()

    # ---- what is asked of it ----

    @Slot(str)
    def _on_view_chosen(self, key: str) -> None:
        pages = {
            "bars": self.bars,
            "steps": self.step_view,
            "similar": self.similar_view,
            "history": self.history_view,
        }
        self.pages.setCurrentWidget(pages[key])
        self._ask_similar()
        self.dirty = True

    def turn_to(self, control: QWidget) -> None:
        """Show the page beside the drawing on which a control stands."""
        if self.step_view.isAncestorOf(control):
            self._views.choose("steps")

    @Slot(bool)
    def _on_why(self, on: bool) -> None:
        if not on:
            self._why = -1
        self.dirty = self.urgent = True

    @Slot(int)
    def _on_class_chosen(self, index: int) -> None:
        """Ask why for a class; asked twice for the same, it is enough."""
        if self.answer is None:
            return
        again = self._why_chip.isChecked() and self._why == index
        self._why = -1 if again else index
        self._why_chip.setChecked(not again)
        self.dirty = self.urgent = True

    @Slot()
    def _on_network_changed(self) -> None:
        self._row.show_who()
        self.dirty = True

    @Slot()
    def _ask_similar(self) -> None:
        if self.pages.currentWidget() is self.similar_view:
            picture = None if self.reading is None else self.reading.picture
            self.similar_view.ask(self._session.data, picture)

    @Slot(object)
    def _on_status_changed(self, _: object) -> None:
        # While the answer changes by itself, easing would repaint without a rest.
        self.bars.set_animated(not self._session.training.is_running())

    # ---- showing ----

    def refresh(self) -> None:
        """Ask the network and show its answer."""
        reading = self.reading if self._session.sample.has_drawing else None
        picture = None if reading is None else reading.picture
        self._seen.set_image(picture)
        self.answer = None if picture is None else self._session.predictor.ask(picture)
        self._show_answer(picture)
        self._show_why(reading)
        if self.pages.currentWidget() is self.step_view:
            self.step_view.set_pictures(None if reading is None else reading.pictures)
        self.answered.emit()

    def _show_answer(self, picture: np.ndarray | None) -> None:
        if self.answer is None:
            self.bars.set_values(None)
            unreadable = picture is not None
            self._row.show_answer(
                "–", self.tr("this network reads no digits") if unreadable else ""
            )
            return
        values = self.answer.values.reshape(-1)
        self._show_labels(len(values))
        self.bars.set_values(values)
        best = _best(values)
        share = f"{values[best]:.1%}".replace("%", " %") if best >= 0 else "NaN"
        self._row.show_answer(
            self._labels[best] if best >= 0 else "–",
            share,
            f"{self.answer.milliseconds:.1f} ms",
        )

    def _show_labels(self, count: int) -> None:
        data = self._session.data
        own = self._session.predictor.answers_with_own
        named = own and data is not None and len(data.class_names) == count
        names = data.class_names if named and data is not None else tuple(map(str, range(count)))
        if names != self._labels:
            self._labels = names
            self.bars.set_labels(names)

    def _show_why(self, reading: Reading | None) -> None:
        """Colour the pixels that speak for a class, or against it."""
        tint, shown = None, -1
        if self._why_chip.isChecked() and self.answer is not None and reading is not None:
            values = self.answer.values.reshape(-1)
            shown = self._why if 0 <= self._why < len(values) else _best(values)
            gradient = self._session.predictor.attribute(reading.picture, shown)
            tint = None if gradient is None else reading.on_drawing(gradient)
        self.canvas.set_tint(tint)
        self.bars.set_marked(shown)
        named = 0 <= shown < len(self._labels)
        words = self.tr("why {0}?").format(self._labels[shown]) if named else self.tr("why?")
        self._why_chip.setAccessibleName(words)

    def _remember_answer(self) -> None:
        if self.reading is None:
            return
        predictor = self._session.predictor
        answer = predictor.ask(self.reading.picture)
        if answer is None:
            return
        values = answer.values.reshape(-1)
        best = _best(values)
        self._show_labels(len(values))
        name = self._labels[best] if best >= 0 else "–"
        share = float(values[best]) if best >= 0 else float("nan")
        self.history.add(Told(self.reading.picture, name, share, predictor.answers_with_own))


def _best(values: np.ndarray) -> int:
    """The place of the largest value, -1 where there is none."""
    return -1 if np.isnan(values).all() else int(np.nanargmax(values))
