"""The stack of layer cards, in the order of the network, with drag and drop."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
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
from app.editor.palette_chip import dragged_type
from app.guard import guarded
from app.models.layer_facts import LayerFacts
from app.theme import theme


class CardStack(QWidget):
    """Cards that can be chosen, removed and moved; edits are asked for, never made here.

    Signals:
        chosen(name), toggled(name), extended(name), removal_asked(name): Of a layer.
        move_asked(name, index): The layer should stand at this position.
        add_asked(type, index): A new layer should.
        renamed(name, new), menu_asked(name, where), mend_asked(mend): As a card says it.
    """

    chosen = Signal(str)
    toggled = Signal(str)
    extended = Signal(str)
    removal_asked = Signal(str)
    move_asked = Signal(str, int)
    add_asked = Signal(str, int)
    renamed = Signal(str, str)
    menu_asked = Signal(str, QPoint)
    mend_asked = Signal(object)

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

    def show_layers(self, layers: Sequence[LayerFacts]) -> None:
        """Show these layers; cards of layers that stay are kept, with their focus."""
        names = [facts.name for facts in layers]
        for name in [name for name in self._cards if name not in names]:
            card = self._cards.pop(name)
            self._column.removeWidget(card)
            card.deleteLater()
        for place, facts in enumerate(layers):
            card = self._cards.get(facts.name) or self._new_card(facts.name)
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)
            card.show_facts(facts)
        self._order = names

    def cards(self) -> list[LayerCard]:
        """All cards from top to bottom."""
        return [self._cards[name] for name in self._order]

    def select(self, names: Sequence[str]) -> None:
        """Mark cards; the last of the names is the current one."""
        for card in self._cards.values():
            card.set_selected(
                card.name in names, current=card.name == names[-1] if names else False
            )

    def start_rename(self, name: str, check: Callable[[str], str]) -> None:
        """Let the user type another name on a card."""
        self._cards[name].start_rename(check)

    def _new_card(self, name: str) -> LayerCard:
        card = LayerCard(name, self)
        card.chosen.connect(self.chosen)
        card.toggled.connect(self.toggled)
        card.extended.connect(self.extended)
        card.removal_asked.connect(self.removal_asked)
        card.renamed.connect(self.renamed)
        card.menu_asked.connect(self.menu_asked)
        card.mend_asked.connect(self.mend_asked)
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
        if _is_layer(event.mimeData()):
            event.acceptProposedAction()

    @guarded()
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not _is_layer(event.mimeData()):
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
        gap = self._gap_at(event.position().toPoint())
        self._drop_at = None
        self.update()
        if new_type := dragged_type(event.mimeData()):
            event.acceptProposedAction()
            self.add_asked.emit(new_type, gap)
            return
        name = bytes(event.mimeData().data(MIME).data()).decode(errors="replace")
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


def _is_layer(mime: QMimeData) -> bool:
    return mime.hasFormat(MIME) or bool(dragged_type(mime))
