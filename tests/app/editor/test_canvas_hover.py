"""What the pointer or the keyboard comes to is brought out; the other links step back."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nncore.spec import INPUT
from tests.app.editor.test_canvas import canvas as canvas  # the fixture
from tests.app.editor.test_canvas import click, empty_spot, key, middle, on_link, port


def hover(canvas, point: QPoint) -> None:
    QTest.mouseMove(canvas.view.viewport(), point)


def lit(canvas) -> tuple[set, set]:
    """The nodes and links that are brought out; every other link must be faded."""
    graph = canvas.view.graph
    links = {key for key, link in graph.links.items() if link.lit}
    faded = {key for key, link in graph.links.items() if link.faded}
    assert faded == (set(graph.links) - links if faded else set())
    assert bool(faded) == any(node.lit for node in graph.nodes.values())
    return {name for name, node in graph.nodes.items() if node.lit}, links


def test_link_under_the_pointer_is_brought_out_with_both_its_layers(canvas):
    hover(canvas, on_link(canvas, "dense_1", "dropout_1"))
    assert lit(canvas) == ({"dense_1", "dropout_1"}, {("dense_1", "dropout_1")})
    hover(canvas, empty_spot(canvas))
    assert lit(canvas) == (set(), set())


@pytest.mark.parametrize("place", [middle, lambda canvas, name: port(canvas, name, "out")])
def test_layer_under_the_pointer_is_brought_out_with_its_links(canvas, place):
    canvas._commands.merge("flatten_1", "dense_2", "Concatenate")
    canvas.view.fit()
    hover(canvas, place(canvas, "flatten_1"))
    links = {(INPUT, "flatten_1"), ("flatten_1", "dense_1"), ("flatten_1", "concatenate_1")}
    assert lit(canvas) == ({"flatten_1"}, links)


def test_leaving_the_canvas_restores_it(canvas):
    before = canvas.view.viewport().grab().toImage()
    hover(canvas, middle(canvas, "dense_1"))
    assert canvas.view.viewport().grab().toImage() != before
    QApplication.sendEvent(canvas.view.viewport(), QEvent(QEvent.Type.Leave))
    assert lit(canvas) == (set(), set())
    assert canvas.view.viewport().grab().toImage() == before


def test_keyboard_brings_out_what_it_comes_to_until_escape(canvas):
    click(canvas, middle(canvas, "flatten_1"))
    hover(canvas, empty_spot(canvas))
    key(canvas, Qt.Key.Key_Tab)
    own = {("flatten_1", "dense_1"), ("dense_1", "dropout_1")}
    assert lit(canvas) == ({"dense_1"}, own)
    hover(canvas, on_link(canvas, INPUT, "flatten_1"))
    assert lit(canvas)[1] == {(INPUT, "flatten_1")}
    hover(canvas, empty_spot(canvas))
    assert lit(canvas) == ({"dense_1"}, own)
    key(canvas, Qt.Key.Key_Escape)
    assert lit(canvas) == (set(), set())


def test_layer_that_is_removed_leaves_nothing_faded(canvas):
    key(canvas, Qt.Key.Key_Tab)
    key(canvas, Qt.Key.Key_Tab)
    assert lit(canvas)[0] == {"flatten_1"}
    key(canvas, Qt.Key.Key_Delete)
    assert "flatten_1" not in canvas.view.graph.nodes
    lit(canvas)
