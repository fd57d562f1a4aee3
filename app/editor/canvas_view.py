"""The canvas: zoom, mouse and keys over the graph; edits are asked for, never made here."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget

from app.editor.canvas_gestures import DrawBox, DrawWire, Gesture, MoveNodes
from app.editor.canvas_keys import nearest, neighbour
from app.editor.canvas_scene import CanvasScene
from app.editor.canvas_zoom import STEP, ZoomView
from app.editor.palette_chip import dragged_type
from app.guard import guarded
from app.models.graph_layout import GRID, NODE_HEIGHT, NODE_WIDTH, OUTPUT
from nncore.spec import INPUT

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CanvasView(ZoomView):
    """Shows a `CanvasScene`.

    Signals:
        chosen(names): The user selected these layers.
        current_changed(name): The keys act on another node, or none.
        placed(names, places): Nodes were moved; the places of all of them.
        wired(source, reader, where): A wire was drawn; `where` is on the screen.
        cut_asked(source, reader), removal_asked(): Of the selected link, or layers.
        dropped(type, x, y), dropped_between(type, source, reader, x, y),
        dropped_behind(type, name): A new layer.
        inspected(name), menu_asked(name, where): Of a layer.
        said(text): What happens, for the line below.
    """

    chosen = Signal(object)
    current_changed = Signal(str)
    placed = Signal(object, object)
    wired = Signal(str, str, QPoint)
    cut_asked = Signal(str, str)
    removal_asked = Signal()
    dropped = Signal(str, float, float)
    dropped_between = Signal(str, str, str, float, float)
    dropped_behind = Signal(str, str)
    inspected = Signal(str)
    menu_asked = Signal(str, QPoint)
    said = Signal(str)

    def __init__(self, refusal: Callable[[str, str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.graph = CanvasScene(self)
        self.setScene(self.graph)
        self._refusal = refusal
        self._names: tuple[str, ...] = ()
        self._current = ""
        self._gesture: Gesture | None = None
        self._wire_from = ""
        self._keyed = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.viewport().setObjectName("canvasViewport")
        self.viewport().setAccessibleName(self.tr("Canvas"))

    # ---- what is seen

    @property
    def current(self) -> str:
        """The node that the keys act on."""
        return self._current

    def show_selection(self, names: Sequence[str]) -> None:
        """Mark the selected layers; the last becomes the current node."""
        self._names = tuple(names)
        if names:
            self.graph.select_link(None)
            self._set_current(names[-1])
        elif self._current not in (INPUT, OUTPUT):
            self._set_current("")
        self.graph.select(self._names, self._current)

    def _bounds(self) -> QRectF:
        return self.graph.bounds()

    def node_rect(self, name: str) -> QRectF:
        """Where a node is in the window, in pixels of the viewport."""
        rect = self.graph.nodes[name].rect()
        return QRectF(self.mapFromScene(rect).boundingRect())

    # ---- the mouse

    @guarded()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._stop_keyboard_wire()
        self._keyed = ""
        self.graph.light(None)
        point = event.position().toPoint()
        if event.button() == Qt.MouseButton.MiddleButton:
            self.start_pan(point)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._begin(self.mapToScene(point), event.modifiers())

    def _begin(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        more = bool(
            keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        )
        graph = self.graph
        if (port := graph.port_at(at)) is not None:
            self._gesture = DrawWire(graph, *port, self._refusal, self.wired.emit, self.said.emit)
        elif (node := graph.node_at(at)) is not None:
            self._press_node(node.name, at, more=more)
        elif (link := graph.link_at(at)) is not None:
            self.chosen.emit([])
            self._set_current("")
            graph.select_link(link)
            self.said.emit(self.tr("Link from {0} to {1}: Delete cuts it").format(*link))
        else:
            kept = list(self._names) if more else []
            graph.select_link(None)
            self._set_current("")
            self.chosen.emit(kept)
            self._gesture = DrawBox(
                graph, at, lambda names: self.chosen.emit([*kept, *_layers(names)])
            )

    def _press_node(self, name: str, at: QPointF, *, more: bool) -> None:
        self.graph.select_link(None)
        if name in (INPUT, OUTPUT):
            self.chosen.emit([])
            self._set_current(name)
        elif more and name in self._names:
            self.chosen.emit([one for one in self._names if one != name])
            return
        elif more or name in self._names:
            self.chosen.emit([*(one for one in self._names if one != name), name])
        else:
            self.chosen.emit([name])
        moving = list(self._names) if name in self._names else [name]
        self._gesture = MoveNodes(self.graph, moving, at, self._on_moved)

    @guarded()
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        at = self.mapToScene(point)
        if self._pan is not None:
            self.pan_to(point)
        elif self._gesture is not None:
            self._gesture.move(at)
            self.moved_or_zoomed.emit()
        else:
            self._show_cursor(at)

    def _show_cursor(self, at: QPointF) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self.graph.port_at(at) is not None:
            shape = Qt.CursorShape.CrossCursor
        elif self.graph.node_at(at) is not None or self.graph.link_at(at) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)
        self.graph.light(self.graph.under(at) or self._keyed or None)

    @guarded(False)
    def viewportEvent(self, event: QEvent) -> bool:
        """Where the pointer leaves, what it brought out steps back."""
        if event.type() == QEvent.Type.Leave and self._gesture is None:
            self.graph.light(self._keyed or None)
        return super().viewportEvent(event)

    @guarded()
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._key_to("")

    def _key_to(self, name: str) -> None:
        """Bring out the node that the keyboard has come to, with its links."""
        self._keyed = name
        self.graph.light(name or None)

    @guarded()
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if event.button() == Qt.MouseButton.MiddleButton:
            self.stop_pan()
        elif self._gesture is not None:
            gesture, self._gesture = self._gesture, None
            gesture.release(self.mapToScene(point), event.globalPosition().toPoint())
            self._show_cursor(self.mapToScene(point))

    @guarded()
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        node = self.graph.node_at(self.mapToScene(event.position().toPoint()))
        if node is not None and node.name not in (INPUT, OUTPUT):
            self.inspected.emit(node.name)

    @guarded()
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            name, where = self._current, self.mapToGlobal(QPoint(20, 20))
        else:
            node = self.graph.node_at(self.mapToScene(event.pos()))
            name, where = "" if node is None else node.name, event.globalPos()
        if name and name not in (INPUT, OUTPUT):
            if name not in self._names:
                self.chosen.emit([name])
            self.menu_asked.emit(name, where)

    # ---- the keys

    @guarded(False)
    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes through the nodes, and on to the next widget behind the last."""
        name = neighbour(list(self.graph.nodes), self._current, 1 if next else -1)
        if name:
            self._go_to(name)
            return True
        return super().focusNextPrevChild(next)

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Keys that the canvas needs are not taken for shortcuts."""
        own = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Escape)
        asks = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asks and isinstance(event, QKeyEvent) and event.key() in own:
            event.accept()
            return True
        return super().event(event)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if key in _ARROWS and alt:
            self._nudge(*_ARROWS[key])
        elif key in _ARROWS:
            self._go_to(nearest(self.graph.nodes, self._current, *_ARROWS[key]))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._delete()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_L and not event.modifiers():
            self._start_keyboard_wire()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def _go_to(self, name: str) -> None:
        """Make a node the current one, and see that it is seen."""
        if not name:
            return
        if self._wire_from or name in (INPUT, OUTPUT):
            if not self._wire_from:
                self.chosen.emit([])
            self._set_current(name)
        else:
            self.chosen.emit([name])
        self._key_to(name)
        self.ensureVisible(self.graph.nodes[name].rect(), 20, 20)
        if self._wire_from:
            self.said.emit(
                self._refusal(self._wire_from, name)
                or self.tr("Enter links {0} to {1}").format(self._wire_from, name)
            )

    def _set_current(self, name: str) -> None:
        changed = name != self._current
        self._current = name
        self.graph.select(self._names, name)
        if changed:
            self.current_changed.emit(name)

    def _nudge(self, dx: int, dy: int) -> None:
        nodes = self.graph.nodes
        names = list(self._names) or ([self._current] if self._current else [])
        for name in names:
            nodes[name].setPos(nodes[name].pos() + QPointF(dx, dy) * GRID)
        if names:
            self._on_moved(names)

    def _on_moved(self, names: list[str]) -> None:
        self.placed.emit(names, self.graph.places())

    def _delete(self) -> None:
        if self.graph.selected_link is not None:
            self.cut_asked.emit(*self.graph.selected_link)
        elif self._names:
            self.removal_asked.emit()

    def _enter(self) -> None:
        if self._wire_from and self._current:
            source, reader = self._wire_from, self._current
            self._stop_keyboard_wire()
            if not self._refusal(source, reader):
                where = self.node_rect(reader).center().toPoint()
                self.wired.emit(source, reader, self.viewport().mapToGlobal(where))
        elif self._current and self._current not in (INPUT, OUTPUT):
            self.inspected.emit(self._current)

    def _escape(self) -> None:
        if self._gesture is not None:
            self._gesture.cancel()
            self._gesture = None
        elif self._wire_from:
            self._stop_keyboard_wire()
        else:
            self.graph.select_link(None)
            self.chosen.emit([])
            self._key_to("")

    def _start_keyboard_wire(self) -> None:
        if self._current and self._current != OUTPUT:
            self._wire_from = self._current
            self.said.emit(
                self.tr("Link from {0}: go to a layer with Tab or the arrows, then Enter").format(
                    self._current
                )
            )

    def _stop_keyboard_wire(self) -> None:
        if self._wire_from:
            self._wire_from = ""
            self.said.emit("")

    # ---- layers dragged from the palette

    @guarded()
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_type(event.mimeData()):
            event.acceptProposedAction()

    @guarded()
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not dragged_type(event.mimeData()):
            event.ignore()
            return
        at = self.mapToScene(event.position().toPoint())
        node, link = self.graph.node_at(at), self.graph.link_at(at)
        self.graph.aim_link(link if node is None else None)
        for name, item in self.graph.nodes.items():
            item.aim_at("can" if node is not None and name == node.name != OUTPUT else "")
        event.acceptProposedAction()

    @guarded()
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim_at_nothing()

    @guarded()
    def dropEvent(self, event: QDropEvent) -> None:
        self._aim_at_nothing()
        kind = dragged_type(event.mimeData())
        at = self.mapToScene(event.position().toPoint())
        if not kind:
            return
        event.acceptProposedAction()
        node, link = self.graph.node_at(at), self.graph.link_at(at)
        x = round((at.x() - NODE_WIDTH / 2) / GRID) * GRID
        y = round((at.y() - NODE_HEIGHT / 2) / GRID) * GRID
        if node is not None and node.name != OUTPUT:
            self.dropped_behind.emit(kind, node.name)
        elif link is not None:
            self.dropped_between.emit(kind, *link, x, y)
        else:
            self.dropped.emit(kind, x, y)

    def _aim_at_nothing(self) -> None:
        self.graph.aim_link(None)
        for item in self.graph.nodes.values():
            item.aim_at("")


def _layers(names: Sequence[str]) -> list[str]:
    return [name for name in names if name not in (INPUT, OUTPUT)]
