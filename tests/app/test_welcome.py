"""The first start: three ways in, shown once."""

from argparse import Namespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from app.jobs.training import Status
from app.settings import Settings
from app.start import open_window
from nncore.training.config import load_recipe

OPTIONS = {"data_dir": "", "file": None, "screenshot": None}


@pytest.fixture
def start(qtbot, styled, stand_in, tmp_path):
    def run(config=None):
        window = open_window(Namespace(**OPTIONS), Settings(tmp_path / "settings.json"), config)
        qtbot.addWidget(
            window, before_close_func=lambda _: window.session.document.forget_changes()
        )
        qtbot.waitUntil(lambda: window.session.training.status is Status.READY)
        return window

    return run


@pytest.fixture
def greeted(start, qtbot):
    window = start()
    qtbot.waitUntil(lambda: window.welcome.dialog is not None)
    return window


def test_first_start_greets_and_the_second_does_not(greeted, start, qtbot):
    dialog = greeted.welcome.dialog
    assert dialog.isVisible()
    dialog.reject()
    assert greeted.welcome.dialog is None
    again = start()
    qtbot.wait(1)
    assert again.welcome.dialog is None
    again.actions_["welcome"].trigger()
    assert again.welcome.dialog.isVisible()
    again.welcome.dialog.reject()


def test_start_with_something_to_open_does_not_greet(start, qtbot):
    window = start(load_recipe("first-digits"))
    qtbot.wait(1)
    assert window.welcome.dialog is None


def test_train_now_trains(greeted, qtbot):
    QTest.mouseClick(greeted.welcome.dialog.train, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: greeted.session.training.status is Status.RUNNING)
    greeted.session.training.pause()
    qtbot.waitUntil(lambda: greeted.session.training.status is not Status.RUNNING)


def test_return_is_train_now(greeted, qtbot):
    QTest.keyClick(greeted.welcome.dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: greeted.session.training.status is Status.RUNNING)
    greeted.session.training.pause()
    qtbot.waitUntil(lambda: greeted.session.training.status is not Status.RUNNING)


def test_draw_now_leads_to_the_pad(greeted, qtbot):
    QTest.mouseClick(greeted.welcome.dialog.draw, Qt.MouseButton.LeftButton)
    assert greeted.welcome.dialog is None
    pad = greeted.layout_.pad.canvas
    assert greeted.focusWidget() is pad
    assert greeted.toast.text() == "Draw a digit on the pad at the lower right."


def test_an_example_becomes_the_project(greeted, qtbot):
    dialog = greeted.welcome.dialog
    examples = dialog.learn.menu().actions()
    assert all(load_recipe(action.data()).name for action in examples)
    dialog.findChild(QAction, "welcomeExample.worked-example").trigger()
    assert greeted.session.config.name == "worked-example"


def test_sentences_are_not_cut_off(greeted):
    dialog = greeted.welcome.dialog
    for way in (dialog.train, dialog.draw, dialog.learn):
        layout = way.layout()
        assert way.height() >= layout.totalHeightForWidth(way.width())
    # Nor do they stand apart: no height is left that no word needs.
    assert dialog.height() == dialog.layout().totalHeightForWidth(dialog.width())
