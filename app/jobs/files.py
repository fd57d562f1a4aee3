"""Reading and writing the user's files; every function runs in a background thread."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.jobs.task import Report
from app.project import Project, ViewChoices
from nncore.errors import FormatError
from nncore.formats.model import load_model, save_model
from nncore.formats.vitrine import Bundle, read_bundle, write_bundle
from nncore.network import Network
from nncore.training.config import RunConfig
from nncore.training.state import TrainState


@dataclass(frozen=True, eq=False)
class Opened:
    """What was found in a file."""

    path: Path
    project: Project
    network: Network
    state: TrainState | None

    @property
    def has_state(self) -> bool:
        """Whether training goes on where it stopped."""
        return self.state is not None


def open_file(path: Path, report: Report) -> Opened:
    """Read a project or a network; a network without a run gets a default one."""
    report(0, 0, path.name)
    bundle = read_bundle(path) if path.suffix == ".vitrine" else Bundle(load_model(path))
    network = bundle.network
    config = bundle.config or RunConfig(spec=network.spec, name=path.stem, dtype=network.dtype.name)
    project = Project(config, ViewChoices.from_json(bundle.view))
    return Opened(path, project, network, bundle.state)


def write_project(
    path: Path, bundle: Bundle, project: Project, report: Report
) -> tuple[Path, Project]:
    """Save a project."""
    report(0, 0, path.name)
    write_bundle(path, bundle)
    return path, project


def write_export(path: Path, network: Network, report: Report) -> tuple[Path, int]:
    """Write a network, read it back and compare.

    Raises:
        FormatError: What was read back differs.
    """
    report(0, 0, path.name)
    save_model(path, network)
    if not np.array_equal(load_model(path).flat, network.flat, equal_nan=True):
        raise FormatError(f"{path}: what was read back differs from what was written")
    return path, int(network.flat.size)
