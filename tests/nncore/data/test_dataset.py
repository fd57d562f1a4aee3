import numpy as np
import pytest

from nncore.data import Dataset, one_hot
from nncore.errors import DataError


def make(n: int = 10, **changes: object) -> Dataset:
    fields: dict[str, object] = {
        "name": "toy",
        "x_train": np.arange(2 * n, dtype=np.float32).reshape(n, 2),
        "y_train": np.arange(n) % 3,
        "x_test": np.ones((4, 2)),
        "y_test": np.array([0, 1, 2, 0]),
        "class_names": ("a", "b", "c"),
    }
    return Dataset(**(fields | changes))


def test_one_hot_puts_a_one_at_the_label() -> None:
    rows = one_hot([2, 0], 3)
    assert rows.dtype == np.float32
    np.testing.assert_array_equal(rows, [[0, 0, 1], [1, 0, 0]])


@pytest.mark.parametrize(
    ("labels", "said"),
    [([0, 3], r"0\.\.2"), ([-1], "-1"), ([0.5], "float64"), ([[1]], r"\(1, 1\)")],
)
def test_one_hot_refuses_what_is_not_a_label(labels: list[object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        one_hot(labels, 3)


def test_shape_classes_and_description_follow_from_the_arrays() -> None:
    data = make(feature_names=("p", "q"), source="here")
    assert data.input_shape == (2,)
    assert data.is_classification
    assert data.classes == 3
    assert data.describe() == {
        "name": "toy",
        "source": "here",
        "task": "classification",
        "train": 10,
        "test": 4,
        "input_shape": [2],
        "outputs": 3,
        "class_names": ["a", "b", "c"],
        "feature_names": ["p", "q"],
    }


def test_targets_are_one_hot_for_labels() -> None:
    data = make()
    np.testing.assert_array_equal(data.targets("train"), one_hot(data.y_train, 3))
    assert data.targets("test").shape == (4, 3)


def test_targets_are_the_values_for_regression() -> None:
    data = make(y_train=np.linspace(0, 1, 10), y_test=np.zeros(4), class_names=())
    assert not data.is_classification
    assert data.classes == 0
    assert data.output_units == 1
    assert data.targets("train").dtype == np.float64
    assert data.targets("train").shape == (10, 1)
    assert (
        make(
            y_train=np.zeros((10, 2), np.float32),
            y_test=np.zeros((4, 2), np.float32),
            class_names=(),
        ).output_units
        == 2
    )


def test_targets_know_two_splits_only() -> None:
    with pytest.raises(DataError, match="validation"):
        make().targets("validation")  # type: ignore[arg-type]


def test_dtypes_are_settled() -> None:
    data = make(
        x_train=np.arange(20, dtype=np.uint8).reshape(10, 2), y_train=np.zeros(10, np.uint8)
    )
    assert data.x_train.dtype == np.float32
    assert data.y_train.dtype == np.int64
    assert make(x_train=np.zeros((10, 2))).x_train.dtype == np.float64


def test_arrays_cannot_be_changed_and_the_given_ones_still_can() -> None:
    given = np.zeros((10, 2), np.float32)
    data = make(x_train=given)
    with pytest.raises(ValueError, match="read-only"):
        data.x_train[0, 0] = 1.0
    given[0, 0] = 1.0


@pytest.mark.parametrize(
    ("fraction", "n", "kept"),
    [(0.0, 10, 10), (0.1, 10, 9), (0.25, 10, 7), (1 / 6, 60, 50), (0.5, 3, 1)],
)
def test_validation_is_the_last_fraction_as_in_keras(fraction: float, n: int, kept: int) -> None:
    data = make(n)
    x_train, y_train, x_val, y_val = data.split_validation(fraction)
    assert len(x_train) == len(y_train) == kept
    np.testing.assert_array_equal(np.concatenate([x_train, x_val]), data.x_train)
    np.testing.assert_array_equal(np.concatenate([y_train, y_val]), data.y_train)


@pytest.mark.parametrize("fraction", [-0.1, 1.0, float("nan")])
def test_validation_fraction_outside_its_range_is_refused(fraction: float) -> None:
    with pytest.raises(DataError, match="fraction"):
        make().split_validation(fraction)


def test_validation_that_takes_all_is_refused() -> None:
    with pytest.raises(DataError, match=r"'toy'.*empty"):
        make(1).split_validation(0.5)


def test_take_selects_training_examples_in_order() -> None:
    data = make().take([4, 1])
    np.testing.assert_array_equal(data.x_train, [[8, 9], [2, 3]])
    np.testing.assert_array_equal(data.y_train, [1, 1])
    assert len(data.x_test) == 4


@pytest.mark.parametrize("indices", [[], [10], [-1], [0.5], [[1]]])
def test_take_refuses_what_is_not_an_index(indices: list[object]) -> None:
    with pytest.raises(DataError, match="indices"):
        make().take(indices)


def test_subset_is_the_first_examples() -> None:
    data = make().subset(3, 100)
    assert (len(data.x_train), len(data.x_test)) == (3, 4)
    with pytest.raises(DataError, match="at least 1"):
        make().subset(0, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"y_train": np.zeros(9, int)}, "10 train inputs but 9"),
        ({"x_train": np.full((10, 2), np.nan)}, "x_train holds 20 values that are NaN"),
        ({"x_test": np.array([[0, 0], [0, 0], [0, 0], [0, np.inf]])}, "x_test holds 1 "),
        ({"x_train": np.zeros((0, 2)), "y_train": np.zeros(0, int)}, "not empty"),
        ({"x_train": np.zeros(10)}, r"shape \(10,\)"),
        ({"x_test": np.ones((4, 3))}, r"\(2,\).*\(3,\)"),
        ({"y_train": np.full(10, 3)}, r"labels 0\.\.2"),
        ({"y_train": np.full(10, -1)}, r"labels 0\.\.2"),
        ({"y_train": np.zeros(10)}, "integer labels"),
        ({"class_names": ()}, "floats"),
        ({"x_train": np.array([["a", "b"]] * 10)}, "must hold numbers"),
        ({"x_train": np.zeros((10, 2), object)}, "must hold numbers"),
        ({"feature_names": ("one",)}, "1 feature names"),
        (
            {"y_train": np.zeros((10, 2)), "y_test": np.zeros((4, 1)), "class_names": ()},
            "training targets",
        ),
        ({"y_train": np.full(10, np.inf), "class_names": ()}, "infinite"),
        ({"y_train": np.zeros(0, int)}, "empty"),
    ],
)
def test_bad_arrays_are_refused_with_the_name(changes: dict[str, object], said: str) -> None:
    with pytest.raises(DataError, match=f"'toy'.*{said}"):
        make(**changes)
