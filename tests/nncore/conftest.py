import json
from pathlib import Path

import numpy as np
import pytest

from nncore import data as datasets
from nncore import kernels
from nncore.cli import main
from nncore.data import Dataset
from nncore.kernels import Kernels
from nncore.layers import Dense, Flatten
from nncore.network import Network
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig

Captured = pytest.CaptureFixture[str]


@pytest.fixture(params=["numpy", "fast"])
def kernel_set(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Kernels:
    """Each set of kernels in turn, in every workspace and run that the test makes."""
    if request.param == "fast":
        pytest.importorskip("numba", reason="numba is not installed (extra `fast`)")
    monkeypatch.setattr(kernels.choice, "_asked", request.param)
    chosen = kernels.load()
    defaults = {**(Network.workspace.__kwdefaults__ or {}), "kernels": chosen}
    monkeypatch.setattr(Network.workspace, "__kwdefaults__", defaults)
    return chosen


def refusal(arguments: list[str], capsys: Captured) -> str:
    """The one line on stderr with which these arguments are refused."""
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = stop.code
    captured = capsys.readouterr()
    assert code == 2
    assert captured.out == ""
    assert captured.err.startswith("error: ")
    assert captured.err.count("\n") == 1
    return captured.err


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """A tiny set that every command finds under the name mnist-sample."""
    rng = np.random.default_rng(0)
    y = np.arange(40) % 3
    x = rng.random((40, 28, 28, 1), np.float32) * 0.2
    x[np.arange(40), 5 * y + 5] += 0.8
    names = ("zero", "one", "two")
    data = Dataset("mnist-sample", x[:30], y[:30], x[30:], y[30:], class_names=names)
    monkeypatch.setattr(datasets, "load", lambda *args, **kwargs: data)
    return data


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    layers = [Flatten(), Dense(units=3, activation="softmax")]
    config = RunConfig(
        spec=NetworkSpec.chain((28, 28, 1), layers),
        epochs=3,
        batch_size=8,
        validation_split=0.2,
        name="tiny",
    ).with_setting("learning_rate", 0.1)
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(config.to_json()), encoding="utf-8")
    return path
