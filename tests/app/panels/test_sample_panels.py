"""Panels that show one sample in the network: diagram, weights, activations, pad."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from app.jobs.training import Status
from app.panels.activations import ActivationsPanel
from app.panels.network import NetworkPanel
from app.panels.pad import PadPanel
from app.panels.weights import WeightsPanel
from nncore.data import normalize_digit
from nncore.formats.vitrine import Bundle, write_bundle
from nncore.network import Network
from nncore.training.config import load_recipe


def empty_network(session) -> None:
    spec = session.config.spec
    for node in spec.layers:
        spec = spec.remove(node.name)
    session.document.edit(
        "Remove all", lambda project: project.with_config(project.config.replace(spec=spec))
    )


def draw_stroke(canvas) -> None:
    side = canvas.width()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(side // 2, side // 5))
    for y in range(side // 5, side * 4 // 5, 4):
        QTest.mouseMove(canvas, QPoint(side // 2, y))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(side // 2, side * 4 // 5))


# ---- network ----


@pytest.mark.parametrize("recipe", ["lenet-5", "tf-cnn"])
def test_diagram_shows_a_network_that_pools_what_it_convolves(show, ready, qtbot, recipe):
    spec = load_recipe(recipe).spec
    ready.document.edit(
        "Change", lambda project: project.with_config(project.config.replace(spec=spec))
    )
    qtbot.waitUntil(lambda: ready.training.status is Status.READY
                    and ready.predictor.own is not None
                    and ready.predictor.own.spec == spec)  # fmt: skip
    panel = show(NetworkPanel(ready))
    names = [layer.name for layer in panel._layers]
    assert names[:4] == ["input", "conv_1", "conv_2", "dense_1"]
    assert panel.diagram.shown[0], "drawn without an error"


def test_diagram_has_a_column_for_input_and_each_dense_layer(show, ready):
    panel = show(NetworkPanel(ready))
    assert [layer.name for layer in panel._layers] == ["input", "dense_1", "dense_2", "dense_3"]
    assert panel.diagram.shown_neurons(3) == tuple(range(10))


def test_click_on_a_neuron_selects_its_layer(show, ready):
    panel = show(NetworkPanel(ready))
    at = panel.diagram.neuron_position(2, panel.diagram.shown_neurons(2)[0]).toPoint()
    QTest.mouseClick(panel.diagram, Qt.MouseButton.LeftButton, pos=at)
    assert ready.document.selection == "dense_2"


def test_chosen_sample_is_seen_in_the_diagram(show, ready):
    panel = show(NetworkPanel(ready))
    before = panel.diagram.grab().toImage()
    panel.dirty = False
    ready.sample.choose(3)
    assert panel.dirty
    panel.refresh()
    assert panel.diagram.grab().toImage() != before


def test_small_network_is_drawn_whole(show, ready, open_worked_example):
    panel = show(NetworkPanel(ready))
    open_worked_example()
    panel.refresh()
    assert [panel.diagram.shown_neurons(i) for i in range(3)] == [(0, 1)] * 3


def test_diagram_without_network_says_why(show, ready):
    panel = show(NetworkPanel(ready))
    empty_network(ready)
    assert panel.dirty
    panel.refresh()
    assert panel.diagram._empty_text == "The network has no layers: add one."
    assert panel.diagram._columns == ()


def test_diagram_without_data_points_to_them_in_few_words(show, ready, qtbot):
    with qtbot.waitSignal(ready.data_failed):
        ready.open_recipe("nielsen-30")
    ready.predictor.forget()
    panel = show(NetworkPanel(ready))
    assert panel.diagram._empty_text == "no network yet: its data are missing"


# ---- weights ----


def test_weights_of_the_first_layer_are_pictures_of_the_input(show, ready):
    panel = show(WeightsPanel(ready))
    text = panel.header._subtitle.text()
    assert text.startswith("dense_1: 64 units of 28 × 28, scale ±")


def test_weights_follow_the_selection(show, ready):
    panel = show(WeightsPanel(ready))
    ready.document.select("dense_3")
    assert panel.dirty
    panel.refresh()
    assert panel.header._subtitle.text().startswith("dense_3: 10 units of 1 × 16")
    ready.document.select("dropout_1")
    panel.refresh()
    assert panel.header.title() == "Weights"
    assert panel.tiles.shown == 0
    assert panel.tiles._empty_text == "This layer has no weights."


def test_weights_of_layers_that_are_gone_are_not_shown(show, ready):
    panel = show(WeightsPanel(ready))
    empty_network(ready)
    assert panel.dirty
    panel.refresh()
    assert panel.tiles._empty_text == "No network yet."
    assert panel.header._subtitle.text() == ""


def test_sorting_puts_the_largest_first(show, ready):
    panel = show(WeightsPanel(ready))
    kernel = ready.predictor.own.params["dense_1/kernel"]
    QTest.mouseClick(panel.findChild(QPushButton, "weightsSort"), Qt.MouseButton.LeftButton)
    assert panel.dirty
    panel.refresh()
    norms = np.linalg.norm(kernel, axis=0)[panel.tiles._in_order()]
    assert (np.diff(norms) <= 1e-6).all()


def test_dead_units_are_counted_and_crossed(show, ready, qtbot):
    ready.predictor.own.params["dense_1/bias"][:2] = -1e6
    panel = ActivationsPanel(ready)
    ready.training.snapshot_changed.emit(ready.predictor.own.snapshot())
    panel._probe.changed.connect(panel.refresh)
    with qtbot.waitSignal(panel._probe.changed):
        show(panel)
    assert panel._rows["dense_1"].tiles._crossed.tolist()[:2] == [0, 1]
    assert "dead" in panel._rows["dense_1"].caption.text()


# ---- activations ----


def test_activations_have_a_row_for_every_layer_that_changes_the_sample(show, ready):
    panel = show(ActivationsPanel(ready))
    rows = [name for name in panel._rows if name not in ("flatten_1", "dropout_1")]
    assert rows == ["input", "dense_1", "dense_2", "dense_3"]
    caption = panel._rows["dense_1"].caption.text()
    assert caption.startswith("dense_1   64   min ")
    assert "at zero" in caption
    assert panel._note.text() == "test sample 0"


@pytest.mark.parametrize("width", [420, 900])
def test_every_unit_of_a_layer_is_seen_whatever_the_width(show, ready, qtbot, width):
    panel = show(ActivationsPanel(ready), width=width)
    panel.refresh()
    qtbot.waitUntil(lambda: panel._rows["dense_1"].tiles.width() > width / 2)
    panel.refresh()
    tiles = panel._rows["dense_1"].tiles
    qtbot.waitUntil(lambda: tiles._fit().capacity >= 64)


def test_activations_follow_sample_and_network(show, ready, open_worked_example):
    panel = show(ActivationsPanel(ready))
    ready.sample.choose(7)
    assert panel.dirty
    panel.refresh()
    assert panel._note.text() == "test sample 7"
    ready.sample.choose(7, "train")
    panel.refresh()
    assert panel._note.text() == f"training sample {ready.sample.label}"
    ready.sample.draw(np.ones((28, 28), np.float32))
    panel.refresh()
    assert panel._note.text() == "your drawing"
    ready.sample.draw(None)
    open_worked_example()
    panel.refresh()
    assert list(panel._rows) == ["input", "dense_1", "dense_2"]


# ---- pad ----


def test_stroke_is_read_and_the_picture_the_network_sees_is_shown(show, ready, qtbot):
    panel = show(PadPanel(ready), 330, 300)
    draw_stroke(panel.canvas)
    assert panel.urgent
    panel.refresh()
    seen = normalize_digit(panel.canvas.image())
    expected = ready.predictor.ask(seen).values
    np.testing.assert_array_equal(panel.answer.values, expected)
    best = panel.findChild(QLabel, "digitAnswer").text()
    assert best == str(int(expected.argmax()))
    assert panel.findChild(QLabel, "digitDetail").text().endswith(" ms")


def test_clear_takes_the_answer_away(show, ready):
    panel = show(PadPanel(ready), 330, 300)
    draw_stroke(panel.canvas)
    panel.refresh()
    QTest.mouseClick(panel.findChild(QPushButton, "padClear"), Qt.MouseButton.LeftButton)
    panel.refresh()
    assert panel.answer is None
    assert panel.findChild(QLabel, "digitAnswer").text() == "–"
    assert not ready.sample.is_drawing


def test_undo_on_the_pad_takes_back_one_stroke(show, ready):
    panel = show(PadPanel(ready), 330, 300)
    draw_stroke(panel.canvas)
    QTest.mouseClick(panel.findChild(QPushButton, "padUndo"), Qt.MouseButton.LeftButton)
    assert panel.canvas.is_empty
    assert not ready.document.undo_stack.canUndo()


def test_user_chooses_which_network_answers(show, ready):
    panel = show(PadPanel(ready), 330, 300)
    chip = panel.findChild(QPushButton, "padNetwork")
    assert chip.text() == "ready-made"
    own = next(action for action in chip.menu().actions() if action.data() == "own")
    own.trigger()
    assert chip.text() == "your network"
    draw_stroke(panel.canvas)
    panel.refresh()
    picture = normalize_digit(panel.canvas.image())
    expected = ready.predictor.own.predict(picture.reshape(1, 28, 28, 1))[0]
    np.testing.assert_array_equal(panel.answer.values, expected)


def test_network_that_reads_no_digits_says_so(show, ready, open_worked_example):
    panel = show(PadPanel(ready), 330, 300)
    open_worked_example()
    draw_stroke(panel.canvas)
    panel.refresh()
    assert panel.answer is not None  # the ready-made network still reads them
    ready.predictor.choose("own")
    panel.refresh()
    assert panel.answer is None
    assert panel.findChild(QLabel, "digitDetail").text() == "this network reads no digits"


@pytest.mark.parametrize("size", [(330, 300), (300, 225), (500, 260)])
def test_canvas_is_the_largest_square_with_the_picture_right_below(show, ready, size):
    panel = show(PadPanel(ready), *size)
    canvas, seen = panel.canvas.geometry(), panel._seen.geometry()
    assert canvas.width() == canvas.height() >= 96
    assert 0 < seen.top() - canvas.bottom() <= 10
    assert seen.bottom() < panel.height()
    assert panel.pages.geometry().left() > canvas.right()
    assert panel.bars.geometry().right() < panel.width()
    assert panel.bars.width() >= 110


def test_trained_network_is_shown_and_answers_though_its_data_are_missing(
    show, ready, qtbot, tmp_path
):
    ready.document.edit_config("Change", data="mnist")  # nowhere in the tests
    qtbot.waitUntil(lambda: bool(ready.data_problem))
    kernel = Network.from_spec(ready.config.spec, seed=9)
    write_bundle(tmp_path / "mine.vitrine", Bundle(kernel, ready.config))
    network, weights = NetworkPanel(ready), WeightsPanel(ready)
    pad = PadPanel(ready)
    for panel in (network, weights, pad):
        show(panel)
    with qtbot.waitSignal(ready.document.project_opened):
        ready.open(tmp_path / "mine.vitrine")
    draw_stroke(pad.canvas)
    for panel in (network, weights, pad):
        panel.refresh()
    assert [layer.name for layer in network._layers] == ["input", "dense_1", "dense_2", "dense_3"]
    assert len(weights.tiles._tiles) == 64
    np.testing.assert_array_equal(ready.predictor.own.flat, kernel.flat)
    assert ready.predictor.answers_with_own
    ready.document.edit("Rename", lambda p: p.with_config(p.config.rename("dense_2", "middle")))
    for view in ("spread", "gradient", "time", "tiles"):
        QTest.mouseClick(weights.findChild(QToolButton, f"weightsView.{view}"),
                         Qt.MouseButton.LeftButton)  # fmt: skip
        weights.refresh()
    network.refresh()
    assert network._layers[2].name == "middle"


def test_drawing_left_on_the_pad_does_not_empty_networks_that_read_no_digits(
    show, ready, open_worked_example
):
    pad, activations = show(PadPanel(ready)), ActivationsPanel(ready)
    draw_stroke(pad.canvas)
    open_worked_example()
    show(activations)
    assert activations._note.text() == "test sample"
    assert ready.predictor.ask_own(ready.sample.values) is not None
    pad.refresh()
    assert pad.answer is not None, "the ready-made network still reads the drawing"


def test_output_of_one_neuron_is_as_dark_as_it_is_sure(show, ready, qtbot):
    ready.open_recipe("xor")
    qtbot.waitUntil(
        lambda: ready.training.status is Status.READY and ready.data.name == "xor-table"
    )
    network, activations = show(NetworkPanel(ready)), show(ActivationsPanel(ready))
    last = network._layers[-1]
    assert last.size == last.limit == 1
    assert network.diagram.shown[0][-1].limit == 1
    tiles = activations._rows[last.name].tiles
    tiles.grab()
    assert tiles._scale == 1
