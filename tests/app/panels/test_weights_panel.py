"""The weights panel: tiles, gradients, a histogram, and norms over time."""

import threading

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from app.jobs.training import Status
from app.models.weight_history import spread
from app.panels import weights
from app.panels.weights import WeightsPanel
from app.theme import theme
from nncore.layers import LSTM, Dense, Reshape
from nncore.spec import NetworkSpec


def test_gradient_is_shown_in_place_of_the_weights_on_request(show, ready, qtbot):
    panel = show(WeightsPanel(ready), width=700, height=260)
    chip = panel.findChild(QToolButton, "weightsView.gradient")
    with qtbot.waitSignal(panel._gradients.changed):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
        panel.refresh()
    panel.refresh()
    assert panel.header._subtitle.text() == "dense_1: mean over 100 training samples"
    gradient = panel._gradients.result["dense_1/kernel"]
    np.testing.assert_allclose(panel.tiles._tiles[0].reshape(-1), gradient[:, 0])
    QTest.mouseClick(panel.findChild(QToolButton, "weightsView.tiles"), Qt.MouseButton.LeftButton)
    panel.refresh()
    assert "units of 28 × 28" in panel.header._subtitle.text()


def test_weights_are_shown_spread_out_and_over_time(show, ready, qtbot):
    panel = show(WeightsPanel(ready), width=700, height=260)
    with qtbot.waitSignal(ready.training.prepared):
        ready.document.edit_config("Change", seed=4, epochs=100_000)
    view = panel.findChild(QToolButton, "weightsView.spread")
    QTest.mouseClick(view, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.refresh() or panel.histogram.accessibleDescription() != "")
    assert panel.views.currentWidget() is panel.histogram
    counts = panel.histogram._now, panel.histogram._start
    assert [f"up to {part.max():,}" in panel.histogram.legend() for part in counts] == [True, True]
    assert "weights from" in panel.histogram.accessibleDescription()
    QTest.mouseClick(panel.findChild(QToolButton, "weightsView.time"), Qt.MouseButton.LeftButton)
    ready.train()
    for enough in (30, 60):
        qtbot.waitUntil(lambda at=enough: ready.training.collect() or ready.training.step > at)
        ready.training.pause()
        qtbot.waitUntil(lambda: ready.training.status is Status.PAUSED)
        ready.training.collect()
        ready.train()
    ready.training.pause()
    qtbot.waitUntil(lambda: ready.training.status is Status.PAUSED)
    panel.refresh()
    steps, norms, ratios = panel._history.series("dense_1")
    assert len(steps) > 1
    assert steps[-1] == ready.training.step
    assert (norms > 0).all()
    assert 0 < ratios[-1] < 1
    assert "one step moves" in panel.header._subtitle.text()


def test_plots_over_time_have_the_same_steps_and_say_why_they_are_empty(show, ready, qtbot):
    panel = show(WeightsPanel(ready), width=700, height=260)
    QTest.mouseClick(panel.findChild(QToolButton, "weightsView.time"), Qt.MouseButton.LeftButton)
    panel.refresh()
    scenes = [plot._canvas.scene_data for plot in (panel.norm, panel.ratio)]
    assert {scene.x_range for scene in scenes} == {(0.0, 10.0)}
    assert {scene.empty_text for scene in scenes} == {"no curve yet: press Train"}
    ready.document.edit_config("Change", spec=NetworkSpec((28, 28, 1), ()))
    panel.refresh()
    scenes = [plot._canvas.scene_data for plot in (panel.norm, panel.ratio)]
    assert {scene.empty_text for scene in scenes} == {"No network yet."}


def test_weights_are_counted_in_another_thread(show, ready, qtbot, monkeypatch):
    threads = []

    def noted(*arguments):
        threads.append(threading.current_thread())
        return spread(*arguments)

    monkeypatch.setattr(weights, "spread", noted)
    panel = show(WeightsPanel(ready), width=700, height=260)
    QTest.mouseClick(panel.findChild(QToolButton, "weightsView.spread"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.refresh() or len(panel.histogram._now) > 0)
    assert threads
    assert threading.main_thread() not in threads


def test_curves_of_the_network_before_go_where_there_is_none(show, ready, qtbot):
    panel = show(WeightsPanel(ready), width=700, height=260)
    QTest.mouseClick(panel.findChild(QToolButton, "weightsView.time"), Qt.MouseButton.LeftButton)
    panel.refresh()
    panel.norm.extend("train", [0.0, 1.0], [3.0, 4.0])
    panel.norm.refresh()
    panel._drawn = ("dense_1", 2)
    assert panel.norm.drawn_points() > 0
    ready.training.prepared.emit(ready.training.info)
    ready.predictor.forget()  # what stands now has nothing to draw
    panel.refresh()
    assert panel.norm.drawn_points() == 0


def test_narrow_panel_still_names_the_layer(show, ready):
    panel = show(WeightsPanel(ready), 440, 200)
    assert (panel.header.title(), panel.header._subtitle.text()[:9]) == ("dense_1", "64 units ")
    panel.resize(700, 200)
    assert panel.dirty
    panel.refresh()
    assert panel.header.title() == "Weights"
    assert panel.header._subtitle.text().startswith("dense_1: 64 units")


def test_subtitle_gives_way_in_whole_words(show, ready):
    panel = show(WeightsPanel(ready), 700, 200)
    subtitle, seen = panel.header._subtitle, []
    for width in range(700, 339, -20):
        panel.resize(width, 200)
        panel.refresh()
        seen.append(subtitle.shown_text())
    assert "…" not in "".join(seen)
    assert [text for text in dict.fromkeys(seen) if "scale" not in text] == [
        "dense_1: 64 units of 28 × 28", "dense_1: 64 units", "dense_1", "64 units", "",
    ]  # fmt: skip
    assert panel.header._title.toolTip() == subtitle.text()


def test_tiles_are_framed_as_weights_and_as_gradient(show, ready, qtbot):
    panel = show(WeightsPanel(ready), 700, 260)

    def is_framed() -> bool:
        panel.refresh()
        picture, tile = panel.tiles.grab().toImage(), panel.tiles.tile_rect(0).toRect()
        edge = [picture.pixelColor(x, tile.top() - 1) for x in range(tile.left(), tile.right())]
        return set(map(QColor.name, edge)) == {theme().tokens.line.lower()}

    assert is_framed()
    with qtbot.waitSignal(panel._gradients.changed):
        panel.findChild(QToolButton, "weightsView.gradient").click()
        panel.refresh()
    assert is_framed()


def test_kernel_of_gates_is_told_by_gate_and_not_as_so_many_units(show, ready, qtbot):
    with qtbot.waitSignal(ready.training.prepared):
        layers = Reshape((28, 28)), LSTM(6), Dense(10, activation="softmax")
        spec = NetworkSpec.chain((28, 28, 1), layers)
        ready.document.edit_config("Change", spec=spec)
    panel = show(WeightsPanel(ready), width=700, height=260)
    ready.document.select("lstm_1")
    panel.refresh()
    assert "lstm_1: 4 gates of 6 units of 1 × 28" in panel.header._subtitle.text()
    ready.document.select("dense_1")
    panel.refresh()
    assert "dense_1: 10 units of 1 × 6" in panel.header._subtitle.text()
