"""The small flat button of header rows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from app.widgets.style import set_property
from app.widgets.text_field import commit_typing


class Chip(QPushButton):
    """A flat button as high as a line of text.

    Args:
        text: What it says.
        name: The objectName.
        parent: The widget's parent.
        checkable: Whether it stays pressed; `toggled` then tells.
        strong: Text in full colour, for chips that are the point of their panel.
        tip: The tooltip, and the accessible description.
    """

    def __init__(
        self,
        text: str,
        name: str = "",
        parent: QWidget | None = None,
        *,
        checkable: bool = False,
        strong: bool = False,
        tip: str = "",
    ) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.setCheckable(checkable)
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        # A click must not leave a focus ring: the keyboard reaches it with Tab.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pressed.connect(commit_typing)  # which leaving the field would have done
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setProperty("strong", strong)

    def set_menu(self, menu: QMenu) -> None:
        """Open a menu on click; the chip then shows a chevron."""
        self.setMenu(menu)
        set_property(self, "menu", True)
