"""Tokens, palette, style sheet and colour tables of both themes."""

import re
from itertools import product

import numpy as np
import pytest
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.palettes import contrast, oklab_steps, rgb_of
from app.resources import themes_dir
from app.theme import (
    ThemeManager,
    Tokens,
    application_font,
    fill,
    load_tokens,
    palette_of,
    theme,
)

THEMES = ("light", "dark")

# Text on the grounds it is drawn on.
READABLE = [
    *product(("text",), ("ground", "panel", "field", "chip", "hover", "pressed", "selected")),
    *product(("muted",), ("ground", "panel", "field")),
    *product(("muted_strong",), ("chip", "hover", "selected")),
    *product(("accent",), ("panel", "chip", "selected", "ground")),
    *product(("danger", "caution", "success"), ("panel", "ground")),
    ("text", "danger_ground"),
    ("text", "tooltip"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("front", "back"), READABLE)
def test_text_has_the_contrast_of_wcag_aa(name: str, front: str, back: str) -> None:
    tokens = load_tokens(name)
    assert contrast(getattr(tokens, front), getattr(tokens, back)) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_disabled_text_stays_legible(name: str) -> None:
    tokens = load_tokens(name)
    for ground in (tokens.panel, tokens.ground, tokens.field, tokens.chip):
        assert contrast(tokens.disabled, ground) >= 3.0, ground


@pytest.mark.parametrize("name", THEMES)
def test_lines_of_plots_stand_out_from_the_panel(name: str) -> None:
    tokens = load_tokens(name)
    for colour in (tokens.train, tokens.cursor, *tokens.series):
        assert contrast(colour, tokens.panel) >= 2.8, colour


@pytest.mark.parametrize("name", THEMES)
def test_every_colour_is_six_hex_digits(name: str) -> None:
    tokens = load_tokens(name)
    colours = [v for v in vars(tokens).values() if isinstance(v, str) and v != name]
    assert len(colours) > 25
    for colour in (*colours, *tokens.series):
        assert re.fullmatch("#[0-9A-Fa-f]{6}", colour), colour


def test_values_of_the_design_are_kept() -> None:
    light, dark = load_tokens("light"), load_tokens("dark")
    assert [light.ground, light.panel, light.line, light.text, light.muted] == [
        "#F3F5F8",
        "#FFFFFF",
        "#DFE3EA",
        "#1A2230",
        "#667085",
    ]
    assert [light.accent, light.negative, light.positive] == ["#2166AC", "#2166AC", "#E08214"]
    assert [dark.ground, dark.panel, dark.line, dark.text, dark.muted] == [
        "#0F1319",
        "#171C24",
        "#2A313C",
        "#E6EAF0",
        "#8C97A8",
    ]
    assert [dark.accent, dark.negative, dark.positive] == ["#5B9DF5", "#5B9DF5", "#F2A14B"]


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1.0)


def test_switch_emits_changed_after_the_palette_changed(styled: QApplication) -> None:
    seen: list[str] = []
    theme().changed.connect(lambda: seen.append(styled.palette().window().color().name()))
    theme().set_mode("dark")
    assert seen == ["#0f1319"]
    theme().set_mode("dark")
    assert seen == ["#0f1319"]
    theme().set_mode("light")
    assert seen == ["#0f1319", "#f3f5f8"]


def test_style_sheet_follows_the_theme(styled: QApplication) -> None:
    light = styled.styleSheet()
    theme().set_mode("dark")
    assert styled.styleSheet() != light
    assert "#171C24" in styled.styleSheet()


def test_mode_says_what_was_asked_for(qapp: QApplication) -> None:
    manager = theme()
    assert manager.mode == "system"
    manager.set_mode("dark")
    assert (manager.mode, manager.tokens.name) == ("dark", "dark")


def test_there_is_one_theme(qapp: QApplication) -> None:
    assert theme() is theme()


