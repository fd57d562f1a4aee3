"""Uses the studio for a long time and looks whether anything grows.

    QT_QPA_PLATFORM=offscreen python benchmarks/soak.py --minutes 30

One round trains, stops, draws, edits and takes the edits back, resets, and switches to another
recipe and back; after each, the process is measured in the same state. Prints a line for every
minute and a verdict; ends with 1 where something has grown.
"""

import argparse
import gc
import json
import os
import statistics
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.garbage import GarbageKeeper
from app.jobs.heap import keep_heaps_small
from app.jobs.session import Session
from app.jobs.training import Status
from app.main_window import MainWindow
from app.settings import Settings
from app.theme import apply_application_style, theme
from nncore.layers import Dense, Dropout

PATIENCE_SECONDS = 120
STANDING = (Status.READY, Status.PAUSED, Status.FINISHED)


@dataclass(frozen=True)
class Measured:
    """What a process holds.

    Attributes:
        memory_mb: Resident memory.
        threads: Of the process, Python's or not.
        files: Open files.
        objects: QObjects below the window.
        widgets: Widgets of the application.
    """

    memory_mb: float
    threads: int
    files: int
    objects: int
    widgets: int


def measured(window: MainWindow) -> Measured:
    """What the process holds now, after what is to be deleted is."""
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return Measured(
        round(_resident_bytes() / 1e6, 1),
        _count("/proc/self/task", threading.active_count()),
        _count("/proc/self/fd", 0),
        len(window.findChildren(QObject)),
        len(QApplication.allWidgets()),
    )


def _resident_bytes() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _count(folder: str, otherwise: int) -> int:
    try:
        return len(os.listdir(folder))
    except OSError:
        return otherwise


def wait_until(done: Callable[[], bool]) -> None:
    """Let the window live until something is so.

    Raises:
        TimeoutError: It never came to be.
    """
    loop, timer, begun = QEventLoop(), QTimer(), perf_counter()
    timer.timeout.connect(
        lambda: loop.quit() if done() or perf_counter() - begun > PATIENCE_SECONDS else None
    )
    timer.start(5)
    loop.exec()
    timer.stop()
    if not done():
        raise TimeoutError(f"what was waited for did not come within {PATIENCE_SECONDS} s")


class Soak:
    """Rounds of use of one window, each of which ends where it began."""

    def __init__(self, window: MainWindow, home: str = "first-digits") -> None:
        self._window = window
        self._session = window.session
        self._views = cycle(("bars", "steps", "similar", "history"))
        self._home = home

    def rounds(self, seconds: float) -> Iterator[Measured]:
        """What the process holds after each round, for so long."""
        end = perf_counter() + seconds
        while perf_counter() < end:
            self._train()
            self._draw()
            self._look_around()
            self._edit()
            self._train()
            self._session.reset()
            wait_until(lambda: self._session.training.status is Status.READY)
            self._switch("xor")
            self._train()
            self._switch(self._home)
            yield measured(self._window)

    def _train(self) -> None:
        training = self._session.training
        self._session.train()
        wait_until(lambda: training.status is not Status.RUNNING or training.step > 200)
        training.stop()
        wait_until(lambda: training.status in STANDING)

    def _draw(self) -> None:
        pad = self._window.layout_.pad
        canvas = pad.canvas
        pad._views.choose(next(self._views))
        pad._why_chip.setChecked(not pad._why_chip.isChecked())
        middle, side = canvas.width() // 2, canvas.height()
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(middle, side // 5))
        for y in range(side // 5, side * 4 // 5, 6):
            QTest.mouseMove(canvas, QPoint(middle, y))
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(middle, side * 4 // 5))
        self._wait(60)
        canvas.clear()

    def _look_around(self) -> None:
        tabs = self._window.layout_.tabs
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            self._wait(60)
        tabs.setCurrentIndex(0)
        for mode in ("dark", "light"):
            theme().set_mode(mode)
            self._wait(30)

    def _edit(self) -> None:
        document, before = self._session.document, self._session.config.spec

        def spec_of(change: Callable[[], object]) -> None:
            document.edit_config("Change the layers", spec=change())

        last = len(before.layers) - 1
        spec_of(lambda: before.insert(last, Dense(units=12, activation="relu")))
        wait_until(lambda: self._session.training.status in STANDING)
        spec_of(lambda: self._session.config.spec.insert(last + 1, Dropout(rate=0.2)))
        wait_until(lambda: self._session.training.status in STANDING)
        while document.undo_stack.canUndo():
            document.undo_stack.undo()
        wait_until(lambda: self._session.config.spec == before)
        wait_until(lambda: self._session.training.status in STANDING)

    def _switch(self, recipe: str) -> None:
        self._session.open_recipe(recipe)
        wait_until(lambda: self._session.training.status is Status.READY)

    def _wait(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()


def grown(found: list[Measured]) -> dict[str, float]:
    """What the last third holds more than the second, by medians; what is flat is left out.

    The first third is not looked at: caches fill. A fiftieth of the memory may come and go.
    """
    third = len(found) // 3
    result = {}
    for name, slack in (("memory_mb", None), ("threads", 0), ("files", 0), ("objects", 0),
                        ("widgets", 0)):  # fmt: skip
        early = statistics.median(getattr(m, name) for m in found[third : 2 * third])
        late = statistics.median(getattr(m, name) for m in found[2 * third :])
        if late - early > (early / 50 if slack is None else slack):
            result[name] = late - early
    return result


def main() -> int:
    """Soak for so many minutes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    options = parser.parse_args()
    keep_heaps_small()
    application = QApplication(sys.argv[:1])
    apply_application_style(application)
    GarbageKeeper(application)
    sys.setswitchinterval(0.001)
    window = MainWindow(Session(), Settings(safe_mode=True))
    window.show()
    soak = Soak(window)
    window.session.begin()
    wait_until(lambda: window.session.training.status is Status.READY)
    found: list[Measured] = []
    started = told = perf_counter()
    for each in soak.rounds(options.minutes * 60):
        found.append(each)
        if perf_counter() - told > 60 or len(found) == 1:
            told = perf_counter()
            minutes = round((told - started) / 60, 1)
            print(json.dumps({"minutes": minutes, "rounds": len(found)} | asdict(each)), flush=True)
    window.session.document.forget_changes()
    window.close()
    growth = grown(found)
    print(json.dumps({"rounds": len(found), "first": asdict(found[0]), "last": asdict(found[-1]),
                      "grown": growth}))  # fmt: skip
    return 1 if growth else 0


if __name__ == "__main__":
    sys.exit(main())
