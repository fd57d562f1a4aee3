"""The mistakes panel: judge held-out samples, and look at what is mixed up."""

import time
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from app.jobs.judging import LEAST_REST
from app.jobs.training import Status
from app.models.mistakes import Judged
from app.panels.mistakes import MistakesPanel


@pytest.fixture
def panel(qtbot, ready):
    widget = MistakesPanel(ready)
    qtbot.addWidget(widget)
    widget.resize(760, 460)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.fixture
def drawn(panel, qtbot):
    """Draws like the window's clock until the newest parameters are judged."""

    def run() -> Judged:
        def done() -> bool:
            panel._session.training.collect()
            if panel.dirty:
                panel.dirty = False
                panel.refresh()
            return (
                isinstance(panel.judging.result, Judged)
                and not panel.judging.goes_on
                and not panel.judging.is_stale
            )

        qtbot.waitUntil(done)
        panel.refresh()
        return panel.judging.result

    return run


def press(panel, name, kind=QToolButton):
    QTest.mouseClick(panel.findChild(kind, name), Qt.MouseButton.LeftButton)


def state(panel) -> str:
    return panel.findChild(QLabel, "mistakesState").text()


def test_panel_may_become_as_narrow_as_before_after_it_was_wide(panel, drawn, qtbot):
    drawn()
    panel.resize(1400, 460)
    qtbot.waitUntil(lambda: panel.matrix.width() > 700)
    assert panel.minimumSizeHint().width() < 400
    panel.resize(400, 460)
    qtbot.waitUntil(lambda: panel.matrix.width() < 240)
    assert panel.matrix.width() >= panel.matrix.minimumSizeHint().width()
    assert panel.samples.width() >= panel.samples.minimumSizeHint().width()


def test_matrix_has_a_little_more_than_half_of_the_width(panel, drawn):
    drawn()
    assert 0.5 < panel.matrix.width() / panel.width() < 0.6


def test_validation_samples_are_judged_without_being_asked(panel, drawn, ready):
    judged = drawn()
    assert judged.samples.split == "validation"
    kept = len(ready.data.x_train) * ready.config.validation_split
    assert judged.matrix.sum() == len(judged.samples) == pytest.approx(kept, abs=1)
    expected = ready.predictor.own.predict(judged.samples.x).argmax(axis=1)
    np.testing.assert_array_equal(judged.predicted, expected)
    assert state(panel).startswith("Step 0: ")
    assert panel.matrix.isVisible()


def test_state_says_of_which_step_it_is(panel, drawn, ready, qtbot):
    drawn()
    ready.training.step_batch()
    qtbot.waitUntil(lambda: ready.training.status is Status.PAUSED)
    assert panel.dirty
    assert drawn().step == 1
    assert state(panel).startswith("Step 1: ")


def test_same_parameters_are_not_judged_twice(panel, drawn, ready):
    first = drawn()
    panel.refresh()
    assert not panel.judging.goes_on
    assert panel.judging.result is first


def test_test_set_comes_with_a_warning(panel, drawn):
    drawn()
    warning = panel.findChild(QLabel, "mistakesWarning")
    assert not warning.isVisible()
    press(panel, "mistakesSplit.test")
    judged = drawn()
    assert judged.samples.split == "test"
    assert len(judged.samples) == 40
    assert warning.isVisible()
    assert "choose nothing by the test set" in warning.text()


