"""A dock that looks like a card: its title bar is the card's header."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QWidget

from app.widgets.card import Card


class PanelDock(QDockWidget):
    """Holds one panel; can be moved, floated and closed."""

    def __init__(self, title: str, panel: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"dock.{panel.objectName()}")
        self.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
        if isinstance(panel, Card):
            self.setTitleBarWidget(panel.detach_header())
        else:
            empty = QWidget(self)
            empty.setFixedHeight(0)
            self.setTitleBarWidget(empty)
        self.setWidget(panel)
