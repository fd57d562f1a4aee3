from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.theme import theme
from app.widgets.network_layout import arrange, plain_links, value_shares, weight_links
from app.widgets.network_view import Column, NetworkDiagram

RNG = np.random.default_rng(7)


def column(name, size, **more):
    return Column(name, size, **more)


def weights_of(columns):
    pairs = pairwise(columns)
    return [RNG.normal(size=(a.size, b.size)).astype(np.float32) for a, b in pairs]


def digits():
    image = np.zeros((28, 28), np.uint8)
    image[8:20, 12:16] = 255
    return [
        column("input", 784, image=image, caption="784 inputs · test digit 3"),
        column("dense_1", 64, values=RNG.random(64)),
        column("dense_2", 16, values=RNG.random(16)),
        column("dense_3", 10, values=np.eye(10)[3], labels=tuple("0123456789")),
    ]


@pytest.fixture
def diagram(show):
    widget = NetworkDiagram()
    show(widget, 750, 430)
    return widget


@pytest.fixture
def digit_diagram(diagram):
    columns = digits()
    diagram.set_network(columns, weights_of(columns))
    diagram.grab()
    return diagram


def distance(colour, token):
    want = QColor(token)
    return max(
        abs(colour.red() - want.red()),
        abs(colour.green() - want.green()),
        abs(colour.blue() - want.blue()),
    )


def midway(diagram, a, b):
    return (diagram.neuron_position(*a) + diagram.neuron_position(*b)) / 2


# ---- places ----


@given(
    st.lists(st.integers(1, 2000), min_size=1, max_size=12),
    st.tuples(st.integers(1, 2000), st.integers(1, 1200)),
)
def test_neurons_stay_inside_and_apart(sizes, size):
    columns = [column(f"c{at}", count) for at, count in enumerate(sizes)]
    places = arrange(columns, size, (10, 10, 10, 20)).places
    for place, count in zip(places, sizes, strict=True):
        assert len(place.indices) == len(place.y) == min(count, len(place.y))
        assert place.indices[0] == 0
        assert place.indices[-1] == count - 1 or len(place.y) == 1
        assert (np.diff(place.indices) > 0).all()
        assert (np.diff(place.y) > 0).all()
        assert (place.dots is None) == (len(place.y) == count)
        if size[1] > 60:
            assert place.y[0] >= 0
            assert place.y[-1] <= size[1] - 20
    assert (np.diff([place.x for place in places]) >= 0).all()


def test_wide_layer_shows_its_first_eight_and_last_seven(digit_diagram):
    assert digit_diagram.shown_neurons(1) == (*range(8), *range(57, 64))
    assert digit_diagram.shown_neurons(2) == tuple(range(16))
    assert digit_diagram.shown_neurons(0) == ()


def test_low_diagram_shows_fewer_neurons(digit_diagram):
    digit_diagram.resize(750, 180)
    assert 3 <= len(digit_diagram.shown_neurons(1)) < 10
    assert digit_diagram.shown_neurons(1)[-1] == 63


def test_only_the_strongest_links_are_drawn_and_nan_is_none():
    places = arrange([column("a", 16), column("b", 16)], (400, 400), (0, 0, 0, 0)).places
    weights = RNG.normal(size=(16, 16))
    weights[0, 0] = np.nan
    weights[1, 1] = np.inf
    weights[2, 2] = 0.0
    links = weight_links(weights, *places)
    assert len(links.start) == 254
    strong = links.strongest(200)
    assert len(strong.start) == 200
    assert np.abs(strong.strength).min() >= np.abs(links.strength[:54]).max()
    assert np.isfinite(strong.strength).all()
    assert np.abs(strong.strength[:-2]).min() > 0.05  # infinity does not hide the others
    touching = links.touching(3, right=True)
    assert len(touching.start) == 16
    assert set(touching.stop.tolist()) == {3}


def test_equal_columns_without_weights_are_joined_row_by_row():
    places = arrange([column("a", 40), column("b", 40)], (400, 400), (0, 0, 0, 0)).places
    links = plain_links(*places)
    assert links.start.tolist() == links.stop.tolist() == list(range(15))


