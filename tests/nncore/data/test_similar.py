import numpy as np
import pytest

from nncore.data.similar import nearest
from nncore.errors import ShapeError


def test_nearest_are_those_of_the_smallest_distance_in_their_order():
    samples = np.random.default_rng(0).random((9000, 4, 3, 1)).astype(np.float32)
    picture = samples[8123] + np.float32(0.001)
    places, distances = nearest(samples, picture, 7)
    apart = np.sqrt(((samples - picture) ** 2).sum(axis=(1, 2, 3)))
    assert places[0] == 8123
    np.testing.assert_array_equal(places, np.argsort(apart)[:7])
    np.testing.assert_allclose(distances, np.sort(apart)[:7], rtol=1e-5)


def test_nearest_gives_all_where_there_are_fewer_and_none_of_none():
    samples = np.eye(3, dtype=np.float32)
    places, distances = nearest(samples, samples[1], 10)
    assert places.tolist() == [1, 0, 2]
    np.testing.assert_allclose(distances, [0, 2**0.5, 2**0.5])
    assert nearest(samples[:0], samples[1], 4)[0].size == 0


def test_nearest_refuses_samples_of_another_shape():
    with pytest.raises(ShapeError, match=r"shape \(5,\) cannot be compared .* shape \(3,\)"):
        nearest(np.eye(3, dtype=np.float32), np.zeros(5, np.float32), 1)
