"""Garbage is collected in the GUI thread, never in the one that trains."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from app.garbage import GarbageKeeper


class Knot(QObject):
    """A QObject that only the collector can free."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def keeper(qapp) -> Iterator[GarbageKeeper]:
    found = GarbageKeeper()
    yield found
    found.stop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def make_garbage() -> None:
    """Enough for the collector to run many times, in this thread."""
    for _ in range(20):
        kept = [[] for _ in range(2 * gc.get_threshold()[0])]
        assert kept


def test_another_thread_frees_nothing_of_qt(keeper):
    knot = weakref.ref(Knot())
    thread = threading.Thread(target=make_garbage)
    thread.start()
    thread.join()
    assert knot() is not None


def test_without_it_the_other_thread_would(qapp):
    class Plain:
        """As `Knot`, but harmless to free anywhere."""

        def __init__(self) -> None:
            self.itself = self

    gc.collect()
    gc.enable()
    plain = weakref.ref(Plain())
    thread = threading.Thread(target=make_garbage)
    thread.start()
    thread.join()
    assert plain() is None


def test_check_frees_it_once_enough_has_come_together(keeper):
    keeper.check()
    knot = weakref.ref(Knot())
    kept = [[] for _ in range(2 * gc.get_threshold()[0])]
    keeper.check()
    assert knot() is None
    assert kept


def test_its_timer_checks_by_itself(keeper, qtbot):
    keeper._timer.setInterval(1)
    knot = weakref.ref(Knot())
    kept = [[] for _ in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: knot() is None)
    assert kept
