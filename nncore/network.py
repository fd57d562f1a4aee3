"""A network: a spec, its parameters in one flat array, and the passes through it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nncore.errors import ShapeError, SpecError
from nncore.hyperparameters import lookup, shown
from nncore.kernels import NUMPY, Kernels
from nncore.losses import LOSSES, Loss
from nncore.objective import Aim, Objective, aims_of, check_target
from nncore.plan import Op, make_plan, output_places
from nncore.shapes import Shape, as_numbers, shape_words, size
from nncore.spec import Inference, NetworkSpec
from nncore.workspace import Workspace, views_of

DTYPES = ("float32", "float64")


@dataclass(frozen=True)
class Snapshot:
    """The parameters at one moment, copied for the window.

    Attributes:
        step: Optimizer steps taken before this moment.
        params: Read-only views into one copied array, named as in `Network.params`.
        flat: That array.
    """

    step: int
    params: Mapping[str, np.ndarray]
    flat: np.ndarray


class Network:
    """A spec with parameters. Make one with `from_spec`.

    Attributes:
        params: Every trainable array by name, ``dense_1/kernel``; views into `flat`.
        state: Arrays that training keeps but no gradient moves (moving averages).
        flat: All of `params`, then all of `state`, in one array.
    """

    def __init__(self, spec: NetworkSpec, inference: Inference, dtype: str) -> None:
        self.spec = spec
        self.inference = inference
        self.dtype = np.dtype(dtype)
        shapes = _param_shapes(inference, trainable=True)
        state_shapes = _param_shapes(inference, trainable=False)
        self.trainable_size = sum(map(size, shapes.values()))
        self.flat = np.zeros(self.trainable_size + sum(map(size, state_shapes.values())), dtype)
        views = views_of(self.flat, {**shapes, **state_shapes})
        self.params = {name: views[name] for name in shapes}
        self.state = {name: views[name] for name in state_shapes}
        self._plan(views)

    @classmethod
    def from_spec(
        cls,
        spec: NetworkSpec | Mapping[str, Any] | str,
        seed: int | np.random.Generator = 0,
        dtype: str = "float32",
    ) -> "Network":
        """Build a network and draw its parameters.

        Args:
            spec: A spec, its JSON object or its JSON text.
            seed: The same seed draws the same parameters.
            dtype: "float32", or "float64" for gradient checks.
        """
        spec = NetworkSpec.from_json(spec)
        try:
            name = np.dtype(dtype).name
        except TypeError:
            name = ""
        if dtype is None or name not in DTYPES:
            raise SpecError(f"dtype must be float32 or float64; received {shown(dtype)}")
        inference = spec.checked()
        try:
            network = cls(spec, inference, name)
            network.reset(seed)
        except MemoryError:
            raise SpecError(
                f"the network's {inference.param_count:,} parameters need more memory than there is"
            ) from None
        return network

    def _plan(self, views: Mapping[str, np.ndarray]) -> None:
        self._ops = make_plan(self.inference, views)
        self._places = output_places(self.inference, self._ops)
        self._main = next(iter(self._places.values()), -1)

    @property
    def input_shape(self) -> Shape:
        """The shape of one sample."""
        return self.spec.input_shape

    @property
    def output_shape(self) -> Shape:
        """The shape of one prediction, that of the main output."""
        return self.inference.output_shape

    @property
    def output_names(self) -> tuple[str, ...]:
        """The layers whose outputs the network gives, the main one first."""
        return self.inference.outputs

    @property
    def output_places(self) -> tuple[int, ...]:
        """Where in `ops` each output is made, the main one first; none without layers."""
        return tuple(self._places.values())

    @property
    def ops(self) -> tuple[Op, ...]:
        """The layers in the order they run."""
        return self._ops

    def reset(self, seed: int | np.random.Generator) -> None:
        """Draw all parameters anew; the same seed draws the same ones."""
        try:
            rng = np.random.default_rng(seed)
        except (TypeError, ValueError):
            raise SpecError(
                f"seed must be a whole number, 0 or more, or a Generator; received {shown(seed)}"
            ) from None
        for info, op in zip(self.inference.layers, self._ops, strict=True):
            if info.params:
                for name, values in info.layer.init_params(info.input_shape, rng).items():
                    op.params[name][...] = values

    def adopt(self, spec: NetworkSpec) -> None:
        """Take over the settings of a spec that has the same parameters.

        Raises:
            ShapeError: It has other parameters or another order.
        """
        inference = spec.checked()
        for trainable in (True, False):
            if _param_shapes(inference, trainable=trainable) != _param_shapes(
                self.inference, trainable=trainable
            ):
                raise ShapeError("the spec has other parameters than the network")
        self.spec, self.inference = spec, inference
        self._plan({**self.params, **self.state})

    def snapshot(self, step: int = 0) -> Snapshot:
        """A copy of all parameters, made in one go."""
        flat = self.flat.copy()
        flat.flags.writeable = False
        shapes = {name: view.shape for name, view in {**self.params, **self.state}.items()}
        return Snapshot(step, views_of(flat, shapes), flat)

    def copy(self) -> "Network":
        """A network of its own with the same spec and parameters."""
        twin = Network(self.spec, self.inference, self.dtype.name)
        twin.flat[...] = self.flat
        return twin

    def workspace(
        self,
        *,
        rng: np.random.Generator | None = None,
        input_grad: bool = False,
        kernels: Kernels = NUMPY,
    ) -> Workspace:
        """A workspace for passes through this network.

        Args:
            rng: Source of dropout masks and noise.
            input_grad: Whether backward gives the gradient of the input.
            kernels: The inner loops; a run takes those of `nncore.kernels.load`.
        """
        return Workspace(self, rng or np.random.default_rng(0), input_grad, kernels)

    def forward(self, x: np.ndarray, workspace: Workspace, *, training: bool = False) -> np.ndarray:
        """The main output for a batch, in a buffer of the workspace.

        Args:
            x: (N, *input_shape) of the network's dtype.
            workspace: Holds every array of this pass.
            training: Dropout and its like are active, and moving averages move.
        """
        outputs: list[np.ndarray] = []
        with workspace.threads(len(x)):
            for op, own in zip(self._ops, workspace.layers, strict=True):
                source = op.sources[0]
                value: Any = x if source < 0 else outputs[source]
                if op.layer.takes_many:
                    value = tuple(x if s < 0 else outputs[s] for s in op.sources)
                outputs.append(op.layer.forward(op.params, value, own, training))
        workspace.outputs = outputs
        return outputs[self._main] if outputs else x

    def backward(self, dy: np.ndarray, workspace: Workspace) -> np.ndarray | None:
        """Gradients of everything, from that of the main output; after `forward`.

        Returns:
            The gradient with respect to the input, where the workspace was made for it.
        """
        return self._backward({self._main: dy}, workspace, len(dy))

    def _backward(
        self, pending: dict[int, np.ndarray], workspace: Workspace, samples: int
    ) -> np.ndarray | None:
        """The same from gradients of several outputs, by their places; empties `pending`."""
        with workspace.threads(samples):
            for i in range(len(self._ops) - 1, -1, -1):
                dy_i = pending.pop(i, None)
                own = workspace.layers[i]
                if dy_i is None:  # nothing that counts reads this layer
                    for grad in own.grads.values():
                        grad.fill(0)
                    continue
                op = self._ops[i]
                dx = op.layer.backward(op.params, dy_i, own)
                if own.needs_input_grad:
                    parts = dx if op.layer.takes_many else (dx,)
                    for source, part in zip(op.sources, parts, strict=True):
                        pending[source] = pending[source] + part if source in pending else part
        for total, part in workspace.shared:
            np.add(total, part, out=total)
        return pending.get(-1) if workspace.wants_input_grad else None

    def predict(
        self, x: np.ndarray, *, workspace: Workspace | None = None, batch_size: int = 1000
    ) -> np.ndarray:
        """Main outputs (N, *output_shape) for samples (N, *input_shape), as in inference.

        Raises:
            ShapeError: The samples have another shape than the network's input.
        """
        x = self.check_input(x)
        result = np.empty((len(x), *self.output_shape), self.dtype)
        for rows, p in self._passes(x, workspace or self.workspace(), batch_size):
            result[rows] = p
        return result

    def predict_outputs(
        self, x: np.ndarray, *, workspace: Workspace | None = None, batch_size: int = 1000
    ) -> dict[str, np.ndarray]:
        """All outputs by name, each as `predict` gives the main one."""
        x = self.check_input(x)
        workspace = workspace or self.workspace()
        shapes = self.inference.output_shapes
        result = {k: np.empty((len(x), *shape), self.dtype) for k, shape in shapes.items()}
        for rows, _ in self._passes(x, workspace, batch_size):
            for name, place in self._places.items():
                result[name][rows] = workspace.outputs[place]
        return result

    def _passes(
        self, x: np.ndarray, workspace: Workspace, batch_size: int
    ) -> Iterator[tuple[slice, np.ndarray]]:
        """Forward through the samples, some at a time: which they are, and the main output."""
        if batch_size < 1:
            raise SpecError(f"batch_size must be at least 1; received {shown(batch_size)}")
        for a in range(0, len(x), batch_size):
            rows = slice(a, a + batch_size)
            with np.errstate(over="ignore", invalid="ignore"):
                p = self.forward(x[rows], workspace)
            yield rows, p

    def check_input(self, x: np.ndarray) -> np.ndarray:
        """`x` as an array of the network's dtype, or a ShapeError in words."""
        x = as_numbers(x, self.dtype, "the samples")
        if x.shape[1:] != self.input_shape:
            raise ShapeError(
                f"the network reads samples of {shape_words(self.input_shape)}; received "
                f"{shape_words(x.shape[1:])} in an array of shape {x.shape}"
            )
        return x

    def loss_and_grads(
        self,
        x: np.ndarray,
        y: np.ndarray | Mapping[str, np.ndarray],
        loss: str | Mapping[str, str] = "categorical_crossentropy",
        *,
        loss_weights: Mapping[str, float] | None = None,
        training: bool = False,
        workspace: Workspace | None = None,
    ) -> tuple[float, dict[str, np.ndarray]]:
        """The mean loss of a batch, penalties included, and its gradients named like `params`.

        Args:
            x: (N, *input_shape).
            y: (N, *output_shape), one-hot for classes; or such an array for each output.
            loss: A name out of `LOSSES`, for all outputs; or one for each that has a loss.
            loss_weights: What the losses of outputs are multiplied by; 1 where not named.
            training: Dropout and its like are active.
            workspace: Reused where given; the gradients are then its own arrays.
        """
        x = self.check_input(x)
        if not len(x):
            raise ShapeError("received no samples; a loss is the mean over at least one")
        workspace = workspace or self.workspace()
        is_plain = isinstance(loss, str) and not loss_weights and not isinstance(y, Mapping)
        if is_plain and len(self._places) < 2:
            function = lookup(LOSSES, loss, "loss")
            target = check_target(y, (len(x), *self.output_shape), self.dtype)
            value, _ = self.step(x, target, function, workspace, training=training)
        else:
            objective = self.objective(aims_of(self.output_names, loss, loss_weights))
            targets = objective.check_targets(y, len(x), self.dtype)
            value, _ = self.step_objective(x, targets, objective, workspace, training=training)
        return value, workspace.grads

    def objective(self, aims: Mapping[str, Aim]) -> Objective:
        """What training makes small, from what each output is to learn (see `aims_of`)."""
        return Objective.of(aims, self._places, self.inference.output_shapes)

    def step(
        self,
        x: np.ndarray,
        y: np.ndarray,
        loss: Loss,
        workspace: Workspace,
        *,
        training: bool = True,
    ) -> tuple[float, np.ndarray]:
        """Forward, loss and backward, unchecked: the body of the training loop.

        Returns:
            The loss with penalties, and the predictions (a buffer of the workspace).
        """
        workspace.fuse(loss)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            p = self.forward(x, workspace, training=training)
            dy = workspace.loss_buffer(p.shape)
            if workspace.fused:
                value = loss.fused(workspace.main.saved["z"], p, y, dy)
            else:
                value = loss.value_and_grad(p, y, dy)
            workspace.input_grad = self._backward({self._main: dy}, workspace, len(x))
            if workspace.penalized:
                value += self._add_penalties(workspace)
        return value, p

    def step_objective(
        self,
        x: np.ndarray,
        targets: Mapping[str, np.ndarray],
        objective: Objective,
        workspace: Workspace,
        *,
        training: bool = True,
    ) -> tuple[float, np.ndarray]:
        """`step` with targets and losses for several outputs.

        Returns:
            The objective with penalties, and the main output; `workspace.losses` has each loss.
        """
        objective.fuse(workspace)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            p = self.forward(x, workspace, training=training)
            value, pending = objective.value_and_grads(targets, workspace)
            workspace.input_grad = self._backward(pending, workspace, len(x))
            if workspace.penalized:
                value += self._add_penalties(workspace)
        return value, p

    def _add_penalties(self, workspace: Workspace) -> float:
        value = 0.0
        for i, (op, own) in enumerate(zip(self._ops, workspace.layers, strict=True)):
            value += op.layer.penalty(workspace.outputs[i])
            for name, spec in op.specs.items():
                if spec.trainable and spec.regularizer and op.owner == op.name:
                    value += spec.regularizer.penalty(op.params[name])
                    spec.regularizer.add_gradient(op.params[name], own.grads[name])
        return value


def _param_shapes(inference: Inference, *, trainable: bool) -> dict[str, Shape]:
    return {
        f"{info.name}/{name}": spec.shape
        for info in inference.layers
        for name, spec in info.params.items()
        if spec.trainable is trainable
    }
