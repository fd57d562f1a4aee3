from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore.data import Dataset
from nncore.errors import FormatError
from nncore.formats.archive import read_archive, write_archive
from nncore.formats.vitrine import Bundle, read_bundle, write_bundle
from nncore.layers import Dense
from nncore.optimizers import Adam
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.loop import Run


@pytest.fixture
def stopped() -> Run:
    """A run in the middle of its first epoch."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(12, 3)).astype(np.float32), np.arange(12) % 2
    data = Dataset("tiny", x, y, x, y, class_names=("a", "b"))
    spec = NetworkSpec.chain((3,), [Dense(units=4), Dense(units=2, activation="softmax")])
    config = RunConfig(spec=spec, optimizer=Adam(), batch_size=5, name="tiny", source="a test")
    run = Run(config, data)
    events = run.events()
    for _ in range(3):
        next(events)
    return run


def bundle(run: Run) -> Bundle:
    return Bundle(run.network, run.config, run.state(), {"zoom": 2, "docks": ["left"]})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.vitrine"


def test_everything_comes_back(stopped: Run, path: Path) -> None:
    write_bundle(path, bundle(stopped))
    back = read_bundle(path)
    np.testing.assert_array_equal(back.network.flat, stopped.network.flat)
    assert back.config == stopped.config
    assert back.view == {"zoom": 2, "docks": ["left"]}
    state, expected = back.state, stopped.state()
    assert state is not None
    assert (state.epoch, state.position, state.step, state.samples) == (0, 10, 2, 10)
    np.testing.assert_array_equal(state.flat, expected.flat)
    np.testing.assert_array_equal(np.array(state.order), np.array(expected.order))
    assert state.generators == expected.generators
    assert state.sums == expected.sums
    assert state.history == expected.history
    assert state.slots.keys() == {"Adam/mean", "Adam/square"}
    for name, slot in expected.slots.items():
        np.testing.assert_array_equal(state.slots[name], slot)


def test_network_alone_has_nothing_else(stopped: Run, path: Path) -> None:
    write_bundle(path, Bundle(stopped.network))
    back = read_bundle(path)
    assert (back.config, back.state, dict(back.view)) == (None, None, {})


def test_what_cannot_be_stored_leaves_the_old_file(stopped: Run, path: Path) -> None:
    write_bundle(path, bundle(stopped))
    before = path.read_bytes()
    with pytest.raises(FormatError):
        write_bundle(path, Bundle(stopped.network, view={"zoom": float("nan")}))
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


Parts = tuple[dict[str, Any], dict[str, dict[str, np.ndarray]]]
DAMAGES: dict[str, tuple[Callable[[dict[str, Any], Any], object], str]] = {
    "another format": (
        lambda m, t: m.update(format="zip"),
        "expected format 'vitrine', found 'zip'",
    ),
    "no format": (lambda m, t: m.pop("format"), "expected format 'vitrine', found None"),
    "unknown version": (lambda m, t: m.update(version=2), "reads version 1, found 2"),
    "no version": (lambda m, t: m.pop("version"), "reads version 1, found None"),
    "no spec": (lambda m, t: m.pop("spec"), "a spec must be a JSON object"),
    "no precision": (lambda m, t: m.pop("dtype"), "dtype must be float32 or float64"),
    "no parameters": (lambda m, t: t.pop("params"), "lacks dense_1/bias"),
    "a parameter less": (lambda m, t: t["params"].pop("dense_2/bias"), "lacks dense_2/bias"),
    "a parameter more": (
        lambda m, t: t["params"].update(x=np.ones(1, np.float32)),
        "has x that no layer knows",
    ),
    "run is a text": (lambda m, t: m.update(run="x"), "a run must be a JSON object"),
    "run with a bad setting": (lambda m, t: m["run"].update(epochs=0), "epochs must be"),
    "run of a newer version": (lambda m, t: m["run"].update(version=9), "version 1 of a run"),
    "view is a list": (lambda m, t: m.update(view=[]), "view must be an object, found list"),
    "state is a list": (lambda m, t: m.update(state=[]), "training state is damaged"),
    "state without arrays": (lambda m, t: t.pop("state"), "training state is damaged"),
    "state without parameters": (lambda m, t: t["state"].pop("flat"), "training state is damaged"),
    "state with a short slot": (
        lambda m, t: t["state"].update({"slot/Adam/mean": np.ones(1, np.float32)}),
        r"values of Adam/mean of shape \(1,\)",
    ),
    "state of another network": (
        lambda m, t: t["state"].update(flat=np.ones(99, np.float32)),
        r"parameters of shape \(99,\)",
    ),
    "state with a negative step": (lambda m, t: m["state"].update(step=-1), "step must be"),
    "state with another generator": (
        lambda m, t: m["state"]["generators"]["order"].update(bit_generator="MT19937"),
        "training state is damaged",
    ),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_damaged_bundle_is_refused_by_name(case: str, stopped: Run, path: Path) -> None:
    write_bundle(path, bundle(stopped))
    manifest, tensors = read_archive(path)
    damage, problem = DAMAGES[case]
    damage(manifest, tensors)
    write_archive(path, manifest, tensors)
    with pytest.raises(FormatError, match=problem) as caught:
        read_bundle(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_one_changed_bit_is_noticed(stopped: Run, path: Path) -> None:
    write_bundle(path, bundle(stopped))
    whole = path.read_bytes()
    place = whole.index(stopped.network.params["dense_1/kernel"].tobytes())
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    with pytest.raises(FormatError, match="damaged") as caught:
        read_bundle(path)
    assert str(path) in str(caught.value)
