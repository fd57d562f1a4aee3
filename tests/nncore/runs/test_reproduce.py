import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nncore
from nncore.data import Dataset
from nncore.errors import DataError, SpecError
from nncore.runs import data_sets
from nncore.runs.reproduce import Check, Doing, Row, reproduce, tasks
from nncore.runs.sweep import sweep_names
from nncore.training.config import RunConfig, load_recipe, recipe_names
from nncore.training.expectations import Expectation

Shelf = Callable[..., None]


@pytest.fixture
def shelf(
    tmp_path: Path, small: RunConfig, clouds: Dataset, monkeypatch: pytest.MonkeyPatch
) -> Shelf:
    """Puts recipes into an empty folder in place of those that ship; they all read the clouds."""
    (tmp_path / "sweeps").mkdir()
    monkeypatch.setattr("nncore.training.config.recipes_dir", lambda: tmp_path)
    monkeypatch.setattr("nncore.runs.sweep.sweeps_dir", lambda: tmp_path / "sweeps")

    def load(name: str, *_: Any, **__: Any) -> Dataset:
        if name == "mnist":
            raise DataError("MNIST is not in /nowhere\nPut it there.")
        return clouds

    monkeypatch.setattr(data_sets, "load", load)

    def put(name: str, expect: Any, **changes: Any) -> None:
        changes = {"data": "circle", **changes}
        config = small.replace(name=name, source="a book", expect=expect, **changes)
        text = json.dumps(config.to_json())
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")

    put.sweeps = tmp_path / "sweeps"  # type: ignore[attr-defined]
    return put


def rows(*only: str) -> list[Row]:
    return [item for item in reproduce(only) if isinstance(item, Row)]


def accuracy(**limits: Any) -> list[dict[str, Any]]:
    return [{"metric": "test_accuracy", **limits}]


def test_row_within_its_limits_is_ok_and_beyond_them_missed(shelf: Shelf) -> None:
    shelf("good", accuracy(published=0.97, at_least=0.9, note="Easy."))
    shelf("high", accuracy(published=0.97, at_least=1.01))
    shelf("low", accuracy(at_most=0.5))
    by_name = {row.name: row for row in rows()}
    assert {name: row.verdict for name, row in by_name.items()} == {
        "good": "ok", "high": "missed", "low": "missed",
    }  # fmt: skip
    good = by_name["good"]
    assert (good.published, good.metric, good.limits) == (0.97, "test_accuracy", "at least 90.00 %")
    assert good.note == "Easy."
    assert isinstance(good.ours, float)
    assert good.ours == by_name["high"].ours
    assert good.seconds > 0
    assert by_name["low"].published is None


def test_every_limit_of_a_recipe_counts(shelf: Shelf) -> None:
    best = {"metric": "test_accuracy", "epoch": "best", "published": 0.9, "at_least": 0.5}
    shelf("one", [best, {"metric": "test_loss", "at_most": 1e-9, "note": "Never."}])
    (row,) = rows()
    assert row.verdict == "missed"
    assert row.metric == "test_accuracy, best epoch"
    assert "test_loss: " in row.note
    assert "Never." in row.note
    record = json.loads(json.dumps(row.to_json()))
    assert [check["ok"] for check in record["checks"]] == [True, False]
    assert record["checks"][1]["at_most"] == 1e-9
    assert record["ok"] is False


def test_row_without_its_data_is_skipped_with_the_reason_and_never_ok(shelf: Shelf) -> None:
    shelf("absent", accuracy(at_least=0), data="mnist")
    shelf("present", accuracy(at_least=0))
    first, second = rows()
    assert (first.name, first.verdict, first.ok) == ("absent", "skipped", False)
    assert first.note == "MNIST is not in /nowhere Put it there."
    assert first.ours is None
    assert (second.name, second.ok) == ("present", True)


def test_data_that_do_not_fit_miss_with_the_reason(shelf: Shelf) -> None:
    shelf("wide", accuracy(at_least=0), spec={"input_shape": [5], "layers": []})
    (row,) = rows()
    assert row.verdict == "missed"
    assert "the network reads 5 values; a sample of clouds has 2 values" in row.note


def test_diverged_run_misses_whatever_its_limits_are(shelf: Shelf, small: RunConfig) -> None:
    spec = small.spec.change("dense_2", activation="linear")
    wild = {"loss": "mse", "spec": spec, "optimizer": {"type": "SGD", "learning_rate": 1e38}}
    shelf("wild", accuracy(at_most=1), **wild)
    (row,) = rows()
    assert row.verdict == "missed"
    assert row.note.startswith("diverged")


