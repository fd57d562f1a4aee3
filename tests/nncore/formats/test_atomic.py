import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from nncore.formats import atomic
from nncore.formats.atomic import atomic_write

POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and links")


def put(data: bytes) -> Callable[[BinaryIO], object]:
    return lambda stream: stream.write(data)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "model.vitrine"
    path.write_bytes(b"old")
    return path


def fail_with(number: int) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_new_content_replaces_the_old(old: Path) -> None:
    atomic_write(old, put(b"new"))
    assert old.read_bytes() == b"new"
    assert os.listdir(old.parent) == [old.name]


def test_file_that_does_not_exist_yet_is_made_as_open_would(tmp_path: Path) -> None:
    (tmp_path / "by_open").write_bytes(b"")
    atomic_write(tmp_path / "new", put(b"new"))
    assert (tmp_path / "new").read_bytes() == b"new"
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "by_open").stat().st_mode


def test_full_disk_while_writing_leaves_the_old_file(old: Path) -> None:
    def write(stream: BinaryIO) -> None:
        stream.write(b"half of the")
        fail_with(errno.ENOSPC)()

    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        atomic_write(old, write)
    assert old.read_bytes() == b"old"
    assert os.listdir(old.parent) == [old.name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_disk_that_is_found_full_at_the_flush_leaves_the_old_file(old: Path) -> None:
    def write(stream: BinaryIO) -> None:
        stream.write(b"x")
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, stream.fileno())
        os.close(full)

    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        atomic_write(old, write)
    assert old.read_bytes() == b"old"
    assert os.listdir(old.parent) == [old.name]


@pytest.mark.parametrize("step", ["_sync", "_replace"])
def test_failure_after_writing_leaves_the_old_file(
    old: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(atomic, step, fail_with(errno.EIO))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        atomic_write(old, put(b"new"))
    assert old.read_bytes() == b"old"
    assert os.listdir(old.parent) == [old.name]


def test_interrupt_while_writing_leaves_the_old_file(old: Path) -> None:
    def interrupted(stream: BinaryIO) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        atomic_write(old, interrupted)
    assert old.read_bytes() == b"old"
    assert os.listdir(old.parent) == [old.name]


def test_content_is_synced_before_it_replaces_and_the_folder_after(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    def recorded(name: str) -> None:
        original = getattr(atomic, name)

        def call(*arguments: object) -> None:
            order.append(name)
            original(*arguments)

        monkeypatch.setattr(atomic, name, call)

    for name in ("_sync", "_replace", "_sync_folder"):
        recorded(name)
    atomic_write(old, put(b"new"))
    assert order == ["_sync", "_replace", "_sync_folder"]


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666])
def test_permissions_are_kept(old: Path, mode: int) -> None:
    old.chmod(mode)
    atomic_write(old, put(b"new"))
    assert stat.S_IMODE(old.stat().st_mode) == mode


@POSIX
def test_link_stays_and_its_target_is_replaced(old: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link = folder / "link"
    link.symlink_to(old)
    atomic_write(link, put(b"new"))
    assert link.is_symlink()
    assert old.read_bytes() == b"new"
    assert os.listdir(folder) == ["link"]


@POSIX
def test_loop_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        atomic_write(tmp_path / "a", put(b"new"))
    assert (tmp_path / "a").is_symlink()


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        atomic_write(tmp_path, put(b"new"))


@POSIX
def test_pipe_is_refused_and_stays(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a file"):
        atomic_write(tmp_path / "pipe", put(b"new"))
    assert (tmp_path / "pipe").is_fifo()


def test_read_only_file_is_refused(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write to everything
    with pytest.raises(PermissionError):
        atomic_write(old, put(b"new"))
    assert old.read_bytes() == b"old"


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no such folder") as caught:
        atomic_write(tmp_path / "gone" / "new", lambda stream: stream.write(b"x"))
    assert caught.value.filename == str(tmp_path / "gone")


def test_file_that_the_folder_refuses_is_named_by_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PermissionError) as caught:
        atomic_write(tmp_path / "new", lambda stream: stream.write(b"x"))
    assert caught.value.filename == str(tmp_path / "new")


def test_name_may_be_as_long_as_the_file_system_allows(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    atomic_write(path, put(b"new"))
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("held", [1, 3])
def test_windows_tries_again_while_another_program_holds_the_target(
    old: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    waited: list[float] = []
    replace = Path.replace

    def held_for_a_moment(self: Path, target: Path) -> Path:
        if len(waited) < held:
            raise PermissionError(errno.EACCES, "held")
        return replace(self, target)

    monkeypatch.setattr(atomic, "_WINDOWS", True)
    monkeypatch.setattr(Path, "replace", held_for_a_moment)
    monkeypatch.setattr(time, "sleep", waited.append)
    atomic_write(old, put(b"new"))
    assert old.read_bytes() == b"new"
    assert len(waited) == held
    assert waited == sorted(waited)


def test_windows_gives_up_in_the_end(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(atomic, "_WINDOWS", True)
    monkeypatch.setattr(Path, "replace", fail_with(errno.EACCES))
    monkeypatch.setattr(time, "sleep", waited.append)
    with pytest.raises(PermissionError):
        atomic_write(old, put(b"new"))
    assert 1 < sum(waited) < 5
    assert os.listdir(old.parent) == [old.name]


def test_folder_that_cannot_be_synced_does_not_make_a_saved_file_a_failure(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not on this file system")

    monkeypatch.setattr(os, "fsync", fsync)
    atomic_write(old, put(b"new"))
    assert old.read_bytes() == b"new"
