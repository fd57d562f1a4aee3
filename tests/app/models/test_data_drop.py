from pathlib import Path

import pytest

from app.models.data_drop import dropped_data, may_be_data
from nncore.data import SOURCES


def touch(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return paths


@pytest.mark.parametrize("name", ["wine.csv", "Wine.TSV", "table.txt", "big.csv.gz"])
def test_table_is_read_from_its_path(tmp_path, name):
    found = dropped_data(touch(tmp_path, name))
    assert (found.source, found.options) == ("csv", {"path": str(tmp_path / name)})
    assert found.title == name


def test_idx_files_are_told_apart_by_their_names(tmp_path):
    paths = touch(
        tmp_path,
        "t10k-labels-idx1-ubyte.gz",
        "train-images-idx3-ubyte.gz",
        "t10k-images-idx3-ubyte.gz",
        "train-labels-idx1-ubyte.gz",
    )
    found = dropped_data(paths)
    assert found.source == "idx"
    assert found.options == {
        "train_images": str(paths[1]),
        "train_labels": str(paths[3]),
        "test_images": str(paths[2]),
        "test_labels": str(paths[0]),
    }
    assert dropped_data([tmp_path]) == found, "their folder is as good"
    assert set(dropped_data(paths[1:]).options) == {"train_images", "train_labels"}
    assert dropped_data(paths[:1]) is None


def test_folder_of_pictures_has_a_folder_for_each_class(tmp_path):
    touch(tmp_path, "pets/cats/1.png", "pets/dogs/1.png")
    found = dropped_data([tmp_path / "pets"])
    assert (found.source, found.options) == ("image-folder", {"path": str(tmp_path / "pets")})
    touch(tmp_path, "loose/1.png")
    assert dropped_data([tmp_path / "loose"]) is None


@pytest.mark.parametrize("name", ["mnist.npz", "mnist.pkl.gz"])
def test_whole_mnist_in_one_file_makes_its_folder_the_data_folder(tmp_path, name):
    found = dropped_data(touch(tmp_path, name))
    assert (found.source, found.folder) == ("mnist", tmp_path)


def test_every_source_that_is_named_exists_and_takes_the_options(tmp_path):
    touch(tmp_path, "a/x-images-idx3", "a/x-labels-idx1", "b/c/1.png", "d.csv")
    for path in ("a", "b", "d.csv"):
        found = dropped_data([tmp_path / path])
        assert set(found.options) <= set(SOURCES[found.source].options)


@pytest.mark.parametrize(
    ("name", "fits"),
    [("a.csv", True), ("folder", True), ("x-idx3-ubyte", True), ("a.pdf", False), ("a.py", False)],
)
def test_what_may_be_data_is_seen_by_the_name(name, fits):
    assert may_be_data(Path("/nowhere") / name) is fits
