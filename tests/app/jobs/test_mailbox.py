import threading
from dataclasses import replace

import numpy as np
import pytest

from app.jobs.mailbox import Mailbox
from nncore.network import Snapshot
from nncore.training.events import BatchEnded, EpochEnded


def batch(step: int, accuracy: float | None = 0.5) -> BatchEnded:
    return BatchEnded(1, step, step, 4, step / 100, float(step), accuracy, step / 10)


def test_mail_keeps_every_batch_in_order():
    mailbox = Mailbox()
    for step in range(1, 6):
        mailbox.put_batch(batch(step))
    mail = mailbox.empty()
    np.testing.assert_array_equal(mail.loss, [1, 2, 3, 4, 5])
    np.testing.assert_allclose(mail.progress, [0.01, 0.02, 0.03, 0.04, 0.05])
    np.testing.assert_array_equal(mail.rate, [0.1, 0.2, 0.3, 0.4, 0.5])
    assert mail.samples == 20
    assert mail.last == batch(5)


def test_emptied_mailbox_is_empty():
    mailbox = Mailbox()
    mailbox.put_batch(batch(1))
    mailbox.put_epoch(EpochEnded(1, 1, {"loss": 1.0}, 0.1, 10.0))
    mailbox.empty()
    mail = mailbox.empty()
    assert len(mail.loss) == len(mail.progress) == len(mail.accuracy) == mail.samples == 0
    assert mail.last is None
    assert mail.epochs == ()
    assert mail.snapshot is None


def test_accuracy_of_regression_is_no_number():
    mailbox = Mailbox()
    mailbox.put_batch(batch(1, None))
    assert np.isnan(mailbox.empty().accuracy).tolist() == [True]


def test_gradient_that_was_not_measured_is_no_number():
    mailbox = Mailbox()
    mailbox.put_batch(batch(1))
    mailbox.put_batch(replace(batch(2), gradient_norm=0.5))
    norm = mailbox.empty().norm
    np.testing.assert_array_equal(norm, [np.nan, 0.5])


def test_newest_snapshot_replaces_the_one_not_fetched():
    mailbox = Mailbox()
    mailbox.wants_snapshot = True
    for step in (1, 2):
        mailbox.put_snapshot(Snapshot(step, {}, np.zeros(1)))
    assert not mailbox.wants_snapshot
    assert mailbox.empty().snapshot.step == 2


def test_clear_forgets_everything():
    mailbox = Mailbox()
    mailbox.put_batch(batch(1))
    mailbox.put_snapshot(Snapshot(1, {}, np.zeros(1)))
    mailbox.clear()
    mail = mailbox.empty()
    assert mail.last is None
    assert mail.snapshot is None


@pytest.mark.parametrize("count", [20_000])
def test_nothing_is_lost_while_the_other_thread_writes(count):
    mailbox = Mailbox()

    def fill() -> None:
        for step in range(count):
            mailbox.put_batch(batch(step))
            if step % 100 == 0:
                mailbox.put_epoch(EpochEnded(step, step, {}, 0.1, 1.0))

    writer = threading.Thread(target=fill)
    writer.start()
    losses, epochs, samples = [], [], 0
    alive = True
    while alive:
        alive = writer.is_alive()
        mail = mailbox.empty()
        losses.extend(mail.loss.tolist())
        epochs.extend(event.epoch for event in mail.epochs)
        samples += mail.samples
        assert len(mail.loss) == len(mail.progress) == len(mail.accuracy)
    writer.join()
    assert losses == list(range(count))
    assert epochs == list(range(0, count, 100))
    assert samples == 4 * count


def test_what_comes_after_clearing_is_kept_while_the_window_empties(monkeypatch):
    mailbox = Mailbox()
    writer = None

    class Slow(list):
        """The other thread clears and puts right after a copy was taken."""

        def __getitem__(self, key):
            nonlocal writer
            taken = super().__getitem__(key)
            if writer is None:
                writer = threading.Thread(target=lambda: (mailbox.clear(), put_batch(batch(9))))
                writer.start()
                writer.join(0.05)
            return taken

    held = Slow([batch(1), batch(2)])
    monkeypatch.setattr(mailbox, "_batches", held)
    put_batch = held.append
    assert len(mailbox.empty().loss) == 2
    writer.join()
    assert mailbox.empty().loss.tolist() == [9]
