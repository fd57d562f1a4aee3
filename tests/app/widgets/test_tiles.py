import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.theme import theme
from app.widgets.colour_map import coverage, finite, packed_table, resample, robust_scale
from app.widgets.tile_layout import fit_matrix, fit_tiles
from app.widgets.tile_pixels import TilePixels
from app.widgets.tiles import TileGrid


@pytest.fixture
def grid(show):
    widget = TileGrid()
    show(widget, 760, 215)
    return widget


def ramp(count, height=4, width=4):
    return np.arange(count * height * width, dtype=float).reshape(count, height, width)


# ---- layout ----


@given(
    st.integers(1, 600),
    st.tuples(st.integers(1, 64), st.integers(1, 64)),
    st.tuples(st.integers(40, 1600), st.integers(40, 900)),
)
def test_tiles_never_overlap_and_stay_inside(count, tile, area):
    layout = fit_tiles(count, tile, area, smallest=16)
    assert layout.capacity >= min(count, layout.columns)
    assert layout.total_rows * layout.columns >= count
    x, y = layout.corner(layout.capacity - 1)
    # One tile at the smallest size may be larger than the area, more never are.
    assert layout.columns == 1 or x + layout.width <= area[0]
    assert layout.rows == 1 or y + layout.height <= area[1]
    for place in (0, layout.capacity // 2, layout.capacity - 1):
        x, y = layout.corner(place)
        assert layout.place_at(x, y) == place
        assert layout.place_at(x + layout.width - 1, y + layout.height - 1) == place
        assert layout.place_at(x + layout.width, y) == -1


def test_small_kernels_get_a_whole_zoom():
    layout = fit_tiles(32, (5, 5), (760, 190))
    assert layout.width % 5 == 0
    assert layout.width == layout.height
    assert layout.capacity >= 32


def test_layer_of_64_fills_the_strip_of_the_window():
    layout = fit_tiles(64, (28, 28), (754, 190))
    assert (layout.columns, layout.rows) == (16, 4)
    assert layout.size[0] > 0.95 * 754


def test_more_tiles_than_fit_keep_a_readable_size():
    layout = fit_tiles(512, (28, 28), (760, 190))
    assert layout.height == 28
    assert layout.rows < layout.total_rows


def test_matrix_cells_are_whole_pixels_where_they_can_be():
    layout = fit_matrix((64, 16), (760, 200))
    assert (layout.width, layout.height) == (752, 192)


# ---- pixels ----


@given(st.integers(1, 40), st.integers(1, 90))
def test_coverage_shares_sum_to_one_and_keep_the_mean(source, target):
    taps = coverage(source, target)
    assert np.sum([share for _, share in taps], axis=0) == pytest.approx(np.ones(target), abs=1e-5)
    values = np.linspace(0.0, 1.0, source, dtype=np.float32)
    assert resample(values, taps, 0).mean() == pytest.approx(values.mean(), abs=1e-5)


def test_whole_zoom_repeats_pixels_exactly():
    values = np.array([3.0, 7.0], dtype=np.float32)
    assert resample(values, coverage(2, 6), 0).tolist() == [3, 3, 3, 7, 7, 7]


def test_composed_pixels_come_from_the_table_and_reuse_their_memory():
    tiles = finite(ramp(6) - 48.0)
    layout = fit_tiles(6, (4, 4), (120, 90), smallest=16)
    pixels = TilePixels()
    pixels.draw(tiles, layout, 48.0, "diverging", (1, 2, 3))
    first = pixels.image
    pixels.draw(tiles, layout, 48.0, "diverging", (1, 2, 3))
    assert pixels.image is first
    table = packed_table("diverging")
    assert first.pixel(0, 0) == table[0]  # the smallest value of all
    assert first.pixel(layout.width, 0) == 0xFF010203  # a gap
    x, y = layout.corner(5)
    end = first.pixel(x + layout.width - 1, y + layout.height - 1)
    assert end == table[int(127.5 * 47 / 48 + 128)]


def test_zero_is_the_ground_of_the_panel(grid, colour_at):
    for mode in ("light", "dark"):
        theme().set_mode(mode)
        grid.set_tiles(np.zeros((2, 3, 3)))
        seen = colour_at(grid, grid.tile_rect(0).center())
        want = QColor(theme().tokens.panel)
        assert abs(seen.red() - want.red()) <= 2
        assert abs(seen.blue() - want.blue()) <= 2


def test_signs_have_the_colours_of_the_theme(grid, colour_at):
    grid.set_tiles(np.stack([np.full((3, 3), -0.5), np.full((3, 3), 0.5)]))
    negative, positive = QColor(theme().tokens.negative), QColor(theme().tokens.positive)
    assert colour_at(grid, grid.tile_rect(0).center()).blue() == pytest.approx(negative.blue(), 3)
    assert colour_at(grid, grid.tile_rect(1).center()).red() == pytest.approx(positive.red(), 3)
    assert grid.scale == 0.5


def test_a_new_theme_repaints(grid, colour_at):
    grid.set_colour_map("ink")
    grid.set_tiles(np.zeros((1, 8, 8)), scale=1.0)
    point = grid.tile_rect(0).center()
    assert colour_at(grid, point) == QColor(theme().tokens.paper)
    theme().set_mode("dark")
    assert colour_at(grid, point) == QColor(theme().tokens.paper) == QColor("black")


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((0, 4, 4)),
        np.full((3, 4, 4), np.nan),
        np.full((3, 4, 4), np.inf),
        np.full((3, 1, 9), -1e300),
        np.full((2, 9, 1), 3.0),
        np.full((2, 3, 3), 1e-320),
        np.arange(36, dtype=np.uint8).reshape(4, 3, 3),
        np.zeros((700, 2, 2), dtype=bool),
    ],
    ids=["none", "nan", "inf", "huge", "constant", "subnormal", "bytes", "many"],
)
def test_any_numbers_are_drawn(grid, array):
    grid.set_tiles(array)
    grid.repaint()
    assert np.isfinite(grid.scale)
    grid.set_matrix(np.ones((1, 5)) * np.nan)
    grid.repaint()


