"""Layer cards: what they say, and how they are chosen, removed and moved."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from app.editor.card_stack import CardStack
from app.editor.layer_card import MIME
from app.editor.palette_chip import mime_of
from app.editor.problem_row import ProblemRow
from app.models.layer_facts import layer_facts
from app.models.mends import Mend, Problem, find_problem
from app.widgets.chip import Chip
from nncore.layers import Dense, Dropout, Flatten
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig

SPEC = NetworkSpec.chain(
    (28, 28, 1), [Flatten(), Dense(units=30, activation="relu"), Dropout(rate=0.2), Dense(units=10)]
)
NAMES = [node.name for node in SPEC.layers]


def show(stack, spec, **settings) -> None:
    config = RunConfig(spec=spec, **settings)
    stack.show_layers(layer_facts(config, spec.infer(), find_problem(config)))


@pytest.fixture
def stack(qtbot, styled):
    stack = CardStack()
    qtbot.addWidget(stack)
    show(stack, SPEC)
    stack.resize(260, 400)
    with qtbot.waitExposed(stack):
        stack.show()
    return stack


def texts(card) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if not label.isHidden()]


def mime(name: str, kind: str = MIME) -> QMimeData:
    data = QMimeData()
    data.setData(kind, name.encode())
    return data


def drag_to(stack, data: QMimeData, y: float, *, drop: bool = True) -> bool:
    """Drag over the stack to a height and let go; returns whether it was taken."""
    rest = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier)  # fmt: skip
    enter = QDragEnterEvent(QPoint(20, 1), *rest)
    enter.ignore()
    QApplication.sendEvent(stack, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(stack, QDragMoveEvent(QPoint(20, int(y)), *rest))
    if drop:
        event = QDropEvent(QPointF(20, y), *rest)
        event.ignore()
        QApplication.sendEvent(stack, event)
        return event.isAccepted()
    return True


def middle(stack, name: str) -> float:
    return stack.card(name).geometry().center().y()


def test_cards_stand_in_the_order_of_the_network(stack):
    assert [card.name for card in stack.cards()] == NAMES
    heights = [card.y() for card in stack.cards()]
    assert heights == sorted(heights)


def test_card_tells_type_settings_shape_and_parameters(stack):
    shown = texts(stack.card("dense_1"))
    assert "Dense" in shown
    assert "30 · relu" in shown
    assert "30" in shown
    assert "23,550 params" in shown
    assert "0" in texts(stack.card("dropout_1"))
    assert stack.card("dense_1").accessibleName() == "dense_1, Dense, 30 · relu, 30, 23,550 params"


def test_layer_that_cannot_stand_is_red_with_the_reason(stack):
    broken = SPEC.remove("flatten_1")
    show(stack, broken)
    card = stack.card("dense_1")
    assert card.property("broken")
    assert any("put a Flatten before it" in text for text in texts(card))
    assert "Flatten" in card.accessibleDescription()
    assert not stack.card("dense_2").property("broken")
    assert "–" in texts(stack.card("dense_2"))
    show(stack, SPEC)
    assert not stack.card("dense_1").property("broken")


def test_click_and_focus_choose_a_card(stack):
    spy = QSignalSpy(stack.chosen)
    QTest.mouseClick(stack.card("dense_2"), Qt.MouseButton.LeftButton)
    assert "dense_2" in [spy.at(i)[0] for i in range(spy.count())]
    stack.card("dropout_1").setFocus()
    assert spy.at(spy.count() - 1) == ["dropout_1"]


def test_only_the_selected_card_shows_its_buttons(stack):
    stack.select(["dense_1"])
    buttons = stack.findChildren(QToolButton)
    shown = {button.objectName() for button in buttons if button.isVisible()}
    assert shown == {f"layerCard.dense_1.{key}" for key in ("up", "down", "menu", "remove")}
    height = stack.card("dense_1").sizeHint().height()
    stack.select([])
    assert stack.card("dense_1").sizeHint().height() == height


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_asks_for_removal(stack, key):
    spy = QSignalSpy(stack.removal_asked)
    QTest.keyClick(stack.card("dense_1"), key)
    assert [spy.at(i) for i in range(spy.count())] == [["dense_1"]]


def test_button_asks_for_removal(stack, qtbot):
    stack.select(["dense_1"])
    button = stack.findChild(QToolButton, "layerCard.dense_1.remove")
    with qtbot.waitSignal(stack.removal_asked) as asked:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == ["dense_1"]


@pytest.mark.parametrize(("key", "index"), [(Qt.Key.Key_Up, 0), (Qt.Key.Key_Down, 2)])
def test_alt_and_arrows_ask_for_a_move(stack, key, index):
    spy = QSignalSpy(stack.move_asked)
    QTest.keyClick(stack.card("dense_1"), key, Qt.KeyboardModifier.AltModifier)
    assert [spy.at(i) for i in range(spy.count())] == [["dense_1", index]]


def test_first_card_does_not_move_up_nor_the_last_down(stack):
    spy = QSignalSpy(stack.move_asked)
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(stack.card("flatten_1"), Qt.Key.Key_Up, alt)
    QTest.keyClick(stack.card("dense_2"), Qt.Key.Key_Down, alt)
    assert spy.count() == 0


@pytest.mark.parametrize(
    ("name", "over", "below", "index"),
    [
        ("dense_2", "flatten_1", False, 0),
        ("flatten_1", "dense_2", True, 3),
        ("dense_1", "dropout_1", True, 2),
        ("dropout_1", "dense_1", False, 1),
    ],
)
def test_dropped_card_asks_for_the_place_under_the_pointer(stack, name, over, below, index):
    spy = QSignalSpy(stack.move_asked)
    assert drag_to(stack, mime(name), middle(stack, over) + (9 if below else -9))
    assert [spy.at(i) for i in range(spy.count())] == [[name, index]]


@pytest.mark.parametrize("offset", [-9, 9])
def test_card_dropped_where_it_stands_asks_for_nothing(stack, offset):
    spy = QSignalSpy(stack.move_asked)
    assert drag_to(stack, mime("dense_1"), middle(stack, "dense_1") + offset)
    assert spy.count() == 0


def test_dropped_type_asks_for_a_new_layer_under_the_pointer(stack):
    spy = QSignalSpy(stack.add_asked)
    assert drag_to(stack, mime_of("Dropout"), middle(stack, "dense_1") + 9)
    assert [spy.at(i) for i in range(spy.count())] == [["Dropout", 2]]
    assert not drag_to(stack, mime_of("Nonsense"), 10)


def test_anything_else_is_not_taken(stack):
    spy = QSignalSpy(stack.move_asked)
    assert not drag_to(stack, mime("dense_1", "text/plain"), 10)
    assert not drag_to(stack, mime("of_another_window"), 10)
    assert spy.count() == 0


def test_line_shows_where_the_card_would_go_until_the_drag_leaves(stack):
    before = stack.grab().toImage()
    drag_to(stack, mime("dense_2"), middle(stack, "dense_1") - 9, drop=False)
    assert stack.grab().toImage() != before
    QApplication.sendEvent(stack, QDragLeaveEvent())
    assert stack.grab().toImage() == before


def test_drag_begins_only_after_some_way(stack, monkeypatch):
    card = stack.card("dense_1")
    drags = []
    monkeypatch.setattr(card, "_drag", drags.append)
    start = QPoint(30, 20)
    QTest.mousePress(card, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(card, start + QPoint(2, 1))
    assert not drags
    QTest.mouseMove(card, start + QPoint(2, QApplication.startDragDistance() + 2))
    assert len(drags) == 1
    QTest.mouseRelease(card, Qt.MouseButton.LeftButton)


def test_cards_that_stay_keep_their_focus(stack):
    stack.card("dense_1").setFocus()
    card = stack.card("dense_1")
    wider = SPEC.change("dense_1", units=50).remove("dropout_1")
    show(stack, wider)
    assert stack.card("dense_1") is card
    assert card.hasFocus()
    assert "50 · relu" in texts(card)
    with pytest.raises(KeyError):
        stack.card("dropout_1")


def test_long_names_are_shortened_not_cut(stack):
    stack.resize(150, 400)
    QApplication.processEvents()
    assert all(card.width() <= 150 for card in stack.cards())
    assert stack.card("dense_1").minimumSizeHint().width() <= 220


def test_a_long_mend_does_not_make_the_card_wider_than_its_place(qtbot, styled):
    row = ProblemRow("problem")
    qtbot.addWidget(row)
    mend = Mend("Insert {0} here", ("GlobalAveragePooling2D",), lambda config: config)
    row.resize(150, 90)
    row.show()
    row.show_problem(Problem("dense_1", "it needs a vector", (mend,)))
    qtbot.waitUntil(lambda: row.findChild(Chip).width() > 1)
    chip = row.findChild(Chip)
    assert row.minimumSizeHint().width() <= 150
    assert "…" in chip.text()
    assert chip.accessibleName() == "Insert GlobalAveragePooling2D here"
    row.resize(400, 90)
    assert chip.text() == "Insert GlobalAveragePooling2D here"
