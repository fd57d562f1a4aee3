"""A tiny stand-in for the digits, and a job and a session that are always closed again."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import nncore
from app.jobs.session import Session
from app.jobs.training import Prepared, Status, TrainingJob
from nncore.data import SOURCES, Dataset
from nncore.data.sources import Source
from nncore.layers import Dense, Dropout, Flatten
from nncore.optimizers import Adam
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.loop import Run

TRAIN, BATCH = 160, 16
BATCHES = 8
"""In an epoch: a fifth of the samples is kept for validation."""


def random_digits(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.random((count, 28, 28, 1), np.float32), np.arange(count) % 10


def tiny_digits() -> Dataset:
    names = tuple(map(str, range(10)))
    parts = (*random_digits(TRAIN, 0), *random_digits(40, 1))
    return Dataset("mnist-sample", *parts, names, "made here")


@pytest.fixture(autouse=True)
def tiny_source(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source("mnist-sample", "MNIST sample", "made here", tiny_digits)
    monkeypatch.setitem(SOURCES, "mnist-sample", source)


@pytest.fixture
def data() -> Dataset:
    return tiny_digits()


@pytest.fixture
def config() -> RunConfig:
    """A run that remembers all there is to remember: dropout, Adam, order, validation."""
    layers = [
        Flatten(),
        Dense(units=12, activation="relu"),
        Dropout(rate=0.2),
        Dense(units=8, activation="relu"),
        Dense(units=10, activation="softmax"),
    ]
    return RunConfig(
        spec=NetworkSpec.chain((28, 28, 1), layers),
        optimizer=Adam(learning_rate=0.01),
        batch_size=BATCH,
        epochs=1000,
        validation_split=0.2,
        seed=3,
    )


@pytest.fixture
def job(qtbot) -> Iterator[TrainingJob]:
    job = TrainingJob()
    yield job
    assert job.close()


@pytest.fixture
def ready(qtbot, job, config, data) -> TrainingJob:
    """A job whose run stands ready."""
    with qtbot.waitSignal(job.prepared):
        job.prepare(config, data)
    return job


@pytest.fixture
def session(qtbot, config) -> Iterator[Session]:
    """A session that has opened `config` and stands ready."""
    session = Session()
    with qtbot.waitSignal(session.training.prepared):
        session.open_config(config)
    yield session
    assert session.close()


@pytest.fixture
def wait_for(qtbot) -> Callable[[TrainingJob, Status], None]:
    """Collects like the window's clock until the job has this status."""

    def wait(job: TrainingJob, status: Status) -> None:
        def reached() -> bool:
            job.collect()
            return job.status is status

        qtbot.waitUntil(reached)

    return wait


@pytest.fixture
def prepare(qtbot) -> Callable[..., Prepared]:
    """Prepares a run and waits until it stands."""

    def prepare(job: TrainingJob, *args: Any, **kwargs: Any) -> Prepared:
        with qtbot.waitSignal(job.prepared) as told:
            job.prepare(*args, **kwargs)
        return told.args[0]

    return prepare


@pytest.fixture
def step(wait_for) -> Callable[..., None]:
    """Trains some batches, one by one."""

    def step(job: TrainingJob, count: int = 1) -> None:
        for _ in range(count):
            job.step_batch()
            wait_for(job, Status.PAUSED)

    return step


@pytest.fixture
def look(qtbot) -> Callable[..., object]:
    """Calls a function with the run, in the training thread, and returns its result."""

    def ask(job: TrainingJob, function: Callable[[Run], object]) -> object:
        answers: list[object] = []
        job.ask(function, answers.append)
        qtbot.waitUntil(lambda: bool(answers))
        assert not isinstance(answers[0], Exception), answers[0]
        return answers[0]

    return ask


class Gate:
    """Holds every batch until it is opened."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    original = nncore.Network.step

    def step(self, *args, **kwargs):
        gate.reached.set()
        assert gate.open.wait(10)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(nncore.Network, "step", step)
    yield gate
    gate.open.set()
