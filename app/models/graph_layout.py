"""Where the nodes of a canvas stand: by depth from left to right, rows where that is too long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.models import wiring
from nncore.spec import INPUT, NetworkSpec

OUTPUT = ":output"
"""The node behind the last layer; no layer can have this name."""

NODE_WIDTH, NODE_HEIGHT = 152.0, 60.0
GAP_X, GAP_Y = 48.0, 36.0
GRID = 8.0
MARGIN = 12.0
"""Around the whole, within the area that it fills."""

LOOPS = 23.0
"""How far links reach out at the left and right where they lead on to the next row."""

LEGIBLE = 0.91
"""The zoom at which the small text of a node is 10 pixels high."""

LARGEST = 1.2
"""The zoom beyond which a graph that is shown whole gains nothing."""

ROOM = (960.0, 600.0)
"""The area, in pixels, that a layout should fill, where it is not known."""

Room = tuple[float, float]
Place = tuple[float, float]


@dataclass(frozen=True)
class _Cell:
    depth: int
    lane: int


def arranged(spec: NetworkSpec, room: Room = ROOM) -> dict[str, Place]:
    """A place for the input, every layer and the output, as large as this area allows.

    Rows stand close together only where else the text would be too small to read.
    """
    cells = _cells(spec)
    columns, between = _columns(cells, GAP_Y, room), GAP_Y
    if _zoom(cells, columns, between, room) < LEGIBLE:
        columns, between = _columns(cells, 0.0, room), 0.0
    heights = _heights(cells, columns)
    tops = [float(sum(heights[:row])) * (NODE_HEIGHT + GAP_Y) for row in range(len(heights))]
    return {
        name: (
            (cell.depth % columns) * (NODE_WIDTH + GAP_X),
            tops[cell.depth // columns]
            + cell.lane * (NODE_HEIGHT + GAP_Y)
            + (cell.depth // columns) * between,
        )
        for name, cell in cells.items()
    }


def places(spec: NetworkSpec, stored: Mapping[str, Place], room: Room = ROOM) -> dict[str, Place]:
    """The stored place of every node that has one; the others behind what they read.

    Without stored places all are arranged, in an area of this size in pixels.
    """
    names = [INPUT, *(node.name for node in spec.layers), OUTPUT]
    kept = {name: stored[name] for name in names if name in stored}
    if not kept:
        return arranged(spec, room)
    reads = {node.name: node.inputs for node in wiring.explicit(spec)}
    reads[OUTPUT] = spec.output_names or (INPUT,)
    result = dict(kept)
    previous = INPUT
    for name in names:
        if name not in result:
            source = next((one for one in reads.get(name, ()) if one in result), previous)
            x, y = result.get(source, (0.0, 0.0))
            wanted = (x + NODE_WIDTH + GAP_X, y) if name != INPUT else (0.0, 0.0)
            result[name] = free_place(wanted, list(result.values()))
        previous = name
    return result


def free_place(wanted: Place, taken: Sequence[Place]) -> Place:
    """The place, or the next one below it, where no node of those that stand there is."""
    x, y = wanted
    while any(abs(x - a) < NODE_WIDTH + 8 and abs(y - b) < NODE_HEIGHT + 8 for a, b in taken):
        y += NODE_HEIGHT + GAP_Y
    return x, y


def _cells(spec: NetworkSpec) -> dict[str, _Cell]:
    """How deep each node stands, and in which lane; the way to the output has the first."""
    layers = wiring.explicit(spec)
    depths = {INPUT: 0}
    previous = INPUT
    for node in layers:
        known = [depths[one] for one in node.inputs if one in depths]
        depths[node.name] = 1 + max(known, default=depths[previous])
        previous = node.name
    depths[OUTPUT] = 1 + max(depths.values())
    main = {INPUT, OUTPUT}
    inputs = {node.name: node.inputs for node in layers}
    here = next(iter(spec.output_names), INPUT)
    while here in inputs and here not in main:
        main.add(here)
        # Of several inputs the deepest lies on the longer way.
        known_inputs = [one for one in inputs[here] if one in depths]
        here = max(known_inputs, key=lambda one: depths[one], default=INPUT)
    taken: set[tuple[int, int]] = {(depths[name], 0) for name in main}
    cells = {name: _Cell(depths[name], 0) for name in main}
    for node in layers:
        if node.name not in cells:
            lane = 1
            while (depths[node.name], lane) in taken:
                lane += 1
            taken.add((depths[node.name], lane))
            cells[node.name] = _Cell(depths[node.name], lane)
    return cells


def _heights(cells: Mapping[str, _Cell], columns: int) -> list[int]:
    """How many nodes stand above each other in each row."""
    depths = 1 + max(cell.depth for cell in cells.values())
    heights = [0] * (-(-depths // columns))
    for cell in cells.values():
        row = cell.depth // columns
        heights[row] = max(heights[row], cell.lane + 1)
    return heights


def _columns(cells: Mapping[str, _Cell], between: float, room: Room) -> int:
    """How many nodes stand in a row so that the whole comes out largest."""
    depths = 1 + max(cell.depth for cell in cells.values())
    return max(
        range(1, depths + 1), key=lambda columns: (_zoom(cells, columns, between, room), columns)
    )


def _zoom(cells: Mapping[str, _Cell], columns: int, between: float, room: Room) -> float:
    """How large the whole can be shown, with so much more between two rows than within one."""
    heights = _heights(cells, columns)
    width = columns * (NODE_WIDTH + GAP_X) - GAP_X + 2 * (MARGIN + LOOPS)
    height = sum(heights) * (NODE_HEIGHT + GAP_Y) - GAP_Y + (len(heights) - 1) * between
    return min(LARGEST, room[0] / width, room[1] / (height + 2 * MARGIN))
