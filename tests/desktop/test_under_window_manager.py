"""The whole main job with real windows, a real mouse and real keys."""

import pytest

import nncore
from nncore.data import load
from nncore.data.own_digits import read_own_digits
from tests.desktop.conftest import SIZE

ONE = [(0.5, 0.15), (0.5, 0.3), (0.5, 0.5), (0.5, 0.7), (0.5, 0.85)]


@pytest.fixture
def studio(launch):
    """The window without the welcome."""
    studio = launch()
    studio.wait(lambda window: window.get("active") == "welcomeDialog")
    studio.key("Escape")
    studio.wait(lambda window: window["active"] == "mainWindow" and window["status"] == "ready")
    return studio


def test_first_start_to_saved_network_and_back(launch, tmp_path):
    studio = launch()
    own_digits = tmp_path / "vitrine" / "own-digits"

    # The welcome has the keyboard: Return trains.
    assert studio.wait(lambda window: window.get("active") == "welcomeDialog")["framed"]
    studio.key("Return")
    studio.wait(lambda window: window["status"] == "finished")
    assert studio.ask()["active"] == "mainWindow"

    # A digit drawn with the mouse is answered, and its key makes it an example of the user's own.
    studio.stroke("digitCanvas", ONE)
    answer = studio.wait(lambda bars: "1" in bars["description"], find="digitBars")
    assert "%" in answer["description"]
    studio.key("1")
    studio.wait(lambda _: [own.label for own in read_own_digits(own_digits)] == [1])

    # The palette finds a command by its words.
    was_dark = studio.ask()["dark"]
    studio.key("ctrl+k")
    studio.find("commandField")
    studio.write("light" if was_dark else "dark")
    studio.key("Return")
    studio.wait(lambda window: window["dark"] is not was_dark)

    studio.key("ctrl+s")
    studio.wait(lambda window: window["active"] == "QFileDialog")
    project = tmp_path / "mine.vitrine"
    studio.key("ctrl+a")
    studio.write(str(project))
    studio.key("Return")
    studio.wait(lambda window: "mine" in window["title"])
    studio.key("alt+F4")
    assert studio.has_ended() == 0

    network = nncore.load_model(project)
    data = load("mnist-sample")
    accuracy = (network.predict(data.x_test).argmax(axis=1) == data.y_test).mean()
    assert accuracy > 0.9

    # The second start goes on where the first has ended.
    studio = launch()
    studio.wait(lambda window: window.get("active") == "mainWindow")
    assert studio.ask()["dark"] is not was_dark
    assert not studio.ask(find="welcomeDialog")
    studio.key("alt+F4")
    assert studio.has_ended() == 0


def test_first_window_is_whole_on_a_screen_of_its_own_size(studio):
    left, top, width, height = studio.ask()["frame"]
    assert studio.ask()["framed"]
    assert left >= 0
    assert top >= 0
    assert left + width <= SIZE[0]
    assert top + height <= SIZE[1]
    assert height > SIZE[1] - 60


def test_window_manager_sizes_the_window_but_never_below_its_content(studio):
    left, top, width, height = studio.find("mainWindow")["box"]
    studio.double_click(left + width // 2, top - 8)  # its title bar
    studio.wait(lambda window: window["maximized"])
    studio.double_click(left + width // 2, 8)
    studio.wait(lambda window: not window["maximized"])
    studio.wait(lambda window: window["size"] == [width, height])
    studio.resize(1024, 700)
    studio.wait(lambda window: window["size"] == [1024, 700])
    studio.resize(300, 200)
    smallest = studio.wait(lambda window: window["size"] not in ([1024, 700], [300, 200]))["size"]
    assert 300 < smallest[0] <= 1024
    assert 200 < smallest[1] <= 700


def test_closing_with_something_unsaved_asks_and_may_be_called_off(studio):
    studio.click("trainButton")
    studio.wait(lambda window: window["status"] == "finished")
    studio.key("alt+F4")
    studio.wait(lambda window: window["active"] == "saveQuestion")
    studio.key("Escape")
    studio.wait(lambda window: window["active"] == "mainWindow")
    studio.key("alt+F4")
    studio.wait(lambda window: window["active"] == "saveQuestion")
    studio.click("saveQuestion.discard")
    assert studio.has_ended() == 0


def test_undo_keys_take_back_a_number_that_its_field_has_just_given_out(studio):
    studio.click("layerCard.dense_1")
    units = studio.find("layer.units")["text"]
    studio.click("layer.units")
    studio.key("ctrl+a")
    studio.write("77")
    studio.key("Return")
    studio.wait(lambda card: "77" in card["name"], find="layerCard.dense_1")
    assert studio.ask()["focus"] == "layer.units"
    studio.key("ctrl+z")
    studio.wait(lambda card: "77" not in card["name"], find="layerCard.dense_1")
    assert studio.find("layer.units")["text"] == units
    studio.key("ctrl+shift+z")
    studio.wait(lambda field: field["text"] == "77", find="layer.units")
