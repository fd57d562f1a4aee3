"""The data sets of several runs, each loaded once."""

import os

from nncore.data import Dataset, load
from nncore.data.download import Progress
from nncore.errors import DataError
from nncore.training.config import RunConfig


class DataSets:
    """Loads what runs ask for; what could not be had is not tried again."""

    def __init__(
        self, data_dir: str | os.PathLike[str] | None = None, progress: Progress | None = None
    ) -> None:
        self._data_dir = data_dir
        self._progress = progress
        self._known: dict[tuple[str, str], Dataset | DataError] = {}

    def of(self, config: RunConfig) -> Dataset:
        """The data of a run.

        Raises:
            DataError: They cannot be had.
        """
        key = config.data, repr(sorted(config.data_options.items()))
        if key not in self._known:
            try:
                self._known[key] = load(
                    config.data, self._data_dir, progress=self._progress, **config.data_options
                )
            except DataError as error:
                self._known[key] = error
        found = self._known[key]
        if isinstance(found, DataError):
            raise found
        return found
