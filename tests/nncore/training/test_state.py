from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore.data import Dataset
from nncore.errors import DataError, FormatError, ShapeError
from nncore.formats.vitrine import Bundle, read_bundle, write_bundle
from nncore.optimizers import SGD
from nncore.schedules import CosineDecay, WarmUp
from nncore.training.config import RunConfig
from nncore.training.events import BatchEnded, EpochEnded, Evaluating, Event
from nncore.training.loop import Run
from nncore.training.policies import EarlyStopping, Guard, ReduceLROnPlateau
from nncore.training.state import TrainState


def run_until(config: RunConfig, data: Dataset, stop: Callable[[Event], bool]) -> Run:
    run = Run(config, data)
    for event in run.events():
        if stop(event):
            break
    return run


def after_step(step: int) -> Callable[[Event], bool]:
    return lambda event: isinstance(event, BatchEnded) and event.step == step


MOMENTS: dict[str, Callable[[Event], bool]] = {
    "first batch": after_step(1),
    "middle of an epoch": after_step(9),
    "last batch of an epoch": after_step(12),
    "while validating": lambda event: isinstance(event, Evaluating),
    "end of an epoch": lambda event: isinstance(event, EpochEnded) and event.epoch == 2,
    "end of the run": lambda event: isinstance(event, EpochEnded) and event.epoch == 3,
}


@pytest.fixture(params=["adam", "momentum", "everything"])
def remembering(request: pytest.FixtureRequest, config: RunConfig) -> RunConfig:
    """Runs whose parts remember: the last has a schedule, clipping, an average and policies."""
    if request.param == "adam":
        return config
    if request.param == "momentum":
        return config.replace(optimizer=SGD(learning_rate=0.1, momentum=0.9, nesterov=True))
    return config.replace(
        schedule=WarmUp(warmup_steps=4, start=0.1, then=CosineDecay(alpha=0.2)),
        clip_norm=0.5,
        clip_value=0.2,
        ema_decay=0.9,
        policies=[
            Guard(every=5),
            ReduceLROnPlateau(patience=1, min_delta=10, factor=0.5),
            EarlyStopping(monitor="loss", patience=9, restore_best=True),
        ],
    )


@pytest.mark.parametrize("moment", MOMENTS)
def test_saved_run_goes_on_bit_for_bit(
    remembering: RunConfig, data: Dataset, moment: str, tmp_path: Path
) -> None:
    either = remembering
    whole = run_until(either, data, lambda event: False)
    stopped = run_until(either, data, MOMENTS[moment])
    path = tmp_path / "run.vitrine"
    write_bundle(path, Bundle(stopped.network, either, stopped.state()))
    bundle = read_bundle(path)
    assert bundle.config == either
    resumed = Run(bundle.config, data, network=bundle.network, state=bundle.state)
    assert (resumed.step, resumed.progress) == (stopped.step, stopped.progress)
    steps = [event.step for event in resumed.events() if isinstance(event, BatchEnded)]
    assert steps == list(range(stopped.step + 1, 19))
    np.testing.assert_array_equal(resumed.network.flat, whole.network.flat)
    assert resumed.history == whole.history
    assert resumed.samples == whole.samples == 120
    final, expected = resumed.state(), whole.state()
    assert final.generators == expected.generators
    for name, slot in expected.slots.items():
        np.testing.assert_array_equal(final.slots[name], slot)
    assert final.slots.keys() == expected.slots.keys()
    assert final.optimizer_steps == expected.optimizer_steps
    assert final.rate_factor == expected.rate_factor
    assert repr(final.policies) == repr(expected.policies)  # NaN stands for nothing yet
    assert final.policy_arrays.keys() == expected.policy_arrays.keys()
    for name, kept in expected.policy_arrays.items():
        np.testing.assert_array_equal(final.policy_arrays[name], kept)


