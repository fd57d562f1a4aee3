"""Broken files and data in the Chinese window: what is shown has no English sentence left."""

import gzip
import os
import re
import stat
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from app.i18n import install_language
from app.main_window import MainWindow
from nncore.formats.archive import write_archive
from nncore.formats.model import save_model
from nncore.formats.npz import write_npz
from nncore.network import Network

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
SPEC = {"input_shape": [2], "layers": [{"type": "Dense", "units": 3}]}


@pytest.fixture
def chinese(qapp, request) -> Iterator[MainWindow]:
    install_language(qapp, "zh_CN")
    yield request.getfixturevalue("studio")
    install_language(qapp, "en")


def check(said: str, name: str = "") -> None:
    """It is Chinese, and names the file."""
    assert CHINESE.search(said), said
    assert not ENGLISH.search(said), said
    assert name in said


# ---- files that are opened ----


def network() -> Network:
    return Network.from_spec(SPEC, seed=0)


def project(path: Path, **changes: object) -> None:
    """A project whose manifest says something else in one place."""
    right = {"format": "vitrine", "version": 1, "dtype": "float32", "spec": SPEC}
    write_archive(path, right | changes, {"params": dict(network().params)})


def cut_project(path: Path) -> None:
    project(path)
    path.write_bytes(path.read_bytes()[:300])


def cut_npz(path: Path) -> None:
    save_model(path, network())
    path.write_bytes(path.read_bytes()[:-40])


def nothing(path: Path) -> None:
    path.touch()


FILES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "missing": ("a.vitrine", lambda path: None),
    "empty": ("a.vitrine", nothing),
    "a folder": ("a.vitrine", lambda path: path.mkdir()),
    "junk": ("a.vitrine", lambda path: path.write_bytes(b"junk that is no zip")),
    "cut off": ("a.vitrine", cut_project),
    "newer version": ("a.vitrine", lambda path: project(path, version=7)),
    "other format": ("a.vitrine", lambda path: project(path, format="other")),
    "other dtype": ("a.vitrine", lambda path: project(path, dtype="int8")),
    "no spec": ("a.vitrine", lambda path: project(path, spec=None)),
    "unknown layer": (
        "a.vitrine",
        lambda path: project(path, spec=SPEC | {"layers": [{"type": "Dens", "units": 3}]}),
    ),
    "bad setting": (
        "a.vitrine",
        lambda path: project(path, spec=SPEC | {"layers": [{"type": "Dense", "units": 0}]}),
    ),
    "misspelt setting": (
        "a.vitrine",
        lambda path: project(path, spec=SPEC | {"layers": [{"type": "Dense", "unit": 3}]}),
    ),
    "broken spec": (
        "a.vitrine",
        lambda path: project(path, spec=SPEC | {"layers": [{"type": "MaxPooling2D"}]}),
    ),
    "other network": (
        "a.vitrine",
        lambda path: project(path, spec=SPEC | {"input_shape": [5]}),
    ),
    "more layers": (
        "a.vitrine",
        lambda path: project(path, spec=SPEC | {"layers": SPEC["layers"] * 2}),
    ),
    "bad run": ("a.vitrine", lambda path: project(path, run={"spec": SPEC, "epochs": -1})),
    "bad state": ("a.vitrine", lambda path: project(path, state={"step": 1})),
    "bad view": ("a.vitrine", lambda path: project(path, view=[1])),
    "cut npz": ("a.npz", cut_npz),
    "other npz": ("a.npz", lambda path: write_npz(path, {"x": np.zeros(3)})),
    "no description": ("a.npz", lambda path: write_npz(path, {"x": np.zeros(3)}, "{")),
    "no safetensors": ("a.safetensors", lambda path: path.write_bytes(b"12345678 and more")),
    "short safetensors": ("a.safetensors", lambda path: path.write_bytes(b"123")),
}


def test_files_that_cannot_be_opened(chinese, qtbot, tmp_path):
    for case, (name, write) in FILES.items():
        path = tmp_path / case.replace(" ", "-") / name
        path.parent.mkdir()
        write(path)
        with qtbot.waitSignal(chinese.session.told) as told:
            chinese.files.open_path(path)
        assert told.args[1] == "error", case
        assert chinese.toast.text() == told.args[0]
        check(told.args[0], name)


def test_project_that_cannot_be_saved(chinese, qtbot, tmp_path):
    with qtbot.waitSignal(chinese.session.told) as told:
        chinese.session.save(tmp_path / "no-folder" / "a.vitrine")
    check(told.args[0])


@pytest.mark.skipif(
    sys.platform == "win32" or getattr(os, "geteuid", int)() == 0, reason="may read everything"
)
def test_file_without_permission(chinese, qtbot, tmp_path):
    path = tmp_path / "a.vitrine"
    project(path)
    path.chmod(stat.S_IWUSR)
    with qtbot.waitSignal(chinese.session.told) as told:
        chinese.files.open_path(path)
    check(told.args[0], "a.vitrine")


# ---- data ----


def idx(*shape: int, values: int | None = None) -> bytes:
    count = int(np.prod(shape)) if values is None else values
    return bytes((0, 0, 8, len(shape))) + struct.pack(f">{len(shape)}I", *shape) + bytes(count)


