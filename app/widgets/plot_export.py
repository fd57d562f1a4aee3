"""A plot as a file: its numbers, or a picture of it."""

import csv
import io
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from app.theme import theme
from app.widgets.plot_feed import Floats

PNG_SCALE = 3
SVG_AIR = 20
"""Left free at the right of an SVG, in pixels: without our font its words are wider."""

File = Callable[[], bytes]
"""Gives the bytes of a file, in any thread."""


def csv_file(x_name: str, columns: Sequence[tuple[str, Floats, Floats]]) -> File:
    """One row for every x; a cell is empty where a column has no value there."""
    return partial(_csv, x_name, [(name, x.copy(), y.copy()) for name, x, y in columns])


def _csv(x_name: str, columns: Sequence[tuple[str, Floats, Floats]]) -> bytes:
    xs = np.unique(np.concatenate([np.zeros(0), *(x for _, x, _ in columns)]))
    table = []
    for _, x, y in columns:
        cells = np.full(len(xs), np.nan)
        cells[np.searchsorted(xs, x)] = y
        table.append(["" if v != v else repr(v) for v in cells.tolist()])
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([x_name, *(name for name, _, _ in columns)])
    rows.writerows(zip(map(repr, xs.tolist()), *table, strict=True))
    return text.getvalue().encode()


def png_file(widget: QWidget) -> File:
    """What the widget shows, at three times its size."""
    image = QImage(widget.size() * PNG_SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(PNG_SCALE)
    widget.render(image)
    return partial(_png, image)


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def svg_file(widget: QWidget, title: str) -> File:
    """What the widget shows, as lines and text."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    area = QRect(widget.rect()).adjusted(0, 0, SVG_AIR, 0)
    generator.setSize(QSize(area.size()))
    generator.setViewBox(area)
    generator.setTitle(title)
    painter = QPainter(generator)
    try:
        painter.fillRect(area, QColor(theme().tokens.panel))
        widget.render(painter, QPoint())
    finally:
        painter.end()
    return partial(bytes, data.data())
