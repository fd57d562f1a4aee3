import itertools

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.theme import theme
from app.widgets.digit_canvas import DigitCanvas
from app.widgets.strokes import Stroke

PRESS, MOVE, RELEASE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
)


@pytest.fixture
def canvas(show):
    widget = DigitCanvas()
    show(widget, 161, 161)
    return widget


def at(canvas, x, y):
    """A point of the widget; x and y are parts of the pad."""
    pad = canvas.pad_rect()
    return pad.topLeft() + QPointF(x * pad.width(), y * pad.height())


def mouse(canvas, kind, x, y, button=Qt.MouseButton.LeftButton):
    point = at(canvas, x, y)
    held = Qt.MouseButton.NoButton if kind == RELEASE else button
    pressed = Qt.MouseButton.NoButton if kind == MOVE else button
    glob = QPointF(canvas.mapToGlobal(point.toPoint()))
    event = QMouseEvent(kind, point, glob, pressed, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)


def draw(canvas, *points, release=True):
    mouse(canvas, PRESS, *points[0])
    for start, end in itertools.pairwise(points):
        for part in np.linspace(0.1, 1.0, 10):
            mouse(canvas, MOVE, *(a + part * (b - a) for a, b in zip(start, end, strict=True)))
    if release:
        mouse(canvas, RELEASE, *points[-1])


def pen(canvas, kind, x, y, pressure, rubber=False):
    point = at(canvas, x, y)
    kinds = QPointingDevice.PointerType
    device = QPointingDevice(
        "stylus",
        1,
        QPointingDevice.DeviceType.Stylus,
        kinds.Eraser if rubber else kinds.Pen,
        QPointingDevice.Capability.Position | QPointingDevice.Capability.Pressure,
        1,
        1,
    )
    button = Qt.MouseButton.LeftButton
    event = QTabletEvent(
        kind,
        device,
        point,
        point,
        pressure,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        button,
        button,
    )
    QApplication.sendEvent(canvas, event)
    return event


# ---- ink ----


def test_a_stroke_leaves_ink_of_the_pen_width(canvas):
    draw(canvas, (0.2, 0.5), (0.8, 0.5))
    ink = canvas.image()
    assert ink.shape == (280, 280)
    assert ink.dtype == np.float32
    assert ink[140, 140] == 1.0
    assert ink[:, 140].sum() == pytest.approx(20.0, abs=0.6)  # 2 pixels of 28
    assert ink[140, 45] == 0.0  # left of the round end
    assert ink[140, 49] > 0.5
    assert ink[5].max() == 0.0
    canvas.set_pen_width(4.0)
    draw(canvas, (0.2, 0.2), (0.8, 0.2))
    assert canvas.image()[:100, 140].sum() == pytest.approx(40.0, abs=0.6)


def test_ink_does_not_depend_on_size_or_theme(canvas, show):
    large = DigitCanvas()
    show(large, 561, 641)
    theme().set_mode("dark")
    for one in (canvas, large):
        draw(one, (0.2, 0.2), (0.8, 0.3), (0.4, 0.9))
    assert np.abs(canvas.image() - large.image()).max() < 0.15
    assert np.abs(canvas.image() - large.image()).mean() < 1e-3


def test_resizing_keeps_the_drawing(canvas):
    draw(canvas, (0.2, 0.2), (0.8, 0.8))
    before = canvas.image()
    canvas.resize(301, 240)
    assert np.array_equal(canvas.image(), before)
    draw(canvas, (0.5, 0.1), (0.5, 0.12))
    assert canvas.image()[30, 140] == 1.0


def test_the_stroke_is_seen_where_it_was_drawn(canvas, colour_at):
    draw(canvas, (0.2, 0.5), (0.8, 0.5))
    for mode in ("light", "dark"):
        theme().set_mode(mode)
        assert colour_at(canvas, at(canvas, 0.5, 0.5)) == QColor(theme().tokens.text)
        assert colour_at(canvas, at(canvas, 0.5, 0.2)) == QColor(theme().tokens.field)


def test_a_click_leaves_a_dot(canvas, qtbot):
    with qtbot.waitSignal(canvas.stroke_finished):
        mouse(canvas, PRESS, 0.5, 0.5)
        mouse(canvas, RELEASE, 0.5, 0.5)
    assert canvas.image().sum() == pytest.approx(np.pi * 100, rel=0.06)


def test_a_long_stroke_has_no_seams_and_stays_as_it_was_drawn(canvas):
    draw(canvas, (0.1, 0.2), (0.9, 0.2), (0.1, 0.8), (0.9, 0.8), release=False)
    under_way = canvas.image()
    canvas.repaint()
    mouse(canvas, RELEASE, 0.9, 0.8)
    assert np.array_equal(canvas.image(), under_way)
    along = under_way[56, 50:230]  # the middle of the first part
    assert along.min() == 1.0
    canvas.undo()
    canvas.redo()  # now painted from nothing
    assert np.array_equal(canvas.image(), under_way)


