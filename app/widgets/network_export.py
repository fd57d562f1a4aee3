"""The network diagram as a file: the same columns and links, drawn as lines and text."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import (
    QColor,
    QImage,
    QPagedPaintDevice,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from app.theme import ThemeName, Tokens, theme
from app.widgets.instrument import text_font
from app.widgets.network_layout import Column, arrange
from app.widgets.network_painter import (
    Scene,
    margins_of,
    paint_columns,
    paint_names,
    paint_strongest_links,
)
from app.widgets.network_picture import Weights, links_between
from app.widgets.tile_pixels import TilePixels

KINDS = ("svg", "png", "pdf")
_PNG_SCALE = 3
_DPI = 96  # one unit of the layout is one pixel of this
_HEIGHT, _COLUMN_WIDTH, _LEAST_WIDTH = 620, 260, 760
_LABEL = 12

Paint = Callable[..., None]


def diagram_file(
    kind: str,
    columns: tuple[Column, ...],
    weights: Weights,
    widget: QWidget,
    *,
    title: str = "",
    theme_name: ThemeName = "light",
) -> Callable[[], bytes]:
    """Draw the diagram; what is returned gives the bytes of its file, in any thread.

    Args:
        kind: One of `KINDS`.
        columns: What to show; at least one.
        weights: Between each two columns an array of shape (size, next size), or None.
        widget: Whose font it is.
        title: Of the document.
        theme_name: Its colours.
    """
    size = QSize(max(_LEAST_WIDTH, _COLUMN_WIDTH * len(columns)), _HEIGHT)
    with theme().painting_in(theme_name) as tokens:
        scene = _scene(columns, weights, widget, tokens, size)

        def paint(device: QPaintDevice, scale: float = 1.0) -> None:
            painter = QPainter(device)
            painter.scale(scale, scale)
            try:
                _paint(painter, scene)
            finally:
                painter.end()

        if kind == "png":
            return partial(_encoded, _image(size, paint))
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        {"svg": _svg, "pdf": _pdf}[kind](buffer, size, title, paint)
        return partial(bytes, data.data())


def _scene(
    columns: tuple[Column, ...], weights: Weights, widget: QWidget, tokens: Tokens, size: QSize
) -> Scene:
    small = text_font(widget, tokens.font_small)
    labels, bold = text_font(widget, _LABEL), text_font(widget, _LABEL, bold=True)
    margins = margins_of(columns, labels, bold, size.width())
    area = size.width(), size.height()
    arrangement = arrange(columns, area, margins)
    links = links_between(arrangement.places, weights)
    return Scene(columns, arrangement, links, tokens, small, labels, bold, area)


def _paint(painter: QPainter, scene: Scene) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, *scene.size), QColor(scene.tokens.panel))
    paint_strongest_links(painter, scene)
    paint_names(painter, scene)
    paint_columns(painter, scene, [TilePixels() for _ in scene.columns])


def _svg(buffer: QBuffer, size: QSize, title: str, paint: Paint) -> None:
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_DPI)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    paint(generator)


def _image(size: QSize, paint: Paint) -> QImage:
    image = QImage(size * _PNG_SCALE, QImage.Format.Format_RGB32)
    paint(image, _PNG_SCALE)
    return image


def _encoded(image: QImage) -> bytes:
    """As PNG; takes half a second."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def _pdf(buffer: QBuffer, size: QSize, title: str, paint: Paint) -> None:
    writer = QPdfWriter(buffer)
    writer.setPdfVersion(QPagedPaintDevice.PdfVersion.PdfVersion_1_6)
    writer.setTitle(title)
    writer.setResolution(_DPI)
    points = QSizeF(size) * 72 / _DPI
    writer.setPageSize(
        QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    paint(writer)
