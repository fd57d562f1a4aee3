"""A gallery with a sentence in its place while it is empty."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.widgets.digit_gallery import DigitGallery
from app.widgets.elide_label import ElideLabel

_HEADING = 14


class GalleryPage(QStackedWidget):
    """Small pictures under a line that says what they are, or a sentence."""

    def __init__(
        self, name: str, title: str, heading: str, parent: QWidget | None = None, *, side: int = 36
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Page")
        self.gallery = DigitGallery(self, side=side)
        self.gallery.setObjectName(name)
        self.gallery.setAccessibleName(title)
        self.heading = ElideLabel(heading, self)
        self.heading.setObjectName(f"{name}Heading")
        self.heading.setProperty("role", "small")
        self.heading.setFixedHeight(_HEADING)
        self._sentence = QLabel(self)
        self._sentence.setObjectName(f"{name}Sentence")
        self._sentence.setProperty("role", "small")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self._sentence)
        self._pictures = QWidget(self)
        column = QVBoxLayout(self._pictures)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.heading)
        column.addWidget(self.gallery, 1)
        self.addWidget(self._pictures)

    def say(self, sentence: str) -> None:
        """Show a sentence and no pictures."""
        self._sentence.setText(sentence)
        self.setCurrentWidget(self._sentence)

    def set_pictures(
        self,
        pictures: np.ndarray,
        captions: Sequence[str],
        tips: Sequence[str],
        *,
        keep_place: bool = False,
    ) -> None:
        """Show pictures (count, h, w), with a word and a tooltip for each."""
        self.gallery.set_pictures(pictures, captions, tips, keep_place=keep_place)
        self.setCurrentWidget(self._pictures)

    @property
    def sentence(self) -> str:
        """What it says instead of pictures, "" while it shows some."""
        return self._sentence.text() if self.currentWidget() is self._sentence else ""
