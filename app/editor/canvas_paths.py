"""The ways links take on the canvas: straight where they can, around nodes where they must.

A way around has three free pieces: away from the port, along between two rows, and to the other
port. Each piece takes the first lane in which no node stands and no other way runs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

Link = tuple[str, str]

STUB = 16.0
"""How far a link leads away from a port before it bends."""

ROUND = 9.0
BELOW = 48.0
"""From a port to the middle of the gap between its row and the next."""

LANE = 7.0
"""Between links that run beside each other."""

CLEAR = 12.0
"""How far a link stays away from the nodes it goes around."""

_ASIDE = (0, 1, -1, 2)
_ALONG = (0, -1, 1, 2, 3, 4)
_OVER = (0, 1, 2, 3, 4)


def routes(
    ends: Mapping[Link, tuple[QPointF, QPointF]], nodes: Mapping[str, QRectF]
) -> dict[Link, QPainterPath]:
    """A path for every link, from its output port to its input port.

    Args:
        ends: The ports: the first at the right of its node, the other at the left.
        nodes: What they lead around, by name; a link's own two are not in its way.
    """
    lanes = _Lanes()
    paths = {}
    # The longest lies outermost, so that those which leave it earlier do not cross it.
    for link in sorted(ends, key=lambda one: -abs(ends[one][1].x() - ends[one][0].x())):
        others = [rect for name, rect in nodes.items() if name not in link]
        paths[link] = _route(*ends[link], others, lanes)
    return paths


def curve(start: QPointF, end: QPointF) -> QPainterPath:
    """An S from one point to another, as a wire that is being drawn."""
    path = QPainterPath(start)
    reach = max(24.0, abs(end.x() - start.x()) * 0.5)
    path.cubicTo(QPointF(start.x() + reach, start.y()), QPointF(end.x() - reach, end.y()), end)
    return path


@dataclass
class _Lanes:
    """The pieces taken so far: where they run, from where and to where."""

    down: list[tuple[float, float, float]] = field(default_factory=list)
    along: list[tuple[float, float, float]] = field(default_factory=list)

    def take_down(
        self, places: Sequence[float], y: float, y2: float, nodes: Sequence[QRectF]
    ) -> float:
        """The x of a piece that runs down or up."""
        return _take(self.down, places, y, y2, lambda x: _hits(nodes, x, y, x, y2))

    def take_along(
        self, places: Sequence[float], x: float, x2: float, nodes: Sequence[QRectF]
    ) -> float:
        """The y of a piece that runs along a row."""
        return _take(self.along, places, x, x2, lambda y: _hits(nodes, x, y, x2, y))


def _take(
    taken: list[tuple[float, float, float]],
    places: Sequence[float],
    begin: float,
    end: float,
    hits: Callable[[float], int],
) -> float:
    low, high = min(begin, end), max(begin, end)

    def in_the_way(place: float) -> int:
        beside = (one for one in taken if abs(one[0] - place) < LANE - 0.5)
        return 100 * hits(place) + sum(one[1] < high and low < one[2] for one in beside)

    place = min(places, key=in_the_way)
    taken.append((place, low, high))
    return place


def _hits(nodes: Sequence[QRectF], x: float, y: float, x2: float, y2: float) -> int:
    piece = QRectF(QPointF(x, y), QPointF(x2, y2)).normalized().adjusted(-3, -3, 3, 3)
    return sum(node.intersects(piece) for node in nodes)


def _route(start: QPointF, end: QPointF, nodes: Sequence[QRectF], lanes: _Lanes) -> QPainterPath:
    if end.x() < start.x() + 2 * STUB:  # back to the left, between the rows
        level = abs(end.y() - start.y()) < BELOW
        side = 1 if level or end.y() < start.y() else -1
        heights = [end.y() + side * (BELOW + LANE * lane) for lane in _ALONG]
    else:
        between = QRectF(start, end).normalized().adjusted(4, -6, -4, 6)
        blocking = [node for node in nodes if node.intersects(between)]
        if not blocking:
            return curve(start, end)
        heights = _past(start, end, blocking)
    outs = [start.x() + STUB + LANE * lane for lane in _ASIDE]
    ins = [end.x() - STUB - LANE * lane for lane in _ASIDE]
    out = lanes.take_down(outs, start.y(), heights[0], nodes)
    into = lanes.take_down(ins, heights[0], end.y(), nodes)
    across = lanes.take_along(heights, out, into, nodes)
    corners = ((out, start.y()), (out, across), (into, across), (into, end.y()))
    return _polyline([start, *(QPointF(*corner) for corner in corners), end])


def _past(start: QPointF, end: QPointF, blocking: Sequence[QRectF]) -> list[float]:
    """Heights above the nodes that are in the way, or below where that is nearer."""
    above = min(node.top() for node in blocking) - CLEAR
    below = max(node.bottom() for node in blocking) + CLEAR

    def way(y: float) -> float:
        return abs(y - start.y()) + abs(y - end.y())

    if way(below) < way(above):
        return [below + LANE * lane for lane in _OVER]
    return [above - LANE * lane for lane in _OVER]


def _polyline(points: Sequence[QPointF]) -> QPainterPath:
    """Straight pieces with round corners."""
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_towards(corner, before))
        path.quadTo(corner, _towards(corner, after))
    path.lineTo(points[-1])
    return path


def _towards(corner: QPointF, other: QPointF) -> QPointF:
    way = other - corner
    length = (way.x() ** 2 + way.y() ** 2) ** 0.5
    return corner if length == 0 else corner + way * (min(ROUND, length / 2) / length)
