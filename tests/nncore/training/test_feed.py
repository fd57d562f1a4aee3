import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nncore.data import Dataset
from nncore.data.augment import Augment
from nncore.errors import SpecError
from nncore.formats.vitrine import Bundle, read_bundle, write_bundle
from nncore.layers import Dense, Dropout, Flatten
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.events import BatchEnded, Event
from nncore.training.feed import Feed
from nncore.training.loop import Run
from nncore.training.samples import Samples


@pytest.fixture
def pictures() -> Dataset:
    rng = np.random.default_rng(0)
    x, y = rng.random((30, 8, 8, 1), np.float32), np.arange(30) % 3
    return Dataset("squares", x, y, x[:6], y[:6], class_names=("a", "b", "c"))


@pytest.fixture
def moved() -> RunConfig:
    layers = [Flatten(), Dropout(rate=0.2), Dense(units=3, activation="softmax")]
    return RunConfig(
        spec=NetworkSpec.chain((8, 8, 1), layers),
        epochs=3,
        batch_size=7,
        seed=2,
        augment={"shift": 2, "rotate": 20, "elastic": 8, "noise": 0.1},
    )


@pytest.fixture
def samples(pictures: Dataset) -> Samples:
    return Samples(pictures.x_train, np.eye(3, dtype=np.float32)[pictures.y_train], None)


def making() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("batches")]


def after(config: RunConfig, data: Dataset, steps: int) -> tuple[Run, Any]:
    """A run that has done so many steps, and its events."""
    run = Run(config, data)
    events = run.events()
    for event in events:
        if isinstance(event, BatchEnded) and event.step == steps:
            break
    return run, events


def finish(run: Run) -> Run:
    for _ in run.events():
        pass
    return run


def test_a_batch_made_ahead_has_the_bits_of_one_made_when_asked_for(samples: Samples) -> None:
    augment, order = Augment(shift=2, elastic=8), np.random.default_rng(1).permutation(30)
    ahead = Feed(samples, augment, seed=5)
    for start in range(0, 30, 7):
        x, y = ahead.take(order, 4, start, 7)
        alone = Feed(samples, augment, seed=5)
        expected_x, expected_y = alone.take(order, 4, start, 7)
        np.testing.assert_array_equal(x, expected_x)
        np.testing.assert_array_equal(y, expected_y)
        np.testing.assert_array_equal(y, samples.y[order[start : start + 7]])
        alone.close()
    ahead.close()


def test_the_next_batch_is_made_while_this_one_is_in_use(
    samples: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[int, threading.Thread] = {}
    second, plain = threading.Event(), Feed._make

    def noted(self: Feed, order: np.ndarray, epoch: int, start: int, count: int) -> Any:
        result = plain(self, order, epoch, start, count)
        made[start] = threading.current_thread()
        if start:
            second.set()
        return result

    monkeypatch.setattr(Feed, "_make", noted)
    feed = Feed(samples, Augment(shift=2), seed=5)
    x, _ = feed.take(np.arange(30), 0, 0, 7)
    kept = x.copy()
    assert second.wait(60)  # without a further call
    np.testing.assert_array_equal(x, kept)
    feed.close()
    assert made[0] is threading.current_thread()
    assert made[7] in making() or not made[7].is_alive()
    assert made[7] is not made[0]


def test_augmentation_is_another_in_every_epoch_and_for_every_seed(samples: Samples) -> None:
    batches = []
    for seed, epoch in ((0, 0), (0, 1), (1, 0)):
        feed = Feed(samples, Augment(shift=2), seed=seed)
        batches.append(feed.take(np.arange(30), epoch, 0, 7)[0].copy())
        feed.close()
    assert not np.array_equal(batches[0], batches[1])
    assert not np.array_equal(batches[0], batches[2])


def test_without_augmentation_no_thread_is_started(pictures: Dataset, moved: RunConfig) -> None:
    _, events = after(moved.replace(augment={}), pictures, 3)
    assert not making()
    events.close()


ENDS: dict[str, Callable[[Any], object]] = {
    "finished": list,
    "closed": lambda events: events.close(),
}


@pytest.mark.parametrize("end", ENDS)
def test_no_thread_outlives_the_events(pictures: Dataset, moved: RunConfig, end: str) -> None:
    run, events = after(moved, pictures, 3)
    assert len(making()) == 1
    ENDS[end](events)
    assert not making()
    assert run.step == (15 if end == "finished" else 3)


def test_a_dropped_run_drops_its_thread(pictures: Dataset, moved: RunConfig) -> None:
    run, events = after(moved, pictures, 3)
    assert len(making()) == 1
    del run, events
    assert not making()


def test_no_thread_outlives_a_policy_that_raises(pictures: Dataset, moved: RunConfig) -> None:
    def fails(event: Event, run: Run) -> None:
        if isinstance(event, BatchEnded) and event.step == 3:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        finish(Run(moved, pictures, policies=[fails]))
    assert not making()


def test_what_are_no_pictures_is_refused_before_the_run_starts() -> None:
    x, y = np.zeros((20, 4), np.float32), np.arange(20) % 2
    data = Dataset("rows", x, y, x, y, class_names=("a", "b"))
    spec = NetworkSpec.chain((4,), [Dense(units=2, activation="softmax")])
    with pytest.raises(SpecError, match=r"augmentation needs pictures.*received \(4,\)"):
        Run(RunConfig(spec=spec, augment={"shift": 1}), data)


@pytest.mark.parametrize("steps", [1, 4, 5, 9])
def test_an_augmented_run_goes_on_bit_for_bit(
    pictures: Dataset, moved: RunConfig, steps: int, tmp_path: Path
) -> None:
    whole = finish(Run(moved, pictures))
    stopped, events = after(moved, pictures, steps)
    path = tmp_path / "run.vitrine"
    write_bundle(path, Bundle(stopped.network, moved, stopped.state()))
    events.close()
    bundle = read_bundle(path)
    resumed = finish(Run(moved, pictures, network=bundle.network, state=bundle.state))
    np.testing.assert_array_equal(resumed.network.flat, whole.network.flat)
    assert resumed.history == whole.history


def test_events_that_are_closed_and_begun_again_change_no_bit(
    pictures: Dataset, moved: RunConfig
) -> None:
    whole = finish(Run(moved, pictures))
    broken, events = after(moved, pictures, 4)
    events.close()
    np.testing.assert_array_equal(finish(broken).network.flat, whole.network.flat)


def test_another_batch_size_counts_from_the_next_batch(pictures: Dataset, moved: RunConfig) -> None:
    def sizes(change: int | None) -> list[int]:
        run = Run(moved.replace(epochs=1), pictures)
        seen = []
        for event in run.events():
            if isinstance(event, BatchEnded):
                seen.append(event.samples)
                if event.step == 2 and change is not None:
                    run.batch_size = change
        return seen

    assert sizes(None) == [7, 7, 7, 7, 2]
    assert sizes(4) == [7, 7, 4, 4, 4, 4]
