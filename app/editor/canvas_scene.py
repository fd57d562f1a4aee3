"""The graph on the canvas: items that follow the spec, and what is under a point."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, Slot
from PySide6.QtWidgets import QGraphicsScene

from app.editor.canvas_items import NEAR, LinkItem, NodeItem
from app.editor.canvas_paths import routes
from app.models.graph_layout import Place
from app.models.layer_facts import LayerFacts
from app.theme import theme

MARGIN = 600.0
"""Around the graph: how far it can be moved aside."""

Lit = str | tuple[str, str] | None
"""A node, a link (source, reader), or neither."""


class CanvasScene(QGraphicsScene):
    """Shows nodes and links; it changes nothing of the network."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.nodes: dict[str, NodeItem] = {}
        self.links: dict[tuple[str, str], LinkItem] = {}
        self.selected_link: tuple[str, str] | None = None
        self._selected: tuple[str, ...] = ()
        self._current = ""
        self._lit: Lit = None
        theme().changed.connect(self._repaint)

    def show_graph(
        self,
        nodes: Sequence[tuple[LayerFacts, tuple[str, ...]]],
        links: Sequence[tuple[str, str]],
        places: Mapping[str, Place],
    ) -> None:
        """Show these nodes, with the words at their right end, and these links."""
        names = [facts.name for facts, _ in nodes]
        for name in [name for name in self.nodes if name not in names]:
            self.removeItem(self.nodes.pop(name))
        for facts, footer in nodes:
            if facts.name not in self.nodes:
                self.nodes[facts.name] = NodeItem(facts)
                self.addItem(self.nodes[facts.name])
            self.nodes[facts.name].show_facts(facts, footer)
            self.nodes[facts.name].setPos(*places[facts.name])
        self.nodes = {name: self.nodes[name] for name in names}
        for link in [link for link in self.links if link not in links]:
            self.removeItem(self.links.pop(link))
        for link in links:
            if link not in self.links:
                self.links[link] = LinkItem(*link)
                self.addItem(self.links[link])
        if self.selected_link not in self.links:
            self.selected_link = None
        self.route_links()
        self._mark()

    def route_links(self) -> None:
        """Lead every link from port to port, around the nodes between."""
        rects = {name: node.rect() for name, node in self.nodes.items()}
        ends = {
            (source, reader): (self.nodes[source].port("out"), self.nodes[reader].port("in"))
            for source, reader in self.links
        }
        for link, path in routes(ends, rects).items():
            self.links[link].set_path(path)
        self.setSceneRect(self.bounds().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))

    def places(self) -> dict[str, Place]:
        """Where every node stands."""
        return {name: (node.x(), node.y()) for name, node in self.nodes.items()}

    def bounds(self) -> QRectF:
        """What the nodes and links cover."""
        area = QRectF()
        for node in self.nodes.values():
            area = area.united(node.rect())
        for link in self.links.values():
            area = area.united(link.path().boundingRect())
        return area

    def select(self, names: Sequence[str], current: str) -> None:
        """Mark nodes; the keys act on the current one, which may be the input or output."""
        self._selected = tuple(names)
        self._current = current
        self._mark()

    def select_link(self, link: tuple[str, str] | None) -> None:
        """Mark one link."""
        self.selected_link = link if link in self.links else None
        self._mark()

    def light(self, what: Lit) -> None:
        """Bring out a link with both its nodes, or a node with its links; None: nothing."""
        if what != self._lit:
            self._lit = what
            self._show_lit()

    def _show_lit(self) -> None:
        what = self._lit
        if what not in (self.links if isinstance(what, tuple) else self.nodes):
            what = None
        for name, node in self.nodes.items():
            node.light(lit=what is not None and (name == what or name in _ends(what)))
        for key, link in self.links.items():
            lit = key == what or (isinstance(what, str) and what in key)
            link.light(lit=lit, faded=what is not None and not lit)

    def aim_link(self, link: tuple[str, str] | None) -> None:
        """Mark the link into which a dragged layer would go."""
        self._mark(aimed=link)

    def _mark(self, aimed: tuple[str, str] | None = None) -> None:
        for name, node in self.nodes.items():
            node.mark(selected=name in self._selected, current=name == self._current)
        for key, link in self.links.items():
            broken = self.nodes[link.reader].facts.problem is not None
            link.mark(selected=key == self.selected_link, broken=broken, aimed=key == aimed)
        self._show_lit()

    def node_at(self, at: QPointF) -> NodeItem | None:
        """The node under a point."""
        hits = [node for node in self.nodes.values() if node.rect().contains(at)]
        return hits[-1] if hits else None

    def port_at(self, at: QPointF) -> tuple[str, str] | None:
        """The node and side, "in" or "out", of the port near a point."""
        best, result = NEAR, None
        for name, node in self.nodes.items():
            for side, there in (("in", node.has_input), ("out", node.has_output)):
                way = at - node.port(side)
                length = (way.x() ** 2 + way.y() ** 2) ** 0.5
                if there and length < best:
                    best, result = length, (name, side)
        return result

    def link_at(self, at: QPointF) -> tuple[str, str] | None:
        """The link under a point."""
        for key, link in self.links.items():
            if link.shape().contains(at):
                return key
        return None

    def within(self, area: QRectF) -> list[str]:
        """The nodes that touch an area."""
        return [name for name, node in self.nodes.items() if node.rect().intersects(area)]

    def under(self, at: QPointF) -> Lit:
        """The node, by its port too, or the link under a point."""
        if (port := self.port_at(at)) is not None:
            return port[0]
        node = self.node_at(at)
        return node.name if node is not None else self.link_at(at)

    @Slot()
    def _repaint(self) -> None:
        self.update()


def _ends(what: Lit) -> tuple[str, ...]:
    return what if isinstance(what, tuple) else ()
