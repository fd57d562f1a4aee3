import math

import numpy as np
import pytest

from nncore.data import Dataset
from nncore.errors import SpecError
from nncore.kernels import NUMPY
from nncore.optimizers import SGD
from nncore.training.config import RunConfig
from nncore.training.evaluate import Evaluation
from nncore.training.events import BatchEnded
from nncore.training.loop import Run
from nncore.training.updates import clip_norm, clip_value, global_norm


def finished(config: RunConfig, data: Dataset) -> Run:
    run = Run(config, data)
    for _ in run.events():
        pass
    return run


def gradient(size: int = 40, dtype: str = "float64") -> np.ndarray:
    return np.random.default_rng(3).normal(size=size).astype(dtype)


def test_long_gradient_is_shortened_and_keeps_its_direction() -> None:
    g = gradient()
    expected = g * (0.5 / np.linalg.norm(g))
    clip_norm(g, [(0, 40)], 0.5)
    np.testing.assert_allclose(g, expected, rtol=1e-12)


def test_short_gradient_stays_to_the_bit() -> None:
    g = gradient()
    before = g.copy()
    clip_norm(g, [(0, 40)], 100)
    clip_value(g, [(0, 40)], 100)
    np.testing.assert_array_equal(g, before)


def test_values_are_cut_at_the_limit() -> None:
    g = gradient()
    expected = np.clip(g, -0.3, 0.3)
    clip_value(g, [(0, 40)], 0.3)
    np.testing.assert_array_equal(g, expected)


def test_frozen_parameters_neither_count_nor_change() -> None:
    g = gradient()
    g[10:20] = 1e6
    before = g.copy()
    segments = [(0, 10), (20, 40)]
    norm = np.linalg.norm(np.r_[g[:10], g[20:]])
    assert global_norm(g, segments) == pytest.approx(norm)
    clip_norm(g, segments, 1.0)
    np.testing.assert_array_equal(g[10:20], before[10:20])
    assert global_norm(g, segments) == pytest.approx(1)


def test_norm_is_right_where_the_squares_leave_float32() -> None:
    g = np.full(4, 1e30, np.float32)
    assert global_norm(g, [(0, 4)]) == pytest.approx(2e30, rel=1e-6)
    clip_norm(g, [(0, 4)], 2.0)
    np.testing.assert_allclose(g, 1, rtol=1e-6)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_gradient_that_is_not_finite_stays(bad: float) -> None:
    g = gradient()
    g[7] = bad
    before = g.copy()
    clip_norm(g, [(0, 40)], 1.0)
    np.testing.assert_array_equal(g, before)


def test_size_of_the_blocks_changes_no_bit_of_average_and_cut(
    config: RunConfig, data: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = config.replace(clip_value=0.01, ema_decay=0.9, frozen=("dense_1/bias",))
    whole = finished(config, data)
    for block in (1, 7):
        monkeypatch.setattr(NUMPY, "block", block)
        run = finished(config, data)
        np.testing.assert_array_equal(run.network.flat, whole.network.flat)
        np.testing.assert_array_equal(run.averaged_network().flat, whole.averaged_network().flat)


def test_clipped_step_of_sgd_is_as_long_as_asked(config: RunConfig, data: Dataset) -> None:
    config = config.replace(clip_norm=1e-3, optimizer=SGD(learning_rate=1.0), dtype="float64")
    run = Run(config, data)
    events = run.events()
    next(events)
    before = run.network.flat.copy()
    next(events)
    assert np.linalg.norm(run.network.flat - before) == pytest.approx(1e-3)


def test_average_follows_the_formula(config: RunConfig, data: Dataset) -> None:
    config = config.replace(ema_decay=0.8, frozen=("dense_2/bias",), dtype="float64")
    run = Run(config, data)
    expected = None
    for event in run.events():
        if isinstance(event, BatchEnded):
            now = run.network.flat.copy()
            expected = now if expected is None else 0.8 * expected + 0.2 * now
    assert expected is not None
    np.testing.assert_allclose(run.averaged_network().flat, expected, rtol=1e-12)
    np.testing.assert_array_equal(run.network.flat, now)


def test_average_changes_nothing_of_the_run(config: RunConfig, data: Dataset) -> None:
    a, b = finished(config, data), finished(config.replace(ema_decay=0.9), data)
    np.testing.assert_array_equal(a.network.flat, b.network.flat)
    assert a.history == b.history


def test_average_is_what_is_measured_where_asked(config: RunConfig, data: Dataset) -> None:
    run = finished(config.replace(ema_decay=0.95), data)
    averaged, by_hand = Evaluation(), Evaluation()
    for _ in run.evaluate("test", averaged, ema_weights=True):
        pass
    other = Run(config, data, network=run.averaged_network())
    for _ in other.evaluate("test", by_hand):
        pass
    last = Evaluation()
    for _ in run.evaluate("test", last):
        pass
    assert averaged.loss == by_hand.loss != last.loss


def test_average_that_is_not_kept_is_refused(config: RunConfig, data: Dataset) -> None:
    with pytest.raises(SpecError, match="keeps no average of its weights; set ema_decay"):
        next(Run(config, data).evaluate("test", Evaluation(), ema_weights=True))


def test_average_ends_and_begins_with_its_setting(config: RunConfig, data: Dataset) -> None:
    run = Run(config.replace(ema_decay=0.9), data)
    events = run.events()
    for _ in range(3):
        next(events)
    run.adopt(config)
    next(events)
    assert "ema" not in run.state().slots
    run.adopt(config.replace(ema_decay=0.5))
    next(events)
    np.testing.assert_array_equal(run.averaged_network().flat, run.network.flat)
