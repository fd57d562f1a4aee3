"""Screen readers hear of a plot now and then while it grows, and its last values for sure."""

import pytest

from app.widgets import speech
from tests.app.widgets.plots import new_plot


@pytest.fixture
def spoken(show, monkeypatch):
    """A plot with short pauses, and every text it has told."""
    monkeypatch.setattr(speech, "SPEAK_EVERY", 30)
    texts = []
    plot = new_plot()
    describe = plot.describe
    monkeypatch.setattr(plot, "describe", lambda text: (texts.append(text), describe(text)))
    show(plot, 300, 150)
    return plot, texts


def grow(plot, count):
    for epoch in range(1, count + 1):
        plot.extend("validation", [epoch], [1.0 / epoch])
        plot.refresh()


def test_the_last_values_are_told_when_nothing_more_comes(spoken, qtbot):
    plot, _ = spoken
    grow(plot, 4)
    last = "loss: validation 0.2500; best 0.2500 at epoch 4.00"
    qtbot.waitUntil(lambda: plot.accessibleDescription() == last, timeout=5000)


def test_a_burst_is_told_in_two_texts(spoken, qtbot):
    plot, texts = spoken
    texts.clear()
    grow(plot, 200)
    end = plot.summary()
    qtbot.waitUntil(lambda: texts[-1] == end, timeout=5000)
    qtbot.waitUntil(lambda: not plot._speech._pause.isActive(), timeout=5000)
    assert texts == ["loss: validation 1.0000; best 1.0000 at epoch 1.00", end]


def test_a_new_run_is_told_at_once(spoken):
    plot, _ = spoken
    grow(plot, 3)
    plot.clear()
    assert plot.accessibleDescription() == plot.summary()
    grow(plot, 1)
    assert "validation 1.0000" in plot.accessibleDescription()
