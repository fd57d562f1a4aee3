"""Earlier runs behind the curves, and plots as files."""

import csv
import io
import math
import re

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.theme import theme
from app.widgets.plot_export import SVG_AIR
from app.widgets.plot_legend import ROW, SWATCH
from tests.app.widgets.plots import canvas, new_plot, scene


def pin(plot, key=1, name="earlier", length=2):
    x = np.linspace(0, 12, length)
    y = np.linspace(0.8, 0.2, length)
    plot.add_ghost(key, name, {"train": (x, y / 2), "validation": (x, y)})


def test_ghost_is_dashed_grey_behind_and_stays_after_clear(fed):
    pin(fed)
    fed.clear()
    (train, _), (validation, _) = fed._ghosts[1].parts()
    assert validation.yData.tolist() == [0.8, 0.2]
    assert train.yData.tolist() == [0.4, 0.1]
    assert validation.opts["pen"].dashPattern()
    assert validation.opts["pen"].color() == QColor(theme().tokens.ghost)
    assert validation.zValue() < fed._lines["train"].curve.zValue()
    assert [row.text for row in scene(fed).ghosts] == ["earlier: 0.2000"]
    assert not scene(fed).empty_text
    fed.remove_ghost(1)
    assert not scene(fed).ghosts
    assert scene(fed).empty_text
    assert train not in canvas(fed).getPlotItem().items
    fed.remove_ghost(1)


def test_ghosts_look_different_and_the_sixth_is_not_taken(fed):
    for key in range(7):
        pin(fed, key)
    assert list(fed.ghosts()) == [0, 1, 2, 3, 4]
    assert len({row.dash for row in scene(fed).ghosts}) == 5
    fed.remove_ghost(2)
    pin(fed, 9)
    assert len({row.dash for row in scene(fed).ghosts}) == 5


def test_ghost_is_a_copy_that_follows_smoothing_and_log(fed):
    fed.add_ghost(1, "earlier", fed.curves())
    before = fed._ghosts[1].feeds["train"].raw.y.copy()
    fed.extend("train", [9.5], [9.0])
    assert fed._ghosts[1].feeds["train"].raw.y.tolist() == before.tolist()
    fed.set_log_y(True)
    curve, _ = fed._ghosts[1].parts()[0]
    assert curve.yData == pytest.approx(np.log10(before))
    fed.set_smoothing(0.9)
    assert curve.yData[-1] > np.log10(before[-1])


def test_ghost_reaches_as_far_as_it_went(plot):
    plot.add_ghost(1, "long", {"train": (np.array([1.0, 40.0]), np.array([1.0, 0.5]))})
    assert scene(plot).x_range == (0.0, 40.0)


def test_ghost_without_points_is_none(plot):
    plot.add_ghost(1, "nothing", plot.curves())
    assert plot.ghosts() == {}


@pytest.mark.parametrize("size", [(272, 120), (300, 150), (900, 500)])
@pytest.mark.parametrize("percent", [False, True])
def test_legend_of_ghosts_is_inside_and_beside_the_curves(show, size, percent):
    plot = new_plot(percent)
    show(plot, *size)
    plot.extend("validation", [1, 2], [0.5, 0.6])
    for key in range(5):
        pin(plot, key, "first-digits, seed 12")
    plot.refresh()
    metrics = QFontMetricsF(canvas(plot)._font())
    placed = canvas(plot)._placed(scene(plot).ghosts)
    assert len(placed) == 5
    for x, line, text, _ in placed:
        assert x + SWATCH + 4 + metrics.horizontalAdvance(text) <= size[0]
        bottom = 18 + line * ROW + metrics.height()
        assert bottom <= canvas(plot).plot_rect().top() + 4
    full = size[0] > 800
    assert [text for _, _, text, _ in placed] == [
        ("first-digits, seed 12: " if full else "") + ("20.00 %" if percent else "0.2000")
    ] * 5


