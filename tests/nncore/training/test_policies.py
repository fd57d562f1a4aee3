import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nncore.data import Dataset
from nncore.errors import DataError, SpecError
from nncore.layers import Dense
from nncore.network import Network
from nncore.optimizers import SGD
from nncore.schedules import Constant
from nncore.spec import NetworkSpec
from nncore.training import guard
from nncore.training.config import RunConfig
from nncore.training.events import BatchEnded, EpochEnded, Event, RunEnded
from nncore.training.guard import dead_share, update_ratios
from nncore.training.loop import Run
from nncore.training.policies import (
    POLICIES,
    EarlyStopping,
    Guard,
    Policy,
    ReduceLROnPlateau,
)

NEVER = 1e6
"""A `min_delta` that no improvement reaches: every epoch after the first counts as none."""


def follow(run: Run) -> list[Event]:
    return list(run.events())


def reason_of(events: list[Event]) -> str:
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    return ended.reason


def rates(events: list[Event]) -> list[float]:
    """The learning rate at the end of each epoch."""
    result, last = [], 0.0
    for event in events:
        if isinstance(event, BatchEnded):
            last = event.learning_rate
        elif isinstance(event, EpochEnded):
            result.append(last)
    return result


@pytest.fixture
def long(config: RunConfig) -> RunConfig:
    return config.replace(epochs=8)


@pytest.mark.parametrize("name", POLICIES)
def test_json_round_trip_through_text(name: str) -> None:
    policy = POLICIES[name]()
    for defaults in (False, True):
        text = json.dumps(policy.to_json(defaults=defaults))
        assert Policy.from_json(json.loads(text)) == policy


def test_policies_that_only_watch_change_no_bit(config: RunConfig, data: Dataset) -> None:
    plain = Run(config, data)
    follow(plain)
    watched = Run(config.replace(policies=[Guard(), EarlyStopping(patience=99)]), data)
    follow(watched)
    np.testing.assert_array_equal(watched.network.flat, plain.network.flat)


def test_early_stopping_waits_and_says_why(long: RunConfig, data: Dataset) -> None:
    run = Run(long.replace(policies=[EarlyStopping(patience=3, min_delta=NEVER)]), data)
    events = follow(run)
    assert run.epoch == 4
    best = run.history["val_loss"][0]
    expected = f"early stopping: val_loss has not improved on {best:.5g} (epoch 1) for 3 epochs"
    assert reason_of(events) == expected
    assert isinstance(events[-2], EpochEnded)


@pytest.mark.parametrize("monitor", ["loss", "val_loss", "accuracy", "val_accuracy"])
def test_improvement_is_down_for_losses_and_up_for_accuracies(
    long: RunConfig, data: Dataset, monitor: str
) -> None:
    policy = EarlyStopping(monitor=monitor, patience=1)
    run = Run(long.replace(policies=[policy], epochs=30), data)
    follow(run)
    values = run.history[monitor]
    sign = 1 if "accuracy" in monitor else -1
    steps = np.diff(values) * sign
    assert (steps[:-1] > 0).all()
    assert run.epoch == 30 or steps[-1] <= 0


def test_best_weights_come_back_at_the_end(long: RunConfig, data: Dataset) -> None:
    policy = EarlyStopping(patience=2, min_delta=NEVER, restore_best=True)
    first = Run(long.replace(epochs=1), data)
    follow(first)
    for config in (long, long.replace(epochs=2)):  # stopped early, and at its end
        run = Run(config.replace(policies=[policy], ema_decay=0.9), data)
        follow(run)
        np.testing.assert_array_equal(run.network.flat, first.network.flat)
        np.testing.assert_array_equal(run.averaged_network().flat, first.network.flat)


def test_run_saved_where_it_was_stopped_stays_stopped(long: RunConfig, data: Dataset) -> None:
    config = long.replace(policies=[EarlyStopping(patience=2, min_delta=NEVER)])
    run = Run(config, data)
    for event in run.events():
        if isinstance(event, EpochEnded) and event.epoch == 3:
            break
    resumed = Run(config, data, state=run.state())
    events = follow(resumed)
    assert len(events) == 2
    assert reason_of(events).startswith("early stopping: ")
    assert resumed.epoch == 3
    follow(resumed)  # after its end, whoever goes on gives it the whole patience again
    assert resumed.epoch == 5


def test_rate_is_cut_after_each_plateau(long: RunConfig, data: Dataset) -> None:
    policy = ReduceLROnPlateau(patience=2, factor=0.5, min_delta=NEVER)
    run = Run(long.replace(policies=[policy]), data)
    events = follow(run)
    assert rates(events) == [0.01] * 3 + [0.005] * 2 + [0.0025] * 2 + [0.00125]
    assert run.optimizer.learning_rate == 0.01


