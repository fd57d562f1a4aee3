"""How curves are drawn, on a small panel that opens from a chip: which points, how smooth."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QMenu,
    QSlider,
    QWidget,
    QWidgetAction,
)

from app.widgets.segmented import Segmented

MOST = 0.99
"""At 1 the curve would never move."""


class SmoothMenu(QMenu):
    """A choice between batches and epochs, and a slider for the moving average.

    Args:
        name: The objectName; those of the controls begin with it.
        parent: The widget's parent.

    Signals:
        smoothing_chosen(weight): 0 draws the values as they came, up to `MOST`.
        per_epoch_chosen(on): Draw means of whole epochs, or every batch.
    """

    smoothing_chosen = Signal(float)
    per_epoch_chosen = Signal(bool)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        panel = QWidget(self)
        grid = QGridLayout(panel)
        grid.setContentsMargins(10, 8, 10, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        self._points = Segmented(self.tr("train:"), f"{name}Points", panel, exclusive=True)
        self._points.set_compact()
        self._points.add_button(
            "batch", self.tr("every batch"), tip=self.tr("Draw a point for every batch.")
        )
        self._points.add_button(
            "epoch", self.tr("every epoch"), tip=self.tr("Draw the mean of every whole epoch.")
        )
        self._points.chosen.connect(self._on_chosen)
        self._slider = QSlider(Qt.Orientation.Horizontal, panel)
        self._slider.setObjectName(f"{name}Slider")
        self._slider.setAccessibleName(self.tr("Smoothing"))
        self._slider.setToolTip(
            self.tr("How much a point counts on those before it: 0 draws them as they came.")
        )
        self._slider.setRange(0, round(100 * MOST))
        self._slider.setMinimumWidth(140)
        self._slider.valueChanged.connect(self._on_moved)
        self._value = QLabel(panel)
        self._value.setProperty("role", "muted")
        self._value.setFixedWidth(self._value.fontMetrics().horizontalAdvance("0.000"))
        grid.addWidget(self._points, 0, 0, 1, 3)
        grid.addWidget(QLabel(self.tr("smooth"), panel), 1, 0)
        grid.addWidget(self._slider, 1, 1)
        grid.addWidget(self._value, 1, 2)
        action = QWidgetAction(self)
        action.setDefaultWidget(panel)
        self.addAction(action)
        self.aboutToShow.connect(self._slider.setFocus)
        self.set_choices(0.0, per_epoch=False)

    def set_choices(self, smoothing: float, *, per_epoch: bool) -> None:
        """Show these, without signals."""
        self._slider.blockSignals(True)
        self._slider.setValue(round(100 * smoothing))
        self._slider.blockSignals(False)
        self._value.setText(f"{smoothing:.2f}")
        self._points.set_current("epoch" if per_epoch else "batch")

    @Slot(int)
    def _on_moved(self, value: int) -> None:
        self._value.setText(f"{value / 100:.2f}")
        self.smoothing_chosen.emit(value / 100)

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        self.per_epoch_chosen.emit(key == "epoch")
