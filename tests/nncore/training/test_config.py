import json
import math
from pathlib import Path
from typing import Any

import pytest

from nncore.errors import SpecError
from nncore.layers import Dense, Flatten
from nncore.optimizers import SGD, Adam
from nncore.regularizers import Regularizer
from nncore.schedules import CosineDecay, WarmUp
from nncore.spec import NetworkSpec
from nncore.training.config import (
    RunConfig,
    load_recipe,
    recipe_names,
    recipes_dir,
    without_live_settings,
)
from nncore.training.policies import EarlyStopping, Guard, ReduceLROnPlateau


def plain(spec: NetworkSpec, settings: dict[str, Any]) -> dict[str, Any]:
    return {"spec": spec.to_json()} | settings


def test_json_round_trip_through_text(config: RunConfig) -> None:
    full = config.replace(
        frozen=("dense_1",),
        data_options={"noise": 0.1},
        initial_params={"dense_2/bias": [1.0, 2.0, 3.0]},
        augment={"shift": 2},
        expect=[
            {"metric": "test_accuracy", "epoch": "best", "published": 0.95, "at_least": 0.9},
            {"metric": "dense_1/bias", "published": 2, "within": 0.5, "note": "a known line"},
        ],
        train=False,
        source="somewhere",
        name="mine",
        schedule=WarmUp(warmup_steps=3, then=CosineDecay(alpha=0.1)),
        policies=(EarlyStopping(patience=2), ReduceLROnPlateau(), Guard(every=7)),
        clip_norm=1.0,
        clip_value=0.5,
        ema_decay=0.99,
    )
    for value in (config, full):
        for defaults in (False, True):
            text = json.dumps(value.to_json(defaults=defaults))
            assert RunConfig.from_json(json.loads(text)) == value


def test_spec_and_optimizer_may_be_json(spec: NetworkSpec) -> None:
    data = plain(spec, {"optimizer": {"type": "Adam", "beta_1": 0.8}, "epochs": 3})
    config = RunConfig.from_json(data)
    assert config.spec == spec
    assert config.optimizer == Adam(beta_1=0.8)
    assert config.epochs == 3


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"epochs": 0}, "epochs must be a whole number at least 1 .* received 0"),
        ({"epochs": "ten"}, "epochs must be .* received 'ten'"),
        ({"batch_size": -1}, "batch_size must be .* received -1"),
        ({"batch_size": 2.5}, "batch_size must be .* received 2.5"),
        ({"validation_split": 1}, "validation_split must be a number at least 0 and below 1"),
        ({"validation_split": math.nan}, "validation_split must be .* received nan"),
        ({"seed": -1}, "seed must be a whole number at least 0"),
        ({"loss": "cross"}, "loss must be one of mse"),
        ({"dtype": "float16"}, "dtype must be one of float32, float64"),
        ({"epoch": 3}, r"unknown setting 'epoch' \(did you mean 'epochs'\?\)"),
        ({"optimizer": {"type": "Adma"}}, r"unknown optimizer 'Adma'.*did you mean 'Adam'"),
        ({"optimizer": None}, "expected an object, received NoneType"),
        ({"optimizer": {"type": "SGD", "momentum": 2}}, "momentum must be"),
        ({"frozen": "dense_1"}, "frozen must be a list of names; received 'dense_1'"),
        ({"frozen": [["dense_1"]]}, "frozen must be a list of names"),
        ({"frozen": 5}, "frozen must be a list of names"),
        ({"initial_params": []}, r"initial_params must be an object; received \[\]"),
        ({"data_options": []}, "data_options must be an object"),
        ({"data_options": {"progress": 1}}, "'progress' is no option of a data source"),
        ({"data_options": {"data_dir": "/"}}, "'data_dir' is no option of a data source"),
        (
            {"schedule": 5},
            r"schedule must be an object whose type is one of Constant,.* or null; received 5",
        ),
        ({"schedule": {"type": "Cosine"}}, r"unknown schedule 'Cosine'.*mean 'CosineDecay'"),
        ({"clip_norm": 0}, "clip_norm must be a number above 0 or null; received 0"),
        ({"clip_value": -1}, "clip_value must be a number above 0 or null"),
        ({"ema_decay": 1}, "ema_decay must be a number at least 0 and below 1 or null"),
        ({"policies": "Guard"}, "policies must be a list of objects with a type"),
        ({"policies": {"type": "Guard"}}, "policies must be a list"),
        ({"policies": [5]}, "expected an object, received int"),
        ({"policies": [{"type": "Gard"}]}, r"unknown policy 'Gard'.*mean 'Guard'"),
        ({"policies": [{"type": "EarlyStopping", "monitor": "loss?"}]}, "monitor must be one of"),
        ({"augment": 1}, "augment must be an object; received 1"),
        ({"augment": {"rotate": 200}}, "rotate must be a number at least 0 and at most 180"),
        ({"expect": 1}, "expect must be a list of objects with a metric.* received 1"),
        ({"expect": "test_accuracy"}, "expect must be a list"),
        ({"expect": {"params": 5}}, "short form is for accuracies and losses"),
        ({"expect": {"test_accuracy": "high"}}, "at_least must be a number or null"),
        ({"expect": [{"at_least": 0.9}]}, "metric is missing"),
        ({"expect": [{"metric": "speed", "at_least": 1}]}, "unknown metric 'speed'"),
        ({"expect": [{"metric": "test_acuracy", "at_least": 1}]}, "mean 'test_accuracy'"),
        ({"expect": [{"metric": "params"}]}, "params needs a limit: at_least, at_most or within"),
        ({"expect": [{"metric": "params", "published": 3}]}, "params needs a limit"),
        (
            {"expect": [{"metric": "loss", "published": 1, "within": 3, "at_most": 2}]},
            "loss needs within, or at_least and at_most, not both",
        ),
        ({"expect": [{"metric": "params", "within": 3}]}, "within needs a published number"),
        (
            {"expect": [{"metric": "loss", "at_least": 2, "at_most": 1}]},
            "loss cannot be at least 2 and at most 1",
        ),
        (
            {"expect": [{"metric": "params", "at_most": 9, "epoch": "best"}]},
            "params is measured after the last epoch only",
        ),
        ({"train": 1}, "train must be true or false"),
        ({"source": 5}, "source must be a text"),
        ({"name": 5}, "name must be a text"),
        ({"format": "vitrine-network"}, "expected format 'vitrine-run'"),
        ({"version": 2}, "reads version 1 of a run, received 2"),
        ({"spec": 5}, "a spec must be a JSON object"),
    ],
)
def test_bad_settings_are_refused_in_words(
    spec: NetworkSpec, settings: dict[str, Any], problem: str
) -> None:
    with pytest.raises(SpecError, match=problem):
        RunConfig.from_json(plain(spec, settings))


