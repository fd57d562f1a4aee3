import dataclasses
import gzip
import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from nncore.data.mnist import load_mnist
from nncore.data.mnist_tables import FASHION_MNIST, MNIST
from nncore.errors import Cancelled, DataError
from tests.nncore.data.conftest import Mirror, TinyMnist, body, idx_bytes

TRAIN_IMAGES = "train-images-idx3-ubyte"


def put(tiny: TinyMnist, folder: Path, *, skip: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in tiny.arrays:
        if name != skip:
            (folder / f"{name}.gz").write_bytes(tiny.gz(name))


def serve(tiny: TinyMnist, mirror: Mirror, folder: str = "good") -> str:
    for name in tiny.arrays:
        mirror.answers[f"/{folder}/{name}.gz"] = body(tiny.gz(name))
    return f"{mirror.url}/{folder}/"


@pytest.mark.parametrize("folder", [".", "mnist"])
def test_files_are_found_in_the_directory_or_its_subfolder(
    tiny: TinyMnist, tmp_path: Path, folder: str
) -> None:
    put(tiny, tmp_path / folder)
    data = load_mnist(tmp_path, download=False, table=tiny.table)
    assert data.x_train.shape == (20, 28, 28, 1)
    assert data.x_train.dtype == np.float32
    expected = tiny.arrays[TRAIN_IMAGES] / 255
    np.testing.assert_allclose(data.x_train[..., 0], expected, atol=1e-7)
    np.testing.assert_array_equal(data.y_test, np.arange(10))
    assert data.class_names == tuple("0123456789")
    assert str(tmp_path) in data.source


@pytest.mark.parametrize("name", [TRAIN_IMAGES, f"{TRAIN_IMAGES}.gz", "train-images.idx3-ubyte"])
@pytest.mark.parametrize("level", [0, 1])
def test_raw_and_recompressed_files_are_as_good(
    tiny: TinyMnist, tmp_path: Path, name: str, level: int
) -> None:
    put(tiny, tmp_path, skip=TRAIN_IMAGES)
    content = tiny.gz(TRAIN_IMAGES, level) if level else tiny.raw(TRAIN_IMAGES)
    (tmp_path / name).write_bytes(content)
    assert len(load_mnist(tmp_path, download=False, table=tiny.table).x_train) == 20


def test_good_raw_file_wins_over_a_damaged_gzip(tiny: TinyMnist, tmp_path: Path) -> None:
    put(tiny, tmp_path)
    (tmp_path / f"{TRAIN_IMAGES}.gz").write_bytes(tiny.gz(TRAIN_IMAGES)[:500])
    (tmp_path / TRAIN_IMAGES).write_bytes(tiny.raw(TRAIN_IMAGES))
    assert len(load_mnist(tmp_path, download=False, table=tiny.table).x_train) == 20


def bad_contents(tiny: TinyMnist) -> dict[str, tuple[bytes, str]]:
    images = tiny.arrays[TRAIN_IMAGES]
    raw = tiny.raw(TRAIN_IMAGES)
    return {
        "one pixel changed": (raw[:-1] + bytes([raw[-1] ^ 1]), "expected"),
        "an image short": (idx_bytes(images[:-1]), "SHA-256"),
        "labels as images": (tiny.raw("train-labels-idx1-ubyte"), r"shape \(20,\)"),
        "cut off": (raw[:1000], "20 x 28 x 28"),
        "too long": (raw + b"x", "but there are"),
        "compressed twice": (gzip.compress(tiny.gz(TRAIN_IMAGES)), "compressed twice"),
        "web page": (b"<html>503</html>", "web page"),
        "bomb": (gzip.compress(bytes(5_000_000)), "decompresses to more than"),
    }


@pytest.mark.parametrize("case", range(8))
def test_bad_file_is_refused_with_its_name(tiny: TinyMnist, tmp_path: Path, case: int) -> None:
    content, said = list(bad_contents(tiny).values())[case]
    put(tiny, tmp_path, skip=TRAIN_IMAGES)
    path = tmp_path / f"{TRAIN_IMAGES}.gz"
    path.write_bytes(content)
    with pytest.raises(DataError, match=said) as caught:
        load_mnist(tmp_path, download=False, table=tiny.table)
    assert str(path) in str(caught.value)
    assert "mnist-sample" in str(caught.value)


def test_labels_beyond_nine_are_refused_even_with_the_right_hash(
    tiny: TinyMnist, tmp_path: Path
) -> None:
    labels = np.arange(10) + 1
    name = "t10k-labels-idx1-ubyte"
    tiny.arrays[name] = labels
    digest = hashlib.sha256(idx_bytes(labels)).hexdigest()
    files = tuple(
        dataclasses.replace(f, sha256=digest) if f.name == name else f for f in tiny.table.files
    )
    put(tiny, tmp_path)
    with pytest.raises(DataError, match=r"labels 0\.\.9"):
        load_mnist(tmp_path, download=False, table=dataclasses.replace(tiny.table, files=files))


def test_missing_files_are_downloaded_into_the_subfolder(
    tiny: TinyMnist, tmp_path: Path, mirror: Mirror
) -> None:
    url = serve(tiny, mirror)
    seen: list[tuple[int, int]] = []
    data = load_mnist(
        tmp_path,
        mirrors=[url],
        table=tiny.table,
        progress=lambda done, total, _text: seen.append((done, total)),
    )
    assert len(data.x_train) == 20
    assert sorted(os.listdir(tmp_path / "mnist")) == sorted(f"{n}.gz" for n in tiny.arrays)
    total = sum(file.gz_bytes for file in tiny.table.files)
    assert [d for d, _ in seen] == sorted(d for d, _ in seen)
    assert {t for _, t in seen} == {total}
    assert seen[-1][0] == total
    again = load_mnist(tmp_path, mirrors=[], table=tiny.table)
    np.testing.assert_array_equal(again.x_train, data.x_train)


def test_only_what_is_missing_is_downloaded(
    tiny: TinyMnist, tmp_path: Path, mirror: Mirror
) -> None:
    url = serve(tiny, mirror)
    put(tiny, tmp_path / "mnist", skip=TRAIN_IMAGES)
    (tmp_path / "mnist" / f"{TRAIN_IMAGES}.gz").write_bytes(b"<html>saved by mistake</html>")
    load_mnist(tmp_path, mirrors=[url], table=tiny.table)
    assert mirror.asked == [f"/good/{TRAIN_IMAGES}.gz"]


def test_second_mirror_replaces_what_the_first_has_wrong(
    tiny: TinyMnist, tmp_path: Path, mirror: Mirror
) -> None:
    good = serve(tiny, mirror)
    bad = serve(tiny, mirror, "bad")
    mirror.answers[f"/bad/{TRAIN_IMAGES}.gz"] = body(gzip.compress(bytes(100)))
    load_mnist(tmp_path, mirrors=[bad, good], table=tiny.table)
    assert mirror.asked.count(f"/good/{TRAIN_IMAGES}.gz") == 1
    assert len(mirror.asked) == 5


def test_failure_names_every_mirror_and_the_ways_out(
    tiny: TinyMnist, tmp_path: Path, mirror: Mirror
) -> None:
    mirror.answers[f"/b/{TRAIN_IMAGES}.gz"] = body(b"<html>captive</html>")
    with pytest.raises(DataError) as caught:
        load_mnist(tmp_path, mirrors=[f"{mirror.url}/a", f"{mirror.url}/b"], table=tiny.table)
    head, first, second, advice = str(caught.value).splitlines()
    assert "Tiny MNIST" in head
    assert "404" in first
    assert f"{TRAIN_IMAGES}: not an IDX file" in second
    assert "web page" in second
    assert str(tmp_path / "mnist") in advice
    assert "mnist-sample" in advice
    assert os.listdir(tmp_path / "mnist") == []


def test_stopped_download_keeps_the_files_already_good(
    tiny: TinyMnist, tmp_path: Path, mirror: Mirror
) -> None:
    url = serve(tiny, mirror)

    def stop_at_third(done: int, _total: int, text: str) -> None:
        if text.startswith("t10k-images"):
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        load_mnist(tmp_path, mirrors=[url], table=tiny.table, progress=stop_at_third)
    assert sorted(os.listdir(tmp_path / "mnist")) == [
        "train-images-idx3-ubyte.gz",
        "train-labels-idx1-ubyte.gz",
    ]


def test_published_gzip_hash_is_checked_where_no_other_is_known(
    tiny: TinyMnist, tmp_path: Path
) -> None:
    files = tuple(
        dataclasses.replace(f, sha256="", gz_sha256=hashlib.sha256(tiny.gz(f.name)).hexdigest())
        for f in tiny.table.files
    )
    table = dataclasses.replace(tiny.table, files=files)
    put(tiny, tmp_path)
    assert len(load_mnist(tmp_path, download=False, table=table).x_train) == 20
    (tmp_path / f"{TRAIN_IMAGES}.gz").write_bytes(tiny.gz(TRAIN_IMAGES, 1))
    with pytest.raises(DataError, match="published file"):
        load_mnist(tmp_path, download=False, table=table)
    (tmp_path / f"{TRAIN_IMAGES}.gz").write_bytes(tiny.raw(TRAIN_IMAGES))
    assert len(load_mnist(tmp_path, download=False, table=table).x_train) == 20


def test_files_of_another_data_set_with_the_same_names_are_refused(
    tiny: TinyMnist, tmp_path: Path
) -> None:
    foreign = frozenset(f.sha256 for f in tiny.table.files)
    files = tuple(dataclasses.replace(f, sha256="") for f in tiny.table.files)
    table = dataclasses.replace(tiny.table, name="fashion", files=files, foreign_sha256=foreign)
    put(tiny, tmp_path)
    with pytest.raises(DataError, match="belongs to another data set"):
        load_mnist(tmp_path, download=False, table=table)


def test_tables_are_complete() -> None:
    for table in (MNIST, FASHION_MNIST):
        assert [f.shape for f in table.files] == [
            (60000, 28, 28),
            (60000,),
            (10000, 28, 28),
            (10000,),
        ]
        assert len(table.class_names) == 10
        assert len(table.mirrors) == 2
        for file in table.files:
            assert len(file.sha256 or file.gz_sha256) == 64


@pytest.mark.slow
def test_real_mnist_loads() -> None:
    folder = os.environ.get("VITRINE_TEST_MNIST")
    if not folder:
        pytest.skip("VITRINE_TEST_MNIST does not name a folder with MNIST")
    data = load_mnist(Path(folder), download=False)
    assert data.x_train.shape == (60000, 28, 28, 1)
    np.testing.assert_array_equal(data.y_train[:5], [5, 0, 4, 1, 9])
