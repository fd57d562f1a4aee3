"""What is shown beside the drawing."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.widgets.chip import Chip


class ViewsChip(Chip):
    """A chip with the name of the view; its menu offers the others.

    Signals:
        chosen(key): "bars", "steps", "similar" or "history".
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "padViews", parent, tip=self.tr("What is shown beside the drawing."))
        menu = QMenu(self)
        menu.setObjectName("padViewsMenu")
        menu.setTitle(self.tr("Beside the drawing"))
        menu.setToolTipsVisible(True)
        self._choices = QActionGroup(self)
        for key, text, tip in (
            ("bars", self.tr("answer"), self.tr("A bar for each class.")),
            ("steps", self.tr("steps"),
             self.tr("How the drawing becomes the picture that the network reads.")),
            ("similar", self.tr("similar"), self.tr("The training digits that are most like it.")),
            ("history", self.tr("history"), self.tr("The last drawings and their answers.")),
        ):  # fmt: skip
            action = QAction(text, self, checkable=True, checked=key == "bars")
            action.setObjectName(f"padViews.{key}")
            action.setData(key)
            action.setToolTip(tip)
            self._choices.addAction(action)
            menu.addAction(action)
        self._choices.triggered.connect(self._on_triggered)
        self.set_menu(menu)
        self._show()

    def choose(self, key: str) -> None:
        """Show a view."""
        next(action for action in self._choices.actions() if action.data() == key).trigger()

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self._show()
        self.chosen.emit(action.data())

    def _show(self) -> None:
        action = self._choices.checkedAction()
        self.setText(action.text())
        self.setAccessibleName(self.tr("Beside the drawing: {0}").format(action.text()))