def test_activations_are_shares_of_the_largest_of_all_neurons():
    values = np.array([1.0, -4.0, np.nan, 2.0, 8.0, np.inf])
    shares = value_shares(values, np.array([0, 1, 2, 3, 5]))
    assert shares[[0, 1, 3, 4]].tolist() == [0.125, -0.5, 0.25, 1.0]
    assert np.isnan(shares[2])


def test_activations_that_cannot_pass_a_limit_are_shares_of_it():
    values = np.array([0.25, -0.5])
    assert value_shares(values, np.array([0, 1]), 1.0).tolist() == [0.25, -0.5]
    assert value_shares(values[:1], np.array([0]), 1.0).tolist() == [0.25]


# ---- what is seen ----


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_links_have_the_colour_of_their_sign(diagram, colour_at, mode):
    theme().set_mode(mode)
    tokens = theme().tokens
    diagram.set_network([column("a", 2), column("b", 2)], [np.array([[1.0, 0.0], [0.0, -1.0]])])
    assert distance(colour_at(diagram, midway(diagram, (0, 0), (1, 0))), tokens.positive) < 25
    assert distance(colour_at(diagram, midway(diagram, (0, 1), (1, 1))), tokens.negative) < 25
    between = diagram.rect().center()
    assert colour_at(diagram, between) == QColor(tokens.panel)


def test_stronger_links_are_wider(diagram):
    diagram.set_network([column("a", 2), column("b", 2)], [np.array([[1.0, 0.0], [0.0, 0.2]])])
    picture = diagram.grab().toImage()

    def rows_covered(a, b):
        at = midway(diagram, a, b).toPoint()
        panel = QColor(theme().tokens.panel)
        return sum(picture.pixelColor(at.x(), at.y() + dy) != panel for dy in range(-6, 7))

    assert rows_covered((0, 0), (1, 0)) >= 4
    assert 1 <= rows_covered((0, 1), (1, 1)) <= 2


def test_steep_thin_links_have_no_gaps(diagram):
    weights = np.zeros((10, 10))
    weights[0, 9], weights[5, 5] = 0.1, 1.0
    diagram.resize(260, 430)
    diagram.set_network([column("a", 10), column("b", 10)], [weights])
    picture, panel = diagram.grab().toImage(), QColor(theme().tokens.panel)
    top, bottom = diagram.neuron_position(0, 0), diagram.neuron_position(1, 9)
    for y in range(int(top.y()) + 30, int(bottom.y()) - 30):
        row = [picture.pixelColor(x, y) for x in range(int(top.x()) + 12, int(bottom.x()) - 12)]
        assert any(shade != panel for shade in row)


def test_fill_follows_activation_and_theme(diagram, colour_at):
    diagram.set_network([column("a", 3, values=np.array([0.0, 0.5, 2.0]))], [])
    for mode in ("light", "dark"):
        theme().set_mode(mode)
        tokens = theme().tokens
        seen = [colour_at(diagram, diagram.neuron_position(0, index)) for index in range(3)]
        assert distance(seen[0], tokens.panel) <= 2
        assert distance(seen[2], tokens.activation) <= 2
        assert distance(seen[1], tokens.panel) > 20


def test_negative_activation_is_blue_and_nan_is_marked(diagram, colour_at):
    diagram.set_network([column("a", 3, values=np.array([-1.0, np.nan, 0.5]))], [])
    assert distance(colour_at(diagram, diagram.neuron_position(0, 0)), theme().tokens.negative) < 4
    edge = diagram.neuron_position(0, 1) + QPointF(0, -9)
    assert distance(colour_at(diagram, edge), theme().tokens.danger) < 90


def test_new_numbers_wait_for_refresh(digit_diagram, colour_at):
    at = digit_diagram.neuron_position(3, 0)
    before = colour_at(digit_diagram, at)
    values = [None, RNG.random(64), RNG.random(16), np.eye(10)[0]]
    digit_diagram.set_values(values, np.full((28, 28), 255, np.uint8))
    assert colour_at(digit_diagram, at) == before
    assert digit_diagram.refresh()
    assert distance(colour_at(digit_diagram, at), theme().tokens.activation) <= 2
    assert not digit_diagram.refresh()
    assert colour_at(digit_diagram, QPointF(40, 215 - 8)) == QColor(theme().tokens.ink)


