"""Runs whose network has several outputs, or learns to give its sample back."""

import json
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore.cli import main
from nncore.data import Dataset
from nncore.errors import SpecError
from nncore.formats.vitrine import Bundle, read_bundle, write_bundle
from nncore.layers import Dense, Flatten, Reshape
from nncore.losses import LOSSES
from nncore.optimizers import Adam
from nncore.runs.checkpoints import Checkpoints, latest
from nncore.spec import LayerSpec, NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.evaluate import Evaluation
from nncore.training.events import BatchEnded, EpochEnded
from nncore.training.loop import Run

LOSS = {"class": "categorical_crossentropy", "again": "mse"}


def two_heads() -> NetworkSpec:
    """A class, and the sample again, from one code."""
    nodes = (
        LayerSpec("code", Dense(units=3, activation="tanh", kernel_regularizer={"l2": 1e-3})),
        LayerSpec("again", Dense(units=4), ("code",)),
        LayerSpec("class", Dense(units=3, activation="softmax"), ("code",)),
    )
    return NetworkSpec((4,), nodes, ("class", "again"))


@pytest.fixture
def both() -> RunConfig:
    return RunConfig(
        spec=two_heads(),
        loss=LOSS,
        loss_weights={"again": 0.5},
        targets={"again": "x"},
        optimizer=Adam(learning_rate=0.01),
        batch_size=7,
        epochs=4,
        validation_split=0.2,
        seed=3,
    )


def follow(run: Run) -> list[EpochEnded]:
    return [event for event in run.events() if isinstance(event, EpochEnded)]


def test_every_output_learns_and_its_loss_is_told(both: RunConfig, data: Dataset) -> None:
    run = Run(both.replace(epochs=30), data)
    epochs = follow(run)
    for name in ("loss", "loss/class", "loss/again", "val_loss", "val_loss/class"):
        first, last = epochs[0].metrics[name], epochs[-1].metrics[name]
        assert last < 0.8 * first, name
    assert epochs[-1].metrics["accuracy"] > epochs[0].metrics["accuracy"]
    assert list(epochs[0].metrics)[:8] == [
        "loss", "loss/class", "loss/again", "accuracy",
        "val_loss", "val_loss/class", "val_loss/again", "val_accuracy",
    ]  # fmt: skip
    assert len(run.history["val_loss/again"]) == 30


def test_loss_of_a_batch_is_the_weighted_sum_with_penalties(both: RunConfig, data: Dataset) -> None:
    run = Run(both.replace(shuffle=False), data)
    network = run.network.copy()
    batch = next(event for event in run.events() if isinstance(event, BatchEnded))
    x = data.x_train[:7]
    given = network.predict_outputs(x)
    class_ = LOSSES["categorical_crossentropy"].value(given["class"], data.targets("train")[:7])
    again = LOSSES["mse"].value(given["again"], x)
    penalty = 1e-3 * float((network.params["code/kernel"] ** 2).sum())
    assert batch.loss == pytest.approx(class_ + 0.5 * again + penalty, rel=1e-5)
    right = given["class"].argmax(axis=1) == data.y_train[:7]
    assert batch.accuracy == pytest.approx(right.mean())


def test_test_data_are_measured_for_each_output(both: RunConfig, data: Dataset) -> None:
    run = Run(both.replace(ema_decay=0.9), data)
    follow(run)
    for ema in (False, True):
        network = run.averaged_network() if ema else run.network
        result = Evaluation()
        for _ in run.evaluate("test", result, ema_weights=ema):
            pass
        again = LOSSES["mse"].value(network.predict_outputs(data.x_test)["again"], data.x_test)
        assert result.losses["again"] == pytest.approx(again, rel=1e-5)
        assert result.loss == pytest.approx(result.losses["class"] + 0.5 * again, rel=1e-5)
        assert result.confusion is not None
        assert result.confusion.sum() == len(data.x_test)


