"""The canvas: wiring, moving, boxing, deleting and dropping, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from app.editor.palette_chip import mime_of
from app.models import wiring
from app.models.graph_layout import OUTPUT
from app.project import ViewChoices
from app.widgets.name_edit import NameEdit
from nncore.spec import INPUT

FIRST = ["flatten_1", "dense_1", "dropout_1", "dense_2", "dense_3"]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def canvas(studio, qtbot):
    button = studio.layout_.architecture._views.button("canvas")
    QTest.mouseClick(button, LEFT)
    panel = studio.layout_.canvas
    qtbot.waitUntil(panel.isVisible)
    panel.view.setFocus()
    return panel


def spec(canvas):
    return canvas._document.config.spec


def names(canvas) -> list[str]:
    return [node.name for node in spec(canvas).layers]


def undo_text(canvas) -> str:
    return canvas._document.undo_stack.undoText()


def inputs(canvas, name: str) -> tuple[str, ...]:
    return wiring.inputs_of(spec(canvas), name)


def at(canvas, point: QPointF) -> QPoint:
    return canvas.view.mapFromScene(point)


def middle(canvas, name: str) -> QPoint:
    return at(canvas, canvas.view.graph.nodes[name].rect().center())


def port(canvas, name: str, side: str) -> QPoint:
    return at(canvas, canvas.view.graph.nodes[name].port(side))


def on_link(canvas, source: str, reader: str) -> QPoint:
    return at(canvas, canvas.view.graph.links[source, reader].path().pointAtPercent(0.5))


def empty_spot(canvas) -> QPoint:
    view = canvas.view
    for y in range(view.viewport().height() - 8, 0, -8):
        for x in range(8, view.viewport().width(), 8):
            there = view.mapToScene(QPoint(x, y))
            graph = view.graph
            if not graph.node_at(there) and not graph.link_at(there) and not graph.port_at(there):
                return QPoint(x, y)
    raise AssertionError("the canvas is full")


def click(canvas, point: QPoint, keys=NONE) -> None:
    QTest.mouseClick(canvas.view.viewport(), LEFT, keys, point)


def drag(canvas, start: QPoint, end: QPoint) -> None:
    port_ = canvas.view.viewport()
    QTest.mousePress(port_, LEFT, NONE, start)
    QTest.mouseMove(port_, (start + end) / 2)
    QTest.mouseMove(port_, end)
    QTest.mouseRelease(port_, LEFT, NONE, end)


def key(canvas, which, keys=NONE) -> None:
    QTest.keyClick(canvas.view, which, keys)


def drop(canvas, mime: QMimeData, point: QPoint) -> bool:
    rest = (Qt.DropAction.CopyAction, mime, LEFT, NONE)
    target = canvas.view.viewport()
    enter = QDragEnterEvent(point, *rest)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(target, QDragMoveEvent(point, *rest))
    QApplication.sendEvent(target, QDropEvent(QPointF(point), *rest))
    return True


# ---- the view


def test_chips_show_and_hide_the_canvas_and_the_project_remembers(studio, canvas):
    view = canvas._document.project.view
    assert view.architecture == "canvas"
    assert ViewChoices.from_json(view.to_json()) == view
    assert studio.layout_.tabs.currentWidget() is canvas
    QTest.mouseClick(studio.layout_.architecture._views.button("stack"), LEFT)
    assert not studio.layout_.tabs.isTabVisible(studio.layout_.tabs.indexOf(canvas))
    studio.actions_["undo"].trigger()
    assert studio.layout_.tabs.currentWidget() is canvas


def test_input_every_layer_and_output_are_nodes_with_links(canvas):
    graph = canvas.view.graph
    assert list(graph.nodes) == [INPUT, *FIRST, OUTPUT]
    assert set(graph.links) == set(zip([INPUT, *FIRST], [*FIRST, OUTPUT], strict=True))


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_nodes_are_all_seen_and_none_covers_another(studio, canvas, qtbot, size):
    studio.resize(*size)
    studio.layout_.arrange(*size)
    QApplication.processEvents()
    nodes = list(canvas.view.graph.nodes.values())
    room = canvas.view.viewport().rect()
    qtbot.waitUntil(
        lambda: all(
            room.contains(canvas.view.node_rect(name).toRect()) for name in canvas.view.graph.nodes
        )
    )
    for i, one in enumerate(nodes):
        assert not any(one.rect().intersects(other.rect()) for other in nodes[:i])


def test_wheel_zooms_about_the_pointer_and_fit_shows_all_again(canvas):
    view, point = canvas.view, middle(canvas, "dense_1")
    before, zoom = view.mapToScene(point), view.zoom
    QApplication.sendEvent(
        view.viewport(),
        QWheelEvent(QPointF(point), QPointF(point), QPoint(), QPoint(0, 240),
                    Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False),
    )  # fmt: skip
    assert view.zoom == pytest.approx(zoom * 1.44)
    moved = view.mapToScene(point) - before
    assert abs(moved.x()) < 60
    assert abs(moved.y()) < 60
    QTest.mouseClick(canvas.findChild(QPushButton, "canvas.fit"), LEFT)
    assert view.zoom == pytest.approx(zoom)


# ---- wires


def test_wire_to_a_layer_with_an_input_offers_a_merge(canvas):
    canvas._document.edit_config("Make widths equal", spec=spec(canvas).change("dense_2", units=64))
    drag(canvas, port(canvas, "dense_1", "out"), port(canvas, "dense_3", "in"))
    menu = canvas.findChild(QMenu, "mergeMenu")
    assert [a.objectName() for a in menu.actions() if a.text()] == [
        "merge.Add", "merge.Concatenate", "merge.only",
    ]  # fmt: skip
    menu.actions()[0].trigger()
    menu.close()
    assert inputs(canvas, "add_1") == ("dense_2", "dense_1")
    assert inputs(canvas, "dense_3") == ("add_1",)
    assert canvas._document.inference.error is None
    assert undo_text(canvas) == "Add Add"
    assert ("dense_1", "add_1") in canvas.view.graph.links


def test_a_third_wire_into_a_merge_needs_no_question(canvas):
    canvas._commands.merge("flatten_1", "dense_2", "Concatenate")
    drag(canvas, port(canvas, "dense_1", "out"), port(canvas, "concatenate_1", "in"))
    assert inputs(canvas, "concatenate_1") == ("dropout_1", "flatten_1", "dense_1")
    assert canvas._document.inference.error is None


def test_wire_can_be_drawn_backwards_from_an_input(canvas):
    canvas._commands.cut_link("dense_1", "dropout_1")
    drag(canvas, port(canvas, "dropout_1", "in"), port(canvas, "dense_1", "out"))
    assert inputs(canvas, "dropout_1") == ("dense_1",)
    assert canvas._document.inference.error is None


def test_wire_that_would_close_a_ring_is_refused_with_the_reason(canvas):
    view = canvas.view.viewport()
    QTest.mousePress(view, LEFT, NONE, port(canvas, "dense_2", "out"))
    QTest.mouseMove(view, middle(canvas, "dense_1"))
    assert canvas.view.graph.nodes["dense_1"].aim == "cannot"
    assert "already reads" in canvas._said.text()
    QTest.mouseRelease(view, LEFT, NONE, middle(canvas, "dense_1"))
    assert undo_text(canvas) == "Show the canvas"


def test_wire_to_the_output_makes_a_layer_the_last(canvas):
    canvas._commands.add_loose("Dense", (0.0, 300.0), canvas.view.graph.places())
    canvas._commands.link("dense_2", "dense_4")
    canvas.view.fit()
    drag(canvas, port(canvas, "dense_4", "out"), port(canvas, OUTPUT, "in"))
    assert names(canvas)[-1] == "dense_4"
    assert ("dense_4", OUTPUT) in canvas.view.graph.links


def test_selected_link_is_cut_and_the_hole_shows_with_a_mend(canvas):
    click(canvas, on_link(canvas, "dense_1", "dropout_1"))
    assert canvas.view.graph.links["dense_1", "dropout_1"].selected
    key(canvas, Qt.Key.Key_Delete)
    assert undo_text(canvas) == "Cut the link from dense_1 to dropout_1"
    assert canvas._bubble.isVisible()
    assert "reads no layer" in canvas._session.blocked
    QTest.mouseClick(canvas._bubble.findChild(QPushButton, "problemBubble.mend0"), LEFT)
    assert canvas._document.inference.error is None
    assert not canvas._bubble.isVisible()


def test_broken_layer_makes_its_links_red(canvas):
    canvas._commands.remove(["flatten_1"])
    assert canvas.view.graph.links[INPUT, "dense_1"].broken
    assert "Dense" in canvas._bubble.accessibleName()


# ---- nodes


def test_dragged_node_stays_where_it_is_put_and_undo_takes_it_back(canvas):
    before = canvas.view.graph.places()
    start = middle(canvas, "dropout_1")
    drag(canvas, start, start + QPoint(40, 60))
    after = canvas.view.graph.places()
    assert after["dropout_1"] != before["dropout_1"]
    assert {k: v for k, v in after.items() if k != "dropout_1"} == {
        k: v for k, v in before.items() if k != "dropout_1"
    }
    assert undo_text(canvas) == "Place dropout_1"
    assert canvas._document.project.places["dropout_1"] == after["dropout_1"]
    canvas._document.undo_stack.undo()
    assert canvas.view.graph.places() == before


def test_moving_a_node_leaves_the_run_alone(canvas, qtbot):
    prepared = []
    canvas._session.training.prepared.connect(prepared.append)
    drag(canvas, middle(canvas, "dense_1"), middle(canvas, "dense_1") + QPoint(30, 30))
    qtbot.wait(250)
    assert prepared == []


def test_rubber_band_selects_and_delete_removes_what_it_touches(canvas):
    first = canvas.view.node_rect("dropout_1").united(canvas.view.node_rect("dense_2"))
    drag(canvas, first.topLeft().toPoint() - QPoint(-20, 14),
         first.bottomRight().toPoint() + QPoint(12, 8))  # fmt: skip
    assert set(canvas._commands.selected) == {"dropout_1", "dense_2"}
    key(canvas, Qt.Key.Key_Delete)
    assert names(canvas) == ["flatten_1", "dense_1", "dense_3"]
    canvas._document.undo_stack.undo()
    assert names(canvas) == FIRST


def test_ctrl_click_adds_to_the_selection_and_takes_out(canvas):
    click(canvas, middle(canvas, "dense_1"))
    click(canvas, middle(canvas, "dense_2"), CTRL)
    assert canvas._commands.selected == ("dense_1", "dense_2")
    click(canvas, middle(canvas, "dense_1"), CTRL)
    assert canvas._commands.selected == ("dense_2",)
    click(canvas, empty_spot(canvas))
    assert canvas._commands.selected == ()


def test_selection_is_shared_with_the_stack(studio, canvas):
    click(canvas, middle(canvas, "dense_2"))
    assert studio.layout_.architecture.stack.card("dense_2").property("selected")
    studio.layers.select(["dense_1"])
    assert canvas.view.graph.nodes["dense_1"].selected


def test_copy_and_paste_with_the_canvas_in_focus(studio, canvas):
    click(canvas, middle(canvas, "dense_2"))
    studio.actions_["copy"].trigger()
    studio.actions_["paste"].trigger()
    assert names(canvas) == [*FIRST[:4], "dense_4", "dense_3"]
    assert "dense_4" in canvas.view.graph.nodes


def test_rename_on_the_node(studio, canvas):
    click(canvas, middle(canvas, "dense_2"))
    studio.actions_["rename_layer"].trigger()
    edit = canvas.findChild(NameEdit)
    QTest.keyClicks(edit, "narrow")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert names(canvas)[3] == "narrow"
    assert "narrow" in canvas.view.graph.nodes


def test_renamed_node_keeps_its_place(canvas):
    drag(canvas, middle(canvas, "dense_2"), middle(canvas, "dense_2") + QPoint(30, 50))
    place = canvas._document.project.places["dense_2"]
    assert canvas._commands.rename("dense_2", "narrow")
    assert canvas.view.graph.places()["narrow"] == place


def test_tidy_arranges_anew(canvas):
    before = canvas.view.graph.places()
    drag(canvas, middle(canvas, "dense_2"), middle(canvas, "dense_2") + QPoint(30, 50))
    QTest.mouseClick(canvas.findChild(QPushButton, "canvas.tidy"), LEFT)
    assert canvas.view.graph.places() == before


# ---- from the palette


def test_layer_dropped_on_a_link_goes_into_it(canvas):
    assert drop(canvas, mime_of("Dropout"), on_link(canvas, INPUT, "flatten_1"))
    assert inputs(canvas, "flatten_1") == ("dropout_2",)
    assert canvas._commands.selected == ("dropout_2",)


def test_layer_dropped_on_a_node_goes_behind_it(canvas):
    assert drop(canvas, mime_of("Dropout"), middle(canvas, "dense_2"))
    assert names(canvas)[4] == "dropout_2"


def test_layer_dropped_beside_is_loose_where_it_was_dropped(canvas):
    spot = empty_spot(canvas)
    there = canvas.view.mapToScene(spot)
    assert drop(canvas, mime_of("Dense"), spot)
    node = canvas.view.graph.nodes["dense_4"]
    assert abs(node.rect().center().x() - there.x()) <= 8
    assert inputs(canvas, "dense_4") == ("",)
    assert canvas._bubble.isVisible()
    assert names(canvas)[-1] == "dense_3"


def test_anything_else_cannot_be_dropped(canvas):
    mime = QMimeData()
    mime.setText("Dense")
    assert not drop(canvas, mime, empty_spot(canvas))


# ---- the keyboard


def test_tab_goes_through_all_nodes_and_then_on(studio, canvas):
    seen = []
    for _ in range(len(FIRST) + 2):
        key(canvas, Qt.Key.Key_Tab)
        seen.append(canvas.view.current)
    assert seen == [INPUT, *FIRST, OUTPUT]
    assert canvas._commands.selected == ()
    key(canvas, Qt.Key.Key_Tab)
    assert not canvas.view.hasFocus()


def test_arrows_follow_the_picture_and_enter_opens_the_inspector(studio, canvas, qtbot):
    click(canvas, middle(canvas, "flatten_1"))
    key(canvas, Qt.Key.Key_Right)
    assert canvas._commands.selected == ("dense_1",)
    assert "dense_1: Dense 64 · relu · 50,240 params" in canvas.view.accessibleDescription()
    key(canvas, Qt.Key.Key_Left)
    key(canvas, Qt.Key.Key_Left)
    assert canvas.view.current == INPUT
    click(canvas, middle(canvas, "dense_1"))
    qtbot.waitUntil(studio.layout_.inspector.layer_form.field("units").isVisible)
    key(canvas, Qt.Key.Key_Return)
    assert studio.focusWidget().objectName() == "layer.units"


def test_alt_and_arrows_move_a_node(canvas):
    click(canvas, middle(canvas, "dense_1"))
    x, y = canvas.view.graph.places()["dense_1"]
    key(canvas, Qt.Key.Key_Down, ALT)
    assert canvas.view.graph.places()["dense_1"] == (x, y + 8)
    assert undo_text(canvas) == "Place dense_1"


def test_link_is_drawn_with_the_keyboard(canvas):
    canvas._commands.cut_link("dense_1", "dropout_1")
    canvas.view.setFocus()
    click(canvas, middle(canvas, "dense_1"))
    key(canvas, Qt.Key.Key_L)
    assert "Link from dense_1" in canvas._said.text()
    key(canvas, Qt.Key.Key_Tab)
    assert canvas.view.current == "dropout_1"
    key(canvas, Qt.Key.Key_Return)
    assert inputs(canvas, "dropout_1") == ("dense_1",)


def test_escape_gives_up_a_wire(canvas):
    view = canvas.view.viewport()
    QTest.mousePress(view, LEFT, NONE, port(canvas, INPUT, "out"))
    QTest.mouseMove(view, middle(canvas, "dense_3"))
    key(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(view, LEFT, NONE, middle(canvas, "dense_3"))
    assert canvas.findChild(QMenu, "mergeMenu") is None
    assert undo_text(canvas) == "Show the canvas"
