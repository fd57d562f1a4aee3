"""What can be done with a drawing beside reading it: every tool of the pad, as a person uses it."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.jobs.training import Status
from app.panels.data import DataPanel
from app.panels.pad import PadPanel
from app.settings import Settings
from nncore.attribution import class_gradient
from nncore.data import SOURCES, normalize_digit
from nncore.data.digits import stages
from nncore.data.own_digits import read_own_digits
from nncore.data.similar import nearest


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def pad(ready, settings, qtbot) -> PadPanel:
    panel = PadPanel(ready, settings)
    qtbot.addWidget(panel)
    panel.resize(330, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.refresh()
    return panel


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """Own digits are kept here, and nowhere else."""
    folder = tmp_path / "own"
    monkeypatch.setattr("app.jobs.own_digits.own_digits_dir", lambda: folder)
    monkeypatch.setattr("nncore.data.own_digits.own_digits_dir", lambda: folder)
    return folder


def draw(canvas, *points: tuple[float, float]) -> None:
    side = canvas.width()
    at = [QPoint(round(x * side), round(y * side)) for x, y in points]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at[0])
    for point in at[1:]:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at[-1])


def draw_seven(pad: PadPanel) -> None:
    draw(pad.canvas, (0.3, 0.2), (0.7, 0.2), (0.6, 0.5), (0.5, 0.8))
    pad.refresh()


def trigger(pad: PadPanel, name: str) -> None:
    action = pad.findChild(QAction, name)
    assert action.isEnabled(), name
    action.trigger()


def chip(pad: PadPanel, name: str) -> QPushButton:
    return pad.findChild(QPushButton, name)


# ---- the pen ----


def test_pen_width_is_chosen_in_the_menu_and_remembered(pad, ready, settings, qtbot, tmp_path):
    draw(pad.canvas, (0.2, 0.5), (0.8, 0.5))
    thin = pad.canvas.image()[:, 140].sum()
    pad.canvas.clear()
    trigger(pad, "padPen.4")
    draw(pad.canvas, (0.2, 0.5), (0.8, 0.5))
    assert pad.canvas.image()[:, 140].sum() == pytest.approx(2 * thin, rel=0.05)
    assert chip(pad, "padPen").text() == "4 px"
    again = PadPanel(ready, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(again)
    assert again.canvas.pen_width == 4.0
    settings.reset()
    assert pad.canvas.pen_width == 2.0


# ---- pictures from elsewhere ----


def photo() -> QImage:
    """A dark bar on grey paper, 60 × 40."""
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0xFFD8D8D8)
    for y in range(6, 34):
        for x in range(26, 32):
            image.setPixel(x, y, 0xFF202020)
    return image


def check_bar(pad: PadPanel) -> None:
    seen = pad.reading.picture
    rows, columns = np.flatnonzero(seen.max(axis=1) > 0.3), np.flatnonzero(seen.max(axis=0) > 0.3)
    assert len(rows) == 20
    assert 3 <= len(columns) <= 6
    assert seen[14, 14] > 0.8
    assert seen[:, :8].max() == 0.0


def test_picture_of_the_clipboard_is_pasted_with_the_keyboard(pad, qtbot):
    QGuiApplication.clipboard().setImage(photo())
    pad.canvas.setFocus()
    with qtbot.waitSignal(pad.intake.taken):
        QTest.keyClick(pad.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    check_bar(pad)
    pad.canvas.undo()
    assert pad.canvas.is_empty


def test_clipboard_without_a_picture_is_told(pad, ready, qtbot):
    QGuiApplication.clipboard().setText("7")
    with qtbot.waitSignal(ready.told) as told:
        trigger(pad, "padPaste")
    assert told.args[0] == "The clipboard holds no picture."
    assert pad.canvas.is_empty


def test_picture_file_is_dropped_on_the_pad(pad, qtbot, tmp_path):
    path = tmp_path / "bar.png"
    assert photo().save(str(path))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, mime,
                       Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    with qtbot.waitSignal(pad.intake.taken):
        pad.canvas.dropEvent(event)
    assert event.isAccepted()
    check_bar(pad)


def test_files_that_are_no_pictures_are_left_to_the_window(pad, tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "model.vitrine"))])
    event = QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, mime,
                       Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    event.ignore()
    pad.canvas.dropEvent(event)
    assert not event.isAccepted()


def test_damaged_picture_is_refused_by_name_and_the_drawing_stays(
    pad, ready, qtbot, tmp_path, monkeypatch
):
    path = tmp_path / "broken.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n and nothing more")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    draw_seven(pad)
    before = pad.canvas.image()
    with qtbot.waitSignal(ready.told) as told:
        trigger(pad, "padOpen")
    assert "broken.png: cannot be read as a picture" in told.args[0]
    np.testing.assert_array_equal(pad.canvas.image(), before)


def test_system_without_a_clipboard_is_told_the_same(pad, ready, qtbot, monkeypatch):
    class Board:
        def mimeData(self):  # as Qt gives it where nobody owns the selection
            return None

    monkeypatch.setattr(QGuiApplication, "clipboard", staticmethod(Board))
    with qtbot.waitSignal(ready.told) as told:
        pad.intake.paste()
    assert told.args[0] == "The clipboard holds no picture."


def test_blank_and_transparent_pictures(pad, ready, qtbot):
    blank = QImage(30, 30, QImage.Format.Format_RGB32)
    blank.fill(0xFFFFFFFF)
    QGuiApplication.clipboard().setImage(blank)
    with qtbot.waitSignal(ready.told) as told:
        pad.intake.paste()
    assert "the picture is blank" in told.args[0]
    clear = QImage(60, 40, QImage.Format.Format_ARGB32)
    clear.fill(0)
    for y in range(6, 34):
        for x in range(26, 32):
            clear.setPixel(x, y, 0xFF000000)
    QGuiApplication.clipboard().setImage(clear)
    with qtbot.waitSignal(pad.intake.taken):
        pad.intake.paste()
    check_bar(pad)


# ---- the steps ----


def test_each_step_is_shown_and_can_be_left_out(pad):
    trigger(pad, "padViews.steps")
    draw(pad.canvas, (0.1, 0.1), (0.1, 0.4))
    pad.refresh()
    drawing = pad.canvas.image()
    way = stages(drawing)
    for picture, key in zip(pad.reading.pictures, way, strict=True):
        np.testing.assert_array_equal(picture, way[key])
    for key in ("crop", "fit", "center"):
        switch = chip(pad, f"digitStepSwitch.{key}")
        assert switch.isChecked()
        QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
        pad.refresh()
        expected = normalize_digit(drawing, **{key: False})
        np.testing.assert_array_equal(pad.reading.picture, expected)
        np.testing.assert_array_equal(
            pad.answer.values, pad._session.predictor.ask(expected).values
        )
        QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    QTest.mouseClick(chip(pad, "digitStepSwitch.invert"), Qt.MouseButton.LeftButton)
    np.testing.assert_array_equal(pad.reading.picture, normalize_digit(1 - drawing))


def test_digit_of_the_data_stays_as_it_is_but_can_be_inverted(pad, ready):
    digit = ready.data.x_test[3, :, :, 0]
    pad.show_digit(digit)
    np.testing.assert_allclose(pad.reading.picture, digit, atol=1 / 255)
    QTest.mouseClick(chip(pad, "digitStepSwitch.invert"), Qt.MouseButton.LeftButton)
    np.testing.assert_allclose(pad.reading.picture, 1 - digit, atol=1 / 255)


# ---- why ----


def test_why_colours_the_pad_by_the_gradient_of_the_answer(pad):
    draw_seven(pad)
    QTest.mouseClick(chip(pad, "padWhy"), Qt.MouseButton.LeftButton)
    pad.refresh()
    best = int(pad.answer.values.argmax())
    network = pad._session.predictor.network
    picture = pad.reading.picture.reshape(network.input_shape)
    expected = pad.reading.on_drawing(class_gradient(network, picture, best).reshape(28, 28))
    assert pad.canvas._tint_values.shape == (280, 280)
    np.testing.assert_allclose(pad.canvas._tint_values, expected, rtol=1e-4, atol=1e-6)
    assert chip(pad, "padWhy").accessibleName() == f"why {best}?"
    assert "orange ones for it" in pad.canvas.accessibleDescription()
    QTest.mouseClick(chip(pad, "padWhy"), Qt.MouseButton.LeftButton)
    pad.refresh()
    assert pad.canvas._tint_values is None
    assert "orange" not in pad.canvas.accessibleDescription()
    assert chip(pad, "padWhy").accessibleName() == "why?"


def test_click_on_a_bar_asks_why_for_that_class_and_again_ends_it(pad):
    draw_seven(pad)
    at = QPoint(40, round((4 + 0.5) * pad.bars._row_height()))
    QTest.mouseClick(pad.bars, Qt.MouseButton.LeftButton, pos=at)
    pad.refresh()
    assert chip(pad, "padWhy").accessibleName() == "why 4?"
    four = pad.canvas._tint_values.copy()
    QTest.keyClick(pad.bars, Qt.Key.Key_Up)
    pad.refresh()
    assert chip(pad, "padWhy").accessibleName() == "why 3?"
    assert not np.array_equal(pad.canvas._tint_values, four)
    QTest.keyClick(pad.bars, Qt.Key.Key_Down)
    QTest.mouseClick(pad.bars, Qt.MouseButton.LeftButton, pos=at)
    pad.refresh()
    assert pad.canvas._tint_values is None


# ---- similar digits and history ----


def test_similar_training_digits_are_found_and_one_is_put_on_the_pad(pad, ready, qtbot):
    trigger(pad, "padViews.similar")
    assert pad.similar_view.sentence.startswith("Draw a digit")
    with qtbot.waitSignal(pad.similar_view._similar.changed):
        pad.show_digit(ready.data.x_train[17, :, :, 0])
    found = pad.similar_view._similar.result
    read = pad.reading.picture.reshape(28, 28, 1)
    places, distances = nearest(ready.data.x_train, read, 12)
    np.testing.assert_array_equal(found.distances, distances)
    assert places[0] == 17
    assert found.labels == tuple(str(ready.data.y_train[place]) for place in places)
    gallery = pad.similar_view.gallery
    assert gallery.tip_at(QPointF(10, 10)).startswith(f"{found.labels[0]}, distance 0.")
    with qtbot.waitSignal(pad.similar_view._similar.changed):
        gallery.picture_chosen.emit(2)
    np.testing.assert_allclose(pad.reading.picture, found.pictures[2], atol=1 / 255)


def test_similar_digits_of_other_data_cannot_be_had_and_it_says_so(pad, ready, qtbot):
    trigger(pad, "padViews.similar")
    ready.open_recipe("worked-example")
    qtbot.waitUntil(lambda: ready.data is not None and ready.data.name == "worked-example"
                    and ready.training.status is Status.READY)  # fmt: skip
    assert pad.similar_view.sentence == "The data of this project are no 28 × 28 pictures."


def test_history_keeps_one_entry_for_each_drawing_and_brings_it_back(pad):
    trigger(pad, "padViews.history")
    assert pad.history_view.sentence.startswith("Every drawing")
    draw_seven(pad)
    first = pad.reading.picture
    pad.canvas.clear()
    draw(pad.canvas, (0.5, 0.2), (0.5, 0.8))
    draw(pad.canvas, (0.3, 0.8), (0.7, 0.8))
    pad.refresh()
    entries = pad.history.entries
    assert len(entries) == 2, "the second stroke goes on with the same drawing"
    np.testing.assert_array_equal(entries[0].picture, pad.reading.picture)
    best = int(pad.answer.values.argmax())
    assert (entries[0].answer, entries[0].own) == (str(best), False)
    assert entries[0].share == pytest.approx(float(pad.answer.values[best]))
    pad.history_view.gallery.picture_chosen.emit(1)
    np.testing.assert_allclose(pad.reading.picture, first, atol=1 / 255)
    assert len(pad.history.entries) == 3


# ---- this is a ... ----


def test_drawing_is_kept_by_its_key_and_the_pad_is_free_for_the_next(pad, own_folder, qtbot):
    draw_seven(pad)
    seen = pad.reading.picture
    pad.canvas.setFocus()
    with qtbot.waitSignal(pad.own_digits.told) as told:
        QTest.keyClick(pad.canvas, Qt.Key.Key_7)
    assert told.args == ["Kept as a 7. Digits of yours: 1.", "success"]
    assert pad.canvas.is_empty
    (digit,) = read_own_digits(own_folder)
    assert digit.label == 7
    np.testing.assert_allclose(digit.picture, seen, atol=0.5 / 255 + 1e-6)


def test_nothing_is_kept_of_an_empty_pad(pad, ready, own_folder, qtbot):
    pad.canvas.setFocus()
    with qtbot.waitSignal(ready.told):
        QTest.keyClick(pad.canvas, Qt.Key.Key_7)
    assert not own_folder.exists()
    assert not pad.findChild(QAction, "padName.7").isEnabled()


def test_newest_of_the_own_digits_can_be_removed(pad, own_folder, qtbot):
    for digit in (3, 5):
        draw_seven(pad)
        with qtbot.waitSignal(pad.own_digits.told):
            trigger(pad, f"padName.{digit}")
    with qtbot.waitSignal(pad.own_digits.told) as told:
        trigger(pad, "padRemoveNewest")
    assert told.args[0] == "Removed a 5. Digits of yours: 1."
    assert [digit.label for digit in read_own_digits(own_folder)] == [3]


def test_folder_that_cannot_be_written_is_told(pad, own_folder, qtbot):
    own_folder.write_text("a file is in the way")
    draw_seven(pad)
    with qtbot.waitSignal(pad.own_digits.told) as told:
        trigger(pad, "padName.7")
    assert told.args[1] == "error"
    assert told.args[0].startswith("Your digit cannot be kept: ")


def test_own_digits_are_mixed_in_and_trained_on_at_once(pad, ready, own_folder, qtbot, monkeypatch):
    for digit in (3, 5):
        draw_seven(pad)
        with qtbot.waitSignal(pad.own_digits.told):
            trigger(pad, f"padName.{digit}")
    plain = len(ready.data.x_train)
    weights = ready.training.info
    trigger(pad, "padTrainMixed")
    assert ready.config.data_options == {"own_digits": 2}
    qtbot.waitUntil(lambda: ready.data is not None and len(ready.data.x_train) == plain + 20)
    qtbot.waitUntil(lambda: ready.training.status is Status.RUNNING)
    assert ready.training.info is not weights
    panel = DataPanel(ready)
    qtbot.addWidget(panel)
    assert panel._text.text().startswith("176 train · 44 validation · 40 test · 2 of yours")
    ready.training.pause()
    qtbot.waitUntil(lambda: ready.training.status is not Status.RUNNING)
    ready.document.undo_stack.undo()
    assert ready.config.data_options == {}


def test_own_digits_alone_need_two(pad, ready, own_folder, qtbot):
    draw_seven(pad)
    with qtbot.waitSignal(pad.own_digits.told):
        trigger(pad, "padName.1")
    assert not pad.findChild(QAction, "padTrainAlone").isEnabled()
    for digit in (2, 3, 4):
        draw_seven(pad)
        with qtbot.waitSignal(pad.own_digits.told):
            trigger(pad, f"padName.{digit}")
    trigger(pad, "padTrainAlone")
    assert (ready.config.data, ready.config.data_options) == ("own-digits", {"count": 4})
    qtbot.waitUntil(lambda: ready.data is not None and ready.data.name == "own-digits")
    assert "own-digits" in SOURCES


def test_pad_can_be_made_smaller_again(pad, qtbot):
    least = pad.minimumSizeHint().height()
    pad.resize(400, 500)
    qtbot.waitUntil(lambda: pad.canvas.height() > 200)
    assert pad.minimumSizeHint().height() == least
