"""The chosen sample: what flows through the pictures of the network."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from nncore.data import Dataset


class ChosenSample(QObject):
    """A drawing from the pad while there is one that suits the data, else a sample of them.

    Signals:
        changed(): Another sample is chosen, or the drawing has moved.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drawing: np.ndarray | None = None
        self._data: Dataset | None = None
        self._index = 0
        self._trained_on = False

    @property
    def values(self) -> np.ndarray | None:
        """The sample as a network reads it."""
        if self.is_drawing:
            return self._drawing
        if self._data is None:
            return None
        samples = self._data.x_train if self._trained_on else self._data.x_test
        return np.asarray(samples[self._index])

    @property
    def index(self) -> int:
        """Which sample of its part of the data is chosen; it stays while there is a drawing."""
        return self._index

    @property
    def split(self) -> str:
        """The part of the data that it is of: "test" or "train"."""
        return "train" if self._trained_on else "test"

    @property
    def has_drawing(self) -> bool:
        """Whether there is a drawing on the pad, of whatever the data are."""
        return self._drawing is not None

    @property
    def is_drawing(self) -> bool:
        """Whether it comes from the pad."""
        drawing, data = self._drawing, self._data
        return drawing is not None and (data is None or drawing.size == data.x_test[0].size)

    @property
    def label(self) -> str:
        """What the test sample is, "" for a drawing or for regression."""
        index = self.class_index
        return "" if self._data is None or index is None else self._data.class_names[index]

    @property
    def class_index(self) -> int | None:
        """The class of the test sample, None for a drawing or for regression."""
        data = self._data
        if self.is_drawing or data is None or not data.is_classification:
            return None
        labels = data.y_train if self._trained_on else data.y_test
        return int(labels[self._index])

    def set_data(self, data: Dataset | None) -> None:
        """Choose the first test sample of another data set."""
        self._data, self._index, self._trained_on = data, 0, False
        self.changed.emit()

    def choose(self, index: int, split: str = "test") -> None:
        """Choose a sample of the test data, or with "train" of the training data."""
        self._drawing = None
        self._index, self._trained_on = index, split == "train"
        self.changed.emit()

    def draw(self, picture: np.ndarray | None) -> None:
        """Choose a drawing, or with None go back to the test sample."""
        if picture is not None or self._drawing is not None:
            self._drawing = picture
            self.changed.emit()