def test_what_is_no_run_is_refused() -> None:
    with pytest.raises(SpecError, match="a run must be a JSON object, received list"):
        RunConfig.from_json([])  # type: ignore[arg-type]
    with pytest.raises(SpecError, match="spec is missing"):
        RunConfig.from_json({})


@pytest.mark.parametrize(
    ("key", "value", "path"),
    [
        ("epochs", 7, ("epochs",)),
        ("learning_rate", 0.5, ("optimizer", "learning_rate")),
        ("optimizer.beta_1", 0.5, ("optimizer", "beta_1")),
    ],
)
def test_setting_by_dotted_name(
    config: RunConfig, key: str, value: Any, path: tuple[str, ...]
) -> None:
    changed: Any = config.with_setting(key, value)
    for name in path:
        changed = getattr(changed, name)
    assert changed == value


def test_setting_of_optimizer_layer_and_data(config: RunConfig) -> None:
    assert config.with_setting("optimizer", "SGD").optimizer == SGD()
    layer = config.with_setting("dense_1.units", 9).spec.layers[0].layer
    assert isinstance(layer, Dense)
    assert layer.units == 9
    decayed = config.with_setting("dense_1.kernel_regularizer.l2", 0.5).spec.layers[0].layer
    assert isinstance(decayed, Dense)
    assert decayed.kernel_regularizer == Regularizer(l2=0.5)
    assert config.with_setting("data_options.noise", 0.2).data_options == {"noise": 0.2}
    scheduled = config.with_setting("schedule", "CosineDecay")
    assert scheduled.with_setting("schedule.alpha", 0.5).schedule == CosineDecay(alpha=0.5)
    assert scheduled.with_setting("schedule", None).schedule is None
    assert config.with_setting("policies", [{"type": "Guard"}]).policies == (Guard(),)
    assert config.with_setting("frozen", ["dense_1"]).frozen == ("dense_1",)
    pictures = config.replace(spec=NetworkSpec.chain((4, 4, 1), [Flatten(), Dense(units=3)]))
    turned = pictures.with_setting("augment", {"shift": 2}).with_setting("augment.rotate", 9)
    assert turned.augment == {"shift": 2, "rotate": 9}


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("epoch", 3, r"unknown setting 'epoch'; there are .*LAYER.SETTING.*'epochs'"),
        (
            "dense_7.units",
            3,
            r"unknown setting 'dense_7.units'.*with the layers dense_1, .*dense_2",
        ),
        ("dens_1.units", 3, r"did you mean 'dense_1.units'"),
        ("schedule.alpha", 3, r"the run has no schedule; set schedule to one of Constant, .*"),
        ("augment.turn", 3, r"Augment: unknown setting 'turn'"),
        ("dense_1.kernel_regularizer.l3", 1, r"Regularizer: unknown setting 'l3'"),
        ("dense_1.units.l2", 1, r"Dense: unknown setting 'units.l2'; it has kernel_regularizer"),
        ("dense_1.unit", 3, r"dense_1: Dense: unknown setting 'unit'.*did you mean 'units'"),
        ("optimizer.momentumm", 3, r"Adam: unknown setting 'momentumm'"),
        ("optimizer.type", "SGD", r"Adam: unknown setting 'type'"),
        ("optimizer", "Adma", r"did you mean 'Adam'"),
        ("learning_rate", "fast", r"learning_rate must be a number at least 0; received 'fast'"),
        ("", 1, "unknown setting ''"),
    ],
)
def test_bad_dotted_name_or_value_is_refused(
    config: RunConfig, key: str, value: Any, problem: str
) -> None:
    with pytest.raises(SpecError, match=problem):
        config.with_setting(key, value)


