"""Starting the application once Qt can be loaded."""

import argparse
import sys

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

import nncore
from app.jobs.session import Session
from app.jobs.training import Status
from app.main_window import MainWindow
from app.notify import install_error_hook
from app.settings import Settings
from app.theme import apply_application_style, theme
from nncore.errors import VitrineError


def start(options: argparse.Namespace) -> int:
    """Open the window and run it."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("vitrine")
    application.setApplicationDisplayName("Vitrine")
    application.setApplicationVersion(nncore.__version__)
    application.setDesktopFileName("vitrine")
    hook = install_error_hook()
    settings = Settings(safe_mode=options.safe_mode or options.screenshot is not None)
    theme().set_mode(options.theme or settings.theme)  # type: ignore[arg-type]
    apply_application_style(application)
    try:
        window = open_window(options, settings)
    except VitrineError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    photographer = None
    if options.screenshot is not None:
        photographer = Photographer(window, options)
    code = application.exec()
    window.session.close()
    hook.uninstall()
    return code or (photographer.code if photographer else 0)


def open_window(options: argparse.Namespace, settings: Settings) -> MainWindow:
    """The window with what the command line asks for."""
    session = Session(options.data_dir or settings.data_dir)
    window = MainWindow(session, settings)
    if options.recipe:
        try:
            config = nncore.load_recipe(options.recipe)
        except VitrineError:
            session.close()
            raise
        if options.data:
            config = config.replace(data=options.data)
        session.open_config(config)
    elif options.file is not None:
        window.files.open_path(options.file)
    else:
        session.begin()
    if options.screenshot is not None:
        width, _, height = options.size.partition("x")
        window.resize(int(width), int(height))
    window.show()
    return window


class Photographer(QObject):
    """Trains for a while, saves the window as a PNG and quits."""

    def __init__(self, window: MainWindow, options: argparse.Namespace) -> None:
        super().__init__(window)
        self.code = 0
        self._window = window
        self._options = options
        self._started = False
        window.session.training.status_changed.connect(self._on_status)
        window.session.data_failed.connect(self._on_failed)
        window.session.training.failed.connect(self._on_failed)

    @Slot(object)
    def _on_status(self, status: Status) -> None:
        if status in (Status.READY, Status.PAUSED) and not self._started:
            self._started = True
            self._put_digit(self._options.digit)
            if self._options.train_seconds > 0:
                self._window.session.train()
            milliseconds = int(self._options.train_seconds * 1000) + 700
            QTimer.singleShot(milliseconds, self, self._shoot)

    def _put_digit(self, digit: int | None) -> None:
        data = self._window.session.data
        if digit is not None and data is not None and data.input_shape == (28, 28, 1):
            first = int((data.y_test == digit).argmax())
            self._window.layout_.pad.show_digit(data.x_test[first, :, :, 0])

    @Slot(str)
    def _on_failed(self, message: str) -> None:
        print(f"error: {message}", file=sys.stderr)
        self.code = 1
        QTimer.singleShot(300, self, self._shoot)

    @Slot()
    def _shoot(self) -> None:
        path = self._options.screenshot
        if self._window.grab().save(str(path)):
            print(path)
        else:
            print(f"error: {path} cannot be written", file=sys.stderr)
            self.code = 2
        self._window.session.document.forget_changes()
        self._window.close()
        QApplication.quit()
