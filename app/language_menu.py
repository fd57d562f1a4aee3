"""The submenu that chooses the language of the window."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import LANGUAGES
from app.notify import notify
from app.settings import Settings


class LanguageMenu(QMenu):
    """The system's language or one of those offered; the next start speaks it."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Lan&guage"))
        self.setObjectName("menu.language")
        self.setToolTipsVisible(True)
        self._settings = settings
        self._group = QActionGroup(self)
        tip = self.tr("The language of the window from the next start on.")
        for code, name in {"": self.tr("&System"), **LANGUAGES}.items():
            action = self.addAction(name)
            action.setObjectName(f"action.language_{code or 'system'}")
            action.setData(code)
            action.setCheckable(True)
            action.setToolTip(tip)
            action.setStatusTip(tip)
            self._group.addAction(action)
        self._group.triggered.connect(self._on_triggered)
        self.aboutToShow.connect(self.show_state)
        self.show_state()

    @Slot()
    def show_state(self) -> None:
        """Tick what is set now."""
        for action in self.actions():
            action.setChecked(action.data() == self._settings.language)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        if action.data() != self._settings.language:
            self._settings.language = action.data()
            notify(self.tr("Vitrine speaks this language when it is started again."))
