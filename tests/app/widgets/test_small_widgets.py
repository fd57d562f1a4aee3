"""Cards, chips, rows of buttons, progress, toasts and the other small parts."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractAnimation, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.theme import theme
from app.widgets.card import Card
from app.widgets.chip import Chip
from app.widgets.elide_label import ElideLabel
from app.widgets.empty_state import EmptyState
from app.widgets.flow_layout import FlowLayout
from app.widgets.instrument import number
from app.widgets.metric_card import MetricCard
from app.widgets.progress import ProgressReadout, ThinProgress
from app.widgets.segmented import Segmented
from app.widgets.toast import Toast

Show = Callable[[QWidget, int, int], None]
ColourAt = Callable[[QWidget, QPoint], QColor]


def test_card_is_a_panel_with_round_corners_on_the_ground(
    styled: QApplication, show: Show, colour_at: ColourAt
) -> None:
    window = QMainWindow()
    card = Card("Loss", "cross-entropy", window)
    window.setCentralWidget(card)
    show(window, 200, 100)
    tokens = theme().tokens
    assert colour_at(window, QPoint(100, 80)) == QColor(tokens.panel)
    assert colour_at(window, QPoint(0, 50)) == QColor(tokens.line)
    assert colour_at(window, QPoint(0, 0)) == QColor(tokens.ground)


def test_card_without_title_has_no_header_row(show: Show) -> None:
    card = Card()
    show(card, 200, 100)
    assert not card.header.isVisible()
    card.set_title("Loss")
    assert card.header.isVisible()


def test_detached_header_drags_the_dock(styled: QApplication, qtbot: QtBot, show: Show) -> None:
    window = QMainWindow()
    dock = QDockWidget("Loss", window)
    card = Card("Loss")
    dock.setTitleBarWidget(card.detach_header())
    dock.setWidget(card)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    show(window, 400, 300)
    start = QPoint(20, 10)
    qtbot.mousePress(card.header, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(card.header, start + QPoint(120, 120))
    qtbot.mouseMove(card.header, start + QPoint(130, 130))
    floating = dock.isFloating()
    qtbot.mouseRelease(card.header, Qt.MouseButton.LeftButton, pos=start)
    assert floating


def test_long_subtitle_never_widens_a_card(show: Show) -> None:
    card = Card("Weights", "64 of 64, sorted by norm, " * 20)
    card.add_header_widget(Chip("norm"))
    assert card.minimumSizeHint().width() < 250


def test_subtitle_is_shown_in_whole_words_or_told_by_the_title(show: Show) -> None:
    card = Card("Weights", "64 units of 28 × 28, scale ±0.319")
    card.set_subtitle("64 units of 28 × 28, scale ±0.319", "64 units of 28 × 28", "64 units")
    card.add_header_widget(Chip("norm"))
    show(card, 500, 80)
    title, subtitle = card.header._title, card.header._subtitle
    assert (subtitle.shown_text(), title.toolTip()) == (subtitle.text(), "")
    seen = {}
    for width in range(400, 139, -2):
        card.resize(width, 80)
        seen.setdefault(subtitle.shown_text(), title.toolTip())
    whole = "64 units of 28 × 28, scale ±0.319"
    assert seen == {whole: "", "64 units of 28 × 28": whole, "64 units": whole, "": whole}
    card.set_subtitle("cross-entropy", tip="Loss of this run")
    assert (subtitle.shown_text(), title.toolTip()) == ("", "Loss of this run")
    card.set_subtitle("")
    assert title.toolTip() == ""


def test_chip_with_menu_and_toggle(qtbot: QtBot, show: Show) -> None:
    chip = Chip("log", "loss.log", checkable=True, tip="Logarithmic axis")
    show(chip, 40, 20)
    chip.clearFocus()
    with qtbot.waitSignal(chip.toggled) as caught:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert caught.args == [True]
    assert chip.accessibleDescription() == "Logarithmic axis"
    assert not chip.hasFocus()
    chip.set_menu(QMenu(chip))
    assert chip.property("menu") is True


def test_flow_breaks_lines_where_the_width_ends(show: Show) -> None:
    box = QWidget()
    flow = FlowLayout(box, spacing=4)
    buttons = [QPushButton(f"button {n}", box) for n in range(6)]
    for button in buttons:
        flow.addWidget(button)
    width = buttons[0].sizeHint().width()
    assert flow.heightForWidth(10 * width) < flow.heightForWidth(2 * width + 4)
    show(box, 2 * width + 4, 400)
    rows = sorted({button.y() for button in buttons})
    assert len(rows) == 3
    assert [button.x() for button in buttons[:3]] == [0, width + 4, 0]
    assert all(b.geometry().right() < box.width() for b in buttons)


def test_flow_skips_hidden_widgets_and_gives_items_back(show: Show) -> None:
    box = QWidget()
    flow = FlowLayout(box)
    first, second = QPushButton("first", box), QPushButton("second", box)
    flow.addWidget(first)
    flow.addWidget(second)
    first.hide()
    show(box, 300, 100)
    assert second.pos() == QPoint(0, 0)
    assert flow.itemAt(2) is None
    assert flow.takeAt(0).widget() is first
    assert flow.count() == 1
    assert flow.takeAt(7) is None


def test_metric_card_names_its_number_for_screen_readers(styled: QApplication, show: Show) -> None:
    card = MetricCard("gap train − val", tip="Overfitting shows here.")
    show(card, 120, 60)
    card.set_value("1.9", "caution")
    assert card.accessibleName() == "gap train − val: 1.9"
    number = card.findChildren(QLabel)[-1]
    assert number.palette().color(number.foregroundRole()) == QColor(theme().tokens.caution)
    card.set_value("0.2")
    assert number.palette().color(number.foregroundRole()) == QColor(theme().tokens.text)


def test_exclusive_row_tells_a_choice_once(qtbot: QtBot, show: Show) -> None:
    row = Segmented("View", "view", exclusive=True)
    for key in ("histogram", "norm"):
        row.add_button(key, key)
    show(row, 200, 32)
    chosen: list[str] = []
    row.chosen.connect(chosen.append)
    assert row.current() == "histogram"
    qtbot.mouseClick(row.button("norm"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(row.button("norm"), Qt.MouseButton.LeftButton)
    assert chosen == ["norm"]
    row.set_current("histogram")
    assert (row.current(), chosen) == ("histogram", ["norm"])
    assert row.button("histogram").isChecked()


def test_row_of_commands_triggers_every_time(qtbot: QtBot, show: Show) -> None:
    row = Segmented("Step", "step")
    action = QAction("epoch", row)
    row.add_button("sample", "sample")
    button = row.add_action(action, "epoch")
    show(row, 200, 32)
    triggered: list[str] = []
    row.triggered.connect(triggered.append)
    with qtbot.waitSignal(action.triggered):
        button.click()
    row.button("sample").click()
    row.button("sample").click()
    assert triggered == ["epoch", "sample", "sample"]
    action.setEnabled(False)
    assert not button.isEnabled()


def test_buttons_of_a_row_have_unique_names() -> None:
    row = Segmented("Step", "step")
    for key in ("sample", "batch"):
        row.add_button(key, key)
    names = [button.objectName() for button in row.findChildren(QToolButton)]
    assert names == ["step.sample", "step.batch"]


@pytest.mark.parametrize(
    ("given", "kept"), [(0.5, 0.5), (-1.0, 0.0), (7.0, 1.0), (None, None), (0.0, 0.0)]
)
def test_progress_keeps_fractions_between_0_and_1(
    qtbot: QtBot, given: float | None, kept: float | None
) -> None:
    bar = ThinProgress("bar")
    qtbot.addWidget(bar)
    bar.set_fraction(None)
    bar.set_fraction(given)
    assert bar.fraction() == kept


def test_progress_fills_the_part_done(
    styled: QApplication, show: Show, colour_at: ColourAt
) -> None:
    bar = ThinProgress("bar")
    show(bar, 100, 6)
    bar.set_fraction(0.5)
    assert colour_at(bar, QPoint(30, 3)) == QColor(theme().tokens.accent)
    assert colour_at(bar, QPoint(70, 3)) == QColor(theme().tokens.hover)


def test_readout_hides_empty_words(show: Show) -> None:
    readout = ProgressReadout("progress")
    show(readout, 500, 24)
    readout.set_progress(0.5, "Epoch 6 / 12", "61,200 samples/s")
    shown = [label.text() for label in readout.findChildren(QLabel) if label.isVisible()]
    assert shown == ["Epoch 6 / 12", "61,200 samples/s"]
    assert readout.bar.accessibleName() == "Epoch 6 / 12 61,200 samples/s"


def test_toast_shows_over_the_window_and_fades_away(qtbot: QtBot, show: Show) -> None:
    window = QWidget()
    toast = Toast(window)
    show(window, 600, 300)
    toast.show_message("Saved.", "success")
    assert toast.isVisible()
    assert window.rect().contains(toast.geometry())
    assert abs(toast.geometry().center().x() - 300) <= 1
    toast._life.setCurrentTime(toast._life.totalDuration())
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_toast_stays_at_the_bottom_of_a_resized_window(qtbot: QtBot, show: Show) -> None:
    window = QWidget()
    toast = Toast(window)
    show(window, 600, 300)
    toast.show_message("A long message. " * 40, "warning")
    window.resize(400, 500)
    QApplication.processEvents()
    assert window.rect().contains(toast.geometry())
    assert toast.geometry().bottom() > 450
    toast.dismiss()


def test_click_ends_a_toast_and_a_newer_one_replaces_it(qtbot: QtBot, show: Show) -> None:
    window = QWidget()
    toast = Toast(window)
    show(window, 600, 300)
    toast.show_message("one", "nonsense")
    toast.show_message("two", "error")
    assert toast.text() == "two"
    qtbot.mouseClick(toast, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()
    assert toast._life.state() == QAbstractAnimation.State.Stopped


def test_empty_state_offers_its_button(qtbot: QtBot, show: Show) -> None:
    state = EmptyState("data", "No run yet.", "Train", "runs.empty")
    show(state, 300, 200)
    with qtbot.waitSignal(state.activated):
        state.findChild(QPushButton, "runs.empty.button").click()
    plain = EmptyState("data", "Nothing.", name="other")
    qtbot.addWidget(plain)
    assert plain.findChild(QPushButton, "other.button").isHidden()


def test_elided_label_offers_the_whole_text_as_tooltip(show: Show) -> None:
    label = ElideLabel("a name that is much too long for its place")
    show(label, 80, 20)
    assert label.shown_text().endswith("…")
    assert label.toolTip() == label.text()
    label.resize(label.sizeHint() + QSize(10, 0))
    assert label.shown_text() == label.text()
    assert label.toolTip() == ""
    label.setText("short")
    assert (label.shown_text(), label.toolTip()) == ("short", "")


def left_ink(chip: Chip) -> int:
    """The first column in which the text is drawn."""
    image, ground = chip.grab().toImage(), QColor(theme().tokens.chip)
    for x in range(5, image.width()):
        column = (image.pixelColor(x, y) for y in range(4, image.height() - 4))
        if any(abs(colour.lightness() - ground.lightness()) > 40 for colour in column):
            return x
    raise AssertionError("no text")


def test_text_of_a_chip_with_a_menu_stands_where_that_of_others_does(
    styled: QApplication, show: Show
) -> None:
    plain, menu = Chip("norm"), Chip("norm")
    menu.set_menu(QMenu(menu))
    for chip in (plain, menu):
        show(chip, chip.sizeHint().width(), chip.sizeHint().height())
    assert left_ink(menu) == left_ink(plain)


def test_tip_of_a_label_is_kept_where_nothing_is_missing(show: Show) -> None:
    label = ElideLabel("cross-entropy")
    show(label, 200, 20)
    label.set_tip("categorical_crossentropy")
    assert label.toolTip() == "categorical_crossentropy"
    label.set_tip("")
    assert label.toolTip() == ""


@pytest.mark.parametrize(("value", "text"), [
    (654.3, "650"), (123_456.0, "120000"), (2.5e6, "2.5e6"), (0.00001234, "1.2e−5"), (-4.4, "−4.4"),
])  # fmt: skip
def test_number_has_an_exponent_only_where_people_need_one(value, text):
    assert number(value, 2) == text
