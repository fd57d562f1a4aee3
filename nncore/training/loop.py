"""The training loop: a generator that yields an event for every batch."""

import math
import os
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Any

import numpy as np

from nncore.data import Dataset
from nncore.data import load as load_data
from nncore.errors import DataError, ShapeError, SpecError
from nncore.hyperparameters import shown
from nncore.losses import LOSSES
from nncore.network import Network
from nncore.optimizers import Optimizer, OptimizerState
from nncore.training.config import RunConfig, without_live_settings
from nncore.training.evaluate import Evaluation, measure
from nncore.training.events import (
    BatchEnded,
    EpochEnded,
    Evaluating,
    Event,
    RunEnded,
    RunStarted,
)
from nncore.training.policies import Policy, StopWhenNotFinite
from nncore.training.samples import make_splits
from nncore.training.state import TrainState


def train(
    config: RunConfig,
    *,
    data: Dataset | None = None,
    data_dir: str | os.PathLike[str] | None = None,
    network: Network | None = None,
    state: TrainState | None = None,
    policies: Sequence[Policy] | None = None,
) -> Iterator[Event]:
    """Train a network, yielding events; the caller sets the pace and may stop at any time.

    Args:
        config: The run.
        data: The data set; loaded by the config's name where absent.
        data_dir: Where to look for it.
        network: Goes on with these parameters; drawn from the config's seed where absent.
        state: Goes on from this state, bit for bit.
        policies: Rules that may end the run; by default, a loss that is no number does.
    """
    if data is None:
        data = load_data(config.data, data_dir, **config.data_options)
    yield from Run(config, data, network=network, state=state, policies=policies).events()


