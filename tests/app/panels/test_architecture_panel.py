"""The architecture panel: layers by mouse and keyboard, each an edit that can be undone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton

from app.editor.layer_commands import LayerCommands
from app.models.layer_text import addable_layers
from app.panels.architecture import ArchitecturePanel
from app.project import Project
from nncore.layers import LAYERS

FIRST = ["flatten_1", "dense_1", "dropout_1", "dense_2", "dense_3"]


@pytest.fixture
def panel(ready, qtbot):
    panel = ArchitecturePanel(ready, LayerCommands(ready.document, ready))
    qtbot.addWidget(panel)
    panel.resize(300, 420)
    panel.show()
    return panel


def names(panel) -> list[str]:
    return [node.name for node in panel._document.config.spec.layers]


def subtitle(panel) -> str:
    return panel.header._subtitle.text()


def said(label) -> str:
    return label.text().replace("\N{NO-BREAK SPACE}", " ")


def in_sight(panel, card) -> bool:
    viewport = panel._scroll.viewport()
    corner = card.mapTo(viewport, card.rect().topLeft())
    return corner.y() >= 0 and corner.y() + card.height() <= viewport.height()


def click(panel, name: str, kind: type = QPushButton) -> None:
    QTest.mouseClick(panel.findChild(kind, name), Qt.MouseButton.LeftButton)


def test_every_layer_type_can_be_added(panel):
    for type_name in addable_layers():
        before = len(names(panel))
        chip = panel.findChild(QPushButton, f"add.{type_name}")
        if chip is not None:
            click(panel, f"add.{type_name}")
            assert LAYERS[type_name].summary in chip.toolTip()
        else:
            action = panel.findChild(QAction, f"add.{type_name}")
            assert LAYERS[type_name].summary in action.toolTip()
            action.trigger()
        assert len(names(panel)) == before + 1


def test_layer_is_added_after_the_selected_one_and_selected(panel):
    panel._document.select("dense_1")
    click(panel, "add.Dropout")
    assert names(panel) == ["flatten_1", "dense_1", "dropout_2", "dropout_1", "dense_2", "dense_3"]
    assert panel._document.selection == "dropout_2"
    assert panel.stack.card("dropout_2").property("selected")


def test_layer_is_added_before_the_last_while_none_is_selected(panel):
    panel._document.select("")
    click(panel, "add.Dense")
    assert names(panel)[-2:] == ["dense_4", "dense_3"]


def test_each_edit_is_one_step_back(panel):
    click(panel, "add.Dropout")
    QTest.keyClick(panel.stack.card("dense_1"), Qt.Key.Key_Delete)
    QTest.keyClick(panel.stack.card("dropout_1"), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    stack = panel._document.undo_stack
    assert stack.undoText() == "Move dropout_1"
    stack.undo()
    assert stack.undoText() == "Remove dense_1"
    stack.undo()
    assert stack.undoText() == "Add Dropout"
    stack.undo()
    assert names(panel) == FIRST
    assert not stack.canUndo()


def test_buttons_of_the_selected_card_move_and_remove_it(panel):
    click(panel, "layerCard.dense_2", type(panel.stack.card("dense_2")))
    assert panel._document.selection == "dense_2"
    click(panel, "layerCard.dense_2.up", QToolButton)
    assert names(panel) == ["flatten_1", "dense_1", "dense_2", "dropout_1", "dense_3"]
    click(panel, "layerCard.dense_2.down", QToolButton)
    assert names(panel) == FIRST
    click(panel, "layerCard.dense_2.remove", QToolButton)
    assert "dense_2" not in names(panel)
    assert panel._document.selection == "dense_3"  # what came into its place


def test_move_asked_by_a_drop_is_made(panel):
    panel.stack.move_asked.emit("dense_3", 1)
    assert names(panel) == ["flatten_1", "dense_3", "dense_1", "dropout_1", "dense_2"]


def test_title_counts_parameters_or_says_that_there_are_none_yet(panel):
    assert subtitle(panel) == "51.5k params"
    QTest.keyClick(panel.stack.card("flatten_1"), Qt.Key.Key_Delete)
    assert subtitle(panel) == ""
    assert said(panel._total) == "cannot be built yet"
    assert panel.stack.card("dense_1").property("broken")
    panel._document.undo_stack.undo()
    assert subtitle(panel) == "51.5k params"


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
def test_count_in_the_title_is_never_cut_off(studio, qtbot, size):
    studio.resize(*size)
    panel = studio.layout_.architecture
    qtbot.waitUntil(lambda: studio.width() == size[0])
    for units in (64, 2, 640, 6400):  # 51.5k, 1.79k, 514k, 5.13M
        studio.session.document.edit(
            "Change",
            lambda project, units=units: project.with_config(
                project.config.replace(spec=project.config.spec.change("dense_1", units=units))
            ),
        )
        title = panel.header._subtitle
        qtbot.waitUntil(lambda title=title: title.text().endswith("params"))
        assert title.shown_text() in (title.text(), "")


def test_costs_are_told_of_the_selected_layer_and_in_all(panel):
    panel._document.select("dense_1")
    assert said(panel._cost) == ("dense_1: weights 201 kB · output 256 B · 50.2k multiply-adds")
    assert (
        said(panel._total)
        == "in all: 51,450 parameters, weights 206 kB · output 3.75 kB · 51.4k multiply-adds"
    )
    # Parted behind the dots only: no number loses its unit.
    assert "206\N{NO-BREAK SPACE}kB\N{NO-BREAK SPACE}· output" in panel._total.text()
    panel._document.select("")
    assert not panel._cost.isVisible()
    QTest.keyClick(panel.stack.card("flatten_1"), Qt.Key.Key_Delete)
    assert said(panel._total) == "cannot be built yet"


def test_dragged_type_is_added_where_it_is_dropped(panel):
    panel.stack.add_asked.emit("Dropout", 1)
    assert names(panel)[:3] == ["flatten_1", "dropout_2", "dense_1"]
    panel.stack.add_asked.emit("Flatten", 0)
    assert names(panel)[0] == "flatten_2"


def test_no_layers_say_what_to_do_and_can_be_built_up_again(panel):
    for name in names(panel):
        panel._commands.remove([name])
    assert panel._empty.isVisible()
    click(panel, "add.Flatten")
    click(panel, "add.Dense")
    assert names(panel) == ["flatten_1", "dense_1"]
    assert not panel._empty.isVisible()


def test_buttons_stay_in_sight_however_many_layers_there_are(panel, qtbot):
    for _ in range(20):
        panel._commands.add("Dropout")
    chip = panel.findChild(QPushButton, "add.Dense")
    qtbot.waitUntil(lambda: chip.mapTo(panel, chip.rect().bottomLeft()).y() < panel.height())
    selected = panel.stack.card(panel._document.selection)
    viewport = panel._scroll.viewport()
    qtbot.waitUntil(
        lambda: viewport.rect().contains(selected.mapTo(viewport, selected.rect().center()))
    )


def test_buttons_follow_the_cards_while_there_is_room(panel, qtbot):
    for name in FIRST[1:]:
        panel._commands.remove([name])
    chip = panel.findChild(QPushButton, "add.Dense")
    qtbot.waitUntil(lambda: chip.mapTo(panel, chip.rect().topLeft()).y() < 330)


def test_another_project_shows_its_layers(panel):
    panel._document.select("dense_1")
    panel._document.open(Project.from_recipe("nielsen-30"))
    assert [card.name for card in panel.stack.cards()] == ["flatten_1", "dense_1", "dense_2"]
    assert not panel.stack.card("dense_1").property("selected")


def test_low_panel_has_one_row_of_buttons_and_the_others_in_the_menu(panel, qtbot):
    panel.resize(248, 282)
    chips = [chip for chip in panel._chips if chip.isVisible()]
    qtbot.waitUntil(lambda: len({chip.y() for chip in chips}) == 1)
    assert len(chips) < len(panel._chips)
    assert panel._scroll.height() > 130
    action = panel.findChild(QAction, "more.Dropout")
    assert action.isVisible()
    action.trigger()
    assert "dropout_2" in names(panel)
    panel.resize(300, 420)
    assert all(chip.isVisible() for chip in panel._chips)
    assert not action.isVisible()


def test_opened_project_is_shown_from_the_top_and_a_broken_card_whole(panel, qtbot):
    panel.resize(248, 282)
    panel._document.select("dense_3")
    qtbot.waitUntil(lambda: in_sight(panel, panel.stack.card("dense_3")))
    assert not in_sight(panel, panel.input)
    panel._document.open(Project.from_recipe("small-resnet"))
    qtbot.waitUntil(lambda: panel._scroll.verticalScrollBar().value() == 0)
    panel._commands.remove(["flatten_1"])
    qtbot.waitUntil(lambda: in_sight(panel, panel.stack.card("dense_1")))


def test_type_of_a_layer_is_kept_whole_beside_its_buttons(panel, qtbot):
    panel.resize(248, 420)
    panel._document.open(Project.from_recipe("small-resnet"))
    panel._document.select("conv_2")
    title = panel.stack.card("conv_2")._title
    qtbot.waitUntil(lambda: title.shown_text() == "Conv2D")
    detail = panel.stack.card("conv_2")._detail  # whole words or none
    assert detail.shown_text() in ("16 · 3 × 3 · relu", "16 · 3 × 3", "16", "")


def test_canvas_comes_to_the_front_when_it_is_asked_for_again(studio):
    views, tabs = studio.layout_.architecture._views, studio.layout_.tabs
    QTest.mouseClick(views.button("canvas"), Qt.MouseButton.LeftButton)
    tabs.setCurrentWidget(studio.layout_.network)
    QTest.mouseClick(views.button("canvas"), Qt.MouseButton.LeftButton)
    assert tabs.currentWidget() is studio.layout_.canvas
    assert studio.session.document.project.view.architecture == "canvas"
