import math

import numpy as np
import pytest

from nncore.errors import SpecError
from nncore.initializers import INITIALIZERS, initialize
from nncore.layers import Dense

FANS = (200, 50)
SHAPE = FANS

UNIFORM_LIMITS = {
    "random_uniform": 0.05,
    "glorot_uniform": math.sqrt(6 / (200 + 50)),
    "he_uniform": math.sqrt(6 / 200),
    "lecun_uniform": math.sqrt(3 / 200),
}
DEVIATIONS = {
    "standard_normal": 1.0,
    "random_normal": 0.05,
    "glorot_normal": math.sqrt(2 / (200 + 50)),
    "he_normal": math.sqrt(2 / 200),
    "lecun_normal": math.sqrt(1 / 200),
}
OTHERS = ("orthogonal",)
CONSTANTS = {"zeros": 0.0, "ones": 1.0}
TRUNCATED = ("glorot_normal", "he_normal", "lecun_normal")


def draw(name: str, seed: int = 0, shape: tuple[int, ...] = SHAPE) -> np.ndarray:
    return initialize(name, shape, FANS, np.random.default_rng(seed))


def test_every_initializer_is_described_here() -> None:
    assert {*UNIFORM_LIMITS, *DEVIATIONS, *CONSTANTS, *OTHERS} == set(INITIALIZERS)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_same_generator_state_draws_the_same_values(name: str) -> None:
    values = draw(name, 3)
    assert values.dtype == np.float64
    assert values.shape == SHAPE
    np.testing.assert_array_equal(values, draw(name, 3))
    if name not in CONSTANTS:
        assert not np.array_equal(values, draw(name, 4))


@pytest.mark.parametrize(("name", "value"), CONSTANTS.items())
def test_constants(name: str, value: float) -> None:
    assert (draw(name) == value).all()


@pytest.mark.parametrize(("name", "limit"), UNIFORM_LIMITS.items())
def test_uniform_values_fill_their_bounds(name: str, limit: float) -> None:
    values = draw(name)
    assert 0.99 * limit < values.max() <= limit
    assert -limit <= values.min() < -0.99 * limit
    assert values.std() == pytest.approx(limit / math.sqrt(3), rel=0.03)
    assert abs(values.mean()) < 0.03 * limit


@pytest.mark.parametrize(("name", "deviation"), DEVIATIONS.items())
def test_normal_values_have_their_deviation(name: str, deviation: float) -> None:
    values = draw(name)
    assert values.std() == pytest.approx(deviation, rel=0.03)
    assert abs(values.mean()) < 0.03 * deviation


@pytest.mark.parametrize("name", TRUNCATED)
def test_scaled_normals_are_cut_off_at_two_deviations(name: str) -> None:
    # Cut at 2 s of a normal whose s is 1 / 0.8796 of the wanted deviation.
    bound = 2 * DEVIATIONS[name] / 0.87962566103423978
    largest = np.abs(draw(name)).max()
    assert 0.98 * bound < largest <= bound


@pytest.mark.parametrize("shape", [(6, 6), (9, 4), (4, 12), (5,), (2, 3, 4)])
def test_orthogonal_vectors_have_length_one_and_right_angles(shape: tuple[int, ...]) -> None:
    values = draw("orthogonal", shape=shape)
    assert values.shape == shape
    matrix = values.reshape(-1, shape[-1])
    gram = matrix @ matrix.T if len(matrix) <= shape[-1] else matrix.T @ matrix
    np.testing.assert_allclose(gram, np.eye(len(gram)), atol=1e-14)


def test_orthogonal_matrices_turn_and_mirror_alike() -> None:
    signs = [np.sign(np.linalg.det(draw("orthogonal", seed, (3, 3)))) for seed in range(100)]
    assert 30 < signs.count(1) < 70


def test_fans_of_dense_are_its_inputs_and_units() -> None:
    values = Dense(units=600, kernel_initializer="he_uniform").init_params(
        (24,), np.random.default_rng(0)
    )
    assert np.abs(values["kernel"]).max() == pytest.approx(math.sqrt(6 / 24), rel=0.01)
    assert values["kernel"].shape == (24, 600)
    assert (values["bias"] == 0).all()


def test_unknown_name_is_refused_with_a_suggestion() -> None:
    with pytest.raises(SpecError, match=r"unknown initializer 'he_norml'.*'he_normal'"):
        draw("he_norml")
