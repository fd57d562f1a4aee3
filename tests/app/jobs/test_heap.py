"""Freed memory goes back to the system where data sets are switched."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from app.jobs import heap, loading
from app.jobs.training import Status

ROOT = Path(__file__).resolve().parents[3]


def test_loading_another_data_set_gives_memory_back(studio, qtbot, monkeypatch):
    calls = []
    monkeypatch.setattr(loading, "give_back_memory", lambda: calls.append(1))
    studio.session.open_recipe("xor")
    qtbot.waitUntil(lambda: studio.session.training.status is Status.READY)
    assert calls == [1]


def test_library_without_the_call_is_left_alone(monkeypatch):
    monkeypatch.setattr(heap, "_library_call", lambda name: None)
    heap.give_back_memory()
    assert not heap.keep_heaps_small()


def test_library_is_asked_to_trim_all_it_can(monkeypatch):
    asked = []
    monkeypatch.setattr(
        heap, "_library_call", lambda name: lambda *given: asked.append((name, given))
    )
    heap.give_back_memory()
    assert asked == [("malloc_trim", (0,))]


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone can be told")
def test_large_arrays_are_given_back_when_they_are_freed():
    """In a process of its own, for it changes the whole process."""
    script = """
import numpy as np
from app.jobs.heap import keep_heaps_small

def resident():
    with open("/proc/self/statm") as stream:
        return int(stream.read().split()[1]) * 4096 >> 20

assert keep_heaps_small()
for size in (30, 20, 30):  # freeing the first would teach it to keep the next
    array = np.ones(size << 17)
    del array
arrays = [np.ones(20 << 17) for _ in range(6)]
last = np.ones(1000)
before = resident()
del arrays
print(before - resident())
"""
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert int(found.stdout) > 100
