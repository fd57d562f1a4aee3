"""Automatic places on the canvas: by depth, in rows, none upon another."""

from itertools import combinations

import pytest

from app.models.graph_layout import (
    GAP_Y,
    MARGIN,
    NODE_HEIGHT,
    NODE_WIDTH,
    OUTPUT,
    arranged,
    places,
)
from nncore.layers import Add, Dense, Flatten
from nncore.spec import INPUT, LayerSpec, NetworkSpec
from nncore.training.config import load_recipe, recipe_names

BLOCK = NetworkSpec(
    (8,),
    (
        LayerSpec("a", Dense(units=8)),
        LayerSpec("b", Dense(units=8)),
        LayerSpec("side", Dense(units=8), ("a",)),
        LayerSpec("sum", Add(), ("b", "side")),
    ),
)


def apart(stand) -> bool:
    return all(
        abs(x - a) >= NODE_WIDTH or abs(y - b) >= NODE_HEIGHT
        for (x, y), (a, b) in combinations(stand.values(), 2)
    )


@pytest.mark.parametrize("name", recipe_names())
@pytest.mark.parametrize("room", [(400.0, 500.0), (432.0, 336.0), (760.0, 450.0), (1500.0, 500.0)])
def test_no_node_of_a_recipe_lies_on_another(name, room):
    spec = load_recipe(name).spec
    stand = arranged(spec, room)
    assert set(stand) == {INPUT, OUTPUT, *(node.name for node in spec.layers)}
    assert apart(stand)


def test_a_branch_stands_beside_the_main_way_at_the_same_depth():
    stand = arranged(BLOCK, (1500.0, 500.0))
    assert stand["b"][0] == stand["side"][0]
    assert stand["b"][1] != stand["side"][1]
    assert stand["a"][0] < stand["b"][0] < stand["sum"][0] < stand[OUTPUT][0]


def test_a_layer_without_a_place_stands_behind_what_it_reads():
    stored = {INPUT: (0.0, 0.0), "a": (300.0, 40.0), OUTPUT: (900.0, 0.0)}
    stand = places(BLOCK, stored)
    assert stand["a"] == (300.0, 40.0)
    assert stand["b"][0] > 300
    assert apart(stand)


def test_an_empty_network_has_input_and_output():
    stand = arranged(NetworkSpec((4,)))
    assert set(stand) == {INPUT, OUTPUT}
    assert apart(stand)


def test_a_loose_layer_has_a_place_too():
    spec = NetworkSpec((4,), (LayerSpec("f", Flatten(), ("",)), LayerSpec("d", Dense(units=2))))
    assert apart(arranged(spec))


def test_rows_move_together_where_text_would_else_be_too_small():
    spec = load_recipe("first-digits").spec
    wide, narrow = arranged(spec, (760.0, 450.0)), arranged(spec, (432.0, 340.0))

    def rows(stand) -> list[float]:
        return sorted({y for _, y in stand.values()})

    assert rows(wide)[1] - rows(wide)[0] == NODE_HEIGHT + 2 * GAP_Y
    assert rows(narrow)[1] - rows(narrow)[0] == NODE_HEIGHT + GAP_Y
    # Two columns and four rows: the text comes out larger than in the three columns there were.
    assert len({x for x, _ in narrow.values()}) == 2
    height = rows(narrow)[-1] + NODE_HEIGHT + 2 * MARGIN
    assert 340 / height > 0.9
