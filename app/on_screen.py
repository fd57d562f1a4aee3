"""Opens the window whole on its screen, the frame of the window manager included."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, QTimer, Slot
from PySide6.QtWidgets import QStyle, QWidget

from app.guard import guarded


def whole_on(screen: QRect, frame: QRect) -> QRect:
    """A frame as near as possible to one, in place and size, that does not leave the screen."""
    size = frame.size().boundedTo(screen.size())
    last = QPoint(screen.right() - size.width() + 1, screen.bottom() - size.height() + 1)
    left = max(screen.left(), min(frame.left(), last.x()))
    top = max(screen.top(), min(frame.top(), last.y()))
    return QRect(QPoint(left, top), size)


class OnScreen(QObject):
    """Keeps a window that is about to be shown for the first time on its screen.

    The window manager adds the frame after the window has been shown. Until then the style's
    guess of a title bar is left free, so that the window seldom changes before the user's eyes.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        bar = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        room = window.screen().availableSize() - QSize(0, bar)
        window.resize(window.size().boundedTo(room))
        window.installEventFilter(self)

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        types = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowActivate)
        if event.type() in types and self._window.frameGeometry() != self._window.geometry():
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._fit)  # not within the event that brings the frame
        return False

    @Slot()
    def _fit(self) -> None:
        window, frame = self._window, self._window.frameGeometry()
        place = whole_on(window.screen().availableGeometry(), frame)
        if place != frame and not window.isMaximized() and not window.isFullScreen():
            window.resize(window.size() + place.size() - frame.size())
            window.move(place.topLeft())
