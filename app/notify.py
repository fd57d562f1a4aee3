"""Messages for the user, and the one way unexpected errors take."""

import contextlib
import faulthandler
import logging
import platform
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import numpy as np
import PySide6
from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication

from app.engine_messages import engine_message
from app.widgets.error_dialog import ErrorDialog
from app.widgets.toast import Level

log = logging.getLogger("vitrine")

_LOG_BYTES = 1_000_000
_LOG_FILES = 3
# The same error is shown again after this many seconds, and written at most so often.
_QUIET_SECONDS = 30.0
_WRITE_SECONDS = 1.0
_MOST_KINDS = 50


class Notifier(QObject):
    """Carries short messages to whoever shows them; emit from any thread."""

    message = Signal(str, str)


_notifier: Notifier | None = None


def notifier() -> Notifier:
    """The one instance; connect its `message(text, level)` to a toast."""
    global _notifier
    if _notifier is None:
        _notifier = Notifier()
    return _notifier


def notify(text: str, level: Level = "info") -> None:
    """Tell the user something in passing."""
    log.info("%s: %s", level, text)
    notifier().message.emit(text, level)


@dataclass(frozen=True)
class ErrorReport:
    """One kind of error: what, where, and how often so far."""

    signature: tuple[str, ...]
    summary: str
    details: str
    count: int = 1


class ErrorHook(QObject):
    """Takes every uncaught exception to the log and to one dialog, from any thread."""

    _raised = Signal(object)

    def __init__(self, log_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.log_dir = log_dir
        self.previous_crash = ""
        self.dialog: ErrorDialog | None = None
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, ...], int] = {}
        self._written: dict[tuple[str, ...], float] = {}
        self._dismissed: dict[tuple[str, ...], float] = {}
        self._shown: ErrorReport | None = None
        self._handler: logging.Handler | None = None
        self._crash_file: IO[str] | None = None
        self._previous_hooks: tuple[Callable[..., Any], Callable[..., Any]] | None = None
        # Queued even within one thread: an error in paintEvent must not open a window there.
        self._raised.connect(self._on_raised, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the hooks of Python, the log and the crash file."""
        self._previous_hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self.handle
        threading.excepthook = self._handle_thread
        try:
            self.log_dir.mkdir(parents=True, exist_ok=True)
            self._open_log()
            self._open_crash_file()
        except OSError as error:
            log.warning("no log in %s: %s", self.log_dir, error)

    def uninstall(self) -> None:
        """Give everything back; for tests and the end of the program."""
        if self._previous_hooks is not None:
            sys.excepthook, threading.excepthook = self._previous_hooks
            self._previous_hooks = None
        if self._handler is not None:
            log.removeHandler(self._handler)
            logging.getLogger("app").removeHandler(self._handler)
            self._handler.close()
            self._handler = None
        if self._crash_file is not None:
            faulthandler.disable()
            self._crash_file.close()
            self._crash_file = None
        if self.dialog is not None:
            self.dialog.hide()
            self.dialog.deleteLater()
            self.dialog = None

    def handle(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Do what `sys.excepthook` should: write, then show."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            QCoreApplication.quit()
            return
        report = self._count(_report_of(kind, error, trace))
        if report is None:
            return
        log.error("%s (%d times)\n%s", report.summary, report.count, report.details)
        if sys.stderr is not None:
            sys.stderr.write(report.details + "\n")
        # At the very end of the program the C++ half of this object may be gone.
        with contextlib.suppress(RuntimeError):
            self._raised.emit(report)

    def _handle_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self.handle(args.exc_type, args.exc_value, args.exc_traceback)

    def _count(self, report: ErrorReport) -> ErrorReport | None:
        """The report with its count, or None while the same one was reported just now."""
        now = time.monotonic()
        with self._lock:
            key = report.signature
            if key not in self._counts and len(self._counts) >= _MOST_KINDS:
                key = ("too many kinds",)
            self._counts[key] = self._counts.get(key, 0) + 1
            if now - self._written.get(key, -_WRITE_SECONDS) < _WRITE_SECONDS:
                return None
            self._written[key] = now
            return ErrorReport(key, report.summary, report.details, self._counts[key])

    @Slot(object)
    def _on_raised(self, report: ErrorReport) -> None:
        try:
            self._show(report)
        except Exception:
            log.exception("the error dialog failed")

    def _show(self, report: ErrorReport) -> None:
        if not isinstance(QApplication.instance(), QApplication):
            return
        now = time.monotonic()
        last = self._dismissed.get(report.signature)
        if last is not None and now - last < _QUIET_SECONDS:
            return
        if self.dialog is None:
            self.dialog = ErrorDialog(str(self.log_dir))
            self.dialog.finished.connect(self._on_dismissed)
        busy = self.dialog.isVisible() and self._shown is not None
        if busy and self._shown is not None and self._shown.signature != report.signature:
            # The first error is mostly the cause of the others: it stays in view.
            self.dialog.show_error(self._summary_of(self._shown, others=True), self._shown.details)
            return
        self._shown = report
        self.dialog.show_error(self._summary_of(report, others=False), report.details)

    def _summary_of(self, report: ErrorReport, *, others: bool) -> str:
        text = engine_message(report.summary)
        with self._lock:
            count = self._counts.get(report.signature, 1)
        if count > 1:
            text += " " + self.tr("({0} times)").format(count)
        if others:
            text += "\n" + self.tr("More errors followed; they are in the log.")
        return text

    @Slot()
    def _on_dismissed(self) -> None:
        now = time.monotonic()
        with self._lock:
            for key in self._counts:
                self._dismissed[key] = now
        self._shown = None

    def _open_log(self) -> None:
        handler = RotatingFileHandler(
            self.log_dir / "vitrine.log",
            maxBytes=_LOG_BYTES,
            backupCount=_LOG_FILES,
            encoding="utf-8",
            delay=True,
        )
        handler.setFormatter(
            logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
        )
        log.addHandler(handler)
        logging.getLogger("app").addHandler(handler)
        log.setLevel(logging.INFO)
        self._handler = handler

    def _open_crash_file(self) -> None:
        """Where the C stack goes if the process dies; what an earlier death left is kept."""
        path = self.log_dir / "crash.log"
        if path.exists() and path.stat().st_size > 0:
            self.previous_crash = path.read_text(encoding="utf-8", errors="replace")
            path.replace(self.log_dir / "crash-previous.log")
        self._crash_file = path.open("w", encoding="utf-8")
        faulthandler.enable(self._crash_file)


def install_error_hook(log_dir: Path | None = None) -> ErrorHook:
    """Install the hook in the GUI thread; keep what is returned until the program ends."""
    hook = ErrorHook(log_dir or default_log_dir())
    hook.install()
    return hook


def default_log_dir() -> Path:
    """The folder of the logs in the user's data folder."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(place) / "logs"


def _report_of(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> ErrorReport:
    stack = traceback.extract_tb(trace)
    place = f"{stack[-1].filename}:{stack[-1].lineno}" if stack else ""
    lines = traceback.format_exception(kind, error, trace)
    summary = "".join(traceback.format_exception_only(kind, error)).strip()
    thread = threading.current_thread().name
    details = f"{_versions()}\nThread: {thread}\n\n{''.join(lines)}"
    return ErrorReport((kind.__name__, place), summary.splitlines()[-1][:500], details)


def _versions() -> str:
    application = QCoreApplication.applicationVersion() or "?"
    return (
        f"Vitrine {application}, Python {platform.python_version()}, "
        f"PySide6 {PySide6.__version__}, NumPy {np.__version__}, {platform.platform()}"
    )
