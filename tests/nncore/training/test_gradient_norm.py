"""The length of the gradient, measured where it is asked for."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from nncore.data import Dataset
from nncore.optimizers import SGD
from nncore.training.config import RunConfig
from nncore.training.events import BatchEnded
from nncore.training.loop import Run, train


@pytest.fixture
def plain(config: RunConfig) -> RunConfig:
    """A run whose batches and gradients can be had again: in order, without dropout."""
    spec = config.spec.change("dropout_1", rate=0.0)
    return config.replace(spec=spec, shuffle=False, optimizer=SGD(learning_rate=0.1))


def expected_norm(run: Run, counts: Callable[[str], bool] = lambda name: True) -> float:
    """‖g‖ of the batch that comes next in a run that does not shuffle, by NumPy in float64."""
    part = run.splits.train
    begin = round((run.progress - run.epoch) * len(part))
    if begin == len(part):
        return math.nan  # the epoch is over, and the next has not begun
    rows = slice(begin, begin + run.batch_size)
    _, grads = run.network.copy().loss_and_grads(part.x[rows], part.y[rows])
    parts = [g.astype(np.float64).ravel() for name, g in grads.items() if counts(name)]
    return float(np.linalg.norm(np.concatenate(parts)))


def norms(run: Run, counts: Callable[[str], bool] = lambda name: True) -> list[tuple[float, float]]:
    """Of every batch, what the run measured and what NumPy says."""
    found = []
    expected = math.nan
    for event in run.events():
        if isinstance(event, BatchEnded):
            assert event.gradient_norm is not None
            found.append((event.gradient_norm, expected))
        expected = expected_norm(run, counts)
    return found


def check(found: list[tuple[float, float]]) -> None:
    assert len(found) == 18
    measured, expected = np.array(found).T
    assert np.ptp(expected) > 0.1 * expected.max()
    np.testing.assert_allclose(measured, expected, rtol=1e-5)


def test_it_is_the_length_of_the_whole_gradient(plain: RunConfig, data: Dataset) -> None:
    run = Run(plain, data)
    run.norm_every = 1
    check(norms(run))


@pytest.mark.parametrize("clip", [{"clip_norm": 1e-3}, {"clip_value": 1e-4}])
def test_it_is_measured_before_clipping(
    plain: RunConfig, data: Dataset, clip: dict[str, float]
) -> None:
    run = Run(plain.replace(**clip), data)
    run.norm_every = 1
    found = norms(run)
    measured, expected = np.array(found).T
    assert measured.min() > 1e-2
    np.testing.assert_allclose(measured, expected, rtol=1e-5)


def test_frozen_weights_do_not_count_as_in_clipping(plain: RunConfig, data: Dataset) -> None:
    run = Run(plain.replace(frozen=["dense_1"]), data)
    run.norm_every = 1
    check(norms(run, lambda name: not name.startswith("dense_1/")))


@pytest.mark.parametrize("every", [1, 3])
def test_weights_are_the_same_to_the_bit_with_and_without(
    either: RunConfig, data: Dataset, every: int
) -> None:
    config = either.replace(clip_norm=0.5)
    states = []
    for run in (Run(config, data), Run(config, data)):
        run.norm_every = every * len(states)
        for _ in run.events():
            pass
        states.append(run.state())
    np.testing.assert_array_equal(states[0].flat, states[1].flat)
    assert states[0].slots.keys() == states[1].slots.keys()
    for name, values in states[0].slots.items():
        np.testing.assert_array_equal(values, states[1].slots[name])
    assert states[0].history == states[1].history


def test_nothing_is_measured_unless_asked_for(
    config: RunConfig, data: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> float:
        raise AssertionError("measured")

    monkeypatch.setattr("nncore.training.updates.global_norm", refuse)
    seen = [event for event in train(config, data=data) if isinstance(event, BatchEnded)]
    assert len(seen) == 18
    assert {event.gradient_norm for event in seen} == {None}


def test_every_third_batch_is_measured(config: RunConfig, data: Dataset) -> None:
    events = train(config, data=data, norm_every=3)
    seen = [event for event in events if isinstance(event, BatchEnded)]
    asked = [event.step for event in seen if event.gradient_norm is not None]
    assert asked == [3, 6, 9, 12, 15, 18]


def test_it_can_be_asked_for_and_left_while_the_run_goes_on(
    config: RunConfig, data: Dataset
) -> None:
    run = Run(config, data)
    measured = []
    for event in run.events():
        if isinstance(event, BatchEnded):
            if event.gradient_norm is not None:
                measured.append(event.step)
            run.norm_every = int(4 <= event.step < 9)
    assert measured == [5, 6, 7, 8, 9]


def test_length_of_a_gradient_beyond_float32_squares_is_a_number(
    plain: RunConfig, data: Dataset
) -> None:
    """A square leaves float32 at 1e19; what is on the plot just before a divergence does not."""
    run = Run(plain, data)
    run.norm_every = 1
    events = run.events()
    next(events)
    run.network.params["dense_2/kernel"][...] *= 1e25
    event = next(events)
    assert isinstance(event, BatchEnded)
    assert event.gradient_norm is not None
    assert math.isfinite(event.gradient_norm)
    assert event.gradient_norm > 1e19
