import json
from pathlib import Path
from typing import Any

import pytest

from nncore.data import Dataset
from nncore.errors import DataError, SpecError
from nncore.runs.sweep import (
    Axis,
    Sweep,
    TrialEnded,
    TrialStarted,
    load_sweep,
    sweep_names,
)
from nncore.runs.trends import BestBetween
from nncore.training.config import RunConfig, recipe_names
from nncore.training.events import BatchEnded
from nncore.training.loop import train


def ended(sweep: Sweep, data: Dataset) -> list[TrialEnded]:
    return [event for event in sweep.run(lambda _: data) if isinstance(event, TrialEnded)]


def test_grid_has_every_combination_the_last_axis_fastest(small: RunConfig) -> None:
    axes = (Axis.of("dense_1.units", [2, 5]), Axis.of("learning_rate", [0.1, 0.2, 0.3]))
    trials = Sweep(small, axes).trials
    assert [tuple(trial.values.values()) for trial in trials] == [
        (2, 0.1), (2, 0.2), (2, 0.3), (5, 0.1), (5, 0.2), (5, 0.3),
    ]  # fmt: skip
    assert trials[4].config.spec.layers[0].layer.units == 5  # type: ignore[attr-defined]
    assert trials[4].config.optimizer.learning_rate == 0.2


def test_tied_keys_change_together(small: RunConfig) -> None:
    axis = Axis.of("dense_1.use_bias + dense_2.use_bias", [True, False])
    assert axis.name == "dense_1.use_bias+dense_2.use_bias"
    last = Sweep(small, (axis,)).trials[-1].config.spec
    assert [node.layer.use_bias for node in last.layers] == [False, False]  # type: ignore[attr-defined]


def test_trials_reach_what_their_runs_alone_reach(small: RunConfig, clouds: Dataset) -> None:
    sweep = Sweep(small, (Axis.of("learning_rate", [0.01, 0.5]),))
    results = ended(sweep, clouds)
    assert [result.number for result in results] == [1, 2]
    assert {result.total for result in results} == {2}
    for result, rate in zip(results, (0.01, 0.5), strict=True):
        *_, alone = train(small.with_setting("learning_rate", rate), data=clouds)
        assert result.outcome.history["loss"] == alone.history["loss"]  # type: ignore[union-attr]
        record = json.loads(json.dumps(result.to_json()))
        assert record["settings"] == {"learning_rate": rate}
        assert record["test_accuracy"] == result.value("test_accuracy")
        assert record["reason"] == "finished"
    assert results[1].value("test_accuracy") > results[0].value("test_accuracy")


def test_sweep_is_a_generator_that_may_be_left_at_any_time(
    small: RunConfig, clouds: Dataset
) -> None:
    sweep = Sweep(small, (Axis.of("seed", [1, 2, 3]),))
    events = sweep.run(lambda _: clouds)
    assert isinstance(next(events), TrialStarted)
    next(event for event in events if isinstance(event, BatchEnded))
    events.close()


def test_trial_that_fails_is_marked_and_the_others_go_on(small: RunConfig, clouds: Dataset) -> None:
    sweep = Sweep(small, (Axis.of("dense_2.units", [2, 3, 2]),))
    first, second, third = ended(sweep, clouds)
    assert (first.failed, second.failed, third.failed) == (False, True, False)
    assert second.outcome.reason.startswith("failed: clouds has 2 classes")
    assert second.value("test_accuracy") != second.value("test_accuracy")  # NaN
    linear = small.replace(loss="mse", spec=small.spec.change("dense_2", activation="linear"))
    wild = Sweep(linear, (Axis.of("learning_rate", [1e38, 0.1]),))
    assert [result.failed for result in ended(wild, clouds)] == [True, False]


def test_sweep_without_its_data_ends(small: RunConfig) -> None:
    def missing(_: RunConfig) -> Dataset:
        raise DataError("not here")

    with pytest.raises(DataError, match="not here"):
        list(Sweep(small, (Axis.of("seed", [1, 2]),)).run(missing))


