from collections.abc import Iterable
from itertools import takewhile
from typing import Any

import numpy as np
import pytest

from nncore.data import Dataset
from nncore.errors import SpecError
from nncore.optimizers import SGD, Adam
from nncore.schedules import Constant, CosineDecay
from nncore.training.config import RunConfig
from nncore.training.events import BatchEnded, Event
from nncore.training.loop import Run


def batches(events: Iterable[Event]) -> list[BatchEnded]:
    return [event for event in events if isinstance(event, BatchEnded)]


def finished(config: RunConfig, data: Dataset) -> Run:
    run = Run(config, data)
    for _ in run.events():
        pass
    return run


@pytest.mark.parametrize("size", [0, -1, 2.5, "many"])
def test_batch_size_that_makes_no_batch_is_refused(
    config: RunConfig, data: Dataset, size: Any
) -> None:
    run = Run(config, data)
    with pytest.raises(SpecError, match="batch_size must be a whole number at least 1"):
        run.batch_size = size
    assert run.batch_size == 7


def test_schedule_gives_the_rate_of_every_step(config: RunConfig, data: Dataset) -> None:
    schedule = CosineDecay(alpha=0.1)
    run = Run(config.replace(schedule=schedule), data)
    assert run.total_steps == 18
    seen = batches(run.events())
    expected = [0.01 * schedule.factor(t, 18) for t in range(18)]
    assert [event.learning_rate for event in seen] == expected


def test_schedule_moves_the_weights_as_the_rate_does(config: RunConfig, data: Dataset) -> None:
    half = config.replace(schedule=Constant(value=0.5))
    slow = config.replace(optimizer=Adam(learning_rate=0.005))
    a, b = finished(half, data), finished(slow, data)
    np.testing.assert_array_equal(a.network.flat, b.network.flat)


def test_rate_and_schedule_may_change_while_the_run_goes_on(
    config: RunConfig, data: Dataset
) -> None:
    run = Run(config.replace(schedule=Constant(value=0.5)), data)
    seen = []
    for event in run.events():
        if isinstance(event, BatchEnded):
            seen.append(event.learning_rate)
            if event.step == 2:
                assert run.adopt(run.config.with_setting("learning_rate", 0.04))
            if event.step == 4:
                assert run.adopt(run.config.replace(schedule=None))
    assert seen == [0.005] * 2 + [0.02] * 2 + [0.04] * 14


def test_total_steps_follow_a_batch_size_that_changes(config: RunConfig, data: Dataset) -> None:
    run = Run(config, data)
    events = run.events()
    for _ in takewhile(lambda event: getattr(event, "step", 0) < 2, events):
        pass
    run.batch_size = 13  # 26 samples are left of the first epoch
    assert run.total_steps == 2 + 2 + 4 + 4
    assert batches(events)[-1].step == 12
    assert run.total_steps == run.step


def test_adopt_takes_live_settings_and_nothing_else(config: RunConfig, data: Dataset) -> None:
    run = Run(config, data)
    events = run.events()
    next(events)
    next(events)
    spec = config.spec.change("dropout_1", rate=0.0)
    live = config.replace(spec=spec, optimizer=SGD(), batch_size=40, epochs=2)
    assert run.adopt(live)
    assert run.config is live
    rest = list(events)
    assert [event.samples for event in batches(rest)] == [33, 40]
    assert run.epoch == 2
    before = run.config
    for other in (
        live.replace(seed=9),
        live.replace(loss="mse"),
        live.replace(validation_split=0.1),
        live.replace(spec=spec.change("dense_1", units=7)),
        live.replace(spec=spec.remove("dropout_1")),
    ):
        assert not run.adopt(other)
        assert run.config is before


def test_dropout_rate_that_is_adopted_counts(config: RunConfig, data: Dataset) -> None:
    def last(rate: float) -> np.ndarray:
        run = Run(config, data)
        events = run.events()
        next(events)
        next(events)
        assert run.adopt(config.replace(spec=config.spec.change("dropout_1", rate=rate)))
        next(events)
        return run.network.flat.copy()

    np.testing.assert_array_equal(last(0.3), last(0.3))
    assert not np.array_equal(last(0.3), last(0.6))


def test_layer_is_frozen_and_let_go_while_the_run_goes_on(config: RunConfig, data: Dataset) -> None:
    run = Run(config, data)
    kept: dict[int, dict[str, np.ndarray]] = {}
    for event in run.events():
        if isinstance(event, BatchEnded):
            kept[event.step] = {name: values.copy() for name, values in run.network.params.items()}
            if event.step == 2:
                assert run.adopt(config.replace(frozen=("dense_1",)))
            if event.step == 5:
                assert run.adopt(config.replace(frozen=("dense_2/bias",)))
    for name in ("dense_1/kernel", "dense_1/bias"):
        np.testing.assert_array_equal(kept[2][name], kept[5][name])
        assert not np.array_equal(kept[5][name], kept[6][name])
    assert not np.array_equal(kept[2]["dense_2/bias"], kept[5]["dense_2/bias"])
    np.testing.assert_array_equal(kept[5]["dense_2/bias"], kept[18]["dense_2/bias"])


def test_frozen_name_that_is_none_changes_nothing(config: RunConfig, data: Dataset) -> None:
    run = Run(config, data)
    with pytest.raises(SpecError, match="dense_9"):
        run.adopt(config.replace(frozen=("dense_9",)))
    assert run.config is config


def test_run_under_other_names_keeps_what_was_set_on_it(config: RunConfig, data: Dataset) -> None:
    run = Run(config, data)
    run.batch_size, run.optimizer = 11, SGD(learning_rate=0.5)
    twin = run.under_names(config.rename("dense_1", "hidden"))
    assert (twin.batch_size, twin.optimizer) == (11, SGD(learning_rate=0.5))
