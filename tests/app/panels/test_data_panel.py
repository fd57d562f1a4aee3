"""The data panel: choosing, fetching, missing and misfitting data."""

from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from app.jobs.training import Status
from app.panels.data import DataPanel
from app.widgets.sample_steps import SampleSteps
from nncore.data import SOURCES
from nncore.data.own_digits import encode
from nncore.data.sources import Source


@pytest.fixture
def panel(ready, qtbot):
    panel = DataPanel(ready)
    qtbot.addWidget(panel)
    panel.resize(280, 200)
    panel.show()
    return panel


def button(panel, name: str) -> QPushButton:
    return panel.findChild(QPushButton, name)


def shown(panel) -> set[str]:
    names = ("dataDownload", "dataFolder", "dataSample", "dataFit", "dataCancel")
    return {name for name in names if button(panel, name).isVisible()}


def text(panel, name: str = "dataText") -> str:
    return panel.findChild(QLabel, name).text()


def choose(panel, name: str) -> None:
    menu = button(panel, "dataChoice").menu()
    next(action for action in menu.actions() if action.data() == name).trigger()


def test_loaded_data_show_one_picture_a_class_and_the_split(panel):
    assert panel._strip.shown == 10
    assert text(panel) == "160 train · 40 validation · 40 test"
    assert button(panel, "dataChoice").text() == "MNIST sample"
    assert shown(panel) == set()