@pytest.mark.parametrize(
    ("key", "values", "problem"),
    [
        ("learning_rate", [], "needs a list of values"),
        ("learning_rate", "0.1", "needs a list of values; received '0.1'"),
        ("", [1], "needs the name of a setting"),
        ("a++b", [1], "needs the name of a setting"),
        ("learning_rat", [1], r"unknown setting 'learning_rat'.*mean 'learning_rate'"),
        ("dense_1.units", [0], "units must be a whole number at least 1"),
        ("dense_1.units", [3, "many"], "received 'many'"),
        ("seed+seed", [1], "may change each setting once; received seed, seed"),
        ("seed", list(range(10_001)), "10,000 trials at most; received 10,001"),
    ],
)
def test_bad_axis_is_refused_before_anything_is_trained(
    small: RunConfig, key: str, values: Any, problem: str
) -> None:
    with pytest.raises(SpecError, match=problem):
        Sweep(small, (Axis.of(key, values),))


def test_bad_sweep_is_refused(small: RunConfig) -> None:
    axis = Axis.of("seed", [1, 2])
    with pytest.raises(SpecError, match="at least one setting"):
        Sweep(small, ())
    with pytest.raises(SpecError, match=r"unknown metric 'accurac'"):
        Sweep(small, (axis,), "accurac")
    with pytest.raises(SpecError, match="3 is no value of the axis"):
        Sweep(small, (axis,), expect=(BestBetween(low=1, high=3),))
    other = Axis.of("epochs", [1, 2])
    with pytest.raises(SpecError, match="over one axis"):
        Sweep(small, (axis, other), expect=(BestBetween(low=1, high=2),))


@pytest.mark.parametrize("name", sweep_names())
def test_sweep_that_ships_says_what_it_is_and_what_it_is_held_to(name: str) -> None:
    sweep = load_sweep(name)
    assert sweep.name == name
    assert sweep.description
    assert sweep.source
    assert sweep.published
    assert sweep.expect
    assert len(sweep.trials) == len(sweep.axes[0].values) > 1
    assert name not in recipe_names()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"format": "vitrine-run"}, "expected format 'vitrine-sweep' of version 1"),
        ({"version": 2}, "received 'vitrine-sweep' of version 2"),
        ({"recipe": "sprial"}, r"no recipe is called 'sprial'.*mean 'spiral'"),
        ({"recipe": 5}, "recipe must be a text; received 5"),
        ({"over": [1]}, "over must be an object of settings"),
        ({"over": {}}, "at least one setting"),
        ({"over": {"seed": 3}}, "needs a list of values; received 3"),
        ({"set": 3}, "set must be an object"),
        ({"set": {"epoch": 3}}, "unknown setting 'epoch'"),
        ({"expect": {}}, "expect must be a list"),
        ({"metric": "speed"}, "unknown metric 'speed'"),
        ({"ovr": {}}, r"unknown setting 'ovr' \(did you mean 'over'\?\)"),
    ],
)
def test_bad_sweep_file_is_refused_by_name(
    change: dict[str, Any], problem: str, tmp_path: Path
) -> None:
    good = {"format": "vitrine-sweep", "version": 1, "recipe": "spiral", "over": {"seed": [1, 2]}}
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(good), encoding="utf-8")
    assert load_sweep(path).name == "mine"
    path.write_text(json.dumps(good | change), encoding="utf-8")
    with pytest.raises(SpecError, match=rf"mine.json: .*{problem}"):
        load_sweep(path)


def test_missing_or_broken_sweep_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"no sweep is called 'keras-dropout'.*'keras-dropouts'"):
        load_sweep("keras-dropout")
    with pytest.raises(SpecError, match=r"none.json: cannot be read"):
        load_sweep(tmp_path / "none.json")
    for content in (b"{", b"\xff\xfe", b"[]", b"[" * 100_000):
        (tmp_path / "bad.json").write_bytes(content)
        with pytest.raises(SpecError, match=r"bad.json: "):
            load_sweep(tmp_path / "bad.json")
