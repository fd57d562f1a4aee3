"""Starting the application once Qt can be loaded."""

import argparse
import sys

from PySide6.QtCore import QObject, QSize, QTimer, Slot
from PySide6.QtWidgets import QApplication

import nncore
from app.garbage import GarbageKeeper
from app.i18n import install_language
from app.jobs.heap import keep_heaps_small
from app.jobs.session import Session
from app.jobs.training import Status
from app.main_window import MainWindow
from app.notify import install_error_hook
from app.on_screen import OnScreen
from app.project import FIRST_RECIPE
from app.settings import Settings
from app.theme import apply_application_style, theme
from nncore.computing import choose_computing
from nncore.data import SOURCES
from nncore.errors import DataError, VitrineError
from nncore.training.config import RunConfig

STANDING = (Status.READY, Status.PAUSED, Status.FINISHED)
"""A run stands ready to be looked at; one from a file may be at its end."""


def start(options: argparse.Namespace) -> int:
    """Open the window and run it."""
    keep_heaps_small()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("vitrine")
    application.setApplicationDisplayName("Vitrine")
    application.setApplicationVersion(nncore.__version__)
    application.setDesktopFileName("vitrine")
    hook = install_error_hook()
    settings = Settings(safe_mode=options.safe_mode or options.screenshot is not None)
    install_language(application, options.language or settings.language)
    theme().set_mode(options.theme or settings.theme)  # type: ignore[arg-type]
    apply_application_style(application)
    try:
        choose_computing(options)
        config = config_of(options)
    except VitrineError as error:
        hook.uninstall()
        print(f"error: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2
    window = open_window(options, settings, config)
    keeper = GarbageKeeper(application)
    photographer = None
    if options.screenshot is not None:
        photographer = Photographer(window, options)
    code = application.exec()
    window.session.close()
    keeper.stop()
    hook.uninstall()
    return code or (photographer.code if photographer else 0)


def config_of(options: argparse.Namespace) -> RunConfig | None:
    """The run the command line asks for, None where it names no recipe and no data.

    Raises:
        VitrineError: There is no such recipe or data set.
    """
    if options.data and options.data not in SOURCES:
        raise DataError(f"no data set is called {options.data!r}; there are: {', '.join(SOURCES)}")
    if not options.recipe and not options.data:
        return None
    config = nncore.load_recipe(options.recipe or FIRST_RECIPE)
    return config.replace(data=options.data, data_options={}) if options.data else config


def open_window(
    options: argparse.Namespace, settings: Settings, config: RunConfig | None
) -> MainWindow:
    """The window with what the command line asks for."""
    session = Session(options.data_dir or settings.data_dir)
    window = MainWindow(session, settings)
    if options.file is not None:
        window.files.open_path(options.file)
        FirstFile(window)
    elif config is not None:
        session.open_config(config)
    else:
        session.begin()
    if options.screenshot is not None:
        # Fixed, since a display that is none complains about sizes that change by themselves.
        window.setFixedSize(QSize(*options.size).expandedTo(window.minimumSizeHint()))
    elif settings.window_geometry:  # Qt has put it on a screen that there is
        window.resize(window.size().boundedTo(window.screen().availableSize()))
    else:
        OnScreen(window)
    window.show()
    if options.file is None and config is None and not settings.safe_mode:
        # After the window has been drawn: the first thing seen is the studio itself.
        QTimer.singleShot(0, window.welcome, window.welcome.show_once)
    return window


class FirstFile(QObject):
    """Begins a new project where the file of the command line cannot be opened."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session = window.session
        self._session.told.connect(self._on_told)
        self._session.document.project_opened.connect(self.deleteLater)

    @Slot(str, str)
    def _on_told(self, _message: str, level: str) -> None:
        if level == "error":
            self._session.begin()
            self.deleteLater()


class Photographer(QObject):
    """Trains for a while, saves the window as a PNG and quits."""

    def __init__(self, window: MainWindow, options: argparse.Namespace) -> None:
        super().__init__(window)
        self.code = 0
        self._window = window
        self._options = options
        self._started = False
        window.session.training.status_changed.connect(self._on_status)
        window.session.data_failed.connect(self._on_data_failed)
        window.session.training.failed.connect(self._on_failed)
        window.session.blocked_changed.connect(self._on_blocked)
        window.session.told.connect(self._on_told)

    @Slot(object)
    def _on_status(self, status: Status) -> None:
        if status in STANDING and not self._started:
            self._started = True
            self._put_digit(self._options.digit)
            if self._options.view is not None:
                layout = self._window.layout_
                view = getattr(layout, self._options.view)
                layout.tabs.setTabVisible(layout.tabs.indexOf(view), True)
                layout.tabs.setCurrentWidget(view)
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
    def _on_blocked(self, reason: str) -> None:
        if reason and self._window.session.data is not None:
            self._on_failed(reason)

    @Slot(str)
    def _on_data_failed(self, message: str) -> None:
        if self._window.session.config.train:
            self._on_failed(message)
        else:  # neither data nor a run are needed to look at it
            QTimer.singleShot(700, self, self._shoot)

    @Slot(str, str)
    def _on_told(self, message: str, level: str) -> None:
        if level == "error":
            self._on_failed(message, code=2)

    @Slot(str)
    def _on_failed(self, message: str, code: int = 1) -> None:
        if not self.code:
            print(f"error: {message.splitlines()[0]}", file=sys.stderr)
            self.code = code
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
