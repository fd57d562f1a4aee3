"""The keyboard reaches a plot and reads what the mouse reads."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from app.theme import theme
from app.widgets.plot_keys import moment
from tests.app.widgets.plots import canvas, new_plot, scene

KEYS = Qt.Key


@pytest.fixture
def epochs(show):
    """Twelve epochs of one curve, and another with a value at every third and a gap."""
    plot = new_plot()
    show(plot, 320, 180)
    plot.extend("train", range(1, 13), [1.0 - 0.05 * i for i in range(1, 13)])
    plot.extend("validation", [3, 6, 7.5, 9, 12], [0.9, 0.6, float("nan"), 0.8, 0.7])
    plot.refresh()
    return plot


def press(plot, *keys):
    for key in keys:
        QTest.keyClick(plot, key)
    return scene(plot).hover


def test_arrows_go_from_moment_to_moment_and_stay_on_the_plot(epochs):
    assert press(epochs, KEYS.Key_Right) == 1
    assert press(epochs, KEYS.Key_Right) == 2
    assert [row.text for row in scene(epochs).card] == ["train 0.9000", "validation 0.9000"]
    assert press(epochs, KEYS.Key_Left, KEYS.Key_Left) == 1
    assert press(epochs, KEYS.Key_End) == 12
    assert press(epochs, KEYS.Key_Right) == 12
    assert press(epochs, KEYS.Key_PageUp) < 12
    assert press(epochs, KEYS.Key_Home) == 1
    assert press(epochs, *[KEYS.Key_Right] * 11) == 12  # the gap at 7.5 stops nobody


def test_backwards_begins_with_the_last_values(epochs):
    assert press(epochs, KEYS.Key_Left) == 12
    assert press(epochs, KEYS.Key_Escape) is None


def test_screen_readers_are_told_what_is_read_and_then_the_last_values_again(epochs):
    press(epochs, KEYS.Key_Home, KEYS.Key_Right, KEYS.Key_Right)
    assert epochs.accessibleDescription() == "epoch 3.00: train 0.8500, validation 0.9000"
    press(epochs, KEYS.Key_Escape)
    assert epochs.accessibleDescription() == epochs.summary()


def test_only_moments_in_sight_are_read(epochs):
    epochs.set_zoom((3.5, 8.5))
    assert press(epochs, KEYS.Key_Home) == 4
    assert press(epochs, KEYS.Key_End) == 8


def test_a_thousand_batches_are_passed_pixel_by_pixel(show):
    plot = new_plot()
    show(plot, 320, 180)
    plot.extend("train", [i / 1000 for i in range(12_001)], [0.5] * 12_001)
    plot.refresh()
    press(plot, KEYS.Key_Home)
    pixel = 12 / canvas(plot).plot_rect().width()
    assert press(plot, KEYS.Key_Right) == pytest.approx(pixel, abs=0.001)
    assert press(plot, KEYS.Key_PageDown) == pytest.approx(pixel + 1.2, abs=0.002)


def test_an_empty_plot_leaves_the_keys_to_others(plot):
    assert press(plot, KEYS.Key_Right) is None
    assert moment(KEYS.Key_A, None, [], 1.0, 100.0) is None


def test_tab_comes_to_the_plot_and_rings_it_and_leaving_ends_the_reading(qtbot, colour_at):
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    epochs, other = new_plot(), QLineEdit()
    column.addWidget(other)
    column.addWidget(epochs)
    epochs.extend("train", [1, 12], [0.5, 0.4])
    page.resize(320, 300)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    other.setFocus()
    QTest.keyClick(other, Qt.Key.Key_Tab)
    assert epochs.hasFocus()
    area = canvas(epochs).plot_rect().toRect().toRectF()
    edge = QPointF(area.center().x(), area.bottom() + 3)
    assert colour_at(epochs, edge).name() == theme().tokens.accent.lower()
    assert press(epochs, KEYS.Key_End) == 12
    other.setFocus()
    assert scene(epochs).hover is None
    assert colour_at(epochs, edge).name() != theme().tokens.accent.lower()
    QTest.mouseClick(canvas(epochs).viewport(), Qt.MouseButton.LeftButton)
    assert epochs.hasFocus()
    assert colour_at(epochs, edge).name() != theme().tokens.accent.lower()


def test_the_mouse_takes_the_reading_over(epochs, hover):
    press(epochs, KEYS.Key_End)
    surface = canvas(epochs)
    hover(surface.viewport(), surface.point_of(5.0, 0.5))
    assert scene(epochs).hover == 5
    lost = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason)
    QApplication.sendEvent(epochs, lost)
    assert scene(epochs).hover == 5  # it is the mouse's
