"""The way back from a divergence."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton, QToolButton

from app.jobs.healthy import guards, healthy_step, put_healthy
from app.jobs.training import Status
from nncore.training.guard import Guard, GuardWatcher
from nncore.training.loop import Run


@pytest.fixture
def diverged(studio, qtbot):
    """A window whose run has just diverged: its learning rate was far too large."""
    session = studio.session
    rate = dataclasses.replace(session.config.optimizer, learning_rate=1e9)
    with qtbot.waitSignal(session.training.prepared):
        session.document.edit_config("Change", optimizer=rate, seed=5, epochs=100_000)
    with qtbot.waitSignal(studio.recovery.changed):
        session.train()
    return studio


def test_window_names_the_numbers_of_a_divergence_and_offers_the_way_back(diverged):
    text = diverged.notice.accessibleName()
    assert diverged.notice.isVisible()
    assert "Diverged" in text
    assert "learning rate 1e+09" in text
    assert "Back to step 0, rate 3e+08" in diverged.notice.button.text()
    assert diverged.session.training.status is Status.FINISHED


def test_one_click_brings_healthy_weights_back_with_a_smaller_rate(diverged, qtbot):
    session = diverged.session
    offer = diverged.recovery.offer
    diverged.findChild(QPushButton, "recoveryNoticeAccept").click()
    qtbot.waitUntil(lambda: session.config.optimizer.learning_rate == offer.rate)
    # 3e8 diverges at once too: what matters is that it went on from finite weights.
    qtbot.waitUntil(lambda: diverged.recovery.offer is not None)
    assert diverged.recovery.offer.step >= offer.step
    assert diverged.recovery.offer.rate < offer.rate
    assert session.config.epochs == 100_000
    session.document.undo_stack.undo()
    assert session.config.optimizer.learning_rate == 1e9


def test_recovered_run_goes_on_where_the_rate_allows(diverged, qtbot):
    session = diverged.session
    diverged.recovery.offer = dataclasses.replace(diverged.recovery.offer, rate=0.001)
    diverged.recovery.accept()
    qtbot.waitUntil(lambda: session.training.status is Status.RUNNING)
    qtbot.waitUntil(lambda: session.training.step > 60)
    session.training.pause()
    qtbot.waitUntil(lambda: session.training.status is Status.PAUSED)
    session.training.collect()
    weights = session.predictor.own.flat
    assert np.isfinite(weights).all()
    assert not diverged.notice.isVisible()


def test_offer_can_be_left_alone(diverged):
    diverged.findChild(QToolButton, "recoveryNoticeClose").click()
    assert diverged.recovery.offer is None
    assert not diverged.notice.isVisible()
    assert diverged.session.config.optimizer.learning_rate == 1e9


def test_run_that_declares_a_guard_gets_no_second_one(studio):
    config = studio.session.config
    assert len(guards(config, 1000)) == 1
    assert guards(config.replace(policies=(Guard(),)), 1000) == ()


@pytest.mark.parametrize(("samples", "batch", "every"), [
    (1_000, 32, 50), (60_000, 10, 300), (60_000, 1, 500),
])  # fmt: skip
def test_healthy_weights_are_copied_every_twentieth_of_an_epoch_within_limits(
    studio, samples, batch, every
):
    config = studio.session.config.replace(batch_size=batch)
    (watcher,) = guards(config, samples)
    assert watcher.policy.every == every
    assert not watcher.policy.restore


def test_saved_state_does_not_remember_the_studios_own_guard(studio, qtbot):
    answers = []
    studio.session.training.ask(lambda run: run.state().policies, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert [kind for kind, _ in answers[0]] == [p.type_name for p in studio.session.config.policies]


def test_the_step_that_is_offered_is_the_one_that_is_put_back(config, data):
    empty, full = GuardWatcher(Guard()), GuardWatcher(Guard(every=1))
    run = Run(config, data, policies=(empty, full))
    assert healthy_step(run) is put_healthy(run) is None
    full._keep(run)
    run.network.flat[...] = np.nan
    assert healthy_step(run) == put_healthy(run) == 0
    assert np.isfinite(run.network.flat).all()
