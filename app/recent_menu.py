"""The submenu of the files opened lately."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.settings import Settings


class RecentMenu(QMenu):
    """Newest first; filled anew each time it is shown.

    Signals:
        chosen(path): The user wants to open this file.
    """

    chosen = Signal(str)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Open &recent"))
        self.setObjectName("menu.recent")
        self.setToolTipsVisible(True)
        self._settings = settings
        self.aboutToShow.connect(self.fill)
        self.triggered.connect(self._on_triggered)
        self.fill()

    @Slot()
    def fill(self) -> None:
        """List the files as they are remembered now."""
        self.clear()
        files = self._settings.recent_files
        names = [Path(file).name for file in files]
        for file, name in zip(files, names, strict=True):
            # Two files of one name are told apart by their folders.
            same = names.count(name) > 1
            text = f"{name} – {Path(file).parent.name}" if same else name
            action = self.addAction(text.replace("&", "&&"))
            action.setData(file)
            action.setToolTip(file)
        if not files:
            self.addAction(self.tr("No files yet")).setEnabled(False)
            return
        self.addSeparator()
        clear = self.addAction(self.tr("&Clear this list"))
        clear.setObjectName("action.clear_recent")
        clear.triggered.connect(self._on_clear)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        if action.data():
            self.chosen.emit(action.data())

    @Slot()
    def _on_clear(self) -> None:
        self._settings.recent_files = ()