def test_run_that_switched_its_optimizer_goes_on_bit_for_bit(
    config: RunConfig, data: Dataset, tmp_path: Path
) -> None:
    """From Adam to momentum at step 5, back to Adam at step 11; saved in between."""
    momentum = config.replace(optimizer=SGD(learning_rate=0.1, momentum=0.9))
    plan = {5: momentum, 11: config}

    def follow(run: Run, stop: int) -> None:
        for event in run.events():
            if isinstance(event, BatchEnded):
                if event.step in plan:
                    assert run.adopt(plan[event.step])
                if event.step == stop:
                    return

    whole, stopped = Run(config, data), Run(config, data)
    follow(whole, 99)
    follow(stopped, 8)
    path = tmp_path / "run.vitrine"
    write_bundle(path, Bundle(stopped.network, stopped.config, stopped.state()))
    bundle = read_bundle(path)
    assert bundle.config is not None
    resumed = Run(bundle.config, data, state=bundle.state)
    follow(resumed, 99)
    np.testing.assert_array_equal(resumed.network.flat, whole.network.flat)
    assert resumed.state().optimizer_steps == {"Adam": 5 + 7, "SGD": 6}


def test_state_of_an_old_file_goes_on_bit_for_bit(config: RunConfig, data: Dataset) -> None:
    """Before optimizers counted their own steps, their slots had no type in their name."""
    whole = run_until(config, data, lambda event: False)
    described, arrays = run_until(config, data, after_step(9)).state().to_parts()
    for name in ("optimizer_steps", "rate_factor", "policies"):
        del described[name]
    arrays = {name.replace("Adam/", ""): values for name, values in arrays.items()}
    resumed = Run(config, data, state=TrainState.from_parts(described, arrays))
    for _ in resumed.events():
        pass
    np.testing.assert_array_equal(resumed.network.flat, whole.network.flat)


def test_float64_run_goes_on_bit_for_bit(config: RunConfig, data: Dataset, tmp_path: Path) -> None:
    config = config.replace(dtype="float64")
    whole = run_until(config, data, lambda event: False)
    stopped = run_until(config, data, after_step(9))
    path = tmp_path / "run.vitrine"
    write_bundle(path, Bundle(stopped.network, config, stopped.state()))
    resumed = Run(config, data, state=read_bundle(path).state)
    for _ in resumed.events():
        pass
    np.testing.assert_array_equal(resumed.network.flat, whole.network.flat)


def test_state_is_a_copy(config: RunConfig, data: Dataset) -> None:
    run = run_until(config, data, after_step(9))
    state = run.state()
    flat, order = state.flat.copy(), np.array(state.order)
    mean = state.slots["Adam/mean"].copy()
    for _ in run.events():
        pass
    np.testing.assert_array_equal(state.flat, flat)
    np.testing.assert_array_equal(np.array(state.order), order)
    np.testing.assert_array_equal(state.slots["Adam/mean"], mean)
    assert (state.step, state.epoch) == (9, 1)
    assert len(state.history["loss"]) == 1


def test_one_state_starts_several_runs(config: RunConfig, data: Dataset) -> None:
    state = run_until(config, data, after_step(9)).state()
    ends = []
    for _ in range(2):
        run = Run(config, data, state=state)
        for _ in run.events():
            pass
        ends.append(run.network.flat.copy())
    np.testing.assert_array_equal(*ends)


def test_run_that_lost_its_numbers_can_be_saved(
    config: RunConfig, data: Dataset, tmp_path: Path
) -> None:
    run = Run(config.with_setting("learning_rate", 1e30), data, policies=())
    for event in run.events():
        if isinstance(event, BatchEnded) and event.step == 9:
            break
    path = tmp_path / "lost.vitrine"
    write_bundle(path, Bundle(run.network, run.config, run.state()))
    state = read_bundle(path).state
    assert state is not None
    np.testing.assert_equal(dict(state.sums), run.state().sums)
    np.testing.assert_equal(dict(state.history), run.state().history)


def test_state_of_another_network_is_refused(config: RunConfig, data: Dataset) -> None:
    state = run_until(config, data, after_step(3)).state()
    other = config.replace(spec=config.spec.change("dense_1", units=5))
    with pytest.raises(ShapeError, match=r"the network needs 43 floating-point numbers"):
        Run(other, data, state=state)


def test_state_of_other_data_is_refused(config: RunConfig, data: Dataset) -> None:
    state = run_until(config, data, after_step(3)).state()
    with pytest.raises(DataError, match=r"in the middle of 40 training samples.*now have 32"):
        Run(config, data.subset(40, 12), state=state)


def parts(config: RunConfig, data: Dataset) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    return run_until(config, data, after_step(9)).state().to_parts()


