import gzip
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from nncore.data.download import fetch
from nncore.errors import Cancelled, DataError
from tests.nncore.data.conftest import Mirror, body

GOOD = gzip.compress(bytes(range(256)) * 400, mtime=0) + os.urandom(60_000)


def is_good(path: Path) -> None:
    if path.read_bytes() != GOOD:
        raise DataError("not the file meant")


@pytest.fixture
def closed_port() -> str:
    """The address of a port where nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    return f"http://127.0.0.1:{port}/file.gz"


def test_good_file_arrives_whole_and_alone(mirror: Mirror, tmp_path: Path) -> None:
    mirror.answers["/file.gz"] = body(GOOD)
    fetch([f"{mirror.url}/file.gz"], tmp_path / "new" / "file.gz", is_good)
    assert os.listdir(tmp_path / "new") == ["file.gz"]
    assert (tmp_path / "new" / "file.gz").read_bytes() == GOOD


def test_progress_counts_every_byte(mirror: Mirror, tmp_path: Path) -> None:
    mirror.answers["/file.gz"] = body(GOOD)
    seen: list[tuple[int, int, str]] = []
    fetch(
        [f"{mirror.url}/file.gz"],
        tmp_path / "file.gz",
        is_good,
        lambda done, total, text: seen.append((done, total, text)),
    )
    done = [d for d, _, _ in seen]
    assert done[0] == 0
    assert done == sorted(done)
    assert len(set(done)) > 3
    assert seen[-1][:2] == (len(GOOD), len(GOOD))
    assert all(text.startswith("file.gz from 127.0.0.1") for _, _, text in seen)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


BAD_ANSWERS = {
    "another file": (body(b"\x1f\x8b something else"), "not the file meant"),
    "web page": (body(b"<html>Log in to the network</html>", kind="text/html"), "not the file"),
    "half a file": (body(GOOD[: len(GOOD) // 2], length=len(GOOD)), "broke off"),
    "silent half": (body(GOOD[: len(GOOD) // 2]), "not the file meant"),
    "nothing": (body(b""), "not the file meant"),
    "too much": (body(GOOD * 3), "more than the"),
    "not found": (lambda handler: handler.send_error(404), "answered 404 Not Found"),
    "forbidden": (lambda handler: handler.send_error(403), "answered 403 Forbidden"),
    "hang up": (hang_up, "cannot be reached"),
}


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_bad_mirror_is_passed_over_for_the_next(case: str, mirror: Mirror, tmp_path: Path) -> None:
    mirror.answers["/a/file.gz"] = BAD_ANSWERS[case][0]
    mirror.answers["/b/file.gz"] = body(GOOD)
    urls = [f"{mirror.url}/{folder}/file.gz" for folder in "ab"]
    fetch(urls, tmp_path / "file.gz", is_good, max_bytes=2 * len(GOOD))
    assert mirror.asked == ["/a/file.gz", "/b/file.gz"]
    assert os.listdir(tmp_path) == ["file.gz"]


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_failure_says_why_and_leaves_nothing(case: str, mirror: Mirror, tmp_path: Path) -> None:
    answer, said = BAD_ANSWERS[case]
    mirror.answers["/file.gz"] = answer
    with pytest.raises(DataError, match=f"127.0.0.1:[0-9]+: .*{said}"):
        fetch([f"{mirror.url}/file.gz"], tmp_path / "file.gz", is_good, max_bytes=2 * len(GOOD))
    assert os.listdir(tmp_path) == []


def test_no_server_is_one_line_of_the_failure(
    closed_port: str, mirror: Mirror, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as caught:
        fetch([closed_port, f"{mirror.url}/file.gz"], tmp_path / "file.gz", is_good)
    first, second = str(caught.value).splitlines()
    assert first.endswith("cannot be reached")
    assert second.endswith("answered 404 Not Found")


def test_silence_ends_after_the_timeout(mirror: Mirror, tmp_path: Path) -> None:
    given_up = threading.Event()

    def stall(handler: BaseHTTPRequestHandler) -> None:
        given_up.wait(30)

    mirror.answers["/file.gz"] = stall
    try:
        with pytest.raises(DataError, match=r"no answer within 0\.2 s"):
            fetch([f"{mirror.url}/file.gz"], tmp_path / "file.gz", is_good, timeout=0.2)
    finally:
        given_up.set()
    assert os.listdir(tmp_path) == []


def test_stop_ends_a_slow_download_and_leaves_no_file(mirror: Mirror, tmp_path: Path) -> None:
    stopped = threading.Event()

    def trickle(handler: BaseHTTPRequestHandler) -> None:
        body(GOOD[:40_000], length=len(GOOD))(handler)
        handler.wfile.flush()
        stopped.wait(30)

    def stop_on_first_bytes(done: int, _total: int, _text: str) -> None:
        if done:
            assert any(name.endswith(".part") for name in os.listdir(tmp_path))
            raise Cancelled("stopped")

    mirror.answers["/a/file.gz"] = trickle
    mirror.answers["/b/file.gz"] = body(GOOD)
    urls = [f"{mirror.url}/{folder}/file.gz" for folder in "ab"]
    try:
        with pytest.raises(Cancelled):
            fetch(urls, tmp_path / "file.gz", is_good, stop_on_first_bytes)
    finally:
        stopped.set()
    assert os.listdir(tmp_path) == []
    assert mirror.asked == ["/a/file.gz"]


def test_failed_download_keeps_the_file_that_was_there(mirror: Mirror, tmp_path: Path) -> None:
    (tmp_path / "file.gz").write_bytes(b"old")
    with pytest.raises(DataError):
        fetch([f"{mirror.url}/file.gz"], tmp_path / "file.gz", is_good)
    assert (tmp_path / "file.gz").read_bytes() == b"old"


def test_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(DataError, match="taken"):
        fetch(["http://127.0.0.1:1/x"], tmp_path / "taken" / "file.gz", is_good)