def test_run_goes_on_bit_for_bit_from_the_middle_of_an_epoch(
    both: RunConfig, data: Dataset, tmp_path: Path
) -> None:
    whole = Run(both, data)
    expected = [event.metrics for event in follow(whole)]
    half = Run(both, data)
    list(islice(half.events(), 12))  # into the second epoch
    write_bundle(tmp_path / "half.vitrine", Bundle(half.network, both, half.state()))
    bundle = read_bundle(tmp_path / "half.vitrine")
    assert bundle.config == both
    assert bundle.state is not None
    assert bundle.state.position > 0
    rest = Run(both, data, state=bundle.state)
    assert [event.metrics for event in follow(rest)] == expected[1:]
    np.testing.assert_array_equal(rest.network.flat, whole.network.flat)
    assert rest.history == whole.history


def test_checkpoints_hold_the_losses_of_each_output(
    both: RunConfig, data: Dataset, tmp_path: Path
) -> None:
    keep, run = Checkpoints(tmp_path), Run(both, data)
    for event in run.events():
        keep(event, run)
    assert set(keep.kept[-1].metrics) >= {"loss/again", "val_loss/class"}
    state = read_bundle(latest(tmp_path)).state
    assert state is not None
    np.testing.assert_array_equal(state.flat, run.network.flat)


def test_a_loss_named_for_the_only_output_is_the_plain_one_to_the_bit(
    config: RunConfig, data: Dataset
) -> None:
    named = config.replace(loss={"dense_2": "categorical_crossentropy"})
    runs = [Run(config, data), Run(named, data)]
    histories = [[event.metrics for event in follow(run)] for run in runs]
    assert runs[1].objective is None
    assert histories[0] == histories[1]
    np.testing.assert_array_equal(runs[0].network.flat, runs[1].network.flat)


def autoencoder(**settings: Any) -> RunConfig:
    layers = [Flatten(), Dense(units=3, activation="tanh"), Dense(units=4)]
    spec = NetworkSpec.chain((2, 2, 1), layers)
    return RunConfig(
        spec=spec,
        loss="mse",
        targets={"dense_2": "x"},
        optimizer=Adam(learning_rate=0.01),
        epochs=3,
        seed=1,
        **settings,
    )


def pictures() -> Dataset:
    rng = np.random.default_rng(2)
    x = rng.random((40, 2, 2, 1), np.float32)
    y = np.arange(40) % 2
    return Dataset("pictures", x, y, x[:10], y[:10], class_names=("a", "b"))


def test_autoencoder_learns_the_sample_whatever_the_labels() -> None:
    run = Run(autoencoder(), pictures())
    epochs = follow(run)
    assert set(epochs[0].metrics) == {"loss"}, "there is no right or wrong"
    assert epochs[-1].metrics["loss"] < epochs[0].metrics["loss"]
    result = Evaluation()
    for _ in run.evaluate("test", result):
        pass
    x = pictures().x_test
    assert result.loss == pytest.approx(
        LOSSES["mse"].value(run.network.predict(x), x.reshape(10, 4))
    )
    assert result.accuracy is None
    assert result.losses == {}


def test_autoencoder_may_give_the_shape_of_the_sample() -> None:
    config = autoencoder()
    shaped = config.replace(
        spec=config.spec.insert(3, Reshape(target_shape=(2, 2, 1))), targets={"reshape_1": "x"}
    )
    flat, same = Run(config, pictures()), Run(shaped, pictures())
    assert [e.metrics for e in follow(flat)] == [e.metrics for e in follow(same)]


def test_target_is_the_augmented_sample() -> None:
    """A network that hands the sample on has no loss, however it was augmented."""
    spec = NetworkSpec.chain((4, 4, 1), [Flatten(), Dense(units=16)])
    x = np.random.default_rng(0).random((12, 4, 4, 1), np.float32)
    y = np.zeros((12, 1), np.float32)
    config = RunConfig(
        spec=spec,
        loss="mse",
        targets={"dense_1": "x"},
        augment={"shift": 1.0, "noise": 0.1},
        batch_size=4,
        initial_params={"dense_1/kernel": np.eye(16).tolist()},
    )
    events = Run(config, Dataset("noise", x, y, x, y)).events()
    losses = [event.loss for event in events if isinstance(event, BatchEnded)]
    assert max(losses) == 0