def test_own_digits_are_counted_as_often_as_they_are_repeated(
    panel, ready, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr("nncore.data.own_digits.own_digits_dir", lambda: tmp_path)
    for label in (3, 4):
        (tmp_path / str(label)).mkdir()
        (tmp_path / str(label) / "1.pgm").write_bytes(encode(np.ones((28, 28))))
    ready.document.edit_config("Mix", data_options={"own_digits": 2})
    qtbot.waitUntil(lambda: text(panel).startswith("176 train"))
    assert text(panel) == (
        "176 train · 44 validation · 40 test · 2 of yours among them, each 10 times: 20"
    )


def test_split_follows_the_validation_share(panel):
    panel._session.document.edit_config("Change share", validation_split=0.5)
    assert text(panel) == "100 train · 100 validation · 40 test"


def test_click_on_a_picture_tells_which_test_sample_it_is(panel, qtbot):
    place = panel._strip.picture_rect(3).center().toPoint()
    with qtbot.waitSignal(panel.sample_chosen) as chosen:
        QTest.mouseClick(panel._strip, Qt.MouseButton.LeftButton, pos=place)
    assert panel._session.data.y_test[chosen.args[0]] == 3


def test_menu_offers_every_source_with_its_description(panel):
    actions = button(panel, "dataChoice").menu().actions()
    assert [action.data() for action in actions] == list(SOURCES)
    assert all(action.toolTip() for action in actions)


def test_choosing_a_source_is_an_edit_that_can_be_undone(panel, qtbot):
    with qtbot.waitSignal(panel._session.data_changed):
        choose(panel, "xor")
    assert panel._session.config.data == "xor"
    assert panel._session.document.undo_stack.undoText() == "Use Exclusive or"
    with qtbot.waitSignal(panel._session.data_changed):
        panel._session.document.undo_stack.undo()
    assert panel._session.data.name == "mnist-sample"
    qtbot.waitUntil(lambda: panel._session.training.status is Status.READY)


def test_missing_data_offer_download_folder_and_sample(panel, qtbot):
    with qtbot.waitSignal(panel._session.data_failed):
        choose(panel, "mnist")
    qtbot.waitUntil(lambda: text(panel) == "MNIST is not on this computer yet.")
    assert shown(panel) == {"dataDownload", "dataFolder", "dataSample"}
    assert not panel._strip.isVisible()


def test_sample_takes_the_place_of_missing_data(panel, qtbot):
    with qtbot.waitSignal(panel._session.data_failed):
        choose(panel, "mnist")
    qtbot.waitUntil(lambda: "dataSample" in shown(panel))
    with qtbot.waitSignal(panel._session.data_changed):
        QTest.mouseClick(button(panel, "dataSample"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(panel) == set())
    assert "160 train" in text(panel)


def test_folder_is_where_data_are_looked_for(panel, qtbot, monkeypatch, tmp_path):
    with qtbot.waitSignal(panel._session.data_failed):
        choose(panel, "mnist")
    qtbot.waitUntil(lambda: "dataFolder" in shown(panel))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    with qtbot.waitSignal(panel._session.data_failed) as failed:
        QTest.mouseClick(button(panel, "dataFolder"), Qt.MouseButton.LeftButton)
    assert str(tmp_path) in failed.args[0]


def test_folder_dialog_that_is_cancelled_changes_nothing(panel, qtbot, monkeypatch):
    with qtbot.waitSignal(panel._session.data_failed):
        choose(panel, "mnist")
    qtbot.waitUntil(lambda: "dataFolder" in shown(panel))
    before = panel._session.data_dir
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    QTest.mouseClick(button(panel, "dataFolder"), Qt.MouseButton.LeftButton)
    assert panel._session.data_dir == before


def test_loading_shows_progress_and_can_be_cancelled(panel, qtbot, monkeypatch):
    step = Event()

    def slow(_data_dir, progress):
        progress(1, 4, "MNIST: 3 of 12 MB")
        assert step.wait(20)
        progress(2, 4, "MNIST: 6 of 12 MB")
        raise AssertionError("was not cancelled")

    monkeypatch.setitem(SOURCES, "slow", Source("slow", "Slow", "waits", slow, reads_files=True))
    panel._session.document.edit_config("Use slow", data="slow")
    qtbot.waitUntil(lambda: text(panel) == "MNIST: 3 of 12 MB")
    assert shown(panel) == {"dataCancel"}
    assert panel._progress.fraction() == pytest.approx(0.25)
    QTest.mouseClick(button(panel, "dataCancel"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel._session.data_failed) as failed:
        step.set()
    assert "cancelled" in failed.args[0]
    qtbot.waitUntil(lambda: "dataCancel" not in shown(panel))
    assert "cancelled" in text(panel)


def test_data_of_another_shape_are_told_and_the_network_can_be_fitted(panel, qtbot):
    with qtbot.waitSignal(panel._session.data_changed):
        choose(panel, "xor")
    qtbot.waitUntil(lambda: "28 × 28 × 1" in text(panel, "dataWarning"))
    assert shown(panel) == {"dataFit"}
    with qtbot.waitSignal(panel._session.training.prepared):
        QTest.mouseClick(button(panel, "dataFit"), Qt.MouseButton.LeftButton)
    spec = panel._session.config.spec
    assert spec.input_shape == (2,)
    assert spec.layers[-1].layer.units == 2
    assert shown(panel) == set()
    assert text(panel, "dataWarning") == ""
    assert panel._session.document.undo_stack.undoText() == "Fit the network to the data"


def test_fault_inside_the_network_is_not_blamed_on_the_data(panel):
    panel._session.document.edit(
        "Remove",
        lambda project: project.with_config(
            project.config.replace(spec=project.config.spec.remove("flatten_1"))
        ),
    )
    assert panel._session.blocked
    assert text(panel, "dataWarning") == ""
    assert shown(panel) == set()


def test_panel_is_as_high_as_what_it_shows(panel, qtbot):
    before = panel.height()
    assert before < 100
    with qtbot.waitSignal(panel._session.data_failed):
        choose(panel, "mnist")
    assert panel.height() != before
    lowest = max(button(panel, name).mapTo(panel, button(panel, name).rect().bottomLeft()).y()
                 for name in shown(panel))  # fmt: skip
    qtbot.waitUntil(lambda: lowest < panel.height())


def steps(panel, ready, qtbot, name: str) -> SampleSteps:
    """The steps of data without pictures, which do what they do in the window."""
    panel.sample_chosen.connect(ready.sample.choose)
    choose(panel, name)
    found = panel.findChild(SampleSteps)
    qtbot.waitUntil(found.isVisible)
    return found


def click(panel, name: str) -> None:
    QTest.mouseClick(button(panel, name), Qt.MouseButton.LeftButton)


def test_samples_without_pictures_are_chosen_by_steps(panel, ready, qtbot):
    assert panel._steps.isHidden(), "digits are chosen by their pictures"
    where = steps(panel, ready, qtbot, "xor")
    last = len(ready.data.x_test)
    said = []
    for name in ("sampleNext", "sampleNext", "samplePrevious", "samplePrevious", "samplePrevious"):
        click(panel, name)
        said.append(ready.sample.index)
        label = ready.data.class_names[ready.data.y_test[ready.sample.index]]
        assert where.text() == f"test sample {said[-1] + 1} of {last}: {label}"
        np.testing.assert_array_equal(ready.sample.values, ready.data.x_test[said[-1]])
    assert said == [1, 2, 1, 0, last - 1]


def test_steps_follow_a_sample_chosen_elsewhere_and_stay_in_its_part(panel, ready, qtbot):
    where = steps(panel, ready, qtbot, "xor")
    ready.sample.choose(5, "train")
    assert where.text().startswith(f"training sample 6 of {len(ready.data.x_train)}: ")
    click(panel, "sampleNext")
    assert (ready.sample.index, ready.sample.split) == (6, "train")
