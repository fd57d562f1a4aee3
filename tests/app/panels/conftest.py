"""Fixtures of the panel tests."""

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.jobs.session import Session
from app.jobs.training import Status
from app.panels.curves import CurvePanel


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., Any]:
    """Show a panel at a size, wait until it is on screen, and let it draw; returns the panel."""

    def run(panel: Any, width: int = 500, height: int = 400) -> Any:
        qtbot.addWidget(panel)
        panel.resize(width, height)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.refresh()
        return panel

    return run


@pytest.fixture
def small_loss(show: Callable[..., Any], ready: Session) -> CurvePanel:
    """The loss, as small as in a window of 1024 × 700."""
    panel: CurvePanel = show(CurvePanel(ready, "loss", "Loss"), 290, 150)
    return panel


@pytest.fixture
def open_worked_example(ready: Session, qtbot: QtBot) -> Callable[[], None]:
    """Open the recipe of two inputs and 2 × 2 neurons, and wait for its run."""

    def is_open() -> bool:
        data = ready.data
        of_recipe = data is not None and data.name == "worked-example"
        return of_recipe and ready.training.status is Status.READY

    def run() -> None:
        ready.open_recipe("worked-example")
        qtbot.waitUntil(is_open)

    return run
