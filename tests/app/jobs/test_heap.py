"""Freed memory goes back to the system where data sets are switched."""

from app.jobs import heap, loading
from app.jobs.training import Status


def test_loading_another_data_set_gives_memory_back(studio, qtbot, monkeypatch):
    calls = []
    monkeypatch.setattr(loading, "give_back_memory", lambda: calls.append(1))
    studio.session.open_recipe("xor")
    qtbot.waitUntil(lambda: studio.session.training.status is Status.READY)
    assert calls == [1]


def test_library_without_the_call_is_left_alone(monkeypatch):
    monkeypatch.setattr(heap, "_trim", lambda: None)
    heap.give_back_memory()


def test_library_is_asked_to_trim_all_it_can(monkeypatch):
    asked = []
    monkeypatch.setattr(heap, "_trim", lambda: asked.append)
    heap.give_back_memory()
    assert asked == [0]