def test_cell_shows_its_samples_and_a_click_asks_for_one(panel, drawn, qtbot):
    judged = drawn()
    truth, said = np.unravel_index(judged.matrix.argmax(), judged.matrix.shape)
    at = panel.matrix.cell_rect(int(truth), int(said)).center().toPoint()
    QTest.mouseClick(panel.matrix, Qt.MouseButton.LeftButton, pos=at)
    expected = judged.in_cell(int(truth), int(said))
    gallery = panel.samples.gallery
    assert len(gallery._tiles) == len(expected) > 0
    np.testing.assert_array_equal(gallery._tiles[0], judged.samples.x[expected[0], :, :, 0])
    with qtbot.waitSignal(panel.sample_chosen) as told:
        at = gallery.tile_rect(0).center().toPoint()
        QTest.mouseClick(gallery, Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["train", judged.samples.start + int(expected[0])]


def test_surest_mistakes_and_hardest_are_a_click_away(panel, drawn):
    judged = drawn()
    press(panel, "mistakesSurest", QPushButton)
    assert panel._indices.tolist() == judged.surest_mistakes().tolist()
    press(panel, "mistakesHardest", QPushButton)
    assert panel._indices.tolist() == judged.hardest().tolist()
    assert panel.findChild(QPushButton, "mistakesHardest").isChecked()
    assert not panel.findChild(QPushButton, "mistakesSurest").isChecked()


def test_numbers_switch_to_per_cent_and_scores_by_class_are_shown(panel, drawn):
    judged = drawn()
    press(panel, "mistakesNumbers.percent")
    row = int(judged.matrix.sum(axis=1).argmax())
    assert panel.matrix.cell_text(row, -1) == "100"
    press(panel, "mistakesView.classes")
    assert panel.by_class.isVisible()
    texts = panel.by_class.texts
    assert texts.rowCount() == 11
    assert texts.text(10, 3) == f"{judged.report.macro_f1:.3f}"


def test_cancel_stops_and_nothing_begins_again_by_itself(panel, ready, qtbot):
    panel.refresh()
    assert panel.judging.goes_on
    press(panel, "mistakesCancel", QPushButton)
    panel.refresh()
    assert not panel.judging.goes_on
    assert panel.judging.result is None
    assert "press “judge now”" in panel.empty._sentence.text()
    press(panel, "mistakesJudge", QPushButton)
    panel.refresh()
    assert panel.judging.goes_on
    qtbot.waitUntil(lambda: panel.judging.result is not None)


def test_hidden_panel_is_not_judged(panel, ready):
    panel.hide()
    assert panel.dirty  # the clock draws only what can be seen
    assert not panel.judging.goes_on


def test_while_training_judging_rests_between_two_results(panel, drawn, ready, qtbot):
    with qtbot.waitSignal(ready.training.prepared):
        ready.document.edit_config("Train long", epochs=100_000, seed=4)
    drawn()
    ready.train()
    begun = []
    ready.tasks.started.connect(lambda _: begun.append(time.perf_counter()))

    def has_trained() -> bool:
        ready.training.want_snapshot()
        ready.training.collect()
        if panel.dirty:
            panel.dirty = False
            panel.refresh()
        return ready.training.step > 500

    qtbot.waitUntil(has_trained, timeout=20000)
    assert all(b - a >= LEAST_REST for a, b in pairwise(begun))
    ready.training.pause()
    qtbot.waitUntil(lambda: ready.training.status is Status.PAUSED)
    assert drawn().step == ready.training.step


def test_without_validation_samples_the_panel_says_what_to_do(panel, drawn, ready, qtbot):
    drawn()
    with qtbot.waitSignal(ready.training.prepared):
        ready.document.edit_config("None aside", validation_split=0.0)
    panel.refresh()
    assert "keeps no validation samples" in panel.empty._sentence.text()
    assert panel.empty.isVisible()
    QTest.mouseClick(panel.empty._button, Qt.MouseButton.LeftButton)
    assert drawn().samples.split == "test"
    assert panel.matrix.isVisible()


def test_regression_shows_the_largest_errors_and_says_why_no_matrix(panel, drawn, ready, qtbot):
    drawn()
    with qtbot.waitSignal(ready.training.prepared):
        ready.open_recipe("worked-example")
    press(panel, "mistakesSplit.test")
    judged = drawn()
    assert not judged.has_classes
    assert not panel.matrix.isVisible()
    assert "no classes that could be mixed up" in panel.findChild(QLabel, "mistakesCaption").text()
    assert panel.samples.table.isVisible()
    assert state(panel).startswith("Step 0: mean error ")


def test_samples_that_are_no_pictures_are_listed_as_numbers(panel, drawn, ready, qtbot):
    drawn()
    with qtbot.waitSignal(ready.training.prepared):
        ready.open_recipe("nand")
    press(panel, "mistakesSplit.test")
    judged = drawn()
    assert judged.has_classes
    table = panel.samples.table
    assert table.isVisible()
    assert table.texts.rowCount() == 4
    with qtbot.waitSignal(panel.sample_chosen) as told:
        at = table.visualRect(table.texts.index(0, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["test", int(judged.hardest()[0])]


def test_broken_network_says_why_nothing_is_judged(panel, drawn, ready):
    drawn()
    spec = ready.config.spec.change("dense_3", units=7)
    ready.document.edit("Seven", lambda project: project.with_config(
        project.config.replace(spec=spec)
    ))  # fmt: skip
    panel.refresh()
    assert panel.empty.isVisible()
    assert "7" in panel.empty._sentence.text()


def test_digit_of_the_gallery_goes_to_the_pad(studio, qtbot):
    window = studio
    layout, session = window.layout_, window.session
    layout.tabs.setCurrentWidget(layout.mistakes)
    qtbot.waitUntil(lambda: layout.mistakes.judging.result is not None)
    layout.mistakes.refresh()
    gallery = layout.mistakes.samples.gallery
    QTest.mouseClick(
        gallery, Qt.MouseButton.LeftButton, pos=gallery.tile_rect(0).center().toPoint()
    )
    index = int(layout.mistakes._indices[0]) + layout.mistakes.judging.result.samples.start
    assert session.sample.is_drawing
    # As it is, not put through crop and centring a second time.
    picture = np.clip(session.data.x_train[index, :, :, 0], 0, 1)
    np.testing.assert_allclose(session.sample.values, picture, atol=0.5 / 255)
