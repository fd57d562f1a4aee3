from pathlib import Path

import numpy as np
import pytest

from nncore.data import SOURCES, load
from nncore.errors import DataError


def test_every_source_is_listed_under_its_own_name() -> None:
    for name, source in SOURCES.items():
        assert source.name == name
        assert source.title
        assert source.description.endswith(".")


def test_unknown_name_is_answered_with_the_names() -> None:
    with pytest.raises(DataError, match=r"'mnits'.*mnist-sample, mnist,"):
        load("mnits")


def test_unknown_option_is_answered_with_the_options() -> None:
    with pytest.raises(DataError, match=r"'mnist' has no option 'nose'; its options: download"):
        load("mnist", nose=1)
    with pytest.raises(DataError, match="options: none"):
        load("worked-example", noise=1)


@pytest.mark.parametrize("name", ["mnist", "fashion-mnist"])
def test_missing_files_are_named_with_a_way_out(name: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        load(name, tmp_path, download=False)
    message = str(caught.value)
    assert str(tmp_path) in message
    assert "train-images-idx3-ubyte.gz" in message
    assert "mnist-sample" in message


def test_data_directory_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VITRINE_DATA", str(tmp_path / "elsewhere"))
    with pytest.raises(DataError, match="elsewhere"):
        load("mnist", download=False)


def test_worked_example_keeps_every_digit() -> None:
    data = load("worked-example")
    assert data.x_train.dtype == data.y_train.dtype == np.float64
    assert data.x_train.tolist() == [[0.05, 0.10]]
    assert data.targets("test").tolist() == [[0.01, 0.99]]


MADE = [name for name, source in SOURCES.items() if not source.reads_files and "sample" not in name]


@pytest.mark.parametrize("name", MADE)
def test_made_data_need_neither_files_nor_network(name: str, tmp_path: Path) -> None:
    data = load(name, tmp_path)
    assert data.name == name
    assert data.source
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", MADE)
def test_listed_defaults_are_what_is_used(name: str) -> None:
    np.testing.assert_array_equal(load(name).x_train, load(name, **SOURCES[name].options).x_train)


@pytest.mark.parametrize("given", ["", None, 7, "a\0b"])
@pytest.mark.parametrize("name", ["csv", "image-folder"])
def test_users_files_need_a_path(name: str, given: object) -> None:
    with pytest.raises(DataError, match=f"'{name}' needs the option 'path'"):
        load(name, path=given)


def test_relative_path_starts_at_the_data_directory(tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text("a,y\n1,x\n2,y\n", encoding="utf-8")
    data = load("csv", tmp_path, path="表.csv", test_fraction=0.5)
    assert data.class_names == ("x", "y")
    assert load("csv", path=tmp_path / "表.csv").name == "表"
