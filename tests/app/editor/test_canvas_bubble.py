"""What is wrong stands beside the nodes, and every text of a node can be read."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.editor.canvas_items import READABLE
from app.theme import application_font, theme
from nncore.spec import INPUT

SIZES = [(1024, 700), (1440, 900)]


@pytest.fixture
def canvas(studio, qtbot):
    button = studio.layout_.architecture._views.button("canvas")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    panel = studio.layout_.canvas
    qtbot.waitUntil(panel.isVisible)
    return panel


def show(studio, qtbot, size) -> None:
    studio.resize(*size)
    studio.layout_.arrange(*size)
    qtbot.waitUntil(lambda: studio.width() == size[0])
    QApplication.processEvents()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("gone", ["flatten_1", "dense_3"])
def test_bubble_covers_no_node_and_no_shape_is_parted(studio, canvas, qtbot, size, gone):
    show(studio, qtbot, size)
    canvas._document.edit_config("Change", spec=canvas._document.config.spec.remove(gone))
    bubble = canvas._bubble
    qtbot.waitUntil(bubble.isVisible)
    assert canvas.view.viewport().rect().contains(bubble.geometry())
    for name in canvas.view.graph.nodes:
        rect = canvas.view.node_rect(name).toRect()
        assert not rect.intersects(bubble.geometry()), name
        assert canvas.view.viewport().rect().contains(rect), name
    assert canvas._links_through(bubble.geometry()) == 0
    assert " ×" not in bubble._row._text.text()
    canvas._document.undo_stack.undo()
    assert not bubble.isVisible()
    top = min(canvas.view.node_rect(name).top() for name in canvas.view.graph.nodes)
    low = max(canvas.view.node_rect(name).bottom() for name in canvas.view.graph.nodes)
    assert abs((top + low) / 2 - canvas.view.viewport().height() / 2) < 12


def test_bubble_stays_in_the_canvas_when_its_node_is_moved_aside(canvas, qtbot):
    spec = canvas._document.config.spec.remove("flatten_1")
    canvas._document.edit_config("Change", spec=spec)
    canvas.view.start_pan(QPoint(0, 0))
    canvas.view.pan_to(QPoint(-80, 60))
    canvas.view.stop_pan()
    assert canvas.view.viewport().rect().contains(canvas._bubble.geometry())


@pytest.mark.parametrize("size", SIZES)
def test_small_text_is_as_high_as_can_be_read(studio, canvas, qtbot, size):
    show(studio, qtbot, size)
    assert canvas.view.zoom * theme().tokens.font_small >= 9.8
    assert READABLE * theme().tokens.font_small > 9


def test_parameters_have_their_unit_where_there_is_room(canvas):
    node = canvas.view.graph.nodes["dense_1"]
    metrics = QFontMetricsF(application_font(theme().tokens.font_small))
    assert node.footer_in(metrics) == "50,240 params"
    wide = QFontMetricsF(application_font(2 * theme().tokens.font_small))
    assert node.footer_in(wide) == "50,240"
    assert "50,240 params" in node.toolTip()


@pytest.mark.parametrize("size", SIZES)
def test_line_above_says_what_fits_and_each_thing_once(studio, canvas, qtbot, size):
    show(studio, qtbot, size)
    said = canvas._said
    assert not said.shown_text().endswith("…")
    canvas._commands.select(["dense_1"])
    assert not said.shown_text().endswith("…")
    assert said.shown_text().count("64") == 1
    whole = "dense_1: Dense 64 · relu · 50,240 params · weights 201 kB · output 256 B"
    assert said.text().startswith(whole)
    assert said.shown_text() == said.text() or said.toolTip() == said.text()


def test_input_and_output_say_what_they_are_in_short(canvas):
    nodes = canvas.view.graph.nodes
    assert nodes[INPUT].toolTip() == "Input: MNIST sample → 28 × 28 × 1"
    assert list(nodes.values())[-1].facts.detail == "cross-entropy"
