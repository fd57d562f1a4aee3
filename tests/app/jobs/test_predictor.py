import numpy as np
import pytest

import app.jobs.predictor as predictor_module
from app.jobs.predictor import Predictor
from app.jobs.sample import ChosenSample
from nncore.data import Dataset
from nncore.layers import Dense, Embedding, Flatten
from nncore.network import Network
from nncore.spec import NetworkSpec


def network(seed: int = 0, shape=(28, 28, 1), units: int = 10) -> Network:
    layers = [Flatten(), Dense(units=units, activation="softmax")]
    return Network.from_spec(NetworkSpec.chain(shape, layers), seed)


@pytest.fixture
def predictor(qapp) -> Predictor:
    return Predictor()


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(0).random((28, 28), np.float32)


def test_ready_made_network_answers_before_there_is_another(predictor, picture):
    assert not predictor.answers_with_own
    answer = predictor.ask(picture)
    assert answer.values.shape == (10,)
    assert answer.values.sum() == pytest.approx(1)
    assert predictor.ask_own(picture) is None


def test_untrained_network_does_not_answer_unless_chosen(predictor, picture):
    predictor.set_network(network(), learned=False)
    assert not predictor.answers_with_own
    predictor.choose("own")
    np.testing.assert_array_equal(
        predictor.ask(picture).values, network().predict(picture.reshape(1, 28, 28, 1))[0]
    )
    predictor.choose("ready-made")
    assert not predictor.answers_with_own


def test_trained_network_answers(predictor, picture):
    own = network()
    predictor.set_network(own, learned=False)
    predictor.take_snapshot(network(seed=1).snapshot(step=0))
    assert not predictor.answers_with_own
    predictor.take_snapshot(network(seed=2).snapshot(step=1))
    assert predictor.answers_with_own
    np.testing.assert_array_equal(
        predictor.ask(picture).values, network(seed=2).predict(picture.reshape(1, 28, 28, 1))[0]
    )


def test_trained_network_that_reads_no_digits_leaves_digits_to_the_ready_made(predictor, picture):
    predictor.set_network(network(shape=(2,)), learned=True)
    assert not predictor.answers_with_own
    assert predictor.ask(picture).values.shape == (10,)
    assert predictor.ask_own(picture) is None
    assert predictor.ask_own(np.zeros(2, np.float32)).values.shape == (10,)
    predictor.choose("own")
    assert predictor.network is None
    assert predictor.ask(picture) is None


def test_picture_of_another_size_gets_no_answer(predictor):
    assert predictor.ask(np.zeros((20, 20), np.float32)) is None


def test_snapshot_of_another_network_is_not_taken(qtbot, predictor):
    predictor.set_network(network(), learned=False)
    with qtbot.assertNotEmitted(predictor.changed):
        predictor.take_snapshot(network(units=9).snapshot(step=5))
    assert not predictor.answers_with_own


def test_answers_stay_as_they_were_given(predictor, picture):
    predictor.set_network(network(), learned=True)
    answer = predictor.ask(picture)
    values, activations = answer.values.copy(), dict(answer.activations)
    kept = {name: array.copy() for name, array in activations.items()}
    predictor.take_snapshot(network(seed=4).snapshot(step=9))
    predictor.ask(1 - picture)
    np.testing.assert_array_equal(answer.values, values)
    for name, array in kept.items():
        np.testing.assert_array_equal(answer.activations[name], array)


def test_workspace_is_made_once_for_each_network(predictor, picture, monkeypatch):
    made = []
    original = Network.workspace
    monkeypatch.setattr(
        Network, "workspace", lambda self, **kw: made.append(self) or original(self, **kw)
    )
    predictor.set_network(network(), learned=True)
    for _ in range(3):
        predictor.ask(picture)
    assert len(made) == 1


def test_forgotten_network_leaves_nothing_behind(predictor, picture):
    predictor.set_network(network(), learned=True)
    predictor.ask(picture)
    predictor.forget()
    assert predictor.own is None
    assert not predictor.answers_with_own
    assert predictor._workspaces == {}
    assert predictor.ask(picture) is not None


def test_without_a_ready_made_file_only_the_own_network_answers(
    qapp, picture, monkeypatch, tmp_path
):
    monkeypatch.setattr(predictor_module, "models_dir", lambda: tmp_path)
    predictor = Predictor()
    assert predictor.ask(picture) is None
    predictor.set_network(network(), learned=False)
    assert predictor.ask(picture) is not None


# The chosen sample


def test_test_sample_is_chosen_until_something_is_drawn(qtbot, data, picture):
    sample = ChosenSample()
    assert sample.values is None
    assert sample.label == ""
    sample.set_data(data)
    np.testing.assert_array_equal(sample.values, data.x_test[0])
    with qtbot.waitSignal(sample.changed):
        sample.choose(3)
    np.testing.assert_array_equal(sample.values, data.x_test[3])
    assert sample.label == "3"
    sample.draw(picture)
    assert sample.is_drawing
    assert sample.label == ""
    np.testing.assert_array_equal(sample.values, picture)
    sample.draw(None)
    np.testing.assert_array_equal(sample.values, data.x_test[3])
    with qtbot.assertNotEmitted(sample.changed):
        sample.draw(None)


def test_other_data_begin_with_their_first_sample(data):
    sample = ChosenSample()
    sample.set_data(data)
    sample.choose(39)
    sample.set_data(data.subset(20, 2))
    np.testing.assert_array_equal(sample.values, data.x_test[0])
    sample.set_data(None)
    assert sample.values is None


def test_workspaces_of_the_ready_made_network_outlive_those_of_the_project(predictor, picture):
    predictor.set_network(network(), learned=True)
    predictor.choose("ready-made")
    predictor.ask(picture)
    predictor.attribute(picture, 3)
    kept = list(predictor._workspaces.values())
    predictor.choose("own")
    predictor.ask(picture)
    predictor.set_network(network(1), learned=True)
    assert list(predictor._workspaces.values()) == kept
    predictor.forget()
    assert list(predictor._workspaces.values()) == kept


def test_network_that_reads_whole_numbers_only_has_no_answer_to_shades(predictor, picture):
    layers = [Flatten(), Embedding(input_dim=2, output_dim=1), Flatten(), Dense(units=10)]
    predictor.set_network(
        Network.from_spec(NetworkSpec.chain((28, 28, 1), layers), 0), learned=True
    )
    assert predictor.ask(picture) is None
    assert predictor.ask_own(picture) is None
    assert predictor.attribute(picture, 3) is None
    assert predictor.ask(np.round(picture)).values.shape == (10,)


def test_drawing_that_the_data_are_not_like_leaves_their_sample_to_be_shown(data, picture):
    sample = ChosenSample()
    sample.draw(picture)
    assert sample.is_drawing
    x = np.array([[0.0, 1.0], [1.0, 1.0]], np.float32)
    sample.set_data(Dataset("points", x, np.array([0, 1]), x, np.array([1, 0]), ("no", "yes"), ""))
    assert sample.has_drawing
    assert not sample.is_drawing
    np.testing.assert_array_equal(sample.values, x[0])
    assert sample.label == "yes"
    sample.set_data(data)
    np.testing.assert_array_equal(sample.values, picture)
    assert sample.class_index is None
