"""Where a key leads on the canvas."""

from collections.abc import Mapping, Sequence

from app.editor.canvas_items import NodeItem


def neighbour(names: Sequence[str], current: str, by: int) -> str:
    """The next or previous node, "" past the ends; without a current one the first or last."""
    if not names:
        return ""
    if current not in names:
        return names[0] if by > 0 else names[-1]
    place = names.index(current) + by
    return names[place] if 0 <= place < len(names) else ""


def nearest(nodes: Mapping[str, NodeItem], current: str, dx: int, dy: int) -> str:
    """The node one meets first in a direction, "" where there is none."""
    if current not in nodes:
        return next(iter(nodes), "")
    here = nodes[current].rect().center()
    best, result = float("inf"), ""
    for name, node in nodes.items():
        way = node.rect().center() - here
        along = way.x() * dx + way.y() * dy
        across = abs(way.x() * dy) + abs(way.y() * dx)
        if name != current and along > 1 and along + 2 * across < best:
            best, result = along + 2 * across, name
    return result
