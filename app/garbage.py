"""Python's garbage collector, kept in the GUI thread.

The collector runs in whatever thread has just made too many objects, which is nearly always the
training thread. What it finds may be a widget, a menu or a task that was left in a cycle; deleting
a QObject in a thread that is not its own ends the process. So automatic collection is switched
off, and a timer of the GUI thread collects by the collector's own thresholds.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

CHECK_MS = 1000


class GarbageKeeper(QObject):
    """Collects garbage in the thread it lives in, until `stop`.

    What exists when it begins is taken to stay and is not looked at again: a full collection
    over the whole window would take 50 ms.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.collect()
        gc.freeze()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()

    @Slot()
    def check(self) -> None:
        """Collect what is due."""
        collect_due()

    def stop(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def collect_due() -> None:
    """Collect the oldest generation that is due, in the calling thread."""
    due = zip(gc.get_count(), gc.get_threshold(), strict=True)
    generations = [age for age, (count, most) in enumerate(due) if 0 < most < count]
    if generations:
        gc.collect(generations[-1])
