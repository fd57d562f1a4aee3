"""The pad people draw on with mouse, finger or pen."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.widgets.pad_view import PadView
from app.widgets.strokes import SIDE, Stroke

DIGITS = "0123456789"
_UNITS = SIDE / 28  # of the grid, for one pixel of MNIST
_ERASER_FACTOR = 2.5
_NO_PRESSURE = 0.5  # what a mouse counts as


class DigitCanvas(PadView):
    """A pad to draw on.

    C and Delete clear, Ctrl+Z and Ctrl+Y step through the history, Esc drops the stroke
    under way, Ctrl+V takes a picture, and a digit's key says what the drawing is. A stroke
    that loses the focus is finished.

    Signals:
        stroke_finished: The pen was lifted.
        digit_named(digit): The user says what the drawing is.
        paste_asked: The user wants the picture of the clipboard.
        picture_dropped(QMimeData): Something was dropped that may hold a picture.
    """

    stroke_finished = Signal()
    digit_named = Signal(int)
    paste_asked = Signal()
    picture_dropped = Signal(QMimeData)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("digitCanvas")
        self.setAccessibleName(self.tr("Drawing pad"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._takes_drop: Callable[[QMimeData], bool] = QMimeData.hasImage
        self._eraser = False
        self._pen_width = 2.0
        self._pointer: QPointF | None = None
        self._tabbed = False  # focus came by keyboard and deserves a ring

    # ---- what the owner says and asks ----

    @Slot(bool)
    def set_eraser(self, on: bool) -> None:
        """Rub out instead of drawing, from the next stroke on."""
        self._eraser = on
        self.update()

    def take_drops(self, fits: Callable[[QMimeData], bool]) -> None:
        """Let what fits be dropped here.

        Args:
            fits: Whether the pad has a use for what is being dragged.
        """
        self._takes_drop = fits
        self.setAcceptDrops(True)

    def set_pen_width(self, pixels: float) -> None:
        """The width of new strokes in pixels of a 28 × 28 image."""
        self._pen_width = min(14.0, max(0.5, float(pixels)))
        self.update()

    @property
    def pen_width(self) -> float:
        """The width of new strokes in pixels of a 28 × 28 image."""
        return self._pen_width

    @property
    def is_drawing(self) -> bool:
        """Whether the pen is down."""
        return self._stroke is not None

    # ---- the pen ----

    def _begin(self, position: QPointF, pressure: float, erases: bool) -> None:
        self._finish()
        self._stroke = Stroke(erases)
        self._add(position, pressure)

    def _add(self, position: QPointF, pressure: float) -> None:
        if self._stroke is None:
            return
        at = self.grid_point(position)
        # From 0.4 to 1.6 of the nominal width.
        width = self._pen_width * _UNITS * (0.4 + 1.2 * min(1.0, max(0.0, pressure)))
        width *= _ERASER_FACTOR if self._stroke.erases else 1.0
        if self._stroke.add(at.x(), at.y(), width):
            self.update()
            self.changed.emit()

    def _finish(self) -> None:
        """Lift the pen."""
        if self._stroke is not None:
            self._keep_stroke()
            self.stroke_finished.emit()

    # ---- pointing devices ----

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), _NO_PRESSURE, self._eraser)

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._add(event.position(), _NO_PRESSURE)
        elif self._eraser:
            self.update()

    @guarded()
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._finish()

    @guarded()
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # the second of two quick dots

    @guarded()
    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()

    @guarded()
    def tabletEvent(self, event: QTabletEvent) -> None:
        event.accept()  # else it comes again as a mouse event
        self._pointer = event.position()
        kind = event.type()
        if kind == QEvent.Type.TabletPress:
            rubber = event.pointerType() == QPointingDevice.PointerType.Eraser
            self._begin(event.position(), event.pressure(), self._eraser or rubber)
        elif kind == QEvent.Type.TabletMove:
            self._add(event.position(), event.pressure())
        elif kind == QEvent.Type.TabletRelease:
            self._finish()

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            return self._touch(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if self._action_of(event):
                event.accept()  # the window's undo would take back something else
            return event.isAccepted()
        return bool(super().event(event))

    def _touch(self, event: QTouchEvent) -> bool:
        """Draw with the first finger; others are ignored."""
        event.accept()
        kind, points = event.type(), event.points()
        if kind == QEvent.Type.TouchCancel:
            if self.is_drawing:
                self.undo()
        elif kind == QEvent.Type.TouchEnd:
            self._finish()
        elif points and kind == QEvent.Type.TouchBegin:
            self._begin(points[0].position(), _NO_PRESSURE, self._eraser)
        elif points:
            self._add(points[0].position(), _NO_PRESSURE)
        return True

    # ---- keys and focus ----

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match self._action_of(event):
            case "undo":
                self.undo()
            case "redo":
                self.redo()
            case "clear":
                self.clear()
            case "paste":
                self.paste_asked.emit()
            case digit if digit.isdigit():
                self.digit_named.emit(int(digit))
            case _:
                super().keyPressEvent(event)

    def _action_of(self, event: QKeyEvent) -> str:
        """What a key means here: undo, redo, clear, paste, a digit or nothing."""
        control_y = event.key() == Qt.Key.Key_Y
        control_y = control_y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Undo):
            return "undo"
        if control_y or event.matches(QKeySequence.StandardKey.Redo):
            return "redo"
        if event.key() == Qt.Key.Key_Escape and self.is_drawing:
            return "undo"
        if event.matches(QKeySequence.StandardKey.Paste):
            return "paste"
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        clears = event.key() in (Qt.Key.Key_C, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if plain and event.text() in DIGITS and event.text():
            return event.text()
        return "clear" if plain and clears else ""

    # ---- what is dropped ----

    @guarded()
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._takes_drop(event.mimeData()):
            event.acceptProposedAction()

    @guarded()
    def dropEvent(self, event: QDropEvent) -> None:
        if self._takes_drop(event.mimeData()):
            event.acceptProposedAction()
            self.picture_dropped.emit(event.mimeData())

    @guarded()
    def focusInEvent(self, event: QFocusEvent) -> None:
        by_key = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._tabbed = event.reason() in by_key
        self.update()
        super().focusInEvent(event)

    @guarded()
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._finish()
        self._tabbed = False
        self.update()
        super().focusOutEvent(event)

    @guarded()
    def hideEvent(self, event: QHideEvent) -> None:
        self._finish()
        super().hideEvent(event)

    # ---- painting ----

    def _frame_pen(self) -> QPen:
        if self._tabbed and self.hasFocus():
            return QPen(QColor(self.tokens.accent), 2.0)
        return super()._frame_pen()

    def _paint_live(self, painter: QPainter) -> None:
        super()._paint_live(painter)
        if self._eraser and self._pointer is not None:
            radius = self._pen_width * _UNITS * _ERASER_FACTOR / 2
            pen = QPen(QColor(self.tokens.muted), 1.0)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(self.grid_point(self._pointer), radius, radius)