def test_cooldown_and_smallest_rate_hold(long: RunConfig, data: Dataset) -> None:
    cool = ReduceLROnPlateau(patience=1, factor=0.5, min_delta=NEVER, cooldown=2)
    events = follow(Run(long.replace(policies=[cool]), data))
    assert rates(events) == [0.01] * 2 + [0.005] * 2 + [0.0025] * 2 + [0.00125] * 2
    low = ReduceLROnPlateau(patience=1, factor=0.5, min_delta=NEVER, min_lr=0.004)
    run = Run(long.replace(policies=[low]), data)
    assert rates(follow(run))[-1] == pytest.approx(0.004)
    run.optimizer = run.optimizer.replace(learning_rate=0.002)
    assert run.learning_rate == pytest.approx(0.0008)


def test_cut_stays_when_the_rate_is_changed(long: RunConfig, data: Dataset) -> None:
    policy = ReduceLROnPlateau(patience=1, factor=0.5, min_delta=NEVER)
    run = Run(long.replace(policies=[policy], epochs=2), data)
    follow(run)
    assert run.learning_rate == 0.005
    assert run.adopt(run.config.with_setting("learning_rate", 1.0))
    assert run.learning_rate == 0.5


def test_policy_that_is_left_alone_keeps_its_memory_when_others_change(
    long: RunConfig, data: Dataset
) -> None:
    stopping = EarlyStopping(patience=3, min_delta=NEVER)
    run = Run(long.replace(policies=[stopping]), data)
    for event in run.events():
        if isinstance(event, EpochEnded) and event.epoch == 2:
            assert run.adopt(run.config.replace(policies=[Guard(), stopping]))
    assert run.epoch == 4


def test_metric_that_is_not_measured_is_refused(config: RunConfig, data: Dataset) -> None:
    config = config.replace(policies=[EarlyStopping()], validation_split=0.0)
    with pytest.raises(SpecError, match=r"EarlyStopping watches val_loss; .*validation_split"):
        Run(config, data)
    plain = config.replace(policies=[])
    run = Run(plain, data)
    with pytest.raises(SpecError, match="watches val_loss"):
        run.adopt(config)
    assert run.config is plain


def test_given_rules_replace_the_declared_ones(long: RunConfig, data: Dataset) -> None:
    config = long.replace(policies=[EarlyStopping(patience=1, min_delta=NEVER)])
    assert reason_of(follow(Run(config, data, policies=()))) == "finished"


def test_memory_of_another_policy_is_refused(config: RunConfig, data: Dataset) -> None:
    config = config.replace(policies=[Guard()])
    described, arrays = Run(config, data).state().to_parts()
    described["policies"][0]["memory"] = {"best": 1.0}
    state = type(Run(config, data).state()).from_parts(described, arrays)
    with pytest.raises(DataError, match=r"Guard remembers first, healthy.*the state has best"):
        Run(config, data, state=state)


GREAT: dict[str, Any] = {"optimizer": SGD(learning_rate=1e30)}


def test_guard_names_the_numbers_and_goes_back(config: RunConfig, data: Dataset) -> None:
    config = config.replace(policies=[Guard(every=4)], **GREAT)
    start = Run(config, data).network.flat.copy()
    run = Run(config, data)
    events = follow(run)
    reason = reason_of(events)
    last = events[-2]
    assert isinstance(last, BatchEnded)
    assert reason.startswith("diverged: the loss became ")
    assert f"at step {last.step} with learning rate 1e+30" in reason
    assert "at step 1 dense_" in reason
    assert "times its size" in reason
    assert "of the units are dead" in reason
    assert reason.endswith("back to the weights of step 0; try a learning rate of 3e+29")
    np.testing.assert_array_equal(run.network.flat, start)
    run.optimizer = SGD(learning_rate=0.01)
    assert reason_of(follow(run)) == "finished"


def test_movement_from_before_the_rate_was_raised_is_no_reason(
    config: RunConfig, data: Dataset
) -> None:
    config = config.replace(policies=[Guard(every=4)], optimizer=SGD(learning_rate=0.001), epochs=9)
    run = Run(config, data)
    events = []
    for event in run.events():
        events.append(event)
        if isinstance(event, BatchEnded) and event.step == 6:
            run.optimizer = SGD(learning_rate=1e30)
    reason = reason_of(events)
    assert "with learning rate 1e+30" in reason
    assert "times its size" not in reason
    assert "back to the weights of step" in reason


@pytest.mark.parametrize("policies", [[], [Guard()]])
def test_advice_reads_as_people_write_numbers(
    config: RunConfig, data: Dataset, policies: list[Guard]
) -> None:
    config = config.replace(
        optimizer=SGD(learning_rate=30.0), schedule=Constant(value=1e29), policies=policies
    )
    reason = reason_of(follow(Run(config, data)))
    assert "with learning rate 3e+30 (set to 30)" in reason
    assert reason.endswith((" 10", "rate of 10"))


