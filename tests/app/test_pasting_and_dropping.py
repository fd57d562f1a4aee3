"""A picture pasted anywhere reaches the pad; a file dropped anywhere reaches the window."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLineEdit

from app.widgets.name_edit import NameEdit


@pytest.fixture
def clipboard(qapp):
    board = QGuiApplication.clipboard()
    yield board
    board.clear()


def a_picture() -> QImage:
    image = QImage(56, 56, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for y in range(10, 46):
        for x in range(25, 32):
            image.setPixelColor(x, y, QColor("black"))
    return image


def test_picture_of_the_clipboard_goes_to_the_pad(studio, qtbot, clipboard):
    clipboard.setImage(a_picture())
    action = studio.actions_["paste"]
    assert action.isEnabled()
    assert action.text().replace("&", "") == "Paste picture"
    pad = studio.layout_.pad
    studio.layout_.docks[-1].hide()
    action.trigger()
    qtbot.waitUntil(lambda: pad.reading is not None)
    assert studio.layout_.docks[-1].isVisible()
    assert not studio.session.document.undo_stack.canUndo()


def test_layers_of_the_clipboard_go_into_the_network(studio, clipboard):
    clipboard.setImage(a_picture())
    studio.layers.select(["dense_1"])
    studio.actions_["copy"].trigger()
    assert studio.actions_["paste"].text().replace("&", "") == "Paste layers"
    before = len(studio.session.config.spec.layers)
    studio.actions_["paste"].trigger()
    assert len(studio.session.config.spec.layers) == before + 1
    assert studio.layout_.pad.reading is None


def drop(field: QLineEdit, mime: QMimeData) -> None:
    none = Qt.KeyboardModifier.NoModifier
    args = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none
    QApplication.sendEvent(field, QDragEnterEvent(QPoint(4, 4), *args))
    QApplication.sendEvent(field, QDropEvent(QPointF(4, 4), *args))


def fields_of(studio) -> dict[str, QLineEdit]:
    studio.layers.select(["dense_1"])
    studio.actions_["rename_layer"].trigger()
    assert studio.findChild(NameEdit) is not None
    studio.commands.open()
    fields = studio.findChildren(QLineEdit)
    own = {each.objectName(): each for each in fields if "qt_" not in each.objectName()}
    assert {"commandField", "run.epochs", "layer.units"} <= set(own)
    return own


def test_no_field_takes_a_dropped_file_for_text(studio, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n3,4\n", "utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    for name, field in fields_of(studio).items():
        before = field.text()
        drop(field, mime)
        assert field.text() == before, name
        assert not field.acceptDrops(), name


def test_file_dropped_on_a_field_becomes_the_data(studio, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n3,4\n", "utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    drop(studio.findChild(QLineEdit, "run.epochs"), mime)
    assert studio.session.config.data == "csv"
