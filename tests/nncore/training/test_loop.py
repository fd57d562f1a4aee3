import math
from collections.abc import Iterable
from itertools import takewhile
from typing import Any

import numpy as np
import pytest

import nncore
from nncore.data import Dataset
from nncore.errors import SpecError
from nncore.layers import Dense, Flatten
from nncore.optimizers import SGD, Adam
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.evaluate import Evaluation
from nncore.training.events import (
    BatchEnded,
    EpochEnded,
    Evaluating,
    Event,
    RunEnded,
    RunStarted,
)
from nncore.training.loop import Run, initial_network, train, trainable_segments


def batches(events: Iterable[Event]) -> list[BatchEnded]:
    return [event for event in events if isinstance(event, BatchEnded)]


def finished(config: RunConfig, data: Dataset, **given: Any) -> Run:
    run = Run(config, data, **given)
    for _ in run.events():
        pass
    return run


def test_events_come_in_order_and_number(config: RunConfig, data: Dataset) -> None:
    events = list(train(config, data=data))
    epoch = [BatchEnded] * 6 + [Evaluating, EpochEnded]  # 40 samples by 7, the last batch of 5
    assert [type(event) for event in events] == [RunStarted, *(epoch * 3), RunEnded]
    started, ended = events[0], events[-1]
    assert isinstance(started, RunStarted)
    assert isinstance(ended, RunEnded)
    assert (started.samples, started.batches, started.epochs) == (40, 6, 3)
    assert ended.reason == "finished"
    assert ended.network is started.network
    assert {len(values) for values in ended.history.values()} == {3}
    assert set(ended.history) == {"loss", "accuracy", "val_loss", "val_accuracy", "val_macro_f1"}


def test_batches_count_epoch_place_step_and_progress(config: RunConfig, data: Dataset) -> None:
    seen = batches(train(config, data=data))
    assert [event.step for event in seen] == list(range(1, 19))
    assert [event.epoch for event in seen] == [1] * 6 + [2] * 6 + [3] * 6
    assert [event.batch for event in seen] == [1, 2, 3, 4, 5, 6] * 3
    assert [event.samples for event in seen] == [7, 7, 7, 7, 7, 5] * 3
    assert seen[7].progress == pytest.approx(1 + 14 / 40)
    assert seen[-1].progress == 3


def test_metrics_of_an_epoch_are_the_means_over_its_samples(
    config: RunConfig, data: Dataset
) -> None:
    events = list(train(config, data=data))
    seen = batches(events)
    for epoch, ended in enumerate(e for e in events if isinstance(e, EpochEnded)):
        own = seen[6 * epoch : 6 * epoch + 6]
        loss = sum(event.loss * event.samples for event in own) / 40
        right = sum((event.accuracy or 0) * event.samples for event in own) / 40
        assert ended.metrics["loss"] == pytest.approx(loss)
        assert ended.metrics["accuracy"] == pytest.approx(right)
        assert ended.epoch == epoch + 1
        assert ended.step == 6 * epoch + 6
        assert ended.samples_per_second == pytest.approx(40 / ended.seconds)


def test_training_learns(config: RunConfig, data: Dataset) -> None:
    run = finished(config.replace(epochs=40), data)
    result = Evaluation()
    for event in run.evaluate("test", result):
        assert (event.split, event.done, event.total) == ("test", 12, 12)
    assert result.accuracy is not None
    assert result.accuracy > 0.8
    assert run.history["loss"][-1] < 0.5 * run.history["loss"][0]


def test_same_seed_gives_the_same_bits(either: RunConfig, data: Dataset) -> None:
    a, b = finished(either, data), finished(either, data)
    np.testing.assert_array_equal(a.network.flat, b.network.flat)
    assert a.history == b.history


def test_another_seed_gives_another_run(config: RunConfig, data: Dataset) -> None:
    a, b = finished(config, data), finished(config.replace(seed=5), data)
    assert not np.array_equal(a.network.flat, b.network.flat)


def test_seed_draws_order_and_dropout_apart_from_the_start(
    config: RunConfig, data: Dataset
) -> None:
    same_start = config.replace(seed=5)
    a = finished(config, data, network=initial_network(config))
    b = finished(same_start, data, network=initial_network(config))
    assert not np.array_equal(a.network.flat, b.network.flat)


def test_global_random_numbers_change_nothing(config: RunConfig, data: Dataset) -> None:
    a = finished(config, data)
    np.random.seed(1)  # noqa: NPY002 - the global generator is what must not matter
    np.testing.assert_array_equal(finished(config, data).network.flat, a.network.flat)


def test_evaluating_draws_nothing(config: RunConfig, data: Dataset) -> None:
    a = finished(config, data)
    run = Run(config, data)
    for event in run.events():
        if isinstance(event, BatchEnded) and event.batch % 2:
            for _ in run.evaluate("test", Evaluation()):
                pass
            run.network.predict(data.x_test)
    np.testing.assert_array_equal(run.network.flat, a.network.flat)


