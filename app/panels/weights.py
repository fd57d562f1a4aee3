"""The weights panel: what goes into the selected layer, a tile for each unit."""

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.jobs.session import Session
from app.jobs.training import Prepared
from app.models.tiles import first_kernel, kernel_tiles
from app.widgets.card import Card
from app.widgets.chip import Chip
from app.widgets.tiles import TileGrid
from nncore.network import Snapshot


class WeightsPanel(Card):
    """Draws the kernel of the selected layer, or of the first that has one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Weights"), "", parent)
        self.setObjectName("weightsPanel")
        self.dirty = True
        self.urgent = False
        self._session = session
        self._layer = ""
        self.tiles = TileGrid(self)
        self.tiles.setObjectName("weightTiles")
        self.tiles.setAccessibleName(self.tr("Weights"))
        self._sort = Chip(
            self.tr("sort by norm"),
            "weightsSort",
            self,
            checkable=True,
            tip=self.tr("Put the units with the largest weights first."),
        )
        self._sort.toggled.connect(self._mark_dirty)
        self.add_header_widget(self._sort)
        self.body.addWidget(self.tiles, 1)
        session.training.prepared.connect(self._on_prepared)
        session.training.snapshot_changed.connect(self._on_snapshot)
        session.document.selection_changed.connect(self._mark_dirty)
        session.blocked_changed.connect(self._mark_dirty)

    @Slot(object)
    def _on_prepared(self, _prepared: Prepared) -> None:
        self.dirty = True

    @Slot(object)
    def _on_snapshot(self, _snapshot: Snapshot) -> None:
        self.dirty = True

    @Slot()
    def _mark_dirty(self) -> None:
        self.dirty = True

    def refresh(self) -> None:
        """Draw the newest weights."""
        network = self._session.predictor.own if self._session.config.spec.layers else None
        name = "" if network is None else first_kernel(network, self._session.document.selection)
        if network is None or not name:
            self.set_title(self.tr("Weights"))
            self.set_subtitle("")
            self.tiles.set_empty_text(
                self.tr("No network yet.")
                if network is None
                else self.tr("This layer has no weights.")
            )
            self.tiles.set_tiles(np.zeros((0, 1, 1)))
            return
        tiles = kernel_tiles(network, name)
        scale = float(np.abs(tiles).max(initial=0.0)) or 1.0
        self.tiles.set_tiles(tiles, scale)
        norms = np.sqrt((tiles**2).sum(axis=(1, 2)))
        self.tiles.set_order(np.argsort(-norms) if self._sort.isChecked() else None)
        self.set_title(self.tr("Weights into {0}").format(name))
        self.set_subtitle(
            self.tr("{0} units of {1} × {2}, scale ±{3}").format(
                len(tiles), tiles.shape[1], tiles.shape[2], f"{scale:.3g}"
            )
        )