def test_recipe_that_promises_nothing_has_no_row(shelf: Shelf) -> None:
    shelf("silent", [])
    assert tasks() == []
    with pytest.raises(SpecError, match="no row is called 'silent'"):
        tasks(["silent"])


def test_rows_come_cheapest_first_and_only_those_asked_for(shelf: Shelf) -> None:
    shelf("a-long", accuracy(at_least=0), epochs=9)
    shelf("b-short", accuracy(at_least=0), epochs=1)
    shelf("c-middle", accuracy(at_least=0), epochs=3)
    assert [row.name for row in rows()] == ["b-short", "c-middle", "a-long"]
    assert [row.name for row in rows("a-long", "b-short")] == ["b-short", "a-long"]


def test_rows_tell_how_far_they_are(shelf: Shelf) -> None:
    shelf("one", accuracy(at_least=0))
    *doing, row = reproduce()
    assert isinstance(row, Row)
    shares = [item.done for item in doing if isinstance(item, Doing)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)


def test_sweep_is_a_row_with_every_trial(shelf: Shelf) -> None:
    shelf("base", [])
    sweep = {
        "format": "vitrine-sweep",
        "version": 1,
        "recipe": "base",
        "over": {"learning_rate": [0.0, 0.1, 0.5]},
        "published": "steps are needed",
        "expect": [{"type": "Change", "first": 0.0, "last": 0.5, "at_least": 0.1}],
    }
    path = shelf.sweeps / "rates.json"  # type: ignore[attr-defined]
    path.write_text(json.dumps(sweep), encoding="utf-8")
    (row,) = rows()
    assert (row.name, row.verdict, row.published) == ("rates", "ok", "steps are needed")
    trials = row.to_json()["trials"]
    assert [trial["settings"]["learning_rate"] for trial in trials] == [0.0, 0.1, 0.5]
    assert trials[2]["test_accuracy"] - trials[0]["test_accuracy"] >= 0.1
    assert "0.5: " in row.note
    sweep["expect"] = [{"type": "BestBetween", "low": 0.0, "high": 0.0}]
    path.write_text(json.dumps(sweep), encoding="utf-8")
    assert [row.verdict for row in rows("rates")] == ["missed"]


def test_limits_are_told_in_words() -> None:
    def limits(**given: Any) -> str:
        metric = given.pop("metric", "test_accuracy")
        return Check(Expectation(metric=metric, **given), 0.5).limits

    assert limits(at_least=0.91, at_most=0.925) == "at least 91.00 % and at most 92.50 %"
    assert limits(metric="params", published=138357544, within=0) == "exactly 138,357,544"
    assert (
        limits(metric="loss", published=0.291027924, within=1e-6) == "within 1e-06 of 0.291027924"
    )


def test_every_recipe_and_sweep_that_ships_has_a_row() -> None:
    names = {task.name for task in tasks()}
    assert names == set(recipe_names()) | set(sweep_names())


@pytest.mark.parametrize("name", ["worked-example", "house-price", "sin-plus-cos", "spiral"])
def test_small_recipe_reaches_its_result(name: str) -> None:
    (row,) = rows(name)
    assert row.verdict == "ok", row.to_json()


def test_vgg_16_has_the_published_parameters_and_takes_a_sample(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("no data and no random weights are needed")

    monkeypatch.setattr(data_sets, "load", never)
    monkeypatch.setattr(nncore.Network, "reset", never)
    (row,) = rows("vgg-16")
    assert row.verdict == "ok", row.to_json()
    assert row.ours == row.published == 138_357_544
    layers = row.to_json()["layers"]
    assert len([layer for layer in layers if layer["params"]]) == 16
    assert sum(layer["params"] for layer in layers) == 138_357_544
    assert layers[-1]["output_shape"] == [1000]


def test_network_that_lets_nothing_through_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: nncore.Network, x: np.ndarray) -> np.ndarray:
        return np.full((1, *self.output_shape), np.nan)

    monkeypatch.setattr(nncore.Network, "predict", broken)
    (row,) = rows("vgg-16")
    assert (row.verdict, row.note) == ("missed", "a blank sample does not come through it.")
    assert load_recipe("vgg-16").train is False