TABLES: dict[str, bytes | None] = {
    "missing": None,
    "empty": b"",
    "no number": b"a,b,c\n1,2,3\n4,many,6\n",
    "no number to predict": b"a,b\n1,2\n3,4\n5,6\n7,n/a\n",
    "gap": b"a,b,c\n1,2,3\n4,,6\n",
    "cells": b"a,b,c\n1,2,3\n4,5\n",
    "one column": b"a\n1\n",
    "names only": b"a,b\n",
    "quote": b'a,b\n1,"2\n',
    "infinite": b"a,b\n1e99,2\n3,4\n",
    "workbook": b"PK\x03\x04 and more",
    "encoding": b"a,b\n1,\xff\xfe\n",
    "zero byte": b"a,b\n1,\0\n",
    "one row": b"a,b\n1,2\n",
    "cut gzip": gzip.compress(b"a,b\n1,2\n3,4\n" * 9)[:-12],
    "damaged gzip": b"\x1f\x8b\x08" + bytes(9),
}


def shown_for(studio: MainWindow, qtbot, source: str, **options: object) -> str:
    """What the data panel says once these data cannot be had."""
    with qtbot.waitSignal(studio.session.data_failed):
        studio.session.document.edit_config("Use", data=source, data_options=options)
    label = studio.findChild(QLabel, "dataText")
    problem = studio.session.data_problem
    qtbot.waitUntil(lambda: label.text() == problem)
    assert studio.session.blocked == problem
    return problem


def test_tables_that_cannot_be_read(chinese, qtbot, tmp_path):
    for number, content in enumerate(TABLES.values()):
        path = tmp_path / f"t{number}.csv"
        if content is not None:
            path.write_bytes(content)
        check(shown_for(chinese, qtbot, "csv", path=str(path)), path.name)
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n3,4\n")
    for options in ({"label": "z"}, {"task": "art"}, {"delimiter": "::"}, {"header": 3}):
        check(shown_for(chinese, qtbot, "csv", path=str(path), **options), "t.csv")


IDX: dict[str, tuple[bytes, bytes]] = {
    "truncated": (idx(4, 2, 2, values=7), idx(4)),
    "header": (idx(4, 2, 2)[:9], idx(4)),
    "too short": (b"\0", idx(4)),
    "web page": (b"<!DOCTYPE html><html>", idx(4)),
    "no data": (idx(0, 2, 2), idx(0)),
    "fewer labels": (idx(4, 2, 2), idx(3)),
    "labels as images": (idx(4), idx(4)),
    "images as labels": (idx(4, 2, 2), idx(4, 2, 2)),
    "cut gzip": (gzip.compress(idx(4, 2, 2))[:-9], idx(4)),
}


def test_idx_files_that_cannot_be_read(chinese, qtbot, tmp_path):
    for case, contents in IDX.items():
        paths = {
            name: tmp_path / case.replace(" ", "-") / name
            for name in ("train_images", "train_labels")
        }
        next(iter(paths.values())).parent.mkdir()
        for path, content in zip(paths.values(), contents, strict=True):
            path.write_bytes(content)
        options = {name: str(path) for name, path in paths.items()}
        check(shown_for(chinese, qtbot, "idx", **options), "train_")
    check(shown_for(chinese, qtbot, "idx"), "train_images")


def test_folders_of_pictures(chinese, qtbot, tmp_path):
    said = shown_for(chinese, qtbot, "image-folder", path=str(tmp_path / "gone"))
    check(said, "gone")
    for name in ("cat", "dog"):
        (tmp_path / "two" / name).mkdir(parents=True)
    check(shown_for(chinese, qtbot, "image-folder", path=str(tmp_path / "two")), "cat")
    for name in ("cat", "dog"):
        (tmp_path / "two" / name / "a.png").write_bytes(b"no picture")
    check(
        shown_for(chinese, qtbot, "image-folder", path=str(tmp_path / "two"), height=8, width=8),
        "a.png",
    )


def test_data_that_are_nowhere(chinese, qtbot):
    with qtbot.waitSignal(chinese.session.data_failed):
        chinese.session.document.edit_config("Use", data="mnist", data_options={})
    check(chinese.session.blocked, "MNIST")
    check(chinese.findChild(QLabel, "dataText").text(), "MNIST")
    check(shown_for(chinese, qtbot, "own-digits"))
    check(shown_for(chinese, qtbot, "spiral", noise=-1), "spiral")
    check(shown_for(chinese, qtbot, "spiral", hue=1), "spiral")
    check(shown_for(chinese, qtbot, "spirals"), "spiral")


# ---- edits ----


def test_clipboard_that_holds_no_layers(chinese):
    texts = ("[1]", "no layers", '{"type": "Dens"}', '{"type": "Dense", "units": 0}', "{")
    for text in texts:
        QGuiApplication.clipboard().setText(text)
        with_reason = []
        chinese.session.document.refused.connect(with_reason.append)
        chinese.layers.paste_here()
        chinese.session.document.refused.disconnect(with_reason.append)
        assert len(with_reason) == 1, text
        check(chinese.toast.text())


def test_refused_edit(chinese):
    for changes in ({"epochs": -1}, {"loss": "art"}, {"dtype": "int8"}, {"epoch": 3}):
        assert not chinese.session.document.edit_config("Change", **changes)
        check(chinese.toast.text())
    check(chinese.layers.why_not_named("dense_1", "a/b"))
    check(chinese.layers.why_not_named("dense_1", "dense_2"))