def test_wrong_shapes_are_refused_by_name(grid):
    with pytest.raises(ValueError, match=r"\(count, height, width\); received \(3, 3\)"):
        grid.set_tiles(np.zeros((3, 3)))


def test_robust_scale_ignores_a_few_outliers():
    values = np.full(10_000, 0.1)
    values[:5] = 9.0
    assert robust_scale(values) == pytest.approx(0.1)
    assert robust_scale(np.zeros(0)) == 0.0


# ---- the user ----


def test_pointing_tells_index_value_and_extremes(grid, hover):
    tiles = np.zeros((4, 2, 2))
    tiles[3] = [[0.0, 3.0], [-4.0, 0.0]]
    grid.set_tiles(tiles)
    rect = grid.tile_rect(3)
    lower_left = rect.bottomLeft() + QPointF(3, -3)
    hover(grid, lower_left)
    tip = QToolTip.text()
    assert "#3" in tip
    assert "row 1, column 0: −4" in tip
    assert "min −4   max 3   norm 5" in tip
    assert grid.tip_at(QPointF(-5, -5)) == ""


def test_a_click_selects_and_arrows_move_on(grid, qtbot):
    grid.set_tiles(ramp(64, 28, 28))
    with qtbot.waitSignal(grid.tile_selected) as clicked:
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.tile_rect(17).center().toPoint())
    assert clicked.args == [17]
    for key, index in (
        (Qt.Key.Key_Right, 18),
        (Qt.Key.Key_Up, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_End, 63),
        (Qt.Key.Key_Down, 63),
        (Qt.Key.Key_Home, 0),
    ):
        qtbot.keyClick(grid, key)
        assert grid.selected == index
    assert "selected: #0" in grid.accessibleDescription()


def test_selection_outlines_the_tile(grid, colour_at):
    grid.set_tiles(np.zeros((4, 4, 4)))
    edge = grid.tile_rect(0).topLeft() + QPointF(-1, 20)
    before = colour_at(grid, edge)
    grid.select(0)
    assert colour_at(grid, edge) != before
    assert colour_at(grid, edge) == QColor(theme().tokens.accent)


def test_order_decides_the_place_but_not_the_index(grid):
    grid.set_tiles(ramp(3))
    first = grid.tile_rect(0).center()
    grid.set_order([2, 0, 1])
    assert grid.tile_at(first) == 2
    grid.set_order([2, 0, 99])
    assert grid.info() == "2 of 2"
    grid.set_order(None)
    assert grid.tile_at(first) == 0


