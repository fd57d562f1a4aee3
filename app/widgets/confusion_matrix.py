"""A confusion matrix to point at and to walk through: rows are the truth."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.guard import guarded
from app.widgets.colour_map import image_of
from app.widgets.instrument import Instrument, hairline, text_font
from app.widgets.matrix_layout import MatrixLayout, fit_cells
from app.widgets.matrix_shades import cell_shades, shade_text
from app.widgets.matrix_texts import Counts, cell_texts

_FONTS = (11, 10, 9, 8)
_ELIDE = Qt.TextElideMode.ElideRight
_ALIGN_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class ConfusionMatrix(Instrument):
    """Counts of samples by true and predicted class, with the sums of rows and columns.

    What is right is blue, what is wrong orange, the stronger the larger its share of the row.
    A click chooses a cell, a label or sum a whole row or column; the arrow keys walk, Esc
    chooses nothing.

    Signals:
        chosen(truth, predicted): The user chose a cell; -1 stands for every class.
    """

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusionMatrix")
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._counts: Counts = np.zeros((0, 0), np.int64)
        self._labels: tuple[str, ...] = ()
        self._percent = False
        self._selected: tuple[int, int] | None = None
        self._hovered: tuple[int, int] | None = None
        self._layout: MatrixLayout | None = None
        self._written: list[list[str]] = []  # what there is room for
        self._tell()

    # ---- what the owner says and asks ----

    def set_matrix(self, counts: npt.ArrayLike, labels: tuple[str, ...]) -> None:
        """Show counts of shape (classes, classes), rows the truth.

        Raises:
            ValueError: The matrix is not square, or has another number of labels.
        """
        matrix = np.asarray(counts, np.int64)
        if matrix.ndim != 2 or matrix.shape != (len(labels), len(labels)):
            raise ValueError(
                f"{len(labels)} labels need a matrix of that many rows and columns; received "
                f"{matrix.shape}"
            )
        if len(labels) != len(self._labels):
            self._selected = self._hovered = None
        self._counts, self._labels = matrix, tuple(labels)
        self._refit()

    def set_percent(self, percent: bool) -> None:
        """Write shares of the row instead of counts."""
        self._percent = percent
        self._refit()

    def select(self, truth: int, predicted: int) -> None:
        """Mark a cell without a signal; -1 stands for every class."""
        self._selected = (truth, predicted)
        self._tell()
        self.update()

    def clear_selection(self) -> None:
        """Mark nothing."""
        self._selected = None
        self._tell()
        self.update()

    @property
    def selected(self) -> tuple[int, int] | None:
        """The marked cell, truth and prediction; -1 stands for every class."""
        return self._selected

    @property
    def has_numbers(self) -> bool:
        """Whether the cells are large enough for their numbers."""
        return self._fit().font > 0

    def top_title(self, width: Callable[[str], float], room: float) -> str:
        """What the columns are; and where no number fits, how one learns of it."""
        plain = self.tr("predicted")
        if self.has_numbers:
            return plain
        longer = self.tr("predicted; point at a cell for its count"), self.tr("point for counts")
        return next((text for text in longer if width(text) <= room), plain)

    def cell_rect(self, truth: int, predicted: int) -> QRectF:
        """Where a cell is; -1 is the sum at the end of the row or column."""
        return QRectF(*self._fit().rect(truth, predicted))

    def cell_at(self, position: QPointF) -> tuple[int, int] | None:
        """The cell at a point: truth and prediction, -1 on a label or sum; None beside."""
        if not self._labels:
            return None
        return self._fit().cell_at(position.x(), position.y())

    def cell_text(self, truth: int, predicted: int) -> str:
        """What is written in a cell; -1 is a sum."""
        self._fit()
        return self._written[truth][predicted] if self._written else ""

    def spoken(self, truth: int, predicted: int) -> str:
        """A cell in words, for tooltips and screen readers."""
        if not self._labels:
            return self.tr("nothing to show yet")
        counts = self._counts
        if truth < 0 and predicted < 0:
            right = int(np.trace(counts))
            return self.tr("{0} of {1} samples are right").format(right, int(counts.sum()))
        if truth < 0:
            name, count = self._labels[predicted], int(counts[:, predicted].sum())
            return self.tr("read as {0}: {1} samples").format(name, count)
        whole = int(counts[truth].sum())
        if predicted < 0:
            right = int(counts[truth, truth])
            text = self.tr("{0}: {1} of {2} are right ({3})")
            return text.format(self._labels[truth], right, whole, _share(right, whole))
        count = int(counts[truth, predicted])
        text = self.tr("{0} read as {1}: {2} of {3} ({4})")
        names = self._labels[truth], self._labels[predicted]
        return text.format(*names, count, whole, _share(count, whole))

    # ---- what Qt asks ----

    @guarded(QSize(320, 300))
    def sizeHint(self) -> QSize:
        return QSize(320, 300)

    @guarded(QSize(150, 130))
    def minimumSizeHint(self) -> QSize:
        return QSize(150, 130)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._labels:
            painter.setFont(text_font(self, self.tokens.font_small))
            painter.setPen(QColor(self.tokens.muted))
            painter.drawText(self.rect(), _ALIGN_CENTRE, self.tr("nothing to show yet"))
            return
        layout = self._fit()
        shades = cell_shades(self._counts, self.tokens)
        image = image_of(np.ascontiguousarray(shades))
        painter.drawImage(QRectF(*layout.grid), image, QRectF(image.rect()))
        self._paint_lines(painter, layout)
        self._paint_labels(painter, layout)
        if layout.font:
            self._paint_numbers(painter, layout, shades)
        self._paint_marks(painter)

    @guarded()
    def resizeEvent(self, event: QEvent) -> None:
        self._layout = None

    @guarded()
    def changeEvent(self, event: QEvent) -> None:
        self._layout = None
        super().changeEvent(event)

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        tip = "" if cell is None else self.spoken(*cell)
        QToolTip.showText(event.globalPosition().toPoint(), tip, self)
        if cell != self._hovered:
            self._hovered = cell
            self.update()

    @guarded()
    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self._choose(cell)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, tuple[int, int]] = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        count = len(self._labels)
        if event.key() in steps and count:
            self._choose(self._next(*steps[event.key()]))
        elif event.key() == Qt.Key.Key_Home and count:
            self._choose((0, 0))
        elif event.key() == Qt.Key.Key_Escape and self._selected is not None:
            self._choose((-1, -1))
        else:
            super().keyPressEvent(event)

    @guarded()
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @guarded()
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # ---- inside ----

    def _next(self, down: int, across: int) -> tuple[int, int]:
        """The cell a step further; behind the last class come the sums."""
        if self._selected is None:
            return 0, 0
        width = len(self._labels) + 1
        truth, predicted = self._selected
        return _held(truth % width + down, width), _held(predicted % width + across, width)

    def _choose(self, cell: tuple[int, int]) -> None:
        self._selected = cell
        self._tell()
        self.update()
        self.chosen.emit(*cell)

    def _refit(self) -> None:
        self._layout = None
        self._tell()
        self.update()

    def _texts(self, *, short: bool) -> list[list[str]]:
        """What is to be written, the sums last; without classes nothing."""
        counts = self._counts
        if not len(counts):
            return []
        full = np.zeros((len(counts) + 1, len(counts) + 1), np.int64)
        full[:-1, :-1] = counts
        full[:-1, -1], full[-1, :-1] = counts.sum(axis=1), counts.sum(axis=0)
        full[-1, -1] = counts.sum()
        return cell_texts(full, percent=self._percent, short=short)

    def _tell(self) -> None:
        self.describe(self.spoken(*(self._selected or (-1, -1))))

    def _fit(self) -> MatrixLayout:
        """The layout with as many numbers and sums as fit, in short where more fit then."""
        if self._layout is None:
            found = []
            for short in (False, True):
                texts = self._texts(short=short)
                layout = self._laid_out(texts)
                found.append((layout, texts))
                if layout.font and layout.sums:
                    break
            best = max(found, key=lambda one: (one[0].font > 0, one[0].sums > 0))
            self._layout, self._written = best
        return self._layout

    def _laid_out(self, texts: list[list[str]]) -> MatrixLayout:
        small = QFontMetricsF(text_font(self, self.tokens.font_small))
        names = max((small.horizontalAdvance(name) for name in self._labels), default=0.0)
        inner = max((text for row in texts[:-1] for text in row[:-1]), key=len, default="")
        sums = max((row[-1] for row in texts), key=len, default="")
        below = max((text for row in texts[-1:] for text in row[:-1]), key=len, default="")
        longest = inner, sums, below
        widths = {}
        for font in _FONTS:
            inside, end, foot = (self._width(text, font) for text in longest)
            widths[font] = inside, end, foot
        size = self.width(), self.height()
        return fit_cells(len(self._labels), size, names, small.height(), widths)

    def _width(self, text: str, size: int, *, bold: bool = False) -> float:
        return QFontMetricsF(text_font(self, size, bold=bold)).horizontalAdvance(text)

    def _paint_lines(self, painter: QPainter, layout: MatrixLayout) -> None:
        painter.setPen(hairline(self.tokens.line))
        left, top, width, height = layout.grid
        if min(layout.wide, layout.high) >= 8:
            for place in range(1, len(self._labels)):
                x, y = left + place * layout.wide, top + place * layout.high
                painter.drawLine(QPointF(x, top), QPointF(x, top + height))
                painter.drawLine(QPointF(left, y), QPointF(left + width, y))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(left, top, width, height))

    def _paint_labels(self, painter: QPainter, layout: MatrixLayout) -> None:
        painter.setFont(text_font(self, self.tokens.font_small))
        metrics = painter.fontMetrics()
        painter.setPen(QColor(self.tokens.muted))
        self._paint_top_title(painter, layout)
        self._paint_side_title(painter, layout)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        truth, predicted = self._selected or (-1, -1)
        for step, place, chosen, flags in (
            (layout.label_steps[0], layout.column_label, predicted, _ALIGN_CENTRE),
            (layout.label_steps[1], layout.row_label, truth, right),
        ):
            for index in range(0, len(self._labels), step):
                rect = QRectF(*place(index))
                painter.setPen(QColor(self.tokens.text if index == chosen else self.tokens.muted))
                text = metrics.elidedText(self._labels[index], _ELIDE, int(rect.width()))
                painter.drawText(rect, flags, text)

    def _paint_top_title(self, painter: QPainter, layout: MatrixLayout) -> None:
        title = QRectF(*layout.across_title)
        room = 2 * min(title.center().x(), self.width() - title.center().x())
        title = QRectF(title.center().x() - room / 2, title.top(), room, title.height())
        words = self.top_title(painter.fontMetrics().horizontalAdvance, room)
        painter.drawText(title, _ALIGN_CENTRE, words)

    def _paint_side_title(self, painter: QPainter, layout: MatrixLayout) -> None:
        x, y, width, height = layout.side_title
        painter.save()
        painter.translate(x + width / 2, y + height / 2)
        painter.rotate(-90)
        painter.drawText(
            QRectF(-height / 2, -width / 2, height, width), _ALIGN_CENTRE, self.tr("truth")
        )
        painter.restore()

    def _paint_numbers(
        self, painter: QPainter, layout: MatrixLayout, shades: npt.NDArray[np.uint32]
    ) -> None:
        plain, bold = text_font(self, layout.font), text_font(self, layout.font, bold=True)
        sums = text_font(self, layout.sum_font or layout.font)
        count, muted = len(self._labels), QColor(self.tokens.muted)
        right = max((self._written[place][place] for place in range(count)), key=len)
        if self._width(right, layout.font, bold=True) + 2 > layout.wide:
            bold = plain
        shown = count + 1 if layout.sums else count
        for row in range(shown):
            for column in range(shown):
                text = self._written[row][column]
                if not text:
                    continue
                inner = row < count and column < count
                font: QFont = (bold if row == column else plain) if inner else sums
                painter.setFont(font)
                painter.setPen(
                    QColor(shade_text(int(shades[row, column]), self.tokens)) if inner else muted
                )
                truth, predicted = (row if row < count else -1), (column if column < count else -1)
                painter.drawText(QRectF(*layout.rect(truth, predicted)), _ALIGN_CENTRE, text)

    def _paint_marks(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        strong = self.tokens.accent if self.hasFocus() else self.tokens.text
        for cell, shade, width in (
            (self._hovered, self.tokens.muted, 1.0),
            (self._selected, strong, 2.0),
        ):
            if cell is not None and cell != (-1, -1):
                painter.setPen(QPen(QColor(shade), width))
                painter.drawRect(QRectF(*self._fit().mark(*cell)))


def _held(place: int, width: int) -> int:
    """A class, or -1 for the sum behind the last one; the ends hold."""
    place = min(width - 1, max(0, place))
    return -1 if place == width - 1 else place


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"
