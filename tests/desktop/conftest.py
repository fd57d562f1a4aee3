"""A desktop of its own: an X server, a window manager, and hands that move mouse and keys."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("Xvfb", "openbox", "xdotool")
SIZE = (1440, 900)
PATIENCE = 60.0
"""Seconds until something that should be seen is given up."""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server with a window manager on it; the number of its display."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = f":{pipe.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": number}, stderr=subprocess.DEVNULL
    )
    yield number
    for process in (manager, server):
        process.terminate()
        process.wait(10)


class Studio:
    """The program in a process of its own, and a user before it."""

    def __init__(self, display: str, home: Path) -> None:
        self._hands = {**os.environ, "DISPLAY": display}
        places = {f"XDG_{kind}_HOME": str(home) for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
        taken = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "VITRINE_DATA")
        kept = {name: value for name, value in self._hands.items() if name not in taken}
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("driver.py"))],
            env={**kept, **places, "HOME": str(home), "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **question: str) -> dict[str, Any]:
        """What the driver answers; empty where there is no such thing to be seen."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] | None = json.loads(self._process.stdout.readline())
        return answer or {}

    def wait(self, seen: Callable[[dict[str, Any]], bool], **question: str) -> dict[str, Any]:
        """Ask until it is so."""
        deadline = time.monotonic() + PATIENCE
        while not seen(answer := self.ask(**question)):
            assert time.monotonic() < deadline, f"{question}: still {answer}"
        return answer

    def find(self, name: str) -> dict[str, Any]:
        """Wait until the widget is to be seen."""
        return self.wait(bool, find=name)

    def key(self, *names: str) -> None:
        """Press keys, one after the other."""
        self._do("key", "--delay", "30", *names)

    def write(self, text: str) -> None:
        """Type a text."""
        self._do("type", "--delay", "15", text)

    def click(self, name: str) -> None:
        """Click the middle of a widget."""
        self.stroke(name, [(0.5, 0.5)])

    def stroke(self, name: str, points: Sequence[tuple[float, float]]) -> None:
        """Draw with the mouse through points, given as shares of the widget's sides."""
        left, top, width, height = self.find(name)["box"]
        places = [(round(left + x * width), round(top + y * height)) for x, y in points]
        words: list[object] = ["mousemove", *places[0], "mousedown", "1"]
        for place in places[1:]:
            words += ["mousemove", *place, "sleep", "0.02"]
        self._do(*words, "mouseup", "1")

    def double_click(self, x: int, y: int) -> None:
        """Click twice at a place of the screen."""
        self._do("mousemove", x, y, "click", "--repeat", "2", "--delay", "80", "1")

    def resize(self, width: int, height: int) -> None:
        """Ask the window manager for another size of the window in use."""
        self._do("getactivewindow", "windowsize", width, height)

    def has_ended(self) -> int:
        """Wait for the end; the exit code."""
        return self._process.wait(PATIENCE)

    def kill(self) -> None:
        """End it in any case."""
        self._process.kill()
        self._process.communicate()

    def _do(self, *words: object) -> None:
        subprocess.run(["xdotool", *map(str, words)], env=self._hands, check=True, timeout=PATIENCE)


@pytest.fixture
def launch(display: str, tmp_path: Path) -> Iterator[Callable[[], Studio]]:
    """Start the studio; the second time it finds what the first has left."""
    started: list[Studio] = []

    def run() -> Studio:
        started.append(Studio(display, tmp_path))
        return started[-1]

    yield run
    for studio in started:
        studio.kill()
