import gzip
import hashlib
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from nncore.data.mnist_tables import IdxFile, IdxTable


def idx_bytes(array: np.ndarray) -> bytes:
    """A uint8 array as the bytes of an IDX file."""
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return header + array.astype(np.uint8).tobytes()


@dataclass(frozen=True)
class TinyMnist:
    """Four small IDX files and the table of what they must be."""

    arrays: dict[str, np.ndarray]
    table: IdxTable

    def raw(self, name: str) -> bytes:
        return idx_bytes(self.arrays[name])

    def gz(self, name: str, level: int = 9) -> bytes:
        return gzip.compress(self.raw(name), level, mtime=0)


@pytest.fixture
def tiny() -> TinyMnist:
    rng = np.random.default_rng(7)
    arrays = {
        "train-images-idx3-ubyte": rng.integers(0, 256, (20, 28, 28)),
        "train-labels-idx1-ubyte": np.arange(20) % 10,
        "t10k-images-idx3-ubyte": rng.integers(0, 256, (10, 28, 28)),
        "t10k-labels-idx1-ubyte": np.arange(10),
    }
    files = tuple(
        IdxFile(
            name,
            array.shape,
            hashlib.sha256(idx_bytes(array)).hexdigest(),
            gz_bytes=len(gzip.compress(idx_bytes(array), mtime=0)),
        )
        for name, array in arrays.items()
    )
    table = IdxTable("mnist", "Tiny MNIST", files, (), tuple("0123456789"), accepts_legacy=True)
    return TinyMnist(arrays, table)


Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Mirror:
    """An HTTP server on this machine; `answers` maps a path to what is done about it."""

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


def body(content: bytes, *, length: int | None = None, kind: str = "application/gzip") -> Answer:
    """Answer with 200 and this content, promising `length` bytes."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content) if length is None else length))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            answer = served.answers.get(self.path)
            if answer is None:
                self.send_error(404)
            else:
                answer(self)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False  # so that closing waits for every answer
    served = Mirror(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    server.shutdown()
    thread.join()
    server.server_close()