def test_curves_are_smooth():
    stroke = Stroke()
    for x, y in ((0, 0), (100, 0), (100, 100)):
        stroke.add(x, y, 10.0)
    path = stroke._open
    assert path.contains(QPointF(87.5, 12.5))  # on the quadratic curve
    assert not path.contains(QPointF(98, 2))  # the corner is rounded off


def test_strokes_that_leave_the_pad_are_clipped(canvas):
    draw(canvas, (0.5, 0.5), (3.0, -2.0), (0.5, 0.6))
    assert np.isfinite(canvas.image()).all()
    assert canvas.image()[140, 140] == 1.0
    picture = canvas.grab().toImage()
    assert picture.pixelColor(0, 0) != QColor(theme().tokens.text)
    mouse(canvas, PRESS, 0.5, 0.5)
    mouse(canvas, MOVE, 1e9, -1e9)
    mouse(canvas, RELEASE, -1e9, 1e9)
    canvas.grab()


def test_the_eraser_rubs_out(canvas, colour_at):
    draw(canvas, (0.2, 0.5), (0.8, 0.5))
    canvas.set_eraser(True)
    draw(canvas, (0.5, 0.2), (0.5, 0.8))
    assert canvas.image()[140, 140] == 0.0
    assert canvas.image()[140, 80] == 1.0
    canvas.set_eraser(False)
    assert colour_at(canvas, at(canvas, 0.5, 0.5)) == QColor(theme().tokens.field)
    canvas.undo()
    assert canvas.image()[140, 140] == 1.0


# ---- pen and finger ----


def test_pressure_widens_the_pen(canvas):
    press, move, release = (
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.TabletRelease,
    )
    assert pen(canvas, press, 0.1, 0.5, 0.1).isAccepted()
    for x in np.linspace(0.15, 0.9, 30):
        pen(canvas, move, x, 0.5, x)
    pen(canvas, release, 0.9, 0.5, 0.0)
    ink = canvas.image()
    assert ink[:, 230].sum() > 1.8 * ink[:, 70].sum()
    pen(canvas, press, 0.5, 0.5, 1.0, rubber=True)
    pen(canvas, release, 0.5, 0.5, 0.0, rubber=True)
    assert canvas.image()[140, 140] == 0.0


def test_a_finger_draws_and_a_second_one_does_not(canvas, qtbot):
    device = QTest.createTouchDevice()

    def point(x, y):
        return at(canvas, x, y).toPoint()

    touch = QTest.touchEvent(canvas, device)
    touch.press(0, point(0.2, 0.5), canvas).commit()
    touch.move(0, point(0.5, 0.5), canvas).press(1, point(0.5, 0.9), canvas).commit()
    touch.move(0, point(0.8, 0.5), canvas).stationary(1).commit()
    assert canvas.is_drawing
    with qtbot.waitSignal(canvas.stroke_finished):
        touch.release(0, point(0.8, 0.5), canvas).release(1, point(0.5, 0.9), canvas).commit()
    assert canvas.image()[140, 140] == 1.0
    assert canvas.image()[250, 140] == 0.0


# ---- history ----


def test_undo_and_redo_step_through_strokes_pictures_and_clearing(canvas):
    states = [canvas.image()]
    draw(canvas, (0.2, 0.2), (0.8, 0.2))
    states.append(canvas.image())
    canvas.load_image(np.eye(28))
    states.append(canvas.image())
    canvas.clear()
    states.append(canvas.image())
    draw(canvas, (0.2, 0.8), (0.8, 0.8))
    states.append(canvas.image())
    for state in reversed(states[:-1]):
        canvas.undo()
        assert np.array_equal(canvas.image(), state)
    assert not canvas.can_undo
    canvas.undo()
    for state in states[1:]:
        canvas.redo()
        assert np.array_equal(canvas.image(), state)
    assert not canvas.can_redo
    canvas.undo()
    draw(canvas, (0.5, 0.5), (0.6, 0.5))
    assert not canvas.can_redo


