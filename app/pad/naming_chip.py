"""“This is a…”: names the drawing, and lets the project train on what was named."""

from functools import partial

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from app.jobs.own_digits import OwnDigits
from app.widgets.chip import Chip
from nncore.data.own_digits import LABELS

FEWEST = 2
"""With fewer, nothing could be held out."""


class NamingChip(Chip):
    """A chip whose menu says what the drawing is.

    Signals:
        named(digit): The drawing is this digit.
        train_asked(): Train on what was just put together.
    """

    named = Signal(int)
    train_asked = Signal()

    def __init__(self, own: OwnDigits, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("this is a…"),
            "padName",
            parent,
            tip=self.tr("Keep the drawing as an example to train on; on the pad, press its key."),
        )
        self._own = own
        menu = QMenu(self)
        menu.setObjectName("padNameMenu")
        menu.setTitle(self.tr("This is a…"))
        menu.setToolTipsVisible(True)
        self._digits: list[QAction] = []
        for digit, label in enumerate(LABELS):
            action = menu.addAction(label)
            action.setObjectName(f"padName.{digit}")
            action.triggered.connect(partial(self.named.emit, digit))
            self._digits.append(action)
        menu.addSeparator()
        self._mix = menu.addAction("", self._on_mix)
        self._mix.setObjectName("padTrainMixed")
        self._mix.setToolTip(
            self.tr("Put your own digits among the project's, ten times each, and train on.")
        )
        self._alone = menu.addAction("", self._on_alone)
        self._alone.setObjectName("padTrainAlone")
        self._alone.setToolTip(
            self.tr("Train on nothing but your own digits, those you have named.")
        )
        menu.addSeparator()
        self._remove = menu.addAction(self.tr("Remove the newest"), own.remove_newest)
        self._remove.setObjectName("padRemoveNewest")
        self._folder = menu.addAction(self.tr("Show the folder"), self._on_folder)
        self._folder.setObjectName("padFolder")
        self._folder.setToolTip(self.tr("They are small pictures that any viewer opens."))
        menu.aboutToShow.connect(own.look)
        own.changed.connect(self._show)
        self.set_menu(menu)
        self._show()
        self.set_nameable(False)

    def set_nameable(self, on: bool) -> None:
        """Whether there is a drawing to name."""
        for action in self._digits:
            action.setEnabled(on)

    @Slot()
    def _show(self) -> None:
        count = max(0, self._own.count)
        self._mix.setText(self.tr("Train with yours mixed in ({0})").format(count))
        self._alone.setText(self.tr("Train on yours alone ({0})").format(count))
        self._mix.setEnabled(count >= 1)
        self._alone.setEnabled(count >= FEWEST)
        self._remove.setEnabled(count >= 1)
        self._folder.setEnabled(count >= 1)

    @Slot()
    def _on_mix(self) -> None:
        self._own.mix_in()
        self.train_asked.emit()

    @Slot()
    def _on_alone(self) -> None:
        self._own.use_alone()
        self.train_asked.emit()

    @Slot()
    def _on_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._own.folder())))
