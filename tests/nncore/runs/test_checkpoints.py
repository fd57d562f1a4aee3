import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore.data import Dataset
from nncore.errors import FormatError
from nncore.formats.vitrine import read_bundle
from nncore.layers import Dense
from nncore.optimizers import Adam
from nncore.runs import checkpoints as module
from nncore.runs.checkpoints import INDEX, Checkpoints, latest, read_index
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.events import EpochEnded, Event
from nncore.training.loop import Run


@pytest.fixture
def data() -> Dataset:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(30, 3)).astype(np.float32)
    y = (x[:, 0] > 0).astype(np.int64)
    return Dataset("halves", x, y, x, y, class_names=("left", "right"))


@pytest.fixture
def config() -> RunConfig:
    spec = NetworkSpec.chain((3,), [Dense(units=2, activation="softmax")])
    return RunConfig(spec=spec, optimizer=Adam(), batch_size=8, epochs=6, validation_split=0.2)


def follow(run: Run, checkpoints: Checkpoints, stop: Callable[[Event], bool] | None = None) -> None:
    for event in run.events():
        checkpoints(event, run)
        if stop and stop(event):
            return


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.vitrine"))


def with_losses(run: Run, losses: list[float]) -> None:
    """Let the validation of each epoch give these losses."""
    end = run._end_epoch

    def fake() -> Any:
        for event in end():
            if isinstance(event, EpochEnded):
                assert isinstance(event.metrics, dict)
                event.metrics["val_loss"] = losses[event.epoch - 1]
            yield event

    run._end_epoch = fake  # type: ignore[method-assign]


def test_the_last_few_and_the_best_stay(config: RunConfig, data: Dataset, tmp_path: Path) -> None:
    run = Run(config, data)
    with_losses(run, [5, 1, 4, 3, 2, 6])
    keeper = Checkpoints(tmp_path / "new" / "run", keep_last=2)
    follow(run, keeper)
    assert files(keeper.directory) == [f"epoch-000{i}.vitrine" for i in (2, 5, 6)]
    assert keeper.best is not None
    assert keeper.best.epoch == 2
    index = json.loads((keeper.directory / INDEX).read_text("utf-8"))
    assert (index["monitor"], index["best"]) == ("val_loss", "epoch-0002.vitrine")
    assert [item["epoch"] for item in index["checkpoints"]] == [2, 5, 6]
    assert read_index(keeper.directory) == keeper.kept


def test_without_the_best_only_the_last_stay(
    config: RunConfig, data: Dataset, tmp_path: Path
) -> None:
    run = Run(config, data)
    with_losses(run, [1, 2, 3, 4, 5, 6])
    follow(run, Checkpoints(tmp_path, keep_last=1, keep_best=False))
    assert files(tmp_path) == ["epoch-0006.vitrine"]


def test_every_few_epochs_and_the_last(config: RunConfig, data: Dataset, tmp_path: Path) -> None:
    follow(Run(config.replace(epochs=5), data), Checkpoints(tmp_path, 9, every_epochs=2))
    assert files(tmp_path) == [f"epoch-000{i}.vitrine" for i in (2, 4, 5)]


def test_loss_that_is_no_number_is_never_the_best(
    config: RunConfig, data: Dataset, tmp_path: Path
) -> None:
    run = Run(config.replace(epochs=3), data)
    with_losses(run, [float("nan"), 2, float("inf")])
    keeper = Checkpoints(tmp_path)
    follow(run, keeper)
    assert keeper.best is not None
    assert keeper.best.epoch == 2
    assert len(read_index(tmp_path)) == 3


