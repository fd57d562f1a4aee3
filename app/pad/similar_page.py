"""The training digits that look most like the drawing."""

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.jobs.similar import SimilarDigits
from app.jobs.task import Tasks
from app.widgets.gallery_page import GalleryPage
from nncore.data import Dataset

SHAPES = ((28, 28, 1), (784,))
"""Of samples that can be compared with a drawing."""


class SimilarPage(GalleryPage):
    """The nearest training digits, the nearest first, each with its class.

    Signals:
        picture_chosen(picture): The user wants to see one on the pad.
    """

    picture_chosen = Signal(object)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        title = self.tr("Similar training digits")
        heading = self.tr("nearest training digits")
        super().__init__("similarDigits", title, heading, parent, side=28)
        self._similar = SimilarDigits(tasks, self)
        self._similar.changed.connect(self._show)
        self.gallery.picture_chosen.connect(self._on_chosen)

    def ask(self, data: Dataset | None, picture: np.ndarray | None) -> None:
        """Look for those nearest to a picture (28, 28), in the background."""
        fits = data is not None and data.input_shape in SHAPES and data.is_classification
        if data is not None and fits and picture is not None:
            self._similar.ask(data, picture)
            return
        self._similar.forget()
        if fits:
            self.say(self.tr("Draw a digit: the training digits like it appear here."))
        else:
            self.say(self.tr("The data of this project are no 28 × 28 pictures."))

    @Slot()
    def _show(self) -> None:
        found = self._similar.result
        if found is None:
            return
        tip = self.tr("{0}, distance {1:.2f}; click to put it on the pad")
        pairs = zip(found.labels, found.distances, strict=True)
        self.set_pictures(found.pictures, found.labels, [tip.format(*pair) for pair in pairs])

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        found = self._similar.result
        if found is not None and index < len(found.pictures):
            self.picture_chosen.emit(found.pictures[index])