def test_every_sample_is_seen_once_an_epoch(
    config: RunConfig, data: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run(config.replace(epochs=2), data)
    seen: list[np.ndarray] = []
    step = run.network.step

    def record(x: np.ndarray, *args: Any, **kwargs: Any) -> Any:
        seen.append(x.copy())
        return step(x, *args, **kwargs)

    monkeypatch.setattr(run.network, "step", record)
    for _ in run.events():
        pass
    rows = np.concatenate(seen)
    first, second = rows[:40], rows[40:]
    expected = data.x_train[:40]
    for epoch in (first, second):
        assert sorted(map(tuple, epoch.tolist())) == sorted(map(tuple, expected.tolist()))
    assert not np.array_equal(first, expected)
    assert not np.array_equal(first, second)


def test_without_shuffle_the_order_is_that_of_the_data(spec: NetworkSpec, data: Dataset) -> None:
    spec = spec.remove("dropout_1")
    config = RunConfig(spec=spec, epochs=1, batch_size=10, shuffle=False, optimizer=SGD())
    network = initial_network(config)
    by_hand = network.copy()
    list(train(config, data=data, network=network))
    for a in range(0, 50, 10):
        y = np.eye(3, dtype=np.float32)[data.y_train[a : a + 10]]
        _, grads = by_hand.loss_and_grads(data.x_train[a : a + 10], y)
        for name, g in grads.items():
            by_hand.params[name] -= np.float32(0.01) * g
    np.testing.assert_allclose(network.flat, by_hand.flat, rtol=1e-6, atol=1e-7)


def test_pause_and_go_on_with_the_same_iterator(config: RunConfig, data: Dataset) -> None:
    whole = finished(config, data)
    run = Run(config, data)
    events = run.events()
    for _ in takewhile(lambda event: getattr(event, "step", 0) < 8, events):
        pass
    assert run.step == 8
    for _ in events:
        pass
    np.testing.assert_array_equal(run.network.flat, whole.network.flat)


@pytest.mark.parametrize("stop", [1, 6, 8, 17])
def test_pause_and_go_on_with_a_new_iterator(config: RunConfig, data: Dataset, stop: int) -> None:
    whole = finished(config, data)
    run = Run(config, data)
    first = run.events()
    for event in first:
        if isinstance(event, BatchEnded) and event.step == stop:
            break
    first.close()  # type: ignore[attr-defined]
    rest = list(run.events())
    assert isinstance(rest[0], RunStarted)
    assert [event.step for event in batches(rest)] == list(range(stop + 1, 19))
    np.testing.assert_array_equal(run.network.flat, whole.network.flat)
    assert run.history == whole.history


def test_optimizer_and_batch_size_count_from_the_next_batch(
    config: RunConfig, data: Dataset
) -> None:
    run = Run(config, data)
    events = run.events()
    next(events)
    next(events)
    run.optimizer = Adam(learning_rate=0.0)
    run.batch_size = 20
    before = run.network.flat.copy()
    event = next(events)
    assert isinstance(event, BatchEnded)
    assert (event.samples, event.step) == (20, 2)
    np.testing.assert_array_equal(run.network.flat, before)
    run.optimizer = SGD(learning_rate=0.1, momentum=0.5)
    last = next(events)
    assert isinstance(last, BatchEnded)
    assert last.samples == 13  # 40 - 7 - 20
    assert not np.array_equal(run.network.flat, before)
    assert isinstance(next(events), Evaluating)


@pytest.mark.parametrize("name", ["SGD", "RMSprop", "Adam", "AdamW"])
def test_diverging_run_ends_with_a_reason_that_names_numbers(
    config: RunConfig, data: Dataset, name: str
) -> None:
    config = config.with_setting("optimizer", name).with_setting("learning_rate", 1e30)
    events = list(train(config.replace(epochs=50), data=data))
    ended, last = events[-1], events[-2]
    assert isinstance(ended, RunEnded)
    assert isinstance(last, BatchEnded)
    assert not math.isfinite(last.loss)
    assert ended.reason.startswith("diverged: ")
    assert f"at step {last.step} with learning rate 1e+30; try 3e+29" in ended.reason


def test_without_policies_a_run_goes_on_without_numbers(config: RunConfig, data: Dataset) -> None:
    config = config.with_setting("learning_rate", 1e30)
    events = list(train(config, data=data, policies=()))
    assert len(batches(events)) == 18
    assert events[-1].reason == "finished"  # type: ignore[union-attr]


def test_policy_ends_the_run_after_the_event_it_saw(config: RunConfig, data: Dataset) -> None:
    def stop(event: Event, run: Run) -> str | None:
        return "enough" if isinstance(event, BatchEnded) and run.step == 5 else None

    events = list(train(config, data=data, policies=[stop]))
    assert [event.step for event in batches(events)] == [1, 2, 3, 4, 5]
    assert isinstance(events[-1], RunEnded)
    assert events[-1].reason == "enough"


@pytest.mark.parametrize(
    ("frozen", "names"),
    [
        (("dense_1",), {"dense_1/kernel", "dense_1/bias"}),
        (("dense_2/kernel",), {"dense_2/kernel"}),
        (("dense_1/bias", "dense_2"), {"dense_1/bias", "dense_2/kernel", "dense_2/bias"}),
    ],
)
def test_frozen_parameters_stay(
    either: RunConfig, data: Dataset, frozen: tuple[str, ...], names: set[str]
) -> None:
    run = Run(either.replace(frozen=frozen, epochs=1), data)
    before = run.network.snapshot()
    for _ in run.events():
        pass
    for name, values in run.network.params.items():
        assert np.array_equal(values, before.params[name]) is (name in names), name


def test_unknown_frozen_name_is_refused(config: RunConfig, data: Dataset) -> None:
    with pytest.raises(SpecError, match=r"no parameter is called 'dense_9'.*dense_1/kernel"):
        Run(config.replace(frozen=("dense_9",)), data)


def test_segments_that_touch_are_merged(config: RunConfig) -> None:
    network = initial_network(config)  # kernel 24, bias 6, kernel 18, bias 3
    assert trainable_segments(network, ()) == [(0, 51)]
    assert trainable_segments(network, ("dense_1/bias",)) == [(0, 24), (30, 51)]
    assert trainable_segments(network, ("dense_1", "dense_2")) == []


def test_fixed_starting_values_are_put_in(config: RunConfig) -> None:
    network = initial_network(config.replace(initial_params={"dense_2/bias": [1, 2, 3]}))
    np.testing.assert_array_equal(network.params["dense_2/bias"], [1, 2, 3])
    drawn = initial_network(config)
    np.testing.assert_array_equal(network.params["dense_1/kernel"], drawn.params["dense_1/kernel"])


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"dense_9/bias": [1]}, "no parameter is called 'dense_9/bias'"),
        ({"dense_2/bias": [1, 2]}, r"dense_2/bias is \(3,\); received \(2,\)"),
        ({"dense_2/bias": "abc"}, r"must be numbers of shape \(3,\); received 'abc'"),
        ({"dense_2/bias": [[1], [1, 2]]}, r"must be numbers of shape \(3,\)"),
        ({"dense_2/bias": {"a": 1}}, r"must be numbers of shape \(3,\)"),
    ],
)
def test_bad_starting_values_are_refused(
    config: RunConfig, values: dict[str, Any], problem: str
) -> None:
    with pytest.raises(SpecError, match=problem):
        initial_network(config.replace(initial_params=values))