def test_guard_that_does_not_restore_keeps_the_copy(config: RunConfig, data: Dataset) -> None:
    run = Run(config.replace(policies=[Guard(restore=False)], **GREAT), data)
    start = run.network.flat.copy()
    assert "back to" not in reason_of(follow(run))
    assert not np.array_equal(run.network.flat, start)
    np.testing.assert_array_equal(run.state().policy_arrays["0/healthy"], start)


def test_guard_ends_an_explosion_that_is_still_finite(data: Dataset, config: RunConfig) -> None:
    spec = NetworkSpec.chain((4,), [Dense(units=3)])
    config = config.replace(
        spec=spec, loss="mse", optimizer=SGD(learning_rate=2.0), policies=[Guard(explosion=50)]
    )
    run = Run(config, data)
    events = follow(run)
    last = events[-2]
    assert isinstance(last, BatchEnded)
    assert 50 < last.loss < math.inf
    assert reason_of(events).startswith("diverged: the loss became")


@pytest.mark.parametrize("loss", [math.inf, math.nan])
def test_guard_ends_a_run_whose_first_loss_is_no_number(
    config: RunConfig, data: Dataset, monkeypatch: pytest.MonkeyPatch, loss: float
) -> None:
    run = Run(config.replace(policies=[Guard()]), data)
    step = run.network.step
    monkeypatch.setattr(run.network, "step", lambda *args: (loss, step(*args)[1]))
    events = follow(run)
    assert f"the loss became {loss} at step 1 " in reason_of(events)
    monkeypatch.setattr(run.network, "step", lambda *args: (loss, step(*args)[1]))
    assert f"the loss became {loss} at step 2 " in reason_of(follow(run))


def test_healthy_copy_is_renewed(config: RunConfig, data: Dataset) -> None:
    run = Run(config.replace(policies=[Guard(every=6)]), data)
    copies: dict[int, np.ndarray] = {}
    for event in run.events():
        if isinstance(event, BatchEnded):
            copies[event.step] = run.network.flat.copy()
            kept = run.state().policy_arrays["0/healthy"]
            if event.step >= 6:
                np.testing.assert_array_equal(kept, copies[event.step // 6 * 6])


def test_update_ratio_by_hand(spec: NetworkSpec) -> None:
    network = Network.from_spec(spec, 0, "float64")
    before = network.flat.copy()
    network.params["dense_1/kernel"] *= 1.25
    ratios = update_ratios(network, before)
    assert ratios == {"dense_1": pytest.approx(0.25), "dense_2": 0}
    network.params["dense_2/kernel"][0, 0] = np.nan
    assert update_ratios(network, before)["dense_2"] == math.inf


CASES: dict[str, tuple[str, Callable[[np.ndarray], None], float]] = {
    "two of four relus below zero": ("relu", lambda b: b.__setitem__(slice(0, 2), -1e3), 0.5),
    "one of four sigmoids flat": ("sigmoid", lambda b: b.__setitem__(0, 1e3), 0.25),
    "three of four tanhs flat": ("tanh", lambda b: b.__setitem__(slice(0, 3), -1e3), 0.75),
}


@pytest.mark.parametrize("case", CASES)
def test_share_of_dead_units_by_hand(case: str) -> None:
    activation, kill, expected = CASES[case]
    layers = [Dense(units=4, activation=activation), Dense(units=2, activation="softmax")]
    network = Network.from_spec(NetworkSpec.chain((3,), layers), 0)
    network.params["dense_1/kernel"][...] = 0.01
    network.params["dense_1/bias"][...] = 0.1
    kill(network.params["dense_1/bias"])
    workspace = network.workspace()
    assert dead_share(network, workspace) is None
    network.forward(np.ones((5, 3), np.float32), workspace)
    assert dead_share(network, workspace) == expected


@pytest.mark.parametrize(("ratio", "text"), [
    (0.00123, "0.0012"), (4.4, "4.4"), (654.0, "650"), (123456.0, "120000"), (2.5e9, "2.5e+09"),
])  # fmt: skip
def test_movement_is_told_without_an_exponent_where_people_need_none(
    ratio: float, text: str
) -> None:
    assert guard._times(ratio) == text


@pytest.mark.parametrize("loss", [math.inf, math.nan])
def test_no_limit_is_so_high_that_a_loss_without_end_passes(
    config: RunConfig, data: Dataset, loss: float
) -> None:
    run = Run(config.replace(policies=[Guard(explosion=1e308)]), data)
    watcher = run.policies[0]
    for step, value in ((1, 100.0), (2, 100.0)):
        assert watcher(BatchEnded(1, step, step, 4, 0.1, value, None), run) is None
    assert "diverged" in str(watcher(BatchEnded(1, 3, 3, 4, 0.1, loss, None), run))
