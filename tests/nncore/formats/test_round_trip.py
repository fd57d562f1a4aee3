"""Every array format gives back, bit for bit, what was put in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from nncore.errors import FormatError
from nncore.formats import limits
from nncore.formats.archive import peek_manifest, read_archive, write_archive
from nncore.formats.npz import read_npz, write_npz
from nncore.formats.safetensors_file import read_safetensors, write_safetensors

Arrays = dict[str, np.ndarray]


def through_archive(path: Path, arrays: Arrays) -> Arrays:
    write_archive(path, {}, {"params": arrays})
    return read_archive(path)[1]["params"]


def through_npz(path: Path, arrays: Arrays) -> Arrays:
    write_npz(path, arrays)
    return read_npz(path)[0]


def through_safetensors(path: Path, arrays: Arrays) -> Arrays:
    write_safetensors(path, arrays)
    return read_safetensors(path)[0]


FORMATS = [through_archive, through_npz, through_safetensors]
DTYPES = ["<f2", "<f4", "<f8", "<i8", "|i1", "|u1", "|b1", ">f4", ">i8"]
NAME = st.from_regex(r"[a-z_0-9\u4e00-\u4e20]{1,6}(/[a-z]{1,6})?", fullmatch=True)


@st.composite
def any_array(draw: st.DrawFn) -> np.ndarray:
    shape = draw(arrays_of.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
    array = draw(arrays_of.arrays(draw(st.sampled_from(DTYPES)), shape))
    view = draw(st.sampled_from(["plain", "fortran", "transposed", "reversed", "strided"]))
    if view == "fortran":
        return np.asfortranarray(array) if array.ndim else array
    if view == "transposed":
        return array.T
    if view in ("reversed", "strided") and array.ndim:
        return array[:: -1 if view == "reversed" else 2]
    return array


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


@pytest.mark.parametrize("through", FORMATS)
@given(arrays=st.dictionaries(NAME, any_array(), max_size=3))
def test_arrays_of_any_layout_come_back_bit_for_bit(
    folder: Path, through: Callable[[Path, Arrays], Arrays], arrays: Arrays
) -> None:
    back = through(folder / "file", arrays)
    assert back.keys() == arrays.keys()
    for name, array in arrays.items():
        native = np.asarray(array, dtype=array.dtype.newbyteorder("="), order="C")
        assert back[name].dtype == native.dtype
        assert back[name].shape == native.shape
        assert back[name].tobytes() == native.tobytes()  # NaN and -0.0 too
        assert back[name].flags.c_contiguous
        assert back[name].flags.writeable


@pytest.mark.parametrize("through", FORMATS)
def test_numpy_scalars_become_arrays_without_dimension(
    folder: Path, through: Callable[[Path, Arrays], Arrays]
) -> None:
    back = through(folder / "scalar", {"rate": np.float32(0.5)})["rate"]  # type: ignore[dict-item]
    assert back.shape == ()
    assert back == np.float32(0.5)


@pytest.mark.parametrize("through", FORMATS)
@pytest.mark.parametrize(
    "array",
    [
        pytest.param(np.array([object()]), id="object"),
        pytest.param(np.array(["text"]), id="text"),
        pytest.param(np.zeros(2, dtype=complex), id="complex"),
        pytest.param(np.zeros(2, dtype=[("a", "f4")]), id="structured"),
        pytest.param(np.zeros(2, dtype="M8[s]"), id="time"),
    ],
)
def test_anything_but_numbers_is_refused_and_no_file_appears(
    tmp_path: Path, through: Callable[[Path, Arrays], Arrays], array: np.ndarray
) -> None:
    with pytest.raises(FormatError, match="'weights' has dtype"):
        through(tmp_path / "file", {"weights": array})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["file", "allow_pickle", "self", "args", "arr_0", "层/权重"])
def test_npz_takes_any_name_and_numpy_reads_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / "model.npz"
    write_npz(path, {name: np.arange(3.0)}, '{"说明": 1}')
    with np.load(path, allow_pickle=False) as read:
        np.testing.assert_array_equal(read[name], np.arange(3.0))
        assert str(read["vitrine.json"]) == '{"说明": 1}'


@given(metadata=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_npz_metadata_comes_back(folder: Path, metadata: str) -> None:
    write_npz(folder / "metadata.npz", {}, metadata)
    assert read_npz(folder / "metadata.npz") == ({}, metadata)


def test_npz_of_numpy_itself_is_read(tmp_path: Path) -> None:
    path = tmp_path / "theirs.npz"
    np.savez_compressed(path, a=np.asfortranarray(np.arange(6.0).reshape(2, 3)), b=np.int8(4))
    arrays, metadata = read_npz(path)
    np.testing.assert_array_equal(arrays["a"], np.arange(6.0).reshape(2, 3))
    assert arrays["b"].shape == ()
    assert metadata == ""


TEXTS = st.dictionaries(NAME, st.text(st.characters(exclude_categories=["Cs"])), max_size=4)


@given(metadata=TEXTS)
def test_safetensors_metadata_comes_back(folder: Path, metadata: dict[str, str]) -> None:
    path = folder / "metadata.safetensors"
    write_safetensors(path, {"a": np.ones(2)}, metadata)
    assert read_safetensors(path)[1] == metadata


MANIFEST: dict[str, Any] = {
    "format": "vitrine",
    "version": 1,
    "name": "数字 😀",
    "history": [0.5, 1e-300, 2**100, None, True],
}


def test_archive_gives_back_manifest_and_groups_in_order(tmp_path: Path) -> None:
    path = tmp_path / "模型 😀.vitrine"
    tensors: dict[str, Arrays] = {
        "state": {"m": np.zeros(3)},
        "params": {"w": np.ones((2, 2))},
        "empty": {},
    }
    write_archive(path, MANIFEST, tensors)
    manifest, back = read_archive(path)
    assert manifest == MANIFEST
    assert list(manifest) == list(MANIFEST)
    assert list(back) == ["state", "params", "empty"]
    assert back["empty"] == {}
    np.testing.assert_array_equal(back["params"]["w"], np.ones((2, 2)))
    assert peek_manifest(path) == MANIFEST


def test_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    tensors: dict[str, Arrays] = {
        "params": {f"layer_{i}/kernel": np.full((3, i), i) for i in range(5)}
    }
    for name in ("a", "b"):
        write_archive(tmp_path / name, MANIFEST, tensors)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_many_zeros_are_not_taken_for_a_bomb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "EXPANSION_FLOOR", 1000)
    zeros = {"slots": np.zeros(100_000, dtype=np.float32)}
    through_archive(tmp_path / "zeros.vitrine", zeros)
    through_npz(tmp_path / "zeros.npz", zeros)


@pytest.mark.parametrize("group", ["", "../a", "a/b", "a.b", "a b"])
def test_archive_refuses_group_names_that_could_be_paths(tmp_path: Path, group: str) -> None:
    with pytest.raises(FormatError, match="group"):
        write_archive(tmp_path / "x", {}, {group: {}})


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param({"loss": float("nan")}, id="NaN"),
        pytest.param({"loss": object()}, id="object"),
        pytest.param({"name": "\ud800"}, id="surrogate"),
        pytest.param({"members": {}}, id="the container's own key"),
    ],
)
def test_manifest_that_could_not_be_read_is_not_written(
    tmp_path: Path, manifest: dict[str, Any]
) -> None:
    path = tmp_path / "x.vitrine"
    write_archive(path, {"good": 1}, {})
    with pytest.raises(FormatError, match="manifest"):
        write_archive(path, manifest, {})
    assert read_archive(path)[0] == {"good": 1}


def test_names_that_the_formats_keep_for_themselves_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"vitrine\.json"):
        write_npz(tmp_path / "x", {"vitrine.json": np.ones(1)})
    with pytest.raises(FormatError, match="__metadata__"):
        write_safetensors(tmp_path / "x", {"__metadata__": np.ones(1)})


@pytest.mark.parametrize("name", ["/absolute", "../up", "a//b", "C:/x", "a\\b", "a\0b", "\ud800"])
def test_npz_refuses_to_write_names_that_it_would_not_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(FormatError):
        write_npz(tmp_path / "x.npz", {name: np.ones(1)})
    assert list(tmp_path.iterdir()) == []
