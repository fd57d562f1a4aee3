"""The training loop: a generator that yields an event for every batch."""

import os
from collections.abc import Iterator, Sequence
from time import perf_counter

import numpy as np

from nncore.data import Dataset
from nncore.data import load as load_data
from nncore.metrics import class_report
from nncore.network import Network
from nncore.objective import Objective
from nncore.training.config import RunConfig
from nncore.training.evaluate import Evaluation, measure
from nncore.training.events import (
    BatchEnded,
    EpochEnded,
    Evaluating,
    Event,
    RunEnded,
    RunStarted,
)
from nncore.training.start import initial_network, trainable_segments
from nncore.training.state import TrainState
from nncore.training.variables import RunVariables
from nncore.training.watching import Rule

__all__ = ["Run", "initial_network", "train", "trainable_segments"]


def train(
    config: RunConfig,
    *,
    data: Dataset | None = None,
    data_dir: str | os.PathLike[str] | None = None,
    network: Network | None = None,
    state: TrainState | None = None,
    policies: Sequence[Rule] | None = None,
    norm_every: int = 0,
) -> Iterator[Event]:
    """Train a network, yielding events; the caller sets the pace and may stop at any time.

    Args:
        config: The run.
        data: The data set; loaded by the config's name where absent.
        data_dir: Where to look for it.
        network: Goes on with these parameters; drawn from the config's seed where absent.
        state: Goes on from this state, bit for bit.
        policies: Rules in place of the config's; without any, only those that the config
            declares and a loss that is no number end the run early.
        norm_every: Every so many batches, tell how long the gradient is; 0: never.
    """
    if data is None:
        data = load_data(config.data, data_dir, **config.data_options)
    run = Run(config, data, network=network, state=state, policies=policies)
    run.norm_every = norm_every
    yield from run.events()


class Run(RunVariables):
    """One run: the loop over its variables."""

    def events(self) -> Iterator[Event]:
        """Train to the end, yielding between any two batches."""
        try:
            for event in self._events():
                reason = self._watch(event)
                yield event
                if reason:
                    ended = self._ended(reason)
                    self._watch(ended)
                    yield ended
                    return
        finally:
            self._feed.close()

    def _watch(self, event: Event) -> str | None:
        """Show an event to every policy; the first reason to end the run, if there is one."""
        first = None
        for policy in self.policies:
            reason = policy(event, self)
            if reason and first is None:
                first = reason
        return first

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
        self._sums.update(dict.fromkeys(self._sums, 0.0))

    def _train_batch(self) -> BatchEnded:
        started = perf_counter()
        assert self._order is not None
        rows = self._order[self._position : self._position + self._batch_size]
        x, y = self._feed.take(self._order, self.epoch, self._position, self._batch_size)
        factor = self._factor()
        with self._no_denormals:
            if self.objective is None:
                value, p = self.network.step(x, y, self._loss, self.workspace)
            else:
                value, p = self._learn(x, y, self.objective)
            correct = self._count_correct(p, rows)
            norm = self._gradient_norm() if self.norm_every else None
            self._updates.apply(self.config, self.optimizer, self.workspace.flat_grads, factor)
        self._position += len(rows)
        self.samples += len(rows)
        sums = self._sums
        sums["loss"] += value * len(rows)
        sums["correct"] += correct
        sums["seconds"] += perf_counter() - started
        return BatchEnded(
            self.epoch + 1,
            -(-self._position // self._batch_size),
            self.step,
            len(rows),
            self.epoch + self._position / len(self.splits.train),
            value,
            correct / len(rows) if self.splits.classes else None,
            self.optimizer.learning_rate * factor,
            norm,
        )

    def _gradient_norm(self) -> float | None:
        """‖g‖ of the batch at work, where it is this step's turn to be measured."""
        turn = (self.step + 1) % self.norm_every == 0
        return self._updates.norm(self.workspace.flat_grads) if turn else None

    def _learn(
        self, x: np.ndarray, y: np.ndarray, objective: Objective
    ) -> tuple[float, np.ndarray]:
        """`Network.step` for several outputs, or for the sample itself as the target."""
        targets = objective.targets(x, y)
        value, p = self.network.step_objective(x, targets, objective, self.workspace)
        for name in self._parts:
            self._sums[f"loss/{name}"] += self.workspace.losses[name] * len(x)
        return value, p

    def _count_correct(self, p: np.ndarray, rows: np.ndarray) -> int:
        labels = self.splits.train.labels
        if labels is None:
            return 0
        predicted = p.argmax(axis=1) if p.shape[1] > 1 else p[:, 0] > 0.5
        return int(np.count_nonzero(predicted == labels.take(rows)))

    def _end_epoch(self) -> Iterator[Event]:
        n = len(self.splits.train)
        metrics = {"loss": self._sums["loss"] / n}
        metrics |= {f"loss/{name}": self._sums[f"loss/{name}"] / n for name in self._parts}
        if self.splits.classes:
            metrics["accuracy"] = self._sums["correct"] / n
        if len(self.splits.validation):
            result = Evaluation()
            yield from self.evaluate("validation", result)
            metrics |= result.metrics("val")
            if result.confusion is not None:
                metrics["val_macro_f1"] = class_report(result.confusion).macro_f1
        seconds = self._sums["seconds"]
        self.epoch += 1
        self._order, self._position = None, 0
        for name, value in metrics.items():
            self.history.setdefault(name, []).append(value)
        yield EpochEnded(self.epoch, self.step, metrics, seconds, n / max(seconds, 1e-9))

    def evaluate(
        self, split: str, result: Evaluation, *, ema_weights: bool = False
    ) -> Iterator[Evaluating]:
        """Measure on "validation" or "test", piece by piece, into `result`.

        Args:
            split: What to measure on.
            result: Receives the sums.
            ema_weights: Measure the moving average of the weights.
        """
        part = getattr(self.splits, split)
        network = self.averaged_network() if ema_weights else self.network
        workspace = network.workspace(kernels=self.kernels) if ema_weights else self._measuring
        objective = self.objective
        for done in measure(
            network,
            part.x,
            part.y if objective is None else objective.targets(part.x, part.y),
            self._loss.name if objective is None else objective,
            result,
            classes=self.splits.classes,
            workspace=workspace,
        ):
            yield Evaluating(split, done, len(part))
