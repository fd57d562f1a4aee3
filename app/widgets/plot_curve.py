"""A curve as a plot draws it."""

import pyqtgraph as pg
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.guard import guarded
from app.widgets.plot_feed import Floats


class Curve(pg.PlotCurveItem):  # type: ignore[misc]
    """A curve 1.5 pixels wide.

    A smooth pen wider than 1 pixel costs Qt ten times as much, because the outline of a
    noisy curve crosses itself everywhere; three thin strokes look the same.
    """

    def __init__(self, wide: bool = True) -> None:
        super().__init__(antialias=True, connect="finite")
        self._wide = wide

    def set_points(self, x: Floats, y: Floats) -> None:
        """Draw these points; NaN is a gap."""
        if len(x) or self.isVisible():
            self.setData(x, y, connect="finite")
        # Qt asks a curve without points for its bounds again and again.
        self.setVisible(len(x) > 0)

    @guarded()
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        super().paint(painter, option, widget)
        if self._wide:
            across, down = self.pixelWidth(), self.pixelHeight()
            painter.translate(0.0, -0.5 * down)
            super().paint(painter, option, widget)
            painter.translate(0.5 * across, 0.5 * down)
            super().paint(painter, option, widget)
