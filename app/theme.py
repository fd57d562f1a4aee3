"""The look of the application: colour tokens, palette, style sheet, fonts, colour tables."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Literal

from PySide6.QtCore import QDir, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.fonts import load_fonts
from app.palettes import Table, blend, straight
from app.resources import themes_dir

Mode = Literal["system", "light", "dark"]
ThemeName = Literal["light", "dark"]

# The system's fonts for what Inter does not draw, Chinese first.
_FALLBACK_FAMILIES = [
    "PingFang SC",
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
    "Segoe UI",
    "Noto Sans",
    "DejaVu Sans",
]


@dataclass(frozen=True)
class Tokens:
    """Every colour and measure of one theme; colours are "#RRGGBB", measures pixels.

    Attributes:
        ground: Behind the panels.
        panel: A panel, and the zero of the diverging palette.
        line: Hairlines and borders.
        muted: Secondary text on ground or panel.
        muted_strong: Secondary text on chip, hover and selected.
        accent: Primary buttons, focus, the open tab.
        field: The ground of inputs and of the digit pad.
        chip: Chips and the empty part of bars.
        caution: Text that warns, readable where `positive` is not.
        cursor: The hover line of plots.
        ghost: Reference curves in plots.
        activation: The strong end of the sequential palette.
        paper: The ground of images of digits.
        ink: The strokes of images of digits.
        series: Colours of classes and of compared runs.
    """

    name: ThemeName
    ground: str
    panel: str
    line: str
    text: str
    muted: str
    muted_strong: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    negative: str
    positive: str
    field: str
    chip: str
    hover: str
    pressed: str
    selected: str
    scroll: str
    tooltip: str
    danger: str
    danger_ground: str
    caution: str
    success: str
    train: str
    validation: str
    grid: str
    cursor: str
    ghost: str
    activation: str
    paper: str
    ink: str
    series: tuple[str, ...]
    radius: int = 10
    radius_small: int = 6
    grid_step: int = 8
    font_small: int = 11
    font_body: int = 13
    font_title: int = 13
    font_number: int = 20


def load_tokens(name: ThemeName) -> Tokens:
    """Read the tokens of a theme from its JSON file."""
    values = json.loads((themes_dir() / f"{name}.json").read_text(encoding="utf-8"))
    values["series"] = tuple(values["series"])
    return Tokens(**values)


class ThemeManager(QObject):
    """The theme in use; `changed` comes after the application wears the new one."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode: Mode = "system"
        self._all: dict[ThemeName, Tokens] = {
            "light": load_tokens("light"),
            "dark": load_tokens("dark"),
        }
        self._tokens = self._all["light"]
        self._application: QApplication | None = None
        self._follows = False
        self._follow_system()

    @property
    def tokens(self) -> Tokens:
        """The tokens of the theme in use."""
        return self._tokens

    @property
    def mode(self) -> Mode:
        """What the user asked for."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Use the light or the dark theme, or follow the system."""
        self._mode = mode
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        if QGuiApplication.instance() is not None:
            # Title bars and native dialogs follow the hint, not the palette.
            QGuiApplication.styleHints().setColorScheme(schemes.get(mode, Qt.ColorScheme.Unknown))
        self._update()

    def wear(self, application: QApplication) -> None:
        """Dress the application now and at every change."""
        self._application = application
        self._follow_system()
        self._dress()

    @contextmanager
    def painting_in(self, name: ThemeName) -> Iterator[Tokens]:
        """Paint with the tokens of a theme, for a picture; the window keeps its own."""
        before, self._tokens = self._tokens, self._all[name]
        try:
            yield self._tokens
        finally:
            self._tokens = before

    def palette(self) -> QPalette:
        """The palette of the theme for the Fusion style."""
        return palette_of(self._tokens)

    def style_sheet(self) -> str:
        """The style sheet of the theme."""
        template = (themes_dir() / "app.qss").read_text(encoding="utf-8")
        return fill(template, self._tokens)

    def diverging_lut(self) -> Table:
        """256 colours from negative through the panel's ground to positive."""
        return blend([self._tokens.negative, self._tokens.panel, self._tokens.positive])

    def sequential_lut(self) -> Table:
        """256 colours from nothing (the panel) to a strong activation."""
        return blend([self._tokens.panel, self._tokens.activation])

    def ink_lut(self) -> Table:
        """256 colours from paper to ink, for images of digits."""
        return straight(self._tokens.paper, self._tokens.ink)

    def _follow_system(self) -> None:
        """Listen to the system, as soon as there is an application to ask."""
        if self._follows or QGuiApplication.instance() is None:
            return
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._follows = True
        self._tokens = self._all[self._wanted()]

    @Slot()
    def _on_scheme_changed(self) -> None:
        if self._mode == "system":
            self._update()

    def _wanted(self) -> ThemeName:
        if self._mode != "system":
            return self._mode
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _update(self) -> None:
        tokens = self._all[self._wanted()]
        if tokens is self._tokens:
            return
        self._tokens = tokens
        self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        if self._application is not None:
            self._application.setPalette(self.palette())
            self._application.setStyleSheet(self.style_sheet())


_manager: ThemeManager | None = None


def theme() -> ThemeManager:
    """The theme of the application, made on the first call."""
    global _manager
    if _manager is None:
        _manager = ThemeManager()
    return _manager


def reset_theme() -> None:
    """Forget the theme, so that a test starts with a fresh one."""
    global _manager
    if _manager is not None:
        _manager.deleteLater()
    _manager = None


def apply_application_style(application: QApplication) -> None:
    """Give the application its style, font and theme."""
    QDir.setSearchPaths("theme", [str(themes_dir())])
    application.setStyle("Fusion")
    load_fonts()
    application.setFont(application_font())
    theme().wear(application)


def application_font(pixels: int = 13, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Inter with digits of equal width, and the system's fonts for other scripts."""
    font = QFont()
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    font.setFamilies(["Inter", system, *_FALLBACK_FAMILIES])
    font.setPixelSize(pixels)
    font.setWeight(weight)
    # Hinting rounds every advance to whole pixels, which pulls small Inter apart.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def fill(template: str, tokens: Tokens) -> str:
    """Replace every {token} of a style sheet; an unknown one is a KeyError."""
    values = {field.name: str(getattr(tokens, field.name)) for field in fields(tokens)}
    return re.sub(r"\{([a-z_]+)\}", lambda match: values[match.group(1)], template)


def palette_of(tokens: Tokens) -> QPalette:
    """Build the Fusion palette of the tokens."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.ground,
        role.WindowText: tokens.text,
        role.Base: tokens.field,
        role.AlternateBase: tokens.chip,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.panel,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.danger,
        role.ToolTipBase: tokens.tooltip,
        role.ToolTipText: tokens.text,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.panel,
        role.Midlight: tokens.hover,
        role.Mid: tokens.line,
        role.Dark: tokens.scroll,
        role.Shadow: tokens.line,
    }
    palette = QPalette()
    for colour_role, colour in colours.items():
        palette.setColor(colour_role, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for text_role in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(disabled, text_role, QColor(tokens.disabled))
    palette.setColor(disabled, role.Highlight, QColor(tokens.line))
    return palette
