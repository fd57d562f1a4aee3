from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore.data import Dataset
from nncore.errors import DataError, FormatError, ShapeError
from nncore.formats.vitrine import Bundle, read_bundle, write_bundle
from nncore.training.config import RunConfig
from nncore.training.events import BatchEnded, EpochEnded, Evaluating, Event
from nncore.training.loop import Run
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


@pytest.mark.parametrize("moment", MOMENTS)
def test_saved_run_goes_on_bit_for_bit(
    either: RunConfig, data: Dataset, moment: str, tmp_path: Path
) -> None:
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
    mean = state.slots["mean"].copy()
    for _ in run.events():
        pass
    np.testing.assert_array_equal(state.flat, flat)
    np.testing.assert_array_equal(np.array(state.order), order)
    np.testing.assert_array_equal(state.slots["mean"], mean)
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
    "history is no list": lambda d, a: d["history"].update(loss=5),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_state_is_refused(config: RunConfig, data: Dataset, damage: str) -> None:
    described, arrays = parts(config, data)
    DAMAGES[damage](described, arrays)
    with pytest.raises(FormatError, match="the training state is damaged"):
        TrainState.from_parts(described, arrays)


MISFITS: dict[str, Callable[[dict[str, Any], dict[str, np.ndarray]], object]] = {
    "slot of one value": lambda d, a: a.update({"slot/mean": np.ones(1, np.float32)}),
    "slot of whole numbers": lambda d, a: a.update({"slot/mean": np.ones(51, np.int64)}),
    "slot too long": lambda d, a: a.update({"slot/mean": np.ones(52, np.float32)}),
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
