"""A recipe that is only to be looked at: nothing is allocated, trained or asked for."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from app.jobs.training import Status
from app.panels.data import DataPanel
from app.panels.inspector import InspectorPanel
from app.panels.network import NetworkPanel
from nncore.network import Network
from nncore.training.config import load_recipe

PARAMS = "138,357,544 parameters"


@pytest.fixture
def small_only(monkeypatch):
    """No network of more than a million parameters is made."""
    made = Network.__init__

    def init(self, spec, inference, dtype):
        assert inference.param_count < 1_000_000, "0.5 GB for a click"
        made(self, spec, inference, dtype)

    monkeypatch.setattr(Network, "__init__", init)


@pytest.fixture
def looked_at(ready, qtbot, small_only):
    with qtbot.waitSignal(ready.data_failed):
        ready.open_recipe("vgg-16")
    return ready


def test_giant_recipe_says_why_it_is_not_trained(looked_at):
    assert PARAMS in looked_at.blocked
    assert "not trained here" in looked_at.blocked
    looked_at.train()
    looked_at.reset()
    assert looked_at.training.status is Status.EMPTY
    assert looked_at.document.inference.param_count == 138_357_544


def test_another_recipe_can_be_trained_after_it(looked_at, qtbot):
    with qtbot.waitSignal(looked_at.training.prepared):
        looked_at.open_recipe("first-digits")
    assert looked_at.blocked == ""


def test_panels_tell_the_reason_and_ask_for_no_data(looked_at, qtbot):
    data, network = DataPanel(looked_at), NetworkPanel(looked_at)
    for panel in (data, network):
        qtbot.addWidget(panel)
        panel.show()
    assert PARAMS in data.findChild(QLabel, "dataText").text()
    assert not data.findChild(QPushButton, "dataSample").isVisible()
    assert PARAMS in network._why_empty()


def test_user_can_overrule_it_and_undo_that(looked_at, qtbot):
    panel = InspectorPanel(looked_at)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.held_back_form.isVisible()
    panel.held_back_form.field("train").click()
    assert looked_at.config.train is True
    assert not panel.held_back_form.isVisible()
    assert "path" in looked_at.blocked  # now its data are what is missing
    looked_at.document.undo_stack.undo()
    assert PARAMS in looked_at.blocked
    assert panel.held_back_form.isVisible()


def test_what_is_to_be_trained_shows_no_such_choice(ready, qtbot):
    panel = InspectorPanel(ready)
    qtbot.addWidget(panel)
    panel.show()
    assert load_recipe("first-digits").train
    assert not panel.held_back_form.isVisible()
