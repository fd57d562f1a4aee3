"""Curves written to files, from the File menu and from the plot's own."""

import csv
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QFileDialog

from app.jobs.training import Status


@pytest.fixture
def trained(studio, qtbot):
    studio.session.training.step_epoch()
    qtbot.waitUntil(lambda: studio.session.training.status is Status.PAUSED)
    return studio


def choose(monkeypatch, path: Path | str, kind: str = "") -> list[tuple[object, ...]]:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *a: asked.append(a) or (str(path), kind)
    )
    return asked


def told_by(studio, qtbot, trigger) -> list[str]:
    with qtbot.waitSignal(studio.session.told) as told:
        trigger()
    return told.args


@pytest.mark.parametrize("metric", ["loss", "accuracy"])
@pytest.mark.parametrize("kind", ["png", "svg", "csv"])
def test_plot_is_written_from_its_menu(trained, qtbot, tmp_path, monkeypatch, metric, kind):
    asked = choose(monkeypatch, tmp_path / "curves")
    panel = getattr(trained.layout_, metric)
    trigger = panel.menu.findChild(QAction, f"{metric}Menu.{kind}").trigger
    assert told_by(trained, qtbot, trigger) == [f"Exported curves.{kind}", "success"]
    _, _, start, filters = asked[0]
    assert start.endswith(f"first-digits-{metric}.{kind}")
    assert filters.startswith(f"{kind.upper()} (*.{kind});;")
    written = tmp_path / f"curves.{kind}"
    if kind == "png":
        assert QImage(str(written)).width() >= 2160
    elif kind == "svg":
        assert f">{metric}<" in written.read_text("utf-8")
    else:
        with written.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        rate = ["rate"] if metric == "loss" else []
        assert rows[0] == ["epoch", "train", "train, by epoch", *rate, "validation"]
        assert len(rows) == 1 + trained.session.training.step
        assert float(rows[-1][0]) == 1.0
        assert float(rows[-1][-1]) == panel.plot.values_at(1.0)["validation"][1]


@pytest.mark.parametrize("metric", ["loss", "accuracy"])
def test_plot_is_written_from_the_file_menu(trained, qtbot, tmp_path, monkeypatch, metric):
    choose(monkeypatch, tmp_path / "mine.svg")
    trigger = trained.actions_[f"export_{metric}"].trigger
    assert told_by(trained, qtbot, trigger) == ["Exported mine.svg", "success"]
    assert f">{metric}<" in (tmp_path / "mine.svg").read_text("utf-8")


def test_ending_follows_the_chosen_filter(trained, qtbot, tmp_path, monkeypatch):
    choose(monkeypatch, tmp_path / "mine", "CSV (*.csv)")
    told_by(trained, qtbot, trained.actions_["export_loss"].trigger)
    assert (
        (tmp_path / "mine.csv")
        .read_text("utf-8")
        .startswith('epoch,train,"train, by epoch",rate,validation\n')
    )


def test_giving_up_writes_nothing(trained, tmp_path, monkeypatch):
    asked = choose(monkeypatch, "")
    trained.actions_["export_loss"].trigger()
    assert len(asked) == 1
    assert not trained.toast.isVisible()


def test_file_that_cannot_be_written_is_told_in_words(trained, qtbot, tmp_path, monkeypatch):
    choose(monkeypatch, tmp_path / "missing" / "mine.csv")
    message, level = told_by(trained, qtbot, trained.actions_["export_loss"].trigger)
    assert level == "error"
    assert message.startswith("The file cannot be written: ")
    assert trained.toast.text().endswith(f"{tmp_path / 'missing'}: there is no such folder")


def test_empty_plot_says_there_is_nothing_to_write(studio, qtbot, tmp_path, monkeypatch):
    choose(monkeypatch, tmp_path / "mine.png")
    args = told_by(studio, qtbot, studio.actions_["export_loss"].trigger)
    assert args == ["There is no curve yet.", "warning"]
    assert not list(tmp_path.glob("mine*"))
