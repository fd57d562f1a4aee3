import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolTip

from app.theme import theme
from app.widgets.picture import Picture, PictureStrip


@pytest.fixture
def picture(show):
    widget = Picture()
    show(widget, 92, 92)
    return widget


@pytest.fixture
def strip(show):
    widget = PictureStrip()
    show(widget, 260, 28)
    return widget


def cell(widget, image, row, column):
    rect = widget.image_rect()
    height, width = image.shape
    return QPointF(
        rect.left() + (column + 0.5) * rect.width() / width,
        rect.top() + (row + 0.5) * rect.height() / height,
    )


# ---- one picture ----


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
def test_every_pixel_is_a_sharp_square_of_its_colour(picture, colour_at, kind):
    image = np.zeros((28, 28), kind)
    image[3, 5] = 255 if kind == np.uint8 else 1.0
    picture.set_image(image)
    assert picture.image_rect().width() == 84  # three times
    assert colour_at(picture, cell(picture, image, 3, 5)) == QColor(theme().tokens.ink)
    for row, column in ((3, 4), (3, 6), (2, 5), (4, 5)):
        at = cell(picture, image, row, column)
        assert colour_at(picture, at) == QColor(theme().tokens.paper)


def test_first_and_last_column_of_a_pixel_have_its_full_colour(picture, colour_at):
    image = np.zeros((28, 28))
    image[:, 10] = 1.0
    picture.set_image(image)
    left = picture.image_rect().left() + 30
    shades = [colour_at(picture, QPointF(left + x, 40)).red() for x in range(-1, 4)]
    assert shades == [255, 0, 0, 0, 255]


def test_aspect_is_kept(picture):
    picture.set_image(np.zeros((10, 30)))
    rect = picture.image_rect()
    assert rect.width() == 3 * rect.height()
    assert picture.rect().contains(rect.toAlignedRect())


def test_signed_images_use_the_diverging_colours(picture, colour_at):
    image = np.array([[-2.0, 2.0]])
    picture.set_image(image, "diverging")
    tokens = theme().tokens
    assert colour_at(picture, cell(picture, image, 0, 0)).blue() == pytest.approx(
        QColor(tokens.negative).blue(), abs=3
    )
    assert colour_at(picture, cell(picture, image, 0, 1)).red() == pytest.approx(
        QColor(tokens.positive).red(), abs=3
    )


def test_given_scale_beats_the_largest_value(picture, colour_at):
    image = np.array([[0.5]])
    picture.set_image(image, "ink", scale=0.5)
    assert colour_at(picture, cell(picture, image, 0, 0)) == QColor(theme().tokens.ink)
    picture.set_image(image)  # ink of 0 to 1
    assert 100 < colour_at(picture, cell(picture, image, 0, 0)).red() < 155


def test_a_new_theme_repaints_the_picture(picture, colour_at):
    image = np.zeros((4, 4))
    picture.set_image(image)
    assert colour_at(picture, cell(picture, image, 1, 1)) == QColor("white")
    theme().set_mode("dark")
    assert colour_at(picture, cell(picture, image, 1, 1)) == QColor("black")


def test_a_hairline_frames_picture_and_empty_state(picture, colour_at):
    for image in (np.zeros((28, 28)), None):
        picture.set_image(image)
        edge = picture.image_rect().topLeft() + QPointF(-1, 10)
        assert colour_at(picture, edge) == QColor(theme().tokens.line)


def test_caption_takes_room_and_is_read_out(picture):
    picture.set_image(np.zeros((28, 20)))
    before = picture.image_rect()
    picture.set_caption("as the network sees it")
    assert picture.image_rect().bottom() + 16 <= picture.height()
    assert picture.image_rect().height() < before.height()
    assert picture.accessibleDescription() == "as the network sees it, 20 × 28 pixels"


@pytest.mark.parametrize(
    "image",
    [np.full((3, 3), np.nan), np.full((3, 3), -np.inf), np.zeros((1, 900)), np.ones((900, 1))],
    ids=["nan", "inf", "flat", "thin"],
)
def test_any_image_is_drawn_at_any_size(picture, image):
    for size in ((92, 92), (3, 3), (1, 1), (300, 20)):
        picture.resize(*size)
        picture.set_image(image, "diverging")
        picture.grab()


def test_wrong_shape_is_refused_by_name(picture):
    with pytest.raises(ValueError, match=r"\(height, width\); received \(2, 3, 4\)"):
        picture.set_image(np.zeros((2, 3, 4)))


# ---- a row of them ----


def test_pictures_fill_the_width_with_equal_spacing(strip):
    strip.set_images(np.zeros((10, 28, 28)))
    rects = [strip.picture_rect(index) for index in range(10)]
    steps = np.diff([rect.left() for rect in rects])
    assert steps.max() - steps.min() <= 1
    assert rects[0].left() == 2
    assert rects[-1].right() == strip.width() - 2
    assert rects[0].width() == rects[0].height() > 20
    assert steps.min() > rects[0].width()


def test_each_picture_shows_its_own_image(strip, colour_at):
    images = np.zeros((10, 28, 28))
    images[4] = 1.0
    strip.set_images(images)
    assert colour_at(strip, strip.picture_rect(4).center()) == QColor(theme().tokens.ink)
    assert colour_at(strip, strip.picture_rect(3).center()) == QColor(theme().tokens.paper)
    assert colour_at(strip, strip.picture_rect(5).center()) == QColor(theme().tokens.paper)


def test_pointing_outlines_and_tells(strip, hover, colour_at):
    strip.set_images(np.zeros((3, 8, 8)), tips=["zero", "one", "two"])
    edge = strip.picture_rect(1).topLeft() + QPointF(-1, 8)
    before = colour_at(strip, edge)
    hover(strip, strip.picture_rect(1).center())
    assert QToolTip.text() == "one"
    assert colour_at(strip, edge) != before


def test_click_and_keys_choose(strip, qtbot):
    strip.set_images(np.zeros((4, 8, 8)), tips=["a", "b", "c", "d"])
    with qtbot.waitSignal(strip.clicked) as clicked:
        at = strip.picture_rect(2).center().toPoint()
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == [2]
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert strip.accessibleDescription() == "picture 2 of 4, b"
    for key, index in ((Qt.Key.Key_Return, 1), (Qt.Key.Key_Enter, 1)):
        with qtbot.waitSignal(strip.clicked) as clicked:
            qtbot.keyClick(strip, key)
        assert clicked.args == [index]
    for _ in range(9):
        qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert strip.current == 3


def test_empty_strip_ignores_mouse_and_keys(strip, qtbot):
    strip.set_images(None)
    with qtbot.assertNotEmitted(strip.clicked):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton)
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert strip.current == -1
    assert strip.accessibleDescription() == "no pictures"


def test_more_pictures_than_room_stay_visible_in_size(strip):
    strip.set_images(np.zeros((500, 28, 28)))
    assert 10 < strip.shown < 30
    assert strip.picture_rect(0).width() >= 12
    assert strip.picture_rect(strip.shown).isEmpty()
    strip.resize(1, 1)
    strip.grab()