def test_two_classes_may_be_read_by_one_value_and_by_two() -> None:
    nodes = (
        LayerSpec("two", Dense(units=2, activation="softmax"), ("input",)),
        LayerSpec("one", Dense(units=1, activation="sigmoid"), ("input",)),
    )
    x = np.random.default_rng(0).normal(size=(30, 3)).astype(np.float32)
    y = (x[:, 0] > 0).astype(np.int64)
    data = Dataset("sides", x, y, x, y, class_names=("left", "right"))
    loss = {"two": "categorical_crossentropy", "one": "binary_crossentropy"}
    for names in (("two", "one"), ("one", "two")):
        config = RunConfig(
            spec=NetworkSpec((3,), nodes, names),
            loss=loss,
            optimizer=Adam(learning_rate=0.05),
            epochs=40,
        )
        run = Run(config, data)
        last = follow(run)[-1].metrics
        assert last["accuracy"] > 0.9
        given = run.network.predict_outputs(x)
        assert ((given["one"][:, 0] > 0.5) == y).mean() > 0.9
        assert (given["two"].argmax(axis=1) == y).mean() > 0.9


def test_an_output_without_a_loss_only_gives(both: RunConfig, data: Dataset) -> None:
    config = both.replace(loss={"again": "mse"}, loss_weights={})
    run = Run(config, data)
    before = run.network.params["class/kernel"].copy()
    epochs = follow(run)
    np.testing.assert_array_equal(run.network.params["class/kernel"], before)
    assert set(epochs[0].metrics) == {"loss", "val_loss"}
    assert epochs[-1].metrics["loss"] < epochs[0].metrics["loss"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"loss": {"clas": "mse"}}, r"loss: 'clas' is no output.*did you mean 'class'"),
        ({"loss": {}}, "loss: no output has one"),
        ({"loss_weights": {"code": 1}}, "loss_weights: 'code' is no output"),
        ({"targets": {"agian": "x"}}, "targets: 'agian' is no output"),
        ({"targets": {}}, "clusters has 3 classes; again gives 4"),
        ({"targets": {"class": "x"}}, "class gives 3; its target is the sample itself, 4"),
        ({"loss": {"class": "perceptron"}}, "class: the loss perceptron needs the activation"),
    ],
)
def test_runs_that_cannot_be_are_refused_before_they_start(
    both: RunConfig, data: Dataset, changes: dict[str, Any], problem: str
) -> None:
    given = {"loss_weights": {}, "targets": {"again": "x"}} | changes
    with pytest.raises(SpecError, match=problem):
        Run(both.replace(**given), data)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"loss": {"class": "msee"}}, "loss must be one of mse, .* or an object with one for each"),
        ({"loss": {"class": ["mse"]}}, "loss must be one of"),
        ({"loss": {1: "mse"}}, "loss must be one of"),
        ({"loss": ["mse"]}, "loss must be one of"),
        ({"loss_weights": {"class": "1"}}, "that of 'class' must be a number .* received '1'"),
        ({"loss_weights": {"class": -0.5}}, "received -0.5"),
        ({"loss_weights": [1]}, "loss_weights must be an object"),
        ({"targets": {"class": "z"}}, "targets: that of 'class' must be .* received 'z'"),
        ({"targets": {"class": ["x"]}}, "targets: that of 'class' must be"),
        ({"targets": "x"}, "targets must be an object"),
    ],
)
def test_bad_settings_are_refused_in_words(
    both: RunConfig, changes: dict[str, Any], problem: str
) -> None:
    with pytest.raises(SpecError, match=problem):
        both.replace(**changes)


