"""The stack of layer cards, in the order of the network, with drag and drop."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.editor.layer_card import MIME, LayerCard
from app.guard import guarded
from app.models.layer_text import layer_detail
from app.theme import theme
from nncore.spec import Inference, NetworkSpec


class CardStack(QWidget):
    """Cards that can be chosen, removed and moved; edits are asked for, never made here.

    Signals:
        chosen(name), removal_asked(name): Of a layer.
        move_asked(name, index): The layer should stand at this position.
    """

    chosen = Signal(str)
    removal_asked = Signal(str)
    move_asked = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._cards: dict[str, LayerCard] = {}
        self._order: list[str] = []
        self._drop_at: int | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def card(self, name: str) -> LayerCard:
        """The card of a layer."""
        return self._cards[name]

    def show_spec(self, spec: NetworkSpec, inference: Inference) -> None:
        """Show these layers; cards of layers that stay are kept, with their focus."""
        names = [node.name for node in spec.layers]
        for name in [name for name in self._cards if name not in names]:
            card = self._cards.pop(name)
            self._column.removeWidget(card)
            card.deleteLater()
        infos = {info.name: info for info in inference.layers}
        for place, node in enumerate(spec.layers):
            card = self._cards.get(node.name) or self._new_card(node.name)
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)
            info = infos.get(node.name)
            card.show_info(info, node.layer.type_name, layer_detail(node.layer))
        self._order = names

    def cards(self) -> list[LayerCard]:
        """All cards from top to bottom."""
        return [self._cards[name] for name in self._order]

    def select(self, name: str) -> None:
        """Mark one card."""
        for card in self._cards.values():
            card.set_selected(card.name == name)

    def _new_card(self, name: str) -> LayerCard:
        card = LayerCard(name, self)
        card.chosen.connect(self.chosen)
        card.removal_asked.connect(self.removal_asked)
        card.move_asked.connect(self._on_move_asked)
        self._cards[name] = card
        return card

    def _on_move_asked(self, name: str, by: int) -> None:
        index = self._order.index(name) + by
        if 0 <= index < len(self._order):
            self.move_asked.emit(name, index)

    def _gap_at(self, position: QPoint) -> int:
        """How many cards lie above the middle of the pointer."""
        return sum(self._cards[name].geometry().center().y() < position.y() for name in self._order)

    @guarded()
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    @guarded()
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not event.mimeData().hasFormat(MIME):
            event.ignore()
            return
        self._drop_at = self._gap_at(event.position().toPoint())
        event.acceptProposedAction()
        self.update()

    @guarded()
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_at = None
        self.update()

    @guarded()
    def dropEvent(self, event: QDropEvent) -> None:
        name = bytes(event.mimeData().data(MIME).data()).decode(errors="replace")
        gap = self._gap_at(event.position().toPoint())
        self._drop_at = None
        self.update()
        if name not in self._order:
            return
        old = self._order.index(name)
        new = gap - 1 if gap > old else gap
        event.acceptProposedAction()
        if new != old:
            self.move_asked.emit(name, new)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drop_at is None or not self._order:
            return
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme().tokens.accent), 2, Qt.PenStyle.SolidLine))
        if self._drop_at < len(self._order):
            y = self._cards[self._order[self._drop_at]].y() - 3
        else:
            y = self._cards[self._order[-1]].geometry().bottom() + 3
        painter.drawLine(4, max(1, y), self.width() - 4, max(1, y))
        painter.end()
