"""The welcome: shown once by itself, and from the Help menu."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.files_menu import FilesMenu
from app.jobs.session import Session
from app.panels.pad import PadPanel
from app.settings import Settings

if TYPE_CHECKING:
    from app.dialogs.welcome import WelcomeDialog


class Welcome(QObject):
    """Offers three ways in and goes the one that is chosen."""

    def __init__(
        self, session: Session, settings: Settings, files: FilesMenu, pad: PadPanel, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._files = files
        self._pad = pad
        self._window = window
        self.dialog: WelcomeDialog | None = None

    @Slot()
    def show_once(self) -> None:
        """Show it to someone who has never seen it."""
        if not self._settings.welcomed:
            self.show_again()

    @Slot()
    def show_again(self) -> None:
        """Show it."""
        self._settings.welcomed = True
        from app.dialogs.welcome import WelcomeDialog  # here, because most starts do without it

        self.dialog = WelcomeDialog(self._examples(), self._window)
        self.dialog.train_chosen.connect(self._session.train_when_ready)
        self.dialog.draw_chosen.connect(self._on_draw)
        self.dialog.example_chosen.connect(self._on_example)
        self.dialog.finished.connect(self._on_finished)
        self.dialog.open()

    def _examples(self) -> tuple[tuple[str, str], ...]:
        """Recipes that teach, from one perceptron to convolutions."""
        return (
            ("nand", self.tr("One perceptron learns NAND")),
            ("xor", self.tr("Hidden neurons learn XOR")),
            ("worked-example", self.tr("Backpropagation, a step by hand")),
            ("sin-plus-cos", self.tr("A curve: sin x + cos x")),
            ("spiral", self.tr("Two spirals in the plane")),
            ("nielsen-30", self.tr("Nielsen's first network for digits (needs MNIST)")),
            ("tf-cnn", self.tr("TensorFlow's convolutional network (needs MNIST)")),
        )

    @Slot()
    def _on_draw(self) -> None:
        self._pad.canvas.setFocus()
        self._pad.canvas.set_hint(self.tr("Draw a digit 0–9 here"))
        self._session.told.emit(self.tr("Draw a digit on the pad at the lower right."), "info")

    @Slot(str)
    def _on_example(self, name: str) -> None:
        self._files.leave(partial(self._session.open_recipe, name))

    @Slot()
    def _on_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
