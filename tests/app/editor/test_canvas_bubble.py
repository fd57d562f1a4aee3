"""What is wrong stands beside the nodes, and every text of a node can be read."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.editor.canvas_items import READABLE, RIGHT, NodeItem
from app.editor.node_words import footer
from app.models.layer_facts import LayerFacts, layer_facts
from app.theme import application_font, theme
from nncore.spec import INPUT
from nncore.training.config import load_recipe, recipe_names

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


class Recorder(QPainter):
    """Remembers what is written on it, and where it begins."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.written: list[tuple[str, float, float]] = []

    def drawText(self, at, *rest) -> None:
        if isinstance(at, QPointF) and rest[0]:
            end = at.x() + QFontMetricsF(self.font()).horizontalAdvance(rest[0])
            self.written.append((rest[0], at.x(), end))


def written(facts: LayerFacts) -> list[tuple[str, float, float]]:
    image = QImage(200, 100, QImage.Format.Format_ARGB32_Premultiplied)
    node = NodeItem(facts)
    node.show_facts(facts, footer(facts))
    painter = Recorder(image)
    node.paint(painter, None)
    painter.end()
    return painter.written


def test_detail_that_does_not_fit_beside_the_title_goes_below_it():
    title, detail, name = written(LayerFacts("pool_1", "AveragePooling2D", "2 × 2"))[:3]
    assert (title[0], detail[0], name[0]) == ("AveragePooling2D", "2 × 2", "pool_1")
    assert name[2] < detail[1] < detail[2] <= RIGHT + 0.5
    texts = [text for text, _, _ in written(LayerFacts("c", "Conv2D", "16 · 3 × 3 · relu"))]
    assert texts[:4] == ["Conv2D", "16 · 3 × 3", "relu", "c"]


@pytest.mark.parametrize("name", recipe_names())
def test_no_text_of_a_node_is_cut_in_any_recipe(name):
    config = load_recipe(name)
    for facts in layer_facts(config, config.spec.infer(), None):
        texts = written(facts)
        assert "…" not in "".join(text for text, _, _ in texts), facts.name
        assert all(end <= RIGHT + 0.5 for _, _, end in texts), facts.name


def test_long_name_leaves_room_for_the_detail():
    texts = written(LayerFacts("the_pooling_of_the_left_branch", "AveragePooling2D", "2 × 2"))
    assert [text for text, _, _ in texts][1] == "2 × 2"
    assert texts[2][0].startswith("the_pooling")
    assert texts[2][0].endswith("…")
    assert texts[2][2] < texts[1][1]
