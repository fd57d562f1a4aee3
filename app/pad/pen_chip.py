"""The pen: how wide it draws, and where pictures come from."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.settings import Settings
from app.widgets.chip import Chip

WIDTHS = (1.0, 1.5, 2.0, 3.0, 4.0)
"""In pixels of a 28 × 28 picture; MNIST's strokes are about two wide."""


class PenChip(Chip):
    """A chip with the pen's width; its menu changes it, and takes pictures.

    Signals:
        width_chosen(pixels): Strokes are drawn this wide from now on.
        paste_asked(): Take the picture of the clipboard.
        open_asked(): Take a picture from a file.
    """

    width_chosen = Signal(float)
    paste_asked = Signal()
    open_asked = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(
            "", "padPen", parent, tip=self.tr("How wide the pen draws; pictures from elsewhere.")
        )
        self._settings = settings
        menu = QMenu(self)
        menu.setObjectName("padPenMenu")
        menu.setTitle(self.tr("Pen"))
        self._widths = QActionGroup(self)
        for width in WIDTHS:
            action = QAction(self.tr("{0:g} px wide").format(width), self, checkable=True)
            action.setObjectName(f"padPen.{width:g}")
            action.setData(width)
            action.setToolTip(self.tr("Wider strokes give the network more ink to read."))
            self._widths.addAction(action)
            menu.addAction(action)
        self._widths.triggered.connect(self._on_width)
        menu.addSeparator()
        for name, text, tip, signal in (
            ("padPaste", self.tr("Paste picture"),
             self.tr("Put the picture of the clipboard on the pad (Ctrl+V there)."),
             self.paste_asked),
            ("padOpen", self.tr("Open picture…"),
             self.tr("Put a photo or a scan of a digit on the pad."), self.open_asked),
        ):  # fmt: skip
            action = menu.addAction(text)
            action.setObjectName(name)
            action.setToolTip(tip)
            action.triggered.connect(signal)
        menu.setToolTipsVisible(True)
        self.set_menu(menu)
        settings.changed.connect(self._on_setting)
        self._show()

    @Slot(QAction)
    def _on_width(self, action: QAction) -> None:
        self._settings.pen_width = float(action.data())

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name == "pen_width":
            self._show()
            self.width_chosen.emit(self._settings.pen_width)

    def _show(self) -> None:
        width = self._settings.pen_width
        self.setText(self.tr("{0:g} px").format(width))
        self.setAccessibleName(self.tr("Pen: {0:g} pixels wide").format(width))
        for action in self._widths.actions():
            action.setChecked(action.data() == width)
