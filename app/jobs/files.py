"""Reading and writing the user's files; every function runs in a background thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.i18n import translate
from app.jobs.renaming import config_under, network_under
from app.jobs.run_changes import adopt_live
from app.jobs.task import Report
from app.project import Project, ViewChoices
from nncore.errors import FormatError
from nncore.formats.model import load_model, save_model
from nncore.formats.vitrine import Bundle, read_bundle, write_bundle
from nncore.network import Network
from nncore.spec import NetworkSpec
from nncore.training.config import RunConfig, without_live_settings
from nncore.training.loop import Run
from nncore.training.state import TrainState


@dataclass(frozen=True, eq=False)
class Start:
    """What a run begins with: what a file held.

    Attributes:
        config: The run that the state belongs to.
    """

    network: Network
    state: TrainState | None
    config: RunConfig

    def state_for(self, config: RunConfig) -> TrainState | None:
        """The state, unless the configuration has been changed since."""
        same = without_live_settings(config) == without_live_settings(self.config)
        return self.state if same else None

    def under(self, names: Mapping[str, str]) -> "Start":
        """The same with layers that go by other names; as it is where that cannot be."""
        config = config_under(self.config, names)
        if config is None:
            return self
        return Start(network_under(self.network, names), self.state, config)


@dataclass(frozen=True, eq=False)
class Opened:
    """What was found in a file; `start` is None for a project that has no parameters yet."""

    path: Path
    project: Project
    start: Start | None


@dataclass(frozen=True, eq=False)
class Saved:
    """What a file holds now.

    Attributes:
        step: Where the run was, None where the file has no training state.
    """

    path: Path
    project: Project
    step: int | None


def open_file(path: Path, report: Report) -> Opened:
    """Read a project or a network; a network without a run gets a default one."""
    report(0, 0, path.name)
    is_project = path.suffix.lower() == ".vitrine"
    bundle = read_bundle(path) if is_project else Bundle(load_model(path))
    network = bundle.network
    config = bundle.config or RunConfig(spec=network.spec, name=path.stem, dtype=network.dtype.name)
    project = Project(config, ViewChoices.from_json(bundle.view))
    is_draft = bundle.config is not None and not network.spec.layers
    return Opened(path, project, None if is_draft else Start(network, bundle.state, config))


def bundle_of_run(run: Run, project: Project) -> Bundle:
    """A project with its run as it stands, copied.

    Where an edit has not reached the run yet, or cannot because the spec is broken, the
    file gets the weights without the training state, which would not fit.
    """
    fits = adopt_live(run, project.config)
    state = run.state() if fits else None
    return Bundle(run.network.copy(), project.config, state, project.view.to_json())


def bundle_of_network(network: Network | None, project: Project) -> Bundle:
    """A project whose run is gone, or never was: then with an empty network."""
    if network is None:
        empty = NetworkSpec(project.config.spec.input_shape)
        network = Network.from_spec(empty, dtype=project.config.dtype)
    return Bundle(network, project.config, None, project.view.to_json())


def bundle_of_start(start: Start, project: Project) -> Bundle:
    """A project that was opened and has no run yet."""
    state = start.state_for(project.config)
    return Bundle(start.network, project.config, state, project.view.to_json())


def write_project(path: Path, bundle: Bundle, project: Project, report: Report) -> Saved:
    """Save a project."""
    report(0, 0, path.name)
    write_bundle(path, bundle)
    return Saved(path, project, None if bundle.state is None else bundle.state.step)


def is_of(config: RunConfig, network: Network) -> bool:
    """Whether this is the network of a configuration, not that of before an edit."""
    same = config.replace(spec=network.spec)
    return without_live_settings(same) == without_live_settings(config)


def write_export(path: Path, network: Network, report: Report) -> tuple[Path, int]:
    """Write a network, read it back and compare.

    Raises:
        FormatError: What was read back differs.
    """
    report(0, 0, path.name)
    save_model(path, network)
    if not np.array_equal(load_model(path).flat, network.flat, equal_nan=True):
        text = translate("Files", "{0}: what was read back differs from what was written")
        raise FormatError(text.format(path))
    return path, int(network.flat.size)
