"""Files that are dropped on the window: projects, networks and data."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject

from app.engine_messages import told_error
from app.files_menu import FilesMenu
from app.jobs.session import Session
from app.models.data_drop import dropped_data, may_be_data

OPENED = (".vitrine", ".npz", ".safetensors")
NO_NETWORK = ("mnist.npz",)


class Drops(QObject):
    """Opens what is dropped, or trains on it."""

    def __init__(self, session: Session, files: FilesMenu, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._files = files

    def fits(self, mime: QMimeData) -> bool:
        """Whether the window has a use for what is being dragged."""
        paths = _paths(mime)
        return _project(paths) is not None or any(map(may_be_data, paths))

    def take(self, mime: QMimeData) -> None:
        """Open the first project or network; else use the files as data."""
        paths = _paths(mime)
        project = _project(paths)
        if project is not None:
            self._files.leave(partial(self._files.open_path, project))
            return
        try:
            found = dropped_data(paths)
        except OSError as error:
            self._session.told.emit(told_error(error), "error")
            return
        if found is None:
            self._session.told.emit(
                self.tr(
                    "{0} holds no data. A table (CSV), IDX files, or a folder with one folder of "
                    "pictures for each class can be dropped here."
                ).format(paths[0].name),
                "warning",
            )
            return
        if found.folder is not None:
            self._session.use_data_dir(str(found.folder))
        self._session.document.edit_config(
            self.tr("Use {0}").format(found.title),
            data=found.source,
            data_options=dict(found.options),
        )


def _paths(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def _project(paths: list[Path]) -> Path | None:
    """The first file that can be opened."""
    return next(
        (p for p in paths if p.suffix.lower() in OPENED and p.name.lower() not in NO_NETWORK), None
    )
