"""The welcome of the first start: three ways in."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from app.guard import guarded
from app.icons import app_icon
from app.widgets.way_button import WayButton

_WIDTH = 520


class WelcomeDialog(QDialog):
    """Says in a sentence what this is, and offers to begin.

    Signals:
        train_chosen(): Train the network that stands ready.
        draw_chosen(): Draw a digit for the ready-made network.
        example_chosen(name): Begin with an example from the books.

    Args:
        examples: Name and title of each example.
        parent: The window.
    """

    train_chosen = Signal()
    draw_chosen = Signal()
    example_chosen = Signal(str)

    def __init__(self, examples: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcomeDialog")
        self.setWindowTitle(self.tr("Welcome to Vitrine"))
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(10)
        column.addLayout(self._head())
        column.addSpacing(8)
        self.train = WayButton(
            "play", "welcomeTrain", self.tr("Train now"),
            self.tr("A small network learns from 3,200 handwritten digits in seconds. Watch "
                    "its weights and curves move."), self,
        )  # fmt: skip
        self.draw = WayButton(
            "pen", "welcomeDraw", self.tr("Draw now"),
            self.tr("Draw a digit with the mouse; a network that has already learned reads it "
                    "while you draw."), self,
        )  # fmt: skip
        self.learn = WayButton(
            "layers", "welcomeLearn", self.tr("Learn from an example"),
            self.tr("From one perceptron to convolutions: the examples of the books, with the "
                    "numbers they print."), self,
        )  # fmt: skip
        menu = QMenu(self.learn)
        menu.setObjectName("welcomeExamples")
        for name, title in examples:
            action = menu.addAction(title)
            action.setObjectName(f"welcomeExample.{name}")
            action.setData(name)
        menu.triggered.connect(self._on_example)
        self.learn.setMenu(menu)
        for button in (self.train, self.draw, self.learn):
            column.addWidget(button)
        column.addLayout(self._foot())
        self.train.clicked.connect(self._on_train)
        self.draw.clicked.connect(self._on_draw)
        self.train.setDefault(True)

    @guarded()
    def showEvent(self, event: QShowEvent) -> None:
        """As high as the words need at this width, which Qt only guesses of wrapped labels."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(_WIDTH))

    def _head(self) -> QHBoxLayout:
        picture = QLabel(self)
        picture.setPixmap(app_icon().pixmap(48, 48))
        title = QLabel(self.tr("Welcome to Vitrine"), self)
        title.setProperty("role", "title")
        words = QLabel(
            self.tr("Build a neural network, watch every number of it while it learns, and take "
                    "the weights with you."),
            self,
        )  # fmt: skip
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(title)
        texts.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        return row

    def _foot(self) -> QHBoxLayout:
        hint = QLabel(self.tr("Ctrl+K finds every command. Help shows this again."), self)
        hint.setProperty("role", "small")
        close = QPushButton(self.tr("Look around"), self)
        close.setObjectName("welcomeClose")
        close.setAccessibleName(close.text())
        close.setToolTip(self.tr("Close this and look at the window first."))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(hint, 1)
        row.addWidget(close)
        return row

    def _on_train(self) -> None:
        self.accept()
        self.train_chosen.emit()

    def _on_draw(self) -> None:
        self.accept()
        self.draw_chosen.emit()

    def _on_example(self, action: QAction) -> None:
        self.accept()
        self.example_chosen.emit(action.data())