@pytest.mark.parametrize("x", [0.0, 0.4, 6.0, 12.0])
def test_the_card_stays_inside(fed, x):
    pin(fed, 1, "a rather long name of a pinned run")
    fed.set_smoothing(0.6)
    fed.set_hover(x)
    card = canvas(fed)._card_rect()
    assert canvas(fed).rect().toRectF().contains(card)


def test_hover_lists_every_pinned_run(fed):
    pin(fed, 1, "first")
    pin(fed, 2, "second", 13)
    fed.set_hover(6.1)
    assert [row.text for row in scene(fed).card][2:] == [
        "first: 0.1000 / 0.2000" if scene(fed).hover > 6 else "first: 0.4000 / 0.8000",
        "second: 0.2500 / 0.5000",
    ]
    fed.clear()
    assert [row.text[:5] for row in scene(fed).card] == ["first", "secon"]


def test_a_low_plot_cuts_the_list_and_says_so(show):
    plot = new_plot()
    show(plot, 280, 90)
    plot.extend("train", [1, 2], [0.5, 0.6])
    for key in range(5):
        pin(plot, key)
    plot.set_hover(1.0)
    surface = canvas(plot)
    assert surface.rect().toRectF().contains(surface._card_rect())
    assert surface._card_rows()[-1].text == f"+{7 - len(surface._card_rows())}"


# ---- files ----


def rows_of(plot):
    return list(csv.reader(io.StringIO(plot.file("csv")().decode(), newline="")))


def test_csv_has_a_row_for_every_x(plot):
    plot.extend("train", [1.0, 2.0], [0.5, math.nan])
    plot.extend("validation", [2.0, 3.0], [0.25, 0.125])
    plot.set_smoothing(0.9)
    assert rows_of(plot) == [
        ["epoch", "train", "validation"],
        ["1.0", "0.5", ""],
        ["2.0", "", "0.25"],
        ["3.0", "", "0.125"],
    ]
    plot.extend("train", [4.0], [1.0])
    pin(plot)
    pin(plot, 2)
    rows = rows_of(plot)
    assert rows[0][3:] == ["earlier: 0.2000 train", "earlier: 0.2000 validation"] * 2
    assert rows[-1] == ["12.0", "", "", "0.1", "0.2", "0.1", "0.2"]


def test_csv_has_every_point(plot):
    x = np.arange(50_000) / 1e3
    y = np.random.default_rng(0).normal(size=len(x)) * 1e-7
    plot.extend("train", x, y)
    table = np.array([row[:2] for row in rows_of(plot)[1:]], float)
    assert np.array_equal(table, np.stack([x, y], axis=1))


def test_pictures_are_sharp_and_svg_has_lines_and_text(fed):
    pin(fed)
    image = QImage.fromData(fed.file("png")())
    assert (image.width(), image.height()) == (3 * 720, 3 * 405)
    text = fed.file("svg")().decode()
    assert ">epoch<" in text
    assert ">earlier: 0.2000<" in text
    assert "<image" not in text
    assert theme().tokens.validation.lower() in text.lower()
    assert theme().tokens.ghost.lower() in text.lower()


def test_svg_leaves_room_for_words_in_a_wider_font(fed):
    text = fed.file("svg")().decode()
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', text).groups())
    assert (width, height) == (720 + SVG_AIR, 405)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    painter = QPainter(image)
    QSvgRenderer(text.encode()).render(painter)
    painter.end()
    panel = QColor(theme().tokens.panel)
    assert image.pixelColor(width - 2, height // 2) == panel  # no strip of another colour
    assert image.pixelColor(width - 2, 2) == panel


def test_picture_shows_zoom_and_logarithm_but_not_the_mouse(fed):
    before = fed.file("svg")()
    fed.set_hover(6.0)
    assert fed.file("svg")() == before
    fed.set_log_y(True)
    log = fed.file("svg")()
    assert log != before
    fed.set_zoom((2.0, 3.0))
    assert fed.file("svg")() != log
    fed.hide()
    fed.set_zoom(None)
    assert fed.file("svg")() == log


def test_picture_larger_than_usual_is_not_made_smaller(fed):
    fed.resize(900, 500)
    assert QImage.fromData(fed.file("png")()).width() == 2700