def test_many_tiles_scroll_by_wheel_and_keys(grid, qtbot):
    grid.set_tiles(ramp(512, 28, 28))
    shown = grid.shown
    assert grid.info() == f"{shown} of 512"
    center = QPointF(grid.rect().center())
    wheel = QWheelEvent(
        center,
        center,
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(grid, wheel)
    assert grid.tile_rect(0).isEmpty()
    assert grid.info().endswith("of 512")
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.selected == 511
    assert not grid.tile_rect(511).isEmpty()


def test_captions_stay_inside_the_widget(grid):
    grid.set_tiles(ramp(40, 28, 28), captions=[f"{i}→{i}" for i in range(40)])
    bottom = max(grid.tile_rect(i).bottom() for i in range(40))
    assert bottom + 14 <= grid.height() - 18


def test_matrix_tells_row_and_column_and_selects_nothing(grid, qtbot):
    grid.set_matrix([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    rect = grid.tile_rect(0)
    assert grid.tip_at(rect.bottomRight() - QPointF(2, 2)).startswith("row 1, column 2: 6")
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert grid.selected == -1


def test_empty_grid_says_so(grid):
    grid.set_empty_text("train first")
    grid.set_tiles(np.zeros((0, 5, 5)))
    assert grid.shown == 0
    assert grid.tip_at(QPointF(5, 5)) == ""
    grid.repaint()


def test_high_resolution_uses_device_pixels():
    tiles = finite(ramp(1, 2, 2))
    pixels = TilePixels()
    layout = fit_tiles(1, (2, 2), (80, 80))
    pixels.draw(tiles, layout, 15.0, "sequential", (0, 0, 0), ratio=2.0)
    assert pixels.image.devicePixelRatio() == 2.0
    assert pixels.image.deviceIndependentSize().width() <= 42


# ---- zoom ----


def wheel(grid, position, up, modifiers=Qt.KeyboardModifier.ControlModifier):
    at = QPointF(position)
    event = QWheelEvent(
        at, grid.mapToGlobal(at), QPoint(), QPoint(0, 120 if up else -120),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid, event)


def test_ctrl_and_wheel_zoom_and_the_tile_under_the_pointer_stays_in_sight(grid):
    grid.set_tiles(ramp(64))
    before = grid.tile_rect(60)
    for _ in range(4):
        wheel(grid, grid.tile_rect(60).center(), up=True)
    after = grid.tile_rect(60)
    assert after.width() > 2 * before.width()
    assert grid.shown < 64
    assert "zoom 2.4 ×" in grid.info()
    for _ in range(4):
        wheel(grid, grid.tile_rect(60).center(), up=False)
    assert grid.tile_rect(60) == before
    assert grid.info() == "64 of 64"


def test_plus_and_nought_zoom_by_keyboard(grid):
    grid.set_tiles(ramp(64))
    grid.select(63)
    QTest.keyClick(grid, Qt.Key.Key_Plus)
    assert grid.zoom == 1.25
    assert not grid.tile_rect(63).isEmpty()
    QTest.keyClick(grid, Qt.Key.Key_Minus)
    assert grid.zoom == 1.0
    for _ in range(30):
        QTest.keyClick(grid, Qt.Key.Key_Plus)
    assert grid.shown == 1, "as large as the view, not larger"
    assert grid.rect().contains(grid.tile_rect(63).toRect())
    QTest.keyClick(grid, Qt.Key.Key_0)
    assert grid.shown == 64


def test_zoom_stays_when_new_values_of_the_same_shape_come(grid):
    grid.set_tiles(ramp(64))
    grid.set_zoom(2.0)
    shown = grid.shown
    grid.set_tiles(ramp(64) + 1)
    assert grid.shown == shown


def test_frames_stand_around_the_tiles_and_cover_none_of_their_pixels(grid, colour_at):
    tiles = np.zeros((6, 4, 4))
    tiles[:, [0, 0, -1, -1], [0, -1, 0, -1]] = 1.0
    grid.set_tiles(tiles, 1.0)
    plain = [QColor(colour_at(grid, corner)) for corner in corners(grid.tile_rect(1), 0)]
    grid.set_framed(True)
    assert [colour_at(grid, corner) for corner in corners(grid.tile_rect(1), 0)] == plain
    line = QColor(theme().tokens.line)
    assert [colour_at(grid, corner) for corner in corners(grid.tile_rect(1), 1)] == [line] * 4


def corners(rect, outside: int) -> list[QPointF]:
    """The four pixels in the corners of a tile, or as far outside."""
    inner = rect.adjusted(-outside, -outside, outside - 1, outside - 1)
    return [inner.topLeft(), inner.topRight(), inner.bottomLeft(), inner.bottomRight()]