def test_config_survives_json_and_renames(both: RunConfig) -> None:
    data = json.loads(json.dumps(both.to_json()))
    assert data["loss"] == LOSS
    assert RunConfig.from_json(data) == both
    expect = {"metric": "test_loss/again", "at_most": 1.0}
    renamed = both.replace(expect=[expect]).rename("again", "back")
    assert renamed.spec.outputs == ("class", "back")
    assert renamed.loss == {"class": "categorical_crossentropy", "back": "mse"}
    assert renamed.loss_weights == {"back": 0.5}
    assert renamed.targets == {"back": "x"}
    assert renamed.expect[0].metric == "test_loss/back"


def test_settings_by_dotted_name(both: RunConfig) -> None:
    assert both.with_setting("loss_weights.class", 2).loss_weights == {"again": 0.5, "class": 2}
    assert both.with_setting("targets.again", "y").targets == {"again": "y"}
    assert both.with_setting("loss.again", "quadratic").loss == {**LOSS, "again": "quadratic"}
    assert both.with_setting("loss", "mse").loss == "mse"
    assert both.with_setting("loss", {"again": "mse"}).with_setting("loss.class", "mse").loss == {
        "again": "mse",
        "class": "mse",
    }


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """Two heads over the points of "gauss", which has two classes."""
    nodes = (
        LayerSpec("code", Dense(units=4, activation="tanh")),
        LayerSpec("again", Dense(units=2), ("code",)),
        LayerSpec("class", Dense(units=2, activation="softmax"), ("code",)),
    )
    config = RunConfig(
        spec=NetworkSpec((2,), nodes, ("class", "again")),
        loss=LOSS,
        targets={"again": "x"},
        data="gauss",
        epochs=3,
        name="both",
    )
    path = tmp_path / "both.json"
    path.write_text(json.dumps(config.to_json()))
    return path


def records(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_command_line_trains_measures_checks_and_resumes(
    recipe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = str(tmp_path / "kept")
    train = ["train", str(recipe), "--json", "--out", str(tmp_path), "--checkpoints", kept]
    assert main(train) == 0
    *epochs, result = records(capsys)
    assert {"loss/class", "loss/again", "accuracy"} <= epochs[0].keys()
    assert {"test_loss", "test_loss/class", "test_loss/again", "test_accuracy"} <= result.keys()
    total = result["test_loss/class"] + result["test_loss/again"]
    assert result["test_loss"] == pytest.approx(total, rel=1e-5)
    assert main(["evaluate", result["saved"], "--json"]) == 0
    (measured,) = records(capsys)
    assert measured["test_loss/again"] == pytest.approx(result["test_loss/again"], rel=1e-6)
    assert main(["evaluate", result["saved"], "--quiet"]) == 0
    assert "test_loss/again" in capsys.readouterr().out
    assert main(["gradcheck", str(recipe), "--json"]) == 0
    assert records(capsys)[-1]["ok"]
    assert main(["train", "--resume", kept, "--epochs", "4", "--json"]) == 0
    assert records(capsys)[0]["epoch"] == 4


def test_summary_marks_the_outputs(recipe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", str(recipe), "--json"]) == 0
    (record,) = records(capsys)
    assert record["outputs"] == ["class", "again"]
    assert main(["summary", str(recipe)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.endswith("output") for line in lines[2:5]] == [False, True, True]


def test_run_goes_on_bit_for_bit_under_other_names(both: RunConfig, data: Dataset) -> None:
    whole, half = Run(both, data), Run(both, data)
    follow(whole)
    for event in half.events():
        if isinstance(event, BatchEnded) and event.step == 6:  # in the middle of an epoch
            break
    config = both.rename("again", "copy").rename("code", "middle")
    twin = half.under_names(config)
    assert twin.step == 6
    epochs = follow(twin)
    np.testing.assert_array_equal(twin.network.flat, whole.network.flat)
    assert "copy/kernel" in twin.network.params
    for old, new in (("val_loss/again", "val_loss/copy"), ("loss/again", "loss/copy")):
        assert twin.history[new] == whole.history[old]
        assert old not in twin.history
        assert new in epochs[-1].metrics
