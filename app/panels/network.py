"""The network panel: neurons and links with the live weights and the chosen sample."""

from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.jobs.predictor import Answer
from app.jobs.session import Session
from app.models.diagram import DiagramLayer, diagram_layers
from app.models.neuron import (
    CHEAP_PARAMS,
    NeuronFacts,
    Target,
    neuron_facts,
    sample_gradients,
    target_of,
)
from app.models.neuron_text import edit_text, link_title, neuron_rows, neuron_title, two_digits
from app.widgets.network_card import NetworkCard
from app.widgets.network_export import diagram_file
from app.widgets.network_view import Column, NetworkDiagram
from nncore.errors import VitrineError
from nncore.network import Network
from nncore.workspace import Workspace


class NetworkPanel(QWidget):
    """Draws the layers that have neurons of their own; hides those that only reshape."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("networkPanel")
        self.dirty = True
        self.urgent = False
        self._session = session
        self._layers: list[DiagramLayer] = []
        self._of: Network | None = None  # the network that they are of
        self.diagram = NetworkDiagram(self)
        self.diagram.setObjectName("networkDiagram")
        self.diagram.setAccessibleName(self.tr("Network"))
        self.card = NetworkCard(self.diagram)
        self._target: Target | None = None  # what the card's field is open for
        self._answer: Answer | None = None
        self._workspace: tuple[Network, Workspace] | None = None  # for gradients
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.diagram)
        self.diagram.neuron_clicked.connect(self._on_neuron_clicked)
        self.diagram.neuron_hovered.connect(self._on_neuron_hovered)
        self.diagram.link_hovered.connect(self._on_link_hovered)
        self.diagram.link_clicked.connect(self._on_link_clicked)
        self.diagram.let_go.connect(self._stop_editing)
        self.card.committed.connect(self._on_committed)
        self.card.closed.connect(self._stop_editing)
        self.diagram.resized.connect(self._show_card)
        session.training.prepared.connect(self._on_prepared)
        session.training.renamed.connect(self._on_prepared)
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
            self._layers, self._answer, self._workspace = [], None, None
            self._stop_editing()
            self.diagram.set_empty_text(self._why_empty())
            self.diagram.set_network([], [])
            self.diagram.refresh()
            return
        if not self._layers or network is not self._of:
            self._of = network
            self._layers = diagram_layers(network, self._class_names())
            self._set_structure()
        self.diagram.set_weights([layer.links(network) for layer in self._layers[1:]])
        sample = self._session.sample.values
        answer = None if sample is None else self._session.predictor.ask_own(sample)
        self._answer = answer
        if answer is not None and sample is not None:
            values: list[np.ndarray | None] = [np.asarray(sample).reshape(-1)]
            values += [answer.activations[layer.output].reshape(-1) for layer in self._layers[1:]]
            image = np.asarray(sample)[..., 0] if np.ndim(sample) == 3 else _square(sample)
            self.diagram.set_values(values, image)
        self.diagram.refresh()
        self._show_card()

    def diagram_file(self, kind: str) -> Callable[[], bytes] | None:
        """What gives a "svg", "png" or "pdf" of the newest numbers; None of no network."""
        self.refresh()
        columns, weights = self.diagram.shown
        title = self._session.config.name
        if not columns:
            return None
        return diagram_file(kind, columns, weights, self.diagram, title=title)

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
                Column(
                    layer.name,
                    layer.size,
                    labels=layer.labels,
                    image=image,
                    caption=caption,
                    limit=layer.limit,
                )
            )
        self.diagram.set_network(columns, [None] * (len(columns) - 1))

    @Slot(int, int)
    def _on_neuron_clicked(self, column: int, index: int) -> None:
        if 0 < column < len(self._layers):
            self._session.document.select(self._layers[column].name)
            self._edit(column, index, None)

    @Slot(int, int, int)
    def _on_link_hovered(self, _pair: int, _start: int, _stop: int) -> None:
        self._show_card()

    @Slot(int, int, int)
    def _on_link_clicked(self, pair: int, start: int, stop: int) -> None:
        self._edit(pair + 1, stop, start)

    def _edit(self, column: int, index: int, start: int | None) -> None:
        """Open the field of the card for a bias, or with `start` for a weight."""
        self._stop_editing()
        network = self._session.predictor.own
        target = None if network is None else target_of(network, self._layers, column, index, start)
        value = None if network is None or target is None else target.value(network)
        if target is None or value is None:
            return
        if start is None:
            self.diagram.pin(neuron=(column, index))
        else:
            self.diagram.pin(link=(column - 1, start, index))
        self._target = target
        self.card.edit(self.tr("set bias") if start is None else self.tr("set weight"), value)
        self._show_card()

    @Slot()
    def _stop_editing(self) -> None:
        if self._target is None:
            return
        self._target = None
        had_focus = self.card.field.hasFocus()
        self.card.stop_editing()
        if had_focus:
            self.diagram.setFocus()
        self.diagram.unpin()
        self._show_card()

    @Slot(object)
    def _on_committed(self, value: float) -> None:
        target = self._target
        if target is not None:
            text = edit_text(target, value)
            self._session.weights.set(target.name, target.place, value, text)

    @Slot(int, int)
    def _on_neuron_hovered(self, _column: int, _index: int) -> None:
        self._show_card()

    @Slot()
    def _show_card(self) -> None:
        """Bring the card up to date with what is pointed at."""
        column, index = self.diagram.active
        network = self._session.predictor.own
        if network is not None and self._target is not None and not self.card.field.isModified():
            self._follow(network, self._target)
        if network is not None and self.diagram.active_link[0] >= 0:
            self._show_link(network, *self.diagram.active_link)
            return
        at = self.diagram.neuron_position(column, index)
        if network is None or at is None or not 0 <= column < len(self._layers):
            self.card.hide()
            return
        layer = self._layers[column]
        label = layer.labels[index] if index < len(layer.labels) else ""
        facts = self._facts(network, column, index)
        self.card.show_facts(
            neuron_title(layer.name, index, label), neuron_rows(facts), facts.incoming
        )
        self.card.place_beside(at, self.diagram.radius)

    def _follow(self, network: Network, target: Target) -> None:
        value = target.value(network)
        if value is not None:
            self.card.follow(value)

    def _show_link(self, network: Network, pair: int, start: int, stop: int) -> None:
        target = target_of(network, self._layers, pair + 1, stop, start)
        value = None if target is None else target.value(network)
        line = self.diagram.link_line((pair, start, stop))
        if target is None or value is None or line is None:
            self.card.hide()
            return
        title = link_title(target.name.partition("/")[0], start, stop)
        self.card.show_facts(title, [(self.tr("weight"), two_digits(value))])
        self.card.place_beside(line.center(), self.diagram.radius)

    def _facts(self, network: Network, column: int, index: int) -> NeuronFacts:
        sample, answer = self._session.sample.values, self._answer
        if column == 0:
            if sample is None or answer is None:
                return NeuronFacts(None)
            return NeuronFacts(float(np.reshape(sample, -1)[index]))
        activations = {} if answer is None else answer.activations
        grads = self._gradients(network) if answer is not None else {}
        return neuron_facts(network, self._layers[column], index, sample, activations, grads)

    def _gradients(self, network: Network) -> Mapping[str, np.ndarray]:
        """Of the chosen sample, where its class is known, is all there is to learn, and cheap."""
        sample, target = self._session.sample.values, self._session.sample.class_index
        if sample is None or target is None or network.trainable_size > CHEAP_PARAMS:
            return {}
        config = self._session.config
        loss = config.loss
        if not isinstance(loss, str) or config.targets or len(network.output_names) > 1:
            return {}
        if self._workspace is None or self._workspace[0] is not network:
            self._workspace = network, network.workspace()
        try:
            return sample_gradients(network, self._workspace[1], sample, target, loss)
        except VitrineError:  # a loss that does not go with the last layer; blocked elsewhere
            return {}


def _square(sample: np.ndarray) -> np.ndarray | None:
    return sample.reshape(28, 28) if sample.size == 784 else None
