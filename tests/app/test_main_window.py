"""The window as a whole: names, menus, titles, docks, messages."""

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QScrollBar,
    QTabBar,
    QWidget,
)

from app.jobs.session import Session
from app.jobs.training import Status
from app.main_window import MainWindow
from app.settings import Settings
from app.theme import theme

INTERACTIVE = (QAbstractButton, QLineEdit, QComboBox, QAbstractSlider, QTabBar)


def is_internal(widget: QWidget) -> bool:
    """Parts that Qt and pyqtgraph make for themselves and never show as such."""
    if isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_"):
        return True
    name = ""
    parent = widget
    while parent is not None:
        name = type(parent).__name__
        if name in ("PlotCanvas", "QComboBoxPrivateContainer") or (
            isinstance(parent, QMenu) and parent.title() == "Plot Options"
        ):
            return True
        if parent is not widget and isinstance(parent, QComboBox):
            return True
        parent = parent.parentWidget()
    return False


def interactive(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if (isinstance(widget, INTERACTIVE) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not is_internal(widget)
        and not widget.isWindow()
    ]


# ---- names and keys ----


def test_every_interactive_widget_has_a_unique_name_and_an_accessible_one(studio):
    studio.session.document.select("dense_1")
    widgets = interactive(studio)
    names = [widget.objectName() for widget in widgets]
    assert len(widgets) > 60
    assert [type(widget).__name__ for widget in widgets if not widget.objectName()] == []
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert [widget.objectName() for widget in widgets if not widget.accessibleName()] == []


def test_every_dock_and_action_has_a_name(studio):
    assert all(dock.objectName() and dock.windowTitle() for dock in studio.layout_.docks)
    menus = studio.menus.findChildren(QMenu)
    assert all(menu.objectName() for menu in menus if menu.title())


def test_nothing_is_ringed_at_the_start_and_tab_begins_at_the_bar(studio, qtbot):
    studio.activateWindow()
    assert studio.focusWidget() is studio
    studio.focusNextChild()
    assert studio.focusWidget().objectName() == "recipeButton"


def test_tab_reaches_fields_right_after_the_tabs_of_the_inspector(studio, qtbot):
    studio.session.document.select("dense_1")
    qtbot.waitUntil(studio.layout_.inspector.layer_form.field("units").isVisible)
    studio.layout_.inspector._tabs.button("training").setFocus()
    studio.focusNextChild()
    assert studio.focusWidget().objectName() == "layer.units"


def test_arrows_follow_the_order_of_cards_after_a_move(studio):
    studio.session.document.select("dense_2")
    studio.layers.move_up()
    card = studio.layout_.architecture.stack.card("dense_1")
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Down)
    assert studio.focusWidget().objectName() == "layerCard.dense_2"


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_nothing_of_the_bar_is_cut_off(studio, qtbot, size):
    studio.session.open_recipe("worked-example")  # the longest name, 10,000 epochs
    studio.resize(*size)
    qtbot.waitUntil(lambda: studio.bar.width() == size[0])
    assert studio.bar.layout().minimumSize().width() <= size[0]
    shown = [w for w in studio.bar.findChildren(QAbstractButton) if w.isVisible()]

    def all_have_room() -> None:
        assert [b.objectName() for b in shown if b.width() < b.minimumSizeHint().width()] == []

    qtbot.waitUntil(all_have_room)


def test_window_may_become_as_small_as_a_small_screen(studio):
    assert studio.minimumSizeHint().width() <= 1024
    assert studio.minimumSizeHint().height() <= 700


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_no_form_is_wider_than_its_card(studio, qtbot, size):
    studio.resize(*size)
    studio._on_reset_layout()
    studio.session.document.select("dense_1")
    inspector = studio.layout_.inspector
    for key, name in (("layer", "layerScroll"), ("training", "trainingScroll")):
        inspector.show_page(key)
        QApplication.processEvents()
        scroll = inspector.findChild(QWidget, name)
        assert scroll.widget().width() <= scroll.viewport().width()


# ---- title ----


def test_title_tells_project_and_unsaved_changes(studio):
    assert studio.windowTitle() == "first-digits[*] – Vitrine"
    assert not studio.isWindowModified()
    assert studio.findChild(QWidget, "fileLabel").text() == "first-digits"
    studio.session.document.edit_config("Change epochs", epochs=99)
    assert studio.isWindowModified()
    assert studio.findChild(QWidget, "fileLabel").text() == "first-digits •"
    studio.actions_["undo"].trigger()
    assert not studio.isWindowModified()


# ---- edit menu ----


def test_undo_says_what_it_takes_back(studio):
    assert studio.actions_["undo"].text() == "&Undo"
    assert not studio.actions_["undo"].isEnabled()
    studio.layers.add("Dropout")
    assert studio.actions_["undo"].text() == "&Undo Add Dropout"
    studio.actions_["undo"].trigger()
    assert not studio.actions_["undo"].isEnabled()
    assert studio.actions_["redo"].text() == "&Redo Add Dropout"
    studio.actions_["redo"].trigger()
    assert "dropout_2" in [node.name for node in studio.session.config.spec.layers]


