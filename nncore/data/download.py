"""Download one file from the first mirror that delivers it whole."""

import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from nncore.errors import Cancelled, DataError

# Called with bytes done, bytes in all (0 if not known) and a line for the user.
# Raising Cancelled from it stops the download.
Progress = Callable[[int, int, str], None]

TIMEOUT = 15.0  # seconds without a byte before the next mirror is tried
# A slow line fills 16 KiB soon enough for Cancel to be felt.
_CHUNK = 1 << 14


def fetch(
    urls: Sequence[str],
    destination: Path,
    check: Callable[[Path], None],
    progress: Progress | None = None,
    timeout: float = TIMEOUT,
    *,
    max_bytes: int = 1 << 30,
) -> None:
    """Download `destination` from the first of `urls` whose file passes `check`.

    The bytes go to a temporary file beside the destination, which takes the final name only
    after `check(path)` has returned; whatever happens, nothing half-done stays behind.

    Raises:
        DataError: No mirror delivered a good file; the message has one line for each.
        Cancelled: `progress` raised it.
    """
    failures: list[str] = []
    for url in urls:
        host = urlsplit(url).netloc
        try:
            _fetch_one(url, destination, check, progress, timeout, max_bytes)
        except DataError as error:
            failures.append(f"{host}: {error}")
        else:
            return
    raise DataError("\n".join(failures) or "no mirror is known")


def _fetch_one(
    url: str,
    destination: Path,
    check: Callable[[Path], None],
    progress: Progress | None,
    timeout: float,
    max_bytes: int,
) -> None:
    part = _temporary_beside(destination)
    try:
        _download(url, part, progress, timeout, max_bytes)
        check(part)
        os.replace(part, destination)
    except OSError as error:
        raise DataError(f"cannot be saved in {destination.parent}: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _temporary_beside(destination: Path) -> Path:
    """Make an empty file; tempfile would close it to other users of a shared folder."""
    part = destination.with_name(f".{destination.name}.{secrets.token_hex(4)}.part")
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        part.touch(exist_ok=False)
    except OSError as error:
        raise DataError(f"cannot write to {destination.parent}: {error.strerror}") from error
    return part


def _download(
    url: str, part: Path, progress: Progress | None, timeout: float, max_bytes: int
) -> None:
    import pooch  # here, because it loads requests: 0.2 s that a start without network saves

    meter = _Meter(progress, f"{destination_name(url)} from {urlsplit(url).netloc}", max_bytes)
    downloader = pooch.HTTPDownloader(progressbar=meter, chunk_size=_CHUNK, timeout=timeout)
    with part.open("wb") as file:
        meter.file = file
        meter.report()
        try:
            # The meter stands in for the file too: pooch writes a chunk before it reports it.
            downloader(url, meter, None)
        except (Cancelled, DataError):
            raise
        except (OSError, ValueError) as error:  # every error of requests is an OSError
            raise DataError(_plain_reason(error, timeout)) from error


def destination_name(url: str) -> str:
    """The file name at the end of a URL."""
    return urlsplit(url).path.rsplit("/", 1)[-1]


def _plain_reason(error: Exception, timeout: float) -> str:
    """One line for the user; the library's own text is several layers of wrapping."""
    response = getattr(error, "response", None)
    if response is not None:
        return f"answered {response.status_code} {response.reason}"
    kind = type(error).__name__
    if "Timeout" in kind or "timed out" in str(error).lower():
        return f"no answer within {timeout:g} s"
    reasons = {
        "ConnectionError": "cannot be reached",
        "SSLError": "no secure connection",
        "ProxyError": "the proxy cannot be reached",
        "ChunkedEncodingError": "the connection broke off",
    }
    if kind in reasons:
        return reasons[kind]
    line = (str(error).strip() or kind).splitlines()[0]
    return line if len(line) <= 200 else line[:197] + "..."


class _Meter:
    """The progress object and the output file that pooch asks for, in one."""

    def __init__(self, progress: Progress | None, text: str, max_bytes: int) -> None:
        self.total = 0
        self.file: IO[bytes] | None = None
        self._done = 0
        self._progress = progress
        self._text = text
        self._max_bytes = max_bytes

    def write(self, chunk: bytes) -> None:
        assert self.file is not None
        self._done += len(chunk)
        if self._done > self._max_bytes:
            raise DataError(f"sends more than the {self._max_bytes} bytes expected")
        self.file.write(chunk)
        self.report()

    def report(self) -> None:
        if self._progress is not None:
            self._progress(self._done, max(self.total, self._done) if self.total else 0, self._text)

    def flush(self) -> None:
        """Leave buffering to the file."""

    def update(self, size: int) -> None:
        """Count in `write`, where the true size of a chunk is known."""

    def reset(self) -> None:
        """Nothing to start again: the count is by bytes written."""

    def close(self) -> None:
        """The file is closed by whoever opened it."""