class Run:
    """One run: the loop's variables, readable and changeable between two events.

    Attributes:
        config: What the run started with.
        network: What learns.
        optimizer: May be replaced while the run goes on; counts from the next batch.
        batch_size: May be changed likewise.
        epochs: When the run is over; may be raised to go on.
        epoch: Epochs done.
        step: Optimizer steps done.
        history: For each metric, its value after each epoch.
    """

    def __init__(
        self,
        config: RunConfig,
        data: Dataset,
        *,
        network: Network | None = None,
        state: TrainState | None = None,
        policies: Sequence[Policy] | None = None,
    ) -> None:
        self.config = config
        self.data = data
        self.splits = make_splits(data, config.spec, config.validation_split, config.dtype)
        self.network = network or initial_network(config)
        self.optimizer: Optimizer = config.optimizer
        self.batch_size = config.batch_size
        self.epochs = config.epochs
        self.history: dict[str, list[float]] = {}
        self.epoch = 0
        self.samples = 0
        self.policies = (StopWhenNotFinite(),) if policies is None else tuple(policies)
        self._augment = _augmentation(config)
        self._loss = LOSSES[config.loss]
        self._generators = {
            "order": np.random.default_rng([config.seed, 1]),
            "noise": np.random.default_rng([config.seed, 2]),
        }
        self.workspace = self.network.workspace(rng=self._generators["noise"])
        self._measuring = self.network.workspace()
        self._optimizer_state = OptimizerState(self.network.trainable_size, self.network.dtype)
        self._segments = trainable_segments(self.network, config.frozen)
        self._order: np.ndarray | None = None
        self._position = 0
        self._sums = {"loss": 0.0, "correct": 0.0, "seconds": 0.0}
        self._buffers: dict[str, np.ndarray] = {}
        if state is not None:
            self._load(state)

    @property
    def step(self) -> int:
        """Optimizer steps since the start."""
        return self._optimizer_state.step

    @property
    def progress(self) -> float:
        """Epochs done, with the part of the current one."""
        return self.epoch + self._position / len(self.splits.train)

    @property
    def batches(self) -> int:
        """Batches in an epoch."""
        return math.ceil(len(self.splits.train) / self.batch_size)

    def events(self) -> Iterator[Event]:
        """Train to the end, yielding between any two batches."""
        for event in self._events():
            for policy in self.policies:
                reason = policy(event, self)
                if reason:
                    yield event
                    yield self._ended(reason)
                    return
            yield event

    def _events(self) -> Iterator[Event]:
        yield RunStarted(self.network, len(self.splits.train), self.batches, self.epochs)
        while self.epoch < self.epochs:
            if self._order is None:
                self._begin_epoch()
            while self._position < len(self.splits.train):
                yield self._train_batch()
            yield from self._end_epoch()
        yield self._ended("finished")

    def _ended(self, reason: str) -> RunEnded:
        return RunEnded(reason, self.network, {k: list(v) for k, v in self.history.items()})

    def _begin_epoch(self) -> None:
        n = len(self.splits.train)
        shuffle = self.config.shuffle
        self._order = self._generators["order"].permutation(n) if shuffle else np.arange(n)
        self._position = 0
        self._sums = dict.fromkeys(self._sums, 0.0)

    def _train_batch(self) -> BatchEnded:
        started = perf_counter()
        assert self._order is not None
        rows = self._order[self._position : self._position + self.batch_size]
        train = self.splits.train
        x, y = self._gather("x", train.x, rows), self._gather("y", train.y, rows)
        if self._augment is not None:
            x = self._augment(x, self._generators["noise"])
        value, p = self.network.step(x, y, self._loss, self.workspace)
        correct = self._count_correct(p, rows)
        self._optimizer_state.apply(
            self.optimizer,
            self.network.flat,
            self.workspace.flat_grads,
            self._segments,
        )
        self._position += len(rows)
        self.samples += len(rows)
        sums = self._sums
        sums["loss"] += value * len(rows)
        sums["correct"] += correct
        sums["seconds"] += perf_counter() - started
        return BatchEnded(
            self.epoch + 1,
            -(-self._position // self.batch_size),
            self._optimizer_state.step,
            len(rows),
            self.epoch + self._position / len(train),
            value,
            correct / len(rows) if self.splits.classes else None,
        )

    def _gather(self, key: str, source: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """The rows of `source`, in a buffer that is reused."""
        shape = (len(rows), *source.shape[1:])
        out = self._buffers.get(key)
        if out is None or out.shape != shape:
            out = self._buffers[key] = np.empty(shape, source.dtype)
        # mode="clip" writes straight into `out`; the rows are known to be in range.
        return source.take(rows, axis=0, out=out, mode="clip")

    def _count_correct(self, p: np.ndarray, rows: np.ndarray) -> int:
        labels = self.splits.train.labels
        if labels is None:
            return 0
        predicted = p.argmax(axis=1) if p.shape[1] > 1 else p[:, 0] > 0.5
        return int(np.count_nonzero(predicted == labels.take(rows)))

    def _end_epoch(self) -> Iterator[Event]:
        n = len(self.splits.train)
        metrics = {"loss": self._sums["loss"] / n}
        if self.splits.classes:
            metrics["accuracy"] = self._sums["correct"] / n
        if len(self.splits.validation):
            result = Evaluation()
            yield from self.evaluate("validation", result)
            metrics |= result.metrics("val")
        seconds = self._sums["seconds"]
        self.epoch += 1
        self._order, self._position = None, 0
        for name, value in metrics.items():
            self.history.setdefault(name, []).append(value)
        yield EpochEnded(self.epoch, self.step, metrics, seconds, n / max(seconds, 1e-9))

    def adopt(self, config: RunConfig) -> bool:
        """Go on with another configuration, if only live settings differ.

        Call it between two events; it takes effect at the next batch.

        Returns:
            False where something else differs; then nothing has changed.
        """
        if without_live_settings(config) != without_live_settings(self.config):
            return False
        self.config = config
        self.optimizer, self.batch_size = config.optimizer, config.batch_size
        self.epochs = max(config.epochs, self.epoch)
        self.network.adopt(config.spec)
        return True

    def evaluate(self, split: str, result: Evaluation) -> Iterator[Evaluating]:
        """Measure the network on "validation" or "test", piece by piece, into `result`."""
        part = getattr(self.splits, split)
        workspace = self._measuring
        for done in measure(
            self.network,
            part.x,
            part.y,
            self.config.loss,
            result,
            classes=self.splits.classes,
            workspace=workspace,
        ):
            yield Evaluating(split, done, len(part))

    def state(self) -> TrainState:
        """The run as it stands between two events, copied."""
        return TrainState(
            epoch=self.epoch,
            position=self._position,
            step=self.step,
            samples=self.samples,
            flat=self.network.flat.copy(),
            order=None if self._order is None else self._order.copy(),
            slots={k: v.copy() for k, v in self._optimizer_state.slots.items()},
            generators={k: g.bit_generator.state for k, g in self._generators.items()},
            sums=dict(self._sums),
            history={k: list(v) for k, v in self.history.items()},
        )

    def _load(self, state: TrainState) -> None:
        n = len(self.splits.train)
        misfit = state.misfit(self.network.flat.size, self.network.trainable_size)
        if misfit:
            raise ShapeError(misfit)
        if state.generators.keys() != self._generators.keys():
            raise DataError(
                f"the state needs the random generators {', '.join(self._generators)}; it has "
                + (", ".join(state.generators) or "none")
            )
        if state.order is not None and not _is_permutation(state.order, n):
            raise DataError(
                f"the run was saved in the middle of {len(state.order):,} training samples; "
                f"the data now have {n:,}"
            )
        self.network.flat[...] = state.flat
        self.epoch, self.samples = state.epoch, state.samples
        self._position = state.position
        self._order = state.order
        self._optimizer_state.load(state.step, state.slots)
        self._sums |= state.sums
        self.history = {k: list(v) for k, v in state.history.items()}
        for name, saved in state.generators.items():
            self._generators[name].bit_generator.state = saved


def _is_permutation(order: np.ndarray, n: int) -> bool:
    return (
        order.shape == (n,)
        and order.dtype.kind == "i"
        and bool((np.bincount(order.clip(0, n), minlength=n)[:n] == 1).all())
    )


def initial_network(config: RunConfig) -> Network:
    """The network a run starts with: drawn from its seed, with its fixed values put in."""
    network = Network.from_spec(config.spec, config.seed, config.dtype)
    for name, values in config.initial_params.items():
        target = _param(network, name)
        try:
            given: Any = np.asarray(values, target.dtype)
        except (TypeError, ValueError):
            raise SpecError(
                f"initial_params: {name} must be numbers of shape {target.shape}; received "
                + shown(values)
            ) from None
        if given.shape != target.shape:
            raise SpecError(f"initial_params: {name} is {target.shape}; received {given.shape}")
        target[...] = given
    return network


def _param(network: Network, name: str) -> np.ndarray:
    if name not in network.params:
        raise SpecError(f"no parameter is called {name!r}; there are {', '.join(network.params)}")
    return network.params[name]


def trainable_segments(network: Network, frozen: Sequence[str]) -> list[tuple[int, int]]:
    """The stretches (start, stop) of the flat array that are not frozen, merged."""
    layers = {name.partition("/")[0] for name in network.params}
    for name in frozen:
        if name not in layers:
            _param(network, name)
    segments: list[tuple[int, int]] = []
    start = 0
    for name, values in network.params.items():
        stop = start + values.size
        if name not in frozen and name.partition("/")[0] not in frozen:
            if segments and segments[-1][1] == start:
                segments[-1] = (segments[-1][0], stop)
            else:
                segments.append((start, stop))
        start = stop
    return segments


def _augmentation(config: RunConfig) -> Any:
    if not config.augment:
        return None
    from nncore.data.augment import Augment

    return Augment.from_json(config.augment)
