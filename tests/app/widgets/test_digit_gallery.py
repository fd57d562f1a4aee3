import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.widgets.digit_gallery import DigitGallery
from app.widgets.sample_list import SampleList


@pytest.fixture
def gallery(show):
    widget = DigitGallery(side=42)
    show(widget, 240, 200)
    return widget


def fill(gallery, count):
    pictures = np.random.default_rng(0).random((count, 28, 28))
    gallery.set_pictures(
        pictures, [f"c{i}" for i in range(count)], [f"picture {i}" for i in range(count)]
    )


def test_pictures_keep_their_size_however_few(gallery):
    fill(gallery, 1)
    assert gallery.tile_rect(0).width() == 42
    fill(gallery, 300)
    assert gallery.tile_rect(0).width() == 42


def test_click_chooses_a_picture_again_too(gallery, qtbot):
    fill(gallery, 8)
    for _ in range(2):
        with qtbot.waitSignal(gallery.picture_chosen) as told:
            at = gallery.tile_rect(3).center().toPoint()
            QTest.mouseClick(gallery, Qt.MouseButton.LeftButton, pos=at)
        assert told.args == [3]
    assert "picture 3" in gallery.accessibleDescription()
    assert gallery.hasFocus()


def test_arrow_keys_go_through_all_and_scroll(gallery):
    fill(gallery, 100)
    seen = []
    gallery.picture_chosen.connect(seen.append)
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    QTest.keyClick(gallery, Qt.Key.Key_End)
    assert seen == [0, 1, 99]
    assert not gallery.tile_rect(99).isEmpty()
    assert gallery._bar.value() == gallery._bar.maximum() > 0


def test_bar_is_there_only_where_pictures_do_not_fit(gallery):
    fill(gallery, 4)
    assert not gallery._bar.isVisible()
    fill(gallery, 100)
    assert gallery._bar.isVisible()
    first = gallery.tile_at(gallery.tile_rect(0).center())
    gallery._bar.setValue(2)
    assert gallery.tile_rect(0).isEmpty()
    assert first == 0


def test_new_pictures_begin_at_the_top_unless_the_place_is_kept(gallery):
    fill(gallery, 100)
    QTest.keyClick(gallery, Qt.Key.Key_End)
    gallery.set_pictures(np.zeros((100, 28, 28)), ["x"] * 100, keep_place=True)
    assert gallery.selected == 99
    assert not gallery.tile_rect(99).isEmpty()
    fill(gallery, 100)
    assert gallery.selected == -1
    assert not gallery.tile_rect(0).isEmpty()


def test_delete_asks_to_remove_the_marked_picture(gallery, qtbot):
    fill(gallery, 5)
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    with qtbot.waitSignal(gallery.removal_asked) as told:
        QTest.keyClick(gallery, Qt.Key.Key_Delete)
    assert told.args == [0]


def test_enter_chooses_the_marked_picture(gallery, qtbot):
    fill(gallery, 5)
    gallery.select(2)
    with qtbot.waitSignal(gallery.picture_chosen) as told:
        QTest.keyClick(gallery, Qt.Key.Key_Return)
    assert told.args == [2]


def test_samples_that_are_numbers_stand_in_a_table(show, qtbot):
    widget = SampleList()
    show(widget, 300, 200)
    widget.set_table(["truth", "x1"], [["a", "0.5"], ["b", "−1"]])
    table = widget.table
    assert widget.currentWidget() is table
    assert table.texts.text(1, 1) == "−1"
    at = table.visualRect(table.texts.index(1, 0)).center()
    with qtbot.waitSignal(widget.chosen) as told:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [1]
    widget.set_pictures(np.zeros((1, 4, 4)), ["c"], ["tip"])
    assert widget.currentWidget() is widget.gallery


def test_table_keeps_its_place_where_only_texts_change(show):
    widget = SampleList()
    show(widget, 300, 100)
    rows = [[str(i), "0"] for i in range(50)]
    widget.set_table(["truth", "x1"], rows)
    widget.table.selectRow(30)
    widget.table.scrollToBottom()
    at = widget.table.verticalScrollBar().value()
    widget.set_table(["truth", "x1"], [[a, "1"] for a, _ in rows])
    assert widget.table.verticalScrollBar().value() == at > 0
    assert widget.table.currentIndex().row() == 30
