import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.widgets.plot_feed import Series, Smoother


def filled(y, chunk=1000):
    series = Series()
    y = np.asarray(y, dtype=float)
    for start in range(0, len(y), chunk):
        part = y[start : start + chunk]
        series.append_many(np.arange(start, start + len(part)), part)
    return series


def test_a_million_points_are_drawn_with_two_thousand():
    rng = np.random.default_rng(0)
    y = rng.normal(size=1_000_000)
    series = filled(y, 4321)
    places = series.places(0, 1e6, 2000)
    assert 900 < len(places) <= 2000
    assert np.all(np.diff(places) > 0)
    assert places[0] == 0
    assert places[-1] == 999_999
    assert y[places].min() == y.min()
    assert y[places].max() == y.max()


def test_a_window_into_a_million_points_has_detail():
    series = filled(np.arange(1_000_000.0), 50_000)
    places = series.places(500_000, 500_900, 1000)
    assert places.tolist() == list(range(499_999, 500_902))
    wide = series.places(100_000, 900_000, 1000)
    assert wide[0] == 99_999
    assert wide[-1] == 900_001
    assert np.diff(wide).max() < 8_000


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 9000), st.integers(200, 2000), st.integers(20, 3000), st.integers(0, 99))
def test_every_stretch_keeps_its_extremes(count, most, chunk, seed):
    y = np.random.default_rng(seed).normal(size=count)
    series = filled(y, chunk)
    places = series.places(-1.0, count + 1.0, most)
    assert len(places) <= most
    if count:
        assert y[places].min() == y.min()
        assert y[places].max() == y.max()
        assert (places[0], places[-1]) == (0, count - 1)
        assert y[series.lowest()] == y.min()
        assert y[series.highest()] == y.max()


def test_a_spike_survives_wherever_it_is():
    for at in (0, 1, 777, 65_535, 99_999, 131_070, 131_071):
        y = np.zeros(131_072)
        y[at] = 1.0
        assert at in filled(y, 999).places(0, 2e5, 600)


def test_appending_costs_the_same_however_long_the_series_is():
    series = Series()
    chunk = np.random.default_rng(0).normal(size=100)

    def seconds(rounds):
        times = []
        for _ in range(rounds):
            x = np.arange(len(series), len(series) + 100)
            start = time.perf_counter()
            series.append_many(x, chunk)
            times.append(time.perf_counter() - start)
        return float(np.median(times))

    early = seconds(200)
    series.append_many(np.arange(len(series), 1_000_000), np.zeros(1_000_000 - len(series)))
    assert seconds(200) < 10 * early


def test_gaps_are_kept_and_do_not_count_as_extremes():
    y = np.array([np.nan, 3.0, np.inf, -np.inf, 1.0, np.nan])
    series = filled(y, 2)
    assert np.isnan(series.y[[0, 2, 3, 5]]).all()
    assert series.lowest() == 4
    assert series.highest() == 1
    assert series.nearest(2.4) == 1
    assert series.nearest(99.0) == 4


def test_a_dead_run_draws_its_gap():
    y = np.full(50_000, np.nan)
    y[:10_000] = 1.0
    series = filled(y)
    drawn = series.y[series.places(0, 5e4, 500)]
    assert np.isnan(drawn[-1])
    assert np.isfinite(drawn[0])
    assert np.isnan(drawn).sum() > 100


def test_nothing_but_gaps_has_no_extremes():
    series = filled([np.nan] * 20)
    assert (series.lowest(), series.highest(), series.nearest(3.0)) == (-1, -1, -1)
    assert Series().nearest(0.0) == -1
    assert len(Series().places(0.0, 1.0, 500)) == 0


def test_points_that_go_back_are_sorted_in():
    series = Series()
    series.append_many([0, 1, 4], [0, 1, 4])
    series.append_many([3, 2], [3, 2])
    assert series.x.tolist() == series.y.tolist() == [0, 1, 2, 3, 4]
    assert series.highest() == 4


def test_points_without_a_place_are_left_out():
    series = Series()
    series.append_many([0.0, np.nan, np.inf, 1.0], [1.0, 2.0, 3.0, 4.0])
    assert series.x.tolist() == [0.0, 1.0]
    with pytest.raises(ValueError, match="received 2 and 1"):
        series.append_many([1.0, 2.0], [1.0])


def test_values_already_taken_do_not_change_when_the_series_grows():
    series = filled([1.0, 2.0])
    taken = series.y
    series.append_many(np.arange(2, 5000), np.zeros(4998))
    assert taken.tolist() == [1.0, 2.0]


# ---- smoothing ----


def test_smoothing_is_tensorboards_debiased_mean():
    smoothed = Smoother(0.6).add(np.array([1.0, 2.0, 3.0]))
    # last = 0.6 last + 0.4 y, divided by 1 - 0.6^n:
    # 0.4/0.4; (0.24 + 0.8)/0.64; (0.624 + 1.2)/0.784
    assert smoothed == pytest.approx([1.0, 1.04 / 0.64, 1.824 / 0.784])


@given(st.lists(st.floats(-1e6, 1e6), max_size=40), st.integers(1, 7), st.floats(0.0, 0.99))
def test_smoothing_does_not_depend_on_how_points_arrive(values, chunk, weight):
    y = np.array(values, dtype=float)
    whole = Smoother(weight).add(y)
    smoother = Smoother(weight)
    parts = [smoother.add(y[i : i + chunk]) for i in range(0, len(y), chunk)]
    assert np.allclose(np.concatenate([*parts, []]), whole, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("weight", [0.0, 0.01, 0.1, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("size", [1.0, 1e-300, 1e300])
def test_smoothing_in_blocks_is_the_formula_of_one_value_after_another(weight, size):
    y = size * np.random.default_rng(0).normal(1.0, 1.0, 5001)
    y[2500] *= 1e6  # a spike, and what comes after it counts again
    mean, expected = 0.0, []
    for t, value in enumerate(y.tolist(), 1):
        mean = weight * mean + (1.0 - weight) * value
        expected.append(mean / (1.0 - weight**t))
    smoothed = Smoother(weight).add(y)
    scale = np.maximum.accumulate(np.abs(expected))
    assert np.all(np.abs(smoothed - expected) <= 1e-9 * scale)
    assert smoothed[-100:] == pytest.approx(expected[-100:], rel=1e-6)


def test_smoothing_steps_over_gaps_and_keeps_constants():
    smoothed = Smoother(0.9).add(np.array([5.0, np.nan, 5.0, np.inf, 5.0]))
    assert np.isnan(smoothed[[1, 3]]).all()
    assert smoothed[[0, 2, 4]] == pytest.approx([5.0, 5.0, 5.0])
