"""A minute of use leaves nothing behind; benchmarks/soak.py does the same for half an hour."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SECONDS = 60
SCRIPT = Path(__file__).parents[2] / "benchmarks" / "soak.py"


@pytest.fixture(scope="module")
def soak() -> ModuleType:
    spec = importlib.util.spec_from_file_location("soak", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["soak"] = module  # dataclasses look for their module there
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_a_minute_of_use_holds_memory_threads_objects_and_files_flat(studio, soak):
    found = list(soak.Soak(studio).rounds(SECONDS))
    assert len(found) > 5, "too few rounds to tell"
    assert soak.grown(found) == {}, found


def test_growth_is_told_and_coming_and_going_is_not(soak):
    flat = [soak.Measured(250.0 + i % 3, 6, 9, 981, 555) for i in range(30)]
    assert soak.grown(flat) == {}
    leaking = [soak.Measured(250.0 + i, 6, 9, 981 + i, 555) for i in range(30)]
    assert set(soak.grown(leaking)) == {"memory_mb", "objects"}
