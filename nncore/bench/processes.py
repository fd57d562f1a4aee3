"""Processes that answer lines of JSON: our side of a row, and the peers."""

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from nncore.errors import VitrineError

PEERS_FILE = Path(__file__).with_name("peers.py")


class BenchError(VitrineError):
    """A process of the bench ended before it had answered."""


class Answering:
    """A process that answers each line of JSON with one; ended by leaving the context."""

    def __init__(self, command: Sequence[str], name: str) -> None:
        self.name = name
        # Into a file: a pipe that nobody reads would fill up and hold the process.
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                text=True,
                encoding="utf-8",
            )
        except OSError as error:
            self._errors.close()
            raise BenchError(f"{command[0]} cannot be run: {error.strerror}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._process.__exit__(None, None, None)  # closes the pipes and waits
        self._errors.close()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send a request; its answer.

        Raises:
            BenchError: The process has ended.
        """
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        return self.read()

    def read(self) -> dict[str, Any]:
        """The next answer."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            code = self._process.wait()
            self._errors.seek(0)
            said = self._errors.read().strip().splitlines() or [f"exit code {code}"]
            raise BenchError(f"{self.name} ended: {said[-1]}")
        answer: dict[str, Any] = json.loads(line)
        return answer


def our_side() -> Answering:
    """A process for one row of ours."""
    return Answering([sys.executable, "-m", "nncore.bench.worker"], "the bench's own process")


@contextlib.contextmanager
def peers(python: str | None) -> Iterator[dict[str, Answering]]:
    """The peers that this Python has, by name, each in a process that stays; none for None.

    Raises:
        BenchError: The Python cannot be run.
    """
    with contextlib.ExitStack() as stack:
        found: dict[str, Answering] = {}
        for name in ("torch", "sklearn") if python else ():
            assert python is not None
            command = [python, str(PEERS_FILE), name]
            process = stack.enter_context(Answering(command, name))
            if "missing" not in process.read():
                found[name] = process
        yield found
