"""The variables of a run: what the loop works on, and how they are changed, saved and restored."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Self, TypeVar

import numpy as np

from nncore.data import Dataset
from nncore.data.augment import Augment
from nncore.denormals import NoDenormals
from nncore.errors import DataError, ShapeError, SpecError
from nncore.kernels import load as load_kernels
from nncore.losses import LOSSES
from nncore.network import Network
from nncore.objective import Aim, Objective, is_plain
from nncore.optimizers import Optimizer
from nncore.training.config import RunConfig, without_live_settings
from nncore.training.feed import Feed
from nncore.training.guard import StopWhenNotFinite
from nncore.training.samples import make_splits
from nncore.training.start import initial_network, trainable_segments
from nncore.training.state import TrainState, is_permutation
from nncore.training.updates import Updates
from nncore.training.watching import Rule, Watcher, check_watched, measured, watchers_of

_T = TypeVar("_T")


class RunVariables:
    """The variables of a run, readable and changeable between two events.

    Attributes:
        config: What the run started with.
        network: What learns.
        kernels: The inner loops that run it.
        optimizer: May be replaced while the run goes on; counts from the next batch.
        rate_factor: What policies have multiplied the learning rate by.
        epochs: When the run is over; may be raised to go on.
        norm_every: Every so many steps the length of the gradient is measured; 0: never.
            It changes no weight, may be set between two events and is in no saved state.
        policies: The rules at work: the config's, or those given in their place, and those
            that the caller put beside them, which no saved state remembers.
        epoch: Epochs done.
        step: Optimizer steps done.
        history: For each metric, its value after each epoch.
        objective: What is made small where that is more than the plain loss of one output.
    """

    def __init__(
        self,
        config: RunConfig,
        data: Dataset,
        *,
        network: Network | None = None,
        state: TrainState | None = None,
        policies: Sequence[Rule] | None = None,
        beside: Sequence[Rule] = (),
    ) -> None:
        self.config = config
        self.data = data
        aims = config.aims()
        self.splits = make_splits(data, config.spec, config.validation_split, config.dtype, aims)
        self.network = network or initial_network(config)
        self.optimizer: Optimizer = config.optimizer
        self.rate_factor = 1.0
        self._batch_size = config.batch_size
        self.epochs = config.epochs
        self.norm_every = 0
        self.history: dict[str, list[float]] = {}
        self.epoch = 0
        self.samples = 0
        self._beside = tuple(beside)
        self._given = None if policies is None else tuple(policies)
        self.policies: tuple[Rule, ...] = ()
        self.policies = self._rules(config)
        augment = Augment.from_json(config.augment) if config.augment else None
        if augment is not None:
            augment.check_shape(config.spec.input_shape)
        self._feed = Feed(self.splits.train, augment, config.seed)
        self._generators = {
            "order": np.random.default_rng([config.seed, 1]),
            "noise": np.random.default_rng([config.seed, 2]),
        }
        self.kernels = load_kernels()
        noise = self._generators["noise"]
        self.workspace = self.network.workspace(rng=noise, kernels=self.kernels)
        self._measuring = self.network.workspace(kernels=self.kernels)
        segments = trainable_segments(self.network, config.frozen)
        self._updates = Updates(self.network, segments, self.kernels)
        self._no_denormals = NoDenormals()
        self._order: np.ndarray | None = None
        self._position = 0
        self._sums = {"loss": 0.0, "correct": 0.0, "seconds": 0.0}
        self._aim_at(aims)
        if state is not None:
            self._load(state)

    def _aim_at(self, aims: Mapping[str, Aim]) -> None:
        """Make ready what training makes small; a loss that does not suit its output ends it."""
        self.objective: Objective | None = None
        self._parts: tuple[str, ...] = ()
        if is_plain(aims, self.network.output_names):
            name = next((aim.loss for aim in aims.values()), str(self.config.loss))
            self._loss = LOSSES[name]
            self.workspace.fuse(self._loss)
            return
        self.objective = self.network.objective(aims)
        self.objective.fuse(self.workspace)
        if len(aims) > 1:
            self._parts = tuple(aims)
            self._sums |= {f"loss/{name}": 0.0 for name in aims}

    @property
    def step(self) -> int:
        """Optimizer steps since the start."""
        return self._updates.optimizers.step

    @property
    def total_steps(self) -> int:
        """Steps of the whole run, at the batch size of now for those to come."""
        n, size = len(self.splits.train), self._batch_size
        here = -(-(n - self._position) // size)
        return self.step + here + (self.epochs - self.epoch - 1) * -(-n // size)

    @property
    def learning_rate(self) -> float:
        """That of the next step: the optimizer's, times the schedule's factor and policies'."""
        return self.optimizer.learning_rate * self._factor()

    @property
    def batch_size(self) -> int:
        """Samples in a step; may be changed, from the next batch."""
        return self._batch_size

    @batch_size.setter
    def batch_size(self, value: int) -> None:
        self._batch_size = self.config.replace(batch_size=value).batch_size

    @property
    def progress(self) -> float:
        """Epochs done, with the part of the current one."""
        return self.epoch + self._position / len(self.splits.train)

    @property
    def batches(self) -> int:
        """Batches in an epoch."""
        return math.ceil(len(self.splits.train) / self.batch_size)

    def _factor(self) -> float:
        schedule = self.config.schedule
        if schedule is None:
            return self.rate_factor
        return self.rate_factor * schedule.factor(self.step, self.total_steps)

    def adopt(self, config: RunConfig) -> bool:
        """Go on with another configuration, if only live settings differ.

        Call it between two events; it takes effect at the next batch.

        Returns:
            False where something else differs; then nothing has changed.
        """
        if without_live_settings(config) != without_live_settings(self.config):
            return False
        if config.frozen != self.config.frozen:
            self._updates.segments = trainable_segments(self.network, config.frozen)
        self.policies = self._rules(config)
        self.config = config
        self.optimizer, self._batch_size = config.optimizer, config.batch_size
        self.epochs = max(config.epochs, self.epoch)
        self.network.adopt(config.spec)
        return True

    def under_names(self, config: RunConfig) -> Self:
        """This run as it stands, bit for bit, with layers that go by other names.

        Args:
            config: That of this run, but for the names.
        """
        network = Network(config.spec, config.spec.checked(), config.dtype)
        network.flat[...] = self.network.flat
        outputs = dict(zip(self.network.output_names, network.output_names, strict=True))
        state = self.state()
        twin = type(self)(
            config,
            self.data,
            network=network,
            state=replace(
                state,
                sums=_under(outputs, state.sums),
                history=_under(outputs, state.history),
            ),
            policies=self._given,
            beside=self._beside,
        )
        twin.epochs, twin.norm_every = self.epochs, self.norm_every
        twin.optimizer, twin._batch_size = self.optimizer, self._batch_size  # which may be set
        return twin

    def _rules(self, config: RunConfig) -> tuple[Rule, ...]:
        """The policies of a configuration; those that are at work already go on."""
        if self._given is not None:
            return (*self._given, *self._beside)
        metrics = measured(
            classes=bool(self.splits.classes), validation=bool(len(self.splits.validation))
        )
        for policy in config.policies:
            check_watched(policy, metrics)
        declared = watchers_of(config.policies, self._watchers())
        return (*declared, *self._beside, StopWhenNotFinite())

    def put_weights(self, flat: np.ndarray) -> None:
        """Give the network these values; what was remembered of others is forgotten."""
        self.network.flat[...] = flat
        self._updates.put(flat)

    def averaged_network(self) -> Network:
        """A copy of the network with the moving average of its weights.

        Raises:
            SpecError: The run keeps none.
        """
        average = self._updates.average
        if average is None:
            raise SpecError("the run keeps no average of its weights; set ema_decay and train")
        twin = self.network.copy()
        twin.flat[: len(average)] = average
        return twin

    def state(self) -> TrainState:
        """The run as it stands between two events, copied."""
        updates, watchers = self._updates, self._watchers()
        slots = {k: v.copy() for k, v in updates.optimizers.slots.items()}
        if updates.average is not None:
            slots["ema"] = updates.average.copy()
        return TrainState(
            epoch=self.epoch,
            position=self._position,
            step=self.step,
            samples=self.samples,
            flat=self.network.flat.copy(),
            order=None if self._order is None else self._order.copy(),
            slots=slots,
            generators={k: g.bit_generator.state for k, g in self._generators.items()},
            sums=dict(self._sums),
            history={k: list(v) for k, v in self.history.items()},
            optimizer_steps=dict(updates.optimizers.steps),
            rate_factor=self.rate_factor,
            policies=[(w.policy.type_name, dict(w.memory)) for w in watchers],
            policy_arrays={
                f"{i}/{k}": v.copy() for i, w in enumerate(watchers) for k, v in w.arrays.items()
            },
        )

    def _watchers(self) -> list[Watcher]:
        """Those that a state remembers: what the caller has put beside them is the caller's."""
        rules = [rule for rule in self.policies if rule not in self._beside]
        return [rule for rule in rules if isinstance(rule, Watcher)]

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
        if state.order is not None and not is_permutation(state.order, n):
            raise DataError(
                f"the run was saved in the middle of {len(state.order):,} training samples; "
                f"the data now have {n:,}"
            )
        self.network.flat[...] = state.flat
        self.epoch, self.samples = state.epoch, state.samples
        self._position = state.position
        self._order = state.order
        self._updates.optimizers.load(state.step, *state.optimizer_memory(self.optimizer.type_name))
        average = state.slots.get("ema")
        self._updates.average = None if average is None else average.astype(self.network.dtype)
        self.rate_factor = state.rate_factor
        for i, (watcher, (kind, memory)) in enumerate(
            zip(self._watchers(), state.policies, strict=False)
        ):
            if watcher.policy.type_name == kind:
                watcher.load(memory, state.arrays_of_policy(i))
        self._sums |= state.sums
        self.history = {k: list(v) for k, v in state.history.items()}
        for name, saved in state.generators.items():
            self._generators[name].bit_generator.state = saved


def _under(outputs: Mapping[str, str], metrics: Mapping[str, _T]) -> dict[str, _T]:
    """Metrics with the outputs in their names, ``val_loss/dense_2``, called otherwise."""
    split = ((name.partition("/"), value) for name, value in metrics.items())
    return {
        head + slash + outputs.get(output, output): value for (head, slash, output), value in split
    }
