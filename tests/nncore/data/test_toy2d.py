import numpy as np
import pytest

from nncore.data import Dataset, load
from nncore.data.toy2d import MAKERS
from nncore.errors import DataError

POINT_SETS = tuple(MAKERS)
CLASSIFICATION = ("circle", "xor", "gauss", "spiral")


def all_points(data: Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Every point and its label as -1 / 1, or its value."""
    x = np.concatenate([data.x_train, data.x_test]).astype(float)
    y = np.concatenate([data.y_train, data.y_test]).astype(float)
    return x, 2 * y - 1 if data.is_classification else y[:, 0]


@pytest.mark.parametrize("name", POINT_SETS)
def test_points_are_split_shuffled_and_typed(name: str) -> None:
    data = load(name)
    total = 500 if name in CLASSIFICATION else 1200
    assert data.x_train.shape == data.x_test.shape == (total // 2, 2)
    assert data.x_train.dtype == np.float32
    assert data.is_classification == (name in CLASSIFICATION)
    assert data.feature_names == ("x1", "x2")
    if data.is_classification:
        assert data.class_names == ("orange", "blue")
        assert 0.2 < data.y_train[:50].mean() < 0.8
    else:
        assert data.y_train.shape == (total // 2, 1)


@pytest.mark.parametrize("name", POINT_SETS)
def test_the_same_seed_gives_the_same_points(name: str) -> None:
    first, again, other = load(name, seed=3), load(name, seed=3), load(name, seed=4)
    np.testing.assert_array_equal(first.x_train, again.x_train)
    np.testing.assert_array_equal(first.y_test, again.y_test)
    assert not np.array_equal(first.x_train, other.x_train)


def test_circle_is_a_disc_in_a_ring() -> None:
    x, y = all_points(load("circle"))
    r = np.hypot(*x.T)
    assert (y > 0).sum() == 250
    assert r[y > 0].max() <= 2.5 + 1e-6
    assert r[y < 0].min() >= 3.5 - 1e-6
    assert r.max() <= 5 + 1e-6


def test_xor_has_the_sign_of_the_product_and_clear_axes() -> None:
    x, y = all_points(load("xor"))
    np.testing.assert_array_equal(np.sign(x[:, 0] * x[:, 1]), y)
    assert np.abs(x).min() >= 0.3 - 1e-6
    assert 5.2 < np.abs(x).max() <= 5.3 + 1e-6


@pytest.mark.parametrize(("noise", "variance"), [(0, 0.5), (25, 2.25), (50, 4.0)])
def test_clouds_have_their_place_and_variance(noise: float, variance: float) -> None:
    x, y = all_points(load("gauss", noise=noise, samples=20_000))
    for label in (-1, 1):
        cloud = x[y == label]
        assert len(cloud) == 10_000
        np.testing.assert_allclose(cloud.mean(axis=0), 2 * label, atol=0.1)
        np.testing.assert_allclose(cloud.var(axis=0), variance, rtol=0.06)


def test_spiral_without_noise_lies_on_its_two_arms() -> None:
    x, y = all_points(load("spiral", samples=400))
    r = np.hypot(*x.T)
    turn = 1.75 * r / 5 * 2 * np.pi + np.where(y > 0, 0, np.pi)
    np.testing.assert_allclose(x, r[:, None] * np.stack([np.sin(turn), np.cos(turn)], 1), atol=1e-5)
    np.testing.assert_allclose(np.sort(r[y > 0]), np.arange(200) / 200 * 5, atol=1e-5)


def test_plane_is_a_tenth_of_the_sum() -> None:
    x, y = all_points(load("reg-plane"))
    np.testing.assert_allclose(y, x.sum(axis=1) / 10, atol=1e-6)
    assert np.abs(x).max() <= 6


def test_hills_are_cones_of_radius_two() -> None:
    x, y = all_points(load("reg-gauss", samples=5000))
    for centre, sign in (((-4, 2.5), 1), ((0, 2.5), -1), ((0, -2.5), 1), ((4, -2.5), -1)):
        away = np.hypot(*(x - centre).T)
        near = away < 1.9
        assert near.sum() > 50
        np.testing.assert_allclose(y[near], sign * (1 - away[near] / 2), atol=1e-5)
    assert (y == 0).any()
    assert np.abs(y).max() <= 1


@pytest.mark.parametrize("name", ["circle", "xor"])
def test_noise_moves_labels_not_points(name: str) -> None:
    clean, noisy = all_points(load(name)), all_points(load(name, noise=50))
    np.testing.assert_array_equal(clean[0], noisy[0])
    assert 0.02 < (clean[1] != noisy[1]).mean() < 0.5


def test_noise_moves_the_points_of_the_spiral() -> None:
    clean, noisy = all_points(load("spiral")), all_points(load("spiral", noise=40))
    moved = np.abs(clean[0] - noisy[0])
    assert 0.35 < moved.max() <= 0.4 + 1e-5
    np.testing.assert_array_equal(clean[1], noisy[1])


@pytest.mark.parametrize(
    ("samples", "fraction", "train"),
    [(500, 0.1, 50), (500, 0.9, 450), (7, 0.5, 3), (2, 0.01, 1), (2, 0.99, 1)],
)
def test_split_gives_each_part_at_least_one_point(
    samples: int, fraction: float, train: int
) -> None:
    data = load("xor", samples=samples, train_fraction=fraction)
    assert len(data.x_train) == train
    assert len(data.x_test) == samples - train


@pytest.mark.parametrize("name", POINT_SETS)
def test_odd_counts_are_taken(name: str) -> None:
    data = load(name, samples=3)
    assert len(data.x_train) + len(data.x_test) in (3, 4)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"noise": 51}, "noise must be a number from 0 to 50, got 51"),
        ({"noise": -1}, "noise"),
        ({"noise": float("nan")}, "noise"),
        ({"noise": "10"}, "noise.*'10'"),
        ({"noise": 10**400}, "noise"),
        ({"samples": 1}, "samples must be a whole number"),
        ({"samples": 2.5}, "samples"),
        ({"samples": 10**9}, "samples"),
        ({"samples": True}, "samples"),
        ({"train_fraction": 1}, "train_fraction"),
        ({"train_fraction": 0}, "train_fraction"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**64}, "seed"),
        ({"seed": "a"}, "seed"),
    ],
)
def test_option_out_of_range_is_refused(options: dict[str, object], said: str) -> None:
    with pytest.raises(DataError, match=f"'spiral': .*{said}"):
        load("spiral", **options)
