"""Workspaces: everything a pass through a network needs beside the parameters."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

import numpy as np

from nncore.errors import SpecError
from nncore.inference import Inference
from nncore.kernels import Kernels
from nncore.layers import LayerWorkspace
from nncore.losses import Loss
from nncore.plan import Op, PassedBy
from nncore.shapes import Shape, size
from nncore.threads import get_threads, single_blas

SHARED_OUT = 100_000_000
"""Multiply-adds of a pass from which the layers' own threads beat those of BLAS."""

_AS_IT_IS = nullcontext()


class Planned(Protocol):
    """What a workspace needs to know of a network."""

    dtype: np.dtype[Any]
    trainable_size: int
    params: dict[str, np.ndarray]
    inference: Inference

    @property
    def ops(self) -> Sequence[Op]:
        """The layers in the order they run."""

    @property
    def output_places(self) -> Sequence[int]:
        """Where each output is made, the main one first; none without layers."""


class Workspace:
    """Everything a pass needs beside the parameters; one for each caller.

    Attributes:
        flat_grads: All gradients, in the order of the network's flat array.
        grads: Views into it, named like `Network.params`.
        outputs: Each layer's output of the last forward pass.
        input_grad: The gradient with respect to the input, where asked for.
        wants_input_grad: Whether it was. A merge that reads the input gives one anyhow.
        main: The main output's own.
        fused: The loss reads the logits of the main output, in ``main.saved["z"]``.
        losses: For each output, its loss in the last step of an objective.
        penalized: Some regularizer adds to the loss.
        shared: For each parameter at another place of the graph, the owner's gradient and
            that of the place.
    """

    def __init__(
        self, network: Planned, rng: np.random.Generator, input_grad: bool, kernels: Kernels
    ) -> None:
        get_threads()  # from the first pass on, BLAS keeps to the number that is set
        self.rng = rng
        self.flat_grads = np.zeros(network.trainable_size, network.dtype)
        shapes = {name: view.shape for name, view in network.params.items()}
        self.grads = views_of(self.flat_grads, shapes)
        self.layers = [LayerWorkspace(network.dtype, rng, kernels) for _ in network.ops]
        self.outputs: list[np.ndarray] = []
        self.input_grad: np.ndarray | None = None
        self.wants_input_grad = input_grad
        self.fused = False
        self.penalized = False
        self.shared: list[tuple[np.ndarray, np.ndarray]] = []
        self._splits = any(op.layer.shares(kernels) for op in network.ops)
        self.losses: dict[str, float] = {}
        nothing = LayerWorkspace(network.dtype, rng, kernels)
        self.main = self.layers[network.output_places[0]] if self.layers else nothing
        self._network = network
        self._fused_for: object = None
        self._loss_grad: np.ndarray | None = None
        self._link(network.ops)

    def _link(self, ops: Sequence[Op]) -> None:
        """Hand each layer its gradient views and say where gradients must flow."""
        reaches = {-1: self.wants_input_grad}
        for i, op in enumerate(ops):
            own = self.layers[i]
            trainable = [name for name, spec in op.specs.items() if spec.trainable]
            own.grads = {name: self.grads[f"{op.owner}/{name}"] for name in trainable}
            if op.owner != op.name:  # backward overwrites; what is the owner's is added later
                sums, own.grads = own.grads, {k: np.zeros_like(g) for k, g in own.grads.items()}
                self.shared += [(sums[name], own.grads[name]) for name in trainable]
            own.needs_input_grad = any(reaches[s] for s in op.sources)
            reaches[i] = own.needs_input_grad or bool(trainable)
            penalties = [op.specs[name].regularizer for name in trainable]
            activity = getattr(op.layer, "activity_regularizer", None)
            self.penalized |= any(penalties) or bool(activity)

    def fuse(self, loss: Loss) -> None:
        """Let the main output skip its activation's derivative where the loss covers it.

        Raises:
            SpecError: The loss has no gradient without its partner, which is not there.
        """
        if loss is self._fused_for or not self.layers:
            return
        self.fuse_each(loss, [(self._network.output_places[0], loss)])

    def fuse_each(self, whole: object, losses: Sequence[tuple[int, Loss]]) -> None:
        """The same for several outputs.

        Args:
            whole: What stands for all of them; asked for twice in a row, nothing is to be done.
            losses: Places of outputs in the plan, and the loss of each.
        """
        if whole is self._fused_for:
            return
        places = [place for place, _ in losses]
        covered = set()
        for place, loss in losses:
            if places.count(place) == 1 and self._fits(place, loss):
                covered.add(place)
            elif loss.needs_partner:
                raise _no_partner(loss, self._network.ops[place])
        for i, own in enumerate(self.layers):
            own.fused_loss = i in covered
        self.fused = self.main.fused_loss
        self._fused_for = whole

    def _fits(self, place: int, loss: Loss) -> bool:
        """Whether a loss may take the place of the derivative of an output's activation."""
        ops = self._network.ops
        layer = ops[place].layer
        is_read = any(place in op.sources for op in ops if not isinstance(op.layer, PassedBy))
        return (
            bool(loss.partner)
            and layer.fusible
            and getattr(layer, "activation", None) == loss.partner
            and not getattr(layer, "activity_regularizer", None)
            and not is_read
        )

    def threads(self, n: int) -> AbstractContextManager[None]:
        """Hold this during a pass of n samples: BLAS is single where layers share out.

        The threads of BLAS look for work a while after each product, on the cores that the
        layers' own threads need.
        """
        if self._splits and n * self._network.inference.multiply_adds > SHARED_OUT:
            return single_blas()
        return _AS_IT_IS

    def loss_buffer(self, shape: Shape) -> np.ndarray:
        """Where the loss writes its gradient."""
        if self._loss_grad is None or self._loss_grad.shape != shape:
            self._loss_grad = np.empty(shape, self.flat_grads.dtype)
        return self._loss_grad


def _no_partner(loss: Loss, op: Op) -> SpecError:
    return SpecError(
        f"{op.name}: the loss {loss.name} needs the activation {loss.partner} there, no "
        f"activity_regularizer and no layer that reads it; received {op.layer.type_name} with "
        f"{getattr(op.layer, 'activation', 'no activation')}",
        layer=op.name,
        field="activation",
    )


def views_of(flat: np.ndarray, shapes: Mapping[str, Shape]) -> dict[str, np.ndarray]:
    """Named views of these shapes, one after the other, into a flat array."""
    views = {}
    start = 0
    for name, shape in shapes.items():
        stop = start + size(shape)
        views[name] = flat[start:stop].reshape(shape)
        start = stop
    return views
