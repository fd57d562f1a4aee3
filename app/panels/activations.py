"""The activations panel: the chosen sample in every layer."""

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.guard import guarded
from app.jobs.probe import Probe, look_for_stuck_units
from app.jobs.session import Session
from app.models.diagram import limits_of
from app.models.tiles import activation_tiles, image_shape
from app.widgets.tiles import TileGrid
from nncore.shapes import shape_text
from nncore.spec import INPUT
from nncore.training.units import StuckUnits

PASSING_ON = ("Flatten", "Dropout")
PICTURES, UNITS = 116, 46
"""Heights of a row of pictures, and of one of single units that has few."""

UNIT = 20
"""The smallest tile of a unit, with its gap."""

MOST_ROWS = 12
"""Of units; more are reached with the wheel."""


class _Row(QWidget):
    """One layer: its name and its output as tiles."""

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.caption = QLabel(self)
        self.caption.setProperty("role", "small")
        self.tiles = TileGrid(self)
        self.tiles.setObjectName(f"activation.{name}")
        self.tiles.setAccessibleName(title)
        self.tiles.set_legend_visible(False)
        self.tiles.set_framed(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.caption)
        column.addWidget(self.tiles)


class ActivationsPanel(QScrollArea):
    """What each layer makes of the sample that is drawn or chosen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("activationsPanel")
        self.setAccessibleName(self.tr("Activations"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.dirty = True
        self.urgent = False
        self._session = session
        self._rows: dict[str, _Row] = {}
        self._body = QWidget(self)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(12, 8, 12, 12)
        self._column.setSpacing(10)
        self._note = QLabel(self.tr("Draw a digit, or click one in the data panel."), self)
        self._note.setProperty("role", "muted")
        self._column.addWidget(self._note)
        self._column.addStretch(1)
        self.setWidget(self._body)
        self._probe = Probe(
            session, self.tr("Looking for units that are stuck"), look_for_stuck_units, self
        )
        self._probe.changed.connect(self._mark_dirty)
        session.sample.changed.connect(self._mark_dirty)
        session.predictor.changed.connect(self._mark_dirty)

    @Slot()
    def _mark_dirty(self) -> None:
        self.dirty = True

    def refresh(self) -> None:
        """Run the sample through the project's network and draw every layer."""
        self._probe.want()
        sample = self._session.sample.values
        answer = None if sample is None else self._session.predictor.ask_own(sample)
        if answer is None or sample is None:
            self._show_rows({})
            self._note.setText(self.tr("No sample that this network reads."))
            return
        outputs = {INPUT: np.asarray(sample).reshape(self._input_shape()), **answer.activations}
        for name in self._passing_on():
            outputs.pop(name, None)
        self._show_rows(outputs)
        source = self._session.sample
        if source.is_drawing:
            text = self.tr("your drawing")
        elif source.split == "test":
            text = self.tr("test sample {0}").format(source.label)
        else:
            text = self.tr("training sample {0}").format(source.label)
        self._note.setText(text.strip())

    def _input_shape(self) -> tuple[int, ...]:
        network = self._session.predictor.own
        return () if network is None else network.input_shape

    def _limits(self) -> dict[str, float | None]:
        """What is shown in full colour, for layers that cannot pass a number."""
        network = self._session.predictor.own
        return {} if network is None else limits_of(network)

    def _passing_on(self) -> list[str]:
        """Layers that hand their input on unchanged at inference; another row says it all."""
        network = self._session.predictor.own
        layers = () if network is None else network.inference.layers
        return [info.name for info in layers if info.layer.type_name in PASSING_ON]

    def _show_rows(self, outputs: dict[str, np.ndarray]) -> None:
        for name in [name for name in self._rows if name not in outputs]:
            row = self._rows.pop(name)
            self._column.removeWidget(row)
            row.deleteLater()
        for place, (name, values) in enumerate(outputs.items()):
            if name not in self._rows:
                self._rows[name] = _Row(name, self._title(name), self._body)
            row = self._rows[name]
            if self._column.indexOf(row) != place + 1:
                self._column.insertWidget(place + 1, row)
            self._show_values(row, name, values)

    def _height_of(self, units: int) -> int:
        """The height in which single units can all be seen, at the present width."""
        margins = self._column.contentsMargins()
        room = self.viewport().width() - margins.left() - margins.right()
        rows = -(-units // max(1, room // UNIT))
        return max(UNITS, min(rows, MOST_ROWS) * UNIT + 6)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.dirty = True

    def _title(self, name: str) -> str:
        """What a row is called; layers have the names that files and code have."""
        return self.tr("input") if name == INPUT else name

    def _show_values(self, row: _Row, name: str, values: np.ndarray) -> None:
        picture = values.ndim == 3 or (values.ndim == 1 and values.size == 784)
        if values.ndim == 1 and picture:
            values = values.reshape(*image_shape((values.size,)), 1)
        tiles = activation_tiles(values)
        negative = bool((tiles < 0).any())
        row.tiles.set_colour_map("diverging" if negative else "sequential")
        row.tiles.set_tiles(tiles, self._limits().get(name))
        row.tiles.setFixedHeight(PICTURES if picture else self._height_of(len(tiles)))
        stuck = (self._probe.result or {}).get(name)
        row.tiles.set_crossed(_stuck_places(stuck, len(tiles)))
        silent = float((tiles == 0).mean())
        row.caption.setText(
            self.tr("{0}   {1}   min {2}  max {3}   {4} at zero").format(
                self._title(name),
                shape_text(values.shape),
                f"{tiles.min():.3g}",
                f"{tiles.max():.3g}",
                f"{silent:.0%}".replace("%", " %"),
            )
            + self._stuck_text(stuck)
        )

    def _stuck_text(self, stuck: StuckUnits | None) -> str:
        if stuck is None:
            return ""
        dead, saturated = int(stuck.dead.sum()), int(stuck.saturated.sum())
        parts = [
            self.tr("{0} of {1} dead").format(dead, len(stuck.dead)) if dead else "",
            self.tr("{0} of {1} saturated").format(saturated, len(stuck.dead)) if saturated else "",
        ]
        return "".join(f"   {part}" for part in parts if part)


def _stuck_places(stuck: StuckUnits | None, tiles: int) -> np.ndarray:
    """The tiles of units that are stuck, where each unit has a tile."""
    if stuck is None or len(stuck.dead) != tiles:
        return np.zeros(0, np.int64)
    return np.flatnonzero(stuck.dead | stuck.saturated)
