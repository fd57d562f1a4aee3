"""Which data set the files are that someone dropped on the window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TABLES = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz")
WHOLE_MNIST = ("mnist.npz", "mnist.pkl.gz")
IDX = ("idx3", "idx1")


@dataclass(frozen=True)
class DroppedData:
    """A data source with its options.

    Attributes:
        title: What was dropped, for the undo menu.
        source: A name in `SOURCES`.
        options: The source's own.
        folder: Where the source's files are; None where the options say it.
    """

    title: str
    source: str
    options: Mapping[str, Any] = field(default_factory=dict)
    folder: Path | None = None


def may_be_data(path: Path) -> bool:
    """Whether a name could be that of data; does not look at the disk."""
    name = path.name.lower()
    return name.endswith(TABLES) or name in WHOLE_MNIST or _is_idx(name) or not path.suffix


def dropped_data(paths: Sequence[Path]) -> DroppedData | None:
    """What can be trained on among these files and folders; None where there is nothing.

    A table is predicted by its last column; IDX files are told apart by their names, as those
    of MNIST; a folder holds IDX files, or one folder of pictures for each class.
    """
    for path in paths:
        name = path.name.lower()
        if name.endswith(TABLES):
            return DroppedData(path.name, "csv", {"path": str(path)})
        if name in WHOLE_MNIST:
            return DroppedData(path.name, "mnist", folder=path.parent)
    idx = _idx(paths)
    if idx is not None:
        return idx
    folder = next((path for path in paths if path.is_dir()), None)
    if folder is None:
        return None
    inside = sorted(folder.iterdir())
    return _idx(inside) or _pictures(folder, inside)


def _is_idx(name: str) -> bool:
    return any(mark in name for mark in IDX)


def _idx(paths: Sequence[Path]) -> DroppedData | None:
    found = [path for path in paths if _is_idx(path.name.lower())]
    options: dict[str, str] = {}
    for path in found:
        name = path.name.lower()
        part = "test" if "t10k" in name or "test" in name else "train"
        kind = "images" if "idx3" in name else "labels"
        options.setdefault(f"{part}_{kind}", str(path))
    if not {"train_images", "train_labels"} <= options.keys():
        return None
    if not {"test_images", "test_labels"} <= options.keys():  # one without the other is no use
        options = {key: value for key, value in options.items() if key.startswith("train")}
    return DroppedData(found[0].parent.name, "idx", options)


def _pictures(folder: Path, inside: Sequence[Path]) -> DroppedData | None:
    if not any(path.is_dir() for path in inside):
        return None
    return DroppedData(folder.name, "image-folder", {"path": str(folder)})
