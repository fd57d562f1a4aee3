"""What a press of the mouse becomes on the canvas: a move, a wire, a box or a pan."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsRectItem

from app.editor.canvas_paths import curve
from app.editor.canvas_scene import CanvasScene
from app.models.graph_layout import GRID
from app.theme import theme

STILL = 3.0
"""Pixels of the scene that a hand trembles."""


class Gesture(Protocol):
    """Goes from press to release; `cancel` undoes what is seen of it."""

    def move(self, at: QPointF) -> None:
        """The pointer is here now."""

    def release(self, at: QPointF, where: QPoint) -> None:
        """The button is let go; `where` is the place on the screen."""

    def cancel(self) -> None:
        """It does not count."""


class MoveNodes:
    """Takes nodes along with the pointer, on a grid.

    Args:
        done: Gets the names of the nodes, once they have moved.
    """

    def __init__(
        self,
        scene: CanvasScene,
        names: list[str],
        start: QPointF,
        done: Callable[[list[str]], None],
    ) -> None:
        self._scene = scene
        self._start = start
        self._done = done
        self._origins = {name: scene.nodes[name].pos() for name in names}
        self._moved = False

    def move(self, at: QPointF) -> None:
        way = at - self._start
        if not self._moved and way.manhattanLength() < STILL:
            return
        self._moved = True
        by = QPointF(round(way.x() / GRID) * GRID, round(way.y() / GRID) * GRID)
        for name, origin in self._origins.items():
            self._scene.nodes[name].setPos(origin + by)
        self._scene.route_links()

    def release(self, at: QPointF, where: QPoint) -> None:
        self.move(at)
        if any(self._scene.nodes[name].pos() != old for name, old in self._origins.items()):
            self._done(list(self._origins))

    def cancel(self) -> None:
        for name, origin in self._origins.items():
            self._scene.nodes[name].setPos(origin)
        self._scene.route_links()


class DrawWire:
    """Draws a wire from a port to the node under the pointer.

    Args:
        refusal: Why the first node cannot be read by the second, "" where it can.
        done: Gets source, reader and the place on the screen.
    """

    def __init__(
        self,
        scene: CanvasScene,
        name: str,
        side: str,
        refusal: Callable[[str, str], str],
        done: Callable[[str, str, QPoint], None],
        say: Callable[[str], None],
    ) -> None:
        self._scene = scene
        self._name = name
        self._side = side
        self._refusal = refusal
        self._done = done
        self._say = say
        self._line = QGraphicsPathItem()
        self._line.setPen(QPen(QColor(theme().tokens.accent), 2.5))
        self._line.setZValue(3)
        scene.addItem(self._line)

    def move(self, at: QPointF) -> None:
        port = self._scene.nodes[self._name].port(self._side)
        self._line.setPath(curve(port, at) if self._side == "out" else curve(at, port))
        aimed = self._target(at)
        reason = "" if aimed is None else self._refusal(*self._ends(aimed))
        for name, node in self._scene.nodes.items():
            node.aim_at("" if name != aimed else "cannot" if reason else "can")
        self._say(reason)

    def release(self, at: QPointF, where: QPoint) -> None:
        aimed = self._target(at)
        self.cancel()
        if aimed is not None:
            source, reader = self._ends(aimed)
            reason = self._refusal(source, reader)
            if reason:
                self._say(reason)
            else:
                self._done(source, reader, where)

    def cancel(self) -> None:
        if self._line.scene() is not None:
            self._scene.removeItem(self._line)
        for node in self._scene.nodes.values():
            node.aim_at("")
        self._say("")

    def _ends(self, aimed: str) -> tuple[str, str]:
        return (self._name, aimed) if self._side == "out" else (aimed, self._name)

    def _target(self, at: QPointF) -> str | None:
        """The node under the pointer, or whose port is near, that has a port of the other kind."""
        port = self._scene.port_at(at)
        node = self._scene.node_at(at)
        name = port[0] if port is not None else node.name if node is not None else None
        if name is None or name == self._name:
            return None
        item = self._scene.nodes[name]
        return name if (item.has_input if self._side == "out" else item.has_output) else None


class DrawBox:
    """A box that selects what it touches.

    Args:
        chosen: Gets the names of the nodes, while the box is drawn.
    """

    def __init__(
        self, scene: CanvasScene, start: QPointF, chosen: Callable[[list[str]], None]
    ) -> None:
        self._scene = scene
        self._start = start
        self._chosen = chosen
        tokens = theme().tokens
        self._box = QGraphicsRectItem()
        pen = QPen(QColor(tokens.accent), 1.0, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        self._box.setPen(pen)
        ground = QColor(tokens.accent)
        ground.setAlpha(28)
        self._box.setBrush(ground)
        self._box.setZValue(3)
        scene.addItem(self._box)

    def move(self, at: QPointF) -> None:
        area = QRectF(self._start, at).normalized()
        self._box.setRect(area)
        self._chosen(self._scene.within(area))

    def release(self, at: QPointF, where: QPoint) -> None:
        self.move(at)
        self.cancel()

    def cancel(self) -> None:
        if self._box.scene() is not None:
            self._scene.removeItem(self._box)