def test_new_weights_redraw_the_links(diagram, colour_at):
    diagram.set_network([column("a", 1), column("b", 1)], [np.array([[1.0]])])
    at = midway(diagram, (0, 0), (1, 0))
    assert distance(colour_at(diagram, at), theme().tokens.positive) < 25
    diagram.set_weights([np.array([[-1.0]])])
    assert diagram.refresh()
    assert distance(colour_at(diagram, at), theme().tokens.negative) < 25
    diagram.set_weights([None])
    diagram.refresh()
    assert distance(colour_at(diagram, at), theme().tokens.negative) > 60


def test_hidden_diagram_draws_nothing_and_catches_up_when_shown(diagram, colour_at, qtbot):
    diagram.set_network([column("a", 1, values=np.array([0.0]))], [])
    diagram.grab()
    diagram.hide()
    diagram.set_values([np.array([1.0])])
    assert not diagram.refresh()
    diagram.show()
    at = diagram.neuron_position(0, 0)
    assert distance(colour_at(diagram, at), theme().tokens.activation) <= 2


def test_winner_is_bold(digit_diagram):
    def ink(index):
        at = digit_diagram.neuron_position(3, index).toPoint()
        picture = digit_diagram.grab().toImage()
        return sum(
            255 - picture.pixelColor(at.x() + dx, at.y() + dy).green()
            for dx in range(14, 32)
            for dy in range(-8, 9)
        )

    plain = ink(8)
    digit_diagram.set_values([None, None, None, np.eye(10)[8]])
    digit_diagram.refresh()
    assert ink(8) > 1.1 * plain


def test_empty_diagram_says_so(diagram):
    diagram.set_empty_text("build a network first")
    assert diagram.accessibleDescription() == "build a network first"
    diagram.set_network([], [])
    diagram.grab()
    assert diagram.neuron_at(QPointF(20, 20)) == (-1, -1)


# ---- the user ----


def test_pointing_tells_and_fades_other_links(diagram, qtbot, hover, colour_at):
    diagram.set_network([column("a", 2), column("b", 2)], [np.array([[1.0, 0.0], [0.0, -1.0]])])
    own, other = midway(diagram, (0, 0), (1, 0)), midway(diagram, (0, 1), (1, 1))
    with qtbot.waitSignal(diagram.neuron_hovered) as hovered:
        hover(diagram, diagram.neuron_position(0, 0))
    assert hovered.args == [0, 0]
    tokens = theme().tokens
    assert distance(colour_at(diagram, own), tokens.positive) < 40
    assert distance(colour_at(diagram, other), tokens.panel) < 60
    with qtbot.waitSignal(diagram.neuron_hovered) as hovered:
        QApplication.sendEvent(diagram, QEvent(QEvent.Type.Leave))
    assert hovered.args == [-1, -1]
    assert distance(colour_at(diagram, other), tokens.negative) < 25