def test_keys_clear_undo_and_redo(canvas, qtbot):
    draw(canvas, (0.2, 0.2), (0.8, 0.2))
    drawn = canvas.image()
    for key in (Qt.Key.Key_C, Qt.Key.Key_Delete):
        qtbot.keyClick(canvas, key)
        assert canvas.is_empty
        qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert np.array_equal(canvas.image(), drawn)
    qtbot.keyClick(canvas, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert canvas.is_empty


def test_the_pad_keeps_its_undo_from_the_window(canvas):
    from PySide6.QtGui import QKeyEvent

    def wants(key, modifiers=Qt.KeyboardModifier.NoModifier):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
        event.ignore()
        QApplication.sendEvent(canvas, event)
        return event.isAccepted()

    assert wants(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert wants(Qt.Key.Key_C)
    assert not wants(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert not wants(Qt.Key.Key_Escape)
    assert not wants(Qt.Key.Key_F5)


def test_escape_drops_the_stroke_under_way(canvas, qtbot):
    draw(canvas, (0.2, 0.2), (0.8, 0.2), release=False)
    with qtbot.waitSignal(canvas.changed):
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    mouse(canvas, MOVE, 0.9, 0.9)
    mouse(canvas, RELEASE, 0.9, 0.9)
    assert canvas.is_empty
    assert canvas.image().max() == 0.0
    assert not canvas.can_undo


def test_a_stroke_that_loses_the_focus_is_finished(canvas, qtbot):
    canvas.setFocus()
    draw(canvas, (0.2, 0.2), (0.8, 0.2), release=False)
    other = QWidget(canvas.window())
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    other.show()
    with qtbot.waitSignal(canvas.stroke_finished):
        canvas.clearFocus()
    mouse(canvas, MOVE, 0.5, 0.9)
    assert canvas.image()[252, 140] == 0.0
    assert canvas.can_undo


def test_clearing_while_drawing_drops_the_stroke(canvas, qtbot):
    draw(canvas, (0.2, 0.2), (0.8, 0.2), release=False)
    with qtbot.waitSignal(canvas.changed):
        canvas.clear()
    assert canvas.is_empty
    assert canvas.image().max() == 0.0


# ---- signals ----


def test_changed_comes_at_most_once_for_each_event(canvas):
    times = []
    canvas.changed.connect(lambda: times.append(1))
    mouse(canvas, PRESS, 0.2, 0.5)
    mouse(canvas, MOVE, 0.5, 0.5)
    mouse(canvas, MOVE, 0.5, 0.5)  # the pen did not move
    mouse(canvas, MOVE, 0.8, 0.5)
    assert len(times) == 3
    mouse(canvas, RELEASE, 0.8, 0.5)  # the ink is the same
    assert len(times) == 3
    canvas.clear()
    canvas.clear()
    assert len(times) == 4


def test_other_buttons_and_double_clicks(canvas):
    mouse(canvas, PRESS, 0.5, 0.5, Qt.MouseButton.RightButton)
    assert canvas.is_empty
    mouse(canvas, QEvent.Type.MouseButtonDblClick, 0.5, 0.5)
    assert canvas.is_drawing
    mouse(canvas, RELEASE, 0.5, 0.5)
    assert not canvas.is_empty


# ---- pictures, tint, words ----


def test_a_picture_lies_under_the_strokes_pixel_by_pixel(canvas, colour_at):
    digit = np.zeros((28, 28))
    digit[14, 14] = 1.0
    digit[3, 5] = 0.5
    draw(canvas, (0.1, 0.9), (0.3, 0.9))
    canvas.load_image(digit)
    ink = canvas.image()
    assert np.array_equal(ink[140:150, 140:150], np.ones((10, 10)))
    assert ink[139, 145] == 0.0
    assert ink[35, 55] == pytest.approx(0.5, abs=0.01)
    assert ink[252, 50] == 1.0
    theme().set_mode("dark")
    assert colour_at(canvas, at(canvas, 14.5 / 28, 14.5 / 28)) == QColor(theme().tokens.text)
    canvas.load_image((digit * 255).astype(np.uint8), keep_strokes=False)
    assert canvas.image()[252, 50] == 0.0
    assert canvas.image()[145, 145] == 1.0


@pytest.mark.parametrize("shape", [(1, 9), (9, 1), (300, 200), (1, 1)])
def test_pictures_of_any_shape_fit(canvas, shape):
    canvas.load_image(np.full(shape, np.nan))
    assert canvas.image().max() == 0.0
    canvas.load_image(np.full(shape, np.inf), keep_strokes=False)
    ink = canvas.image()
    assert ink[140, 140] == 1.0
    longest = max(shape)
    assert ink.mean() == pytest.approx(shape[0] * shape[1] / longest**2, rel=0.1)


def test_what_is_no_picture_is_refused(canvas):
    with pytest.raises(ValueError, match=r"received \(28, 28, 3\)"):
        canvas.load_image(np.zeros((28, 28, 3)))
    with pytest.raises(ValueError, match=r"received \(0, 5\)"):
        canvas.set_tint(np.zeros((0, 5)))


def test_a_tint_colours_the_pad_and_leaves_the_ink(canvas, colour_at):
    tint = np.zeros((28, 28))
    tint[5, 5], tint[20, 20] = 2.0, -2.0
    canvas.set_tint(tint)
    for mode in ("light", "dark"):
        theme().set_mode(mode)
        tokens = theme().tokens
        for place, end in ((5.5, tokens.positive), (20.5, tokens.negative)):
            seen, want = colour_at(canvas, at(canvas, place / 28, place / 28)), QColor(end)
            field = QColor(tokens.field)
            assert abs(seen.blue() - (0.8 * want.blue() + 0.2 * field.blue())) < 6
        assert colour_at(canvas, at(canvas, 0.5, 0.5)) == QColor(tokens.field)
    assert canvas.image().max() == 0.0
    canvas.set_tint(None)
    canvas.set_tint(np.full((28, 28), np.nan))
    canvas.grab()


def test_an_empty_pad_says_what_to_do(canvas):
    canvas.set_hint("draw here")
    empty = canvas.grab().toImage()
    assert canvas.accessibleDescription() == "empty"
    draw(canvas, (0.5, 0.9), (0.55, 0.9))
    assert canvas.accessibleDescription() == "strokes: 1"
    canvas.undo()
    assert canvas.grab().toImage() == empty
