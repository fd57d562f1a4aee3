"""Labelled bars: what a network says about each class."""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QElapsedTimer, QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.guard import guarded
from app.widgets.instrument import Instrument, number, text_font

Values = npt.NDArray[np.float64]

_ALL_ROWS = 20  # more classes than this show the largest few
_TOP_ROWS = 10
_LOWEST_ROW = 12
_HIGHEST_ROW = 24
_GAP = 8
_DURATION = 120  # ms
_FRAME = 15  # ms
_ROUNDING = 1e-4  # a float32 softmax may exceed 1 by this much
_UNIT = " %"
_NOTHING = "\N{EN DASH}"


class ProbabilityBars(Instrument):
    """One horizontal bar per class, with its value in per cent.

    Values outside 0 to 1 are no probabilities: they are shown as numbers, with bars on the
    scale of the largest magnitude, from the middle if one of them is negative.

    Signals:
        class_chosen(index): The user clicked the bar of a class, or went to it with the arrows.
    """

    class_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("probabilityBars")
        self.setAccessibleName(self.tr("Probabilities"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._labels: tuple[str, ...] = ()
        self._values: Values | None = None
        self._texts: list[str] = []
        self._winner = -1
        self._marked = -1
        self._chances = True
        self._signed = False
        # Lengths of the bars, -1 to 1: shown now, when the last values came, and at rest.
        self._now = self._from = self._to = np.zeros(0)
        self._room: tuple[float, float] | None = None
        self._animated = True
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME)
        self._timer.timeout.connect(self._on_frame)

    # ---- what the owner says ----

    def set_labels(self, labels: tuple[str, ...]) -> None:
        """Name the classes; classes beyond the names are called by their number."""
        if labels == self._labels:
            return
        self._labels = tuple(labels)
        self._room = None
        self.updateGeometry()
        self._tell()
        self.update()

    def set_values(self, array: npt.ArrayLike | None) -> None:
        """Show one value per class; None shows empty bars without numbers."""
        before = self._count()
        self._values = None if array is None else np.array(array, np.float64).reshape(-1)
        self._measure()
        self._room = None
        if self._count() != before:
            self.updateGeometry()
        self._start()
        self._tell()
        self.update()

    def set_animated(self, animated: bool) -> None:
        """Ease to new values, or jump."""
        self._animated = animated
        if not animated:
            self._rest()

    def set_marked(self, index: int) -> None:
        """Put a frame around the bar of a class; -1 around none."""
        if index != self._marked:
            self._marked = index
            self.update()

    # ---- what the owner may ask ----

    @property
    def rows(self) -> tuple[int, ...]:
        """The classes that are shown, from top to bottom."""
        count = self._count()
        if count <= _ALL_ROWS:
            return tuple(range(count))
        if self._values is None:
            return tuple(range(_TOP_ROWS))
        return tuple(self._ranking()[:_TOP_ROWS])

    @property
    def winner(self) -> int:
        """The class with the largest value, or -1."""
        return self._winner

    @property
    def is_moving(self) -> bool:
        """Whether the bars are on their way to new values."""
        return self._timer.isActive()

    def row_text(self, index: int) -> str:
        """The number beside a bar; empty without values."""
        return self._texts[index] if index < len(self._texts) else ""

    def bar_rect(self, index: int) -> QRectF:
        """The coloured part of a bar; empty if there is none."""
        rows = self.rows
        if index not in rows or index >= len(self._now):
            return QRectF()
        ground = self._ground(rows.index(index))
        length = float(self._now[index])
        if not self._signed:
            return QRectF(ground.left(), ground.top(), ground.width() * length, ground.height())
        half = ground.width() / 2
        left = ground.center().x() + min(0.0, length) * half
        return QRectF(left, ground.top(), abs(length) * half, ground.height())

    # ---- what Qt asks ----

    @guarded(QSize(180, 160))
    def sizeHint(self) -> QSize:
        return QSize(180, max(1, len(self.rows)) * 16)

    @guarded(QSize(90, _LOWEST_ROW))
    def minimumSizeHint(self) -> QSize:
        return QSize(90, max(1, len(self.rows)) * _LOWEST_ROW)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font())
        painter.setPen(Qt.PenStyle.NoPen)
        tokens, rows = self.tokens, self.rows
        for place, index in enumerate(rows):
            wins = index == self._winner
            painter.fillRect(self._ground(place), QColor(tokens.chip))
            bar = self.bar_rect(index)
            if bar.width() > 0:
                painter.fillRect(bar, QColor(tokens.positive if wins else tokens.negative))
            if self._signed:
                ground = self._ground(place)
                zero = QRectF(round(ground.center().x()), ground.top(), 1, ground.height())
                painter.fillRect(zero, QColor(tokens.muted))
            self._paint_texts(painter, place, index, wins)
            painter.setPen(Qt.PenStyle.NoPen)
            if index == self._marked:
                painter.setPen(QColor(tokens.text))
                painter.drawRect(self._ground(place).adjusted(-1.5, -1.5, 1.5, 1.5))
                painter.setPen(Qt.PenStyle.NoPen)

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self._class_at(event.pos().y())
            tip = self._spoken(index) if index >= 0 else ""
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._class_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self.class_chosen.emit(index)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._room = None

    @guarded()
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._room = None
        super().changeEvent(event)

    @guarded()
    def hideEvent(self, event: QHideEvent) -> None:
        self._rest()
        super().hideEvent(event)

    # ---- inside ----

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        rows = self.rows
        if step is None or not rows:
            super().keyPressEvent(event)
            return
        place = rows.index(self._marked) + step if self._marked in rows else 0
        self.class_chosen.emit(rows[min(max(place, 0), len(rows) - 1)])

    def _class_at(self, y: float) -> int:
        """The class whose bar is at this height, or -1."""
        place, rows = int(y // self._row_height()), self.rows
        return rows[place] if 0 <= place < len(rows) else -1

    def _count(self) -> int:
        return len(self._labels) if self._values is None else len(self._values)

    def _name(self, index: int) -> str:
        return self._labels[index] if index < len(self._labels) else str(index)

    def _ranking(self) -> list[int]:
        """Classes from the largest value down, those without a number last."""
        if self._values is None:
            return []
        order = np.argsort(-np.nan_to_num(self._values, nan=-np.inf), kind="stable")
        return [int(index) for index in order]

    def _measure(self) -> None:
        """Texts, lengths, the winner and the kind of scale of the values."""
        values = np.zeros(0) if self._values is None else self._values
        known = values[~np.isnan(values)]
        self._chances = bool(((known >= 0) & (known <= 1 + _ROUNDING)).all())
        self._texts = [_text(value, self._chances) for value in values.tolist()]
        finite = np.abs(known[np.isfinite(known)])
        scale = 1.0 if self._chances or not len(finite) else float(finite.max()) or 1.0
        self._to = np.clip(np.nan_to_num(values, nan=0.0) / scale, -1.0, 1.0)
        self._signed = bool((known < 0).any())
        self._winner = self._ranking()[0] if len(known) else -1

    def _start(self) -> None:
        if len(self._now) != len(self._to):
            self._now = np.zeros(len(self._to))
        if not (self._animated and self.isVisible()) or np.array_equal(self._now, self._to):
            self._rest()
            return
        self._from = self._now
        self._clock.start()
        self._timer.start()

    def _rest(self) -> None:
        self._timer.stop()
        self._now = self._to
        self.update()

    @Slot()
    def _on_frame(self) -> None:
        part = self._clock.elapsed() / _DURATION
        if part >= 1.0:
            self._rest()
            return
        eased = 1.0 - (1.0 - part) ** 3
        self._now = self._from + (self._to - self._from) * eased
        self.update()

    def _tell(self) -> None:
        best = [self._spoken(index) for index in self._ranking()[:3]]
        self.describe(", ".join(best) or self.tr("no values"))

    def _spoken(self, index: int) -> str:
        name, text = self._name(index), self.row_text(index)
        if not text:
            return name
        if text == _NOTHING or not self._chances:
            return self.tr("{0}: {1}").format(name, text)
        return self.tr("{0}: {1} %").format(name, text)

    # ---- geometry ----

    def _row_height(self) -> float:
        return min(_HIGHEST_ROW, self.height() / max(1, len(self.rows)))

    def _font(self) -> QFont:
        return text_font(self, min(self.tokens.font_small, max(6, int(self._row_height()))))

    def _widths(self) -> tuple[float, float]:
        """Room for the names at the left and for the numbers at the right."""
        if self._room is None:
            metrics, rows = QFontMetricsF(self._font()), self.rows
            names = [metrics.horizontalAdvance(self._name(index)) for index in rows]
            # The bars keep their place from 9.9 to 100.0.
            numbers = [metrics.horizontalAdvance(text) for text in ("100.0", *self._texts)]
            most = 0.4 * self.width()
            left, right = min(max(names, default=0.0), most), min(max(numbers), most)
            unit = metrics.horizontalAdvance(_UNIT) if self._chances else 0.0
            self._room = math.ceil(left), math.ceil(right + unit)
        return self._room

    def _ground(self, place: int) -> QRectF:
        """Where the bar of a row may reach."""
        left, right = self._widths()
        row = self._row_height()
        thick = max(2, round(0.64 * row)) if row < 16 else 10
        top = round(place * row + (row - thick) / 2)
        width = self.width() - left - right - 2 * _GAP
        return QRectF(left + _GAP, top, max(0.0, width), thick)

    def _paint_texts(self, painter: QPainter, place: int, index: int, wins: bool) -> None:
        left, right = self._widths()
        row = self._row_height()
        middle = Qt.AlignmentFlag.AlignVCenter
        name = QRectF(0, place * row, left + 1, row)
        text = painter.fontMetrics().elidedText(
            self._name(index), Qt.TextElideMode.ElideRight, int(left) + 1
        )
        painter.setPen(QColor(self.tokens.text if wins else self.tokens.muted))
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft | middle, text)
        painter.setPen(QColor(self.tokens.text))
        # The unit is written once, and has its place in every row: points stay below points.
        unit = QFontMetricsF(painter.font()).horizontalAdvance(_UNIT) if self._chances else 0.0
        value = QRectF(self.width() - right, place * row, right - unit, row)
        painter.drawText(value, Qt.AlignmentFlag.AlignRight | middle, self.row_text(index))
        if wins and self._chances:
            room = QRectF(value.right(), value.top(), unit + 1, row)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, _UNIT)


def _text(value: float, chance: bool) -> str:
    if math.isnan(value):
        return _NOTHING
    if math.isinf(value):
        return "\N{INFINITY}" if value > 0 else "\N{MINUS SIGN}\N{INFINITY}"
    return f"{100 * value:.1f}" if chance else number(value)
