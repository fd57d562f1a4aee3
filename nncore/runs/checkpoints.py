"""Checkpoints: the states of a run on disk, the last few and the best."""

import json
import math
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nncore.errors import FormatError
from nncore.formats.atomic import atomic_write
from nncore.formats.json_text import loads_strict
from nncore.formats.vitrine import Bundle, write_bundle
from nncore.training.events import EpochEnded, Event, RunStarted
from nncore.training.loop import Run
from nncore.training.watching import is_better

INDEX = "checkpoints.json"
FORMAT = "vitrine-checkpoints"
VERSION = 1
_NAME = re.compile(r"epoch-(\d{4,7})\.vitrine")


@dataclass(frozen=True)
class Checkpoint:
    """One state on disk.

    Attributes:
        file: Its name in the directory.
        metrics: Those of its epoch.
    """

    file: str
    epoch: int
    step: int
    metrics: Mapping[str, float] = field(default_factory=dict)


class Checkpoints:
    """Writes a run's state after its epochs; call it with each event, after the policies.

    The index `checkpoints.json` lists what is kept: ``{"format", "version", "monitor", "best",
    "checkpoints": [{"file", "epoch", "step", "metrics"}]}``. Only files it lists are removed.

    Args:
        directory: Made where it is missing.
        keep_last: How many of the newest stay.
        keep_best: The one with the best `monitor` stays too.
        every_epochs: Epochs between two checkpoints; the last epoch is always written.
        monitor: By default val_loss, or loss where nothing is validated.
    """

    def __init__(
        self,
        directory: str | os.PathLike[str],
        keep_last: int = 3,
        keep_best: bool = True,
        every_epochs: int = 1,
        monitor: str = "",
    ) -> None:
        if min(keep_last, every_epochs) < 1:
            raise ValueError("keep_last and every_epochs must be at least 1")
        self.directory = Path(directory)
        self.keep_last = keep_last
        self.keep_best = keep_best
        self.every_epochs = every_epochs
        self.monitor = monitor
        self.kept: list[Checkpoint] = []

    def __call__(self, event: Event, run: Run) -> None:
        """Write, where this event asks for it.

        Raises:
            FormatError: The directory holds the checkpoints of another run.
            OSError: The disk refused.
        """
        if isinstance(event, RunStarted):
            self._begin(run)
        elif isinstance(event, EpochEnded) and (
            event.epoch % self.every_epochs == 0 or event.epoch >= run.epochs
        ):
            self._write(event, run)

    def _begin(self, run: Run) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        self.kept = read_index(self.directory)
        if self.kept and not run.step:
            raise FormatError(
                f"{self.directory} holds the checkpoints of another run, to epoch "
                f"{self.kept[-1].epoch}; go on from there with --resume, or name another folder"
            )
        # A run that goes on from an older one writes the later ones anew.
        self.kept = [item for item in self.kept if item.epoch <= run.epoch]

    def _write(self, event: EpochEnded, run: Run) -> None:
        name = f"epoch-{event.epoch:04}.vitrine"
        write_bundle(self.directory / name, Bundle(run.network, run.config, run.state()))
        metrics = {k: float(v) for k, v in event.metrics.items()}
        self.monitor = self.monitor or ("val_loss" if "val_loss" in metrics else "loss")
        before = [item for item in self.kept if item.file != name]
        self.kept = [*before, Checkpoint(name, event.epoch, event.step, metrics)]
        stay = self._staying()
        gone = [item for item in self.kept if item not in stay]
        self.kept = stay
        self._write_index()
        for item in gone:  # after the index: it never names a file that is not there
            with suppress(FileNotFoundError):
                (self.directory / item.file).unlink()

    def _staying(self) -> list[Checkpoint]:
        best = self.best if self.keep_best else None
        last = self.kept[-self.keep_last :]
        return [item for item in self.kept if item in last or item is best]

    @property
    def best(self) -> Checkpoint | None:
        """The one with the best `monitor`, the earlier of equals."""
        best, value = None, math.nan
        for item in self.kept:
            own = item.metrics.get(self.monitor, math.nan)
            if is_better(self.monitor, own, value, 0.0):
                best, value = item, own
        return best

    def _write_index(self) -> None:
        best = self.best
        index = {
            "format": FORMAT,
            "version": VERSION,
            "monitor": self.monitor,
            "best": None if best is None else best.file,
            "checkpoints": [_described(item) for item in self.kept],
        }
        text = json.dumps(index, indent=1, allow_nan=False)
        atomic_write(self.directory / INDEX, lambda stream: stream.write(text.encode()))


def _described(item: Checkpoint) -> dict[str, Any]:
    metrics = {k: v if math.isfinite(v) else None for k, v in item.metrics.items()}
    return {"file": item.file, "epoch": item.epoch, "step": item.step, "metrics": metrics}


def read_index(directory: str | os.PathLike[str]) -> list[Checkpoint]:
    """What the index of a directory lists and is there, oldest first; empty without an index.

    Raises:
        FormatError: The index is damaged.
    """
    path = Path(directory) / INDEX
    try:
        data = loads_strict(path.read_bytes(), str(path))
    except FileNotFoundError:
        return []
    if data.get("format") != FORMAT or data.get("version") != VERSION:
        raise FormatError(f"{path}: expected {FORMAT} of version {VERSION}")
    try:
        found = [_checkpoint(item) for item in data["checkpoints"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FormatError(f"{path}: the index is damaged: {error!r}") from None
    found.sort(key=lambda item: item.epoch)
    return [item for item in found if (path.parent / item.file).is_file()]


def _checkpoint(item: Any) -> Checkpoint:
    match = _NAME.fullmatch(item["file"])  # nothing outside the directory is ever named
    if not match or int(match[1]) != item["epoch"]:
        raise ValueError(f"no checkpoint is called {item['file']!r}")
    metrics = {str(k): math.nan if v is None else float(v) for k, v in item["metrics"].items()}
    return Checkpoint(item["file"], int(item["epoch"]), int(item["step"]), metrics)


def latest(directory: str | os.PathLike[str]) -> Path:
    """The newest checkpoint of a directory; where the index is lost, the one of that name.

    Raises:
        FormatError: There is none.
    """
    folder = Path(directory)
    try:
        names = [item.file for item in read_index(folder)]
    except FormatError:
        names = []
    if not names and folder.is_dir():
        found = filter(None, (_NAME.fullmatch(path.name) for path in folder.iterdir()))
        names = [match[0] for match in sorted(found, key=lambda match: int(match[1]))]
    if not names:
        raise FormatError(f"{folder}: no checkpoint is here; they are called epoch-0001.vitrine")
    return folder / names[-1]
