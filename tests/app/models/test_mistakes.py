"""Held-out samples judged: counts, orders and words."""

import numpy as np
import pytest

from app.models.mistake_texts import caption, class_table, sample_table, sentence
from app.models.mistakes import Judged, held_out, judge, pictures_of
from nncore.data import Dataset
from nncore.errors import SpecError
from nncore.layers import Dense
from nncore.network import Network
from nncore.spec import NetworkSpec

NAMES = ("cat", "dog", "owl")


def table(labels: np.ndarray, x: np.ndarray | None = None) -> Dataset:
    x = np.eye(3, dtype=np.float32)[labels] if x is None else x
    return Dataset("t", x, labels, x, labels, NAMES, feature_names=("a", "b", "c"))


def network(kernel: np.ndarray, activation: str = "softmax") -> Network:
    layer = Dense(units=kernel.shape[1], activation=activation)
    made = Network.from_spec(NetworkSpec.chain((len(kernel),), [layer]))
    made.params["dense_1/kernel"][...] = kernel
    return made


def judged(net: Network, samples) -> Judged:
    *progress, result = judge(net, samples, step=7)
    assert progress[-1] == len(samples)
    return result


@pytest.fixture
def mixed() -> Judged:
    """Takes every owl for a dog, with more confidence the larger the input is."""
    labels = np.array([0, 1, 2, 2, 0])
    x = np.eye(3, dtype=np.float32)[labels] * np.array([[1], [1], [1], [3], [2]], np.float32)
    kernel = np.array([[2, 0, 0], [0, 2, 0], [0, 2, 0]], float)
    return judged(network(kernel), held_out(table(labels, x), "test", 0.0))


def test_matrix_counts_rows_of_truth_and_columns_of_answers(mixed):
    assert mixed.matrix.tolist() == [[2, 0, 0], [0, 1, 0], [0, 2, 0]]
    assert mixed.step == 7
    assert mixed.report.accuracy == pytest.approx(3 / 5)
    assert mixed.wrong.tolist() == [2, 3]


def test_cell_holds_its_samples_the_surest_first(mixed):
    assert mixed.in_cell(2, 1).tolist() == [3, 2]
    assert mixed.in_cell(0, -1).tolist() == [4, 0]
    assert mixed.in_cell(-1, 1).tolist() == [3, 1, 2]
    assert mixed.in_cell(0, 2).tolist() == []
    assert len(mixed.in_cell(-1, -1)) == 5


def test_hardest_and_surest_mistakes_come_first(mixed):
    assert mixed.hardest()[:2].tolist() == [3, 2]
    assert mixed.surest_mistakes().tolist() == [3, 2]


def test_one_sigmoid_output_counts_for_two_classes():
    x = np.array([[-3.0], [3.0], [2.0]], np.float32)
    data = Dataset("s", x, np.array([0, 1, 0]), x, np.array([0, 1, 0]), ("no", "yes"))
    result = judged(network(np.ones((1, 1)), "sigmoid"), held_out(data, "test", 0.0))
    assert result.matrix.tolist() == [[1, 1], [0, 1]]
    assert result.confidence[2] == pytest.approx(1 / (1 + np.exp(-2)), rel=1e-5)
    assert result.of_truth[2] == pytest.approx(1 - result.confidence[2])


def test_regression_has_errors_and_no_matrix():
    x = np.array([[1.0], [2.0], [3.0]], np.float32)
    data = Dataset("r", x, np.zeros((3, 1), np.float32), x, np.zeros((3, 1), np.float32))
    result = judged(network(np.ones((1, 1)), "linear"), held_out(data, "test", 0.0))
    assert not result.has_classes
    assert result.errors.tolist() == [1, 2, 3]
    assert result.largest_errors().tolist() == [2, 1, 0]
    headers, rows, left = sample_table(result, result.largest_errors())
    assert headers == ["error", "target", "answer", "x1"]
    assert rows[0] == ["3", "0", "3", "3"]
    assert left == 0


def test_network_that_gives_no_numbers_is_judged_all_the_same():
    labels = np.array([0, 1])
    net = network(np.full((3, 3), np.nan))
    result = judged(net, held_out(table(labels), "test", 0.0))
    assert result.matrix.sum() == 2
    assert result.of_truth.tolist() == [0, 0]


def test_validation_is_cut_where_a_run_cuts_it():
    labels = np.arange(30) % 3
    data = table(labels, np.repeat(np.arange(30, dtype=np.float32)[:, None], 3, axis=1))
    kept = held_out(data, "validation", 0.25)
    assert kept.start == 22
    assert kept.x[:, 0].tolist() == list(range(22, 30))
    assert len(held_out(data, "validation", 0.0)) == 0


@pytest.mark.parametrize("kernel", [np.zeros((3, 2)), np.zeros((4, 3))])
def test_network_of_other_shapes_is_refused_in_words(kernel):
    samples = held_out(table(np.array([0, 1, 2])), "test", 0.0)
    with pytest.raises(SpecError, match=r"the network (gives|reads)"):
        list(judge(network(kernel), samples, 0))


def test_words_name_truth_answer_and_shares(mixed):
    assert caption(mixed, 0) == "cat"
    assert caption(mixed, 3) == "owl → dog"
    assert sentence(mixed, 3).startswith("owl, read as dog with 99.")
    headers, rows, left = sample_table(mixed, np.array([3]))
    assert headers == ["truth", "answer", "share", "a", "b", "c"]
    assert rows[0][:2] == ["owl", "dog"]
    assert left == 2


def test_class_table_ends_with_the_means(mixed):
    headers, rows, tips = class_table(mixed.report, NAMES)
    assert len(headers) == len(tips) == 5
    assert rows[1] == ["dog", "0.333", "1.000", "0.500", "1"]
    assert rows[-1][0] == "mean"
    assert rows[-1][3] == f"{mixed.report.macro_f1:.3f}"


@pytest.mark.parametrize(
    ("shape", "pictures"),
    [
        ((5, 28, 28, 1), (5, 28, 28)),
        ((5, 8, 9, 3), (5, 8, 9)),
        ((5, 28, 28), (5, 28, 28)),
        ((5, 784), (5, 28, 28)),
        ((5, 2), None),
        ((5, 16, 1), None),
    ],
)
def test_pictures_are_told_from_numbers(shape, pictures):
    found = pictures_of(np.zeros(shape, np.float32))
    assert (None if found is None else found.shape) == pictures
