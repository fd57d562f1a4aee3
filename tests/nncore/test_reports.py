import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nncore import reports
from nncore.cli import main
from nncore.errors import DataError
from nncore.runs.reproduce import Doing, Row

Captured = pytest.CaptureFixture[str]


def lines(capsys: Captured) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_reproduce_prints_published_ours_and_a_verdict(capsys: Captured) -> None:
    arguments = ["reproduce", "--only", "nand", "--only", "house-price"]
    assert main([*arguments, "--json", "--quiet"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    records = [json.loads(line) for line in captured.out.splitlines()]
    assert [record["name"] for record in records] == ["nand", "house-price"]
    for record in records:
        assert record["ok"] is True
        assert record["seconds"] > 0
        assert {"published", "ours", "metric", "note"} <= record.keys()
    assert main(arguments) == 0
    captured = capsys.readouterr()
    head, *rest = captured.out.splitlines()
    assert head.split() == ["name", "what", "published", "ours", "verdict", "seconds"]
    assert [line.split()[0] for line in rest if line[0] != " "] == ["nand", "house-price"]
    assert "limits: within 0.05 of 2" in captured.out
    assert captured.err.splitlines() == ["nand ...", "house-price ..."]


def test_reproduce_shows_the_layers_of_a_network_that_is_asked_for(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    layers = [{"name": "fc", "type": "Dense", "output_shape": [7], "params": 4_000}]
    row = Row("vgg", "ok", 4000.0, 4000.0, "params", details={"layers": layers})
    monkeypatch.setattr(reports, "tasks", lambda only: [row])
    monkeypatch.setattr(reports, "reproduce", lambda *_: iter([row]))
    assert main(["reproduce", "--only", "vgg"]) == 0
    assert "4,000" in capsys.readouterr().out.splitlines()[2]
    assert main(["reproduce"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("verdict", ["missed", "skipped"])
def test_reproduce_ends_with_one_where_a_row_is_not_ok(
    verdict: Any, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [Row("a", verdict, note="because"), Row("b", "ok")]
    monkeypatch.setattr(reports, "tasks", lambda only: made)
    monkeypatch.setattr(reports, "reproduce", lambda *_: iter(made))
    assert main(["reproduce"]) == 1
    assert "because" in capsys.readouterr().out
    assert main(["reproduce", "--json"]) == 1
    assert [record["ok"] for record in lines(capsys)] == [False, True]


def test_what_is_done_is_printed_where_reproduce_is_interrupted(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any) -> Iterator[Doing | Row]:
        yield Doing("a", 0.0)
        yield Row("a", "ok")
        yield Doing("b", 0.0)
        raise KeyboardInterrupt

    monkeypatch.setattr(reports, "tasks", lambda only: [1, 2, 3])
    monkeypatch.setattr(reports, "reproduce", interrupted)
    assert main(["reproduce", "--json"]) == 130
    captured = capsys.readouterr()
    assert [json.loads(line)["name"] for line in captured.out.splitlines()] == ["a"]
    assert captured.err.splitlines()[-1] == "interrupted: 2 rows were not measured"


def test_reproduce_of_an_unknown_row_is_refused(capsys: Captured) -> None:
    assert main(["reproduce", "--only", "nielsen-31"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "did you mean 'nielsen-30'" in captured.err


def test_row_whose_data_are_absent_is_skipped(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: Any, **__: Any) -> Any:
        raise DataError("MNIST could not be downloaded:\n  no network")

    monkeypatch.setattr("nncore.runs.data_sets.load", missing)
    names = ["nielsen-30", "keras-dropouts"]
    assert main(["reproduce", "--json", *(f"--only={name}" for name in names)]) == 1
    for record in lines(capsys):
        assert (record["verdict"], record["ok"], record["ours"]) == ("skipped", False, None)
        assert record["note"] == "MNIST could not be downloaded: no network"


def test_sweep_prints_a_line_for_each_point_of_the_grid(capsys: Captured) -> None:
    arguments = ["sweep", "house-price", "--epochs", "2", "--set", "batch_size=50"]
    arguments += ["--over", "learning_rate=0.1,1", "--over", "dense_1.use_bias=true,false"]
    assert main([*arguments, "--json"]) == 0
    records = lines(capsys)
    assert [tuple(record["settings"].values()) for record in records] == [
        (0.1, True), (0.1, False), (1, True), (1, False),
    ]  # fmt: skip
    assert all(record["event"] == "trial" and record["test_loss"] > 0 for record in records)
    assert main([*arguments, "--quiet"]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[0].startswith(
        "learning_rate=0.1 dense_1.use_bias=True  test_loss "
    )
    assert captured.err == ""


def test_sweep_compares_classes_by_accuracy_whatever_the_loss_is(capsys: Captured) -> None:
    arguments = ["sweep", "xor", "--epochs", "1", "--set", "loss=quadratic", "--over", "seed=1,2"]
    assert main([*arguments, "--quiet"]) == 0
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == [
        "test_accuracy", "test_accuracy",
    ]  # fmt: skip


def test_sweep_takes_texts_and_lists_as_values(capsys: Captured) -> None:
    base = ["sweep", "sin-plus-cos", "--epochs", "1", "--json"]
    assert main([*base, "--over", "dense_1.activation+dense_2.activation=relu, tanh"]) == 0
    values = [list(record["settings"].values()) for record in lines(capsys)]
    assert values == [["relu"], ["tanh"]]
    assert main([*base, "--over", 'optimizer={"type": "SGD"},{"type": "Adam"}']) == 0
    assert len(lines(capsys)) == 2


def test_declared_sweep_is_run_by_its_name_and_judged(tmp_path: Path, capsys: Captured) -> None:
    sweep: dict[str, Any] = {
        "format": "vitrine-sweep",
        "version": 1,
        "recipe": "house-price",
        "set": {"epochs": 3},
        "metric": "test_loss",
        "over": {"learning_rate": [0, 1]},
        "expect": [{"type": "BestBetween", "low": 1, "high": 1}],
    }
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(sweep), encoding="utf-8")
    assert main(["sweep", str(path), "--json"]) == 0
    verdict = lines(capsys)[-1]
    assert (verdict["event"], verdict["expected"], verdict["ok"]) == ("trend", "best at 1", True)
    sweep["expect"] = [{"type": "Change", "first": 0, "last": 1, "at_least": 0}]
    path.write_text(json.dumps(sweep), encoding="utf-8")
    assert main(["sweep", str(path)]) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("missed   at least +0 from 0 to 1: ")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["house-price"], "sweep needs --over KEY=V1,V2,..., or the name of a sweep: keras-"),
        (["house-price", "--over", "epochs"], "expected KEY=V1,V2,..., received 'epochs'"),
        (["house-price", "--over", "epochs="], "expected KEY=V1,V2,..., received 'epochs='"),
        (["house-price", "--over", "epoch=1"], "did you mean 'epochs'"),
        (["house-price", "--over", "epochs=1,0"], "epochs must be a whole number at least 1"),
        (["house-price", "--over", "epochs=1", "--metric", "x"], "unknown metric 'x'"),
        (["house-pric", "--over", "epochs=1"], "did you mean 'house-price'"),
        (["none.json"], "none.json: cannot be read"),
    ],
)
def test_bad_sweep_ends_with_two_and_one_line(
    arguments: list[str], problem: str, capsys: Captured
) -> None:
    try:
        code = main(["sweep", *arguments])
    except SystemExit as stop:
        code = stop.code
    captured = capsys.readouterr()
    assert (code, captured.out) == (2, "")
    assert problem in captured.err
    assert captured.err.count("\n") == 1
