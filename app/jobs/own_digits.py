"""The user's own digits: drawings that were named, each kept as a small file."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app.document import Document
from app.engine_messages import told_error
from app.jobs.task import Report, Tasks
from nncore.data import SOURCES
from nncore.data.own_digits import SUFFIX, encode, own_digits_dir, read_own_digits
from nncore.formats.atomic import atomic_write

MIXED_INTO = "mnist-sample"
"""What own digits are mixed into where the project's data cannot take them."""

ALONE = "own-digits"


class OwnDigits(QObject):
    """Adds to the user's own digits, in the background, and lets the project train on them.

    Signals:
        changed(): `count` is another.
        told(message, level): Something the user should know.

    Attributes:
        count: How many there are; -1 until they have been counted.
    """

    changed = Signal()
    told = Signal(str, str)

    def __init__(self, tasks: Tasks, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.count = -1
        self._tasks = tasks
        self._document = document

    def look(self) -> None:
        """Count them."""
        self._start(self.tr("Counting your digits"), lambda report: (_count(), ""))

    def add(self, label: int, picture: np.ndarray) -> None:
        """Keep a drawing (28, 28), as a network reads it, as an example of a digit."""
        content = encode(picture)
        words = self.tr("Kept as a {0}. Digits of yours: {1}.")

        def work(_report: Report) -> tuple[int, str]:
            folder = own_digits_dir() / str(label)
            folder.mkdir(parents=True, exist_ok=True)
            name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}{SUFFIX}"
            atomic_write(folder / name, lambda stream: stream.write(content))
            count = _count()
            return count, words.format(label, count)

        self._start(self.tr("Keeping your digit"), work)

    def remove_newest(self) -> None:
        """Delete the file of the digit that was drawn last."""
        gone, none = self.tr("Removed a {0}. Digits of yours: {1}."), self.tr("No digit is left.")

        def work(_report: Report) -> tuple[int, str]:
            digits = read_own_digits(own_digits_dir())
            if not digits:
                return 0, none
            digits[-1].path.unlink(missing_ok=True)
            return len(digits) - 1, gone.format(digits[-1].label, len(digits) - 1)

        self._start(self.tr("Removing your digit"), work)

    def mix_in(self) -> None:
        """Train on the project's digits with these among them."""
        config = self._document.config
        name = config.data if self.can_be_mixed_in else MIXED_INTO
        options = dict(config.data_options) if name == config.data else {}
        self._document.edit_config(
            self.tr("Mix in your digits"),
            data=name,
            data_options=options | {"own_digits": max(0, self.count)},
        )

    def use_alone(self) -> None:
        """Train on these alone."""
        self._document.edit_config(
            self.tr("Use your digits"), data=ALONE, data_options={"count": max(0, self.count)}
        )

    @property
    def can_be_mixed_in(self) -> bool:
        """Whether the project's own data take them."""
        source = SOURCES.get(self._document.config.data)
        return source is not None and "own_digits" in source.options

    def folder(self) -> Path:
        """Where the files are."""
        return own_digits_dir()

    def _start(self, title: str, work: Callable[[Report], Any]) -> None:
        # As a writer: one at a time, and closing the window waits for it.
        self._tasks.start(title, work, succeeded=self._on_done, failed=self._on_failed, writes=True)

    @Slot(object)
    def _on_done(self, result: tuple[int, str]) -> None:
        count, words = result
        if count != self.count:
            self.count = count
            self.changed.emit()
        if words:
            self.told.emit(words, "success")

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        reason = told_error(error)
        self.told.emit(self.tr("Your digit cannot be kept: {0}").format(reason), "error")


def _count() -> int:
    return len(read_own_digits(own_digits_dir()))