def test_click_tells_column_and_index(digit_diagram, qtbot):
    with qtbot.waitSignal(digit_diagram.neuron_clicked) as clicked:
        at = digit_diagram.neuron_position(1, 60).toPoint()
        qtbot.mouseClick(digit_diagram, Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == [1, 60]
    with qtbot.assertNotEmitted(digit_diagram.neuron_clicked):
        qtbot.mouseClick(digit_diagram, Qt.MouseButton.LeftButton, pos=at.__class__(250, 30))


def test_arrows_move_the_focus_over_neurons_that_are_shown(digit_diagram, qtbot):
    keys = Qt.Key
    qtbot.keyClick(digit_diagram, keys.Key_Down)
    assert digit_diagram.active == (1, 0)
    for _ in range(8):
        qtbot.keyClick(digit_diagram, keys.Key_Down)
    assert digit_diagram.active == (1, 57)
    qtbot.keyClick(digit_diagram, keys.Key_Right)
    assert digit_diagram.active[0] == 2
    qtbot.keyClick(digit_diagram, keys.Key_Right)
    qtbot.keyClick(digit_diagram, keys.Key_Right)
    assert digit_diagram.active[0] == 3
    for _ in range(12):
        qtbot.keyClick(digit_diagram, keys.Key_Up)
    assert digit_diagram.active == (3, 0)
    for _ in range(3):
        qtbot.keyClick(digit_diagram, keys.Key_Down)
    text = digit_diagram.accessibleDescription()
    assert text == "dense_3, neuron 3 of 10, label 3, activation 1"
    with qtbot.waitSignal(digit_diagram.neuron_clicked) as clicked:
        qtbot.keyClick(digit_diagram, keys.Key_Return)
    assert clicked.args == [3, 3]


def test_new_structure_ends_pointing(digit_diagram, qtbot, hover):
    hover(digit_diagram, digit_diagram.neuron_position(2, 5))
    with qtbot.waitSignal(digit_diagram.neuron_hovered) as hovered:
        digit_diagram.set_network([column("a", 1)], [])
    assert hovered.args == [-1, -1]
    assert digit_diagram.accessibleDescription() == "columns: a 1"


# ---- any network ----


NETWORKS = {
    "one neuron": ([column("a", 1)], []),
    "one wide column": ([column("a", 5000, labels=("x",) * 5000)], []),
    "flatten": (
        [column("maps", 9, image=np.ones((3, 3))), column("flat", 9), column("half", 4)],
        [None, None],
    ),
    "image last": ([column("a", 3), column("b", 4, image=np.zeros((2, 2)))], [None]),
    "only images": ([column(n, 4, image=np.zeros((2, 2))) for n in "ab"], [None]),
    "nan": ([column("a", 3), column("b", 2)], [np.full((3, 2), np.nan)]),
    "inf": (
        [column("a", 3, values=np.full(3, np.inf)), column("b", 2, values=np.full(2, np.nan))],
        [np.array([[np.inf, -np.inf], [1, 0], [np.nan, 2]])],
    ),
    "huge": ([column("a", 2), column("b", 1)], [np.array([[1e300], [-1e-300]])]),
    "twelve": (
        [column(f"a long name {n}", 30 + n, caption="c") for n in range(12)],
        [RNG.normal(size=(30 + n, 31 + n)) for n in range(11)],
    ),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_any_network_is_drawn_at_any_size(diagram, hover, qtbot, name):
    diagram.set_network(*NETWORKS[name])
    for size in ((1, 1), (20, 300), (300, 20), (750, 430), (1600, 1000)):
        diagram.resize(*size)
        diagram.grab()
        diagram.refresh()
    qtbot.keyClick(diagram, Qt.Key.Key_Down)
    qtbot.keyClick(diagram, Qt.Key.Key_Right)
    diagram.grab()


def test_wrong_shapes_are_refused_by_name(diagram):
    pair = [column("a", 3), column("b", 2)]
    with pytest.raises(ValueError, match=r"a to b need the shape \(3, 2\); received \(2, 3\)"):
        diagram.set_network(pair, [np.zeros((2, 3))])
    with pytest.raises(ValueError, match="2 columns need 1 entries of weights; received 0"):
        diagram.set_network(pair, [])
    diagram.set_network(pair, [None])
    with pytest.raises(ValueError, match="column b needs 2 values; received 5"):
        diagram.set_values([None, np.zeros(5)])
    with pytest.raises(ValueError, match="one entry per column, 2; received 1"):
        diagram.set_values([None])


def test_caption_changes_with_the_next_refresh(digit_diagram):
    before = digit_diagram.grab().toImage()
    digit_diagram.set_caption(0, "784 inputs · test digit 8")
    assert digit_diagram.refresh()
    assert digit_diagram.grab().toImage() != before
    digit_diagram.set_caption(0, "784 inputs · test digit 8")
    assert not digit_diagram.refresh()


def corner_colours(diagram):
    image = diagram.grab().toImage()
    width = image.width()
    return {image.pixelColor(x, y).name() for x in range(width - 120, width) for y in range(16)}


def test_legend_names_the_colours_of_the_links(digit_diagram, diagram):
    tokens = theme().tokens
    assert {tokens.negative.lower(), tokens.positive.lower()} <= corner_colours(digit_diagram)
    diagram.set_network(digits(), [None] * 3)
    assert not {tokens.negative.lower(), tokens.positive.lower()} & corner_colours(diagram)
