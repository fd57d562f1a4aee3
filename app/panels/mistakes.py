"""The mistakes panel: what the network mixes up, and the samples it gets wrong."""

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.jobs.judging import Judging
from app.jobs.session import Session
from app.models.mistake_texts import caption, class_table, sample_table, sentence, value_text
from app.models.mistakes import (
    MOST_SHOWN,
    HeldOut,
    Judged,
    Split,
    held_out,
    judge,
    pictures_of,
)
from app.widgets.chip import Chip
from app.widgets.confusion_matrix import ConfusionMatrix
from app.widgets.empty_state import EmptyState
from app.widgets.flow_layout import FlowLayout
from app.widgets.mistake_controls import MistakeControls
from app.widgets.sample_list import PlainTable, SampleList

MATRIX_SHARE = 57
"""Of the width, in hundredths, where the samples beside it do not need more."""


class MistakesPanel(QWidget):
    """Judges held-out samples with the project's network and shows where it goes wrong.

    Signals:
        sample_chosen(split, index): The user wants to look at a sample: "train", the part the
            validation samples are cut from, or "test", and its index there.
    """

    sample_chosen = Signal(str, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mistakesPanel")
        self.dirty = True
        self.urgent = False
        self._session = session
        self._choice = "hardest"
        self._shown: tuple[Judged | None, str] = (None, "")
        self.judging = Judging(session, self)
        self.matrix = ConfusionMatrix(self)
        self.matrix.chosen.connect(self._on_cell_chosen)
        self.samples = SampleList(self)
        self.samples.chosen.connect(self._on_sample_chosen)
        self._indices = np.zeros(0, np.intp)
        self.by_class = PlainTable("classTable", self)
        self.by_class.setAccessibleName(self.tr("Scores by class"))
        self.empty = EmptyState("warning", "", self.tr("Judge the test set"), "mistakesEmpty", self)
        self.empty.activated.connect(self._on_test_wanted)
        self._make_controls()
        self._lay_out()
        self.judging.changed.connect(self._mark_dirty)
        self.judging.progressed.connect(self.controls.set_progress)
        session.document.project_changed.connect(self._on_project_changed)
        session.blocked_changed.connect(self._mark_dirty)
        self._show_controls()

    # ---- building ----

    def _make_controls(self) -> None:
        controls = self.controls = MistakeControls(self)
        controls.split_chosen.connect(self._on_split_chosen)
        controls.numbers_chosen.connect(self._on_numbers_chosen)
        controls.view_chosen.connect(self._on_view_chosen)
        controls.cancel_clicked.connect(self.judging.cancel)
        controls.judge_clicked.connect(self.judging.resume)
        self._hardest = Chip(
            self.tr("hardest"),
            "mistakesHardest",
            self,
            checkable=True,
            tip=self.tr("Samples whose true class gets the smallest share, right ones included."),
        )
        self._surest = Chip(
            self.tr("surest mistakes"),
            "mistakesSurest",
            self,
            checkable=True,
            tip=self.tr("Wrong answers, those given with the most confidence first."),
        )
        self._hardest.clicked.connect(self._on_hardest)
        self._surest.clicked.connect(self._on_surest)

    def _lay_out(self) -> None:
        chips = QWidget(self)
        chip_row = FlowLayout(chips)
        chip_row.addWidget(self._hardest)
        chip_row.addWidget(self._surest)
        self._chips = chips
        self._caption = QLabel(self)
        self._caption.setObjectName("mistakesCaption")
        self._caption.setWordWrap(True)
        self._caption.setProperty("role", "small")
        gallery = QWidget(self)
        gallery_column = QVBoxLayout(gallery)
        gallery_column.setContentsMargins(0, 0, 0, 0)
        gallery_column.setSpacing(6)
        gallery_column.addWidget(chips)
        gallery_column.addWidget(self._caption)
        gallery_column.addWidget(self.samples, 1)
        self._side = QStackedWidget(self)
        self._side.addWidget(gallery)
        self._side.addWidget(self.by_class)
        content = QWidget(self)
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        # No fixed width: the window could not become smaller than it has been.
        row.addWidget(self.matrix, MATRIX_SHARE)
        row.addWidget(self._side, 100 - MATRIX_SHARE)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(content)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        column.addWidget(self.controls)
        column.addWidget(self._pages, 1)

    # ---- what the user does ----

    @property
    def split(self) -> Split:
        """Which samples are judged."""
        return "test" if self.controls.split.current() == "test" else "validation"

    @Slot(str)
    def _on_split_chosen(self, _key: str) -> None:
        self.judging.forget()

    @Slot()
    def _on_test_wanted(self) -> None:
        self.controls.split.set_current("test")
        self.judging.resume()
        self.judging.forget()

    @Slot(str)
    def _on_numbers_chosen(self, key: str) -> None:
        self.matrix.set_percent(key == "percent")

    @Slot(str)
    def _on_view_chosen(self, key: str) -> None:
        self._side.setCurrentIndex(1 if key == "classes" else 0)

    @Slot()
    def _on_hardest(self) -> None:
        self._choose("hardest")

    @Slot()
    def _on_surest(self) -> None:
        self._choose("surest")

    def _choose(self, choice: str) -> None:
        self._choice = choice
        self.matrix.clear_selection()
        self._show_samples()

    @Slot(int, int)
    def _on_cell_chosen(self, truth: int, predicted: int) -> None:
        self._choice = "hardest" if (truth, predicted) == (-1, -1) else "cell"
        self.controls.view.set_current("samples")
        self._side.setCurrentIndex(0)
        self._show_samples()

    @Slot(int)
    def _on_sample_chosen(self, place: int) -> None:
        judged, _ = self._shown
        if judged is not None:
            index = int(self._indices[place])
            split = "test" if judged.samples.split == "test" else "train"
            self.sample_chosen.emit(split, judged.samples.start + index)

    # ---- what changes ----

    @Slot()
    def _mark_dirty(self) -> None:
        self.dirty = True

    @Slot(object, object)
    def _on_project_changed(self, _old: object, _new: object) -> None:
        self.dirty = True

    def refresh(self) -> None:
        """Show the newest result, and ask for a newer one where the weights have moved."""
        samples = self._samples()
        if samples is not None and len(samples):
            self.judging.ask(lambda network, step: judge(network, samples, step), len(samples))
        judged = self.judging.result
        if isinstance(judged, Judged) and judged is not self._shown[0]:
            self._show_result(judged)
        self._show_controls()
        self._show_page(samples)

    def _samples(self) -> HeldOut | None:
        data = self._session.data
        if data is None or self._session.blocked:
            return None
        return held_out(data, self.split, self._session.config.validation_split)

    def _show_page(self, samples: HeldOut | None) -> None:
        judged = self.judging.result
        problem = ""
        nothing_kept = samples is not None and not len(samples)
        if nothing_kept:
            problem = self.tr(
                "This run keeps no validation samples aside. Set “validation share” above 0 in the "
                "inspector, or judge the test set."
            )
        elif samples is None:
            problem = self._session.blocked or self._session.data_problem
        elif self.judging.problem:
            problem = self.judging.problem
        elif judged is None:
            problem = (
                self.tr("Nothing is judged yet: press “judge now”.")
                if self.judging.cancelled
                else self.tr("The samples are being judged.")
            )
        if problem:
            self.empty.set_sentence(problem)
            self.empty.set_button_visible(nothing_kept)
        self._pages.setCurrentIndex(1 if problem else 0)

    def _show_controls(self) -> None:
        judged = self.judging.result
        classes = isinstance(judged, Judged) and judged.has_classes
        self.matrix.setVisible(classes)
        self._chips.setVisible(classes)
        self.controls.show_state(
            self._state_text(judged) if isinstance(judged, Judged) else "",
            judging=self.judging.goes_on,
            cancelled=self.judging.cancelled,
            classes=classes,
        )

    def _state_text(self, judged: Judged) -> str:
        count, step = f"{len(judged.samples):,}", f"{judged.step:,}"
        if judged.report is None:
            mean = value_text(float(judged.errors.mean()))
            text = self.tr("Step {0}: mean error {1} over {2} samples")
            return text.format(step, mean, count)
        share = f"{100 * judged.report.accuracy:.2f} %"
        wrong = f"{len(judged.wrong):,}"
        text = self.tr("Step {0}: {1} right, {2} of {3} wrong, macro F1 {4}")
        return text.format(step, share, wrong, count, f"{judged.report.macro_f1:.3f}")

    def _show_result(self, judged: Judged) -> None:
        if judged.report is not None:
            self.matrix.set_matrix(judged.matrix, judged.samples.class_names)
            headers, rows, tips = class_table(judged.report, judged.samples.class_names)
            self.by_class.set_table(headers, rows, tips=tips)
            if self._choice == "cell" and self.matrix.selected is None:
                self._choice = "hardest"
        else:
            self._side.setCurrentIndex(0)
        self._show_samples()

    def _show_samples(self) -> None:
        judged = self.judging.result
        if not isinstance(judged, Judged):
            return
        self._hardest.setChecked(self._choice == "hardest")
        self._surest.setChecked(self._choice == "surest")
        key = f"{self._choice}{self.matrix.selected if self._choice == 'cell' else ''}"
        before, shown_key = self._shown
        keep = before is not None and shown_key == key and before.samples.split == self.split
        self._shown = (judged, key)
        indices, about = self._chosen_samples(judged)
        self._indices = indices = indices[:MOST_SHOWN]
        pictures = pictures_of(judged.samples.x[indices])
        named = pictures is not None and judged.samples.labels is not None
        legend = self.tr("Below: truth → answer") if named else ""
        self._caption.setText(f"{about} {legend}".strip())
        if pictures is None:
            headers, rows, left = sample_table(judged, indices)
            self.samples.set_table(headers, rows, left=left)
            return
        captions = [caption(judged, i) for i in indices]
        tips = [sentence(judged, i) for i in indices]
        self.samples.set_pictures(pictures, captions, tips, keep_place=keep)

    def _chosen_samples(self, judged: Judged) -> tuple[np.ndarray, str]:
        """Which samples to list, and a sentence about them."""
        if judged.report is None:
            return judged.largest_errors(), self.tr(
                "These data have numbers to predict, no classes that could be mixed up. "
                "The largest errors:"
            )
        if self._choice == "cell" and self.matrix.selected is not None:
            cell = self.matrix.selected
            return judged.in_cell(*cell), self.matrix.spoken(*cell)
        if self._choice == "surest":
            text = self.tr("{0} wrong answers, the surest first")
            return judged.surest_mistakes(), text.format(f"{len(judged.wrong):,}")
        return judged.hardest(), self.tr("The true class gets the smallest share here.")
