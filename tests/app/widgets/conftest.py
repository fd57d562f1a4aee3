"""Fixtures of the instrument tests."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.theme import theme
from app.widgets.plot import LivePlot
from tests.app.widgets.plots import new_plot


@pytest.fixture(autouse=True)
def _light_theme(qapp: QApplication) -> Iterator[None]:
    theme().set_mode("light")
    yield
    theme().set_mode("light")


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget, int, int], None]:
    """Show a widget at a size and wait until it is on screen."""

    def run(widget: QWidget, width: int, height: int) -> None:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()

    return run


@pytest.fixture
def colour_at() -> Callable[[QWidget, QPoint | QPointF], QColor]:
    """What a user sees at a point of a widget."""

    def run(widget: QWidget, point: QPoint | QPointF) -> QColor:
        at = point.toPoint() if isinstance(point, QPointF) else point
        picture = widget.grab().toImage()
        ratio = picture.devicePixelRatio()
        return picture.pixelColor(int(at.x() * ratio), int(at.y() * ratio))

    return run


@pytest.fixture
def hover() -> Callable[[QWidget, QPointF], None]:
    """Move the mouse over a widget without a button."""

    def run(widget: QWidget, point: QPointF) -> None:
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            point,
            QPointF(widget.mapToGlobal(point.toPoint())),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(widget, event)

    return run


@pytest.fixture
def plot(show: Callable[[QWidget, int, int], None]) -> LivePlot:
    """An empty plot of two series on screen."""
    widget = new_plot()
    show(widget, 300, 150)
    return widget


@pytest.fixture
def fed(plot: LivePlot) -> LivePlot:
    """The same after nine epochs; the validation is best in the seventh."""
    x = np.linspace(0.1, 9.4, 94)
    plot.extend("train", x, 0.8 * np.exp(-x) + 0.02)
    plot.extend("validation", x, 0.7 * np.exp(-x) + 0.105 + 0.01 * np.abs(x - 7.0))
    plot.refresh()
    return plot
