import numpy as np
import pytest

from nncore.data import Dataset
from nncore.errors import ShapeError, SpecError
from nncore.layers import Dense, Flatten
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.loop import Run
from nncore.training.samples import make_splits


def test_validation_is_the_end_of_the_training_data(data: Dataset, spec: NetworkSpec) -> None:
    splits = make_splits(data, spec, 0.2)
    np.testing.assert_array_equal(splits.train.x, data.x_train[:40])
    np.testing.assert_array_equal(splits.validation.x, data.x_train[40:])
    np.testing.assert_array_equal(splits.validation.labels, data.y_train[40:])
    np.testing.assert_array_equal(splits.test.x, data.x_test)
    np.testing.assert_array_equal(splits.train.y, np.eye(3)[data.y_train[:40]])
    assert splits.classes == 3


def test_without_validation_all_samples_train(data: Dataset, spec: NetworkSpec) -> None:
    splits = make_splits(data, spec, 0)
    assert (len(splits.train), len(splits.validation)) == (50, 0)


def test_validation_must_leave_something(data: Dataset, spec: NetworkSpec) -> None:
    with pytest.raises(SpecError, match=r"0\.995 leaves nothing of 50 samples") as caught:
        make_splits(data, spec, 0.995)
    assert caught.value.field == "validation_split"


def test_samples_get_the_shape_and_precision_of_the_network(data: Dataset) -> None:
    spec = NetworkSpec.chain((2, 2, 1), [Flatten(), Dense(units=3)])
    splits = make_splits(data, spec, 0.0, np.float64)
    assert splits.train.x.shape == (50, 2, 2, 1)
    assert splits.train.x.dtype == splits.train.y.dtype == np.float64


@pytest.mark.parametrize(
    ("input_shape", "units", "problem"),
    [
        ((5,), 3, r"the network reads 5 values; a sample of clusters has 4 values"),
        ((2, 3), 3, r"the network reads 2 × 3; a sample of clusters has 4 values"),
        ((4,), 2, r"clusters has 3 classes; the last layer gives 2 values"),
        ((4,), 1, r"clusters has 3 classes; the last layer gives 1 value"),
        ((2, 2), 3, r"clusters has 3 classes; the last layer gives 2 × 3"),
    ],
)
def test_network_that_does_not_fit_the_data_is_refused(
    data: Dataset, input_shape: tuple[int, ...], units: int, problem: str
) -> None:
    spec = NetworkSpec.chain(input_shape, [Dense(units=units)])
    with pytest.raises(SpecError, match=problem):
        Run(RunConfig(spec=spec), data)


def test_broken_spec_is_refused_before_training(data: Dataset) -> None:
    spec = NetworkSpec.chain((2, 2, 1), [Dense(units=3)])
    with pytest.raises(ShapeError, match="dense_1"):
        Run(RunConfig(spec=spec), data)


def test_regression_targets_must_match_the_outputs() -> None:
    x, y = np.ones((5, 2)), np.ones((5, 2))
    spec = NetworkSpec.chain((2,), [Dense(units=1)])
    with pytest.raises(SpecError, match="plane has 2 targets; the last layer gives 1 value"):
        make_splits(Dataset("plane", x, y, x, y), spec, 0.0)


def test_a_single_class_is_refused() -> None:
    x, y = np.ones((5, 2)), np.zeros(5, np.int64)
    data = Dataset("drawn", x, y, x, y, class_names=("seven",))
    for units in (1, 2):
        spec = NetworkSpec.chain((2,), [Dense(units=units)])
        with pytest.raises(SpecError, match="drawn has only the class 'seven'; two are needed"):
            make_splits(data, spec, 0.0)
