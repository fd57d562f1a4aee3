"""The first window does not hang over the edge of its screen."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from app.on_screen import OnScreen, whole_on

SCREEN = QRect(0, 30, 1366, 738)  # below a bar at the top


@pytest.mark.parametrize(
    ("frame", "place"),
    [
        (QRect(100, 100, 800, 600), QRect(100, 100, 800, 600)),
        (QRect(0, 0, 1442, 922), SCREEN),
        (QRect(300, 60, 1200, 738), QRect(166, 30, 1200, 738)),
        (QRect(-40, 500, 600, 300), QRect(0, 468, 600, 300)),
    ],
)
def test_frame_is_moved_and_made_smaller_only_where_it_must(frame, place):
    assert whole_on(SCREEN, frame) == place


def test_window_with_its_frame_fits_the_screen(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(5000, 5000)
    OnScreen(window)
    screen = window.screen().availableGeometry()
    assert window.height() < screen.height()
    window.show()
    qtbot.waitUntil(lambda: screen.contains(window.frameGeometry()))


def test_window_that_was_put_somewhere_later_stays_there(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    OnScreen(window)
    window.show()
    qtbot.waitUntil(lambda: window.frameGeometry() != window.geometry())
    QApplication.processEvents()  # what the frame has asked for is done
    window.move(-50, 20)
    QApplication.processEvents()
    assert window.frameGeometry().left() < -40
