"""The predictor: answers for one picture, with a network and workspace of its own."""

import time
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.resources import models_dir
from nncore.attribution import class_gradient
from nncore.errors import DataError, VitrineError
from nncore.formats.model import load_model
from nncore.network import Network, Snapshot
from nncore.shapes import size
from nncore.workspace import Workspace

READY_MADE = "digits.vitrine"
DIGIT_SIZE = 28 * 28


@dataclass(frozen=True)
class Answer:
    """What a network says of one picture.

    Attributes:
        values: The output of the last layer, for digits a probability for each class.
        activations: The output of every layer, by name.
        milliseconds: How long it took.
    """

    values: np.ndarray
    activations: dict[str, np.ndarray]
    milliseconds: float


class Predictor(QObject):
    """Holds the network that answers: the ready-made one until the project's has learned.

    Signals:
        changed(): Other parameters, or another network, answer from now on.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ready_made = _load_ready_made()
        self._own: Network | None = None
        self._own_learned = False
        self._choice = "auto"
        self._workspaces: dict[int, Workspace] = {}

    @property
    def own(self) -> Network | None:
        """The project's network, a copy that follows its snapshots."""
        return self._own

    @property
    def choice(self) -> str:
        """Who answers: "own", "ready-made" or, as it fits, "auto"."""
        return self._choice

    @property
    def answers_with_own(self) -> bool:
        """Whether the project's network answers for drawn digits."""
        if self._ready_made is None or self._choice == "own":
            return True
        return self._choice == "auto" and self._own_learned and self._reads_digits(self._own)

    @property
    def network(self) -> Network | None:
        """The network that answers for drawn digits."""
        network = self._own if self.answers_with_own else self._ready_made
        return network if self._reads_digits(network) else None

    def choose(self, choice: str) -> None:
        """Let the project's own or the ready-made network answer."""
        self._choice = choice
        self.changed.emit()

    def set_network(self, network: Network, *, learned: bool) -> None:
        """Answer with a copy of the project's network from now on."""
        self._own = network
        self._own_learned = learned
        self._forget_workspaces()
        self.changed.emit()

    def take_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the project's network."""
        if self._own is not None and self._own.flat.shape == snapshot.flat.shape:
            np.copyto(self._own.flat, snapshot.flat)
            self._own_learned = self._own_learned or snapshot.step > 0
            self.changed.emit()

    def forget(self) -> None:
        """There is no network of the project's own any more."""
        self._own, self._own_learned = None, False
        self._forget_workspaces()
        self.changed.emit()

    def _forget_workspaces(self) -> None:
        """Those of the project's network: another may get the same id."""
        ready = id(self._ready_made)
        kept = {key: self._workspaces[key] for key in (ready, -ready) if key in self._workspaces}
        self._workspaces = kept

    def ask(self, picture: np.ndarray) -> Answer | None:
        """What the answering network says of a 28 × 28 digit; None where it reads others."""
        return self._ask(self.network, picture)

    def ask_own(self, sample: np.ndarray) -> Answer | None:
        """What the project's network says of one sample; None where it cannot read it."""
        return self._ask(self._own, sample)

    def attribute(self, picture: np.ndarray, index: int) -> np.ndarray | None:
        """How the score of a class grows with each pixel of a digit, (28, 28)."""
        network = self.network
        if network is None or not 0 <= index < size(network.output_shape):
            return None
        key = -id(network)  # a workspace of its own, for it needs the gradient of the input
        workspace = self._workspaces.get(key)
        if workspace is None:
            workspace = self._workspaces[key] = network.workspace(input_grad=True)
        sample = picture.reshape(network.input_shape)
        try:
            return class_gradient(network, sample, index, workspace).reshape(picture.shape)
        except DataError:
            return None

    def _ask(self, network: Network | None, sample: np.ndarray) -> Answer | None:
        if network is None or sample.size != size(network.input_shape):
            return None
        started = time.perf_counter()
        workspace = self._workspaces.get(id(network))
        if workspace is None:
            workspace = self._workspaces[id(network)] = network.workspace()
        x = network.check_input(sample.reshape(1, *network.input_shape))
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                values = network.forward(x, workspace)[0].copy()
        except DataError:  # an Embedding reads whole numbers only
            return None
        seconds = time.perf_counter() - started
        outputs = zip(network.ops, workspace.outputs, strict=True)
        activations = {op.name: output[0].copy() for op, output in outputs}
        return Answer(values, activations, seconds * 1000)

    @staticmethod
    def _reads_digits(network: Network | None) -> bool:
        return network is not None and size(network.input_shape) == DIGIT_SIZE


def _load_ready_made() -> Network | None:
    try:
        return load_model(models_dir() / READY_MADE)
    except (VitrineError, OSError):
        return None
