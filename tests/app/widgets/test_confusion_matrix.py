import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from app.palettes import contrast
from app.theme import theme
from app.widgets.confusion_matrix import ConfusionMatrix
from app.widgets.matrix_layout import fit_cells
from app.widgets.matrix_shades import cell_shades, shade_text

COUNTS = np.array([[90, 8, 2], [0, 50, 0], [5, 0, 95]])
NAMES = ("cat", "dog", "owl")


@pytest.fixture
def matrix(show):
    widget = ConfusionMatrix()
    widget.set_matrix(COUNTS, NAMES)
    show(widget, 320, 280)
    return widget


def click(widget, truth, predicted):
    at = widget.cell_rect(truth, predicted).center().toPoint()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)


def test_click_chooses_a_cell_and_tells_it(matrix, qtbot):
    with qtbot.waitSignal(matrix.chosen) as told:
        click(matrix, 0, 1)
    assert told.args == [0, 1]
    assert matrix.selected == (0, 1)
    assert matrix.accessibleDescription() == "cat read as dog: 8 of 100 (8.0 %)"


def test_sum_chooses_the_whole_row_or_column(matrix, qtbot):
    with qtbot.waitSignal(matrix.chosen) as told:
        click(matrix, 0, -1)
    assert told.args == [0, -1]
    assert "90 of 100 are right" in matrix.accessibleDescription()
    with qtbot.waitSignal(matrix.chosen) as told:
        click(matrix, -1, 2)
    assert told.args == [-1, 2]
    assert matrix.accessibleDescription() == "read as owl: 97 samples"


def test_arrow_keys_walk_over_cells_and_sums(matrix):
    seen = []
    matrix.chosen.connect(lambda *cell: seen.append(cell))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(matrix, key)
    QTest.keyClick(matrix, Qt.Key.Key_Right)
    QTest.keyClick(matrix, Qt.Key.Key_Right)
    QTest.keyClick(matrix, Qt.Key.Key_Left)
    QTest.keyClick(matrix, Qt.Key.Key_Escape)
    assert seen == [(0, 0), (0, 1), (1, 1), (1, 2), (1, -1), (1, -1), (1, 2), (-1, -1)]


def test_numbers_are_counts_or_shares_of_the_row(matrix):
    assert matrix.has_numbers
    assert matrix.cell_text(0, 1) == "8"
    assert matrix.cell_text(1, 0) == ""  # nothing there, so that the rest stands out
    assert matrix.cell_text(0, -1) == "100"
    matrix.set_percent(True)
    assert matrix.cell_text(2, 0) == "5.0"
    assert matrix.cell_text(1, 1) == "100.0"


def test_thousands_are_shortened_where_there_is_no_room_for_them(show):
    widget = ConfusionMatrix()
    counts = np.diag([1009] * 10) + 3
    widget.set_matrix(counts, tuple("0123456789"))
    show(widget, 420, 420)
    assert widget.has_numbers
    assert widget.cell_text(0, 0) == "1012"
    widget.resize(225, 210)
    assert widget.has_numbers
    assert widget.cell_text(0, 0) == "1k"
    assert widget.cell_text(0, 1) == "3"
    widget.resize(420, 420)
    assert widget.has_numbers
    assert widget.cell_text(0, 0) == "1012"


NARROW = (247, 282)
"""The matrix of the test set in a window of 1024 x 700."""