def test_run_goes_on_from_the_latest_bit_for_bit(
    config: RunConfig, data: Dataset, tmp_path: Path
) -> None:
    whole = Run(config, data)
    for _ in whole.events():
        pass
    # 24 samples by 8: step 10 is the first of the fourth epoch.
    follow(Run(config, data), Checkpoints(tmp_path), lambda e: getattr(e, "step", 0) == 10)
    assert latest(tmp_path) == tmp_path / "epoch-0003.vitrine"
    bundle = read_bundle(latest(tmp_path))
    assert bundle.config is not None
    resumed = Run(bundle.config, data, state=bundle.state)
    follow(resumed, Checkpoints(tmp_path))
    np.testing.assert_array_equal(resumed.network.flat, whole.network.flat)
    assert read_index(tmp_path)[-1].epoch == 6


def test_new_run_does_not_overwrite_another(
    config: RunConfig, data: Dataset, tmp_path: Path
) -> None:
    follow(Run(config.replace(epochs=2), data), Checkpoints(tmp_path))
    with pytest.raises(FormatError, match=r"of another run, to epoch 2; .*--resume"):
        follow(Run(config, data), Checkpoints(tmp_path))
    assert len(files(tmp_path)) == 2


def test_run_that_goes_on_from_an_older_one_writes_the_later_anew(
    config: RunConfig, data: Dataset, tmp_path: Path
) -> None:
    follow(Run(config, data), Checkpoints(tmp_path, keep_last=6))
    bundle = read_bundle(tmp_path / "epoch-0002.vitrine")
    assert bundle.state is not None
    run = Run(config.replace(epochs=3), data, state=bundle.state)
    follow(run, Checkpoints(tmp_path, keep_last=6))
    assert latest(tmp_path).name == "epoch-0003.vitrine"


def test_disk_that_refuses_leaves_what_was_there(
    config: RunConfig, data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Checkpoints(tmp_path)
    follow(Run(config.replace(epochs=2), data), keeper)
    before = read_index(tmp_path)
    bundle = read_bundle(latest(tmp_path))

    def refuse(*_: Any) -> None:
        raise OSError("full")

    monkeypatch.setattr(module, "write_bundle", refuse)
    with pytest.raises(OSError, match="full"):
        follow(Run(config, data, state=bundle.state), Checkpoints(tmp_path))
    assert read_index(tmp_path) == before


def test_lost_or_damaged_index_falls_back_on_the_names(
    config: RunConfig, data: Dataset, tmp_path: Path
) -> None:
    follow(Run(config.replace(epochs=2), data), Checkpoints(tmp_path))
    for text in ("{", "{}", "[]"):
        (tmp_path / INDEX).write_text(text, encoding="utf-8")
        assert latest(tmp_path).name == "epoch-0002.vitrine"
    (tmp_path / INDEX).unlink()
    assert latest(tmp_path).name == "epoch-0002.vitrine"


def test_folder_without_checkpoints_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(FormatError, match="no checkpoint is here"):
            latest(folder)


@pytest.mark.parametrize(
    "item",
    [
        5,
        {},
        {"file": "../epoch-0001.vitrine", "epoch": 1, "step": 1, "metrics": {}},
        {"file": "notes.txt", "epoch": 1, "step": 1, "metrics": {}},
        {"file": "epoch-0001.vitrine", "epoch": 2, "step": 1, "metrics": {}},
        {"file": "epoch-0001.vitrine", "epoch": 1, "step": "x", "metrics": {}},
        {"file": "epoch-0001.vitrine", "epoch": 1, "step": 1, "metrics": []},
    ],
)
def test_index_names_nothing_but_checkpoints(item: Any, tmp_path: Path) -> None:
    index = {"format": module.FORMAT, "version": 1, "checkpoints": [item]}
    (tmp_path / INDEX).write_text(json.dumps(index), encoding="utf-8")
    with pytest.raises(FormatError, match="the index is damaged"):
        read_index(tmp_path)


@pytest.mark.parametrize("bad", [{"keep_last": 0}, {"every_epochs": 0}])
def test_counts_that_keep_nothing_are_refused(bad: dict[str, int], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="must be at least 1"):
        Checkpoints(os.fspath(tmp_path), **bad)  # type: ignore[arg-type]
