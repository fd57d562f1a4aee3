"""A view of a scene that zooms with the wheel, pans with the middle button and fits."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from app.guard import guarded
from app.models.graph_layout import LARGEST as FIT_LARGEST
from app.models.graph_layout import MARGIN

SMALLEST, LARGEST = 0.2, 2.5
STEP = 1.2


class ZoomView(QGraphicsView):
    """Fits what there is until the user chooses a part of it.

    Signals:
        moved_or_zoomed(): What is shown is elsewhere in the window.
        resized(): There is more room, or less.
    """

    moved_or_zoomed = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._follows = True
        self._kept_free = (0, 0)
        self._pan: QPoint | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Widgets over the canvas must not scroll with it; a few dozen items are cheap to draw.
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _bounds(self) -> QRectF:
        """What is to be seen, on the scene."""
        return self.scene().itemsBoundingRect()

    @property
    def zoom(self) -> float:
        """Pixels of the window for one of the scene."""
        return self.transform().m11()

    def keep_free(self, above: int, below: int) -> None:
        """Leave room for what lies over the view, in pixels; the graph fits beside it."""
        self._kept_free = (above, below)

    def room(self) -> QRect:
        """Where the graph is fitted in, in the window."""
        above, below = self._kept_free
        return self.viewport().rect().adjusted(0, above, 0, -below)

    def refit(self) -> None:
        """Fit the graph again, unless the user has chosen a part of it."""
        if self._follows:
            self.fit()
        self.moved_or_zoomed.emit()

    def fit(self) -> None:
        """Show the whole graph."""
        self._follows = True
        area = self._bounds().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        room = self.room()
        if area.isEmpty() or room.isEmpty():
            return
        scale = min(room.width() / area.width(), room.height() / area.height())
        self._set_zoom(max(SMALLEST, min(FIT_LARGEST, scale)))
        aside = self.viewport().rect().center() - room.center()
        self.centerOn(area.center() + QPointF(aside) / self.zoom)
        self.moved_or_zoomed.emit()

    def zoom_by(self, factor: float, at: QPoint | None = None) -> None:
        """Zoom about a point of the window, by default its middle."""
        self._follows = False
        point = self.viewport().rect().center() if at is None else at
        before = self.mapToScene(point)
        self._set_zoom(max(SMALLEST, min(LARGEST, self.zoom * factor)))
        after = self.mapToScene(point)
        middle = self.mapToScene(self.viewport().rect().center())
        self.centerOn(middle + before - after)
        self.moved_or_zoomed.emit()

    def _set_zoom(self, scale: float) -> None:
        self.resetTransform()
        self.scale(scale, scale)

    @guarded()
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.moved_or_zoomed.emit()

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refit()
        self.resized.emit()

    @guarded()
    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if notches:
            self.zoom_by(STEP**notches, event.position().toPoint())
        event.accept()

    def start_pan(self, point: QPoint) -> None:
        """Take the scene along with the pointer from here on."""
        self._pan = point
        self._follows = False
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def pan_to(self, point: QPoint) -> None:
        """The pointer is here now."""
        if self._pan is None:
            return
        way, self._pan = point - self._pan, point
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() - way.x())
        down.setValue(down.value() - way.y())

    def stop_pan(self) -> None:
        """Let go of the scene."""
        self._pan = None
        self.unsetCursor()
