"""A wide button that says in a sentence where it leads."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.guard import guarded
from app.icons import pixmap
from app.theme import theme
from app.widgets.style import set_property

_ICON = 22


class WayButton(QPushButton):
    """An icon, a title, and below it what will happen; as high as its words need."""

    def __init__(
        self, icon: str, name: str, title: str, sentence: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.setToolTip(sentence)
        set_property(self, "way", True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._icon = icon
        self._picture = QLabel(self)
        self._title = QLabel(title, self)
        self._title.setProperty("role", "title")
        self._sentence = QLabel(sentence, self)
        self._sentence.setProperty("role", "muted")
        self._sentence.setWordWrap(True)
        for label in (self._picture, self._title, self._sentence):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 30, 10)
        row.setSpacing(14)
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        theme().changed.connect(self._tint)
        self._tint()

    @guarded(QSize(300, 64))
    def sizeHint(self) -> QSize:
        layout = self.layout()
        width = max(300, self.width())
        assert layout is not None
        return QSize(width, layout.totalHeightForWidth(width))

    @guarded(64)
    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 64

    @guarded(QSize(200, 40))
    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    @Slot()
    def _tint(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap(self._icon, _ICON, ratio, "accent"))
