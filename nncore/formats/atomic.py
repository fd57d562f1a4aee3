"""Replacing a file in one step: after a crash there is the old content or the new, never half."""

import errno
import os
import secrets
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from nncore.formats.files import StrPath

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_WINDOWS = os.name == "nt"
_RETRY_SECONDS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EISDIR}


def atomic_write(path: StrPath, write: Callable[[BinaryIO], object]) -> None:
    """Give `path` the content that `write` puts into the stream it is handed.

    A symbolic link stays and its target is replaced; an existing file keeps its permissions.
    When anything fails the old file is as it was and nothing else is left behind.

    Raises:
        OSError: The content could not be stored; nothing is reported as saved before the disk
            has confirmed it.
    """
    mode = _mode_of(path)
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "there is no such folder", os.fspath(target.parent))
    # In the same folder, so that the replacement is one rename; the name is short
    # whatever the target is called.
    temporary = target.with_name(f".vitrine-{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as stream:
            write(stream)
            stream.flush()
            if mode is not None:
                temporary.chmod(mode)
            _sync(stream.fileno())
        _replace(temporary, target)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename == os.fspath(temporary):
            error.filename = os.fspath(path)  # nobody has named the other
        raise
    _sync_folder(target.parent)


def _mode_of(path: StrPath) -> int | None:
    """The permissions of the file to replace, None where there is none yet."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "a folder has that name", os.fspath(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "that is a device or a pipe, not a file", os.fspath(path))
    if not os.access(path, os.W_OK):  # the rename would succeed all the same
        raise PermissionError(errno.EACCES, "the file is read-only", os.fspath(path))
    return stat.S_IMODE(status.st_mode)


def _sync(descriptor: int) -> None:
    """Wait until the disk has the content; on macOS fsync alone stops at the drive's cache."""
    full_sync = getattr(fcntl, "F_FULLFSYNC", None)
    if full_sync is not None:
        with suppress(OSError):  # a network file system has only fsync
            fcntl.fcntl(descriptor, full_sync)
            return
    os.fsync(descriptor)


def _replace(temporary: Path, target: Path) -> None:
    if _WINDOWS:  # a virus scanner or a viewer may hold the target for a moment
        for seconds in _RETRY_SECONDS:
            try:
                temporary.replace(target)
            except PermissionError:
                time.sleep(seconds)
            else:
                return
    temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut."""
    if _WINDOWS:
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        # The content is safe and in place; some file systems cannot sync a folder.
        if error.errno not in _NO_FOLDER_SYNC:
            raise
