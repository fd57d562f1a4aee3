"""Saving a plot as numbers or as a picture."""

import csv
import io
import os
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSaveFile, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from app.widgets.plot_feed import Floats

Path = str | os.PathLike[str]
_PNG_SCALE = 3


def write_csv(path: Path, x_name: str, columns: Sequence[tuple[str, Floats, Floats]]) -> None:
    """Write one row for every x; a cell is empty where a column has no value there.

    Raises:
        OSError: If the file cannot be written.
    """
    xs = np.unique(np.concatenate([np.zeros(0), *(x for _, x, _ in columns)]))
    table = []
    for _, x, y in columns:
        cells = np.full(len(xs), np.nan)
        cells[np.searchsorted(xs, x)] = y
        table.append(cells)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([x_name, *(name for name, _, _ in columns)])
    for place, x in enumerate(xs.tolist()):
        values = [float(cells[place]) for cells in table]
        rows.writerow([repr(x), *("" if v != v else repr(v) for v in values)])
    _save(path, text.getvalue().encode())


def write_png(path: Path, widget: QWidget) -> None:
    """Write what the widget shows, at three times its size.

    Raises:
        OSError: If the file cannot be written.
    """
    image = QImage(widget.size() * _PNG_SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_PNG_SCALE)
    widget.render(image)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    _save(path, bytes(data.data()))


def write_svg(path: Path, widget: QWidget, title: str) -> None:
    """Write what the widget shows as lines and text.

    Raises:
        OSError: If the file cannot be written.
    """
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(widget.size()))
    generator.setViewBox(QRect(widget.rect()))
    generator.setTitle(title)
    painter = QPainter(generator)
    try:
        widget.render(painter, QPoint())
    finally:
        painter.end()
    _save(path, bytes(data.data()))


def _save(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    file = QSaveFile(os.fspath(path))
    ready = file.open(QIODevice.OpenModeFlag.WriteOnly)
    if not ready or file.write(data) != len(data) or not file.commit():
        raise OSError(f"cannot write {os.fspath(path)}: {file.errorString()}")
