"""Undo and redo leave selected what they have to do with."""

import pytest


@pytest.fixture
def undo(studio):
    return studio.session.document.undo_stack.undo


@pytest.fixture
def redo(studio):
    return studio.session.document.undo_stack.redo


def selected(studio):
    assert studio.session.document.selection == (studio.layers.selected or ("",))[-1]
    return studio.layers.selected


def test_renamed_layer_stays_selected(studio, undo, redo):
    studio.layers.select(["dense_2"])
    studio.layers.rename("dense_2", "hidden")
    undo()
    assert selected(studio) == ("dense_2",)
    redo()
    assert selected(studio) == ("hidden",)


def test_rename_of_another_layer_leaves_the_selection(studio, undo):
    studio.layers.rename("dense_2", "hidden")
    studio.layers.select(["dense_1"])
    undo()
    assert selected(studio) == ("dense_1",)


def test_removed_layers_come_back_selected(studio, undo, redo):
    studio.layers.select(["dense_1", "dense_2"])
    studio.layers.remove_selected()
    assert selected(studio) == ("dense_3",)
    undo()
    assert selected(studio) == ("dense_1", "dense_2")
    redo()
    assert selected(studio) == ("dense_3",)


def test_after_an_added_layer_what_was_selected_is_again(studio, undo, redo):
    studio.layers.select(["dense_1"])
    studio.layers.add("Dropout")
    (added,) = selected(studio)
    undo()
    assert selected(studio) == ("dense_1",)
    redo()
    assert selected(studio) == (added,)


def test_undo_of_a_setting_leaves_the_selection(studio, undo):
    studio.session.document.edit_config("Change epochs", epochs=3)
    studio.layers.select(["dense_2"])
    undo()
    assert selected(studio) == ("dense_2",)
