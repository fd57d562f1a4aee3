"""The length of the gradient on an axis at the right of the loss, measured on demand."""

import numpy as np
import pytest
from PySide6.QtGui import QAction, QFontMetricsF

from app.jobs.mailbox import Mail
from app.jobs.training import Status
from app.panels.curves import CurvePanel
from app.project import ViewChoices
from app.widgets.plot_legend import curve_texts
from nncore.training.events import BatchEnded
from nncore.training.loop import Run


@pytest.fixture
def panel(small_loss):
    return small_loss


def toggle(panel, key: str = "norm") -> None:
    panel.menu.findChild(QAction, f"lossMenu.{key}").trigger()
    panel.refresh()


def scene(panel):
    return panel.plot._canvas.scene_data


def norms(panel):
    panel.refresh()
    return panel.plot._lines["norm"].feed.raw


def train_epoch(session, qtbot) -> None:
    session.training.step_epoch()
    qtbot.waitUntil(lambda: session.training.status is Status.PAUSED)


def mail(first: int, values: list[float]) -> Mail:
    count = len(values)
    xs = np.arange(first, first + count) / 10
    return Mail(
        xs, np.ones(count), np.ones(count), (), None, 0, None, np.ones(count), np.array(values)
    )


def test_by_default_nothing_is_measured_and_nothing_shown(panel, ready, qtbot, monkeypatch):
    def refuse(*_):
        raise AssertionError("measured")

    monkeypatch.setattr("nncore.training.updates.global_norm", refuse)
    train_epoch(ready, qtbot)
    assert not panel.menu.findChild(QAction, "lossMenu.norm").isChecked()
    assert len(norms(panel)) == 0
    assert not scene(panel).right
    assert "gradient norm" not in panel.plot.file("csv")().decode().split("\n")[0]


def test_user_turns_it_on_during_a_run_and_sees_the_curve(studio, qtbot):
    panel, session = studio.layout_.loss, studio.session
    session.document.edit_config("Train long", epochs=100_000)
    with qtbot.waitSignal(
        session.training.progressed, check_params_cb=lambda p: p.epochs == 100_000
    ):
        session.train()
    qtbot.waitUntil(lambda: session.training.step > 20)
    assert not scene(panel).right
    panel.menu.findChild(QAction, "lossMenu.norm").trigger()
    qtbot.waitUntil(lambda: len(scene(panel).right) == 1)
    assert session.training.is_running()
    line = panel.plot._lines["norm"]
    assert [row.text for row in scene(panel).legend] == ["train", "gradient norm", "validation"]
    assert len(line.curve.yData) > 0
    assert np.nanmin(line.feed.raw.y) > 0
    assert line.feed.raw.x[0] > panel.plot._lines["train"].feed.raw.x[0]
    session.training.stop()
    qtbot.waitUntil(lambda: not session.training.is_running())


def test_curve_has_the_norm_of_every_batch(panel, ready, qtbot):
    toggle(panel)
    train_epoch(ready, qtbot)
    run = Run(ready.config, ready.data)
    run.norm_every = 1
    expected = []
    for event in run.events():
        if isinstance(event, BatchEnded) and event.epoch == 1:
            expected.append((event.progress, event.gradient_norm))
    xs, ys = np.array(expected).T
    assert np.array_equal(norms(panel).x, xs)
    assert np.array_equal(norms(panel).y, ys)


def test_weights_are_the_same_to_the_bit(panel, ready, qtbot):
    def trained() -> np.ndarray:
        with qtbot.waitSignal(ready.training.prepared):
            ready.reset()
        train_epoch(ready, qtbot)
        flats = []
        ready.training.ask_network(lambda network: flats.append(network.flat))
        qtbot.waitUntil(lambda: bool(flats))
        return flats[0]

    without = trained()
    toggle(panel)
    assert np.array_equal(without, trained())
    assert len(norms(panel)) > 0


