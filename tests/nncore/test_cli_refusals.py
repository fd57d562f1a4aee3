from pathlib import Path

import pytest

from nncore import data as datasets
from nncore.cli import main
from nncore.data import Dataset
from nncore.layers import Dense
from tests.nncore.conftest import Captured, refusal


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "required: COMMAND"),
        (["fly"], "invalid choice: 'fly'"),
        (["train"], "needs a RECIPE"),
        (["train", "worked-example", "--epochs", "many"], "invalid int value: 'many'"),
        (["train", "worked-example", "--epochs", "0"], "epochs must be a whole number at least 1"),
        (["train", "worked-example", "--seed", "-1"], "seed must be"),
        (["train", "worked-example", "--set", "initial_params=null"], "must be an object"),
        (
            ["train", "xor", "--set", 'initial_params={"dense_1/bias": [NaN, 1]}'],
            "dense_1/bias must be finite numbers",
        ),
        (["train", "worked-example", "--set", "epochs"], "expected KEY=VALUE, received 'epochs'"),
        (["train", "worked-example", "--set", "=3"], "expected KEY=VALUE"),
        (["train", "worked-example", "--set", "epochs=ten"], "received 'ten'"),
        (["train", "worked-example", "--set", "epochs=" + "[" * 100_000], "epochs must be"),
        (["train", "worked-example", "--set", "learning_rate=NaN"], "received nan"),
        (["train", "worked-example", "--set", "epoch=3"], "did you mean 'epochs'"),
        (["train", "worked-example", "--set", "optimizer.mass=1"], "unknown setting 'mass'"),
        (["train", "worked-example", "--set", "dense_1.unit=1"], "unknown setting 'unit'"),
        (
            ["train", "worked-example", "--set", "augment.rotate=9"],
            "augmentation needs pictures: the network's input_shape must be (height, width, "
            "channels); received (2,)",
        ),
        (["train", "worked-example", "--set", "dense_1.units=3"], "initial_params"),
        (["train", "worked-example", "--set", "data_options.x=3"], "has no option 'x'"),
        (["train", "worked-example", "--set", "data_options.progress=3"], "no option"),
        (["train", "worked-example", "--data", "mnits"], "no data set is called 'mnits'"),
        (["train", "worked-exampel"], "did you mean 'worked-example'"),
        (["train", "nowhere/run.json"], "nowhere/run.json: cannot be read"),
        (["summary", "nielsen-31"], "did you mean 'nielsen-30'"),
        (["evaluate", "none.vitrine"], "none.vitrine: there is no such file"),
        (["evaluate", "none.h5"], "none.h5: the ending must be one of"),
        (["predict", "none.npz", "x.png"], "none.npz: there is no such file"),
        (["export", "none.npz", "--format", "h5"], "invalid choice: 'h5'"),
        (["gradcheck", "worked-example", "--data", "nothing"], "no data set is called 'nothing'"),
    ],
)
def test_bad_input_ends_with_two_and_one_line(
    arguments: list[str],
    problem: str,
    capsys: Captured,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert problem in refusal(arguments, capsys)


def test_options_of_another_data_set_are_left_behind(capsys: Captured) -> None:
    arguments = ["train", "house-price", "--quiet", "--json", "--epochs", "1"]
    arguments += ["--set", "data_options.noise=1", "--set", "data_options.samples=9"]
    code = main([*arguments, "--data", "reg-plane"])
    assert code == 2
    assert (
        "the network reads 1 value; a sample of reg-plane has 2 values" in capsys.readouterr().err
    )
    assert main([*arguments[:-4], "--data", "sin-plus-cos"]) == 0


def test_reader_that_has_gone_is_no_error(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("builtins.print", gone)
    assert main(["recipes"]) == 141
    monkeypatch.undo()
    assert capsys.readouterr() == ("", "")


def test_network_that_no_memory_holds_ends_with_one_line(
    recipe: Path, pictures: Dataset, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Dense, "init_params", exhausted)
    message = refusal(["train", str(recipe)], capsys)
    assert "the network's 2,355 parameters need more memory than there is" in message
    monkeypatch.undo()
    monkeypatch.setattr(datasets, "load", exhausted)
    assert refusal(["train", str(recipe)], capsys) == "error: not enough memory\n"


def test_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    out = str(tmp_path / "file")
    message = refusal(["train", "worked-example", "--epochs", "1", "--out", out], capsys)
    assert out in message
