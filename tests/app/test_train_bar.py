"""The bar above the panels."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app.jobs.training import Progress, Status
from app.models.recipe_groups import grouped
from app.train_bar import DELAYS, NARROW
from app.widgets.progress import ProgressReadout
from nncore.training.config import recipe_names


def button(studio, name: str) -> QAbstractButton:
    found = studio.bar.findChild(QAbstractButton, name)
    assert found is not None, name
    return found


def click(studio, name: str) -> None:
    assert button(studio, name).isEnabled(), name
    QTest.mouseClick(button(studio, name), Qt.MouseButton.LeftButton)


def until(studio, qtbot, status: Status) -> None:
    qtbot.waitUntil(lambda: studio.session.training.status is status)


def enabled(studio) -> set[str]:
    names = ("trainButton", "stepButtons.step_batch", "stepButtons.step_epoch", "stopButton",
             "resetButton", "undoButton", "redoButton")  # fmt: skip
    return {name for name in names if button(studio, name).isEnabled()}


READY = {"trainButton", "stepButtons.step_batch", "stepButtons.step_epoch", "resetButton"}


@pytest.fixture
def long_run(studio, qtbot):
    """A run that does not end by itself within a test."""
    with qtbot.waitSignal(studio.session.training.prepared):
        studio.session.document.edit_config("Change seed", seed=3, epochs=100_000)
    return studio


def test_ready_run_can_be_trained_and_stepped(studio):
    assert button(studio, "trainButton").text() == "Train"
    assert enabled(studio) == READY


def test_train_becomes_pause_and_then_go_on(long_run, qtbot):
    click(long_run, "trainButton")
    until(long_run, qtbot, Status.RUNNING)
    assert button(long_run, "trainButton").text() == "Pause"
    assert button(long_run, "trainButton").accessibleName() == "Pause"
    assert enabled(long_run) == {"trainButton", "stopButton", "resetButton", "undoButton"}
    click(long_run, "trainButton")
    until(long_run, qtbot, Status.PAUSED)
    assert button(long_run, "trainButton").text() == "Go on"
    assert enabled(long_run) >= READY


def test_stop_ends_the_run(long_run, qtbot):
    click(long_run, "trainButton")
    until(long_run, qtbot, Status.RUNNING)
    click(long_run, "stopButton")
    until(long_run, qtbot, Status.FINISHED)
    assert "stopButton" not in enabled(long_run)
    assert button(long_run, "trainButton").text() == "Train"


def test_space_on_the_focused_button_trains(long_run, qtbot):
    button(long_run, "trainButton").setFocus()
    QTest.keyClick(button(long_run, "trainButton"), Qt.Key.Key_Space)
    until(long_run, qtbot, Status.RUNNING)


def test_what_is_left_is_told_only_while_something_trains(long_run, qtbot):
    told: list[float | None] = []
    long_run.session.training.progressed.connect(lambda progress: told.append(progress.eta))
    click(long_run, "trainButton")
    qtbot.waitUntil(lambda: any(told))
    click(long_run, "trainButton")
    until(long_run, qtbot, Status.PAUSED)
    assert told[-1] is None


def test_step_batch_trains_exactly_one(studio, qtbot):
    training = studio.session.training
    for step in (1, 2):
        click(studio, "stepButtons.step_batch")
        until(studio, qtbot, Status.PAUSED)
        assert training._step == step


def test_step_epoch_trains_to_its_end(studio, qtbot):
    click(studio, "stepButtons.step_epoch")
    until(studio, qtbot, Status.PAUSED)
    assert studio.session.training._progress == 1.0
    assert studio.layout_.metrics.accuracy.value().endswith("%")


def test_reset_brings_the_initial_weights_back(studio, qtbot):
    first = studio.session.predictor.own.flat.copy()
    click(studio, "stepButtons.step_epoch")
    until(studio, qtbot, Status.PAUSED)
    qtbot.waitUntil(lambda: (studio.session.predictor.own.flat != first).any())
    click(studio, "resetButton")
    until(studio, qtbot, Status.READY)
    assert (studio.session.predictor.own.flat == first).all()


def test_failed_run_can_be_reset(studio, qtbot):
    training = studio.session.training
    training.info = None
    training._set_status(Status.FAILED)
    assert enabled(studio) == {"resetButton"}
    click(studio, "resetButton")
    until(studio, qtbot, Status.READY)
    assert "trainButton" in enabled(studio)


def test_fault_in_the_network_blocks_training_and_the_button_says_why(studio):
    studio.layers.remove(["flatten_1"])
    assert "trainButton" not in enabled(studio)
    assert "Flatten" in button(studio, "trainButton").toolTip()
    studio.actions_["undo"].trigger()
    assert "trainButton" in enabled(studio)


def test_progress_tells_epoch_and_words_for_the_ear(studio, qtbot):
    with qtbot.waitSignal(studio.session.training.prepared):
        studio.session.document.edit_config("Change seed", seed=3, epochs=2)
    bar = studio.bar._readout.bar
    assert "Epoch 0 / 2" in bar.accessibleName()
    click(studio, "trainButton")
    until(studio, qtbot, Status.FINISHED)
    qtbot.waitUntil(lambda: bar.fraction() == 1.0)
    assert "Epoch 2 / 2" in bar.accessibleName()


def test_epochs_are_never_cut_off_in_a_narrow_bar(studio, qtbot):
    studio.session.open_recipe("worked-example")
    until(studio, qtbot, Status.READY)
    studio.resize(1024, 700)
    qtbot.waitUntil(lambda: studio.bar.width() == 1024)
    studio.bar._on_progressed(Progress(10_000, 8_874.0, 8_874, 12_345.0, 3_600.0))
    title = studio.bar._readout._title
    assert title.text() == "Epoch 8875 / 10000"
    qtbot.waitUntil(lambda: title.width() >= title.sizeHint().width())


def test_slider_slows_the_training_down(studio, monkeypatch):
    delays = []
    monkeypatch.setattr(studio.session.training, "set_delay", delays.append)
    slider = studio.bar._speed
    assert slider.value() == slider.maximum()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert delays[-1] == DELAYS[0] == max(DELAYS)
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert delays[-1] == 0.0


def test_speed_leaves_a_narrow_bar(studio, qtbot):
    studio.resize(NARROW + 100, 800)
    qtbot.waitUntil(studio.bar._speed.isVisible)
    studio.resize(NARROW - 100, 800)
    qtbot.waitUntil(lambda: not studio.bar._speed.isVisible())


def test_recipe_menu_offers_every_recipe_once_with_its_description(studio):
    menu = button(studio, "recipeButton").menu()
    blank, *rest = menu.actions()
    assert blank is studio.actions_["new"]
    groups = [action.menu() for action in rest if action.menu() is not None]
    offered = [action for group in groups for action in group.actions()]
    assert sorted(action.text() for action in offered) == recipe_names()
    assert "Others" not in [group.title() for group in groups], "every recipe has a group"
    assert all(action.toolTip() for action in offered)
    chosen = next(action for action in offered if action.text() == "worked-example")
    chosen.trigger()
    assert studio.session.config.name == "worked-example"
    assert button(studio, "recipeButton").text().split() == ["Recipe", "worked-example"]


def test_recipe_of_no_group_is_offered_at_the_end():
    assert grouped(["mine", "xor"]) == [("First steps", ["xor"]), ("Others", ["mine"])]


def test_bar_says_what_computes(long_run, qtbot):
    readout = long_run.bar.findChild(ProgressReadout)
    assert "NumPy computes everything" in readout.toolTip()
    long_run.bar.resize(NARROW + 500, long_run.bar.height())
    long_run.session.training.progressed.emit(Progress(10, 2.5, 100, 61_200.0, 8.0))
    assert "61,200 samples/s, NumPy" in readout.bar.accessibleName()


def test_bar_says_what_numba_computes(long_run):
    training = long_run.session.training
    training.info = replace(training.info, kernels="fast")
    training.prepared.emit(training.info)
    readout = long_run.bar.findChild(ProgressReadout)
    for part in ("Convolution", "pooling", "recurrent cells", "batch normalization", "optimizers"):
        assert part in readout.toolTip()
    long_run.bar.resize(NARROW + 500, long_run.bar.height())
    training.progressed.emit(Progress(10, 2.5, 100, 61_200.0, 8.0))
    assert "61,200 samples/s, numba" in readout.bar.accessibleName()
