"""What can be done with a plot, as a menu behind a chip and where the mouse is."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget


class PlotMenu(QMenu):
    """Pins runs and removes them, and writes the plot to a file.

    Args:
        name: The objectName; those of the actions begin with it.
        state: Asked whenever the menu opens: whether there is something to pin, whether
            there is room for it, and the pinned runs by key.
        parent: The widget's parent.

    Signals:
        pin_asked(): Keep the curves of this run.
        unpin_asked(key): Forget those of an earlier one.
        export_asked(kind): Write the plot as "png", "svg" or "csv".
    """

    pin_asked = Signal()
    unpin_asked = Signal(int)
    export_asked = Signal(str)

    def __init__(
        self,
        name: str,
        state: Callable[[], tuple[bool, bool, Mapping[int, str]]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setToolTipsVisible(True)
        self._state = state
        self._pin = self._action("pin", self.tr("Pin this run"), self.pin_asked)
        self._pin.setToolTip(self.tr("Keep these curves in grey behind those of the next runs."))
        self._pinned = self.addMenu(self.tr("Remove pinned run"))
        self._pinned.setObjectName(f"{name}.pinned")
        self._has_choices = False
        self.addSeparator()
        for kind, text, tip in (
            ("png", self.tr("Export as PNG…"), self.tr("Write a picture made of pixels.")),
            ("svg", self.tr("Export as SVG…"), self.tr("Write a picture made of lines and text.")),
            ("csv", self.tr("Export as CSV…"), self.tr("Write every point as a table.")),
        ):
            action = self._action(kind, text, self._on_export)
            action.setData(kind)
            action.setToolTip(tip)
        self.aboutToShow.connect(self.update_state)

    def add_choice(self, key: str, text: str, tip: str) -> QAction:
        """Offer something at the end that can be on or off; `triggered` tells."""
        if not self._has_choices:
            self.addSeparator()
        self._has_choices = True
        action = self.addAction(text)
        action.setObjectName(f"{self.objectName()}.{key}")
        action.setToolTip(tip)
        action.setCheckable(True)
        return action

    @Slot()
    def update_state(self) -> None:
        """Offer what can be done now."""
        some, room, pinned = self._state()
        self._pin.setEnabled(some and room)
        self._pin.setText(
            self.tr("Pin this run")
            if room
            else self.tr("Pin this run: {0} are pinned, remove one first").format(len(pinned))
        )
        self._pinned.clear()
        self._pinned.setEnabled(bool(pinned))
        for key, label in pinned.items():
            action = self._pinned.addAction(label.replace("&", "&&"))
            action.setObjectName(f"{self.objectName()}.unpin{key}")
            action.setToolTip(self.tr("Take these grey curves off the plots."))
            action.setData(key)
            action.triggered.connect(self._on_unpin)

    def _action(self, key: str, text: str, do: object) -> QAction:
        action = self.addAction(text)
        action.setObjectName(f"{self.objectName()}.{key}")
        action.triggered.connect(do)
        return action

    @Slot()
    def _on_export(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.export_asked.emit(action.data())

    @Slot()
    def _on_unpin(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.unpin_asked.emit(action.data())
