"""A list of samples: pictures where they are some, else a table of their numbers."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QTableView, QWidget

from app.widgets.digit_gallery import DigitGallery
from app.widgets.text_table import TextTable

_ROW = 22


class PlainTable(QTableView):
    """Rows of texts that are read, not edited."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.texts = TextTable(self)
        self.setModel(self.texts)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)

    def set_table(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        left: int = 1,
        tips: Sequence[str] = (),
    ) -> None:
        """Show other rows; the first `left` columns are words, the others numbers."""
        self.texts.set_table(headers, rows, left=left, tips=tips)
        self.resizeColumnsToContents()


class SampleList(QStackedWidget):
    """Samples as pictures, or as a table of numbers.

    Signals:
        chosen(place): The user clicked a sample; its place in the list.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sampleList")
        self._count = 0
        self.gallery = DigitGallery(self)
        self.gallery.setObjectName("sampleGallery")
        self.gallery.setAccessibleName(self.tr("Samples of the choice"))
        self.gallery.set_empty_text(self.tr("no samples here"))
        self.gallery.picture_chosen.connect(self._on_place)
        self.table = PlainTable("sampleTable", self)
        self.table.setAccessibleName(self.tr("Samples of the choice"))
        self.table.setToolTip(self.tr("Click a sample to see it in the network."))
        self.table.clicked.connect(self._on_index)
        self.table.activated.connect(self._on_index)
        self.addWidget(self.gallery)
        self.addWidget(self.table)

    def set_pictures(
        self,
        pictures: npt.NDArray[np.generic],
        captions: Sequence[str],
        tips: Sequence[str],
        *,
        keep_place: bool = False,
    ) -> None:
        """Show pictures (count, height, width), a caption below each."""
        self._count = len(pictures)
        self.setCurrentIndex(0)
        self.gallery.set_pictures(pictures, captions, tips, keep_place=keep_place)

    def set_table(
        self, headers: Sequence[str], rows: Sequence[Sequence[str]], *, left: int = 1
    ) -> None:
        """Show a row of texts for each sample."""
        self._count = len(rows)
        self.setCurrentIndex(1)
        self.table.set_table(headers, rows, left=left)

    @Slot(int)
    def _on_place(self, place: int) -> None:
        if 0 <= place < self._count:
            self.chosen.emit(place)

    @Slot(QModelIndex)
    def _on_index(self, index: QModelIndex) -> None:
        self._on_place(index.row())