def test_next_run_and_next_project_measure_as_the_view_says(panel, ready, qtbot):
    toggle(panel)
    with qtbot.waitSignal(ready.training.prepared):
        ready.reset()
    train_epoch(ready, qtbot)
    assert len(norms(panel)) == ready.training.step
    with qtbot.waitSignal(ready.training.prepared):
        ready.open_recipe("first-digits")  # a new project has no such choice
    train_epoch(ready, qtbot)
    assert len(norms(panel)) == 0


def test_batches_that_were_not_measured_are_one_gap(panel, ready, qtbot):
    toggle(panel)
    nan = np.nan
    for letter in (mail(1, [nan, 2.0]), mail(3, [3.0]), mail(4, [nan, nan]), mail(6, [nan, 4.0])):
        ready.training.mail_came.emit(letter)
        panel.refresh()
    series = norms(panel)
    assert series.x == pytest.approx([0.2, 0.3, 0.4, 0.7])
    assert np.array_equal(series.y, [2.0, 3.0, nan, 4.0], equal_nan=True)
    with qtbot.waitSignal(ready.training.prepared):
        ready.reset()
    ready.training.mail_came.emit(mail(1, [nan, 5.0]))
    assert norms(panel).x == pytest.approx([0.2])


def test_leaving_it_stops_the_measuring(panel, ready, qtbot):
    toggle(panel)
    train_epoch(ready, qtbot)
    toggle(panel)
    count = ready.training.step
    train_epoch(ready, qtbot)
    assert ready.training.step == 2 * count
    assert np.count_nonzero(np.isfinite(norms(panel).y)) == count
    assert not scene(panel).right


def test_axis_is_logarithmic_where_the_plot_is(panel):
    toggle(panel)
    toggle(panel, "rate")
    x = np.linspace(0.1, 5.0, 50)
    norm = 30.0 * np.exp(-x)
    norm[7] = 0.0  # at rest, and no power of ten
    panel.plot.extend("train", x, 2.0 / (1.0 + x))
    panel.plot.extend("rate", x, 0.001 * np.exp(-x))
    panel.plot.extend("norm", x, norm)
    for log in (False, True):
        panel.plot.set_log_y(log)
        panel.plot.refresh()
        rate, side = scene(panel).right
        assert rate.shade != side.shade
        heights = [height for height, _ in side.ticks]
        values = np.array([float(text) for _, text in side.ticks])
        at = np.log(norm[norm > 0]) if log else norm[norm > 0]
        scale = np.polyfit(np.log(values) if log else values, heights, 1)
        drawn = panel.plot._lines["norm"].curve.yData
        assert drawn[norm > 0] == pytest.approx(np.polyval(scale, at))
        assert np.isnan(drawn[7]) == log
        low, high = scene(panel).y_range
        assert np.all((drawn[norm > 0] >= low - 1e-9) & (drawn[norm > 0] <= high + 1e-9))


def test_it_is_smoothed_as_the_loss_is_and_drawn_behind_it(panel):
    toggle(panel)
    x = np.linspace(0.1, 5.0, 50)
    panel.plot.extend("train", x, 2.0 / (1.0 + x))
    panel.plot.extend("norm", x, 2.0 + (-1.0) ** np.arange(50))
    panel.plot.set_smoothing(0.9)
    line = panel.plot._lines["norm"]
    (faint, _), (curve, _) = line.parts()
    assert np.ptp(faint.yData) == pytest.approx(2 * line.gain)
    assert np.ptp(curve.yData[25:]) < 0.5 * line.gain
    panel.plot.add_ghost(1, "before", panel.plot.curves())
    behind = [part for part, _ in panel.plot._ghosts[1].parts()]
    for front in (panel.plot._lines["train"].curve, *behind):
        assert faint.zValue() <= curve.zValue() < front.zValue()


