import numpy as np
import pytest

from nncore.data import load
from nncore.errors import DataError


def test_curve_is_sin_plus_cos_with_clean_test_points() -> None:
    data = load("sin-plus-cos", noise=0.3, samples=1000)
    assert data.x_train.shape == (1000, 1)
    assert data.x_test.shape == (100, 1)
    x, y = data.x_test.astype(float), data.y_test
    np.testing.assert_allclose(y, np.sin(x) + np.cos(x), atol=1e-6)
    left = data.y_train - np.sin(data.x_train) - np.cos(data.x_train)
    assert left.std() == pytest.approx(0.3, rel=0.1)
    assert np.abs(data.x_train).max() <= np.float32(np.pi)


def test_held_out_points_are_not_trained_on() -> None:
    data = load("sin-plus-cos")
    assert not set(data.x_train[:, 0].tolist()) & set(data.x_test[:, 0].tolist())


def test_interval_can_be_chosen() -> None:
    data = load("sin-plus-cos", low=0, high=1, test_samples=4)
    np.testing.assert_allclose(data.x_test[:, 0], [0.125, 0.375, 0.625, 0.875])
    assert data.x_train.min() >= 0
    assert data.x_train.max() <= 1


def test_house_prices_lie_along_the_known_line() -> None:
    data = load("house-price", samples=5000)
    slope, base = np.polyfit(data.x_train[:, 0].astype(float), data.y_train[:, 0], 1)
    assert slope == pytest.approx(2.0, abs=0.02)
    assert base == pytest.approx(50.0, abs=2)
    left = data.y_train[:, 0] - 2 * data.x_train[:, 0] - 50
    assert left.std() == pytest.approx(10, rel=0.05)
    assert (data.x_train.min() >= 30, data.x_train.max() <= 200) == (True, True)
    assert data.feature_names == ("area",)


@pytest.mark.parametrize("name", ["sin-plus-cos", "house-price"])
def test_the_same_seed_gives_the_same_numbers(name: str) -> None:
    first, again, other = load(name, seed=1), load(name, seed=1), load(name, seed=2)
    np.testing.assert_array_equal(first.y_train, again.y_train)
    assert not np.array_equal(first.y_train, other.y_train)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"low": 1, "high": 1}, "high"),
        ({"low": float("nan")}, "low"),
        ({"noise": -1}, "noise"),
        ({"samples": 0}, "samples"),
        ({"test_samples": 0}, "test_samples"),
        ({"seed": -3}, "seed"),
    ],
)
def test_option_out_of_range_is_refused(options: dict[str, object], said: str) -> None:
    with pytest.raises(DataError, match=f"'sin-plus-cos': {said}"):
        load("sin-plus-cos", **options)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("and", lambda a, b: a and b),
        ("or", lambda a, b: a or b),
        ("nand", lambda a, b: not (a and b)),
        ("xor-table", lambda a, b: a != b),
    ],
)
def test_truth_tables_hold_all_four_rows(name: str, function: object) -> None:
    data = load(name)
    assert data.classes == 2
    assert sorted(map(tuple, data.x_train.tolist())) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    for (a, b), label in zip(data.x_train, data.y_train, strict=True):
        assert bool(label) == bool(function(a, b))  # type: ignore[operator]
    np.testing.assert_array_equal(data.x_test, data.x_train)
    np.testing.assert_array_equal(data.y_test, data.y_train)