def test_given_network_goes_on_learning(config: RunConfig, data: Dataset) -> None:
    network = finished(config, data).network
    before = network.flat.copy()
    events = list(nncore.train(config.replace(epochs=1), data=data, network=network))
    assert events[0].network is network  # type: ignore[union-attr]
    assert not np.array_equal(network.flat, before)


def test_data_are_loaded_by_the_name_in_the_config() -> None:
    config = nncore.load_recipe("worked-example").replace(epochs=2)
    assert len(batches(nncore.train(config))) == 2


def test_regression_has_a_loss_and_no_accuracy() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(30, 2))
    y = x @ [[2.0], [-1.0]] + 0.5
    data = Dataset("plane", x, y, x, y)
    spec = NetworkSpec.chain((2,), [Dense(units=1)])
    config = RunConfig(
        spec=spec, loss="mse", epochs=60, batch_size=5, optimizer=SGD(learning_rate=0.1)
    )
    events = list(train(config, data=data))
    assert {event.accuracy for event in batches(events)} == {None}
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    assert set(ended.history) == {"loss"}
    kernel = ended.network.params["dense_1/kernel"]
    np.testing.assert_allclose(kernel, [[2], [-1]], atol=1e-3)


def test_two_classes_may_share_one_sigmoid() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(40, 2)).astype(np.float32)
    y = (x[:, 0] > 0).astype(np.int64)
    data = Dataset("halves", x, y, x, y, class_names=("left", "right"))
    spec = NetworkSpec.chain((2,), [Dense(units=1, activation="sigmoid")])
    config = RunConfig(
        spec=spec, loss="binary_crossentropy", epochs=40, optimizer=SGD(learning_rate=1.0)
    )
    run = finished(config, data)
    assert run.history["accuracy"][-1] > 0.9
    result = Evaluation()
    for _ in run.evaluate("test", result):
        pass
    assert result.accuracy == np.mean((run.network.predict(x)[:, 0] > 0.5) == y)


def test_augmentation_changes_the_batches_and_keeps_the_seed() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.random((12, 6, 6, 1), np.float32), np.arange(12) % 2
    data = Dataset("squares", x, y, x, y, class_names=("a", "b"))
    spec = NetworkSpec.chain((6, 6, 1), [Flatten(), Dense(units=2, activation="softmax")])
    plain = RunConfig(spec=spec, epochs=2, batch_size=5)
    moved = plain.replace(augment={"shift": 2})
    a, b, c = finished(moved, data), finished(moved, data), finished(plain, data)
    np.testing.assert_array_equal(a.network.flat, b.network.flat)
    assert not np.array_equal(a.network.flat, c.network.flat)
    np.testing.assert_array_equal(data.x_train, x)