def test_system_mode_follows_the_system(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = ThemeManager()
    monkeypatch.setattr(ThemeManager, "_wanted", lambda self: "dark")
    QGuiApplication.styleHints().colorSchemeChanged.emit(QGuiApplication.styleHints().colorScheme())
    assert manager.tokens.name == "dark"


def test_chosen_mode_ignores_the_system(qapp: QApplication) -> None:
    manager = ThemeManager()
    manager.set_mode("dark")
    seen: list[int] = []
    manager.changed.connect(lambda: seen.append(1))
    QGuiApplication.styleHints().colorSchemeChanged.emit(QGuiApplication.styleHints().colorScheme())
    assert manager.tokens.name == "dark"
    assert seen == []
    manager.set_mode("system")


@pytest.mark.parametrize("name", THEMES)
def test_palette_marks_disabled_text(qapp: QApplication, name: str) -> None:
    tokens = load_tokens(name)
    palette = palette_of(tokens)
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    assert palette.color(group.Disabled, role.Text) == QColor(tokens.disabled)
    assert palette.color(group.Active, role.Text) == QColor(tokens.text)


@pytest.mark.parametrize("name", THEMES)
def test_style_sheet_leaves_no_token_open_and_names_only_files_that_exist(name: str) -> None:
    text = fill((themes_dir() / "app.qss").read_text(encoding="utf-8"), load_tokens(name))
    assert not re.search(r"\{[a-z_]+\}", text)
    named = set(re.findall(r"url\(theme:([^)]+)\)", text))
    assert len(named) >= 5
    for file in named:
        assert (themes_dir() / file).is_file(), file


def test_unknown_token_in_a_style_sheet_is_an_error() -> None:
    with pytest.raises(KeyError, match="colur"):
        fill("QWidget { color: {colur}; }", load_tokens("light"))


@pytest.mark.parametrize("name", THEMES)
def test_images_of_the_style_sheet_have_the_colours_of_the_tokens(name: str) -> None:
    tokens = load_tokens(name)
    known = {tokens.muted, tokens.disabled, tokens.on_accent}
    for path in (themes_dir() / name).glob("*.svg"):
        used = set(re.findall("#[0-9A-Fa-f]{6}", path.read_text(encoding="utf-8")))
        assert used, path.name
        assert used <= known, path.name


def manager_in(name: str) -> ThemeManager:
    manager = theme()
    manager.set_mode(name)
    return manager


@pytest.mark.parametrize("name", THEMES)
def test_diverging_table_goes_from_negative_through_panel_to_positive(
    qapp: QApplication, name: str
) -> None:
    manager = manager_in(name)
    tokens: Tokens = manager.tokens
    table = manager.diverging_lut()
    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    assert tuple(table[0]) == rgb_of(tokens.negative)
    assert tuple(table[-1]) == rgb_of(tokens.positive)
    for middle in (table[127], table[128]):
        assert np.abs(middle.astype(int) - rgb_of(tokens.panel)).max() <= 2


@pytest.mark.parametrize("name", THEMES)
def test_tables_have_no_jump_and_no_flat_part(qapp: QApplication, name: str) -> None:
    manager = manager_in(name)
    for table in (manager.diverging_lut(), manager.sequential_lut()):
        steps = oklab_steps(table)
        # Sixteen entries together even out the rounding to bytes.
        sums = steps[:240].reshape(-1, 16).sum(axis=1)
        assert sums.max() < 2.0 * sums.min()


@pytest.mark.parametrize(("name", "paper", "ink"), [("light", 255, 0), ("dark", 0, 255)])
def test_ink_table_is_grey_from_paper_to_ink(
    qapp: QApplication, name: str, paper: int, ink: int
) -> None:
    table = manager_in(name).ink_lut().astype(int)
    assert table[0].tolist() == [paper] * 3
    assert table[-1].tolist() == [ink] * 3
    assert np.abs(np.diff(table[:, 0])).max() == 1


def test_font_is_inter_with_digits_of_one_width(styled: QApplication) -> None:
    font = application_font(20)
    assert QFontInfo(font).family() == "Inter"
    metrics = QFontMetricsF(font)
    widths = {round(metrics.horizontalAdvance(digit * 10), 3) for digit in "0123456789"}
    assert len(widths) == 1


def ink(font: QFont, text: str) -> int:
    """How much a text blackens white paper."""
    image = QImage(200, 60, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(10, 40, text)
    painter.end()
    return sum(255 - value for value in bytes(image.constBits()))


def test_bold_is_the_semi_bold_face_as_it_is_drawn(styled: QApplication) -> None:
    weight = QFont.Weight
    plain, semi, bold = (
        ink(application_font(24, w), "Train") for w in (weight.Normal, weight.DemiBold, weight.Bold)
    )
    assert plain < semi == bold


def test_fonts_of_one_weight_are_thickened_where_it_is_bold(styled: QApplication) -> None:
    if QFontDatabase.styles("Droid Sans Fallback") != ["Regular"]:
        pytest.skip("needs a Chinese font of one weight")
    plain, bold = (application_font(24, w) for w in (QFont.Weight.Normal, QFont.Weight.Bold))
    assert ink(bold, "欢迎使用") > 1.2 * ink(plain, "欢迎使用")


def test_style_sheet_keeps_digits_of_one_width(styled: QApplication, qtbot: QtBot) -> None:
    number = QLabel("1")
    qtbot.addWidget(number)
    number.setProperty("role", "number")
    number.ensurePolished()
    metrics = QFontMetricsF(number.font())
    assert number.font().pixelSize() == theme().tokens.font_number
    assert metrics.horizontalAdvance("1111") == pytest.approx(metrics.horizontalAdvance("0000"))
