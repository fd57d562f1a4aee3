"""One user, from launch to export: the main job, end to end."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app.jobs.session import Session
from app.jobs.training import Status
from app.main_window import MainWindow
from app.settings import Settings
from nncore.data import SOURCES, Dataset, normalize_digit
from nncore.data.sources import Source

ROOT = Path(__file__).resolve().parents[2]

REOPEN = """
import sys
import numpy as np
import nncore
network = nncore.load_model(sys.argv[1])
np.save(sys.argv[3], network.predict(np.load(sys.argv[2])))
"""


def digits_like(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Pictures that can be learned: each class has ink in a square of its own."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, count)
    pictures = rng.random((count, 28, 28, 1), np.float32) * 0.3
    for picture, label in zip(pictures, labels, strict=True):
        row, column = divmod(int(label), 5)
        picture[4 + 10 * row : 12 + 10 * row, 2 + 5 * column : 6 + 5 * column] += 0.7
    return pictures, labels


def load_digits_like() -> Dataset:
    names = tuple(map(str, range(10)))
    return Dataset("mnist-sample", *digits_like(600, 0), *digits_like(100, 1), names, "made here")


@pytest.fixture
def window(qtbot, styled, monkeypatch, tmp_path):
    source = Source("mnist-sample", "MNIST sample", "made here", load_digits_like)
    monkeypatch.setitem(SOURCES, "mnist-sample", source)
    session = Session()
    window = MainWindow(session, Settings(tmp_path / "settings.json"))
    # Otherwise the window asks whether to save, and nobody answers.
    qtbot.addWidget(window, before_close_func=lambda w: w.session.document.forget_changes())
    window.show()
    session.begin()
    qtbot.waitUntil(lambda: session.training.status is Status.READY)
    return window


def click(window, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button is not None, name
    assert button.isEnabled(), f"{name} cannot be pressed"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def draw(canvas, points: list[tuple[float, float]]) -> None:
    """Drag the mouse over the canvas; points are fractions of its size."""

    def at(point: tuple[float, float]) -> QPoint:
        return QPointF(point[0] * canvas.width(), point[1] * canvas.height()).toPoint()

    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at(points[0]))
    for point in points[1:]:
        QTest.mouseMove(canvas, at(point))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at(points[-1]))


THREE = [
    (0.30, 0.22), (0.45, 0.15), (0.62, 0.18), (0.68, 0.30), (0.60, 0.42), (0.45, 0.48),
    (0.62, 0.52), (0.70, 0.64), (0.64, 0.78), (0.48, 0.85), (0.30, 0.78),
]  # fmt: skip


def test_a_newcomer_trains_edits_draws_and_exports(window, qtbot, tmp_path):
    session, panels = window.session, window.layout_
    training = session.training
    assert panels.loss.plot.drawn_points() == 0

    # The pad answers before anything is trained, with the ready-made network.
    draw(panels.pad.canvas, THREE)
    qtbot.waitUntil(lambda: panels.pad.answer is not None)
    assert int(panels.pad.answer.values.argmax()) == 3
    assert "ready-made" in panels.pad._row.who.text()
    panels.pad.canvas.clear()
    qtbot.waitUntil(lambda: panels.pad.answer is None)

    # Train: the curves move, the heatmap changes.
    qtbot.waitUntil(lambda: not panels.weights.dirty)
    before = panels.weights.tiles.grab().toImage()
    click(window, "trainButton")
    qtbot.waitUntil(lambda: training.status is Status.RUNNING)
    qtbot.waitUntil(lambda: panels.loss.plot.drawn_points() > 1)
    qtbot.waitUntil(lambda: panels.accuracy.plot.drawn_points() > 1)
    qtbot.waitUntil(lambda: panels.weights.tiles.grab().toImage() != before)
    assert session.predictor.answers_with_own

    # Pause, then exactly one batch.
    if training.status is Status.RUNNING:
        click(window, "trainButton")
        qtbot.waitUntil(lambda: training.status is not Status.RUNNING)
    if training.status is Status.FINISHED:  # a quick machine: begin again
        click(window, "resetButton")
        qtbot.waitUntil(lambda: training.status is Status.READY)
    with qtbot.waitSignal(training.snapshot_changed) as stepped:
        click(window, "stepButtons.step_batch")
    first = stepped.args[0].step
    qtbot.waitUntil(lambda: training.status is not Status.RUNNING)
    with qtbot.waitSignal(training.snapshot_changed) as stepped:
        click(window, "stepButtons.step_batch")
    qtbot.waitUntil(lambda: training.status is not Status.RUNNING)
    assert stepped.args[0].step == first + 1

    # Edit a layer, take it back: the weights are the same as before.
    trained = session.predictor.own.flat.copy()
    panels.architecture.stack.card("dense_2").setFocus()
    session.document.select("dense_2")
    field = panels.inspector.layer_form.field("units")
    with qtbot.waitSignal(training.prepared):
        field.selectAll()
        QTest.keyClicks(field, "24")
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.config.spec.layers[3].layer.units == 24
    assert session.predictor.own.flat.size != trained.size
    with qtbot.waitSignal(training.prepared):
        window.actions_["undo"].trigger()
    assert session.config.spec.layers[3].layer.units == 16
    np.testing.assert_array_equal(session.predictor.own.flat, trained)

    # Draw a 3 and read the bars of the own network.
    draw(panels.pad.canvas, THREE)
    qtbot.waitUntil(lambda: panels.pad.answer is not None)
    picture = normalize_digit(panels.pad.canvas.image())
    expected = session.predictor.own.predict(picture.reshape(1, 28, 28, 1))[0]
    np.testing.assert_array_equal(panels.pad.answer.values, expected)
    assert panels.pad.bars.winner == int(expected.argmax())

    # Export in every format; another process predicts the same bits.
    np.save(tmp_path / "x.npy", picture.reshape(1, 28, 28, 1))
    for suffix in (".vitrine", ".npz", ".safetensors"):
        path = tmp_path / f"digits{suffix}"
        with qtbot.waitSignal(session.told) as told:
            session.export(path)
        assert told.args[1] == "success", told.args[0]
        out = tmp_path / f"answer{suffix}.npy"
        subprocess.run(
            [sys.executable, "-c", REOPEN, str(path), str(tmp_path / "x.npy"), str(out)],
            cwd=ROOT,
            check=True,
            timeout=60,
        )
        np.testing.assert_array_equal(np.load(out)[0], expected)

    # And this window opens what it exported.
    with qtbot.waitSignal(training.prepared):
        window.files.open_path(tmp_path / "digits.vitrine")
    np.testing.assert_array_equal(session.predictor.own.flat, trained)