def test_layer_actions_need_a_selected_layer(studio):
    names = ("remove_layer", "move_layer_up", "move_layer_down")
    assert not any(studio.actions_[name].isEnabled() for name in names)
    studio.session.document.select("dense_2")
    assert all(studio.actions_[name].isEnabled() for name in names)
    studio.actions_["move_layer_up"].trigger()
    assert studio.session.config.spec.index("dense_2") == 2
    studio.actions_["move_layer_down"].trigger()
    assert studio.session.config.spec.index("dense_2") == 3
    studio.actions_["remove_layer"].trigger()
    assert "dense_2" not in [node.name for node in studio.session.config.spec.layers]
    assert studio.session.document.selection == "dense_3"  # what came into its place


# ---- view menu ----


def test_theme_is_chosen_in_the_menu_and_remembered(studio):
    studio.actions_["theme_dark"].trigger()
    assert theme().mode == "dark"
    checked = [mode for mode in ("system", "light", "dark")
               if studio.actions_[f"theme_{mode}"].isChecked()]  # fmt: skip
    assert checked == ["dark"]
    assert Settings(studio._settings.path).theme == "dark"
    studio.actions_["theme_dark"].trigger()
    assert studio.actions_["theme_dark"].isChecked()


def test_panel_is_hidden_and_comes_back_with_the_layout(studio):
    dock = studio.layout_.docks[0]
    studio.findChild(QMenu, "menu.view")
    dock.toggleViewAction().trigger()
    assert not dock.isVisible()
    studio.actions_["reset_layout"].trigger()
    assert dock.isVisible()


def test_layout_is_remembered_from_one_window_to_the_next(studio, qtbot, tmp_path):
    studio.layout_.docks[3].hide()
    studio.close()
    again = MainWindow(Session(), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(again)
    again.show()
    assert not again.layout_.docks[3].isVisible()
    assert again.layout_.docks[0].isVisible()
    again.close()


def test_safe_mode_neither_reads_nor_writes_settings(qtbot, styled, stand_in, tmp_path):
    path = tmp_path / "settings.json"
    settings = Settings(path)
    settings.theme = "dark"
    settings.window_state = b"of another program"
    before = path.read_bytes()
    window = MainWindow(Session(), Settings(path, safe_mode=True))
    qtbot.addWidget(window)
    window.show()
    window.actions_["theme_light"].trigger()
    window.close()
    assert path.read_bytes() == before


def test_unknown_layout_in_the_settings_leaves_every_panel_in_place(
    qtbot, styled, stand_in, tmp_path
):
    settings = Settings(tmp_path / "settings.json")
    settings.window_state = settings.window_geometry = b"of another program"
    window = MainWindow(Session(), settings)
    qtbot.addWidget(window)
    window.show()
    assert all(dock.isVisible() for dock in window.layout_.docks)
    window.close()


# ---- messages ----


def test_refused_edit_is_told_and_changes_nothing(studio):
    before = studio.session.document.project
    assert not studio.session.document.edit_config("Change epochs", epochs=0)
    assert "epochs" in studio.toast.text()
    assert studio.session.document.project == before


def test_weights_that_are_kept_are_told(studio, qtbot):
    studio.session.training.step_batch()
    qtbot.waitUntil(lambda: studio.session.training.status is Status.PAUSED)
    with qtbot.waitSignal(studio.session.training.prepared):
        studio.session.document.edit(
            "Widen",
            lambda project: project.with_config(
                project.config.replace(spec=project.config.spec.change("dense_2", units=20))
            ),
        )
    assert studio.toast.text() == "Kept the weights of dense_1; the rest starts anew."
    studio.session.training.step_batch()
    qtbot.waitUntil(lambda: studio.session.training.status is Status.PAUSED)
    with qtbot.waitSignal(studio.session.training.prepared):
        spec = studio.session.config.spec.change("dense_1", activation="tanh")
        studio.session.document.edit_config("Change", spec=spec)
    assert studio.toast.text() == "Kept the weights of every layer; the run begins anew."


def test_closed_window_does_not_hear_the_end_of_the_undo_stack(studio):
    studio.session.document.edit_config("Change seed", seed=3)
    studio.session.document.forget_changes()
    shown = []
    studio.states.shown.connect(lambda: shown.append(True))
    assert studio.close()
    studio.session.document.undo_stack.clear()  # as its destructor does
    assert shown == []


def test_window_cannot_be_made_so_small_that_panels_overlap(studio, qtbot):
    studio.resize(300, 200)
    qtbot.waitUntil(lambda: studio.width() < 1000)
    assert studio.size() == studio.minimumSizeHint()
    assert studio.width() <= 1024
    assert studio.height() <= 660
    docks = [dock.geometry() for dock in studio.layout_.docks]
    assert not any(a.intersects(b) for a, b in combinations(docks, 2))
    window = studio.studio.rect()
    assert all(window.contains(dock) for dock in docks)


def test_step_to_another_sample_takes_the_place_of_the_drawing(studio, qtbot):
    studio.layout_.pad.show_digit(studio.session.data.x_test[0, :, :, 0])
    studio.session.open_recipe("xor")
    chip = studio.findChild(QAbstractButton, "sampleNext")
    qtbot.waitUntil(chip.isVisible)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert studio.session.sample.index == 1
    assert studio.layout_.pad.canvas.is_empty
