"""Icons: line drawings tinted to the theme."""

from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Slot
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.resources import icons_dir
from app.theme import theme

# The sizes asked for at 100, 125, 150 and 200 %, so that no icon is ever scaled.
_SIZES = (14, 16, 18, 20, 24, 28, 30, 32, 40, 48, 64)
_APP_SIZES = (16, 24, 32, 48, 64, 128, 256)

_cache: dict[tuple[str, str, str], QIcon] = {}


class TakesIcon(Protocol):
    """An action or a button."""

    def setIcon(self, icon: QIcon, /) -> None: ...


def icon(name: str, token: str = "text") -> QIcon:
    """The icon in the colour of a token of the theme in use; see `bind_icon` to follow it.

    Args:
        name: The name of a file in resources/icons.
        token: The name of a colour in `Tokens`.
    """
    tokens = theme().tokens
    key = (name, str(getattr(tokens, token)), tokens.disabled)
    if key not in _cache:
        _cache[key] = _draw(*key)
    return _cache[key]


def bind_icon(target: QObject, name: str, token: str = "text") -> None:
    """Give an action or button an icon that follows the theme; a second call replaces it."""
    for old in target.findChildren(_Tint, options=Qt.FindChildOption.FindDirectChildrenOnly):
        old.retire()
    _Tint(target, name, token)


def app_icon() -> QIcon:
    """The application's own icon, in colours of its own."""
    drawing = _renderer(_source("vitrine"))
    result = QIcon()
    for size in _APP_SIZES:
        result.addPixmap(_pixmap(drawing, size))
    return result


def pixmap(name: str, size: int, ratio: float, token: str = "text") -> QPixmap:
    """One tinted picture of `size` logical pixels, sharp on a screen of that pixel ratio."""
    colour = str(getattr(theme().tokens, token))
    drawing = _renderer(_source(name).replace("currentColor", colour))
    picture = _pixmap(drawing, round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    return picture


class _Tint(QObject):
    """Keeps the icon of its parent in the colours of the theme."""

    def __init__(self, target: QObject, name: str, token: str) -> None:
        super().__init__(target)
        self._name = name
        self._token = token
        theme().changed.connect(self.apply)
        self.apply()

    @Slot()
    def apply(self) -> None:
        target: object = self.parent()
        if isinstance(target, QObject) and hasattr(target, "setIcon"):
            target.setIcon(icon(self._name, self._token))

    def retire(self) -> None:
        theme().changed.disconnect(self.apply)
        self.setParent(None)
        self.deleteLater()


def _source(name: str) -> str:
    return (icons_dir() / f"{name}.svg").read_text(encoding="utf-8")


def _renderer(source: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(source.encode()))


def _draw(name: str, colour: str, disabled: str) -> QIcon:
    source = _source(name)
    result = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        drawing = _renderer(source.replace("currentColor", tint))
        for size in _SIZES:
            result.addPixmap(_pixmap(drawing, size), mode)
    return result


def _pixmap(drawing: QSvgRenderer, size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture
