"""What was answered to the last drawings, as pictures."""

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.models.answer_history import AnswerHistory, Told
from app.widgets.gallery_page import GalleryPage


class HistoryPage(GalleryPage):
    """Every drawing with its answer, the newest first.

    Signals:
        picture_chosen(picture): The user wants a drawing back on the pad.
    """

    picture_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        title, heading = self.tr("Answers so far"), self.tr("its answers so far")
        super().__init__("answerHistory", title, heading, parent, side=44)
        self.history = AnswerHistory()
        self.gallery.picture_chosen.connect(self._on_chosen)
        self.show_answers()

    def show_answers(self) -> None:
        """Show what there is now."""
        entries = self.history.entries
        if not entries:
            self.say(self.tr("Every drawing and what was answered to it will be listed here."))
            return
        self.set_pictures(
            np.stack([entry.picture for entry in entries]),
            [f"{entry.answer} {100 * entry.share:.0f} %" for entry in entries],
            [self._tip(entry) for entry in entries],
            keep_place=True,
        )

    def _tip(self, entry: Told) -> str:
        who = self.tr("your network") if entry.own else self.tr("the ready-made network")
        words = self.tr("{0} said {1}, {2:.1f} %; click to put it on the pad again")
        return words.format(who, entry.answer, 100 * entry.share)

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        if index < len(self.history.entries):
            self.picture_chosen.emit(self.history.entries[index].picture)
