"""The network panel: neurons and links with the live weights and the chosen sample."""

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.jobs.session import Session
from app.models.diagram import DiagramLayer, diagram_layers
from app.widgets.network_view import Column, NetworkDiagram


class NetworkPanel(QWidget):
    """Draws the layers that have neurons of their own; hides those that only reshape."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("networkPanel")
        self.dirty = True
        self.urgent = False
        self._session = session
        self._layers: list[DiagramLayer] = []
        self.diagram = NetworkDiagram(self)
        self.diagram.setObjectName("networkDiagram")
        self.diagram.setAccessibleName(self.tr("Network"))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.diagram)
        self.diagram.neuron_clicked.connect(self._on_neuron_clicked)
        session.training.prepared.connect(self._on_prepared)
        session.sample.changed.connect(self._mark_dirty)
        session.blocked_changed.connect(self._mark_dirty)
        session.predictor.changed.connect(self._mark_dirty)

    @Slot(object)
    def _on_prepared(self, _: object) -> None:
        self._layers = []
        self.dirty = True

    @Slot()
    def _mark_dirty(self) -> None:
        self.dirty = True

    def refresh(self) -> None:
        """Draw the newest weights and activations."""
        network = self._session.predictor.own
        if network is None or not self._session.config.spec.layers:
            self._layers = []
            self.diagram.set_empty_text(self._why_empty())
            self.diagram.set_network([], [])
            self.diagram.refresh()
            return
        if not self._layers:
            self._layers = diagram_layers(network, self._class_names())
            self._set_structure()
        self.diagram.set_weights([layer.weights(network) for layer in self._layers[1:]])
        sample = self._session.sample.values
        answer = None if sample is None else self._session.predictor.ask_own(sample)
        if answer is not None and sample is not None:
            values: list[np.ndarray | None] = [np.asarray(sample).reshape(-1)]
            values += [answer.activations[layer.output].reshape(-1) for layer in self._layers[1:]]
            image = np.asarray(sample)[..., 0] if np.ndim(sample) == 3 else _square(sample)
            self.diagram.set_values(values, image)
        self.diagram.refresh()

    def _why_empty(self) -> str:
        if self._session.data_problem:  # the data panel says which and what to do
            return self.tr("no network yet: its data are missing")
        return self._session.blocked or self.tr("no network yet")

    def _class_names(self) -> tuple[str, ...]:
        data = self._session.data
        return () if data is None else data.class_names

    def _set_structure(self) -> None:
        columns = []
        for i, layer in enumerate(self._layers):
            image = np.zeros((28, 28), np.float32) if i == 0 and layer.is_picture else None
            caption = self.tr("{0} inputs").format(layer.size) if i == 0 else ""
            columns.append(
                Column(layer.name, layer.size, labels=layer.labels, image=image, caption=caption)
            )
        self.diagram.set_network(columns, [None] * (len(columns) - 1))

    @Slot(int, int)
    def _on_neuron_clicked(self, column: int, _index: int) -> None:
        if 0 < column < len(self._layers):
            self._session.document.select(self._layers[column].name)


def _square(sample: np.ndarray) -> np.ndarray | None:
    return sample.reshape(28, 28) if sample.size == 784 else None
