"""Icons in the colours of the theme, sharp at every scale."""

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from app.icons import app_icon, bind_icon, icon, pixmap
from app.resources import fonts_dir, icons_dir, themes_dir
from app.theme import theme

NEEDED = [
    "play",
    "pause",
    "stop",
    "reset",
    "step-sample",
    "step-batch",
    "step-epoch",
    "undo",
    "redo",
    "add",
    "remove",
    "up",
    "down",
    "drag",
    "open",
    "save",
    "export",
    "clear",
    "eraser",
    "pen",
    "theme",
    "data",
    "search",
    "settings",
    "help",
    "info",
    "warning",
    "check",
    "more",
    "chevron-down",
    "chevron-up",
    "chevron-right",
    "log-scale",
    "smooth",
    "layers",
]


def colours(image: QImage) -> set[str]:
    """The fully opaque colours of a picture."""
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


@pytest.mark.parametrize("name", NEEDED)
def test_every_icon_draws_in_one_colour(qapp: QApplication, name: str) -> None:
    theme().set_mode("light")
    image = icon(name).pixmap(QSize(40, 40)).toImage()
    found = colours(image)
    assert QColor(theme().tokens.text).name() in found
    assert len(found) <= 2


@pytest.mark.parametrize("name", NEEDED)
def test_every_drawing_is_of_one_style(name: str) -> None:
    source = (icons_dir() / f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 20 20"' in source
    assert 'stroke="currentColor"' in source
    assert 'stroke-width="1.6"' in source
    assert not re.search("#[0-9a-fA-F]{3,6}", source)


def test_disabled_icon_is_paler(qapp: QApplication) -> None:
    theme().set_mode("light")
    image = icon("save").pixmap(QSize(20, 20), QIcon.Mode.Disabled).toImage()
    assert QColor(theme().tokens.text).name() not in colours(image)


def test_bound_icon_follows_the_theme(qtbot: QtBot) -> None:
    theme().set_mode("light")
    button = QToolButton()
    qtbot.addWidget(button)
    bind_icon(button, "play")
    assert QColor(theme().tokens.text).name() in colours(button.icon().pixmap(32, 32).toImage())
    theme().set_mode("dark")
    assert QColor(theme().tokens.text).name() in colours(button.icon().pixmap(32, 32).toImage())


def test_second_binding_replaces_the_first(qapp: QApplication) -> None:
    theme().set_mode("light")
    action = QAction("Train")
    bind_icon(action, "play")
    bind_icon(action, "pause", "accent")
    theme().set_mode("dark")
    shown = action.icon().pixmap(32, 32).toImage()
    assert shown == icon("pause", "accent").pixmap(32, 32).toImage()


def test_deleted_button_does_not_disturb_the_next_change(qtbot: QtBot) -> None:
    theme().set_mode("light")
    button = QToolButton()
    bind_icon(button, "play")
    del button
    theme().set_mode("dark")


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_picture_is_drawn_at_the_pixels_of_the_screen(qapp: QApplication, ratio: float) -> None:
    picture = pixmap("data", 28, ratio)
    assert picture.width() == round(28 * ratio)
    assert picture.devicePixelRatio() == ratio


def test_app_icon_is_there_at_every_size(qapp: QApplication) -> None:
    drawn = app_icon()
    for size in (16, 32, 48, 256):
        image = drawn.pixmap(QSize(size, size)).toImage()
        assert image.width() == size
        assert image.pixelColor(0, 0).alpha() == 0
        assert image.pixelColor(size // 2, int(size * 0.87)).alpha() == 255


def test_missing_icon_names_the_file(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError, match="no-such"):
        icon("no-such")


def test_bundled_fonts_carry_their_licence() -> None:
    assert len(list(fonts_dir().glob("Inter-*.otf"))) == 3
    assert "SIL Open Font License" in (fonts_dir() / "OFL.txt").read_text(encoding="utf-8")
    assert themes_dir().is_dir()
