"""The network diagram as a file."""

import re
import time

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from app.theme import theme
from app.widgets.network_export import KINDS, diagram_file
from app.widgets.network_layout import Column


@pytest.fixture
def columns():
    rng = np.random.default_rng(0)
    return (
        Column("input", 784, image=rng.random((28, 28)), caption="784 inputs"),
        Column("dense_1", 64, rng.normal(size=64)),
        Column("dense_2", 10, rng.random(10), labels=tuple(map(str, range(10)))),
    )


@pytest.fixture
def weights():
    rng = np.random.default_rng(1)
    return [rng.normal(size=(784, 64)), rng.normal(size=(64, 10))]


@pytest.fixture
def widget(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_every_kind_begins_as_its_format_says(columns, weights, widget):
    found = {kind: diagram_file(kind, columns, weights, widget)()[:5] for kind in KINDS}
    assert found == {"svg": b"<?xml", "png": b"\x89PNG\r", "pdf": b"%PDF-"}


def test_svg_holds_names_labels_and_lines(columns, weights, widget):
    text = diagram_file("svg", columns, weights, widget, title="digits")().decode()
    for word in ("dense_1", "dense_2", "784 inputs", "<title>digits</title>"):
        assert word in text
    assert len(re.findall("<(polyline|path|line)", text)) >= 200  # the strongest links


def test_file_is_light_also_where_the_window_is_dark(columns, weights, widget):
    light = diagram_file("png", columns, weights, widget)()
    theme().set_mode("dark")
    assert diagram_file("png", columns, weights, widget)() == light
    assert theme().tokens.panel != "#ffffff"
    image = QImage.fromData(QByteArray(light))
    assert image.pixelColor(1, 1) == QColor("#ffffff")


def test_picture_of_the_input_ends_where_its_links_begin(columns, weights, widget):
    image = QImage.fromData(QByteArray(diagram_file("png", columns, weights, widget)()))
    row = [image.pixelColor(x, image.height() // 2 - 12).lightness() for x in range(500)]
    inked = [x for x, light in enumerate(row) if light < 250]
    assert max(np.diff(inked)) < 40
    assert inked[-1] > 400


@pytest.mark.parametrize("kind", KINDS)
def test_drawing_a_file_does_not_freeze_the_window(columns, weights, widget, kind):
    diagram_file(kind, columns, weights, widget)  # fonts are read once
    started = time.perf_counter()
    diagram_file(kind, columns, weights, widget)
    assert time.perf_counter() - started < 1.0
