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
from nncore.plan import Op
from nncore.shapes import Shape, size
from nncore.threads import get_threads, single_blas

SHARED_OUT = 100_000_000
"""Multiply-adds of a pass from which the layers' own threads beat those of BLAS."""


class Planned(Protocol):
    """What a workspace needs to know of a network."""

    dtype: np.dtype[Any]
    trainable_size: int
    params: dict[str, np.ndarray]
    inference: Inference

    @property
    def ops(self) -> Sequence[Op]:
        """The layers in the order they run."""


class Workspace:
    """Everything a pass needs beside the parameters; one for each caller.

    Attributes:
        flat_grads: All gradients, in the order of the network's flat array.
        grads: Views into it, named like `Network.params`.
        outputs: Each layer's output of the last forward pass.
        input_grad: The gradient with respect to the input, where asked for.
        wants_input_grad: Whether it was. A merge that reads the input gives one anyhow.
        fused: The loss reads the last layer's logits.
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
        self._splits = any(op.layer.shares_out for op in network.ops)
        self._network = network
        self._loss: Loss | None = None
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
        """Let the last layer skip its activation's derivative where the loss covers it.

        Raises:
            SpecError: The loss has no gradient without its partner, which is not there.
        """
        if loss is self._loss or not self.layers:
            return
        name, last = self._network.ops[-1].name, self._network.ops[-1].layer
        self.fused = (
            bool(loss.partner)
            and last.fusible
            and getattr(last, "activation", None) == loss.partner
            and not getattr(last, "activity_regularizer", None)
        )
        if loss.needs_partner and not self.fused:
            raise SpecError(
                f"{name}: the loss {loss.name} needs the activation {loss.partner} in the last "
                f"layer and no activity_regularizer there; received {last.type_name} with "
                f"{getattr(last, 'activation', 'no activation')}",
                layer=name,
                field="activation",
            )
        self.layers[-1].fused_loss = self.fused
        self._loss = loss

    def threads(self, n: int) -> AbstractContextManager[None]:
        """Hold this during a pass of n samples: BLAS is single where layers share out.

        The threads of BLAS look for work a while after each product, on the cores that the
        layers' own threads need.
        """
        if self._splits and n * self._network.inference.multiply_adds > SHARED_OUT:
            return single_blas()
        return nullcontext()

    def loss_buffer(self, shape: Shape) -> np.ndarray:
        """Where the loss writes its gradient."""
        if self._loss_grad is None or self._loss_grad.shape != shape:
            self._loss_grad = np.empty(shape, self.flat_grads.dtype)
        return self._loss_grad


def views_of(flat: np.ndarray, shapes: Mapping[str, Shape]) -> dict[str, np.ndarray]:
    """Named views of these shapes, one after the other, into a flat array."""
    views = {}
    start = 0
    for name, shape in shapes.items():
        stop = start + size(shape)
        views[name] = flat[start:stop].reshape(shape)
        start = stop
    return views