def test_only_live_settings_may_follow_within_a_run(config: RunConfig) -> None:
    def same(other: RunConfig) -> bool:
        return without_live_settings(other) == without_live_settings(config)

    spec = config.spec
    assert same(config.replace(optimizer=SGD(), batch_size=3, epochs=9, name="x"))
    assert same(config.replace(spec=spec.change("dropout_1", rate=0.1)))
    assert same(config.replace(schedule=CosineDecay(), policies=[Guard()], ema_decay=0.9))
    assert same(config.replace(clip_norm=1.0, clip_value=0.1))
    assert not same(config.replace(spec=spec.change("dense_1", activation="relu")))
    assert not same(config.replace(seed=5))
    assert same(config.replace(frozen=("dense_1",)))


def test_layer_is_disabled_by_its_dotted_name(config: RunConfig) -> None:
    off = config.with_setting("dropout_1.enabled", False)
    assert not off.spec.layers[1].enabled
    assert off.with_setting("dropout_1.enabled", True) == config
    with pytest.raises(SpecError, match="dropout_1: enabled must be true or false; received 0"):
        config.with_setting("dropout_1.enabled", 0)


def test_rename_changes_every_name_of_the_layer(config: RunConfig) -> None:
    given = {"dense_1/bias": [0.0] * 6, "dense_2/bias": [1.0] * 3}
    config = config.replace(frozen=("dense_1", "dense_2/bias"), initial_params=given)
    expect = [{"metric": "dense_1/bias", "at_least": 0}, {"metric": "loss", "at_most": 1}]
    config = config.replace(expect=expect)
    renamed = config.rename("dense_1", "hidden")
    assert [layer.name for layer in renamed.spec.layers] == ["hidden", "dropout_1", "dense_2"]
    assert renamed.frozen == ("hidden", "dense_2/bias")
    assert list(renamed.initial_params) == ["hidden/bias", "dense_2/bias"]
    assert [item.metric for item in renamed.expect] == ["hidden/bias", "loss"]
    assert renamed.rename("hidden", "dense_1") == config


def test_recipe_files_are_named_as_they_call_themselves() -> None:
    assert {"first-digits", "keras-adam", "nielsen-30", "worked-example"} <= set(recipe_names())
    for name in recipe_names():
        assert load_recipe(name).name == name
        assert load_recipe(name) == load_recipe(recipes_dir() / f"{name}.json")


def test_recipe_without_a_name_is_called_as_its_file(spec: NetworkSpec, tmp_path: Path) -> None:
    path = tmp_path / "my-run.json"
    path.write_text(json.dumps(plain(spec, {})), encoding="utf-8")
    assert load_recipe(path).name == "my-run"
    assert load_recipe(str(path)).name == "my-run"


def test_unknown_recipe_is_refused_with_a_suggestion() -> None:
    with pytest.raises(SpecError, match=r"no recipe is called 'nielsen-31'.*mean 'nielsen-30'"):
        load_recipe("nielsen-31")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "a run must be a JSON object"),
        (b"{}", "spec is missing"),
        (b'{"spec": {"input_shape": [2], "layers": [{"type": "Dens"}]}}', "unknown layer 'Dens'"),
    ],
)
def test_bad_recipe_file_is_refused_by_name(content: bytes, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(SpecError, match=problem) as caught:
        load_recipe(path)
    assert "bad.json" in str(caught.value)


def test_missing_recipe_file_is_refused_by_name(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path / "none" / "x"):
        with pytest.raises(SpecError, match="cannot be read"):
            load_recipe(path)
