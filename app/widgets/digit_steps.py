"""The way from a drawing to what a network reads: a picture after each step, with its switch."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.widgets.chip import Chip
from app.widgets.picture import Picture

_COLUMNS = 2


class DigitSteps(QWidget):
    """Pictures in the order of the steps, each above the switch of its step.

    Signals:
        switched(key, on): The user wants a step to be taken, or left out.
    """

    switched = Signal(str, bool)

    def __init__(
        self, steps: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        """Make them.

        Args:
            steps: Key, word and a sentence of what it does, for each.
            parent: The widget's parent.
        """
        super().__init__(parent)
        self.setObjectName("digitSteps")
        self.setAccessibleName(self.tr("Steps from the drawing to the picture that is read"))
        self._pictures: list[Picture] = []
        self._chips: dict[str, Chip] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for place, (key, word, tip) in enumerate(steps):
            picture = Picture(self)
            picture.setObjectName(f"digitStep.{key}")
            picture.setAccessibleName(self.tr("After step {0}: {1}").format(place + 1, word))
            chip = Chip(word, f"digitStepSwitch.{key}", self, checkable=True, tip=tip)
            chip.toggled.connect(partial(self.switched.emit, key))
            self._pictures.append(picture)
            self._chips[key] = chip
            cell = QVBoxLayout()
            cell.setSpacing(2)
            cell.addWidget(picture, 1)
            cell.addWidget(chip, 0, Qt.AlignmentFlag.AlignHCenter)
            grid.addLayout(cell, place // _COLUMNS, place % _COLUMNS)

    def set_pictures(self, pictures: Sequence[np.ndarray] | None) -> None:
        """Show ink (h, w) after each step, or empty frames."""
        for place, picture in enumerate(self._pictures):
            picture.set_image(None if pictures is None else pictures[place])

    def set_switches(self, **on: bool) -> None:
        """Show which steps are taken, without `switched`."""
        for key, value in on.items():
            chip = self._chips[key]
            chip.blockSignals(True)
            chip.setChecked(value)
            chip.blockSignals(False)
