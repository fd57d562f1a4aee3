"""The card beside a neuron of the network panel."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.models.neuron import NeuronFacts, neuron_facts, sample_gradients
from app.models.neuron_text import neuron_rows
from app.panels.network import NetworkPanel
from app.widgets.picture import Picture


def point_at(panel, column: int, index: int) -> None:
    QTest.mouseMove(panel.diagram, QPoint(1, 1))
    QTest.mouseMove(panel.diagram, panel.diagram.neuron_position(column, index).toPoint())


def test_card_of_a_neuron_tells_its_sum_bias_and_activation(show, ready):
    panel = show(NetworkPanel(ready))
    point_at(panel, 2, 5)
    assert panel.card.isVisible()
    text = panel.card.text()
    assert text.startswith("dense_2 · neuron 5, z = Σ w·a + b ")
    for part in ("bias ", "activation ", "∂loss/∂a "):
        assert part in text


def test_few_terms_are_written_out_with_their_numbers(show, ready, open_worked_example):
    open_worked_example()
    panel = show(NetworkPanel(ready))
    point_at(panel, 1, 0)
    assert "z 0.15·0.05 + 0.20·0.10 + 0.35 = 0.3775" in panel.card.text()


def test_terms_below_zero_are_taken_away_and_factors_below_zero_in_brackets():
    facts = NeuronFacts(0.0, -1.25, bias=-0.5, terms=((-0.5, 1.0), (0.25, -1.0)))
    assert neuron_rows(facts)[0] == ("z", "−0.50·1.00 + 0.25·(−1.00) − 0.50 = −1.2500")


def test_incoming_weights_of_a_layer_on_a_picture_are_a_picture(show, ready):
    panel = show(NetworkPanel(ready))
    picture = panel.card.findChild(Picture, "networkCardPicture")
    point_at(panel, 1, 0)
    assert picture.isVisible()
    kernel = ready.predictor.own.params["dense_1/kernel"]
    assert np.array_equal(picture._image, kernel[:, 0].reshape(28, 28))
    point_at(panel, 2, 0)
    assert not picture.isVisible()


@pytest.mark.parametrize("size", [(600, 420), (260, 180), (1000, 300)])
def test_card_never_leaves_the_panel(show, ready, size):
    panel = show(NetworkPanel(ready), *size)
    for column in (1, 2, 3):
        for index in panel.diagram.shown_neurons(column):
            point_at(panel, column, index)
            assert panel.diagram.rect().contains(panel.card.geometry())


def test_card_goes_when_the_mouse_leaves(show, ready):
    panel = show(NetworkPanel(ready))
    point_at(panel, 2, 5)
    QApplication.sendEvent(panel.diagram, QEvent(QEvent.Type.Leave))
    assert not panel.card.isVisible()


def test_card_follows_the_keyboard(show, ready):
    panel = show(NetworkPanel(ready))
    panel.diagram.setFocus()
    QTest.keyClick(panel.diagram, Qt.Key.Key_Down)
    QTest.keyClick(panel.diagram, Qt.Key.Key_Down)
    first = panel.card.text()
    assert panel.card.isVisible()
    QTest.keyClick(panel.diagram, Qt.Key.Key_Down)
    assert panel.card.text() != first


def test_card_follows_the_numbers_at_the_redraw(show, ready):
    panel = show(NetworkPanel(ready))
    point_at(panel, 2, 5)
    ready.predictor.own.params["dense_2/bias"][5] = 0.75
    panel.refresh()
    assert "bias 0.7500" in panel.card.text()


def test_derivatives_are_those_that_differences_give(show, ready):
    panel = show(NetworkPanel(ready))
    network = ready.predictor.own.copy()
    sample, target = ready.sample.values, ready.sample.class_index
    activations = ready.predictor.ask_own(sample).activations
    grads = sample_gradients(network, network.workspace(), sample, target, ready.config.loss)
    layer = panel._layers[2]
    found = neuron_facts(network, layer, 5, sample, activations, grads)

    def loss_with(activation: float) -> float:
        kernel = network.params["dense_3/kernel"].astype(np.float64)
        values = activations["dense_2"].astype(np.float64)
        values[5] = activation
        z = values @ kernel + network.params["dense_3/bias"]
        return float(np.log(np.exp(z).sum()) - z[target])

    step = 1e-5
    expected = (loss_with(found.activation + step) - loss_with(found.activation - step)) / 2e-5
    assert found.slope_of == "a"
    assert found.slope == pytest.approx(expected, rel=1e-3, abs=1e-6)


@pytest.mark.parametrize("name", ["mine.svg", "mine.png", "mine.pdf", "mine"])
def test_diagram_is_exported_from_the_file_menu(studio, qtbot, tmp_path, monkeypatch, name):
    chosen = str(tmp_path / name), "SVG (*.svg)"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    with qtbot.waitSignal(studio.session.told) as told:
        studio.actions_["export_diagram"].trigger()
    written = tmp_path / (name if "." in name else f"{name}.svg")
    assert told.args == [f"Exported {written.name}", "success"]
    assert written.stat().st_size > 5000
