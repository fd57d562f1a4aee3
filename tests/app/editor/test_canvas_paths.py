"""Ways of links: no two run upon each other, none runs through a node."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRectF

from app.editor.canvas_paths import LANE, routes
from app.models import wiring
from app.models.graph_layout import NODE_HEIGHT, NODE_WIDTH, OUTPUT, arranged
from nncore.spec import NetworkSpec
from nncore.training.config import load_recipe, recipe_names

PORTS = 40.0
"""Next to a port links may come together: there they do meet."""


def ways(spec: NetworkSpec, room: tuple[float, float]):
    """The nodes and the paths of all links, as the canvas arranges them."""
    nodes = {
        name: QRectF(x, y, NODE_WIDTH, NODE_HEIGHT) for name, (x, y) in arranged(spec, room).items()
    }
    links = [*wiring.links_of(spec), *((name, OUTPUT) for name in spec.output_names)]
    right, down = QPointF(NODE_WIDTH, NODE_HEIGHT / 2), QPointF(0, NODE_HEIGHT / 2)
    ends = {
        (source, reader): (nodes[source].topLeft() + right, nodes[reader].topLeft() + down)
        for source, reader in links
    }
    return nodes, ends, routes(ends, nodes)


def points(path) -> list[QPointF]:
    return [path.pointAtPercent(part / 400) for part in range(401)]


def length(way: QPointF) -> float:
    return (way.x() ** 2 + way.y() ** 2) ** 0.5


@pytest.mark.parametrize("name", recipe_names())
@pytest.mark.parametrize("room", [(432.0, 336.0), (760.0, 450.0), (2400.0, 300.0)])
def test_links_of_a_recipe_can_be_told_apart_and_keep_off_the_nodes(name, room):
    nodes, ends, paths = ways(load_recipe(name).spec, room)
    assert set(paths) == set(ends)
    lines = {link: points(path) for link, path in paths.items()}
    for link, line in lines.items():
        others = [rect for name, rect in nodes.items() if name not in link]
        assert not any(rect.contains(point) for rect in others for point in line), link
    for one, other in combinations(paths, 2):
        near = [end for link in (one, other) for end in ends[link]]
        upon = [
            point
            for point in lines[one]
            if min(length(point - end) for end in near) > PORTS
            and min(length(point - there) for there in lines[other]) < 3
        ]
        # Where two cross, a few points are near; side by side it would be a long row of them.
        total = paths[one].length() / 400 * len(upon)
        assert total < 30, (one, other, total)


def test_links_that_lead_back_in_the_same_gap_have_a_lane_each():
    nodes = {
        name: QRectF(x, y, 60, 30)
        for name, x, y in (("a", 240, -15), ("b", 120, -15), ("c", 0, 135), ("d", 100, 135))
    }
    ends = {
        ("a", "c"): (QPointF(300, 0), QPointF(0, 150)),
        ("b", "d"): (QPointF(180, 0), QPointF(100, 150)),
    }
    paths = routes(ends, nodes)
    first, second = (
        min(points(paths[link]), key=lambda point: abs(point.x() - 140)).y() for link in ends
    )
    assert abs(first - second) == pytest.approx(LANE, abs=0.5)
