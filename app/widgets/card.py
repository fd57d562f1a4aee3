"""The panel everything lives in: a hairline, round corners, a header row and a body."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.widgets.elide_label import ElideLabel
from app.widgets.style import set_property

_SIDE = 12


class CardHeader(QFrame):
    """Title, muted subtitle, and small buttons at the right.

    The subtitle is shown in words that fit, or not at all; the title's tooltip has it then. It
    leaves mouse events to its parent, so it serves as the title bar of a dock.
    """

    def __init__(self, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(title, self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("role", "title")
        self._subtitle = ElideLabel("", self)
        self._subtitle.setProperty("role", "muted")
        # Where there is no room for the subtitle, there is none to point at.
        self._subtitle.tip_changed.connect(self._title.setToolTip)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_SIDE, 7, 10, 5)
        self._row.setSpacing(6)
        self._row.addWidget(self._title)
        self._row.addWidget(self._subtitle, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(34)
        self.set_subtitle(subtitle)

    def title(self) -> str:
        """The bold text."""
        return self._title.text()

    def set_title(self, text: str) -> None:
        """Change the bold text."""
        self._title.setText(text)

    def set_subtitle(self, text: str, *shorter: str, tip: str = "") -> None:
        """Change the muted text; the first of the shorter ones that fits stands in for it.

        Args:
            text: The whole text.
            shorter: What may be shown instead of it; where not even the last fits, nothing is.
            tip: What the tooltip says, where that is more.
        """
        self._subtitle.set_tip(tip)
        self._subtitle.set_texts(text, *shorter, "")

    def add_widget(self, widget: QWidget) -> None:
        """Put a chip or another small widget at the right end."""
        self._row.addWidget(widget)


class Card(QFrame):
    """A panel; put what it shows into `body`, a vertical layout.

    Args:
        title: The bold text; without a title there is no header row.
        subtitle: The muted text beside it.
        parent: The widget's parent.
        margins: Left, top, right and bottom margin of the body, in pixels.
    """

    def __init__(
        self,
        title: str = "",
        subtitle: str = "",
        parent: QWidget | None = None,
        *,
        margins: tuple[int, int, int, int] = (_SIDE, 2, _SIDE, _SIDE),
    ) -> None:
        super().__init__(parent)
        self.header = CardHeader(title, subtitle, self)
        self.header.setVisible(bool(title))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(self.body, 1)

    def set_title(self, text: str) -> None:
        """Change the bold text; an empty one hides the header row."""
        self.header.set_title(text)
        self.header.setVisible(bool(text))

    def set_subtitle(self, text: str, *shorter: str, tip: str = "") -> None:
        """Change the muted text; the first of the shorter ones that fits, or none, stands in."""
        self.header.set_subtitle(text, *shorter, tip=tip)

    def add_header_widget(self, widget: QWidget) -> None:
        """Put a chip at the right end of the header row."""
        self.header.add_widget(widget)

    def detach_header(self) -> CardHeader:
        """Give the header away, as the title bar of the dock that holds this card.

        Header and card then draw one panel together: the header its upper, the card its
        lower part.
        """
        layout = self.layout()
        if layout is not None:
            layout.removeWidget(self.header)
        set_property(self.header, "detached", True)
        set_property(self, "headless", True)
        return self.header
