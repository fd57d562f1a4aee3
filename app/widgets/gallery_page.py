"""A gallery with a sentence in its place while it is empty."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from app.widgets.digit_gallery import DigitGallery


class GalleryPage(QStackedWidget):
    """Small pictures with a word below each, or a sentence."""

    def __init__(
        self, name: str, title: str, parent: QWidget | None = None, *, side: int = 36
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Page")
        self.gallery = DigitGallery(self, side=side)
        self.gallery.setObjectName(name)
        self.gallery.setAccessibleName(title)
        self._sentence = QLabel(self)
        self._sentence.setObjectName(f"{name}Sentence")
        self._sentence.setProperty("role", "small")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self._sentence)
        self.addWidget(self.gallery)

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
        self.setCurrentWidget(self.gallery)

    @property
    def sentence(self) -> str:
        """What it says instead of pictures, "" while it shows some."""
        return self._sentence.text() if self.currentWidget() is self._sentence else ""