def test_two_axes_stand_beside_each_other_inside(panel):
    toggle(panel)
    toggle(panel, "rate")
    panel.plot.extend("train", [1.0, 2.0], [0.5, 0.4])
    panel.plot.extend("rate", [1.0, 2.0], [0.00123456, 0.00123457])
    panel.plot.extend("norm", [1.0, 2.0], [12345.0, 12346.0])
    panel.plot.refresh()
    canvas = panel.plot._canvas
    metrics = QFontMetricsF(canvas._font())
    rooms = [side.width(metrics) for side in scene(panel).right]
    assert len(rooms) == 2
    assert canvas.plot_rect().right() + sum(rooms) <= canvas.width()
    assert canvas.plot_rect().width() > 100


def test_short_name_makes_room_for_the_others(panel):
    toggle(panel)
    toggle(panel, "rate")
    rows = scene(panel).legend
    metrics = QFontMetricsF(panel.plot._canvas._font())
    whole = ["train", "rate", "gradient norm", "validation"]
    assert [row.text for row in rows] == whole
    assert curve_texts(rows, metrics, 1000.0) == whole
    assert curve_texts(rows, metrics, 100.0) == ["train", "rate", "norm", "validation"]


def test_hover_tells_it_and_the_best_mark_stays(panel, ready, qtbot):
    toggle(panel)
    train_epoch(ready, qtbot)
    panel.refresh()
    panel.plot.set_hover(1.0)
    value = norms(panel).y[-1]
    assert f"gradient norm {value:.4f}" in [row.text for row in scene(panel).card]
    assert f"gradient norm {value:.4f}" in panel.plot.summary()
    assert panel.plot.best_point()[0] == "validation"
    low, high = scene(panel).y_range
    assert all(low <= y <= high for _, y, _ in scene(panel).dots)


def test_pinned_run_has_none_but_the_table_has(panel, ready, qtbot):
    toggle(panel)
    train_epoch(ready, qtbot)
    panel.refresh()
    ready.pins.pin()
    assert set(panel.plot._ghosts[1].feeds) == {"train", "train_epochs", "validation"}
    rows = [line.split(",") for line in panel.plot.file("csv")().decode().splitlines()]
    head = panel.plot.file("csv")().decode().split("\n")[0]
    assert head.startswith('epoch,train,"train, by epoch",rate,gradient norm,validation,')
    column = [float(row[4]) for row in rows[1:]]  # one comma more in the head only
    assert column == norms(panel).y.tolist()


def test_picture_in_a_file_has_the_same_axes(panel, ready, qtbot):
    toggle(panel)
    train_epoch(ready, qtbot)
    panel.refresh()
    copy = panel.plot._copy(1)
    qtbot.addWidget(copy)
    shown = copy._canvas.scene_data
    assert [side.shade for side in shown.right] == [side.shade for side in scene(panel).right]
    assert [row.text for row in shown.legend] == ["train", "gradient norm", "validation"]
    assert np.array_equal(copy._lines["norm"].curve.xData, norms(panel).x)


def test_showing_it_is_an_edit_that_is_saved_and_can_be_undone(panel, ready, qtbot):
    toggle(panel)
    view = ready.document.project.view
    assert view.show_norm
    assert ViewChoices.from_json(view.to_json()).show_norm
    assert not ViewChoices().show_norm
    assert ready.document.undo_stack.undoText() == "Show the gradient norm"
    ready.document.undo_stack.undo()
    assert panel.plot._lines["norm"].hidden
    assert not panel.menu.findChild(QAction, "lossMenu.norm").isChecked()
    train_epoch(ready, qtbot)
    assert len(norms(panel)) == 0


def test_only_the_loss_has_it(ready, qtbot):
    panel = CurvePanel(ready, "accuracy", "Accuracy")
    qtbot.addWidget(panel)
    assert not panel.menu.findChild(QAction, "accuracyMenu.norm").isVisible()
    assert "norm" not in panel.plot._lines
