import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nncore
from nncore import commands
from nncore.cli import main
from nncore.data import Dataset
from nncore.formats.vitrine import Bundle, read_bundle, write_bundle
from nncore.network import Network
from nncore.training.config import RunConfig, recipe_names
from tests.nncore.conftest import Captured, refusal

ROOT = Path(__file__).resolve().parents[2]


def lines(capsys: Captured) -> list[dict[str, Any]]:
    def refuse(name: str) -> Any:
        raise ValueError(f"{name} is not JSON")

    out = capsys.readouterr().out
    return [json.loads(line, parse_constant=refuse) for line in out.splitlines()]


@pytest.fixture
def model(recipe: Path, pictures: Dataset, tmp_path: Path, capsys: Captured) -> Path:
    assert main(["train", str(recipe), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    capsys.readouterr()
    return tmp_path / "out" / "tiny.vitrine"


def test_recipes_lists_all_of_them(capsys: Captured) -> None:
    assert main(["recipes"]) == 0
    out = capsys.readouterr().out
    assert [line.split()[0] for line in out.splitlines()] == recipe_names()
    assert main(["recipes", "--json"]) == 0
    assert [record["name"] for record in lines(capsys)] == recipe_names()


def test_summary_counts_parameters(capsys: Captured) -> None:
    assert main(["summary", "nielsen-30", "--json"]) == 0
    (record,) = lines(capsys)
    assert record["params"] == 784 * 30 + 30 + 30 * 10 + 10
    assert [layer["params"] for layer in record["layers"]] == [0, 23_550, 310]
    assert main(["summary", "nielsen-30", "--set", "dense_1.units=100"]) == 0
    out = capsys.readouterr().out
    assert "78,500" in out
    assert "79,510" in out


def test_gradcheck_passes_on_the_worked_example(capsys: Captured) -> None:
    assert main(["gradcheck", "worked-example", "--json"]) == 0
    *checks, result = lines(capsys)
    assert {check["name"] for check in checks} >= {"dense_1/kernel", "dense_2/bias", "input"}
    assert result["ok"] is True
    assert result["worst"] < 1e-6
    assert main(["gradcheck", "worked-example"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith(": ok")


def test_gradcheck_of_a_network_without_numbers_is_wrong(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(config: RunConfig) -> Network:
        network = Network.from_spec(config.spec, 0, "float64")
        network.flat[...] = np.nan
        return network

    monkeypatch.setattr(commands, "initial_network", broken)
    assert main(["gradcheck", "worked-example", "--json"]) == 1
    assert lines(capsys)[-1] == {"event": "result", "worst": None, "ok": False}


def test_train_ends_with_loss_and_seconds(capsys: Captured) -> None:
    assert main(["train", "worked-example", "--set", "epochs=3", "--json"]) == 0
    *epochs, result = lines(capsys)
    assert [record["epoch"] for record in epochs] == [1, 2, 3]
    assert epochs[0]["loss"] == 0.29837
    assert result["event"] == "result"
    assert result["reason"] == "finished"
    assert result["test_loss"] == pytest.approx(0.273, abs=0.01)
    assert result["seconds"] >= 0
    assert "test_accuracy" not in result


def test_options_change_the_recipe(capsys: Captured) -> None:
    arguments = ["train", "worked-example", "--epochs", "2", "--set", "learning_rate=0", "--json"]
    assert main(arguments) == 0
    first, second, result = lines(capsys)
    assert first["loss"] == second["loss"] == 0.29837
    assert result["test_loss"] == pytest.approx(0.298371109, abs=1e-8)


def test_train_tells_of_every_epoch_on_stderr(capsys: Captured) -> None:
    assert main(["train", "worked-example", "--epochs", "2"]) == 0
    captured = capsys.readouterr()
    assert captured.err.count("epoch") == 2
    assert "test_loss" in captured.out
    assert main(["train", "worked-example", "--epochs", "2", "--quiet"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert "test_loss" in captured.out


def test_seed_repeats_a_run(recipe: Path, pictures: Dataset, capsys: Captured) -> None:
    losses = []
    for seed in ("3", "3", "4"):
        assert main(["train", str(recipe), "--seed", seed, "--json"]) == 0
        losses.append(lines(capsys)[-1]["test_loss"])
    assert losses[0] == losses[1] != losses[2]


def test_diverged_run_says_so_in_json(recipe: Path, pictures: Dataset, capsys: Captured) -> None:
    assert main(["train", str(recipe), "--set", "learning_rate=1e38", "--json"]) == 1
    result = lines(capsys)[-1]
    assert result["reason"].startswith("diverged")
    assert result["test_loss"] is None


def test_train_saves_what_can_go_on(model: Path, pictures: Dataset) -> None:
    bundle = read_bundle(model)
    assert bundle.config is not None
    assert bundle.state is not None
    assert (bundle.config.name, bundle.state.epoch) == ("tiny", 3)
    more = bundle.config.replace(epochs=4)
    events = list(nncore.train(more, data=pictures, network=bundle.network, state=bundle.state))
    assert events[-1].history["loss"][:3] == bundle.state.history["loss"]  # type: ignore[union-attr]


def test_name_of_a_recipe_cannot_lead_out_of_the_folder(
    recipe: Path, pictures: Dataset, tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "a" / "b"
    name = 'name="../../evil run"'
    assert main(["train", str(recipe), "--out", str(out), "--set", name, "--json"]) == 0
    assert lines(capsys)[-1]["saved"] == str(out / "evil_run.vitrine")
    assert [path.name for path in out.iterdir()] == ["evil_run.vitrine"]


def test_evaluate_reports_loss_accuracy_and_confusion(
    model: Path, pictures: Dataset, capsys: Captured
) -> None:
    assert main(["evaluate", str(model), "--json"]) == 0
    (record,) = lines(capsys)
    p = read_bundle(model).network.predict(pictures.x_test)
    assert record["test_accuracy"] == np.mean(p.argmax(axis=1) == pictures.y_test)
    assert record["samples"] == 10
    assert np.sum(record["confusion"]) == 10
    assert 0 <= record["macro_f1"] <= 1
    assert record["loss"] == "categorical_crossentropy"
    assert main(["evaluate", str(model), "--loss", "mse"]) == 0
    out = capsys.readouterr().out
    assert "mse" in out
    assert "zero" in out


@pytest.mark.parametrize("suffix", ["npz", "safetensors", "vitrine"])
def test_export_reads_back_what_it_wrote(
    model: Path, suffix: str, tmp_path: Path, capsys: Captured, pictures: Dataset
) -> None:
    out = tmp_path / f"exported.{suffix}"
    assert main(["export", str(model), "--format", suffix, "--out", str(out), "--json"]) == 0
    (record,) = lines(capsys)
    assert record == {"saved": str(out), "parameters": 784 * 3 + 3, "identical": True}
    flat = nncore.load_model(out).flat
    np.testing.assert_array_equal(flat, read_bundle(model).network.flat)
    assert main(["evaluate", str(out), "--json"]) == 0
    assert lines(capsys)[0]["samples"] == 10


def test_export_takes_the_models_name(model: Path, capsys: Captured) -> None:
    assert main(["export", str(model), "--format", "npz"]) == 0
    assert model.with_suffix(".npz").exists()
    assert main(["export", str(model), "--format", "npz", "--out", str(model.parent / "x")]) == 0
    assert (model.parent / "x.npz").exists()


def test_export_never_overwrites_the_model(model: Path, capsys: Captured) -> None:
    before = model.read_bytes()
    message = refusal(["export", str(model), "--format", "vitrine"], capsys)
    assert "is the model itself" in message
    assert model.read_bytes() == before


def test_predict_names_the_class_of_a_picture(
    model: Path, pictures: Dataset, tmp_path: Path, capsys: Captured
) -> None:
    paths = []
    for i in range(3):
        paths.append(tmp_path / f"{i}.npy")
        np.save(paths[-1], pictures.x_test[i, :, :, 0])
    assert main(["predict", str(model), "--raw", "--json", *map(str, paths)]) == 0
    records = lines(capsys)
    expected = read_bundle(model).network.predict(pictures.x_test[:3])
    for record, path, p in zip(records, paths, expected, strict=True):
        assert record["image"] == str(path)
        assert record["prediction"] == p.argmax()
        np.testing.assert_allclose(record["probabilities"], p, atol=1e-6)
    assert main(["predict", str(model), str(paths[0])]) == 0
    assert capsys.readouterr().out.startswith(f"{paths[0]}: ")


def test_predict_refuses_a_picture_of_another_size(
    model: Path, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "small.npy"
    np.save(path, np.zeros((5, 5)))
    message = refusal(["predict", str(model), "--raw", str(path)], capsys)
    assert "the network reads 28 × 28 × 1" in message
    assert "5 × 5" in message


def test_bad_picture_is_named(model: Path, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "no.npy"
    path.write_bytes(b"no picture")
    assert str(path) in refusal(["predict", str(model), str(path)], capsys)


def test_module_runs_and_tells_its_version() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, "-m", "nncore", "--version"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0
    assert result.stdout.strip() == f"vitrine {nncore.__version__}"
    assert result.stderr == ""


def test_resumed_training_ends_with_the_same_bits(
    recipe: Path, pictures: Dataset, capsys: Captured, tmp_path: Path
) -> None:
    def train(*arguments: Any) -> dict[str, Any]:
        assert main(["train", *map(str, arguments), "--json"]) == 0
        return lines(capsys)[-1]

    whole = train(recipe, "--out", tmp_path / "whole")
    folder = tmp_path / "points"
    train(recipe, "--epochs", 2, "--checkpoints", folder)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["checkpoints.json", "epoch-0001.vitrine", "epoch-0002.vitrine"]
    first = folder / "epoch-0001.vitrine"
    for start in (first, folder):
        given = ["--resume", start, "--epochs", 3, "--out", tmp_path / "rest"]
        result = train(*given, "--checkpoints", tmp_path / start.name)
        assert result["test_loss"] == whole["test_loss"]
        a, b = read_bundle(result["saved"]), read_bundle(whole["saved"])
        np.testing.assert_array_equal(a.network.flat, b.network.flat)
    assert train(recipe, "--resume", folder, "--epochs", 3)["test_loss"] == whole["test_loss"]


def test_only_the_last_checkpoints_and_the_best_stay(
    recipe: Path, pictures: Dataset, capsys: Captured, tmp_path: Path
) -> None:
    folder = tmp_path / "points"
    arguments = ["train", str(recipe), "--epochs", "4", "--checkpoints", str(folder), "--quiet"]
    assert main([*arguments, "--keep-last", "1"]) == 0
    index = json.loads((folder / "checkpoints.json").read_text("utf-8"))
    kept = {point["file"] for point in index["checkpoints"]}
    assert kept == {"epoch-0004.vitrine", index["best"]}
    assert kept == {path.name for path in folder.glob("*.vitrine")}
    capsys.readouterr()
    assert "from 1, received '0'" in refusal([*arguments, "--keep-last", "0"], capsys)


def test_what_cannot_be_resumed_is_refused(
    recipe: Path, pictures: Dataset, capsys: Captured, tmp_path: Path
) -> None:
    folder = str(tmp_path / "points")
    assert main(["train", str(recipe), "--checkpoints", folder, "--quiet"]) == 0
    capsys.readouterr()
    assert "--resume FILE" in refusal(["train"], capsys)
    assert "no checkpoint is here" in refusal(["train", "--resume", str(tmp_path)], capsys)
    assert "holds the run 'tiny'" in refusal(["train", "first-digits", "--resume", folder], capsys)
    assert "change only" in refusal(["train", "--resume", folder, "--seed", "5"], capsys)
    again = refusal(["train", str(recipe), "--checkpoints", folder, "--json"], capsys)
    assert "of another run" in again
    plain = tmp_path / "plain.vitrine"
    write_bundle(plain, Bundle(read_bundle(Path(folder) / "epoch-0003.vitrine").network))
    assert "holds no training state" in refusal(["train", "--resume", str(plain)], capsys)


def test_average_of_the_weights_is_measured_where_asked(
    recipe: Path, pictures: Dataset, capsys: Captured, tmp_path: Path
) -> None:
    train = ["train", str(recipe), "--out", str(tmp_path), "--json", "--ema-weights"]
    assert "needs a run with ema_decay" in refusal(train, capsys)
    assert main([*train, "--set", "ema_decay=0.9"]) == 0
    averaged = lines(capsys)[-1]
    measure = ["evaluate", averaged["saved"], "--json"]
    assert main([*measure, "--ema-weights"]) == 0
    assert lines(capsys)[-1]["test_loss"] == averaged["test_loss"]
    assert main(measure) == 0
    assert lines(capsys)[-1]["test_loss"] != averaged["test_loss"]


def test_run_that_stops_early_has_worked(recipe: Path, pictures: Dataset, capsys: Captured) -> None:
    policy = 'policies=[{"type": "EarlyStopping", "patience": 1, "min_delta": 1000}]'
    assert main(["train", str(recipe), "--json", "--set", policy]) == 0
    assert lines(capsys)[-1]["reason"].startswith("early stopping: val_loss")
