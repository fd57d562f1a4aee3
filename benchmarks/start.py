"""How long the studio takes from its call to a window that answers.

    QT_QPA_PLATFORM=offscreen python benchmarks/start.py --times 9

Each time a new process runs what `python -m app` runs. The window counts as shown when it has
been painted, as responsive when ten events of a 10 ms timer in a row have come less than 10 ms
late, and as ready when the first recipe can be trained. The first start after a long time also
reads the files from the disk; it is told apart.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent

PROGRAM = """
import json, sys, time
begun = float(sys.argv[1])
sys.argv[1:] = []
import app.__main__
from PySide6.QtCore import QEvent, QObject, QTimer, Qt
from PySide6.QtWidgets import QApplication

class Watch(QObject):
    def __init__(self):
        super().__init__()
        self.found, self.prompt, self.last = {}, 0, 0.0

    def note(self, what):
        self.found.setdefault(what, time.time() - begun)

    def watch(self):
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.tick)
        self.timer.start(10)
        self.last = time.time()

    def tick(self):
        now = time.time()
        self.prompt = self.prompt + 1 if now - self.last < 0.02 else 0
        self.last = now
        self.note("shown")
        if self.prompt >= 10:
            self.note("responsive")
        if window.session.training.status.name == "READY":
            self.note("ready")
        if {"responsive", "ready"} <= self.found.keys():
            print(json.dumps(self.found), flush=True)
            window.session.document.forget_changes()
            window.close()
            QApplication.quit()

import app.start
opened = app.start.open_window
def open_window(*arguments):
    global window
    window = opened(*arguments)
    watch.watch()
    return window
app.start.open_window = open_window
watch = Watch()
sys.exit(app.__main__.main(["--safe-mode"]))
"""


def start_once() -> dict[str, float]:
    """Seconds from the call until the window was shown, responsive and ready."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(time.time())],
        capture_output=True, text=True, check=True, cwd=ROOT, timeout=60,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=9)
    options = parser.parse_args()
    first = start_once()
    found = [start_once() for _ in range(options.times)]
    for name in ("shown", "responsive", "ready"):
        seconds = sorted(one[name] for one in found)
        print(json.dumps({
            "until": name, "first": round(first[name], 2),
            "median": round(statistics.median(seconds), 2),
            "fastest": round(seconds[0], 2), "slowest": round(seconds[-1], 2),
        }))  # fmt: skip


if __name__ == "__main__":
    main()