DAMAGES: dict[str, Callable[[dict[str, Any], dict[str, np.ndarray]], object]] = {
    "no epoch": lambda d, a: d.pop("epoch"),
    "negative step": lambda d, a: d.update(step=-1),
    "huge step": lambda d, a: d.update(step=2**63),
    "fraction": lambda d, a: d.update(position=1.5),
    "text": lambda d, a: d.update(samples="many"),
    "truth value": lambda d, a: d.update(epoch=True),
    "no parameters": lambda d, a: a.pop("flat"),
    "no generators": lambda d, a: d.pop("generators"),
    "generators are a list": lambda d, a: d.update(generators=[1]),
    "another generator": lambda d, a: d["generators"]["order"].update(bit_generator="MT19937"),
    "generator without state": lambda d, a: d["generators"]["order"].pop("state"),
    "generator with text": lambda d, a: d["generators"]["order"]["state"].update(inc="x"),
    "generator too large": lambda d, a: d["generators"]["order"]["state"].update(state="1" * 99),
    "sums are a list": lambda d, a: d.update(sums=[]),
    "sum is no number": lambda d, a: d["sums"].update(loss=[]),
    "optimizer's steps are a list": lambda d, a: d.update(optimizer_steps=[3]),
    "optimizer's steps are text": lambda d, a: d.update(optimizer_steps={"Adam": "x"}),
    "rate factor is no number": lambda d, a: d.update(rate_factor="nan"),
    "rate factor is negative": lambda d, a: d.update(rate_factor=-1),
    "policies are numbers": lambda d, a: d.update(policies=[1]),
    "policy without memory": lambda d, a: d.update(policies=[{"type": "Guard"}]),
    "policy remembers text": lambda d, a: d.update(
        policies=[{"type": "Guard", "memory": {"first": "x"}}]
    ),
    "history is no list": lambda d, a: d["history"].update(loss=5),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_state_is_refused(config: RunConfig, data: Dataset, damage: str) -> None:
    described, arrays = parts(config, data)
    DAMAGES[damage](described, arrays)
    with pytest.raises(FormatError, match="the training state is damaged"):
        TrainState.from_parts(described, arrays)


MISFITS: dict[str, Callable[[dict[str, Any], dict[str, np.ndarray]], object]] = {
    "slot of one value": lambda d, a: a.update({"slot/Adam/mean": np.ones(1, np.float32)}),
    "slot of whole numbers": lambda d, a: a.update({"slot/Adam/mean": np.ones(51, np.int64)}),
    "slot too long": lambda d, a: a.update({"slot/Adam/mean": np.ones(52, np.float32)}),
    "average too long": lambda d, a: a.update({"slot/ema": np.ones(52, np.float32)}),
    "kept weights too short": lambda d, a: a.update({"policy/0/best": np.ones(5, np.float32)}),
    "parameters too short": lambda d, a: a.update(flat=np.ones(50, np.float32)),
    "position without order": lambda d, a: a.pop("order"),
    "position beyond the order": lambda d, a: d.update(position=41),
}


@pytest.mark.parametrize("misfit", MISFITS)
def test_state_that_does_not_fit_the_network_is_refused(
    config: RunConfig, data: Dataset, misfit: str
) -> None:
    described, arrays = parts(config, data)
    MISFITS[misfit](described, arrays)
    with pytest.raises(ShapeError, match="the state"):
        Run(config, data, state=TrainState.from_parts(described, arrays))


@pytest.mark.parametrize(
    "order",
    [np.zeros(40, np.int64), np.arange(40) + 1, np.arange(40) - 1, np.arange(40.0), np.arange(41)],
)
def test_order_that_is_no_permutation_is_refused(
    config: RunConfig, data: Dataset, order: np.ndarray
) -> None:
    described, arrays = parts(config, data)
    state = TrainState.from_parts(described, {**arrays, "order": order})
    with pytest.raises(DataError, match="in the middle of"):
        Run(config, data, state=state)


def test_state_without_a_generator_is_refused(config: RunConfig, data: Dataset) -> None:
    described, arrays = parts(config, data)
    del described["generators"]["noise"]
    with pytest.raises(DataError, match=r"needs the random generators order, noise; it has order"):
        Run(config, data, state=TrainState.from_parts(described, arrays))
