"""The way a link takes on the canvas: straight where it can, around nodes where it must."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

STUB = 16.0
"""How far a link leads away from a port before it bends."""

ROUND = 9.0
BELOW = 48.0
"""From a port to the middle of the gap between its row and the next."""

LANE = 7.0
"""Between links that go around in the same gap."""

CLEAR = 14.0
"""How far a link stays away from the nodes it goes around."""


def goes_around(start: QPointF, end: QPointF) -> bool:
    """Whether a link leads back to the left, between the rows."""
    return end.x() < start.x() + 2 * STUB


def route(start: QPointF, end: QPointF, nodes: Sequence[QRectF], lane: int = 0) -> QPainterPath:
    """A path from an output port to an input port.

    Args:
        start: The output port, at the right of its node.
        end: The input port, at the left of its node.
        nodes: The nodes that are in the way, the two at the ends left out.
        lane: How many links go around in the same gap already.
    """
    if goes_around(start, end):
        return _around(start, end, lane)
    between = QRectF(start, end).normalized().adjusted(4, -6, -4, 6)
    blocking = [node for node in nodes if node.intersects(between)]
    if not blocking:
        return curve(start, end)
    across = min(node.top() for node in blocking) - CLEAR
    below = max(node.bottom() for node in blocking) + CLEAR
    if abs(below - start.y()) + abs(below - end.y()) < abs(across - start.y()) + abs(
        across - end.y()
    ):
        across = below
    return _polyline(
        [
            start,
            QPointF(start.x() + STUB, start.y()),
            QPointF(start.x() + STUB, across),
            QPointF(end.x() - STUB, across),
            QPointF(end.x() - STUB, end.y()),
            end,
        ]
    )


def curve(start: QPointF, end: QPointF) -> QPainterPath:
    """An S from one point to another, as a wire that is being drawn."""
    path = QPainterPath(start)
    reach = max(24.0, abs(end.x() - start.x()) * 0.5)
    path.cubicTo(QPointF(start.x() + reach, start.y()), QPointF(end.x() - reach, end.y()), end)
    return path


def _around(start: QPointF, end: QPointF, lane: int) -> QPainterPath:
    """Back to the left, between the rows."""
    level = abs(end.y() - start.y()) < BELOW
    # In the gap between the rows, next to the one it leads to; later lanes nearer to that.
    below = level or end.y() < start.y()
    aside = min(LANE * lane, BELOW / 3)
    across = end.y() + BELOW - aside if below else end.y() - BELOW + aside
    beside = start.x() + max(STUB - aside, STUB / 3)
    return _polyline(
        [
            start,
            QPointF(beside, start.y()),
            QPointF(beside, across),
            QPointF(end.x() - STUB, across),
            QPointF(end.x() - STUB, end.y()),
            end,
        ]
    )


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
