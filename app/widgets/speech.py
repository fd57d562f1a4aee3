"""What screen readers are told of a widget that changes all the time."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from app.widgets.instrument import Instrument

SPEAK_EVERY = 2000  # milliseconds between two texts


class Speech(QObject):
    """Tells a text now and then, and the last one for sure.

    Args:
        widget: Whose description the text becomes.
        text: Makes it; it is asked for when the text is told.
    """

    def __init__(self, widget: Instrument, text: Callable[[], str]) -> None:
        super().__init__(widget)
        self._widget, self._text = widget, text
        self._waits = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SPEAK_EVERY)
        self._pause.timeout.connect(self._on_pause_over)

    def tell(self) -> None:
        """Tell what is new, at once or when the pause after the last text is over."""
        if self._pause.isActive():
            self._waits = True
        else:
            self.tell_now()

    def tell_now(self) -> None:
        """Tell it without waiting: the user asked."""
        self._waits = False
        self._widget.describe(self._text())
        self._pause.start()

    def begin(self) -> None:
        """What is told next is told at once."""
        self._waits = False
        self._pause.stop()

    @Slot()
    def _on_pause_over(self) -> None:
        if self._waits:
            self.tell_now()
