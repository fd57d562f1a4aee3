"""Faults of PySide6 that end the process; each runs in a process of its own.

PySide6 6.12.0 loses a reference to True with every signal, and Python 3.11 dies of it after
some hundred. On any PySide6, Python 3.11 dies of an error that the interpreter raised and
that leaves an override of a Qt virtual method.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

COUNT_REFERENCES = """
import gc, json, sys
import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

class Emitter(QObject):
    happened = Signal(bool)

class Receiver(QObject):
    received = 0

    @Slot(bool)
    def on_happened(self, value):
        self.received += 1

app = QApplication([])
emitter, receiver = Emitter(), Receiver()
emitter.happened.connect(receiver.on_happened)

def emit(times):
    for _ in range(times):
        emitter.happened.emit(True)

plot = pg.PlotWidget()
curve = plot.plot(pen=pg.mkPen(width=1))

def repaint(times):
    for i in range(times):
        curve.setData(np.arange(50.0), np.sin(np.arange(50.0) + i))
        plot.grab()

emit(10), repaint(10)  # what is made once is not what is lost
gc.collect()
before = sys.getrefcount(None), sys.getrefcount(True)
emit(5000), repaint(200)
gc.collect()
after = sys.getrefcount(None), sys.getrefcount(True)
print(json.dumps([receiver.received, before, after]))
"""

FAIL_IN_PAINT_EVENT = """
from PySide6.QtWidgets import QApplication, QWidget
from app.guard import guarded

class Faulty(QWidget):
    @guarded()
    def paintEvent(self, event):
        1 / 0

app = QApplication([])
for _ in range(20):
    Faulty().grab()
print("alive")
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", program],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )


def test_signals_and_repaints_keep_the_references_to_none_and_true() -> None:
    ran = run(COUNT_REFERENCES)
    assert ran.returncode == 0, ran.stderr
    received, before, after = json.loads(ran.stdout)
    assert received == 5010
    lost = [old - new for old, new in zip(before, after, strict=True)]
    # Counts that grow do no harm. From 3.12 on None and True are immortal, but a library built
    # for the stable ABI still moves their counts, by some hundred; 6.12.0 loses thousands.
    assert max(lost) < (100 if sys.version_info < (3, 12) else 1000)


def test_error_in_a_guarded_paint_event_leaves_the_process_alive() -> None:
    ran = run(FAIL_IN_PAINT_EVENT)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "alive"
    assert ran.stderr.count("ZeroDivisionError") == 20