def digits(show, samples: int, size: tuple[int, int]) -> ConfusionMatrix:
    widget = ConfusionMatrix()
    counts = np.full((10, 10), samples // 1000)
    np.fill_diagonal(counts, samples // 10 - 9 * (samples // 1000) - 2 * np.arange(10) + 5)
    widget.set_matrix(counts, tuple("0123456789"))
    show(widget, *size)
    return widget


def test_sums_of_three_digits_are_whole_in_a_narrow_matrix(show):
    widget = digits(show, 1000, NARROW)
    assert widget.has_numbers
    assert widget.cell_text(0, -1) == widget.cell_text(-1, 0) == "105"
    assert widget.cell_text(-1, -1) == "960"
    layout = widget._fit()
    assert layout.sum_lines == 2
    rects = [widget.cell_rect(-1, place) for place in (*range(10), -1)]
    widths = [widget._width(widget.cell_text(-1, n), layout.sum_font) for n in (*range(10), -1)]
    assert all(width + 4 <= rect.width() for width, rect in zip(widths, rects, strict=True))
    for place, rect in enumerate(rects):
        assert (
            widget.rect().toRectF().contains(rect.adjusted(layout.wide / 2, 0, -layout.wide / 2, 0))
        )
        assert not any(rect.adjusted(1, 1, -1, -1).intersects(other) for other in rects[:place])
    assert widget.cell_at(widget.cell_rect(-1, 3).center()) == (-1, 3)


@pytest.mark.parametrize("samples", [800, 1000, 5000, 10_000, 60_000, 600_000])
def test_narrow_matrix_has_all_numbers_and_sums(show, samples):
    widget = digits(show, samples, NARROW)
    layout = widget._fit()
    assert layout.font >= 8
    assert layout.sum_font >= 8
    assert layout.sums > 0
    full = np.pad(widget._counts, (0, 1))
    full[-1] = full.sum(axis=0)
    full[:, -1] = full.sum(axis=1)
    for row, column in ((0, 0), (9, 9), (0, -1), (-1, 0), (-1, -1)):
        text = widget.cell_text(row, column)
        assert text in (str(full[row, column]), f"{round(full[row, column] / 1000)}k")
        font = layout.font if row >= 0 and column >= 0 else layout.sum_font
        assert widget._width(text, font) <= widget.cell_rect(row, column).width()


def test_shares_in_little_room_lose_their_decimals(show):
    widget = digits(show, 10_000, NARROW)
    widget.set_percent(True)
    assert widget.has_numbers
    assert (widget.cell_text(0, 0), widget.cell_text(0, 1)) == ("91", "<1")
    counts = np.diag([10_000] * 10)
    counts[0, 1] = 2
    widget.set_matrix(counts, tuple("0123456789"))
    shown = [widget.cell_text(*cell) for cell in ((0, 0), (0, 1), (1, 1), (1, 0))]
    assert shown == [">99", "<1", "100", ""]
    widget.resize(560, 480)
    assert widget.cell_text(0, 0) == "100.0"


def test_matrix_without_room_for_numbers_says_how_one_learns_of_them(show):
    widget = digits(show, 10_000, (150, 130))
    assert not widget.has_numbers
    width = widget.fontMetrics().horizontalAdvance
    assert widget.top_title(width, 1000.0).startswith("predicted; point")
    assert widget.top_title(width, width("point for counts")) == "point for counts"
    assert widget.top_title(width, 20.0) == "predicted"
    widget.resize(400, 400)
    assert widget.top_title(width, 1000.0) == "predicted"


def test_right_is_blue_and_wrong_is_orange_the_stronger_the_larger_the_share(matrix, colour_at):
    def shade(truth, predicted):
        rect = matrix.cell_rect(truth, predicted)
        return colour_at(matrix, rect.topLeft() + QPointF(4, 4))

    assert shade(0, 0).blue() > shade(0, 0).red()
    assert shade(0, 1).red() > shade(0, 1).blue()
    assert shade(0, 1).blue() < shade(0, 2).blue()  # further from white
    assert shade(1, 0) == QColor(theme().tokens.panel)


def test_empty_matrix_says_so(show):
    widget = ConfusionMatrix()
    show(widget, 200, 200)
    assert widget.accessibleDescription() == "nothing to show yet"
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QTest.keyClick(widget, Qt.Key.Key_Down)
    assert widget.selected is None


def test_matrix_of_another_shape_is_refused(matrix):
    with pytest.raises(ValueError, match="3 labels need"):
        matrix.set_matrix(np.zeros((3, 2)), NAMES)


def test_row_without_samples_has_no_share(matrix):
    matrix.set_matrix(np.array([[0, 0], [1, 1]]), ("a", "b"))
    matrix.set_percent(True)
    matrix.select(0, 1)
    assert matrix.accessibleDescription() == "a read as b: 0 of 0 (–)"
    assert not matrix.grab().isNull()


@pytest.mark.parametrize(("classes", "size"), [(2, 150), (10, 230), (26, 420), (200, 150)])
def test_any_number_of_classes_can_be_seen_and_pointed_at(show, classes, size):
    widget = ConfusionMatrix()
    counts = np.random.default_rng(0).integers(0, 9, (classes, classes))
    widget.set_matrix(counts, tuple(f"c{i}" for i in range(classes)))
    show(widget, size, size)
    rect = widget.cell_rect(classes - 1, classes - 1)
    assert widget.rect().toRectF().contains(rect)
    assert widget.cell_at(rect.center()) == (classes - 1, classes - 1)
    assert not widget.grab().isNull()


@given(
    st.integers(1, 60),
    st.tuples(st.integers(150, 900), st.integers(130, 700)),
    st.floats(5, 200),
)
def test_cells_labels_and_sums_stay_inside_and_do_not_overlap(count, area, names):
    layout = fit_cells(
        count,
        area,
        names,
        14.0,
        {11: (24.0, 40.0, 28.0), 9: (20.0, 30.0, 24.0), 8: (18.0, 28.0, 20.0)},
    )
    rects = [layout.grid, layout.rect(-1, -1), layout.side_title, layout.across_title]
    rects += [layout.row_label(0), layout.row_label(count - 1), layout.column_label(0)]
    for x, y, width, height in rects[:4]:
        assert x >= -0.01
        assert y >= -0.01
        assert x + width <= area[0] + 1.01
        assert y + height <= area[1] + 1.01
    label_x, _, label_width, _ = layout.row_label(0)
    assert label_x + label_width <= layout.left
    title_x, _, title_width, _ = layout.side_title
    assert title_x + title_width <= label_x + 0.01


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_numbers_can_be_read_on_every_shade(mode):
    theme().set_mode(mode)
    tokens = theme().tokens
    counts = np.array([[1000 - n, n] for n in range(0, 1001, 5)])
    whole = np.zeros((len(counts), len(counts)), np.int64)
    whole[:, :2] = counts
    for pixel in np.unique(cell_shades(whole, tokens)).tolist():
        ground = f"#{pixel & 0xFFFFFF:06x}"
        assert contrast(ground, shade_text(pixel, tokens)) >= 4.5


def test_sums_below_narrow_columns_are_smaller_than_the_numbers_and_stand_apart():
    widths = {11: (15.0, 22.0, 15.0), 10: (13.0, 20.0, 13.0), 9: (12.0, 18.0, 12.0)}
    narrow = fit_cells(10, (243.0, 300.0), 7.0, 14.0, widths)
    assert narrow.sums
    assert narrow.font == 11
    assert widths[narrow.sum_font][2] + 4 <= narrow.wide
    assert narrow.sum_font < narrow.font
    wide = fit_cells(10, (400.0, 300.0), 7.0, 14.0, widths)
    assert wide.font == wide.sum_font == 11
