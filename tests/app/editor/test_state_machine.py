"""Thousands of edits in every order: nothing raises, everything can be undone, saved and read."""

import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtGui import QGuiApplication

from app.document import Document
from app.editor.layer_commands import LayerCommands
from app.jobs.files import bundle_of_network, open_file, write_project
from app.jobs.memory import WeightMemory
from app.models import layer_edits
from app.models.mends import find_problem
from app.models.wiring import UNCONNECTED, links_of
from app.project import Project
from nncore.errors import DataError, SpecError
from nncore.layers import LAYERS, Conv2D, Dense, Flatten
from nncore.network import Network
from nncore.spec import INPUT, NetworkSpec
from nncore.training.config import RunConfig

MOST_LAYERS = 12
MOST_PARAMS = 200_000
MOST_MENDS = 8
TYPES = st.sampled_from(sorted(LAYERS))
PLACES = st.integers(0, MOST_LAYERS)
NAMES = st.sampled_from(["dense_1", "a", "layer b", "", "input", "x/y", "conv2d_1", "output"])

done: Counter[str] = Counter()
"""How often each rule has run, over all examples; and "kept", arrays that kept their bits."""


class Editing(RuleBasedStateMachine):
    """Edits a small project as the stack, the canvas and the menus do."""

    @initialize()
    def begin(self) -> None:
        layers = [
            Conv2D(filters=2, kernel_size=(3, 3), activation="relu"),
            Flatten(),
            Dense(units=4, activation="tanh"),
            Dense(units=3, activation="softmax"),
        ]
        QGuiApplication.clipboard().setText("")  # each example begins alike
        self.start = Project(RunConfig(spec=NetworkSpec.chain((6, 6, 1), layers)))
        self.document = Document(self.start)
        self.commands = LayerCommands(self.document)
        self.refused: list[str] = []
        self.document.refused.connect(self.refused.append)
        self.network: Network | None = None
        self.memory = WeightMemory()
        self.folder = tempfile.TemporaryDirectory()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()
            self.commands.leave_text_only()
            self.document.deleteLater()

    # ---- what is there

    @property
    def spec(self) -> NetworkSpec:
        return self.document.config.spec

    def name(self, place: int) -> str:
        return self.spec.layers[place % len(self.spec.layers)].name

    def room(self) -> bool:
        return hasattr(self, "document") and len(self.spec.layers) < MOST_LAYERS

    def some(self) -> bool:
        return hasattr(self, "document") and bool(self.spec.layers)

    # ---- edits

    @precondition(room)
    @rule(kind=TYPES, place=PLACES)
    def add(self, kind: str, place: int) -> None:
        done["add"] += 1
        self.commands.add_at(kind, place)

    @precondition(room)
    @rule(kind=TYPES, at=st.tuples(st.floats(-99, 99), st.floats(-99, 99)))
    def add_loose(self, kind: str, at: tuple[float, float]) -> None:
        done["add_loose"] += 1
        self.commands.add_loose(kind, at, {})

    @precondition(room)
    @rule(kind=TYPES, place=PLACES)
    def add_between(self, kind: str, place: int) -> None:
        links = links_of(self.spec)
        if links:
            done["add_between"] += 1
            self.commands.add_between(kind, *links[place % len(links)])

    @precondition(some)
    @rule(places=st.lists(PLACES, min_size=1, max_size=3))
    def remove(self, places: list[int]) -> None:
        done["remove"] += 1
        self.commands.remove(list(dict.fromkeys(map(self.name, places))))

    @precondition(some)
    @rule(place=PLACES, to=PLACES)
    def move(self, place: int, to: int) -> None:
        done["move"] += 1
        self.commands.move(self.name(place), to)

    @precondition(some)
    @rule(place=PLACES, new=NAMES)
    def rename(self, place: int, new: str) -> None:
        done["rename"] += 1
        old = self.name(place)
        possible = self.commands.why_not_named(old, new) == ""
        assert self.commands.rename(old, new) is possible

    @precondition(some)
    @rule(place=PLACES, kind=TYPES)
    def retype(self, place: int, kind: str) -> None:
        done["retype"] += 1
        self.commands.retype(self.name(place), kind)

    @precondition(some)
    @rule(place=PLACES, units=st.integers(0, 9))
    def change(self, place: int, units: int) -> None:
        done["change"] += 1
        name = self.name(place)
        setting = "filters" if "Conv" in self.spec.layers[self.spec.index(name)].layer.type_name \
            else "units"  # fmt: skip
        self.document.edit(
            "Change",
            lambda project: project.with_config(
                layer_edits.change(project.config, name, **{setting: units})
            ),
        )

    @precondition(some)
    @rule(source=PLACES, reader=PLACES)
    def wire(self, source: int, reader: int) -> None:
        done["wire"] += 1
        begin = INPUT if source == MOST_LAYERS else self.name(source)
        self.commands.link(begin, self.name(reader))

    @precondition(some)
    @rule(place=PLACES)
    def cut_link(self, place: int) -> None:
        links = links_of(self.spec)
        if links:
            done["cut_link"] += 1
            self.commands.cut_link(*links[place % len(links)])

    @precondition(room)
    @precondition(some)
    @rule(source=PLACES, reader=PLACES, kind=st.sampled_from(["Add", "Concatenate"]))
    def merge(self, source: int, reader: int, kind: str) -> None:
        done["merge"] += 1
        self.commands.merge(self.name(source), self.name(reader), kind)

    @precondition(some)
    @rule(place=PLACES)
    def make_output(self, place: int) -> None:
        done["make_output"] += 1
        self.commands.make_output(self.name(place))

    @precondition(some)
    @rule(place=PLACES, on=st.booleans())
    def output(self, place: int, on: bool) -> None:
        done["output"] += 1
        self.commands.set_output([self.name(place)], on)

    @precondition(some)
    @rule(place=PLACES, on=st.booleans())
    def disable(self, place: int, on: bool) -> None:
        done["disable"] += 1
        self.commands.set_enabled([self.name(place)], on)

    @precondition(some)
    @rule(place=PLACES, on=st.booleans())
    def freeze(self, place: int, on: bool) -> None:
        done["freeze"] += 1
        self.commands.set_frozen([self.name(place)], on)

    @precondition(some)
    @rule(places=st.lists(PLACES, min_size=1, max_size=3), cut=st.booleans())
    def copy(self, places: list[int], cut: bool) -> None:
        done["copy"] += 1
        self.commands.select(list(dict.fromkeys(map(self.name, places))))
        if cut:
            self.commands.cut_selected()
        else:
            self.commands.copy_selected()

    @precondition(room)
    @rule()
    def paste(self) -> None:
        done["paste"] += 1
        self.commands.paste_here()

    @precondition(room)
    @precondition(some)
    @rule(place=PLACES)
    def duplicate(self, place: int) -> None:
        done["duplicate"] += 1
        self.commands.select([self.name(place)])
        self.commands.duplicate_selected()

    @precondition(some)
    @rule(place=PLACES)
    def mend(self, place: int) -> None:
        problem = find_problem(self.document.config)
        if problem is not None and problem.mends:
            done["mend"] += 1
            self.commands.mend(problem.mends[place % len(problem.mends)])

    # ---- and back

    @precondition(some)
    @rule(steps=st.integers(1, 4))
    def undo(self, steps: int) -> None:
        done["undo"] += 1
        for _ in range(steps):
            self.document.undo_stack.undo()

    @precondition(some)
    @rule(steps=st.integers(1, 4))
    def redo(self, steps: int) -> None:
        done["redo"] += 1
        for _ in range(steps):
            self.document.undo_stack.redo()

    @rule()
    def undo_all_is_the_start_and_redo_all_is_now(self) -> None:
        done["undo_all"] += 1
        stack = self.document.undo_stack
        now, place = self.document.project, stack.index()
        stack.setIndex(0)
        assert self.document.project == self.start
        stack.setIndex(place)
        assert self.document.project == now

    # ---- files and training

    @rule()
    def save_and_load(self) -> None:
        done["save_and_load"] += 1
        path = Path(self.folder.name) / "project.vitrine"
        project = self.document.project
        network = self._network()
        write_project(path, bundle_of_network(network, project), project, lambda *_: None)
        opened = open_file(path, lambda *_: None)
        assert opened.project == project

    @rule(seed=st.integers(0, 99))
    def train_a_batch(self, seed: int) -> None:
        for _ in range(MOST_MENDS):  # as a user does who wants to train
            problem = find_problem(self.document.config)
            if problem is None or not problem.mends:
                break
            self.commands.mend(problem.mends[0])
        network = self._network()
        if network is None:
            return
        done["train_a_batch"] += 1
        rng = np.random.default_rng(seed)
        x = rng.random((3, *network.input_shape)).astype(np.float32)
        y = rng.random((3, *network.output_shape)).astype(np.float32)
        self._keep_weights(network)
        try:
            value, grads = network.loss_and_grads(x, y, "mse", training=True)
        except DataError as error:  # only the numbers tell, not the shapes
            if "Embedding reads whole numbers" not in str(error):
                raise
            return
        assert np.isfinite(value)
        for key, slope in grads.items():
            assert np.isfinite(slope).all(), key
            network.params[key] -= 0.001 * slope
        self.network = network

    def _keep_weights(self, network: Network) -> None:
        """As the training job does after an edit: what kept its shapes keeps its bits."""
        before = self.network
        if before is None:
            return
        drawn = {key: values.copy() for key, values in _arrays(network).items()}
        self.memory.remember(before)
        filled = self.memory.fill(network)
        old = _shapes(before)
        same = {name for name, shapes in _shapes(network).items() if old.get(name) == shapes}
        assert same <= set(filled)
        for key, values in _arrays(network).items():
            name = key.partition("/")[0]
            if name in same:
                done["kept"] += 1
                assert values.tobytes() == _arrays(before)[key].tobytes(), key
            elif name not in filled:
                assert values.tobytes() == drawn[key].tobytes(), key

    def _network(self) -> Network | None:
        inference = self.document.inference
        if inference.error or not self.spec.layers or inference.param_count > MOST_PARAMS:
            return None
        if len(inference.outputs) > 1:
            return None
        return Network.from_spec(self.spec)

    # ---- what always holds

    @invariant()
    def inference_never_raises_and_ends_at_the_first_error(self) -> None:
        if hasattr(self, "document"):
            found = self.spec.infer()
            assert found.error is None or isinstance(found.error, SpecError)
            names = [node.name for node in self.spec.layers]
            assert [info.name for info in found.layers] == names[: len(found.layers)]
            assert found.error is not None or len(found.layers) == len(names)

    @invariant()
    def spec_survives_its_json(self) -> None:
        if hasattr(self, "document"):
            assert NetworkSpec.from_json(self.spec.to_json()) == self.spec
            config = self.document.config
            assert RunConfig.from_json(config.to_json()) == config

    @invariant()
    def what_is_selected_frozen_and_placed_is_there(self) -> None:
        if hasattr(self, "document"):
            names = {node.name for node in self.spec.layers}
            assert self.document.selection in names | {""}
            assert set(self.commands.selected) <= names
            assert {one.partition("/")[0] for one in self.document.config.frozen} <= names

    @invariant()
    def what_is_read_shared_and_given_out_is_there(self) -> None:
        if hasattr(self, "document"):
            names = {node.name for node in self.spec.layers}
            for node in self.spec.layers:
                assert set(node.inputs) <= names | {INPUT, UNCONNECTED}, node
                assert node.shares in names | {""}, node
            assert set(self.spec.outputs) <= names


def _arrays(network: Network) -> dict[str, np.ndarray]:
    return {**network.params, **network.state}


def _shapes(network: Network) -> dict[str, dict[str, tuple[int, ...]]]:
    """The shape of each array of each layer."""
    layers: dict[str, dict[str, tuple[int, ...]]] = {}
    for key, values in _arrays(network).items():
        name, _, part = key.partition("/")
        layers.setdefault(name, {})[part] = values.shape
    return layers


def test_thousands_of_edits_leave_nothing_broken(qapp):
    done.clear()
    run_state_machine_as_test(
        Editing,
        settings=settings(
            max_examples=70,
            stateful_step_count=50,
            derandomize=True,
            deadline=None,
            database=None,
        ),
    )
    assert sum(done.values()) - done["kept"] >= 2000, done
    rules = ("add", "remove", "move", "retype", "wire", "disable", "paste", "undo", "redo",
             "save_and_load", "train_a_batch", "undo_all", "mend", "kept")  # fmt: skip
    assert all(done[name] >= 10 for name in rules), done
